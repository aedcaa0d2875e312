package sheet

import (
	"slices"
	"strings"

	"referd/core/access"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/visit"
)

// shownBy says what proves a part of the closing: the entry and who made it.
func shownBy(v *visit.Visit, p *loop.Picture, x *referral.Shown) string {
	dir, err := v.Desk.Directory(v.R.Context())
	if err != nil {
		return ""
	}
	for _, e := range p.State.Entries() {
		if e.Key == x.Fact {
			t := Tell(v, dir, p, e)
			return t.Bold + ", " + t.By
		}
	}
	return ""
}

var Disputes = map[string]string{"care-after-death": "Seen after the death that was told", "missed-and-seen": "Told as missed, and as seen", "care-in-error": "Entered in error, and seen", "seen-after-ending": "Seen although it had ended", "ending-after-care": "Ended on paper after the patient was seen",
	"told-closed": "Told as closed, without a report", "told-completed": "Told as completed, without a report"}

// contradictions shows what cannot both be right, with the entries that say so.
func contradictions(v *visit.Visit, dir *desk.Directory, p *loop.Picture) (out []page.Dispute) {
	for _, c := range p.State.Contradictions() {
		d := page.Dispute{Words: orElse(Disputes[c.Kind], strings.ReplaceAll(c.Kind, "-", " ")), Settled: c.Settled}
		for _, e := range p.State.Entries() {
			if slices.Contains(c.Facts, e.Key) {
				d.Facts = append(d.Facts, Tell(v, dir, p, e))
			}
		}
		out = append(out, d)
	}
	return out
}

// looked says in words what somebody did with a referral.
var looked = map[string]string{"notes": "opened the referral", "look-again": "opened the referral", "aside": "opened the referral", "pin": "opened the referral", "loop.read": "opened the referral", "report.read": "opened the report", "document.read": "opened a document", "draft.read": "opened the draft", "draft": "wrote the draft", "open": "opened it first", "history": "worked on it", "escalate": "watched its dues", "report-opening": "opened the report", "attachment": "attached a document", "list.twins": "looked for another of the same", "list.place": "worked down a list", "patient.read": "read their page", "patient-link": "opened the link to their page", "patient-link.give": "made a link to the patient's page", "ticket.enter": "came in by a link", "bell": "told the clinic something", "safe-contact": "wrote down how to reach the patient", "packet": "printed the packet", "packet.link": "made a link for the packet’s cover", "links": "read the link's code", "link.door": "the link was looked at, without its code", "link.post": "mailed the link", "link.sent": "mailed the link", "receipt": "confirmed that they have it", "link.come": "came back by the link"}

// lookers are who saw the referral lately, each act of a person once.
func lookers(v *visit.Visit, dir *desk.Directory, p *loop.Picture) (out []page.Looker) {
	for _, a := range p.Lookers {
		if a.Action != access.Read && a.Action != access.Update && a.Action != access.Create {
			continue
		}
		guest := p.Guests[strings.TrimPrefix(string(a.Client), desk.GuestClient)].Name
		w := page.Looker{Who: orElse(dir.PersonName(a.User), orElse(guest, string(a.Client))), What: orElse(looked[a.Kind], Act(referral.Act(a.Kind))), At: a.Recorded.Add(v.Desk.Now().Sub(v.Desk.DB.Machine()))}
		if w.Who == "" {
			w.Who = "The house"
		}
		w.What = strings.ToLower(orElse(w.What, strings.TrimSuffix(a.Kind, ".read")))
		if o := dir.Orgs[a.Org].Name; o != "" {
			w.What = o + ", " + w.What
		}
		if !slices.ContainsFunc(out, func(x page.Looker) bool { return x.Who == w.Who && x.What == w.What }) {
			out = append(out, w)
		}
	}
	return out
}
