package house

import (
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// The kinds of job that write of covers by mail; their argument is the
// delegation's id. Letters tells whom it concerns how it stands; Unanswered, when
// it should begin, that nobody accepted it.
const (
	Letters    = "cover"
	Unanswered = "cover.unanswered"
)

// Leads reports whether somebody leads a team in which another works now.
func Leads(dir *desk.Directory, lead, of party.UserID, now time.Time) bool {
	for _, m := range dir.Memberships {
		if t := dir.Teams[m.Team]; lead != "" && lead != of && m.User == of && m.In(now) && t.Active && t.Lead == lead {
			return true
		}
	}
	return false
}

// LeadsAny reports whether somebody leads a team here.
func LeadsAny(dir *desk.Directory, lead party.UserID) bool {
	for _, t := range dir.Teams {
		if lead != "" && t.Active && t.Lead == lead {
			return true
		}
	}
	return false
}

// Out says that a clinician is out from now until a moment, and who covers them: it
// holds at once, because nobody who is out can be asked. Who may: the lead of a
// team they work in. Both are told; who covers may end it, and the lead is told.
// It is Invalid where the two are named together already, or a circle.
func Out(w *desk.Writing, of party.PractitionerID, to party.UserID, until time.Time) error {
	const op = "house.Out"
	who, dir := w.Who(), w.Directory()
	x := party.Delegation{For: of, To: to, Cover: true, From: w.Now(), Until: until, By: who.User}
	absent := dir.UserOf(of, who.Org)
	if !Leads(dir, who.User, absent, w.Now()) {
		return desk.Denied(op, "The lead of a team says who of it is out.")
	}
	for _, d := range dir.Delegations { // a pair has one line: another would end it unsaid
		if d.For == of && d.To == to && !d.Over(w.Now()) && !(d.Waits && !d.From.After(w.Now())) {
			return fault.About(op, "to", fault.Invalid, "They act for them already, now or later. End that first, or choose somebody else.")
		}
	}
	w.ActsFor(of)
	w.SawObject("Delegation/" + delegation(x))
	if err := fits(w, x); err != nil {
		return err
	}
	if err := w.Tx.PutThing(desk.KindDelegation, delegation(x), who.Org, x); err != nil {
		return err
	}
	return w.Tx.Enqueue(store.Job{Kind: Letters, Arg: delegation(x), Due: w.Now()})
}
