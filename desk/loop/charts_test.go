package loop_test

import (
	"testing"

	"referd/base/fault"
	"referd/core/access"
	corechart "referd/core/chart"
	"referd/core/party"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/desktest"
	"referd/store"
)

// The chart's verbs: a foreign patient or document is absent, who may not is
// told who may, and each leaves its line.
func TestChartIsAuthorizedAndAudited(t *testing.T) {
	h := desktest.New(t)
	var d corechart.Document
	if err := h.Write(ctx, h.As("moss"), "upload", func(w *desk.Writing) (err error) {
		d, err = chart.Upload(w, chart.File{Patient: patient, Kind: corechart.Attachment, Name: "a.txt", Data: []byte("Ada Testcase, an ECG")})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	const second = party.PatientID("pat00000000000000002")
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.PutPatient(party.Patient{ID: second, Org: "home", Name: party.Name{Family: "Testcase", Given: []string{"A"}}, Born: "1961-11-12", Active: true})
	}); err != nil {
		t.Fatal(err)
	}
	type step struct {
		name string
		do   func(*desk.Writing) error
	}
	steps := []step{
		{"upload", func(w *desk.Writing) error {
			_, err := chart.Upload(w, chart.File{Patient: patient, Kind: corechart.Attachment, Name: "a.txt", Data: []byte("x")})
			return err
		}},
		{"confirm", func(w *desk.Writing) error { return chart.ConfirmGuard(w, d.ID, "I looked.") }},
		{"same", func(w *desk.Writing) error { return chart.Same(w, patient, second, "Same number.", false) }},
		{"apart", func(w *desk.Writing) error { return chart.Apart(w, patient, second, "Sisters.") }},
		{"hold", func(w *desk.Writing) error { return chart.Hold(w, d.ID, "A virus, says the scanner.") }},
		{"release", func(w *desk.Writing) error { return chart.Release(w, d.ID, "Scanned again, clean.") }},
	}
	idle := desk.Who{User: "idle", Org: "home"}
	by := map[string]party.UserID{"hold": "kay", "release": "kay"}
	for _, s := range steps {
		stranger := h.As("stranger")
		stranger.Jobs = append(stranger.Jobs, party.Admin, party.ReferringStaff)
		if err := h.Write(ctx, stranger, s.name, s.do); fault.Of(err) != fault.Missing {
			t.Errorf("%s by a stranger: %v", s.name, err)
		}
		if err := h.Write(ctx, idle, s.name, s.do); fault.Of(err) != fault.Denied {
			t.Errorf("%s by somebody without a job: %v", s.name, err)
		}
		who := by[s.name]
		if who == "" {
			who = "moss"
		}
		if err := h.Write(ctx, h.As(who), s.name, s.do); err != nil {
			t.Errorf("%s by %s: %v", s.name, who, err)
		}
		if audits(t, h, s.name, "", access.Minor) != 2 || audits(t, h, s.name, "", access.Success) == 0 {
			t.Errorf("%s: %d refusals, %d successes in the audit", s.name, audits(t, h, s.name, "", access.Minor), audits(t, h, s.name, "", access.Success))
		}
	}
	read := func(user party.UserID, id corechart.DocumentID) error {
		return h.Read(ctx, h.As(user), "document", func(r *desk.Reading) error { _, _, err := chart.Document(r, id); return err })
	}
	if foreign, none := read("stranger", d.ID), read("stranger", "00000000000000000000"); fault.Of(foreign) != fault.Missing || fault.Public(foreign) != fault.Public(none) {
		t.Errorf("a foreign document %v, an absent one %v", foreign, none)
	}
	if err := read("moss", d.ID); err != nil {
		t.Error(err)
	}
}
