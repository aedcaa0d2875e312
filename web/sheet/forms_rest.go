package sheet

import (
	"slices"
	"strings"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/loop"
	"referd/web/page"
)

func senderForms() []form {
	return []form{
		{act: referral.ActAnswer, icon: "message-square-reply", said: "Answered.", happens: []string{"The ball goes back to the clinic."},
			asks: func(x *ask) []page.Part {
				lead := ""
				for _, a := range x.p.State.Asks {
					if a.Answered.Before(a.Asked) {
						lead = x.p.Words[a.Note]
					}
				}
				return []page.Part{{Legend: "They ask", Fields: []page.Field{{Kind: "plain", Label: "“" + lead + "”"}, words(x, "Your answer", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.Answer(w, f, "", x.get("words"), nil)
			}},
		{act: referral.ActNextStep, icon: "arrow-up-right", said: "The next step is taken.", happens: []string{"Elsewhere keeps the same loop and its dates.", "Ending it needs the patient told first."},
			asks: func(x *ask) []page.Part {
				leg := x.p.State.Legs[x.p.State.Leg()]
				step := pick(x, "radio", "how", "", opt("elsewhere", "Send it elsewhere", ""), opt("back", "Back with new facts", ""), opt("end", "End it", "the patient knows"))
				to := pick(x, "select", "to", "Where to", x.services(string(x.p.Service.ID))...)
				if to.Value == "" {
					to.Value = string(leg.Alternative)
				}
				return []page.Part{{Legend: "They declined", Fields: []page.Field{{Kind: "plain", Label: "“" + x.p.Words[leg.DeclineNote] + "”"}}}, {Legend: "What next", Fields: []page.Field{step, to, words(x, "Why; or what is new", ""), pick(x, "radio", "told", "When it ends: how was the patient told", tellOpts...)}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.NextStep(w, f, loop.Step{How: x.get("how"), To: party.ServiceID(x.get("to")), Words: x.get("words"), Told: x.get("told")})
			}},
		{act: referral.ActAnswerAdvice, icon: "reply", said: "Answered.", happens: []string{"Accepting ends the loop on advice once the patient knows; it does not count as closed."},
			asks: func(x *ask) []page.Part {
				leg := x.p.State.Legs[x.p.State.Leg()]
				return []page.Part{{Legend: "They advise", Fields: []page.Field{{Kind: "plain", Label: x.p.Words[leg.Advice]}, {Kind: "plain", Label: "Refer back if: " + x.p.Words[leg.BackIf]}}},
					{Legend: "Your answer", Fields: []page.Field{pick(x, "radio", "how", "", opt("accept", "I accept the advice", ""), opt("back", "I refer back", "it has come to that"), opt("disagree", "I disagree", "")), pick(x, "radio", "told", "When you accept: how was the patient told", tellOpts...), words(x, "Words to the clinic", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.AnswerAdvice(w, f, x.get("how"), x.get("words"), x.get("told"))
			}},
		{act: referral.ActInform, icon: "user-check", said: "The patient knows.", happens: []string{"It is one of the five proofs."},
			asks: func(x *ask) []page.Part {
				return []page.Part{{Legend: "Tell the patient", Hint: "The answer and the plan, in the patient's language", Fields: []page.Field{pick(x, "radio", "how", "How", tellOpts...), {Kind: "check", Name: "interpreter", Label: "With an interpreter", Value: x.get("interpreter")}, words(x, "What was said, in plain words", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				s, err := w.Loop(f.Referral)
				if err != nil {
					return loop.Done{}, err
				}
				var of referral.ReportID
				for _, h := range s.Heads() {
					if of = h.ID; h.Informed.IsZero() {
						break
					}
				}
				return loop.Inform(w, f, of, loop.Telling{How: x.get("how"), Interpreter: x.get("interpreter") != "", Words: x.get("words")})
			}},
		{act: referral.ActClose, icon: "circle-check", said: "Closed with proof.", do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Close(w, f) }},
		{act: referral.ActDoItem, icon: "square-check", said: "The plan is up to date.", happens: []string{"A line you give stays yours until they take it."},
			asks: func(x *ask) []page.Part {
				var items, teams []page.Opt
				for _, i := range x.p.State.Items {
					if !i.Planned.IsZero() && i.Done.IsZero() && i.Refused.IsZero() {
						items = append(items, opt(string(i.ID), x.p.Words[i.What], "by "+x.v.Clock().Day(i.Due)))
					}
				}
				for id, t := range x.dir.Teams {
					teams = append(teams, opt(string(id), t.Name, ""))
				}
				return []page.Part{{Legend: "Which line", Fields: []page.Field{pick(x, "radio", "item", "", items...)}},
					{Legend: "What became of it", Fields: []page.Field{pick(x, "radio", "how", "", opt("done", "It is done", "say what shows it"), opt("not", "It is not done", "say why"), opt("give", "Somebody else does it", ""), opt("take", "I take it on", "it was offered to my team")), words(x, "What shows it, or why not", ""), pick(x, "select", "team", "Who gets it", sorted(teams)...)}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				i := referral.ItemID(x.get("item"))
				switch x.get("how") {
				case "done":
					return loop.Finish(w, f, i, x.get("words"))
				case "not":
					return loop.Refuse(w, f, i, x.get("words"))
				case "take":
					return loop.TakeOn(w, f, i, x.day("due"))
				}
				return loop.HandOn(w, f, i, party.TeamID(x.get("team")), "")
			}},
	}
}

func restForms() []form {
	reason := func(act referral.Act, icon, said, label string, happens []string, do func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error)) form {
		return form{act: act, icon: icon, said: said, happens: happens, do: do, asks: func(x *ask) []page.Part {
			return []page.Part{{Legend: Act(act), Fields: []page.Field{words(x, label, "")}}}
		}}
	}
	return []form{
		{act: referral.ActClaim, icon: "user-check", said: "It is yours.", do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Claim(w, f) }},
		{act: referral.ActAssign, icon: "users", said: "Assigned.", happens: []string{"The ball keeps its age."},
			asks: func(x *ask) []page.Part {
				var who []page.Opt
				for _, u := range x.dir.Members(x.p.Ball.Team) {
					who = append(who, opt(string(u.ID), x.dir.PersonName(u.ID), ""))
				}
				return []page.Part{{Legend: "Assign", Fields: []page.Field{pick(x, "select", "person", "To", who...), words(x, "Why", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.Give(w, f, loop.Assign{Person: party.UserID(x.get("person")), Why: "assigned"})
			}},
		{act: referral.ActAttach, icon: "paperclip", said: "Attached.", happens: []string{"The file is looked at: its kind, its size, whether it names this patient."},
			asks: func(x *ask) []page.Part {
				var needs []page.Opt
				for _, n := range x.p.Service.Needs {
					needs = append(needs, opt(n.Code, n.Label, ""))
				}
				return []page.Part{{Legend: "A document of this patient", Fields: []page.Field{{Kind: "file", Name: "file", Label: "File: PDF, picture or text, at most 50 MB"}, {Kind: "text", Name: "title", Label: "What it is", Value: x.get("title")}, pick(x, "select", "meets", "It answers", needs...),
					{Kind: "check", Name: "confirmed", Label: "I looked: it is about this patient", Hint: "Needed when the file names nobody we could read, or somebody else.", Value: x.get("confirmed")}}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) { return attach(x, w, f) }},
		reason(referral.ActCancel, "circle-x", "Cancelled.", "Why", []string{"With a visit booked it is a request: the clinic answers it.", "The reason is kept with the referral."}, func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
			return loop.Cancel(w, f, coded(x.get("words"), "no-longer-needed"), x.get("words"))
		}),
		reason(referral.ActWithdraw, "circle-x", "Recorded.", "The patient's own words", []string{"Silence is never a no.", "The referring clinician confirms."}, func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
			return loop.Withdraw(w, f, x.get("words"))
		}),
		reason(referral.ActUnreachable, "unplug", "Recorded.", "What was tried", []string{"The whole contact protocol comes first.", "Any word from the patient opens it again."}, func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
			return loop.Unreachable(w, f, x.get("words"))
		}),
		{act: referral.ActDeceased, icon: "circle-x", said: "Recorded.", happens: []string{"A second person confirms it, by the birth date and the record number.", "Visits are released. A report still wants its acknowledgement."},
			asks: func(x *ask) []page.Part {
				return []page.Part{{Legend: Act(referral.ActDeceased), Fields: []page.Field{words(x, "Who told you", "")}},
					{Legend: "To confirm what somebody else recorded", Fields: []page.Field{{Kind: "date", Name: "born", Label: "Birth date", Value: x.get("born")}, {Kind: "text", Name: "number", Label: "Record number", Value: x.get("number")}}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.Die(w, f, loop.Death{Source: x.get("words"), Identity: loop.Identity{Born: party.Date(x.get("born")), Number: x.get("number")}})
			}},
		reason(referral.ActCloseAdmin, "circle-x", "Recorded. It takes two.", "Why it ends without proof", []string{"Two people, three logged chases. It never counts as closed."}, func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
			return loop.CloseAdmin(w, f, coded(x.get("words"), "no-answer-from-partner"))
		}),
		reason(referral.ActInError, "circle-x", "Marked as entered in error.", "What was wrong", []string{"Everybody who had it confirms its recall.", "It stays so."}, func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
			return loop.EnterInError(w, f, coded(x.get("words"), "wrong-patient"))
		}),
		reason(referral.ActReopen, "rotate-ccw", "Open again.", "Why", []string{"It keeps its clocks and gets new dues. The reason is a duty until it is settled."}, func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
			return loop.Reopen(w, f, coded(x.get("words"), "reopened"), x.get("words"))
		}),
		reason(referral.ActSettle, "check", "Settled.", "How it is settled", []string{"Everything that waits to be settled here is settled by it."}, settleAll),
		{act: referral.ActStrike, icon: "undo-2", said: "Struck. The entry and the strike are both kept.", happens: []string{"The original dates stay. Nothing is edited."},
			asks: func(x *ask) []page.Part {
				var facts []page.Opt
				for _, e := range x.p.State.Entries() {
					if t := Tell(x.v, x.dir, x.p, e); t.Bold != "" && e.By.User != "" {
						facts = append(facts, opt(string(e.Key), t.Bold+" "+t.Words, t.By+", "+x.v.Clock().Short(e.At)))
					}
				}
				return []page.Part{{Legend: "Which entry was wrong", Fields: []page.Field{pick(x, "radio", "fact", "", facts...), words(x, "Why", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.Strike(w, f, referral.Key(x.get("fact")), coded(x.get("words"), "made-in-error"))
			}},
	}
}

// coded gives a code for a reason that was written in words: the words
// themselves are kept beside it, the ledger carries no text.
func coded(words, code string) string {
	if words == "" {
		return ""
	}
	return code
}

func settleAll(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
	s, err := w.Loop(f.Referral)
	if err != nil {
		return loop.Done{}, err
	}
	var facts []referral.Key
	for _, d := range s.Duties() {
		if d.Act == referral.ActSettle || d.Act == referral.ActReadFacts || d.Kind == "bell" || d.Kind == "bell-worse" {
			facts = append(facts, d.Facts...)
		}
	}
	if k := s.Reopening(); k != "" {
		facts = append(facts, k)
	}
	return loop.Settle(w, f, facts, x.get("words"))
}

func attach(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
	name, data, ok, err := x.v.File("file")
	if err != nil {
		return loop.Done{}, err
	}
	if !ok {
		return loop.Done{}, chooseFile
	}
	s, err := w.Loop(f.Referral)
	if err != nil {
		return loop.Done{}, err
	}
	d, err := deskchart.Upload(w, deskchart.File{Patient: s.Patient, Referral: f.Referral, Name: name, Title: x.get("title"), Data: data, Confirmed: x.get("confirmed") != "", Kind: chart.Attachment})
	if err != nil {
		return loop.Done{}, err
	}
	return loop.Attach(w, f, d.ID, x.get("meets"))
}

func sorted(opts []page.Opt) []page.Opt {
	slices.SortFunc(opts, func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	return opts
}
