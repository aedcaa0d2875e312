// Package admin is what an administrator sees to: who works here, and who
// stands in for whom; and what the privacy officer does.
package admin

import (
	"net/http"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/lists"
	"referd/desk/loop"
	deskpeople "referd/desk/people"
	"referd/desk/safety"
	"referd/web/page"
	"referd/web/setup"
	"referd/web/visit"
)

// Routes of the administrator.
func Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /admin/people", To: people},
		{Pattern: "POST /admin/people/{user}/codes-off", To: codesOff},
		{Pattern: "GET /admin/people/{user}/password", To: func(v *visit.Visit) error { return forgotten(v, nil) }},
		{Pattern: "POST /admin/people/{user}/password", To: letBackIn},
		{Pattern: "GET /covers", To: func(v *visit.Visit) error { return covers(v, nil, nil) }},
		{Pattern: "POST /covers", To: cover},
		{Pattern: "POST /covers/accepting", To: accept},
		{Pattern: "POST /covers/ending", To: uncover},
		{Pattern: "GET /covers/out", To: func(v *visit.Visit) error { return outs(v, nil, nil) }},
		{Pattern: "POST /covers/out", To: out},
		{Pattern: "GET /admin/people/{user}/leaving", To: func(v *visit.Visit) error { return leaving(v, "", nil) }},
		{Pattern: "POST /admin/people/{user}/leaving", To: leave},
		{Pattern: "GET /concern", Open: true, To: outside(safety.AtDoor)},
		{Pattern: "POST /concern", Open: true, Limit: 16 << 10, To: outsideSent(safety.AtDoor)},
		{Pattern: "GET /a/{token}/concern", Open: true, To: outside(safety.ByLink)},
		{Pattern: "POST /a/{token}/concern", Open: true, Limit: 16 << 10, To: outsideSent(safety.ByLink)},
		{Pattern: "GET /concerns", To: concerns},
		{Pattern: "GET /concerns/new", To: func(v *visit.Visit) error { return newConcern(v, nil, nil) }},
		{Pattern: "POST /concerns", To: report},
		{Pattern: "GET /concerns/{id}", To: func(v *visit.Visit) error { return concern(v, nil, nil) }},
		{Pattern: "POST /concerns/{id}/answer", To: answerConcern},
		{Pattern: "GET /incidents", To: incidents},
		{Pattern: "GET /incidents/{id}", To: func(v *visit.Visit) error { return incident(v, nil, nil) }},
		{Pattern: "POST /incidents/{id}/settlement", To: settleIncident},
	}
}

// read lists the accounts with the shell around them.
func read(v *visit.Visit, title string) (list []lists.Member, dir *desk.Directory, shell page.Shell, err error) {
	err = v.Desk.Read(v.R.Context(), v.Who, "people", func(r *desk.Reading) (err error) {
		if list, err = lists.People(r); err != nil {
			return err
		}
		dir = r.Directory()
		shell, err = v.Shell(r, title)
		return err
	})
	return list, dir, shell, err
}

func people(v *visit.Visit) error {
	var p page.People
	var list []lists.Member
	var dir *desk.Directory
	var waiting map[party.UserID]time.Time
	var codes map[string]bool
	err := v.Desk.Read(v.R.Context(), v.Who, "people", func(r *desk.Reading) (err error) {
		dir = r.Directory()
		list, err = lists.People(r)
		if err == nil {
			waiting, err = deskpeople.Waiting(r, v.Who.Org)
		}
		if err == nil {
			codes, err = r.Factored()
		}
		if err == nil {
			p.Setup, err = setup.Around(v, r, "people")
		}
		return err
	})
	if err != nil {
		return err
	}
	p.Words = p.Shell.Org + ". Who leaves hands over all they have; nothing is left with nobody."
	for _, m := range list {
		s := staff(v, dir, m)
		if until, waits := waiting[m.ID]; waits {
			invited(v, &s, m.ID, until)
		} else if m.Active && m.ID != v.Who.User && !v.Mail {
			s.PasswordHref = "/admin/people/" + string(m.ID) + "/password"
		}
		if codes[string(m.ID)] && m.ID != v.Who.User {
			s.CodesHref = "/admin/people/" + string(m.ID) + "/codes-off"
		}
		if m.Active {
			s.ChangeHref = "/setup/people/" + string(m.ID)
			p.Here = append(p.Here, s)
		} else {
			p.Closed = append(p.Closed, s)
		}
	}
	return v.Page(http.StatusOK, page.PeoplePage(p))
}

// codesOff takes the codes at sign-in off somebody who lost their telephone.
func codesOff(v *visit.Visit) error {
	u, name := party.UserID(v.R.PathValue("user")), ""
	err := v.Desk.Write(v.R.Context(), v.Who, "factor.off", func(w *desk.Writing) error {
		name = w.Directory().PersonName(u)
		return deskpeople.Unfactor(w, u)
	})
	if err != nil {
		return err
	}
	v.Say("The codes of "+name+" are off, and they are signed out. Be sure it was they who asked you.", loop.Done{})
	return v.Go("/admin/people")
}

// invited says of somebody who has not come in until when their link works.
func invited(v *visit.Visit, s *page.Staff, u party.UserID, until time.Time) {
	at := "/admin/people/" + string(u)
	if s.SlipHref = at + "/slip"; v.Mail {
		s.LetterHref = at + "/invitation"
	}
	switch s.Waits = "Has not come in. "; {
	case until.IsZero():
		s.Waits += "No link was given out yet."
	case until.Before(v.Desk.DB.Machine()):
		s.Waits += "Their link has ended."
	default:
		s.Waits += "Their link works until " + v.Clock().Day(until.Add(v.Desk.Now().Sub(v.Desk.DB.Machine()))) + "."
	}
}

func staff(v *visit.Visit, dir *desk.Directory, m lists.Member) page.Staff {
	s := page.Staff{Name: dir.PersonName(m.ID), Email: m.Email, Work: m.Work, AnswerFor: m.AnswerFor}
	var does, teams []string
	for _, j := range m.Jobs {
		does = append(does, visit.Job(j))
	}
	for _, t := range m.Teams {
		teams = append(teams, dir.TeamName(t))
	}
	s.Does, s.Teams = strings.Join(does, ", "), strings.Join(teams, ", ")
	if m.Active && m.ID != v.Who.User { // nobody closes their own account
		s.LeavesHref = "/admin/people/" + string(m.ID) + "/leaving"
	}
	return s
}

// leaving shows what is with somebody, and asks who takes over.
func leaving(v *visit.Visit, typed string, wrong error) error {
	list, dir, shell, err := read(v, "Leaving")
	if err != nil {
		return err
	}
	for _, m := range list {
		s := staff(v, dir, m)
		if string(m.ID) != v.R.PathValue("user") || s.LeavesHref == "" {
			continue
		}
		shell.Title = s.Name + " leaves"
		p := page.Leaving{Shell: shell, Staff: s, Pressing: page.Pressing{Action: s.LeavesHref}, To: successors(dir, list, m), Happens: []string{"What they have in hand goes back to its teams, with its age and its due.", "Every session of theirs ends, and every delegation to or from them.", "Teams they led are led by who takes over, else by another lead in them, else by you.", "What they are on call for is the clinician's who takes over, without the number they had; without one, name somebody under Setup, On call."}}
		if m.Practitioner != "" {
			p.Happens = append(p.Happens, "Their free times are offered no more; each visit booked with them is scheduling's to look at today, and stands until it is moved.")
			p.Happens = append([]string{"Every open referral they answer for, and every draft, goes to the clinician who takes over, in the same commit."}, p.Happens...)
		}
		if typed != "" {
			p.To.Value = typed
		}
		status := http.StatusOK
		if wrong != nil {
			status = http.StatusUnprocessableEntity
			p.Errors = []page.Wrong{{Field: "to", Words: fault.Public(wrong)}}
			p.To.Wrong = p.Errors[0].Words
		}
		return v.Page(status, page.LeavingPage(p))
	}
	return fault.E("admin.leaving", fault.Missing, "There is no such account here.", nil)
}

// successors are who may take over: for a clinician, clinicians.
func successors(dir *desk.Directory, list []lists.Member, who lists.Member) page.Field {
	f := page.Field{Kind: "select", Name: "to", Label: "Who takes over", Hint: "May stay empty: their teams take it."}
	if who.Practitioner != "" {
		f.Label, f.Hint = "The clinician who takes over", "The named cover, when you leave it empty."
		f.Value = string(who.Cover)
	}
	for _, m := range list {
		if m.Active && !m.Invited && m.ID != who.ID && (who.Practitioner == "" || m.Practitioner != "") {
			f.Opts = append(f.Opts, page.Opt{Value: string(m.ID), Words: dir.PersonName(m.ID)})
		}
	}
	return f
}

// leave closes the account and hands over what it has, or nothing of it.
func leave(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	user, to := party.UserID(v.R.PathValue("user")), party.UserID(typed.Get("to"))
	if user == v.Who.User {
		return fault.E("admin.leave", fault.Refused, "Another administrator closes your own account.", nil)
	}
	moved := 0
	err = v.Desk.Write(v.R.Context(), v.Who, "leave", func(w *desk.Writing) (err error) { moved, err = chase.Leave(w, user, to); return err })
	if fault.Of(err) == fault.Invalid {
		return leaving(v, string(to), err)
	}
	if err != nil {
		return err
	}
	v.Say("The account is closed. "+page.Many(moved, "thing was", "things were")+" handed over.", loop.Done{})
	return v.Go("/admin/people")
}
