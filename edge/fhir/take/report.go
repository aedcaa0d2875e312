package take

import (
	"cmp"
	"strings"
	"time"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk/loop"
	"referd/edge/fhir/element"
	"referd/store"
	"referd/wire/r4"
)

// reportKey is the key of a report that came as a resource of a client.
func reportKey(id string) referral.Key { return referral.Key("reported/" + id) }

// createReport: a DiagnosticReport against a referral is its report. Where the
// same client sent the document of it before, it is that report and no second.
func createReport(a *Act, o r4.Object) (store.Kept, error) {
	based := a.loops(o, "basedOn")
	if len(based) == 0 {
		return a.chart(o) // of no referral here: it goes with the patient
	}
	s, err := a.of("DiagnosticReport.basedOn", based...)
	if err != nil {
		return store.Kept{}, err
	}
	if err := a.about(&s, o.Text("subject", "reference"), "DiagnosticReport.subject"); err != nil {
		return store.Kept{}, err
	}
	if err := a.receives(&s, "DiagnosticReport.basedOn"); err != nil {
		return store.Kept{}, err
	}
	k := store.Kept{ID: a.name(), Referral: s.ID, Seq: s.Seq, Patient: s.Patient}
	kind := map[string]referral.ReportKind{"registered": referral.Interim, "partial": referral.Interim, "preliminary": referral.Interim, "final": referral.Final,
		"amended": referral.Amended, "corrected": referral.Amended, "appended": referral.Amended}[o.Text("status")]
	if kind == "" || kind == referral.Final && a.companion(&s, "DocumentReference") != "" {
		return a.keep(o, k) // cancelled or in error: kept, no report; or the same report said again
	}
	x := loop.Report{Kind: kind, Answer: cmp.Or(o.Text("conclusion"), "The report is attached."), Claim: "answered", Author: a.author(o, "resultsInterpreter", "performer")}
	if kind == referral.Amended {
		heads := s.Heads()
		if len(heads) == 0 {
			x.Kind = referral.Final
		} else {
			x.Replaces = heads[len(heads)-1].ID
		}
	}
	d, err := loop.WriteTold(a.W, loop.Form{Referral: s.ID, Key: reportKey(k.ID), At: element.Instant(o.Text("issued"))}, x)
	if err != nil {
		return store.Kept{}, err
	}
	k.Seq = d.Seq
	for _, f := range o.List("presentedForm") {
		if k.Seq, err = a.form(&s, k.Seq, f); err != nil {
			return store.Kept{}, err
		}
	}
	return a.keep(o, k)
}

// form files what a report presents itself as.
func (a *Act) form(s *referral.State, seq int, f r4.Object) (int, error) {
	doc, err := a.file(f, "DiagnosticReport.presentedForm", s.Patient, s.ID, chart.Attachment, "Report")
	if err != nil || doc.ID == "" {
		return seq, err
	}
	d, err := loop.Tell(a.W, loop.Form{Referral: s.ID}, referral.Attached{Document: doc.ID, Side: string(referral.Receiver)})
	return d.Seq, err
}

// companion is the report this client told of already as another type and that
// waits for its other half: a report and its document are one report.
func (a *Act) companion(s *referral.State, other string) referral.ReportID {
	found := referral.ReportID("")
	for _, e := range s.Entries() {
		x, ok := e.What.(referral.Reported)
		if !ok || e.By.Client == "" || e.By.Client != a.W.Who().Client || x.Leg != s.Leg() || !strings.HasPrefix(string(e.Key), "reported/") {
			continue
		}
		of := strings.TrimPrefix(string(e.Key), "reported/")
		if _, here, err := a.W.Kept(other, of, 0); err == nil && here && a.W.Now().Sub(e.Noted) < 24*time.Hour {
			found = x.Report
		} else {
			found = "" // its other half has come
		}
	}
	return found
}
