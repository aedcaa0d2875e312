package desk_test

import (
	"slices"
	"testing"

	"referd/base/fault"
	"referd/core/access"
	corechart "referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/store"
)

// Who keeps the house and works with no patient opens no chart there, by no way
// of asking, and what is here answers them like what is not.
func TestKeepersReadNoChart(t *testing.T) {
	h := desktest.New(t)
	who := h.As("moss")
	var id referral.ID
	var doc corechart.DocumentID
	if err := h.Write(t.Context(), who, "draft", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine, Clinician: "dr-doc", Question: "Is it?"})
		if id = d.ID; err != nil {
			return err
		}
		x, err := chart.Upload(w, chart.File{Patient: "pat00000000000000001", Referral: id, Kind: corechart.Attachment, Name: "a.txt", Data: []byte("Ada Testcase")})
		doc = x.ID
		return err
	}); err != nil {
		t.Fatal(err)
	}
	ask := func(jobs ...party.Job) map[string]error {
		who.Jobs = jobs
		out := map[string]error{}
		for name, f := range map[string]func(r *desk.Reading) error{
			"the loop":        func(r *desk.Reading) error { _, err := loop.Look(r, id); return err },
			"the draft":       func(r *desk.Reading) error { _, _, err := draft.Written(r, id); return err },
			"an absent loop":  func(r *desk.Reading) error { _, err := loop.Look(r, "zzzzzzzzzzzzzzzzzzzz"); return err },
			"a document":      func(r *desk.Reading) error { _, _, err := chart.Document(r, doc); return err },
			"an absent one":   func(r *desk.Reading) error { _, _, err := chart.Document(r, "zzzzzzzzzzzzzzzzzzzz"); return err },
			"the search":      func(r *desk.Reading) error { _, err := lists.Search(r, "Testcase", 9); return err },
			"a record":        func(r *desk.Reading) error { _, err := lists.Patient(r, "pat00000000000000001"); return err },
			"finding someone": func(r *desk.Reading) error { _, err := lists.Find(r, "Testcase", 9); return err },
		} {
			out[name] = h.Read(t.Context(), who, name, f)
		}
		return out
	}
	for _, jobs := range [][]party.Job{nil, {party.Engineer}, {party.PrivacyOfficer}, {party.Engineer, party.PrivacyOfficer}, {party.Admin}, {party.Admin, party.TeamLead}} {
		for name, err := range ask(jobs...) {
			if name == "the loop" && slices.Contains(jobs, party.Admin) {
				continue // an administrator sees where it stands: TestAnAdministratorSeesWhereItStands
			}
			if k := fault.Of(err); err == nil || k != fault.Denied && k != fault.Missing {
				t.Errorf("%v is given %s: %v", jobs, name, err)
			}
		}
	}
	for name, err := range ask(party.Engineer, party.Admin, party.ReferringStaff) {
		if (err == nil) != (name != "an absent loop" && name != "an absent one") {
			t.Errorf("who works with patients as well is refused %s: %v", name, err)
		}
	}
}

// An administrator sees where a referral stands, with whom and until when, and
// may do what is theirs; not whom or what it is about, by no read of the desk.
// The audit does not say they saw a patient.
func TestAnAdministratorSeesWhereItStands(t *testing.T) {
	h := desktest.New(t)
	var of referral.ID
	if err := h.Write(t.Context(), h.As("doc"), "send", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine, Clinician: "dr-doc", Question: "Is it the heart?", Told: true, Override: "Follows"})
		if err != nil {
			return err
		}
		of = d.ID
		_, err = draft.Send(w, loop.Form{Referral: d.ID})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var before int
	audits := func() (n int) {
		if err := h.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
			list, err := v.Audits(access.Query{Patient: "pat00000000000000001", Limit: 500})
			n = len(list)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before = audits()
	if err := h.Read(t.Context(), h.As("kay"), "loop.read", func(r *desk.Reading) error {
		p, err := loop.Look(r, of)
		if err != nil {
			return err
		}
		if !p.Withheld || p.Phase == "" || p.Ball.Team == "" || p.Ball.Due.IsZero() || !slices.Contains(p.Acts, referral.ActCloseAdmin) {
			t.Errorf("does not see where it stands: %+v", p)
		}
		if p.Patient.Name.Family != "" || p.Patient.Born != "" || len(p.Words)+len(p.Files)+len(p.State.Reasons) > 0 {
			t.Errorf("sees whom it is about: %+v %v %v %v", p.Patient, p.Words, p.Files, p.State.Reasons)
		}
		texts, err := r.TextsOf([]corechart.DocumentID{p.State.Question})
		if err != nil || len(texts) > 0 {
			t.Errorf("reads the question: %v %v", texts, err)
		}
		found, err := r.FindPatients(store.Find{Name: "Testcase", Limit: 5})
		if err != nil || len(found) > 0 {
			t.Errorf("finds patients: %v %v", found, err)
		}
		list, err := lists.LinesOf(r, lists.Asking{View: lists.LoopsOpen})
		if err != nil || len(list.Rows) == 0 {
			t.Fatalf("%d rows, %v", len(list.Rows), err)
		}
		for _, x := range list.Rows {
			if x.Question != "" || x.Patient.Name.Family != "" {
				t.Errorf("a list says whom: %+v", x)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if n := audits(); n != before {
		t.Errorf("the audit says that %d times a patient was seen", n-before)
	}
}
