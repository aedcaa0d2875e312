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
		name, text := Saying(d, p.Words[id])
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
		if !i.Planned.IsZero() {
			g.Plan = append(g.Plan, planLine(v, dir, p, i))
		}
	}
	g.Lookers = lookers(v, dir, p)
}

// planLine says who has a line, since when, and who was given it and has not
// taken it: it is the giver's until then.
func planLine(v *visit.Visit, dir *desk.Directory, p *loop.Picture, i referral.Item) page.PlanLine {
	l := page.PlanLine{What: orElse(p.Words[i.What], "A line of the plan"), Who: orElse(dir.PersonName(i.Person), dir.TeamName(i.Team)), Due: i.Due, State: "open"}
	plan := "/referrals/" + string(p.ID) + "/plan?item=" + string(i.ID)
	switch {
	case !i.Done.IsZero():
		l.Done, l.State = true, "done "+v.Clock().At(i.Done)
		return l
	case !i.Refused.IsZero():
		l.Done, l.Dropped, l.State = true, true, "not done: "+p.Words[i.Because]
		return l
	case !i.Replaced.IsZero():
		l.Done, l.Dropped, l.State = true, true, "replaced with its report "+v.Clock().At(i.Replaced)
		return l
	case i.HandedOn.After(i.Accepted):
		l.Given = "given to " + orElse(dir.PersonName(i.OfferedPerson), dir.TeamName(i.OfferedTeam)) + " " + v.Clock().At(i.HandedOn) + ", not taken yet"
		if o, ok := p.State.OwedFor("offer/" + string(i.ID)); ok {
			l.Answer = o.Due
			if v.Who.Owes(o) {
				l.Buttons = append(l.Buttons, page.Button{Href: plan + "&how=take", Words: "Take it on"})
			}
		}
	case !i.Accepted.IsZero():
		l.State = "taken on " + v.Clock().At(i.Accepted)
	case proposed(dir, p, i):
		l.State = "proposed, not taken yet"
	}
	if slices.Contains(p.Acts, referral.ActDoItem) {
		l.Buttons = append(l.Buttons, page.Button{Href: plan, Words: "Done, not done, or give it"})
	}
	return l
}

// proposed reports whether somebody else planned a line for whoever has it.
func proposed(dir *desk.Directory, p *loop.Picture, i referral.Item) bool {
	for _, e := range p.State.Entries() {
		if e.Key == i.Key {
			return e.By.User != i.Person && (i.Person != "" || dir.Teams[i.Team].Org != e.By.Org)
		}
	}
	return false
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
