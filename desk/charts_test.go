package desk_test

import (
	"testing"

	"referd/base/fault"
	corechart "referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/desktest"
	"referd/desk/lists"
	"referd/desk/loop"
)

// Who keeps the house and works with no patient opens no chart there, by no way
// of asking, and what is here answers them like what is not.
func TestKeepersReadNoChart(t *testing.T) {
	h := desktest.New(t)
	who := h.As("moss")
	var id referral.ID
	var doc corechart.DocumentID
	if err := h.Write(t.Context(), who, "draft", func(w *desk.Writing) error {
		d, err := loop.Start(w, loop.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine, Clinician: "dr-doc", Question: "Is it?"})
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
			"the draft":       func(r *desk.Reading) error { _, _, err := loop.Written(r, id); return err },
			"an absent loop":  func(r *desk.Reading) error { _, err := loop.Look(r, "zzzzzzzzzzzzzzzzzzzz"); return err },
			"a document":      func(r *desk.Reading) error { _, _, err := chart.Document(r, doc); return err },
			"an absent one":   func(r *desk.Reading) error { _, _, err := chart.Document(r, "zzzzzzzzzzzzzzzzzzzz"); return err },
			"the search":      func(r *desk.Reading) error { _, err := lists.Search(r, "Testcase"); return err },
			"finding someone": func(r *desk.Reading) error { _, err := lists.Find(r, "Testcase"); return err },
		} {
			out[name] = h.Read(t.Context(), who, name, f)
		}
		return out
	}
	for _, jobs := range [][]party.Job{nil, {party.Engineer}, {party.PrivacyOfficer}, {party.Engineer, party.PrivacyOfficer}} {
		for name, err := range ask(jobs...) {
			if k := fault.Of(err); err == nil || k != fault.Denied && k != fault.Missing {
				t.Errorf("%v is given %s: %v", jobs, name, err)
			}
		}
	}
	for name, err := range ask(party.Engineer, party.ReferringStaff) {
		if (err == nil) != (name != "an absent loop" && name != "an absent one") {
			t.Errorf("who works with patients as well is refused %s: %v", name, err)
		}
	}
}
