package take

import (
	"cmp"
	"reflect"
	"time"

	"referd/core/policy"
	"referd/core/referral"
	"referd/desk/loop"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/wire/r4"
)

// words are the newest note.
func words(o r4.Object) string {
	if list := o.List("note"); len(list) > 0 {
		return list[len(list)-1].Text("text")
	}
	return ""
}

// soon changes how soon, and by when, where the placer says so and care has
// not begun.
func (a *Act) soon(f loop.Form, s *referral.State, o r4.Object, period string) error {
	why := cmp.Or(words(o), "Changed by the sender's system.")
	if p := o.Text("priority"); p != "" && element.Urgency(p) != s.Urgency {
		if _, err := loop.Prioritise(a.W, f, element.Urgency(p), why); err != nil {
			return err
		}
	}
	zone := policy.Zone(a.W.Directory().Orgs[s.Org].Zone)
	end := element.By(o.Text(period, "end"), zone)
	if period == "restriction" {
		end = element.By(o.Text(period, "period", "end"), zone)
	}
	if end.After(a.W.Now()) && end.In(zone).Format(time.DateOnly) != s.SeenBy.In(zone).Format(time.DateOnly) && a.changed(o, period) {
		_, err := loop.SetSeenBy(a.W, f, end, why)
		return err
	}
	return nil
}

// changed reports whether an update says something else of an element than
// what was kept.
func (a *Act) changed(o r4.Object, element string) bool {
	before := a.before()
	return before != nil && !reflect.DeepEqual(before[element], o[element])
}

// acknowledge takes every report that is not acknowledged, through the client.
// Lines of a plan are taken on by the referring team.
func (a *Act) acknowledge(f loop.Form, s *referral.State) error {
	any := false
	for _, h := range s.Heads() {
		if !h.Acknowledged.IsZero() {
			continue
		}
		x := loop.Acknowledgement{Report: h.ID, Answered: "yes"}
		for _, i := range s.Items {
			if i.Report == h.ID {
				x.Lines = append(x.Lines, loop.Choice{Item: i.ID, How: "do"})
			}
		}
		if _, err := loop.Acknowledge(a.W, f, x); err != nil {
			return err
		}
		any = true
	}
	if !any && s.Open() {
		return outcome.Status(409, "business-rule", "There is no report to acknowledge yet. "+s.Lacks())
	}
	return nil
}
