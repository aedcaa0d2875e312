package admin

import (
	"cmp"
	"net/http"
	"net/url"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/safety"
	"referd/web/page"
	"referd/web/visit"
)

var grades = []page.Opt{{Value: safety.Unsafe, Words: "Something is unsafe", Hint: "Nobody was harmed yet."}, {Value: safety.Near, Words: "A near miss", Hint: "Somebody could have been harmed, and was not."}, {Value: safety.Harm, Words: "Somebody was or may be harmed", Hint: "Act for the patient first, then tell us."}}

var states = []page.Opt{{Value: safety.Looking, Words: "Being looked into"}, {Value: safety.Done, Words: "Done"}}

var stateWords = map[string]string{safety.Open: "Not looked into yet", safety.Looking: "Being looked into", safety.Done: "Done"}

func gradeOf(c safety.Concern) string {
	for _, o := range grades {
		if o.Value == c.Grade {
			return o.Words
		}
	}
	return c.Grade
}

// newConcern asks what happened. The page one came from goes along: its path, as
// the browser says it, and nothing that was asked with it.
func newConcern(v *visit.Visit, typed url.Values, wrong error) error {
	p := page.NewConcern{Pressing: page.Pressing{Action: "/concerns"}, At: safety.Page(v.R.Referer())}
	if typed != nil {
		p.At = safety.Page(typed.Get("at"))
	}
	err := v.Desk.Read(v.R.Context(), v.Who, "safety.form", func(r *desk.Reading) (err error) {
		for _, u := range safety.Officers(r.Directory(), v.Who.Org) {
			p.To = append(p.To, r.Directory().PersonName(u))
		}
		p.Shell, err = v.Shell(r, "Report a safety concern")
		return err
	})
	if err != nil {
		return err
	}
	p.Fields = []page.Field{{Kind: "radio", Name: "grade", Label: "How bad is it?", Value: typed.Get("grade"), Opts: grades},
		{Kind: "area", Name: "words", Label: "What happened", Hint: "What you saw, and what you expected. Name no patient: a referral's code is enough.", Value: typed.Get("words")}}
	status := http.StatusOK
	if wrong != nil {
		status, p.Errors = http.StatusUnprocessableEntity, page.Mark(wrong, p.Fields)
	}
	return v.Page(status, page.NewConcernPage(p))
}

func report(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	var c safety.Concern
	err = v.Desk.Write(v.R.Context(), v.Who, "safety.report", func(w *desk.Writing) (err error) {
		c, err = safety.Report(w, f.Get("at"), f.Get("grade"), f.Get("words"))
		return err
	})
	if err != nil && fault.Of(err) == fault.Invalid {
		return newConcern(v, f, err)
	}
	if err != nil {
		return err
	}
	v.Say("Reported. Thank you: here you read what comes of it.", loop.Done{})
	return v.Go("/concerns/" + c.ID)
}

func concerns(v *visit.Visit) error {
	var p page.Concerns
	err := v.Desk.Read(v.R.Context(), v.Who, "safety.concerns", func(r *desk.Reading) error {
		list, err := safety.List(r)
		if err != nil {
			return err
		}
		open := 0
		for _, c := range list {
			if c.State != safety.Done {
				open++
			}
			p.Lines = append(p.Lines, line(r.Directory(), c))
		}
		p.Officer = safety.Officer(r)
		p.Words = page.Many(open, "waits", "wait") + ", " + page.Many(len(list)-open, "is done", "are done")
		p.Shell, err = v.Shell(r, "Safety concerns")
		return err
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.ConcernsPage(p))
}

func line(dir *desk.Directory, c safety.Concern) page.ConcernLine {
	return page.ConcernLine{Href: "/concerns/" + c.ID, Grade: gradeOf(c), Harm: c.Grade == safety.Harm, By: cmp.Or(reporters[c.By], dir.PersonName(c.By)), At: c.At, State: stateWords[c.State], Waits: c.State != safety.Done}
}

// concern shows one, to its officer with the form of the answer.
func concern(v *visit.Visit, typed url.Values, wrong error) error {
	var p page.Concern
	err := v.Desk.Read(v.R.Context(), v.Who, "safety.concern", func(r *desk.Reading) error {
		c, err := safety.One(r, v.R.PathValue("id"))
		if err != nil {
			return err
		}
		p = page.Concern{ConcernLine: line(r.Directory(), c), Words: c.Words, Answer: c.Answer, Answered: c.Answered, Answerer: r.Directory().PersonName(c.Answerer),
			Facts: []page.Fact{{Name: "Page", Words: orNone(c.Page)}, {Name: "Where the referral stood", Words: orNone(r.Directory().PhaseName(v.Who.Org, referral.Phase(c.Phase)))}, {Name: "Version", Words: c.Version}}}
		if safety.Officer(r) {
			p.Pressing = page.Pressing{Action: p.Href + "/answer"}
			p.Fields = []page.Field{{Kind: "radio", Name: "state", Label: "How far it is", Value: c.State, Opts: states}, {Kind: "area", Name: "words", Label: "What was found and what was done", Hint: "Who reported it reads this.", Value: c.Answer}}
		}
		p.Shell, err = v.Shell(r, "A safety concern")
		return err
	})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if wrong != nil && len(p.Fields) > 0 {
		status = http.StatusUnprocessableEntity
		p.Fields[0].Value, p.Fields[1].Value = typed.Get("state"), typed.Get("words")
		p.Errors = page.Mark(wrong, p.Fields)
	}
	return v.Page(status, page.ConcernPage(p))
}

func orNone(words string) string {
	if words == "" {
		return "none"
	}
	return words
}

func answerConcern(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	at := v.R.PathValue("id")
	err = v.Desk.Write(v.R.Context(), v.Who, "safety.answer", func(w *desk.Writing) error { return safety.Answer(w, at, f.Get("state"), f.Get("words")) })
	if err != nil && fault.Of(err) == fault.Invalid {
		return concern(v, f, err)
	}
	if err != nil {
		return err
	}
	v.Say("Kept. Who reported it reads it.", loop.Done{})
	return v.Go("/concerns/" + at)
}
