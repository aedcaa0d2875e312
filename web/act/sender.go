package act

import (
	"slices"
	"strings"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet"
)

func senderForms() []form { return []form{answerForm, nextForm, adviceForm, informForm, messageForm} }

func plainly(words string) page.Field { return page.Field{Kind: "plain", Label: words} }

func file(x *ask, hint string) []page.Field {
	return []page.Field{{Kind: "file", Name: "file", Label: "Attach a file", Hint: "PDF, picture or text, at most 50 MB. " + hint}, {Kind: "text", Name: "title", Label: "What it is", Value: x.get("title")},
		{Kind: "check", Name: "confirmed", Label: "I looked: it is about this patient", Hint: "needed when it names somebody else; your word is kept", Value: x.get("confirmed")}}
}

// files is file, where several may be chosen at once.
func files(x *ask, hint string) []page.Field {
	out := file(x, hint)
	out[0].Kind, out[0].Label = "files", "Attach files"
	out[0].Hint = "PDF, picture or text, one or several, each at most 50 MB. " + hint
	return out
}

// open lists the questions that wait for an answer.
func (x *ask) open() (out []referral.Ask) {
	for _, a := range x.p.State.Asks {
		if a.Answered.IsZero() || a.Answered.Before(a.Asked) {
			out = append(out, a)
		}
	}
	return out
}

var answerForm = form{act: referral.ActAnswer, icon: "message-square-reply", said: "Answered. The clinic goes on.", final: true,
	happens: []string{"The ball goes back to the clinic, and the adjusted clock runs again.", "One answer answers every open question.", "A file goes along once it was looked at: its kind, its size, whom it names."},
	asks: func(x *ask) []page.Part {
		they := page.Part{Legend: "They ask"}
		for _, a := range x.open() {
			words := x.p.Words[a.Note]
			if items := sheet.AsksFor(x.dir, x.p.Service.ID, a.Items); items != "" {
				they.Fields = append(they.Fields, plainly("For: "+items))
			}
			if words != "" {
				they.Fields = append(they.Fields, plainly("“"+words+"”"))
			}
			they.Hint = sheet.By(x.dir, a.By) + ", " + x.v.Clock().At(a.Asked)
		}
		if len(they.Fields) == 0 {
			they.Fields = []page.Field{plainly("No question is open any more.")}
		}
		return []page.Part{they, {Legend: "Your answer", Fields: append([]page.Field{words(x, "In words", "They read exactly this.")}, files(x, "They are kept with your answer.")...)}}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		docs, err := x.upload(w, f)
		if err != nil {
			return loop.Done{}, err
		}
		if x.said != "" { // a file is kept, not sent
			switch said := strings.TrimSpace(x.get("words")) != ""; {
			case !said && len(docs) == 0:
				x.said += " Your answer is not given yet."
				return loop.Done{ID: f.Referral}, nil
			case len(docs) == 0:
				x.said = "Answered in words. " + x.said
			default:
				x.said = "Answered. " + x.said
			}
		}
		return loop.Answer(w, f, "", x.get("words"), docs)
	}}

// upload keeps the files that came with a form, each after it was looked at. What
// it is, is said of one; several go by their own names.
func (x *ask) upload(w *desk.Writing, f loop.Form) (out []chart.DocumentID, err error) {
	list, err := x.v.Files("file")
	if err != nil || len(list) == 0 {
		return nil, err
	}
	s, err := w.Loop(f.Referral)
	if err != nil {
		return nil, err
	}
	for _, u := range list {
		title := u.Name
		if len(list) == 1 {
			title = orElse(x.get("title"), title)
		}
		d, err := deskchart.Upload(w, deskchart.File{Patient: sheet.RecordOf(s, x.v.Who), Referral: f.Referral, Name: u.Name, Title: title, Data: u.Data, Confirmed: x.get("confirmed") != "", Kind: chart.Attachment})
		switch {
		case err != nil && len(list) > 1: // which of them
			return nil, fault.About("act.upload", "file", fault.Of(err), u.Name+": "+fault.Public(err))
		case err != nil:
			return nil, err
		case d.Held != "":
			x.said = held(d)
		default:
			out = append(out, d.ID)
		}
	}
	return out, nil
}

var nextForm = form{act: referral.ActNextStep, icon: "arrow-up-right", said: "The next step is taken.", finds: true, final: true,
	happens: []string{"Elsewhere is the same loop with the same dates: nothing starts anew.", "Back with new facts goes to the same clinic's triage.", "Ending it needs the patient told first. It does not count as closed."},
	asks: func(x *ask) []page.Part {
		leg := x.p.State.Legs[x.p.State.Leg()]
		why := page.Part{Legend: x.p.Receiver.Name + " declined", Hint: x.v.Clock().Short(leg.Declined), Fields: []page.Field{plainly(orElse(sheet.ReasonWords(leg.DeclineReason), "No reason was coded"))}}
		if n := x.p.Words[leg.DeclineNote]; n != "" {
			why.Fields = append(why.Fields, plainly("“"+n+"”"))
		}
		if tells := map[string]string{"receiver": "They tell the patient.", "sender": "You tell the patient."}[leg.DeclineTells]; tells != "" {
			why.Fields = append(why.Fields, plainly(tells))
		}
		return []page.Part{why,
			{Legend: "What next", Fields: []page.Field{pick(x, "radio", "how", "", opt("elsewhere", "Send it elsewhere", "choose where below"), opt("back", "Back with new facts", "say what is new"), opt("end", "End it", "the patient knows, and why"))}},
			{Legend: "Where to, for elsewhere", Fields: []page.Field{pick(x, "radio", "to", "", x.places(leg)...), x.finding()}},
			{Legend: "Why, or what is new", Fields: []page.Field{words(x, "In words", "The next clinic, or this one, reads it.")}},
			{Legend: "For ending it", Fields: []page.Field{pick(x, "radio", "told", "How was the patient told", tellOpts...)}}}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.NextStep(w, f, loop.Step{How: x.get("how"), To: party.ServiceID(x.get("to")), Words: x.get("words"), Told: x.get("told")})
	}}

// places are where a declined referral may go: what they named first, then the
// same specialty, then what was looked for.
func (x *ask) places(leg referral.Leg) (out []page.Opt) {
	add := func(s party.Service, why string) {
		if s.ID == "" || s.ID == x.p.Service.ID || slices.ContainsFunc(out, func(o page.Opt) bool { return o.Value == string(s.ID) }) {
			return
		}
		hint := x.dir.Orgs[s.Org].Name + ", " + s.Phone
		if why != "" {
			hint = why + ". " + hint
		}
		out = append(out, opt(string(s.ID), s.Name, hint))
	}
	add(x.dir.ServicesByID[leg.Alternative], "They name it")
	add(x.dir.ServicesByID[party.ServiceID(x.get("to"))], "")
	for _, s := range x.dir.Services("") {
		if s.Specialty.Code == x.p.Service.Specialty.Code {
			add(s, "The same specialty")
		}
	}
	if q := strings.TrimSpace(x.get("find")); q != "" {
		for _, s := range x.dir.Services(q) {
			add(s, "")
		}
	}
	return out
}

// finding is where another service is looked for, and says that none was found.
func (x *ask) finding() page.Field {
	f := page.Field{Kind: "find", Name: "find", Label: "Find another service", Hint: "A service, a specialty, a place or what is wrong.", Value: strings.TrimSpace(x.get("find"))}
	if f.Value != "" && len(x.dir.Services(f.Value)) == 0 {
		f.Hint = "No service is known by these words. Try the specialty."
	}
	return f
}

var adviceForm = form{act: referral.ActAnswerAdvice, icon: "reply", said: "Answered.", final: true,
	happens: []string{"Accepting ends the loop on advice once the patient knows; it does not count as closed.", "Referring back, or disagreeing, puts the ball with the clinic again: say what is different.", "What they recommend goes on the plan with its day."},
	asks: func(x *ask) []page.Part {
		leg := x.p.State.Legs[x.p.State.Leg()]
		they := page.Part{Legend: x.p.Receiver.Name + " advises, no visit", Hint: x.v.Clock().Short(leg.Advised), Fields: []page.Field{plainly(x.p.Words[leg.Advice])}}
		if b := x.p.Words[leg.BackIf]; b != "" {
			they.Fields = append(they.Fields, plainly("Refer back if: "+b))
		}
		for _, i := range x.p.State.Items {
			if i.Owed() {
				they.Fields = append(they.Fields, plainly("On the plan: "+x.p.Words[i.What]+", by "+x.v.Clock().Day(i.Due)))
			}
		}
		return []page.Part{they, {Legend: "Your answer", Fields: []page.Field{pick(x, "radio", "how", "", opt("accept", "I accept the advice", "say how the patient was told"), opt("back", "I refer back", "it has come to that"), opt("disagree", "I disagree", "say why"))}},
			{Legend: "When you accept: how was the patient told", Fields: []page.Field{pick(x, "radio", "told", "", tellOpts...)}}, {Legend: "Words to the clinic", Fields: []page.Field{words(x, "What is different, when you do not accept", "")}}}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.AnswerAdvice(w, f, x.get("how"), x.get("words"), x.get("told"))
	}}

var informForm = form{act: referral.ActInform, icon: "user-check", said: "The patient knows.",
	happens: []string{"It is one of the five proofs, for this very report.", "A letter counts for a normal result only. A call without a needed interpreter does not count.", "A line of the plan that was there to tell the patient is done by it."},
	asks: func(x *ask) []page.Part {
		what := page.Part{Legend: "What the patient hears", Fields: []page.Field{plainly("There is no report yet: tell the patient of the decline or the advice.")}}
		if h := x.untold(); h != nil {
			answer, _ := loop.Parts(x.p.Words[h.Document])
			what.Hint = orElse(x.dir.ClinicianName(h.Author), x.p.Receiver.Name) + ", " + x.v.Clock().At(h.Written)
			what.Fields = []page.Field{plainly(orElse(answer, "The report is a document of its own: open it on the referral's page."))}
			for _, i := range x.p.State.Items {
				if i.Report == h.ID && i.Owed() {
					what.Fields = append(what.Fields, plainly("The plan: "+strings.TrimSuffix(x.p.Words[i.What], ".")+", by "+x.v.Clock().Day(i.Due)))
				}
			}
		}
		how := page.Part{Legend: "Tell the patient", Hint: reads(x.p.Patient.Language), Fields: []page.Field{pick(x, "radio", "how", "How", tellOpts...)}}
		if x.p.Patient.Interpreter {
			how.Fields = append(how.Fields, page.Field{Kind: "check", Name: "interpreter", Label: "With an interpreter", Hint: "This patient needs one", Value: x.get("interpreter")})
		}
		how.Fields = append(how.Fields, words(x, "What was said, in plain words", "The answer and the plan, as the patient heard them."))
		return []page.Part{what, how}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		s, err := w.Loop(f.Referral)
		if err != nil {
			return loop.Done{}, err
		}
		x.p = &loop.Picture{State: s}
		var of referral.ReportID
		if h := x.untold(); h != nil {
			of = h.ID
		}
		t := loop.Telling{How: x.get("how"), Interpreter: x.get("interpreter") != "", Words: x.get("words")}
		if p, err := w.Patient(s.Patient); err == nil {
			t.Language = p.Language
		}
		return loop.Inform(w, f, of, t)
	}}

// untold is the report the patient is told of: the first nobody told of, else the last.
func (x *ask) untold() (out *referral.Report) {
	for _, h := range x.p.State.Heads() {
		out = &h
		if h.Informed.IsZero() {
			break
		}
	}
	return out
}

var messageForm = form{act: referral.ActMessage, icon: "send", said: "The message is on the referral. Both sides see it.",
	happens: []string{"Both sides see it at once. It moves no ball and answers no question."},
	asks: func(x *ask) []page.Part {
		return []page.Part{{Legend: "The message", Fields: []page.Field{words(x, "In words", "")}}}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		f.Seq = 0 // words never make a form stale
		return loop.Say(w, f, "", strings.TrimSpace(x.get("words")))
	}}
