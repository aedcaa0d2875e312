package act

import (
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet"
)

func secondForms() []form { return []form{proposalForm, recallForm} }

// Proposals says what each proposal would make true.
var Proposals = map[referral.Act]string{referral.ActWithdraw: "The patient does not want it", referral.ActUnreachable: "The patient cannot be reached", referral.ActDeceased: "The patient has died", referral.ActCloseAdmin: "Close without proof",
	referral.ActSee: "The patient was seen", referral.ActDeskReview: "It was reviewed at the desk", referral.ActReport: "This document is the report"}

// confirmers says who may confirm each.
var confirmers = map[referral.Act]string{referral.ActWithdraw: "the referring clinician", referral.ActUnreachable: "the referring clinician", referral.ActDeceased: "anybody else who works on it", referral.ActCloseAdmin: "a second team lead or administrator"}

// proposed is the proposal the form is about: the one chosen, else the first.
func (x *ask) proposed(s *referral.State) (p referral.Proposal, ok bool) {
	for i, q := range s.Proposals {
		if string(q.ID) == x.get("proposal") || i == 0 {
			p, ok = q, true
		}
	}
	return p, ok
}

// rests is what a proposal rests on, in the words of who made it; empty where it
// rests on a document.
func (x *ask) rests(p referral.Proposal) string {
	w := x.p.Words[p.Evidence]
	if w == "" || x.p.Files[p.Evidence].Title != "" {
		return ""
	}
	return "“" + sheet.AdminWords(w) + "”"
}

// own reports whether the reader made a proposal: somebody else confirms it.
func (x *ask) own(p referral.Proposal) bool { return p.By.User != "" && p.By.User == x.v.Who.User }

// confirms reports whether the reader may make a proposal true.
func (x *ask) confirms(p referral.Proposal) bool {
	if x.own(p) {
		return false
	}
	if _, two := confirmers[p.Act]; two {
		return x.has(p.Act)
	}
	return x.owes(p)
}

// owes reports whether the answer is with the reader.
func (x *ask) owes(p referral.Proposal) bool {
	return slices.ContainsFunc(x.p.Duties, func(d loop.Owing) bool {
		return d.Key == "proposal/"+string(p.ID) && slices.Contains(x.v.Who.Teams, d.Owed.Team)
	})
}

var proposalForm = form{act: referral.ActRefuseProposal, noun: sheet.ProposalNoun, heading: sheet.ProposalWords, icon: "user-check", said: "Answered.", final: true,
	happens: []string{"Confirmed, it is true from the day the evidence bears; what was skipped before it is shown as inferred.", "Refused, nothing moves, and your why is kept beside it.", "Nobody confirms what they proposed themselves."},
	may: func(x *ask) bool {
		return slices.ContainsFunc(x.p.State.Proposals, func(p referral.Proposal) bool { return x.confirms(p) || x.refuses(p) })
	},
	asks: func(x *ask) (out []page.Part) {
		p, ok := x.proposed(&x.p.State)
		if !ok && x.get("words") != "" { // answered meanwhile: what was typed is there to copy
			return []page.Part{{Fields: []page.Field{words(x, "What you typed", "")}}}
		}
		if !ok {
			return nil
		}
		if n := len(x.p.State.Proposals); n > 1 {
			var list []page.Opt
			for _, q := range x.p.State.Proposals {
				list = append(list, opt(string(q.ID), Proposals[q.Act], strings.TrimSpace(sheet.By(x.dir, q.By)+", "+x.v.Clock().At(q.At)+" "+x.rests(q))))
			}
			which := pick(x, "radio", "proposal", "", list...)
			which.Value = string(p.ID)
			out = append(out, page.Part{Legend: "Which proposal", Fields: []page.Field{which}})
		}
		what := page.Part{Legend: Proposals[p.Act], Hint: sheet.By(x.dir, p.By) + ", " + x.v.Clock().At(p.At)}
		if w := x.rests(p); w != "" {
			what.Fields = append(what.Fields, plainly(w))
		} else {
			what.Fields = append(what.Fields, plainly("The document that shows it is beside. Open it before you answer."))
		}
		how := page.Field{Kind: "radio", Name: "how", Label: "Your answer", Value: x.get("how")}
		if x.confirms(p) {
			how.Opts = append(how.Opts, opt("confirm", "Confirm it", "it becomes true"))
		} else {
			what.Fields = append(what.Fields, plainly("It is for "+orElse(confirmers[p.Act], "the team that owes the answer")+" to confirm."))
		}
		no, why := "Refuse it", "Why not, when you refuse"
		if x.own(p) {
			no, why = "Take it back", "Why you take it back"
		}
		if x.refuses(p) {
			how.Opts = append(how.Opts, opt("refuse", no, "nothing moves; say why"))
		}
		if len(how.Opts) == 1 && !x.confirms(p) { // there is nothing to choose; nobody confirms by one press
			how.Value = how.Opts[0].Value
		}
		answer := page.Part{Legend: "Your answer", Fields: []page.Field{how}}
		switch {
		case p.Act == referral.ActDeceased && x.confirms(p):
			answer.Fields = append(answer.Fields, page.Field{Kind: "date", Name: "born", Label: "Birth date, as it stands in the record", Value: x.get("born")}, page.Field{Kind: "text", Name: "number", Label: "Record number", Value: x.get("number"), Auto: "off"})
		case p.Act == referral.ActCloseAdmin && x.confirms(p):
			answer.Fields = append(answer.Fields, pick(x, "radio", "reason", "Why it is closed", sheet.AdminReasons...))
		}
		adds, refuses := p.Act == referral.ActCloseAdmin, x.refuses(p)
		switch {
		case adds && refuses:
			answer.Fields = append(answer.Fields, words(x, "What you add; why not, when you refuse", ""))
		case adds:
			answer.Fields = append(answer.Fields, words(x, "What you add", ""))
		case refuses:
			answer.Fields = append(answer.Fields, words(x, why, ""))
		}
		return append(out, what, answer)
	},
	beside: func(x *ask, a *page.Act) {
		if all := x.p.State.Proposals; len(all) == 1 {
			a.Marks = []page.Hidden{{Name: "proposal", Value: string(all[0].ID)}}
		}
		a.CameName = "What it rests on"
		for _, p := range x.p.State.Proposals {
			if d, ok := x.p.Files[p.Evidence]; ok && d.Title != "" {
				a.Came = append(a.Came, page.Came{Name: Proposals[p.Act], Words: d.Title, Href: "/documents/" + string(d.ID), From: orElse(x.dir.Orgs[d.Org].Name, "A partner"), At: p.At})
			}
		}
		p, ok := x.proposed(&x.p.State)
		if ok && x.own(p) {
			a.Heading, a.Button, a.Happens = "Your proposal", "Take it back", a.Happens[1:]
		}
		if ok && p.Act == referral.ActUnreachable {
			reaching(x, a)
		}
		if ok && p.Act == referral.ActCloseAdmin {
			chased(x, a)
		}
		appointment(x, a)
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		s, err := w.Loop(f.Referral)
		if err != nil {
			return loop.Done{}, err
		}
		p, _ := x.proposed(&s)
		if was := referral.PropID(x.get("proposal")); was != "" && was != p.ID { // it waits no more: what waits now is not answered unseen
			p = referral.Proposal{ID: was}
		}
		switch x.get("how") {
		case "refuse":
			x.said = "Refused. Nothing has moved."
			return loop.RefuseProposal(w, f, p.ID, strings.TrimSpace(x.get("words")))
		case "confirm":
			x.said = "Confirmed: " + strings.ToLower(Proposals[p.Act]) + "."
			if p.Act == referral.ActCloseAdmin {
				r, err := coded(x, sheet.AdminReasons)
				if err != nil {
					return loop.Done{}, err
				}
				return loop.CloseAdmin(w, f, r, strings.TrimSpace(x.get("words")))
			}
			return loop.ConfirmProposal(w, f, p.ID, loop.Identity{Born: party.Date(x.get("born")), Number: x.get("number")})
		}
		return loop.Done{}, needed("how", "Say what you answer: confirm it, or refuse it.")
	}}

// refuses reports whether the reader may say no to a proposal: who made it
// takes it back, and who owes the answer gives it.
func (x *ask) refuses(p referral.Proposal) bool {
	return x.p.Phase.Open() && (x.own(p) || x.owes(p))
}

var recallForm = form{act: referral.ActSettle, noun: sheet.RecallNoun, heading: sheet.RecallWords, icon: "file-x", said: "The recall is confirmed.", final: true,
	happens: []string{"You say that what you had of this referral is out of your records, and how.", "Every recipient confirms for itself. Until then it stays among your exceptions, and stands on the referral for the sender."},
	may:     func(x *ask) bool { return sheet.Recalled(x.p) && x.has(referral.ActSettle) },
	asks: func(x *ask) []page.Part {
		return []page.Part{{Legend: "Entered in error", Fields: []page.Field{plainly(x.p.Sender.Name + " took this referral back: it should never have been sent. Nothing of it may be used for a patient's care.")}},
			{Legend: "What was done with it", Fields: []page.Field{words(x, "What you did with what you had", "The entries taken out, who was told, a booking released.")}}}
	},
	beside: func(x *ask, a *page.Act) {
		appointment(x, a)
		a.Came, a.CameName = sheet.CameOf(x.dir, x.p), "What you were sent"
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.ConfirmRecall(w, f, strings.TrimSpace(x.get("words")))
	}}
