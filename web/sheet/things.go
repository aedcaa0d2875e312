package sheet

import (
	"slices"
	"time"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/visit"
)

func things(g *page.Loop, v *visit.Visit, dir *desk.Directory, p *loop.Picture) {
	s := &p.State
	seen := map[chart.DocumentID]bool{}
	add := func(id chart.DocumentID, at time.Time) {
		d, ok := p.Files[id]
		if !ok || seen[id] {
			return
		}
		seen[id] = true
		name, text := saying(d, p.Words[id])
		x := page.Doc{Href: "/documents/" + string(id), Title: orElse(name, Title(string(d.Kind))), From: dir.Orgs[d.Org].Name, At: at, Text: Short(text)}
		switch {
		case d.Held != "":
			x.State = "held"
		case d.Guard == chart.Unread && d.Kind == chart.Attachment:
			x.State = "unread"
		default:
			x.State = string(d.Guard)
		}
		g.Documents = append(g.Documents, x)
	}
	for _, f := range s.Documents {
		add(f.ID, f.At)
	}
	for _, r := range s.Reports {
		for _, m := range r.More {
			add(m, r.Written)
		}
	}
	var held []chart.DocumentID // kept, and not on the referral until somebody releases it
	for id, d := range p.Files {
		if d.Held != "" && d.Kind == chart.Attachment && !seen[id] {
			held = append(held, id)
		}
	}
	slices.Sort(held)
	for _, id := range held {
		add(id, p.Files[id].Received)
	}
	g.Visits = Visits(v, dir, p)
	for _, i := range s.Items {
		if i.Planned.IsZero() {
			continue
		}
		l := page.PlanLine{What: orElse(p.Words[i.What], "A line of the plan"), Who: orElse(dir.PersonName(i.Person), dir.TeamName(i.Team)), Due: i.Due, State: "open"}
		switch {
		case !i.Done.IsZero():
			l.Done, l.State = true, "done "+v.Clock().At(i.Done)
		case !i.Refused.IsZero():
			l.Done, l.State = true, "not done: "+p.Words[i.Because]
		case !i.Replaced.IsZero():
			l.Done, l.State = true, "replaced with its report "+v.Clock().At(i.Replaced)
		case !i.HandedOn.IsZero() && i.Accepted.After(i.HandedOn):
			l.Done, l.State = true, "taken on by another"
		case slices.Contains(p.Acts, referral.ActDoItem):
			base := "/referrals/" + string(p.ID) + "/plan?item=" + string(i.ID)
			l.Buttons = []page.Button{{Href: base, Words: "Done, not done, or give it"}}
		}
		g.Plan = append(g.Plan, l)
	}
	g.Lookers = lookers(v, dir, p)
}

// Visits are the appointments on record, and what became of each.
func Visits(v *visit.Visit, dir *desk.Directory, p *loop.Picture) (out []page.Visit) {
	for _, a := range p.State.Appointments {
		state := "booked"
		switch {
		case !a.Seen.IsZero():
			state = "seen"
		case !a.Missed.IsZero() && a.Missed.After(a.Booked):
			state = "did not attend"
		case !a.Unbooked.IsZero() && a.Unbooked.After(a.Booked):
			state = "cancelled" + map[bool]string{true: " by the patient"}[a.ByPatient]
		case !a.Confirmed.IsZero():
			state = "confirmed"
		}
		out = append(out, page.Visit{Words: v.Clock().Exact(a.Start) + " " + dir.ClinicianName(a.Clinician), State: state})
	}
	return out
}
