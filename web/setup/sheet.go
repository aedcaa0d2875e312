package setup

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"referd/core/party"
	"referd/desk"
	"referd/desk/house"
	"referd/web/page"
	"referd/web/visit"
)

// How many services and clinicians, and things asked for of one, have room on a
// page of letter size.
const (
	mostServices = 8
	mostPeople   = 40
	mostNeeds    = 5
)

// sheet says on one page who the organization is and how it is reached.
func sheet(v *visit.Visit) error {
	var p page.Practice
	err := v.Desk.Read(v.R.Context(), v.Who, "setup.sheet", func(r *desk.Reading) (err error) {
		dir := r.Directory()
		o := dir.Orgs[v.Who.Org]
		p = page.Practice{Name: o.Name, NPI: house.NPI(o.Identifiers), Address: house.Address(o.Address), Phone: page.Phone(o.Phone), Fax: page.Phone(o.Fax), House: v.Public, FHIR: v.Public + "/fhir/R4"}
		if list := ours(dir, o.ID); len(list) > 0 {
			p.Hours = dir.Teams[dir.TeamOf(o.ID)].Hours.String()
		}
		p.OnCall = answering(v, dir)
		for _, s := range dir.Services("") {
			if s.Org != o.ID {
				continue
			}
			if len(p.Services) == mostServices {
				p.More++
				continue
			}
			p.Services = append(p.Services, offer(dir, s))
		}
		p.People = clinicianNames(dir, o.ID)
		if n := len(p.People) - mostPeople; n > 0 {
			p.People, p.More = p.People[:mostPeople], p.More+n
		}
		p.Setup, err = Around(v, r, "sheet")
		return err
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.PracticePage(p))
}

// answering are the numbers that are answered at any hour, each once.
func answering(v *visit.Visit, dir *desk.Directory) (out []page.Fact) {
	said := map[string]bool{}
	for _, t := range ours(dir, v.Who.Org) {
		o, ok := dir.OnCallFor(t.ID, v.Desk.Now())
		words := joined(dir.PersonName(o.User), page.Phone(o.Phone))
		if ok && o.Phone != "" && !said[words] {
			said[words] = true
			out = append(out, page.Fact{Name: "Any hour", Words: words})
		}
	}
	return out
}

func offer(dir *desk.Directory, s party.Service) page.PracticeService {
	x := page.PracticeService{Name: s.Name, Specialty: s.Specialty.Display}
	if s.Phone != dir.Orgs[s.Org].Phone {
		x.Phone = page.Phone(s.Phone)
	}
	if !s.Takes(party.Emergency) {
		x.Takes = "no emergencies"
	}
	for i, n := range s.Needs {
		if i == mostNeeds {
			x.Needs = append(x.Needs, fmt.Sprintf("and %d more, asked as you refer", len(s.Needs)-i))
			break
		}
		words := n.Label
		if !n.Required {
			words += " (helps)"
		}
		x.Needs = append(x.Needs, words)
	}
	if d := dir.Settings.Allowed(s, "review"); d[0].String() != "" {
		x.Decides = fmt.Sprintf("Decides within %s, urgent %s", d[0], d[1])
	}
	days := [3]int{}
	for i := range days {
		if days[i] = s.SeenIn[i]; days[i] == 0 {
			days[i] = dir.Settings.SeenBy[i]
		}
	}
	x.Sees = fmt.Sprintf("Sees within %d days, urgent %d", days[0], days[1])
	return x
}

// clinicianNames are those who work at an organization, with what they do.
func clinicianNames(dir *desk.Directory, org party.OrgID) (out []string) {
	for _, r := range dir.Roles {
		if r.Org != org || !r.Active || !dir.Practitioners[r.Practitioner].Active {
			continue
		}
		name := dir.ClinicianName(r.Practitioner)
		if r.Specialty.Display != "" {
			name += " (" + r.Specialty.Display + ")"
		}
		out = append(out, name)
	}
	slices.SortFunc(out, strings.Compare)
	return slices.Compact(out)
}
