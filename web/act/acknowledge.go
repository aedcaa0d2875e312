package act

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// refusal is what is wrong with a form that came back, all of it at once.
type refusal struct {
	wrongs []page.Wrong
	stale  *turn.Stale
}

// show puts it on the form: on top, and beside each field.
func (w *refusal) show(v *visit.Visit, r *desk.Reading, p *loop.Picture, f *page.Reading) {
	if w == nil {
		return
	}
	if w.stale != nil {
		f.Conflict = conflict(&ask{v: v, p: p, dir: r.Directory()}, w.stale)
		f.Seq = w.stale.Seq
	}
	f.Errors = w.wrongs
	for _, x := range w.wrongs {
		f.Wrong[x.Field] = x.Words
		for i, l := range f.Lines {
			if x.Field == "line-"+l.Key {
				f.Lines[i].Wrong = x.Words
			}
		}
	}
}

// late is what a press is answered that came when somebody had acknowledged
// already: there is no form any more, so the words stand by themselves.
func late(v *visit.Visit, r *desk.Reading, p *loop.Picture, w *refusal, typed url.Values) *page.Late {
	if w == nil {
		return nil
	}
	l := &page.Late{Errors: w.wrongs}
	if w.stale != nil {
		l.Conflict = conflict(&ask{v: v, p: p, dir: r.Directory(), typed: typed}, w.stale)
	}
	add := func(name, words string) {
		if words = strings.TrimSpace(words); words != "" {
			l.Typed = append(l.Typed, page.Fact{Name: name, Words: words})
		}
	}
	add("Still open", typed.Get("open"))
	for _, i := range p.State.Items {
		add("Not doing “"+p.Words[i.What]+"”, because", typed.Get("because-"+string(i.ID)))
	}
	add("For the patient", typed.Get("tell-words"))
	return l
}

// acknowledge takes the reading: every line decided, by the clinician who asked.
func acknowledge(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	x := &ask{v: v, typed: typed}
	f := formOf(v, typed)
	if err := stepUp(v, typed, &f); err != nil {
		return again(v, typed, err)
	}
	a := loop.Acknowledgement{Report: referral.ReportID(x.get("report")), Answered: x.get("answered"), Open: x.get("open"),
		Tell: loop.Telling{How: x.get("tell"), Now: x.get("told") == "yes", Words: x.get("tell-words")}}
	if x.get("told") == "no" {
		a.Tell.Person, a.Tell.Due = party.UserID(x.get("tell-who")), x.day("tell-by")
	}
	for name := range typed {
		if key, ok := strings.CutPrefix(name, "line-"); ok {
			a.Lines = append(a.Lines, x.line(key))
		}
	}
	var done loop.Done
	var wrongs []page.Wrong
	err = v.Desk.Write(v.R.Context(), v.Who, "acknowledgement", func(w *desk.Writing) (err error) {
		if wrongs, err = x.unchosen(w, f.Referral); err != nil || len(wrongs) > 0 {
			return orSome(err, wrongs)
		}
		done, err = loop.Acknowledge(w, f, a)
		return err
	})
	if err != nil {
		return againWith(v, typed, err, wrongs)
	}
	v.Say("Acknowledged.", done)
	return v.Go("/referrals/" + string(done.ID) + sheet.Suffix(v))
}

// line reads what becomes of one recommendation.
func (x *ask) line(key string) loop.Choice {
	c := loop.Choice{Item: referral.ItemID(key), How: x.get("line-" + key), Due: x.day("by-" + key), Because: x.get("because-" + key)}
	to := x.get("to-" + key)
	if id, ok := strings.CutPrefix(to, "person/"); ok {
		c.Person = party.UserID(id)
	}
	if id, ok := strings.CutPrefix(to, "team/"); ok {
		c.Team = party.TeamID(id)
	}
	return c
}

// stepUp takes the password where one was typed; only one typed here, now, counts.
func stepUp(v *visit.Visit, typed url.Values, f *loop.Form) error {
	pw := typed.Get("password")
	if pw == "" {
		v.Who.Confirmed = time.Time{}
		return nil
	}
	ok, err := people.Confirmed(v.R.Context(), v.Desk, v.Who, pw)
	if err == nil && !ok {
		err = fault.About("act.acknowledge", "password", fault.Invalid, "The password is not right.")
	}
	f.Confirmed = err == nil
	return err
}

// orSome is a fault when a form has something to mend.
func orSome(err error, wrongs []page.Wrong) error {
	if err == nil && len(wrongs) > 0 {
		err = fault.About("act.acknowledge", wrongs[0].Field, fault.Invalid, wrongs[0].Words)
	}
	return err
}

// unchosen lists everything that is not chosen yet, so that it is mended once.
// Who may not acknowledge is not asked about it, nor who comes after another.
func (x *ask) unchosen(w *desk.Writing, id referral.ID) (out []page.Wrong, err error) {
	s, err := w.Loop(id)
	if err != nil || !turn.Standing(w.Reading, &s).Accountable {
		return nil, err
	}
	for _, r := range s.Reports {
		if string(r.ID) == x.get("report") && (!r.Acknowledged.IsZero() || r.Replaced) {
			return nil, nil // somebody was faster: that is said, not what is missing
		}
	}
	add := func(bad bool, field, words string) {
		if bad {
			out = append(out, page.Wrong{Field: field, Words: words})
		}
	}
	add(x.get("answered") == "", "answered", "Say whether it answered your question.")
	add((x.get("answered") == "partly" || x.get("answered") == "no") && strings.TrimSpace(x.get("open")) == "", "open", "Say what is still open.")
	for _, i := range s.Items {
		if string(i.Report) != x.get("report") || i.Team != s.Team || !i.Owed() {
			continue
		}
		key := string(i.ID)
		switch how := x.get("line-" + key); {
		case how == "":
			add(true, "line-"+key, "Each line needs somebody: I do it, give it, or not doing, because.")
		case how == "give" && x.get("to-"+key) == "":
			add(true, "line-"+key, "Say to whom you give it.")
		case how == "not" && strings.TrimSpace(x.get("because-"+key)) == "":
			add(true, "line-"+key, "Say why it is not done.")
		}
	}
	told := x.get("told")
	add(told == "", "told", "Say whether you have told the patient, or who will.")
	add(told != "" && x.get("tell") == "", "tell", "Say how the patient is told.")
	add(told == "yes" && strings.TrimSpace(x.get("tell-words")) == "", "tell-words", "Write what the patient was told, in plain words.")
	add(told == "no" && x.get("tell-who") == "", "tell-who", "Say who tells the patient.")
	add(told == "no" && !x.day("tell-by").After(w.Now()), "tell-by", "Say by when the patient is told: a day ahead.")
	for _, r := range s.Reports {
		add(string(r.ID) == x.get("report") && r.Actionable != "" && x.get("password") == "", "password", "This report asks somebody to act. Type your password to acknowledge it.")
	}
	return out, nil
}

func again(v *visit.Visit, typed url.Values, err error) error { return againWith(v, typed, err, nil) }

// againWith shows the form once more with every word still there.
func againWith(v *visit.Visit, typed url.Values, err error, wrongs []page.Wrong) error {
	k := fault.Of(err)
	if k != fault.Invalid && k != fault.Refused && k != fault.Conflict {
		return err
	}
	w, status := &refusal{wrongs: wrongs}, http.StatusUnprocessableEntity
	if s, ok := turn.StaleOf(err); ok {
		w.stale, status = s, http.StatusConflict
	} else if len(wrongs) == 0 {
		w.wrongs = page.Wrongs(err)
	}
	return reading(v, typed, w, status)
}
