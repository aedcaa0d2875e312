package sheet

import (
	"net/http"
	"slices"
	"strconv"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/visit"
)

var chooseFile = fault.About("sheet.attach", "file", fault.Invalid, "Choose a file.")

// lines of a new report: as many recommendations as its page offers.
const lines = 4

func compose(v *visit.Visit) error { return composer(v, v.R.URL.Query().Get, nil, http.StatusOK) }

// composer is the page that answers the question first.
func composer(v *visit.Visit, typed func(string) string, wrong error, status int) error {
	p, r, shell, err := look(v, ": the report")
	if err != nil {
		return err
	}
	if !slices.Contains(p.Acts, referral.ActReport) {
		return fault.E("sheet.compose", fault.Refused, "A report cannot be written here now: the visit is recorded first, and it is for the clinic to write.", nil)
	}
	b := Banner(v, r, p.Patient)
	a := page.Act{Shell: shell, Back: "/referrals/" + string(p.ID), BackName: p.Code, Heading: "Write the report", Banner: &b, Question: p.Words[p.State.Question], Asker: from(r.Directory(), p), Action: v.R.URL.Path, File: true,
		Seq: p.Seq, Once: visit.Once(), Button: "Sign and send the report", Icon: "send", Final: true,
		Happens: []string{"It is delivered to " + from(r.Directory(), p) + " at once.", "The ball goes there: read and acknowledge, line by line.", "For hours and minutes the ball stays with you until a named clinician took it by voice."}}
	x := &ask{v: v, p: p, dir: r.Directory(), typed: map[string][]string{}}
	get := func(kind, name, label, hint string) page.Field {
		return page.Field{Kind: kind, Name: name, Label: label, Hint: hint, Value: typed(name)}
	}
	radio := func(name, label string, opts ...page.Opt) page.Field {
		f := pick(x, "radio", name, label, opts...)
		f.Value = typed(name)
		return f
	}
	a.Parts = []page.Part{
		{Legend: "1. The answer first", Hint: "It stands beside the question", Fields: []page.Field{get("area", "answer", "Your answer", ""), radio("claim", "Is the question answered? Your word; the asker says yes, partly or no", opt("answered", "Answered", ""), opt("partly", "Partly", "say what is open"), opt("no", "Not answered", "say why"))}},
		{Legend: "2. How soon must somebody act", Fields: []page.Field{radio("actionable", "", opt("none", "Nothing pressing", ""), opt("days", "Within 3 days", ""), opt("hours", "Within 6 hours", "by voice"), opt("minutes", "Within 60 minutes", "by voice")), get("text", "spoke-with", "Whom you spoke to, for hours and minutes", ""), get("datetime", "spoke-at", "When", "")}},
		{Legend: "3. What you found", Fields: []page.Field{get("area", "findings", "Findings", ""), radio("kind", "This report is", opt("final", "Final", ""), opt("interim", "Interim", "more will come")), {Kind: "check", Name: "normal", Label: "A normal result: a letter may tell the patient", Value: typed("normal")}}},
	}
	rec := page.Part{Legend: "4. Recommendations", Hint: "Each becomes a line somebody takes, gives or refuses"}
	for i := range lines {
		n := strconv.Itoa(i + 1)
		who := pick(x, "select", "line-who-"+n, "Who, proposed", opt(string(p.State.Team), r.Directory().TeamName(p.State.Team), ""), opt(string(p.Service.Clinic), r.Directory().TeamName(p.Service.Clinic), ""))
		who.Value = typed("line-who-" + n)
		rec.Fields = append(rec.Fields, get("text", "line-"+n, n+". What", ""), who, get("date", "line-by-"+n, "By", ""))
	}
	a.Parts = append(a.Parts, rec, page.Part{Legend: "5. A document with it", Fields: []page.Field{{Kind: "file", Name: "file", Label: "PDF, picture or text, if there is one"}}})
	if heads := p.State.Heads(); len(heads) > 0 {
		a.Hidden = []page.Hidden{{Name: "replaces", Value: string(heads[len(heads)-1].ID)}}
		a.Heading = "Amend the report"
		a.Happens = append(a.Happens, "It replaces the report of "+v.Clock().Short(heads[len(heads)-1].Written)+"; everyone who had that one acknowledges this one too.")
	}
	if wrong != nil {
		a.Errors = []page.Wrong{{Field: fieldOf(wrong), Words: fault.Public(wrong)}}
		mark(a.Parts, fieldOf(wrong), fault.Public(wrong))
		if s, ok := loop.StaleOf(wrong); ok {
			a.Errors, a.Conflict = nil, conflict(x, s)
		}
	}
	return v.Page(status, page.ActPage(a))
}

// write signs the report.
func write(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	x := &ask{v: v, typed: typed}
	rep := loop.Report{Kind: referral.ReportKind(x.get("kind")), Replaces: referral.ReportID(x.get("replaces")), Answer: x.get("answer"), Findings: x.get("findings"), Claim: x.get("claim"), Actionable: pressing(x.get("actionable")), Normal: x.get("normal") != ""}
	if rep.Replaces != "" {
		rep.Kind = referral.Amended
	}
	if with := x.get("spoke-with"); with != "" {
		rep.Spoke = &loop.Call{With: with, At: x.moment("spoke-at")}
	}
	for i := range lines {
		n := strconv.Itoa(i + 1)
		rep.Lines = append(rep.Lines, loop.Line{What: x.get("line-" + n), Team: party.TeamID(x.get("line-who-" + n)), Due: x.day("line-by-" + n)})
	}
	name, data, file, err := v.File("file")
	if err != nil {
		return err
	}
	var done loop.Done
	err = v.Desk.Write(v.R.Context(), v.Who, "report", func(w *desk.Writing) error {
		f := formOf(v, typed)
		if file {
			s, err := w.Loop(f.Referral)
			if err != nil {
				return err
			}
			d, err := deskchart.Upload(w, deskchart.File{Patient: record(s, v.Who), Referral: f.Referral, Name: name, Title: "Report, as sent", Data: data, Kind: chart.Report, Confirmed: true})
			if err != nil {
				return err
			}
			rep.Document = d.ID
		}
		done, err = loop.Write(w, f, rep)
		return err
	})
	if k := fault.Of(err); err != nil && (k == fault.Invalid || k == fault.Refused || k == fault.Conflict) {
		return composer(v, typed.Get, err, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	v.Say("The report is signed and on its way.", done)
	return v.Go("/referrals/" + string(done.ID))
}

// record is the patient record the reader's side keeps.
func record(s referral.State, who desk.Who) party.PatientID {
	if s.ReceiverPatient != "" && s.Org != who.Org {
		return s.ReceiverPatient
	}
	return s.Patient
}

// document gives a document's bytes, never as a page of ours.
func document(v *visit.Visit) error {
	var d chart.Document
	var data []byte
	err := v.Desk.Read(v.R.Context(), v.Who, "document.read", func(r *desk.Reading) (err error) {
		d, data, err = deskchart.Document(r, chart.DocumentID(v.R.PathValue("id")))
		return err
	})
	if err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", d.Media)
	if d.Media == "text/plain" {
		h.Set("Content-Type", "text/plain; charset=utf-8")
	}
	h.Set("Content-Disposition", `inline; filename="document-`+string(d.ID)+`"`)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	_, err = v.W.Write(data)
	return err
}

// pressing reads how soon somebody must act; none is the zero.
func pressing(typed string) referral.Actionable {
	if typed == "none" {
		return ""
	}
	return referral.Actionable(typed)
}
