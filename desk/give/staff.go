package give

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"referd/base/code"
	"referd/core/party"
	"referd/desk"
	"referd/desk/bring/said"
)

// jobWords are what people do, in words the import knows.
var jobWords = map[party.Job]string{party.ReferringClinician: "Referring clinician", party.ReferringStaff: "Referring staff", party.Intake: "Intake", party.TriageNurse: "Triage", party.Specialist: "Specialist", party.Scheduler: "Scheduling",
	party.Imaging: "Imaging", party.TeamLead: "Team lead", party.Quality: "Service-line lead", party.PrivacyOfficer: "Privacy officer", party.Engineer: "Integration engineer", party.Admin: "Administrator"}

// staffHeadings are what an import calls its columns; Account is who the lines of
// the setup mean.
func staffHeadings() (out []string) {
	for _, f := range said.Fields(said.People) {
		out = append(out, f.Label)
	}
	return append(out, "Account")
}

// staff gives who works here, a row for each team of theirs, as an import takes
// them again; and how the organization is set up, a line of JSON for each thing of
// it. No password is in either: everybody sets a new one.
func (j *job) staff(r *desk.Reading) error {
	dir := r.Directory()
	for _, key := range slices.Sorted(maps.Keys(dir.Memberships)) {
		m := dir.Memberships[key]
		u := dir.Users[m.User]
		if u.Org != j.who.Org || !u.Active || !m.In(r.Now()) {
			continue
		}
		has := map[string]string{"family": u.Name.Family, "given": strings.Join(u.Name.Given, " "), "prefix": u.Name.Prefix, "email": cmp.Or(u.Email, dir.Users[dir.Login(u.ID)].Email), "team": dir.TeamName(m.Team), "active": "yes"}
		for _, i := range dir.Practitioners[u.Practitioner].Identifiers {
			if i.System == code.NPI {
				has["npi"] = i.Value
			}
		}
		for _, x := range dir.Roles {
			if x.Practitioner == u.Practitioner && u.Practitioner != "" && x.Org == u.Org && x.Active {
				has["specialty"] = x.Specialty.Code
			}
		}
		var jobs []string
		for _, x := range m.Roles {
			jobs = append(jobs, cmp.Or(jobWords[x], string(x)))
		}
		has["jobs"] = strings.Join(jobs, ", ")
		var row []string
		for _, f := range said.Fields(said.People) {
			row = append(row, has[f.Key])
		}
		j.m.People++
		if err := j.staffed.Row(append(row, string(u.ID))...); err != nil {
			return err
		}
	}
	return j.setup(dir)
}

// setup gives what was set up, by kind and in order of id.
func (j *job) setup(dir *desk.Directory) error {
	own := j.who.Org
	err := j.thing(desk.KindOrg, string(own), dir.Orgs[own])
	if err == nil {
		err = j.thing(desk.KindSettings, "", dir.Settings)
	}
	if err == nil {
		err = things(j, desk.KindTeam, dir.Teams, func(t party.Team) bool { return t.Org == own })
	}
	if err == nil {
		err = things(j, desk.KindLocation, dir.Locations, func(l party.Location) bool { return l.Org == own })
	}
	if err == nil {
		err = things(j, desk.KindService, dir.ServicesByID, func(s party.Service) bool { return s.Org == own })
	}
	if err == nil {
		err = things(j, desk.KindOnCall, dir.OnCalls, func(o party.OnCall) bool { return dir.Teams[o.Team].Org == own })
	}
	if err == nil {
		err = things(j, desk.KindDelegation, dir.Delegations, func(d party.Delegation) bool { return dir.Users[d.To].Org == own })
	}
	return err
}

func things[K ~string, T any](j *job, kind string, all map[K]T, own func(T) bool) error {
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if own(all[id]) {
			if err := j.thing(kind, string(id), all[id]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (j *job) thing(kind, id string, is any) error {
	b, err := json.Marshal(map[string]any{"kind": kind, "id": id, "is": is})
	if err != nil {
		return err
	}
	return j.out.line(setupFile, b)
}
