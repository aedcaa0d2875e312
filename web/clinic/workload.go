package clinic

import (
	"net/http"
	"strings"

	"referd/core/party"
	"referd/desk"
	"referd/desk/lists"
	"referd/web/page"
	"referd/web/sheet/column"
	"referd/web/visit"
)

// workload shows what each colleague has and how much of it is late; each count
// is that of the list it leads to.
func workload(v *visit.Visit) error {
	p := page.Workload{Lead: v.Who.Has(party.TeamLead), UnclaimedHref: column.Address("/queue", lists.Asking{}, lists.Unclaimed, "")}
	err := v.Desk.Read(v.R.Context(), v.Who, "queue.people", func(r *desk.Reading) error {
		all, err := lists.Workload(r)
		if err != nil {
			return err
		}
		free, err := lists.Counts(r, []lists.View{lists.Unclaimed})
		if err != nil {
			return err
		}
		dir := r.Directory()
		p.Unclaimed, p.People = free[lists.Unclaimed], nil
		for _, l := range all {
			a := lists.Asking{With: l.ID}
			x := page.LoadLine{Name: dir.PersonName(l.ID), Open: l.Open, Late: l.Late, You: l.ID == v.Who.User, Href: column.Address("/queue", a, lists.Person, ""), LateHref: column.Address("/queue", a, lists.PersonLate, "")}
			var teams []string
			for _, t := range l.Teams {
				teams = append(teams, dir.TeamName(t))
			}
			x.Teams = strings.Join(teams, ", ")
			p.People = append(p.People, x)
		}
		p.Shell, err = v.Shell(r, "Who has what")
		return err
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.WorkloadPage(p))
}
