package house

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// Delegate lets somebody of the same organization act for a clinician, or asks
// them to cover. The clinician says so, or an administrator. A cover holds once it
// is accepted: who was asked is told, and who is away is told of the answer, or
// that there was none when it should begin.
func Delegate(w *desk.Writing, x party.Delegation) error {
	const op = "house.Delegate"
	who := w.Who()
	if (who.Practitioner == "" || who.Practitioner != x.For) && !who.Has(party.Admin) {
		return desk.Denied(op, "The clinician, or an administrator, says who acts for them.")
	}
	if err := fits(w, x); err != nil {
		return err
	}
	x.Waits = x.Cover && x.To != who.User
	w.SawObject("Delegation/" + delegation(x))
	if err := w.Tx.PutThing(desk.KindDelegation, delegation(x), who.Org, x); err != nil || !x.Waits {
		return err
	}
	return ask(w, x)
}

// ask has the letters of a cover that waits written: now, and when it begins; one
// that should hold already has an hour.
func ask(w *desk.Writing, x party.Delegation) error {
	begins := w.Now().Add(time.Hour)
	if x.From.After(begins) {
		begins = x.From
	}
	return errors.Join(w.Tx.Enqueue(store.Job{Kind: Letters, Arg: delegation(x), Due: w.Now()}), w.Tx.Enqueue(store.Job{Kind: Unanswered, Arg: delegation(x), Due: begins}))
}

// Accept says that somebody covers a clinician who asked them. It is theirs alone
// to say; a circle that was closed meanwhile is Invalid.
func Accept(w *desk.Writing, of party.PractitionerID, to party.UserID) error {
	const op = "house.Accept"
	x, ok := w.Directory().Delegations[delegation(party.Delegation{For: of, To: to})]
	switch {
	case to != w.Who().User || !ok || !x.Waits && !x.In(w.Now()):
		return fault.E(op, fault.Missing, "Nobody asks you to cover them.", nil)
	case !x.Waits:
		return nil // pressed twice
	case x.Over(w.Now()):
		return fault.E(op, fault.Refused, "Its last day has passed.", nil)
	}
	if err := fits(w, x); err != nil {
		return err
	}
	x.Waits = false
	w.ActsFor(of)
	w.SawObject("Delegation/" + delegation(x))
	if err := w.Tx.PutThing(desk.KindDelegation, delegation(x), w.Who().Org, x); err != nil {
		return err
	}
	return w.Tx.Enqueue(store.Job{Kind: Letters, Arg: delegation(x), Due: w.Now()})
}

// fits is why a delegation cannot be: of people who do not work here, or have not
// come in yet, of no clinician, over before it begins, or a circle.
func fits(w *desk.Writing, x party.Delegation) error {
	const op = "house.Delegate"
	who, dir := w.Who(), w.Directory()
	to, clinician := dir.Users[x.To], dir.Users[dir.UserOf(x.For, who.Org)]
	switch {
	case !to.Active || to.Org != who.Org:
		return fault.About(op, "to", fault.Invalid, "Choose somebody who works here.")
	case to.Invited:
		return fault.About(op, "to", fault.Invalid, dir.PersonName(x.To)+" was invited and has not come in yet: they would see nothing of it. Choose somebody else.")
	case clinician.Org != who.Org || to.ID == clinician.ID:
		return fault.About(op, "for", fault.Invalid, "Choose a clinician who works here.")
	case x.Cover && to.Practitioner == "":
		return fault.About(op, "cover", fault.Invalid, "Only a clinician covers for a clinician.")
	case !x.Until.IsZero() && !x.Until.After(x.From):
		return fault.About(op, "until", fault.Invalid, "It ends before it begins.")
	case x.Cover && dir.Circles(ahead(x, w.Now())):
		return fault.About(op, "to", fault.Invalid, dir.ClinicianName(x.For)+" covers "+dir.PersonName(x.To)+" at that time, directly or through others: neither would have a cover. End that first, or choose somebody else or other days.")
	}
	return nil
}

// ahead is what is left of a delegation: days that are over bind nobody.
func ahead(x party.Delegation, now time.Time) party.Delegation {
	if x.From.Before(now) {
		x.From = now
	}
	return x
}

// Recall ends a delegation now. The clinician does, who was given it, the lead who
// said that they are out, or an administrator. Who asked is told when whom they
// asked says no; a lead, when they end it.
func Recall(w *desk.Writing, from party.PractitionerID, to party.UserID) error {
	return recall(w, from, to, "")
}

// Decline is the same by who was asked to cover, with why, for who asked them. It
// is Invalid where that is longer than a few lines.
func Decline(w *desk.Writing, of party.PractitionerID, why string) error {
	if why = strings.TrimSpace(why); utf8.RuneCountInString(why) > Reason {
		return fault.About("house.Decline", "why", fault.Invalid, fmt.Sprintf("Say it in %d letters or fewer.", Reason))
	}
	return recall(w, of, w.Who().User, why)
}

// Reason is how long the words may be with which somebody declines.
const Reason = 300

func recall(w *desk.Writing, from party.PractitionerID, to party.UserID, why string) error {
	const op = "house.Recall"
	who := w.Who()
	byLead := who.User != "" && w.Directory().Delegations[delegation(party.Delegation{For: from, To: to})].By == who.User
	if who.Practitioner != from && who.User != to && !byLead && !who.Has(party.Admin) {
		return desk.Denied(op, "The clinician, who acts for them, or an administrator ends it.")
	}
	found := false
	for name, x := range w.Directory().Delegations {
		if x.For != from || x.To != to || w.Directory().Users[x.To].Org != who.Org {
			continue
		}
		if who.User == to && (x.Waits || x.By != "" && x.In(w.Now())) {
			x.Declined, x.Waits, x.Why = true, false, why
			if err := w.Tx.Enqueue(store.Job{Kind: Letters, Arg: name, Due: w.Now()}); err != nil {
				return err
			}
		}
		x.Until, found = w.Now(), true
		w.SawObject("Delegation/" + name)
		if err := w.Tx.PutThing(desk.KindDelegation, name, who.Org, x); err != nil {
			return err
		}
	}
	if !found {
		return fault.E(op, fault.Missing, "Nobody of that name acts for this clinician.", nil)
	}
	return nil
}

func delegation(x party.Delegation) string { return string(x.To) + "-for-" + string(x.For) }
