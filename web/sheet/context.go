package sheet

import (
	"strings"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/visit"
)

// What stands on top of and beside the forms of both sides.

// AskedOf is the question with its ball, on top of every form.
func AskedOf(v *visit.Visit, dir *desk.Directory, p *loop.Picture) page.Asked {
	st, c := &p.State, v.Clock()
	ours := p.Standing.Side == referral.Receiver
	a := page.Asked{Heading: Within(p.Service.Name, p.Receiver.Name, ours) + ": the question", Urgency: string(st.Urgency), Question: question(p), Ball: BallOf(v, dir, p), Phase: dir.PhaseName(v.Who.Org, p.Phase), SeenBy: st.SeenBy,
		Ref: "Referral " + p.Code + " · " + Asker(dir, p) + ", " + c.At(st.Sent), CallWho: p.Sender.Name, CallN: p.Sender.Phone}
	if !ours {
		a.CallWho, a.CallN = p.Receiver.Name, orElse(p.Service.Phone, p.Receiver.Phone)
	}
	a.SeenLate = !st.SeenBy.IsZero() && st.Seen.IsZero() && v.Desk.Now().After(st.SeenBy)
	var codes []string
	for _, x := range st.Reasons {
		codes = append(codes, strings.TrimSpace(x.Code+" "+x.Display))
	}
	a.Reasons = strings.Join(codes, ", ")
	if !st.Seen.IsZero() {
		a.Note = "Seen " + c.Day(st.Seen)
	}
	return a
}

// typed reports whether somebody wrote a document here: it is read where it is
// named.
func typed(d chart.Document, text string) bool {
	return d.Media == "text/plain" && text != "" && d.Kind != chart.Attachment
}

// Saying is what a document is called and what it says: an answer typed for a
// service's own item is called by that item.
func Saying(d chart.Document, text string) (name, words string) {
	if name, words, ok := strings.Cut(text, ": "); ok && d.Title == "" && typed(d, text) {
		return name, words
	}
	return d.Title, text
}

// CameOf lists what came with the referral, each with its source and time.
func CameOf(dir *desk.Directory, p *loop.Picture) (out []page.Came) {
	for _, f := range p.State.Documents {
		d, ok := p.Files[f.ID]
		if !ok {
			continue
		}
		x := page.Came{Name: "Document", Words: d.Title, From: dir.Orgs[d.Org].Name, At: f.At}
		if name, text := Saying(d, p.Words[f.ID]); typed(d, text) {
			x.Name, x.Words = orElse(name, x.Name), text
		} else {
			x.Href = "/documents/" + string(f.ID)
			x.State = map[bool]string{true: "held"}[d.Held != ""]
			if x.State == "" {
				x.State = map[chart.Guard]string{chart.Differs: "differs", chart.Unread: "unread", chart.Names: "ok", chart.Accepted: "ok"}[d.Guard]
			}
		}
		if x.Words == "" {
			x.Words = "A document"
		}
		out = append(out, x)
	}
	return out
}

// Calls are the attempts on record, the newest first.
func Calls(v *visit.Visit, dir *desk.Directory, p *loop.Picture) (out []page.CallLine) {
	list := p.State.Entries()
	for i := len(list) - 1; i >= 0; i-- {
		x, ok := list[i].What.(referral.Contacted)
		if !ok {
			continue
		}
		l := page.CallLine{At: list[i].At, How: "by " + x.Channel, What: Title(strings.ReplaceAll(x.Outcome, "-", " ")), By: dir.PersonName(list[i].By.User), Words: local(v, p.Words[x.Note])}
		if x.ByPatient {
			l.What = "The patient called"
		}
		if x.Alternate {
			l.How += ", the alternate contact"
		}
		out = append(out, l)
	}
	return out
}
