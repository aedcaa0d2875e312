package patient

import (
	"net/http"
	"net/url"
	"strings"

	"referd/base/fault"
	"referd/desk/safety"
	"referd/web/page/phone"
	"referd/web/visit"
)

// concernAt is where a patient reports that something is not safe: of their link,
// or of none.
func concernAt(v *visit.Visit) string {
	token := v.R.PathValue("token")
	if token == "" {
		token = "-"
	}
	return (&url.URL{Path: path + "/" + token + "/concern"}).EscapedPath()
}

// concern asks what went wrong. It looks at no link: whoever came this far may
// say so, also when theirs is over.
func concern(v *visit.Visit) error {
	return concerning(v, phone.Concern{At: safety.Page(v.R.Referer()), Done: v.R.URL.Query().Get("done") != ""}, http.StatusOK)
}

func concerning(v *visit.Visit, p phone.Concern, status int) error {
	p.Frame, p.Action, p.Back = frame(v), concernAt(v), here(v)
	p.Unsafe = ""
	if v.R.PathValue("token") == "-" {
		p.Back = path
	}
	return v.Page(status, phone.ConcernPage(p))
}

func concerned(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	o := safety.Outside{By: safety.Patient, Token: v.R.PathValue("token"), Page: f.Get("at"), Grade: safety.Unsafe, Words: f.Get("words"), Reach: f.Get("reach"), From: v.From}
	if f.Get("harm") != "" {
		o.Grade = safety.Harm
	}
	err = safety.FromOutside(v.R.Context(), v.Desk, o)
	if err != nil && fault.Of(err) == fault.Invalid {
		why := "concern.none"
		if strings.TrimSpace(o.Words) != "" {
			why = "concern.long"
		}
		p := phone.Concern{At: safety.Page(o.Page), Harm: o.Grade == safety.Harm, Words: o.Words, Reach: o.Reach, Wrong: frame(v).Tongue.Say(why)}
		return concerning(v, p, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return v.Go(concernAt(v) + "?done=yes")
}
