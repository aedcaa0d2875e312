package loop_test

import (
	"slices"
	"testing"
	"time"

	"referd/base/fault"
	corechart "referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/store"
)

// listed reports whether somebody's list has a loop.
func listed(t *testing.T, h *desktest.House, who party.UserID, v lists.View, of referral.ID) (is bool) {
	t.Helper()
	if err := h.Read(ctx, h.As(who), "list", func(r *desk.Reading) error {
		l, err := lists.Lines(r, v, 1, nil)
		is = slices.ContainsFunc(l.Rows, func(x lists.Listing) bool { return x.ID == of })
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return is
}

// received is a referral that a system sent.
func received(t *testing.T, h *desktest.House) (d loop.Done) {
	t.Helper()
	if err := h.Write(ctx, desk.Who{Client: "ehr", Orgs: []party.OrgID{"home"}}, "receive", func(w *desk.Writing) (err error) {
		d, err = draft.Receive(w, draft.Arrival{Patient: patient, Sender: "home", Service: "cardio", Question: "Is it?", Urgency: party.Routine, Origin: "fhir"})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return d
}

// Whatever way a referral was made, both sides have it in the same lists, from
// the commit that sends it until it ends; and both read one code.
func TestWhateverWayItCame(t *testing.T) {
	h := desktest.New(t)
	for way, of := range map[string]referral.ID{"a page": sent(t, h, party.Routine, "cardio"), "a system": received(t, h).ID} {
		if !listed(t, h, "intake", lists.All, of) || !listed(t, h, "intake", lists.ToOpen, of) || !listed(t, h, "doc", lists.LoopsOpen, of) || !listed(t, h, "moss", lists.LoopsOpen, of) {
			t.Errorf("sent by %s it is not on every list", way)
		}
		if a, b := look(t, h, "doc", of).Code, look(t, h, "intake", of).Code; a == "" || a != b {
			t.Errorf("sent by %s, one side reads the code %q, the other %q", way, a, b)
		}
		f := loop.Form{Referral: of}
		must(t, h, "nurse", referral.PhaseDeclined, with(f, decline))
		if !listed(t, h, "doc", lists.Declines, of) || !listed(t, h, "doc", lists.LoopsOpen, of) {
			t.Errorf("declined, its sender (%s) does not have it", way)
		}
	}
}

// What was sent is not rewritten: not its words, not by a second signature.
func TestWhatWasSentIsNotRewritten(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	before := look(t, h, "doc", of)
	if err := h.Write(ctx, h.As("doc"), "save", func(w *desk.Writing) error {
		return draft.Save(w, of, draft.Draft{Question: "Something else?", Urgency: party.Urgent})
	}); kind(err) != fault.Refused {
		t.Errorf("its words were changed after sending: %v", err)
	}
	for name, do := range map[string]func(*desk.Writing, loop.Form) (loop.Done, error){"sent": draft.Send, "readied": draft.Ready, "signed": draft.Sign} {
		if _, err := act(t, h, "doc", with(loop.Form{Referral: of}, do)); kind(err) == 255 {
			t.Errorf("%s once more", name)
		}
	}
	if now := look(t, h, "doc", of); now.Seq != before.Seq || now.State.Question != before.State.Question || now.State.Urgency != before.State.Urgency {
		t.Error("it is not what was sent")
	}
}

// Another patient's paper does not go with a referral, before it is sent or after.
func TestAnothersPaperStaysOut(t *testing.T) {
	h := desktest.New(t)
	other := party.PatientID("pat00000000000000009")
	var paper corechart.Document
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.PutPatient(party.Patient{ID: other, Org: "home", Name: party.Name{Family: "Otherwise", Given: []string{"Maria"}}, Born: "1950-01-02", Active: true})
	}); err != nil {
		t.Fatal(err)
	}
	if err := h.Write(ctx, h.As("moss"), "upload", func(w *desk.Writing) (err error) {
		paper, err = chart.Upload(w, chart.File{Patient: other, Kind: corechart.Attachment, Name: "a.txt", Data: []byte("Maria Otherwise, an ECG")})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	of := sent(t, h, party.Routine, "cardio")
	before := look(t, h, "doc", of).Seq
	for _, user := range []party.UserID{"moss", "doc", "intake"} {
		if _, err := act(t, h, user, func(w *desk.Writing) (loop.Done, error) {
			return loop.Attach(w, loop.Form{Referral: of}, paper.ID, "ecg")
		}); kind(err) != fault.Invalid {
			t.Errorf("%s attached another patient's paper: %v", user, err)
		}
	}
	if err := h.Write(ctx, h.As("moss"), "upload", func(w *desk.Writing) error {
		_, err := chart.Upload(w, chart.File{Patient: other, Referral: of, Kind: corechart.Attachment, Name: "b.txt", Data: []byte("Maria Otherwise, another")})
		return err
	}); kind(err) != fault.Invalid {
		t.Errorf("uploaded to it: %v", err)
	}
	if look(t, h, "doc", of).Seq != before {
		t.Error("an entry was left")
	}
}

// A threat that is found after sending shuts the paper for the receiver at once.
func TestAThreatFoundAfterSending(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	var d corechart.Document
	must(t, h, "moss", referral.PhaseDelivered, func(w *desk.Writing) (_ loop.Done, err error) {
		if d, err = chart.Upload(w, chart.File{Patient: patient, Referral: of, Kind: corechart.Attachment, Name: "a.txt", Data: []byte("Ada Testcase, an ECG")}); err != nil {
			return loop.Done{}, err
		}
		return loop.Attach(w, loop.Form{Referral: of}, d.ID, "ecg")
	})
	open := func(who party.UserID) error {
		return h.Read(ctx, h.As(who), "document", func(r *desk.Reading) error { _, _, err := chart.Document(r, d.ID); return err })
	}
	if err := open("nurse"); err != nil {
		t.Fatal(err)
	}
	if err := h.Write(ctx, h.As("kay"), "hold", func(w *desk.Writing) error { return chart.Hold(w, d.ID, "A virus, says the scanner.") }); err != nil {
		t.Fatal(err)
	}
	for who, want := range map[party.UserID]fault.Kind{"nurse": fault.Refused, "doc": fault.Refused, "kay": fault.Missing} {
		if err := open(who); kind(err) != want {
			t.Errorf("%s opens it: %v", who, err)
		}
	}
}

// A visit that is moved frees its old time in the same commit and keeps its
// clinician unless the new time is somebody else's; a time is taken once.
func TestAMovedVisit(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		slot := func(id schedule.SlotID, days int, clinician party.PractitionerID) schedule.Slot {
			at := h.Now().AddDate(0, 0, days)
			return schedule.Slot{ID: id, Service: "cardio", Clinician: clinician, Start: at, End: at.Add(30 * time.Minute)}
		}
		if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
			for _, s := range []schedule.Slot{slot("a", 3, "dr-chen"), slot("b", 5, "dr-stranger")} {
				if err := tx.PutSlot(s); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		free := func() (out []schedule.SlotID) {
			if err := h.Read(ctx, h.As("booker"), "slots", func(r *desk.Reading) error {
				list, err := lists.Slots(r, "cardio", 4)
				for _, s := range list {
					out = append(out, s.ID)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return out
		}
		first, second := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}, loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
		for _, f := range []loop.Form{first, second} {
			must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
		}
		h.Pass(time.Minute)
		book := func(b loop.Booking) func(*desk.Writing, loop.Form) (loop.Done, error) {
			return func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Book(w, f, b) }
		}
		move := func(b loop.Booking) func(*desk.Writing, loop.Form) (loop.Done, error) {
			return func(w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.Rebook(w, f, loop.Unbooking{Reason: "moved"}, b)
			}
		}
		must(t, h, "booker", referral.PhaseBooked, with(first, book(loop.Booking{Slot: "a"})))
		before := look(t, h, "booker", second.Referral).Seq
		if _, err := act(t, h, "booker", with(second, book(loop.Booking{Slot: "a"}))); kind(err) != fault.Conflict || look(t, h, "booker", second.Referral).Seq != before {
			t.Errorf("one time was given twice: %v", err)
		}
		if f := free(); !slices.Equal(f, []schedule.SlotID{"b"}) {
			t.Errorf("free: %v", f)
		}
		h.Pass(time.Minute)
		must(t, h, "booker", referral.PhaseBooked, with(first, move(loop.Booking{Start: h.Now().AddDate(0, 0, 4)})))
		if a, _ := look(t, h, "booker", first.Referral).State.Live(); a.Clinician != "dr-chen" || a.Slot != "" {
			t.Errorf("moved to a time without a name, the visit is %q's", a.Clinician)
		}
		if f := free(); !slices.Equal(f, []schedule.SlotID{"a", "b"}) {
			t.Errorf("the old time is blocked: free are %v", f)
		}
		must(t, h, "booker", referral.PhaseBooked, with(second, book(loop.Booking{Slot: "a"})))
		h.Pass(time.Minute)
		if _, err := act(t, h, "booker", with(first, move(loop.Booking{Slot: "a"}))); kind(err) != fault.Conflict {
			t.Errorf("moved to a time that is taken: %v", err)
		}
		if a, live := look(t, h, "booker", first.Referral).State.Live(); !live || a.Clinician != "dr-chen" {
			t.Errorf("a move that failed lost the visit: %+v", a)
		}
		must(t, h, "booker", referral.PhaseBooked, with(first, move(loop.Booking{Slot: "b"})))
		if a, _ := look(t, h, "booker", first.Referral).State.Live(); a.Clinician != "dr-stranger" || a.Slot != "b" {
			t.Errorf("moved to somebody's own time, the visit is %+v", a)
		}
	})
}

// A visit whose day has passed is asked about; nothing ends or completes it.
func TestAPassedVisitIsAskedAbout(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	h.Pass(time.Minute)
	must(t, h, "booker", referral.PhaseBooked, func(w *desk.Writing) (loop.Done, error) {
		return loop.Book(w, f, loop.Booking{Start: h.Now().Add(24 * time.Hour), Clinician: "dr-chen"})
	})
	for range 12 {
		h.Pass(15 * 24 * time.Hour)
		if _, err := chase.Escalate(ctx, h.Desk); err != nil {
			t.Fatal(err)
		}
	}
	p, climbed := look(t, h, "chen", f.Referral), 0
	for _, e := range p.State.Entries() {
		if _, is := e.What.(referral.Escalated); is {
			climbed++
		}
	}
	if p.Phase != referral.PhaseBooked || p.Ball.Act != referral.ActSee || p.Ball.Team != "wards" || !p.State.Seen.IsZero() || climbed < 2 {
		t.Errorf("half a year later it is %s with %+v", p.Phase, p.Ball)
	}
}

// Declined and sent elsewhere it is the same loop: its dates stay, and who
// declined it has it no more.
func TestSentElsewhereKeepsItsDates(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	was := look(t, h, "doc", f.Referral).State
	h.Pass(20 * 24 * time.Hour)
	must(t, h, "nurse", referral.PhaseDeclined, with(f, decline))
	h.Pass(time.Hour)
	must(t, h, "doc", referral.PhaseSent, func(w *desk.Writing) (loop.Done, error) {
		return loop.NextStep(w, f, loop.Step{How: "elsewhere", To: "far-cardio", Words: "They have room."})
	})
	now := look(t, h, "doc", f.Referral).State
	if !now.Sent.Equal(was.Sent) || !now.Heard.Equal(was.Heard) || !now.SeenBy.Equal(was.SeenBy) || !now.Clocks(h.Now()).Started.Equal(was.Clocks(h.Now()).Started) {
		t.Errorf("its dates moved: sent %s, was %s; seen by %s, was %s", now.Sent, was.Sent, now.SeenBy, was.SeenBy)
	}
	if listed(t, h, "intake", lists.All, f.Referral) || !listed(t, h, "doc", lists.LoopsOpen, f.Referral) {
		t.Error("it is still in the list of who declined it, or gone from its sender's")
	}
}

// A result of a patient is owed to be read on each other open loop of theirs.
func TestAResultReachesTheOtherLoops(t *testing.T) {
	h := desktest.New(t)
	other := sent(t, h, party.Routine, "cardio")
	f, _ := reported(t, h)
	sides := map[party.TeamID]bool{}
	for _, d := range look(t, h, "doc", other).Duties {
		if d.Kind == "new-facts" {
			sides[d.Owed.Team] = true
		}
	}
	if !sides["home-team"] || len(sides) != 2 {
		t.Errorf("the new facts of %s are owed by %v", f.Referral, sides)
	}
	if code := look(t, h, "doc", other).News[f.Referral]; code == "" || code != look(t, h, "doc", f.Referral).Code {
		t.Errorf("where they are to be read is %q", code)
	}
	guest := h.As("nurse")
	guest.Only = other
	if err := h.Read(ctx, guest, "loop.read", func(r *desk.Reading) error {
		p, err := loop.Look(r, other)
		if err == nil && len(p.News) != 0 {
			t.Errorf("who is let into one loop is led to another: %v", p.News)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
