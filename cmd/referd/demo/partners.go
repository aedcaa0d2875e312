package demo

import (
	"context"
	"hash/fnv"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/store"
)

// patience is how long a partner takes for each step, in hours.
var patience = map[party.OrgID]int{"pine": 70, "valley": 20, "northgate": 60, "cityheart": 26, "elm": 120}

// answer has every partner tell what it has done by now: the facts come in
// their own names, late, and Northgate's twice.
func answer(ctx context.Context, d *desk.Desk) error {
	var waiting []store.Listed
	for org := range patience {
		err := d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
			yes := true
			list, err := v.Queue(store.Queue{Side: referral.Receiver, Org: org, Open: &yes, Limit: 200}, d.Now())
			waiting = append(waiting, list...)
			return err
		})
		if err != nil {
			return fail("the partners", err)
		}
	}
	for _, x := range waiting {
		if err := reply(ctx, d, x); err != nil {
			return fail("a partner's answer", err)
		}
	}
	return nil
}

// reply is one partner's next fact on one loop, when its patience is over.
func reply(ctx context.Context, d *desk.Desk, x store.Listed) error {
	quiet := d.Now().Sub(x.Since)
	if quiet < time.Duration(patience[x.Receiver])*time.Hour {
		return nil
	}
	ev := nextFact(x)
	if ev == nil {
		return nil
	}
	_, writes := ev.(referral.Reported)
	times := 1
	if x.Receiver == "northgate" {
		times = 2
	}
	for range times {
		err := d.Write(ctx, partner(x.Receiver), "tell", func(w *desk.Writing) error {
			if writes {
				return note(w, x)
			}
			return done(loop.Tell(w, loop.Form{Referral: x.ID, Key: referral.KeyOf(ev, "told-by-"+string(x.Receiver))}, ev))
		})
		if err != nil {
			return err
		}
		if writes {
			break
		}
	}
	return nil
}

func nextFact(x store.Listed) referral.Event {
	h := fnv.New32a()
	h.Write([]byte(x.ID))
	switch x.Phase {
	case referral.PhaseSent:
		return referral.Delivered{}
	case referral.PhaseDelivered:
		if x.Receiver == "elm" {
			return referral.Seen{}
		}
		return referral.Opened{}
	case referral.Review:
		if x.Receiver == "cityheart" && h.Sum32()%4 == 0 {
			return referral.Declined{Reason: "no-capacity", Tells: "sender"}
		}
		return referral.Accepted{}
	case referral.PhaseAccepted:
		return referral.Seen{}
	case referral.PhaseSeen:
		return referral.Reported{}
	}
	return nil
}

// note is a partner's consult note.
func note(w *desk.Writing, x store.Listed) error {
	s := stories[0]
	for _, o := range offers {
		if o.id == string(x.Service) {
			s = nth(o.story, 0)
		}
	}
	return done(loop.Write(w, loop.Form{Referral: x.ID}, loop.Report{Answer: s.answer, Findings: s.findings, Claim: "answered"}))
}
