package clinic

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"referd/base/cells"
	"referd/core/party"
	"referd/desk"
	"referd/desk/lists"
	"referd/web/page"
	"referd/web/sheet/csv"
	"referd/web/visit"
)

// spans are the days over which it is counted how often what is late reached
// somebody over the owner's head.
var spans = [...]int{7, 30}

// climbed is each who was reached, the most first, with all of them together.
func climbed(r *desk.Reading) (out page.Leads, err error) {
	by := map[party.UserID]*page.Lead{}
	for i, days := range spans {
		each, sum, err := lists.ClimbedTo(r, days)
		if err != nil {
			return out, err
		}
		out.All[i] = cameOfClimbs(sum)
		for _, c := range each {
			if by[c.Who] == nil {
				by[c.Who] = &page.Lead{Name: r.Directory().PersonName(c.Who)}
			}
			by[c.Who].In[i] = cameOfClimbs(c)
		}
	}
	for _, l := range by {
		out.List = append(out.List, *l)
	}
	slices.SortFunc(out.List, func(a, b page.Lead) int {
		return cmp.Or(b.In[1].Told-a.In[1].Told, strings.Compare(a.Name, b.Name))
	})
	out.Each = lists.MayClimbed(r.Who())
	return out, nil
}

func cameOfClimbs(c lists.Climbed) page.Answers {
	return page.Answers{Told: c.Told, InTime: c.InTime, Later: c.Later, Not: c.Not, Waits: c.Waits}
}

// climbedTable is the same as a file of comma-separated values, a line for each
// and each span of days.
func climbedTable(v *visit.Visit) error {
	return csv.File(v, "escalations", func(w *cells.Writer) error {
		w.Row("who", "days", "reached", "acted on in time", "acted on later", "not acted on", "still in time", "share acted on in time")
		return v.Desk.Read(v.R.Context(), v.Who, "operations.escalations.csv", func(r *desk.Reading) error {
			all, err := climbed(r)
			for i, days := range spans {
				for _, l := range append(all.List, page.Lead{Name: "all", In: all.All}) {
					a := l.In[i]
					w.Row(l.Name, strconv.Itoa(days), strconv.Itoa(a.Told), strconv.Itoa(a.InTime), strconv.Itoa(a.Later), strconv.Itoa(a.Not), strconv.Itoa(a.Waits), a.Share())
				}
			}
			return err
		})
	})
}
