package partner_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/partner"
	"referd/desk/people"
	"referd/store"
)

var ctx = context.Background()

const ada = party.PatientID("pat00000000000000001")

// sent is a routine referral to the partner.
func sent(t *testing.T, h *desktest.House) (of referral.ID) {
	t.Helper()
	act(t, h, h.As("doc"), func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: ada, Service: "far-cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Told: true, TellWhen: "ready"})
		if err != nil {
			return err
		}
		of = d.ID
		_, err = draft.Send(w, loop.Form{Referral: of})
		return err
	})
	return of
}

func try(h *desktest.House, who desk.Who, f func(w *desk.Writing) error) error {
	return h.Write(ctx, who, "act", f)
}

func act(t *testing.T, h *desktest.House, who desk.Who, f func(w *desk.Writing) error) {
	t.Helper()
	if err := try(h, who, f); err != nil {
		t.Fatal(err)
	}
}

func done(_ loop.Done, err error) error { return err }

// now is a loop as it is.
func now(t *testing.T, h *desktest.House, of referral.ID) (s referral.State) {
	t.Helper()
	if err := h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { s, err = v.Loop(of); return err }); err != nil {
		t.Fatal(err)
	}
	return s
}

// linked is a link of a referral, mailed: what it ends with and its code.
func linked(t *testing.T, h *desktest.House, of referral.ID) (token, code string) {
	t.Helper()
	act(t, h, h.As("moss"), func(w *desk.Writing) error {
		return done(partner.Link(w, partner.Form{Referral: of}, "desk@far.example"))
	})
	x := tickets(t, h, "moss", of)[0]
	l, err := partner.Post(ctx, h.Desk, of, x.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"Testcase", "Ada", "heart", "Cardio", x.Code} {
		if strings.Contains(strings.Join([]string{l.To, l.Code, l.Sender, l.Phone, l.Urgent}, " "), s) {
			t.Errorf("the letter holds %q: %+v", s, l)
		}
	}
	if err := partner.Posted(ctx, h.Desk, of); err != nil {
		t.Fatal(err)
	}
	return l.Token, x.Code
}

func tickets(t *testing.T, h *desktest.House, who party.UserID, of referral.ID) (out []people.Ticket) {
	t.Helper()
	if err := h.Read(ctx, h.As(who), "tickets", func(r *desk.Reading) (err error) { out, err = partner.Tickets(r, of); return err }); err != nil {
		t.Fatal(err)
	}
	return out
}

// inside is somebody of the partner who came in by a link.
func inside(t *testing.T, h *desktest.House, token, code string) desk.Who {
	t.Helper()
	session, err := partner.Enter(ctx, h.Desk, token, "office", "Kate  Bell", code)
	if err != nil {
		t.Fatal(err)
	}
	who, err := partner.Come(ctx, h.Desk, token, session, "office")
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// A receiver without an account is asked by a link, answers, books, and brings
// the report; each act is its organization's, by the name that was typed, and is
// on record; the sender acknowledges and the loop goes on as any other.
func TestALoopByALink(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		of := sent(t, h)
		token, code := linked(t, h, of)
		if s := now(t, h, of); s.Phase() != referral.PhaseSent || !s.OnItsWay() || s.Ball().Act != referral.ActDeliver || s.Ball().Team != "home-team" {
			t.Errorf("mailed: %s, %+v", s.Phase(), s.Ball())
		}
		d, err := partner.Knock(ctx, h.Desk, token, "office")
		if err != nil || d.Over != "" || d.Sender != "Home Practice" || d.Clinician != "Some doc" || d.Due.IsZero() {
			t.Errorf("%+v %v", d, err)
		}
		who := inside(t, h, token, code)
		if s := now(t, h, of); s.Phase() != referral.PhaseDelivered || s.Ball().Holder != "far" {
			t.Errorf("the code was typed: %s, %+v", s.Phase(), s.Ball())
		}
		h.Pass(time.Hour)
		f := partner.Form{Referral: of}
		act(t, h, who, func(w *desk.Writing) error { return done(loop.Open(w, f)) })
		h.Pass(time.Hour)
		act(t, h, who, func(w *desk.Writing) error {
			return done(loop.Ask(w, f, loop.Question{Words: "Does she take blood thinners?"}))
		})
		h.Pass(time.Hour)
		visit := h.Now().AddDate(0, 0, 5)
		for range 2 { // pressed twice, and once more with another date
			act(t, h, who, func(w *desk.Writing) error {
				return done(partner.Book(w, partner.Form{Referral: of, Once: "once"}, visit, ""))
			})
		}
		h.Pass(time.Hour)
		act(t, h, who, func(w *desk.Writing) error { return done(partner.Book(w, f, visit.Add(time.Hour), "")) })
		if err := h.Write(t.Context(), who, "again", func(w *desk.Writing) error { return done(partner.Book(w, f, visit.Add(time.Hour), "")) }); fault.Of(err) != fault.Invalid {
			t.Errorf("the date that stands, given again: %v", err)
		}
		s := now(t, h, of)
		if live, ok := s.Live(); !ok || !live.Start.Equal(visit.Add(time.Hour)) || s.Phase() != referral.PhaseBooked || len(s.Appointments) != 2 {
			t.Errorf("%s, %+v", s.Phase(), s.Appointments)
		}
		h.Pass(6 * 24 * time.Hour)
		report := partner.Answer{Seen: visit, Name: "note.txt", Data: []byte("Patient: Testcase, Ada, born 1961-11-12. No ischemia."), Words: "It is not the heart.", Claim: "answered"}
		who = inside(t, h, token, code)
		act(t, h, who, func(w *desk.Writing) error { return done(partner.Report(w, f, report)) })
		if s = now(t, h, of); s.Phase() != referral.PhaseReported || !s.Seen.Equal(visit) || len(s.Heads()) != 1 || len(s.Heads()[0].More) != 1 {
			t.Errorf("%s, seen %s, %+v", s.Phase(), s.Seen, s.Heads())
		}
		h.Pass(time.Minute)
		act(t, h, who, func(w *desk.Writing) error {
			return done(partner.Report(w, f, partner.Answer{Words: "It is not the heart, nor the lungs."}))
		})
		if s = now(t, h, of); len(s.Heads()) != 1 || s.Heads()[0].Kind != referral.Amended {
			t.Errorf("corrected: %+v", s.Heads())
		}
		for _, e := range s.Entries() {
			switch e.What.(type) {
			case referral.Opened, referral.Asked, referral.Accepted, referral.Booked, referral.Unbooked, referral.Seen, referral.Reported:
				if e.By.Guest == "" || e.By.Org != "far" || e.By.User != "" {
					t.Errorf("%T by %+v", e.What, e.By)
				}
			}
		}
		var p *loop.Picture
		if err := h.Read(ctx, h.As("moss"), "look", func(r *desk.Reading) (err error) { p, err = loop.Look(r, of); return err }); err != nil {
			t.Fatal(err)
		}
		if last := s.Entries()[s.Seq-1]; len(p.Guests) == 0 || p.Guests[s.Entries()[s.Seq-2].By.Guest].Name != "Kate Bell" {
			t.Errorf("%+v, the last by %+v", p.Guests, last.By)
		}
		seen := 0
		for _, a := range p.Lookers {
			if strings.HasPrefix(string(a.Client), desk.GuestClient) && a.Org == "far" {
				seen++
			}
		}
		if seen < 4 {
			t.Errorf("%d of its acts are on record: %+v", seen, p.Lookers)
		}
	})
}

// A link lets into one referral: every other, its documents and its patient's
// chart answer as what is not there; so does its own once it went elsewhere.
func TestALinkOpensOneLoop(t *testing.T) {
	h := desktest.New(t)
	mine, other := sent(t, h), sent(t, h)
	var theirs chart.DocumentID
	var chartOnly chart.DocumentID
	act(t, h, h.As("moss"), func(w *desk.Writing) error {
		d, err := deskchart.Upload(w, deskchart.File{Patient: ada, Referral: other, Name: "a.txt", Data: []byte("Testcase, Ada: of the other referral")})
		if err != nil {
			return err
		}
		theirs = d.ID
		d, err = deskchart.Upload(w, deskchart.File{Patient: ada, Name: "b.txt", Data: []byte("Testcase, Ada: of the chart")})
		chartOnly = d.ID
		return err
	})
	token, code := linked(t, h, mine)
	session, err := partner.Enter(ctx, h.Desk, token, "office", "Kate Bell", code)
	if err != nil {
		t.Fatal(err)
	}
	who, err := partner.Come(ctx, h.Desk, token, session, "office")
	if err != nil {
		t.Fatal(err)
	}
	reads := map[string]func(*desk.Reading) error{
		"another loop":       func(r *desk.Reading) error { _, err := loop.Look(r, other); return err },
		"another's document": func(r *desk.Reading) error { _, _, err := deskchart.Document(r, theirs); return err },
		"a chart's document": func(r *desk.Reading) error { _, _, err := deskchart.Document(r, chartOnly); return err },
		"another's link":     func(r *desk.Reading) error { x, err := partner.Tickets(r, other); return orNone(len(x), err) },
		"the patient's loops": func(r *desk.Reading) error {
			x, err := r.LoopsOf([]party.PatientID{ada}, false)
			return orNone(len(x)-1, err)
		},
	}
	for what, f := range reads {
		if err := h.Read(ctx, who, "read", f); fault.Of(err) != fault.Missing {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := try(h, who, func(w *desk.Writing) error {
		return done(loop.Accept(w, loop.Form{Referral: other}, loop.Acceptance{}))
	}); fault.Of(err) != fault.Missing {
		t.Errorf("another loop was accepted: %v", err)
	}
	for what, f := range map[string]func(*desk.Writing) error{
		"give a link": func(w *desk.Writing) error { return done(partner.Link(w, loop.Form{Referral: mine}, "me@far.example")) },
		"write a word": func(w *desk.Writing) error {
			return done(partner.Hear(w, loop.Form{Referral: mine}, partner.Word{What: "accepted"}))
		},
		"advise": func(w *desk.Writing) error {
			return done(loop.Advise(w, loop.Form{Referral: mine}, loop.Advice{Words: "Rest", BackIf: "Worse"}))
		},
		"acknowledge": func(w *desk.Writing) error { return done(loop.Close(w, loop.Form{Referral: mine})) },
	} {
		if err := try(h, who, f); fault.Of(err) != fault.Denied {
			t.Errorf("%s by a link: %v", what, err)
		}
	}
	act(t, h, who, func(w *desk.Writing) error {
		return done(loop.Decline(w, loop.Form{Referral: mine}, loop.Refusal{Reason: "out-of-scope", Tells: "sender", Words: "We do not treat this."}))
	})
	h.Pass(time.Minute)
	act(t, h, h.As("doc"), func(w *desk.Writing) error {
		return done(loop.NextStep(w, loop.Form{Referral: mine}, loop.Step{How: "elsewhere", To: "cardio", Words: "Near her."}))
	})
	if d, err := partner.Knock(ctx, h.Desk, token, "office"); err != nil || d.Over != partner.Moved || d.Clinician != "" {
		t.Errorf("it went elsewhere, and the link says %+v %v", d, err)
	}
	if _, err := partner.Come(ctx, h.Desk, token, session, "office"); fault.Of(err) != fault.Refused {
		t.Errorf("it went elsewhere, and lets in: %v", err)
	}
}

// orNone makes an empty list what it is for a reader: nothing there.
func orNone(n int, err error) error {
	if err == nil && n == 0 {
		err = fault.E("test", fault.Missing, "", nil)
	}
	return err
}

// Another link ends the one before, an ended one opens nothing, and a link whose
// mail nobody took makes the delivery due at once.
func TestOneLinkAtATime(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h)
	first, code := linked(t, h, of)
	h.Pass(time.Minute)
	second, _ := linked(t, h, of)
	if d, err := partner.Knock(ctx, h.Desk, first, "office"); err != nil || d.Over != people.Revoked {
		t.Errorf("%+v %v", d, err)
	}
	if _, err := partner.Enter(ctx, h.Desk, first, "office", "Kate Bell", code); fault.Of(err) != fault.Refused {
		t.Errorf("an ended link lets in: %v", err)
	}
	h.Pass(15 * 24 * time.Hour)
	if d, _ := partner.Knock(ctx, h.Desk, second, "office"); d.Over != people.Expired {
		t.Errorf("after a fortnight: %+v", d)
	}
	x := tickets(t, h, "moss", of)[0]
	act(t, h, h.As("moss"), func(w *desk.Writing) error { return done(partner.Prolong(w, partner.Form{Referral: of}, x.ID)) })
	who := inside(t, h, second, x.Code)
	act(t, h, h.As("moss"), func(w *desk.Writing) error { return done(partner.End(w, partner.Form{Referral: of}, x.ID)) })
	if d, _ := partner.Knock(ctx, h.Desk, second, "office"); d.Over != people.Revoked || who.Guest == "" {
		t.Errorf("ended: %+v", d)
	}
	if err := try(h, h.As("moss"), func(w *desk.Writing) error { return done(partner.Prolong(w, partner.Form{Referral: of}, x.ID)) }); fault.Of(err) != fault.Refused {
		t.Errorf("an ended link was prolonged: %v", err)
	}
	lost := sent(t, h)
	act(t, h, h.As("moss"), func(w *desk.Writing) error {
		return done(partner.Link(w, partner.Form{Referral: lost}, "nobody@far.example"))
	})
	if err := partner.Unposted(ctx, h.Desk, lost, tickets(t, h, "moss", lost)[0].ID); err != nil {
		t.Fatal(err)
	}
	if s := now(t, h, lost); s.OnItsWay() || s.Ball().Due.After(h.Now()) {
		t.Errorf("given up, and due %s", s.Ball().Due)
	}
	for user, want := range map[party.UserID]fault.Kind{"stranger": fault.Missing, "kay": fault.Denied} {
		if err := try(h, h.As(user), func(w *desk.Writing) error { return done(partner.Link(w, partner.Form{Referral: of}, "x@far.example")) }); fault.Of(err) != want {
			t.Errorf("%s gives a link: %v", user, err)
		}
	}
	if err := try(h, h.As("moss"), func(w *desk.Writing) error {
		return done(partner.Link(w, partner.Form{Referral: of}, "Kate <x@far.example>"))
	}); fault.Of(err) != fault.Invalid {
		t.Errorf("an address with a name: %v", err)
	}
}

// What a receiver says is written down with who said it, when and by what; it
// counts from its own day, and what was skipped is inferred, not dated.
func TestTheirWordIsWrittenDown(t *testing.T) {
	h := desktest.New(t)
	moss := h.As("moss")
	for _, x := range []struct {
		word  partner.Word
		phase referral.Phase
		field string // refused about
	}{
		{partner.Word{What: "received"}, referral.Review, ""},
		{partner.Word{What: "accepted"}, referral.PhaseAccepted, ""},
		{partner.Word{What: "booked", At: desktest.Start.AddDate(0, 0, 9)}, referral.PhaseBooked, ""},
		{partner.Word{What: "seen", At: desktest.Start.Add(26 * time.Hour)}, referral.PhaseSeen, ""},
		{partner.Word{What: "declined", Reason: "no-capacity", Tells: "sender", Words: "Not before autumn."}, referral.PhaseDeclined, ""},
		{partner.Word{What: "advised", Words: "An echo first."}, referral.PhaseAdvised, ""},
		{partner.Word{What: "advised"}, "", "words"},
		{partner.Word{What: "report", Words: "No ischemia.", At: desktest.Start.Add(26 * time.Hour)}, referral.PhaseReported, ""},
		{partner.Word{What: "booked"}, "", "visit"}, {partner.Word{What: "seen"}, "", "day"}, {partner.Word{What: "seen", At: desktest.Start.AddDate(1, 0, 0)}, "", "day"},
		{partner.Word{What: "declined", Tells: "sender", Words: "Full."}, "", "reason"}, {partner.Word{What: "declined", Reason: "no-capacity", Tells: "sender"}, "", "words"}, {partner.Word{What: "declined", Reason: "no-capacity", Words: "Full."}, "", "tells"},
		{partner.Word{What: "report"}, "", "file"}, {partner.Word{What: "closed"}, "", "what"}, {partner.Word{What: "accepted", Who: " "}, "", "who"}, {partner.Word{What: "accepted", By: "dream"}, "", "by"},
		{partner.Word{What: "accepted", Said: desktest.Start.AddDate(-1, 0, 0)}, "", "said"}, {partner.Word{What: "accepted", Said: desktest.Start.AddDate(1, 0, 0)}, "", "said"},
	} {
		of := sent(t, h)
		h.Pass(30 * time.Hour)
		w0 := x.word
		if w0.Who == "" {
			w0.Who = "Kate Bell"
		}
		if w0.By == "" {
			w0.By = "phone"
		}
		err := try(h, moss, func(w *desk.Writing) error { return done(partner.Hear(w, partner.Form{Referral: of}, w0)) })
		if x.field != "" {
			if f := (*fault.Fault)(nil); err == nil || fault.Of(err) != fault.Invalid || !asFault(err, &f) || f.Field != x.field {
				t.Errorf("%+v: %v, want it refused for %s", w0, err, x.field)
			}
			h.Pass(-30 * time.Hour)
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", w0.What, err)
		}
		s := now(t, h, of)
		last := s.Entries()[s.Seq-1]
		if s.Phase() != x.phase || last.By.User != "moss" && last.By.Rule == "" {
			t.Errorf("%s: %s, by %+v", w0.What, s.Phase(), last.By)
		}
		var words map[chart.DocumentID]string
		if err := h.Read(ctx, moss, "look", func(r *desk.Reading) (err error) { words, err = r.Texts(of); return err }); err != nil {
			t.Fatal(err)
		}
		proven := false
		for _, e := range s.Entries() {
			proven = proven || strings.HasPrefix(words[e.By.Word], "Kate Bell, Far Partner, on the telephone, ")
		}
		if !proven {
			t.Errorf("%s: who said it was not kept", w0.What)
		}
		if w0.What == "seen" && (!s.Seen.Equal(w0.At) || !s.Ring()[3].Inferred) {
			t.Errorf("seen %s, %+v", s.Seen, s.Ring())
		}
		h.Pass(-30 * time.Hour)
	}
	of := sent(t, h)
	for user, want := range map[party.UserID]fault.Kind{"stranger": fault.Missing, "kay": fault.Denied} {
		if err := try(h, h.As(user), func(w *desk.Writing) error {
			return done(partner.Hear(w, partner.Form{Referral: of}, partner.Word{What: "accepted", Who: "K", By: "phone"}))
		}); fault.Of(err) != want {
			t.Errorf("%s speaks for them: %v", user, err)
		}
	}
}

func asFault(err error, into **fault.Fault) bool {
	f, ok := err.(*fault.Fault)
	*into = f
	return ok
}

// A packet that left with a receipt is delivered by it; without one the sender
// still owes that they have it, from then on. Who works here gets none.
func TestAPacketLeaves(t *testing.T) {
	h := desktest.New(t)
	moss := h.As("moss")
	deliver := func(of referral.ID, x partner.Handing) error {
		return try(h, moss, func(w *desk.Writing) error { return done(partner.Deliver(w, partner.Form{Referral: of}, x)) })
	}
	of := sent(t, h)
	h.Pass(time.Hour)
	for _, x := range []partner.Handing{{How: "pigeon", Words: "It flew."}, {How: "fax"}, {How: "fax", Words: "OK", At: h.Now().Add(time.Hour)}, {How: "fax", Words: "OK", At: h.Now().AddDate(0, -1, 0)}} {
		if err := deliver(of, x); fault.Of(err) != fault.Invalid || err == nil {
			t.Errorf("%+v: %v", x, err)
		}
	}
	if err := deliver(of, partner.Handing{How: "post", Words: "Letter 4711"}); err != nil {
		t.Fatal(err)
	}
	if s := now(t, h, of); s.Phase() != referral.PhaseSent || !s.OnItsWay() || s.Ball().Due.Before(h.Now().Add(48*time.Hour)) {
		t.Errorf("posted: %s, due %s", s.Phase(), s.Ball().Due)
	}
	h.Pass(time.Hour)
	if err := deliver(of, partner.Handing{How: "fax-confirmed", Words: "4 pages, OK", At: h.Now().Add(-time.Minute)}); err != nil {
		t.Fatal(err)
	}
	s := now(t, h, of)
	if s.Phase() != referral.PhaseDelivered || s.Ball().Holder != "far" || !s.Legs[0].Delivered.Equal(h.Now().Add(-time.Minute)) {
		t.Errorf("faxed: %s, %+v", s.Phase(), s.Ball())
	}
	if err := deliver(of, partner.Handing{How: "fax", Words: "again"}); fault.Of(err) != fault.Refused {
		t.Errorf("delivered twice: %v", err)
	}
	var here referral.ID
	act(t, h, h.As("doc"), func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: ada, Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Urgent, Told: true, TellWhen: "ready"})
		if err != nil {
			return err
		}
		here = d.ID
		_, err = draft.Send(w, loop.Form{Referral: here})
		return err
	})
	if err := try(h, moss, func(w *desk.Writing) error {
		return done(partner.Hear(w, partner.Form{Referral: here}, partner.Word{What: "accepted", Who: "K", By: "phone"}))
	}); fault.Of(err) != fault.Refused {
		t.Errorf("spoken for who works here: %v", err)
	}
}
