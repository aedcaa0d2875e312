package link

import (
	"cmp"
	"context"
	"slices"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/core/tongue"
	"referd/desk"
	"referd/desk/people"
	"referd/desk/turn"
	"referd/store"
)

// How a link comes to the patient.
const (
	Printed = "print" // on a slip that is handed over
	Spoken  = "phone" // read out, and typed
	Mailed  = "email"
)

// Letters are the jobs that mail a patient a link: a death stops them.
const Letters = turn.ToPatient

// lasts is how long a link opens the page.
const lasts = 7 * 24 * time.Hour

// Given is a link as it is handed over: its secret is told this once.
type Given struct {
	people.Ticket
	Token string // empty of one that is mailed
}

// refusals are why there is no link, in words for staff, with what to do instead.
var refusals = map[policy.NoLink]string{
	policy.Minor:     "The patient is under 18: nobody can say yet which parent may see what. Give the paper slip without a link.",
	policy.Ageless:   "The birth date is not known whole, and the page asks it. Complete the record, or give the paper slip without a link.",
	policy.Sensitive: "This service, or what it is for, is not told of on a page that a telephone shows. Give the paper slip without a link.",
	policy.Nameless:  "Nobody has said what this service treats. An administrator gives it its specialty; until then give the paper slip without a link.",
}

// Refused says why a patient gets no link to a referral, in words for staff;
// empty: they may.
func Refused(dir *desk.Directory, s *referral.State, p party.Patient, now time.Time) string {
	switch {
	case s.Sent.IsZero():
		return "This has not been sent."
	case s.Phase().Patient() == "" || !p.Deceased.IsZero():
		return "The patient has died. Nobody is written to."
	}
	return refusals[policy.Link(p.Born, now, dir.ServicesByID[s.Recipient().Service].Specialty, s.Reasons)]
}

// Unsafe is unsafe for the page on which a link is given: what would be refused is
// not offered there.
func Unsafe(s *referral.State, safe party.SafeContact, how string) string {
	return unsafe(s, safe, how)
}

// unsafe says why a way to the patient is not open, in words for staff; empty
// when it is. Paper that is handed over is always.
func unsafe(s *referral.State, safe party.SafeContact, how string) string {
	need := map[string]party.Way{Spoken: party.ByCall, Mailed: party.ByEmail}[how]
	switch {
	case how == Printed:
		return ""
	case need == "":
		return "Say how the patient gets it: on paper, read out, or by e-mail."
	case !safe.Known():
		return "Nobody has asked how it is safe to reach the patient. Ask first; until then a slip that you hand over is all there is."
	case len(Wishes(s)) > 0:
		return "The patient asks to be reached another way. Confirm it with them first; a slip that you hand over is safe."
	case !safe.May(need):
		return "The patient did not say that this is safe. Hand over a slip, or ask them again."
	}
	return ""
}

// Give makes a link to the patient's page of a referral, with a code that they
// are told another way. The one before it ends. Who may: whoever deals with
// patients, on either side. It is Refused, with what to do instead, where there
// is none, and where the patient did not say that the way is safe.
func Give(w *desk.Writing, f turn.Form, how string) (g Given, err error) {
	_, err = turn.Do(w, f, func(t *turn.Turn) error {
		p, err := may(t)
		if err != nil {
			return err
		}
		if why := unsafe(&t.State, p.Safe, how); why != "" {
			return turn.Refused(why)
		}
		if err := endAll(w, f.Referral); err != nil {
			return err
		}
		if g.Ticket, err = people.Issue(w, people.Ticket{Kind: people.Patients, Referral: f.Referral, Org: w.Who().Org, Holder: string(p.ID), Ends: w.Now().Add(lasts)}); err != nil {
			return err
		}
		switch how {
		case Mailed:
			err = w.Tx.Enqueue(store.Job{Kind: Letters, Referral: f.Referral, Arg: g.ID, Due: w.Now()})
		case Spoken:
			g.Token, err = people.SpokenLinkTo(w, g.Ticket)
		default:
			g.Token, err = people.LinkTo(w, g.Ticket)
		}
		return err
	})
	if err == nil && g.ID == "" { // the same press again: its secret was told
		err = turn.Refused("That link was made already, and is shown once. Make another: the one before it ends.")
	}
	return g, err
}

// may refuses who may not give a link, and where there is none.
func may(t *turn.Turn) (party.Patient, error) {
	if err := deals(t.W.Who(), "link.Give"); err != nil {
		return party.Patient{}, err
	}
	p, err := t.Record()
	if err != nil {
		return p, err
	}
	if why := Refused(t.W.Directory(), &t.State, p, t.W.Now()); why != "" {
		return p, turn.Refused(why)
	}
	return p, nil
}

func endAll(w *desk.Writing, of referral.ID) error {
	all, err := Links(w.Reading, of)
	for _, x := range all {
		if err == nil && x.Revoked.IsZero() {
			err = people.Revoke(w, x)
		}
	}
	return err
}

// Links are the links given to the patient of a referral the reader may see, the
// newest first. Whoever may read the referral may read out the code.
func Links(r *desk.Reading, of referral.ID) (out []people.Ticket, err error) {
	all, err := r.Tickets(of)
	for _, x := range slices.Backward(all) {
		if x.Kind == people.Patients {
			out = append(out, x)
		}
	}
	return out, err
}

// Renew lets a link open the page for another seven days, wrong answers
// forgotten. End ends one at once. Who may: whoever may give one.
func Renew(w *desk.Writing, f turn.Form, id string) error {
	return change(w, f, id, func(t *turn.Turn, x people.Ticket) error {
		if _, err := may(t); err != nil {
			return err
		}
		if !x.Revoked.IsZero() {
			return turn.Refused("This link was ended. Make another.")
		}
		return people.Prolong(w, x, w.Now().Add(lasts))
	})
}

// End ends a link at once, and whoever is on the page is out. Who may: whoever
// may give one.
func End(w *desk.Writing, f turn.Form, id string) error {
	return change(w, f, id, func(_ *turn.Turn, x people.Ticket) error {
		if !x.Revoked.IsZero() {
			return nil
		}
		return people.Revoke(w, x)
	})
}

func change(w *desk.Writing, f turn.Form, id string, do func(*turn.Turn, people.Ticket) error) error {
	_, err := turn.Do(w, f, func(t *turn.Turn) error {
		if err := deals(w.Who(), "link.change"); err != nil {
			return err
		}
		all, err := Links(w.Reading, f.Referral)
		i := slices.IndexFunc(all, func(x people.Ticket) bool { return x.ID == id })
		if err != nil || i < 0 {
			return cmp.Or(err, fault.E("link.change", fault.Missing, "There is no such link here.", nil))
		}
		return do(t, all[i])
	})
	return err
}

// Letter is the mail a link leaves in. It names nobody, no service, no place.
type Letter struct {
	To, Token string
	In        []tongue.Tongue // what it is written in
	Ends      time.Time
	Zone      *time.Location
}

// Post makes the link of a ticket as it is mailed: it stands nowhere but in the
// letter. A job of the house. What was ended meanwhile, or is safe no more, is
// Refused.
func Post(ctx context.Context, d *desk.Desk, of referral.ID, id string) (l Letter, err error) {
	err = d.Write(ctx, desk.System("patient-link"), "link.post", func(w *desk.Writing) error {
		all, err := Links(w.Reading, of)
		i := slices.IndexFunc(all, func(x people.Ticket) bool { return x.ID == id })
		if err != nil || i < 0 {
			return cmp.Or(err, turn.Refused("There is no such link."))
		}
		s, err := w.Loop(of)
		if err != nil {
			return err
		}
		p, err := w.Patient(party.PatientID(all[i].Holder))
		if err != nil {
			return err
		}
		w.SawLoop(of, s.Seq)
		w.Saw(p.ID)
		if people.Over(all[i], w.Now()) != "" || Refused(w.Directory(), &s, p, w.Now()) != "" || unsafe(&s, p.Safe, Mailed) != "" {
			return turn.Refused("This link is not sent any more.")
		}
		l = Letter{To: p.Safe.Email, In: []tongue.Tongue{Reads(p)}, Ends: all[i].Ends, Zone: zone(w.Directory(), all[i].Org)}
		if l.In[0] != tongue.English {
			l.In = append(l.In, tongue.English)
		}
		l.Token, err = people.LinkTo(w, all[i])
		return err
	})
	return l, err
}

// Reads is what a patient reads, as far as there are pages in it.
func Reads(p party.Patient) tongue.Tongue {
	return tongue.Of(cmp.Or(p.Safe.Language, p.Language))
}

// Unposted makes work for a person of a letter that was given up: whoever gave the
// link, or somebody of their team, hands it over another way.
func Unposted(ctx context.Context, d *desk.Desk, of referral.ID, id string) error {
	return d.Write(ctx, desk.System("delivery"), "link.unposted", func(w *desk.Writing) error {
		_, err := turn.Do(w, turn.Form{Referral: of}, func(t *turn.Turn) error {
			all, err := Links(w.Reading, of)
			if err != nil {
				return err
			}
			for _, x := range all {
				if x.ID == id && x.Revoked.IsZero() && x.Token == "" {
					dir := w.Directory()
					team, who := teamOf(dir, x)
					t.Add(referral.DeliveryFailed{Leg: t.State.Leg(), Why: "patient", Final: true, To: party.PatientID(x.Holder).Self(), Team: team, Person: who}, "delivery")
				}
			}
			return nil
		})
		return err
	})
}

// teamOf is a team of whoever gave a link, and they; a team of theirs alone, when
// they work there no more.
func teamOf(dir *desk.Directory, x people.Ticket) (best party.TeamID, who party.UserID) {
	for _, m := range dir.Memberships {
		if m.User == x.By && m.Until.IsZero() && dir.Users[m.User].Active && dir.Teams[m.Team].Active && (best == "" || m.Team < best) {
			best, who = m.Team, x.By
		}
	}
	return cmp.Or(best, dir.TeamOf(x.Org)), who
}
