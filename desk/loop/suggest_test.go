package loop_test

import (
	"slices"
	"testing"
	"time"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
)

var chestPain = []code.Concept{{System: code.ICD10, Code: "R07.89"}}

// goes begins a referral of doc's and sends it.
func goes(t *testing.T, h *desktest.House, d draft.Draft) referral.ID {
	t.Helper()
	d.Clinician, d.Urgency, d.Question, d.Told = "dr-doc", party.Urgent, "Is it the heart?", true
	of := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) { return draft.Start(w, d) }).ID
	if _, err := act(t, h, "doc", with(loop.Form{Referral: of}, draft.Send)); err != nil {
		t.Fatal(err)
	}
	return of
}

// A draft is offered where the same problem went last, the reader's own
// favourites, and where its clinician sent lately; each from their own practice.
func TestWhatIsSuggested(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		ask := func(who party.UserID, d draft.Draft) (out []draft.Suggestion) {
			t.Helper()
			if err := h.Read(ctx, h.As(who), "draft", func(r *desk.Reading) (err error) { out, err = draft.Suggest(r, d); return err }); err != nil {
				t.Fatal(err)
			}
			return out
		}
		mine := draft.Draft{Patient: patient, Clinician: "dr-doc"}
		if got := ask("doc", mine); len(got) != 0 {
			t.Errorf("nothing was sent, and %+v is suggested", got)
		}
		goes(t, h, draft.Draft{Patient: patient, Service: "far-cardio", Reasons: chestPain})
		h.Pass(time.Hour)
		goes(t, h, draft.Draft{Patient: patient, Service: "cardio"})
		if got := ask("doc", mine); len(got) != 2 || got[0].Service != "cardio" || got[0].Times != 1 || !got[0].ProblemAt.IsZero() {
			t.Errorf("lately: %+v", got)
		}
		same := mine
		same.Reasons = chestPain
		if got := ask("doc", same); len(got) != 2 || got[0].Service != "far-cardio" || got[0].Problem.Code != "R07.89" || got[0].ProblemAt.IsZero() {
			t.Errorf("for the same problem: %+v", got)
		}
		if got := ask("moss", same); len(got) != 2 || got[0].Service != "far-cardio" {
			t.Errorf("staff who write for the clinician: %+v", got)
		}
		if got := ask("doc2", draft.Draft{Patient: patient, Clinician: "dr-doc2"}); len(got) != 0 {
			t.Errorf("a colleague's are suggested: %+v", got)
		}
		if got := ask("stranger", same); len(got) != 0 {
			t.Errorf("another practice's are suggested: %+v", got)
		}
		favour := func(who party.UserID, s party.ServiceID, on bool) error {
			return h.Write(ctx, h.As(who), "draft", func(w *desk.Writing) error { return draft.Favour(w, s, on) })
		}
		if err := favour("doc", "nowhere", true); kind(err) != fault.Missing {
			t.Errorf("no service is a favourite: %v", err)
		}
		for range 2 {
			if err := favour("doc", "far-cardio", true); err != nil {
				t.Fatal(err)
			}
		}
		if got := ask("doc", mine); len(got) != 2 || got[0].Service != "far-cardio" || !got[0].Favourite || got[1].Favourite {
			t.Errorf("with a favourite: %+v", got)
		}
		if got := ask("moss", mine); slices.ContainsFunc(got, func(x draft.Suggestion) bool { return x.Favourite }) {
			t.Errorf("one person's favourites are another's: %+v", got)
		}
		if err := favour("doc", "far-cardio", false); err != nil {
			t.Fatal(err)
		}
		if got := ask("doc", mine); got[0].Service != "cardio" {
			t.Errorf("taken back: %+v", got)
		}
	})
}

// A live referral of the same patient is there while the service is chosen, and
// a draft joins it: the other goes on, and nothing that was written is lost.
func TestADoubleIsJoined(t *testing.T) {
	h := desktest.New(t)
	first := goes(t, h, draft.Draft{Patient: patient, Service: "cardio"})
	var second referral.ID
	second = must(t, h, "moss", referral.Draft, func(w *desk.Writing) (loop.Done, error) {
		return draft.Start(w, draft.Draft{Patient: patient, Clinician: "dr-doc", Question: "The heart again?"})
	}).ID
	live := func(who party.UserID) (out []draft.Past) {
		t.Helper()
		if err := h.Read(ctx, h.As(who), "draft", func(r *desk.Reading) (err error) {
			out, err = draft.Live(r, draft.Draft{Patient: patient}, second)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := live("moss"); len(got) != 1 || got[0].ID != first || got[0].Service != "cardio" {
		t.Errorf("live: %+v", got)
	}
	if got := live("stranger"); len(got) != 0 {
		t.Errorf("another practice reads of %+v", got)
	}
	if got := live("nurse"); len(got) != 0 {
		t.Errorf("the receiver has its sender's list: %+v", got)
	}
	if d, err := act(t, h, "moss", func(w *desk.Writing) (loop.Done, error) { return loop.Join(w, loop.Form{Referral: second}, first) }); err != nil || d.Phase.Open() {
		t.Fatalf("a draft was not joined: %+v, %v", d, err)
	}
	if p := look(t, h, "doc", first); !p.Phase.Open() {
		t.Errorf("the survivor is %s", p.Phase)
	}
	if p := look(t, h, "moss", second); p.Written.Question != "The heart again?" {
		t.Errorf("what was written is gone: %+v", p.Written)
	}
}

// An earlier referral is carried over where a draft is empty; nothing typed is
// written over, and another practice's is not there.
func TestAnEarlierOneIsCarriedOver(t *testing.T) {
	h := desktest.New(t)
	var paper chart.DocumentID
	if err := h.Write(ctx, h.As("doc"), "attachment", func(w *desk.Writing) error {
		x, err := deskchart.Upload(w, deskchart.File{Patient: patient, Name: "ecg.txt", Title: "ECG", Data: []byte("Ada Testcase, born 1961-11-12: sinus rhythm."), Confirmed: true, Kind: chart.Attachment})
		paper = x.ID
		return err
	}); err != nil {
		t.Fatal(err)
	}
	old := goes(t, h, draft.Draft{Patient: patient, Service: "cardio", Reasons: chestPain, More: []chart.DocumentID{paper}, Answers: map[string]string{"weight": "70 kg"}})
	begin := func(d draft.Draft) referral.ID {
		t.Helper()
		d.Patient, d.Clinician = patient, "dr-doc"
		return must(t, h, "moss", referral.Draft, func(w *desk.Writing) (loop.Done, error) { return draft.Start(w, d) }).ID
	}
	carry := func(who party.UserID, of, from referral.ID) (c draft.Copied, d draft.Draft, err error) {
		err = h.Write(ctx, h.As(who), "draft", func(w *desk.Writing) (err error) {
			if c, err = draft.Copy(w, of, from); err != nil {
				return err
			}
			d, _, err = draft.Written(w.Reading, of)
			return err
		})
		return c, d, err
	}
	c, d, err := carry("moss", begin(draft.Draft{}), old)
	if err != nil || d.Service != "cardio" || d.Question != "Is it the heart?" || len(d.Reasons) != 1 || !slices.Equal(d.More, []chart.DocumentID{paper}) || c.Documents != 1 || len(c.What) != 3 {
		t.Errorf("carried %+v into %+v: %v", c, d, err)
	}
	if d.Urgency != "" || d.Told || d.Answers["weight"] != "" {
		t.Errorf("what is said anew was carried: %+v", d)
	}
	c, d, err = carry("moss", begin(draft.Draft{Service: "far-cardio", Question: "Mine."}), old)
	if err != nil || d.Service != "far-cardio" || d.Question != "Mine." || !slices.Equal(c.What, []string{"reason"}) {
		t.Errorf("over what was typed: %+v into %+v, %v", c, d, err)
	}
	if _, _, err := carry("moss", begin(draft.Draft{}), "pat00000000000000009"); kind(err) != fault.Invalid {
		t.Errorf("from what is not there: %v", err)
	}
	if _, _, err := carry("doc", old, old); kind(err) != fault.Refused {
		t.Errorf("into what was sent: %v", err)
	}
	if err := h.Read(ctx, h.As("nurse"), "draft", func(r *desk.Reading) error {
		past, err := draft.Earlier(r, draft.Draft{Patient: patient}, "x", 5)
		if len(past) != 0 {
			t.Errorf("the receiver is offered %+v", past)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
