package sheet

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/loop"
	"referd/desk/people"
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

// readReport opens the report: it is read whole, then acknowledged line by line.
func readReport(v *visit.Visit) error {
	id := referral.ID(v.R.PathValue("id"))
	var first bool
	err := v.Desk.Read(v.R.Context(), v.Who, "report.read", func(r *desk.Reading) error {
		s, err := r.Loop(id)
		if err != nil {
			return err
		}
		h := unread(s)
		st := loop.Standing(r, &s)
		first = h != nil && st.Side == referral.Sender && (st.Accountable && h.Opened.IsZero() || h.Viewed.IsZero())
		return nil
	})
	if err != nil {
		return err
	}
	if first {
		err := v.Desk.Write(v.R.Context(), v.Who, "report-opening", func(w *desk.Writing) error {
			s, err := w.Loop(id)
			if err != nil {
				return err
			}
			if h := unread(s); h != nil {
				_, err = loop.OpenReport(w, loop.Form{Referral: id}, h.ID)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return reading(v, func(string) string { return "" }, nil, http.StatusOK)
}

func unread(s referral.State) *referral.Report {
	for i, r := range s.Reports {
		if !r.Written.IsZero() && r.Acknowledged.IsZero() && !r.Replaced {
			return &s.Reports[i]
		}
	}
	return nil
}

// reading is the page under the opened report. Nothing is chosen for anybody.
func reading(v *visit.Visit, typed func(string) string, wrong error, status int) error {
	p, r, shell, err := look(v, ": read and acknowledge")
	if err != nil {
		return err
	}
	h := unread(p.State)
	if h == nil || !slices.Contains(p.Acts, referral.ActAcknowledge) {
		return v.Go("/referrals/" + string(p.ID))
	}
	dir := r.Directory()
	answer, findings := loop.Parts(p.Words[h.Document])
	b := Banner(v, r, p.Patient)
	a := page.Act{Shell: shell, Back: "/referrals/" + string(p.ID), BackName: p.Code, Heading: "Read and acknowledge", Banner: &b, Question: p.Words[p.State.Question],
		Asker: "You asked, " + v.Clock().Short(p.State.Sent), Lead: orElse(dir.ClinicianName(h.Author), p.Receiver.Name) + " answers: " + answer, Action: v.R.URL.Path, Seq: p.Seq, Once: visit.Once(), Button: "Acknowledge report", Icon: "check", Final: true,
		Happens: []string{"The author sees that you read it, and your yes, partly or no.", "What you do goes on your plan with its date. What you give stays yours until they take it.", "The loop closes when the patient knows and every line is done."}}
	x := &ask{v: v, p: p, dir: dir, typed: map[string][]string{}}
	radio := func(name, label string, opts ...page.Opt) page.Field {
		f := pick(x, "radio", name, label, opts...)
		f.Value = typed(name)
		return f
	}
	if findings != "" {
		a.Parts = append(a.Parts, page.Part{Legend: "Report, " + string(h.Kind), Hint: "signed " + v.Clock().Short(h.Written), Fields: []page.Field{{Kind: "plain", Label: findings}}})
	}
	for _, m := range h.More {
		a.Parts = append(a.Parts, page.Part{Legend: "Goes with it", Fields: []page.Field{{Kind: "plain", Label: p.Files[m].Title + ": open it on the referral's page"}}})
	}
	a.Parts = append(a.Parts, page.Part{Legend: "Did it answer your question?", Hint: "Your word, not the author's", Fields: []page.Field{radio("answered", "", opt("yes", "Yes", ""), opt("partly", "Partly", "say what is open"), opt("no", "No", "it goes back")), {Kind: "area", Name: "open", Label: "What is still open", Value: typed("open")}}})
	n := 0
	for _, i := range p.State.Items {
		if i.Report != h.ID || i.Planned.IsZero() || !i.Done.IsZero() || !i.Refused.IsZero() || i.Team != p.State.Team {
			continue
		}
		n++
		key := string(i.ID)
		var who []page.Opt
		for _, t := range dir.Teams {
			who = append(who, opt(string(t.ID), t.Name, ""))
		}
		give := pick(x, "select", "team-"+key, "Give it to", sorted(who)...)
		give.Value = typed("team-" + key)
		by := page.Field{Kind: "date", Name: "by-" + key, Label: "By", Value: typed("by-" + key)}
		if by.Value == "" {
			by.Value = i.Due.In(v.Zone()).Format("2006-01-02")
		}
		a.Parts = append(a.Parts, page.Part{Legend: fmt.Sprintf("%d. %s", n, p.Words[i.What]), Fields: []page.Field{radio("line-"+key, "", opt("do", "I do it", ""), opt("give", "Give to", ""), opt("not", "Not doing, because", "")), by, give, {Kind: "text", Name: "because-" + key, Label: "Because", Value: typed("because-" + key)}}})
	}
	tell := page.Part{Legend: "Tell the patient", Hint: orElse(b.Language, "Reads English"), Fields: []page.Field{radio("tell", "", append([]page.Opt{opt("later", "Later: it stays owed", "")}, tellOpts...)...), {Kind: "area", Name: "tell-words", Label: "What was said, in plain words", Value: typed("tell-words")}}}
	a.Parts = append(a.Parts, tell)
	if h.Actionable != "" {
		a.Parts = append(a.Parts, page.Part{Legend: "It is you", Hint: "This report asks somebody to act", Fields: []page.Field{{Kind: "password", Name: "password", Label: "Your password", Auto: "current-password"}}})
	}
	a.Hidden = []page.Hidden{{Name: "report", Value: string(h.ID)}}
	if wrong != nil {
		a.Errors = []page.Wrong{{Field: fieldOf(wrong), Words: fault.Public(wrong)}}
		mark(a.Parts, fieldOf(wrong), fault.Public(wrong))
		if s, ok := loop.StaleOf(wrong); ok {
			a.Errors, a.Conflict = nil, conflict(x, s)
		}
	}
	return v.Page(status, page.ActPage(a))
}

func sorted(opts []page.Opt) []page.Opt {
	slices.SortFunc(opts, func(a, b page.Opt) int {
		if a.Words < b.Words {
			return -1
		}
		return 1
	})
	return opts
}

// acknowledge takes the reading: every line decided, by the clinician who asked.
func acknowledge(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	x := &ask{v: v, typed: typed}
	f := formOf(v, typed)
	if pw := x.get("password"); pw != "" {
		ok, err := people.Confirmed(v.R.Context(), v.Desk, v.Who, pw)
		if err != nil {
			return err
		}
		if !ok {
			return reading(v, typed.Get, fault.About("sheet.acknowledge", "password", fault.Invalid, "The password is not right."), http.StatusUnprocessableEntity)
		}
		f.Confirmed = true
	} else {
		v.Who.Confirmed = time.Time{} // only a password typed here, now, counts
	}
	a := loop.Acknowledgement{Report: referral.ReportID(x.get("report")), Answered: x.get("answered"), Open: x.get("open"), Tell: loop.Telling{How: x.get("tell"), Now: x.get("tell") != "" && x.get("tell") != "later", Words: x.get("tell-words")}}
	for name := range typed {
		if len(name) > 5 && name[:5] == "line-" {
			key := name[5:]
			a.Lines = append(a.Lines, loop.Choice{Item: referral.ItemID(key), How: x.get(name), Due: x.day("by-" + key), Team: party.TeamID(x.get("team-" + key)), Because: x.get("because-" + key)})
		}
	}
	var done loop.Done
	err = v.Desk.Write(v.R.Context(), v.Who, "acknowledgement", func(w *desk.Writing) (err error) {
		done, err = loop.Acknowledge(w, f, a)
		return err
	})
	if k := fault.Of(err); err != nil && (k == fault.Invalid || k == fault.Refused || k == fault.Conflict) {
		return reading(v, typed.Get, err, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	v.Say("Acknowledged.", done)
	return v.Go("/referrals/" + string(done.ID))
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
