package loop_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/house"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/store"
)

func delegate(t *testing.T, h *desktest.House, d party.Delegation) {
	t.Helper()
	if err := h.Write(ctx, h.As("doc"), "delegation", func(w *desk.Writing) error { return house.Delegate(w, d) }); err != nil {
		t.Fatal(err)
	}
	if d.Cover {
		if err := h.Write(ctx, h.As(d.To), "delegation", func(w *desk.Writing) error { return house.Accept(w, d.For, d.To) }); err != nil {
			t.Fatal(err)
		}
	}
}

// Staff send for a clinician only under a sign-on-behalf policy, both names are
// kept, and nobody acts in the name of whom they may not act for.
func TestBothNamesAreKept(t *testing.T) {
	h := desktest.New(t)
	d := must(t, h, "moss", referral.Draft, func(w *desk.Writing) (loop.Done, error) {
		return draft.Start(w, draft.Draft{Patient: patient, Service: "cardio", Urgency: party.Routine, Clinician: "dr-doc", Question: "Is it?", Override: "none here"})
	})
	f := loop.Form{Referral: d.ID}
	if _, err := act(t, h, "moss", with(f, draft.Send)); kind(err) != fault.Refused {
		t.Errorf("staff sent what nobody signed: %v", err)
	}
	if _, err := act(t, h, "moss", with(loop.Form{Referral: d.ID, For: "dr-doc2"}, draft.Ready)); kind(err) != fault.Denied {
		t.Errorf("acted for somebody else's clinician: %v", err)
	}
	delegate(t, h, party.Delegation{For: "dr-doc", To: "moss", Sign: true})
	must(t, h, "moss", referral.PhaseDelivered, with(f, draft.Send))
	signed := false
	for _, e := range look(t, h, "doc", d.ID).State.Entries() {
		if x, ok := e.What.(referral.Signed); ok {
			signed = x.Behalf && e.By.User == "moss" && e.By.For == "dr-doc"
		}
	}
	if !signed {
		t.Error("the signature does not keep both names")
	}
}

// A cover acknowledges in the clinician's name; a colleague does not; what asks
// somebody to act needs the password again.
func TestACoverAcknowledges(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	f := loop.Form{Referral: of}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	h.Pass(time.Minute)
	must(t, h, "chen", referral.PhaseSeen, func(w *desk.Writing) (loop.Done, error) { return loop.See(w, f, "") })
	h.Pass(time.Minute)
	must(t, h, "chen", referral.PhaseReported, func(w *desk.Writing) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Answer: "Yes.", Claim: "answered", Actionable: referral.WithinDays})
	})
	h.Pass(time.Minute)
	ack := func(f loop.Form) func(*desk.Writing) (loop.Done, error) {
		return func(w *desk.Writing) (loop.Done, error) {
			s, err := w.Loop(of)
			if err != nil {
				return loop.Done{}, err
			}
			return loop.Acknowledge(w, f, loop.Acknowledgement{Report: s.Reports[0].ID, Answered: "yes"})
		}
	}
	sure := loop.Form{Referral: of, Confirmed: true}
	if _, err := act(t, h, "doc2", ack(sure)); err == nil {
		t.Error("a colleague acknowledged")
	}
	delegate(t, h, party.Delegation{For: "dr-doc", To: "doc2", Cover: true})
	if _, err := act(t, h, "doc2", ack(f)); err == nil {
		t.Error("acknowledged without the password")
	}
	must(t, h, "doc2", referral.FollowThrough, ack(sure))
	if by := look(t, h, "doc", of).State.Reports[0].AcknowledgedBy; by.User != "doc2" || by.For != "dr-doc" {
		t.Errorf("acknowledged by %+v", by)
	}
}

// A clinician leaves only when somebody takes over; loops, drafts and sessions go.
func TestALeaverHandsOver(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	begun := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) { return draft.Start(w, draft.Draft{Patient: patient}) }).ID
	token, err := people.SignIn(ctx, h.Desk, "doc@example.org", "open sesame", "192.0.2.7")
	if err != nil {
		t.Fatal(err)
	}
	h.Pass(time.Minute)
	leave := func(to party.UserID) error {
		return h.Write(ctx, h.As("kay"), "leave", func(w *desk.Writing) error { _, err := chase.Leave(w, "doc", to); return err })
	}
	for _, to := range []party.UserID{"", "chen", "moss", "doc"} {
		if err := leave(to); kind(err) != fault.Invalid {
			t.Errorf("left to %q: %v", to, err)
		}
	}
	if err := leave("doc2"); err != nil {
		t.Fatal(err)
	}
	var d draft.Draft
	if err := h.Read(ctx, h.As("doc2"), "draft", func(r *desk.Reading) (err error) { d, _, err = draft.Written(r, begun); return err }); err != nil {
		t.Fatal(err)
	}
	if look(t, h, "doc2", of).State.Clinician != "dr-doc2" || d.Clinician != "dr-doc2" {
		t.Errorf("answered for by %s, the draft by %s", look(t, h, "doc2", of).State.Clinician, d.Clinician)
	}
	if _, err := people.Session(ctx, h.Desk, token); kind(err) != fault.Denied {
		t.Errorf("the session outlived its account: %v", err)
	}
}

// Before sending: a routine one says why it goes without, an urgent one is
// stopped by no paper, and a second one for the same is said at once.
func TestChecksBeforeSending(t *testing.T) {
	h := desktest.New(t)
	states := func(u party.Urgency) map[string]string {
		out := map[string]string{}
		err := h.Read(ctx, h.As("doc"), "checks", func(r *desk.Reading) error {
			list, err := draft.Checks(r, draft.Draft{Patient: patient, Service: "cardio", Clinician: "dr-doc", Question: "Is it?", Urgency: u, Documents: map[string]string{"ecg": ""}, More: nil}, referral.State{})
			for _, c := range list {
				out[c.Code] = c.State
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	// what stops it is said all at once; a paper stops no urgent one
	var lacks []string
	err := h.Read(ctx, h.As("doc"), "checks", func(r *desk.Reading) error {
		for _, u := range []party.Urgency{"", party.Urgent} {
			list, err := draft.Lacks(r, draft.Draft{Patient: patient, Service: "cardio", Clinician: "dr-doc", Urgency: u}, referral.State{})
			if err != nil {
				return err
			}
			for _, c := range list {
				lacks = append(lacks, c.Code)
			}
			lacks = append(lacks, ".")
		}
		return nil
	})
	if got := strings.Join(lacks, " "); err != nil || got != "question urgency ecg . question ." {
		t.Errorf("what stops it: %q %v", got, err)
	}
	first := states(party.Routine)
	if first["ecg"] != "missing" || first["similar"] != "ok" {
		t.Errorf("the first: %v", first)
	}
	for code, s := range states(party.Urgent) {
		if s == "blocks" {
			t.Errorf("an urgent one is blocked by %s", code)
		}
	}
	sent(t, h, party.Routine, "cardio")
	if s := states(party.Routine); s["similar"] != "look" {
		t.Errorf("a second one is not said: %v", s)
	}
}

// Two who write at one draft lose nothing, nor does time.
func TestDraftsKeepVersions(t *testing.T) {
	h := desktest.New(t)
	of := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) { return draft.Start(w, draft.Draft{Patient: patient}) }).ID
	for _, x := range [][2]string{{"doc", "one"}, {"moss", "two"}, {"moss", "three"}} {
		if err := h.Write(ctx, h.As(party.UserID(x[0])), "save", func(w *desk.Writing) error { return draft.Save(w, of, draft.Draft{Question: x[1]}) }); err != nil {
			t.Fatal(err)
		}
	}
	h.Pass(365 * 24 * time.Hour) // no timer takes a draft away
	if _, err := chase.Escalate(ctx, h.Desk); err != nil {
		t.Fatal(err)
	}
	var now draft.Draft
	var old []draft.Draft
	if err := h.Read(ctx, h.As("doc"), "draft", func(r *desk.Reading) (err error) {
		if now, _, err = draft.Written(r, of); err != nil {
			return err
		}
		old, err = draft.Versions(r, of)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if now.Question != "three" || len(old) != 1 || old[0].Question != "one" {
		t.Errorf("%q, before it %+v", now.Question, old)
	}
}

// A death takes two people and two identifiers, releases the visit, and is
// reversed by reopening.
func TestADeathTakesTwo(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	f := loop.Form{Referral: of}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	h.Pass(time.Minute)
	must(t, h, "booker", referral.PhaseBooked, func(w *desk.Writing) (loop.Done, error) {
		return loop.Book(w, f, loop.Booking{Start: h.Now().Add(72 * time.Hour)})
	})
	h.Pass(time.Minute)
	die := func(user party.UserID, id loop.Identity) error {
		_, err := act(t, h, user, func(w *desk.Writing) (loop.Done, error) {
			return loop.Die(w, f, loop.Death{Source: "The daughter.", Identity: id})
		})
		return err
	}
	right := loop.Identity{Born: "1961-11-12", Number: "LK 1"}
	if err := die("booker", loop.Identity{}); err != nil {
		t.Fatal(err)
	}
	if err := die("booker", right); kind(err) != fault.Refused {
		t.Errorf("one person twice: %v", err)
	}
	if err := die("doc", loop.Identity{Born: "1961-11-13", Number: "LK 1"}); kind(err) != fault.Invalid {
		t.Errorf("confirmed of somebody else: %v", err)
	}
	h.Pass(time.Minute)
	if err := die("doc", right); err != nil {
		t.Fatal(err)
	}
	p := look(t, h, "doc", of)
	if _, live := p.State.Live(); live || p.Phase != referral.PhaseDeceased {
		t.Errorf("%s, a visit stands: %v", p.Phase, live)
	}
	h.Pass(time.Minute)
	if d := must(t, h, "doc", referral.PhaseAccepted, func(w *desk.Writing) (loop.Done, error) {
		return loop.Reopen(w, f, "not-deceased", "She called.")
	}); d.Ball.Team == "" {
		t.Error("nobody has it")
	}
}

// No word of a patient is in a log, a fault, a notice, a job or the audit.
func TestNoPatientLeaks(t *testing.T) {
	h := desktest.New(t)
	var out bytes.Buffer
	h.Desk.Log = slog.New(slog.NewJSONHandler(&out, nil))
	of := sent(t, h, party.Routine, "cardio")
	for _, user := range []party.UserID{"doc", "moss", "intake", "nurse", "booker", "chen", "stranger"} {
		for _, a := range ofALoop {
			h.Pass(time.Second)
			if err := a.ask(h, h.As(user), of); err != nil {
				fmt.Fprintln(&out, err, fault.Public(err))
			}
		}
	}
	n, err := chase.NoticeOf(ctx, h.Desk, of, "")
	fmt.Fprintf(&out, "%+v %v\n", n, err)
	jobs, err := h.DB.Lease(ctx, []string{"notify", "deliver", "recall"}, 500, h.DB.Machine())
	fmt.Fprintf(&out, "%+v %v\n", jobs, err)
	h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		list, err := v.Audits(access.Query{Limit: 5000})
		fmt.Fprintf(&out, "%+v %v\n", list, err)
		return err
	})
	if out.Len() < 10_000 {
		t.Fatalf("only %d bytes were looked at", out.Len())
	}
	for _, canary := range []string{"Testcase", "Ada ", "1961-11-12", "010-4471", "LK 1", "heart", "Rest."} {
		if i := strings.Index(out.String(), canary); i >= 0 {
			t.Errorf("%q leaked: …%s…", canary, out.String()[max(0, i-80):min(out.Len(), i+40)])
		}
	}
}
