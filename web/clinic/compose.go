package clinic

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// How many recommendations a report's page offers at first, and at most.
const (
	fewLines = 4
	allLines = 20
)

func composeShown(v *visit.Visit) error { return compose(v, nil, nil, false) }

// compose is the page that answers the question first.
func compose(v *visit.Visit, typed url.Values, wrong error, preview bool) error {
	s, err := open(v, "report", "the report", typed, wrong)
	if err != nil {
		return err
	}
	if wrong == nil && !contains(s.p.Acts, referral.ActReport) {
		return fault.E("clinic.compose", fault.Refused, "A report cannot be written here now: the visit is recorded first, and it is for the clinic to write.", nil)
	}
	asker := s.dir.ClinicianName(s.p.State.Clinician)
	if asker == "" {
		asker = s.p.Sender.Name
	}
	p := page.Compose{Shell: s.shell, Crumb: s.crumb(sheet.Report(&s.p.State)), Pressing: s.pressing(), Banner: s.banner(), Asked: s.asked(), Heading: sheet.Report(&s.p.State), Asker: asker}
	p.Asked.Heading = asker + " asks"
	if heads := s.p.State.Heads(); len(heads) > 0 {
		h := heads[len(heads)-1]
		p.Heading, p.Replaces = "Amend the report of "+v.Clock().At(h.Written), string(h.ID)
	}
	s.reportFields(&p)
	if heads := s.p.State.Heads(); len(heads) > 0 { // what was written is mended, not written again; nothing is chosen again for anybody
		answer, found := loop.Parts(s.p.Words[heads[len(heads)-1].Document])
		p.Answer.Value, p.Findings.Value = s.or("answer", answer), s.or("findings", found)
	}
	s.reportLines(&p)
	s.reportFollows(&p, asker)
	if p.Replaces != "" {
		p.After += " Say again what is to be done: a line of the report before that nobody has taken on falls with it."
	}
	if preview {
		p.Preview = previewOf(v, s.dir, s.reportOf())
	}
	return v.Page(s.status(), page.ComposePage(p))
}

func (s *sheetOf) reportFields(p *page.Compose) {
	p.Answer = s.field("area", "answer", "Your answer", "In a sentence or two, as you would say it.")
	p.Claim = s.pick("radio", "claim", "Is the question answered", "", opt("answered", "Answered", ""), opt("partly", "Partly", "say what is open"), opt("no", "Not answered", "say why"))
	p.Open = s.field("text", "open", "What is open, or why it is not answered", "")
	p.Actionable = s.pick("radio", "actionable", "How soon must somebody act", "", opt("none", "Nothing pressing", "acknowledged by "+s.due("reported", s.p.State.Team)), opt("days", "Within 3 days", ""), opt("hours", "Within 6 hours", "by voice"), opt("minutes", "Within 60 minutes", "by voice"))
	p.SpokeWith, p.SpokeAt = s.field("text", "spoke-with", "I spoke to", "The clinician who took it, by name; read back"), s.field("datetime", "spoke-at", "At", "Leave both empty while nobody has taken it: it stays with you.")
	p.Findings = s.field("area", "findings", "Findings", "A short line that ends with a colon begins a section.")
	p.Tests, p.Medicines = s.field("area", "tests", "Tests and images", "With dates and units"), s.field("area", "medicines", "Medicines changed", "Started, stopped, the same; what the patient was told")
	p.Kind = s.pick("radio", "kind", "This report is", "final", opt("final", "Final", "it answers the referral"), opt("interim", "Interim", "more will come; the loop waits for the final one"))
	p.Normal = page.Field{Kind: "check", Name: "normal", Label: "A normal result", Hint: "Then a letter may tell the patient.", Value: s.get("normal")}
}

func (s *sheetOf) lineCount() int {
	n, _ := strconv.Atoi(s.get("lines"))
	return min(max(n, fewLines), allLines)
}

func (s *sheetOf) reportLines(p *page.Compose) {
	p.Lines, p.More, p.WrongLine = s.lines(), strconv.Itoa(s.lineCount()), s.wrongAt("lines")
}

// lines are what is recommended, of a report or an advice: what, who, by when.
func (s *sheetOf) lines() (out []page.ReportLine) {
	var who []page.Opt
	if u := s.dir.UserOf(s.p.State.Clinician, s.p.State.Org); u != "" {
		who = append(who, opt("person:"+string(u), s.dir.ClinicianName(s.p.State.Clinician), ""))
	}
	for _, t := range []party.TeamID{s.p.State.Team, s.p.Service.Clinic, s.p.Service.Scheduling} {
		if name := s.dir.TeamName(t); name != "" {
			who = append(who, opt(string(t), name, ""))
		}
	}
	for i := range s.lineCount() {
		n := strconv.Itoa(i + 1)
		out = append(out, page.ReportLine{What: s.field("text", "line-"+n, n+". What", ""), Who: s.pick("select", "line-who-"+n, "Who, proposed", "", who...), By: s.field("date", "line-by-"+n, "By", "")})
	}
	return out
}

// reportFollows says who is told what, what was looked at, and where the ball goes.
func (s *sheetOf) reportFollows(p *page.Compose, asker string) {
	how := "their list here, at once, and an e-mail that names nobody"
	if !s.dir.Here(s.p.State.Org) {
		how = "over their channel; it is chased until it is delivered"
	}
	p.Told = []page.Told{{Icon: "inbox", Who: asker, How: how, What: "The report with its lines, to be acknowledged one by one"},
		{Icon: "user-check", Who: "The patient", How: "is told by " + asker, What: "A result that asks for action makes the call owed at once"}}
	p.Checks = []page.CheckLine{{State: "unchecked", Words: "Is it about " + p.Banner.Name + "?", Source: "Only you can tell: born " + p.Banner.Born}, {State: "unchecked", Words: "Allergies: not recorded", Source: "Ask before you start a medicine"}, {State: "unchecked", Words: "A file's name of the patient: read when you sign"}}
	if a := s.p.Patient.Allergies; a != "" {
		p.Checks[1] = page.CheckLine{State: "look", Words: "Allergies: " + a, Source: "The record of " + s.dir.Orgs[s.p.Patient.Org].Name}
		if a == "none known" {
			p.Checks[1].State = "ok"
		}
	}
	p.After = "The ball goes to " + asker + ": acknowledge by " + s.due("reported", s.p.State.Team) + ", sooner where somebody must act."
}

// reportOf is the report as it is typed now.
func (s *sheetOf) reportOf() loop.Report { return reportFrom(s.v, s.typed) }

func reportFrom(v *visit.Visit, typed url.Values) loop.Report {
	get := typed.Get
	x := loop.Report{Kind: referral.ReportKind(get("kind")), Replaces: referral.ReportID(get("replaces")), Answer: strings.TrimSpace(get("answer")), Claim: get("claim"), Normal: get("normal") != ""}
	if a := get("actionable"); a != "none" {
		x.Actionable = referral.Actionable(a)
	}
	if x.Replaces != "" {
		x.Kind = referral.Amended
	}
	if open := strings.TrimSpace(get("open")); open != "" && x.Claim != "answered" {
		x.Answer += "\n\nOpen: " + open
	}
	x.Findings = findings(get("findings"), "Tests and images", get("tests"), "Medicines changed", get("medicines"))
	if with := get("spoke-with"); with != "" {
		x.Spoke = &turn.Call{With: with, At: v.Moment(typed.Get("spoke-at"))}
	}
	x.Lines = linesFrom(v, typed)
	return x
}

func linesFrom(v *visit.Visit, typed url.Values) (out []loop.Line) {
	n, _ := strconv.Atoi(typed.Get("lines"))
	for i := range min(max(n, fewLines), allLines) {
		at := strconv.Itoa(i + 1)
		l := loop.Line{What: typed.Get("line-" + at), Due: v.Day(typed.Get("line-by-" + at))}
		if person, ok := strings.CutPrefix(typed.Get("line-who-"+at), "person:"); ok {
			l.Person = party.UserID(person)
		} else {
			l.Team = party.TeamID(typed.Get("line-who-" + at))
		}
		out = append(out, l)
	}
	return out
}

// lacking is what the form still wants beside what the report does.
func lacking(v *visit.Visit, typed url.Values, x loop.Report) error {
	return fault.All(whole(v, typed, x.Lines), turn.If(typed.Get("actionable") == "", "actionable", "Say how soon somebody must act, or that nothing presses."))
}

// whole refuses a line of the plan that was begun and is not whole, so that
// nothing of it is passed over.
func whole(v *visit.Visit, typed url.Values, lines []loop.Line) error {
	var all []error
	for i, l := range lines {
		at := strconv.Itoa(i + 1)
		by, what := "line-by-"+at, strings.TrimSpace(l.What) != ""
		begun := what || typed.Get("line-who-"+at) != "" || typed.Get(by) != ""
		all = append(all, turn.If(begun && !what, "line-"+at, "Write what is to be done."), legible(typed, by),
			turn.If(begun && typed.Get(by) == "", by, "Every recommendation needs a day."),
			turn.If(begun && !l.Due.IsZero() && !l.Due.After(v.Desk.Now()), by, "Choose a day ahead."))
	}
	return fault.All(all...)
}

// findings puts sections under their headings, in the form a report is read in.
func findings(first string, more ...string) string {
	out := strings.TrimSpace(first)
	for i := 0; i+1 < len(more); i += 2 {
		if text := strings.TrimSpace(more[i+1]); text != "" {
			out = strings.TrimSpace(out + "\n\n" + more[i] + ":\n" + text)
		}
	}
	return out
}

func previewOf(v *visit.Visit, dir *desk.Directory, x loop.Report) *page.ReportPreview {
	p := &page.ReportPreview{Answer: x.Answer, Claim: map[string]string{"answered": "The author says: answered", "partly": "The author says: partly", "no": "The author says: not answered"}[x.Claim],
		Act: map[referral.Actionable]string{referral.WithinDays: "Act within 3 days", referral.WithinHours: "Act within 6 hours", referral.WithinMinutes: "Act within 60 minutes"}[x.Actionable], Sections: sheet.Sections(x.Findings)}
	if p.Claim == "" {
		p.Claim = "Not said yet whether it is answered"
	}
	if p.Answer == "" {
		p.Answer = "No answer yet."
	}
	for _, l := range x.Lines {
		if l.What == "" {
			continue
		}
		who := dir.TeamName(l.Team)
		if l.Person != "" {
			who = dir.PersonName(l.Person)
		}
		by := "no day yet"
		if !l.Due.IsZero() {
			by = "by " + v.Clock().Day(l.Due)
		}
		p.Lines = append(p.Lines, l.What+" · "+who+", "+by)
	}
	return p
}

// write signs the report, or shows it again: with one line more, as a preview,
// or kept for later.
func write(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	switch typed.Get("do") {
	case "line":
		n, _ := strconv.Atoi(typed.Get("lines"))
		typed.Set("lines", strconv.Itoa(max(n, fewLines)+1))
		return compose(v, typed, nil, false)
	case "preview":
		return compose(v, typed, nil, true)
	case "keep":
		return putAway(v, typed)
	}
	name, data, file, unread := v.File("file")
	return press(v, "report", "the report is signed and on its way.", func(w *desk.Writing, f loop.Form, typed url.Values) (loop.Done, error) {
		if unread != nil { // the words come back with why
			return loop.Done{}, unread
		}
		x := reportFrom(v, typed)
		if file {
			st, err := w.Loop(f.Referral)
			if err != nil {
				return loop.Done{}, err
			}
			d, err := deskchart.Upload(w, deskchart.File{Patient: sheet.RecordOf(st, v.Who), Referral: f.Referral, Name: name, Title: "Report, as sent", Data: data, Kind: chart.Report, Confirmed: true})
			if err != nil {
				return loop.Done{}, err
			}
			x.Document = d.ID
		}
		lacks := lacking(v, typed, x)
		if whole(v, typed, x.Lines) != nil { // said of each line, once
			x.Lines = nil
		}
		done, err := loop.Write(w, f, x)
		return done, fault.All(err, lacks)
	}, func(typed url.Values, wrong error) error { return compose(v, typed, wrong, false) })
}

// putAway keeps the draft by a press, and leaves the page.
func putAway(v *visit.Visit, typed url.Values) error {
	id := referral.ID(v.R.PathValue("id"))
	typed.Del("do")
	if _, err := v.Keep(id, "report", typed); err != nil {
		return err
	}
	v.Say("The draft of the report is kept. Nobody else can see it.", loop.Done{})
	http.Redirect(v.W, v.R, "/referrals/"+string(id), http.StatusSeeOther)
	return nil
}
