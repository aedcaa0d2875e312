package lists

import (
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Member is somebody of the reader's organization: what they do, and what
// would be without them.
type Member struct {
	party.User
	Teams     []party.TeamID // by name of the team
	Jobs      []party.Job
	Work      int          // open things with them by name
	AnswerFor int          // open loops they answer for as the clinician
	Cover     party.UserID // who is named to stand in for them
}

// People lists the accounts of the reader's organization, the open first, by
// name. Who may: an administrator. No patient is in it.
func People(r *desk.Reading) (out []Member, err error) {
	who, dir := r.Who(), r.Directory()
	if !who.Has(party.Admin) {
		return nil, desk.Denied("lists.People", "An administrator sees to accounts.")
	}
	var asked []store.Queue
	yes := true
	for _, u := range dir.Users {
		if u.Org != who.Org {
			continue
		}
		m := Member{User: u}
		for _, x := range dir.Memberships {
			if x.User == u.ID && x.In(r.Now()) {
				m.Teams, m.Jobs = append(m.Teams, x.Team), append(m.Jobs, x.Roles...)
			}
		}
		slices.SortFunc(m.Teams, func(a, b party.TeamID) int { return strings.Compare(dir.TeamName(a), dir.TeamName(b)) })
		slices.Sort(m.Jobs)
		m.Jobs = slices.Compact(m.Jobs)
		for _, d := range dir.Delegations {
			if d.Cover && u.Practitioner != "" && d.For == u.Practitioner && dir.Users[d.To].Org == u.Org && d.In(r.Now()) && (m.Cover == "" || d.To < m.Cover) {
				m.Cover = d.To
			}
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Member) int {
		if a.Active != b.Active {
			return map[bool]int{true: -1, false: 1}[a.Active]
		}
		return strings.Compare(a.Name.Family+" "+string(a.ID), b.Name.Family+" "+string(b.ID))
	})
	for _, m := range out {
		asked = append(asked, store.Queue{OnlyMine: true, Person: m.ID, Ahead: true}, store.Queue{Side: referral.Sender, Org: m.Org, Open: &yes, Clinician: m.Practitioner})
	}
	n, err := r.Counts(asked, r.Now())
	for i := range out {
		if err == nil {
			out[i].Work = n[2*i]
		}
		if err == nil && out[i].Practitioner != "" {
			out[i].AnswerFor = n[2*i+1]
		}
	}
	return out, err
}
