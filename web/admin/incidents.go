package admin

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/visit"
)

// what an incident is about, by why it was opened.
var leaked = map[string]string{loop.WrongPatient: "A referral about the wrong patient", turn.WrongPaper: "A paper of another patient on a referral"}

// incidents lists the privacy officer's incidents.
func incidents(v *visit.Visit) error {
	var p page.Incidents
	err := v.Desk.Read(v.R.Context(), v.Who, "privacy.incidents", func(r *desk.Reading) (err error) {
		list, err := lists.Incidents(r)
		if err != nil {
			return err
		}
		open := 0
		for _, x := range list {
			if p.Lines = append(p.Lines, leak(r.Directory(), x)); x.Closed.IsZero() {
				open++
			}
		}
		p.Words = page.Many(open, "waits", "wait") + ", " + page.Many(len(list)-open, "is settled", "are settled")
		p.Shell, err = v.Shell(r, "Privacy incidents")
		return err
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.IncidentsPage(p))
}

func leak(dir *desk.Directory, x lists.Incident) page.IncidentLine {
	return page.IncidentLine{Href: "/incidents/" + string(x.ID), Code: x.Code, What: cmp.Or(leaked[x.Reason], "Something went to the wrong place"), With: with(dir, x.Owner), Opened: x.Opened, Due: x.Owner.Due, Settled: x.Closed, Mine: x.Mine && x.Closed.IsZero()}
}

// with is who owes a thing: somebody, a team, or a partner.
func with(dir *desk.Directory, o referral.Owed) string {
	return cmp.Or(dir.PersonName(o.Person), dir.Orgs[o.Holder].Name, dir.TeamName(o.Team))
}

// incident shows one with what was typed, if that was refused.
func incident(v *visit.Visit, typed url.Values, wrong error) error {
	if !v.Who.Has(party.PrivacyOfficer) { // whoever else one is with settles it on the referral
		return v.Go("/referrals/" + v.R.PathValue("id"))
	}
	var p page.Incident
	err := v.Desk.Read(v.R.Context(), v.Who, "privacy.incident", func(r *desk.Reading) error {
		x, err := lists.IncidentOf(r, referral.ID(v.R.PathValue("id")))
		if err != nil {
			return err
		}
		p = leakOf(v, r.Directory(), x)
		p.Shell, err = v.Shell(r, "Privacy incident "+x.Code)
		return err
	})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if wrong != nil && p.Say.Name == "" { // settled meanwhile: what was typed is there to copy
		p.Say = page.Field{Kind: "area", Name: "words", Label: "What you typed"}
	}
	if p.Say.Value = typed.Get("words"); wrong != nil {
		status = http.StatusUnprocessableEntity
		p.Say.Wrong = fault.Public(wrong)
		p.Errors = []page.Wrong{{Field: "words", Words: p.Say.Wrong}}
	}
	return v.Page(status, page.IncidentPage(p))
}

func leakOf(v *visit.Visit, dir *desk.Directory, x lists.Incident) page.Incident {
	p := page.Incident{IncidentLine: leak(dir, x), Words: x.Words, ByWhom: dir.PersonName(x.ClosedBy)}
	clock, waiting := v.Clock(), 0
	fact := func(name, words string) {
		if words != "" {
			p.Facts = append(p.Facts, page.Fact{Name: name, Words: words})
		}
	}
	p.Paper = x.Paper != ""
	fact(map[bool]string{true: "Filed by", false: "Sent by"}[p.Paper], dir.Orgs[x.Sender].Name)
	fact(map[bool]string{true: "There since", false: "Sent"}[p.Paper], clock.Short(x.Sent))
	fact(map[bool]string{true: "Taken off", false: "Taken back"}[p.Paper], map[bool]string{true: clock.Short(x.Opened), false: "No longer: that was a mistake"}[x.Recalled])
	fact("By", dir.PersonName(x.By))
	fact("With", p.With)
	for _, g := range x.Got {
		l := page.GotLine{Name: dir.Orgs[g.Org].Name, Words: g.Words, By: cmp.Or(dir.PersonName(g.By), "by a system"), Delivered: g.Delivered, Opened: g.Opened, Confirmed: g.Confirmed}
		if g.Confirmed.IsZero() && g.Owner.Team != "" {
			waiting++
			l.Waits = "with " + with(dir, g.Owner) + ", " + clock.Due(g.Owner.Due)
		}
		p.Got = append(p.Got, l)
	}
	for _, k := range slices.Sorted(maps.Keys(x.Papers)) {
		p.Papers = append(p.Papers, paper(k, x.Papers[k]))
	}
	for _, l := range x.Looked {
		name := dir.PersonName(l.User)
		if l.Client != "" {
			name = "System " + cmp.Or(dir.Clients[l.Client].Name, string(l.Client))
		}
		p.Looked = append(p.Looked, page.LookedLine{Name: name, Org: dir.Orgs[l.Org].Name, First: l.First.Add(v.Desk.Now().Sub(v.Desk.DB.Machine())), N: l.N})
	}
	if x.Mine && x.Closed.IsZero() {
		p.Pressing = page.Pressing{Action: "/incidents/" + string(x.ID) + "/settlement", Seq: strconv.Itoa(x.Seq), Once: visit.Once()}
		p.Say = page.Field{Kind: "area", Name: "words", Label: "What was found and what was done", Hint: "Who was told, whether it must be reported, what keeps it from happening again."}
		if waiting > 0 {
			p.Confirms = page.Many(waiting, "recipient has", "recipients have") + " not confirmed yet. It may be settled all the same."
		}
	}
	return p
}

// paper is what the recipients had of a kind.
func paper(k chart.Kind, n int) string {
	switch k {
	case chart.Question:
		return "The question, in words"
	case chart.Letter:
		return page.Many(n, "answer", "answers") + " to what the service asks for, in words"
	case chart.Report:
		return page.Many(n, "report", "reports")
	}
	return page.Many(n, "document", "documents")
}

// settleIncident takes the officer's word.
func settleIncident(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	seq, _ := strconv.Atoi(typed.Get("seq"))
	of, done := referral.ID(v.R.PathValue("id")), loop.Done{}
	err = v.Desk.Write(v.R.Context(), v.Who, "settlement", func(w *desk.Writing) error {
		x, err := lists.IncidentOf(w.Reading, of)
		if err != nil {
			return err
		}
		done, err = loop.Settle(w, loop.Form{Referral: of, Seq: seq, Once: typed.Get("once")}, []referral.Key{x.Key}, typed.Get("words"))
		return err
	})
	switch fault.Of(err) {
	case fault.Invalid, fault.Refused, fault.Conflict:
		return incident(v, typed, err)
	}
	if err != nil {
		return err
	}
	v.Say(done.Code+": the incident is settled.", done)
	return v.Go("/incidents")
}
