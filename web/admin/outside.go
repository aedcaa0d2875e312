package admin

import (
	"net/http"
	"net/url"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk/safety"
	"referd/web/page"
	"referd/web/visit"
)

// outside is a safety concern of who is not signed in: at the door, or by the
// link of a receiver. It looks at no link, so that it tells nobody which is one.
func outside(by party.UserID) func(*visit.Visit) error {
	return func(v *visit.Visit) error {
		if by == safety.AtDoor && v.Who.User != "" {
			return v.Go("/concerns/new")
		}
		return outsideForm(v, url.Values{"at": {safety.Page(v.R.Referer())}}, nil)
	}
}

func outsideForm(v *visit.Visit, typed url.Values, wrong error) error {
	p := page.OutsideConcern{Pressing: page.Pressing{Action: v.R.URL.EscapedPath()}, At: safety.Page(typed.Get("at")), Back: "/", Done: v.R.URL.Query().Get("done") != ""}
	if t := v.R.PathValue("token"); t != "" {
		p.Back = "/a/" + url.PathEscape(t)
	}
	p.Fields = []page.Field{{Kind: "radio", Name: "grade", Label: "How bad is it?", Value: typed.Get("grade"), Opts: grades},
		{Kind: "area", Name: "words", Label: "What happened", Hint: "What you saw, and what you expected. Name no patient: a referral's code is enough.", Value: typed.Get("words")},
		{Kind: "text", Name: "reach", Label: "Your name and how you are reached", Hint: "If you want an answer. It may stay empty.", Value: typed.Get("reach"), Auto: "off"}}
	status := http.StatusOK
	if wrong != nil {
		status, p.Errors = http.StatusUnprocessableEntity, page.Mark(wrong, p.Fields)
	}
	return v.Page(status, page.OutsideConcernPage(p))
}

func outsideSent(by party.UserID) func(*visit.Visit) error {
	return func(v *visit.Visit) error {
		f, err := v.Form()
		if err != nil {
			return err
		}
		err = safety.FromOutside(v.R.Context(), v.Desk, safety.Outside{By: by, Token: v.R.PathValue("token"), Page: f.Get("at"), Grade: f.Get("grade"), Words: f.Get("words"), Reach: f.Get("reach"), From: v.From})
		if k := fault.Of(err); err != nil && (k == fault.Invalid || k == fault.Busy) {
			return outsideForm(v, f, err)
		}
		if err != nil {
			return err
		}
		return v.Go(v.R.URL.EscapedPath() + "?done=yes")
	}
}

// reporters are those without an account, in words.
var reporters = map[party.UserID]string{safety.AtDoor: "Somebody who was not signed in", safety.ByLink: "A receiver, by a link", safety.Patient: "A patient, on their page"}
