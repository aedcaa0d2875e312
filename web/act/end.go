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
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet"
)

// why is a form that asks for a coded reason and the words beside it: the
// ledger carries the code, the words are a document.
func why(act referral.Act, icon, said, label string, reasons []page.Opt, happens []string, do func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error)) form {
	return form{act: act, icon: icon, said: said, happens: happens, do: do, final: true, asks: func(x *ask) []page.Part {
		part := page.Part{Legend: "Why"}
		if len(reasons) > 0 {
			part.Fields = []page.Field{pick(x, "radio", "reason", "Reason", reasons...)}
		}
		part.Fields = append(part.Fields, words(x, label, ""))
		return []page.Part{part}
	}}
}

var (
	deathSources  = []page.Opt{opt("family", "The family", ""), opt("hospital", "A hospital or hospice", ""), opt("registry", "A registry", ""), opt("letter", "A letter", "")}
	attachHappens = []string{"The file is looked at: its kind, its size, whom it names.", "The other side sees it at once. What was owed by it is met."}
)

// coded is the reason chosen of those the form offers: a ledger has codes, and words
// are a document.
func coded(x *ask, of []page.Opt) (string, error) {
	if r := x.get("reason"); page.Offers(of, r) {
		return r, nil
	}
	return "", needed("reason", "Say why: choose a reason.")
}

// withReason does an act that wants its coded reason; what else it lacks is said
// with it.
func withReason(of []page.Opt, do func(x *ask, w *desk.Writing, f loop.Form, reason string) (loop.Done, error)) func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
	return func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		r, missing := coded(x, of)
		done, err := do(x, w, f, r)
		return done, fault.All(missing, err)
	}
}

func restForms() []form {
	return append([]form{planForm, attachForm, assignForm,
		{act: referral.ActClaim, icon: "user-check", said: "It is yours.", happens: []string{"It shows under your name. Its age and its due stay; anybody of the team may still act."}, do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Claim(w, f) }},
		{act: referral.ActClose, icon: "circle-check", said: "Closed with proof.", happens: []string{"All five proofs hold. A later fact or a strike opens it again."}, do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Close(w, f) }},
		settleForm, strikeForm}, endForms()...)
}

func endForms() []form {
	return []form{
		cancelForm,
		why(referral.ActWithdraw, "circle-x", "Recorded.", "The patient's own words", nil, []string{"Silence is never a no.", "The referring clinician confirms what staff recorded.", "It can be opened again when the patient comes back."}, func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
			return loop.Withdraw(w, f, strings.TrimSpace(x.get("words")))
		}),
		with(why(referral.ActUnreachable, "unplug", "Recorded. The referring clinician confirms it.", "What was tried", nil, []string{"The whole contact protocol comes first: what is done of it is beside.", "The referring clinician confirms it; scheduling alone cannot end a referral.", "Any word from the patient opens it again."}, func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
			return loop.Unreachable(w, f, strings.TrimSpace(x.get("words")))
		}), reaching),
		deathForm,
		with(why(referral.ActCloseAdmin, "circle-x", "Recorded. It takes two.", "What was tried", sheet.AdminReasons, []string{"Two people, three logged chases, the patient told.", "It names the reports and lines it leaves open, and never counts as closed."}, func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
			r, err := coded(x, sheet.AdminReasons)
			if err != nil {
				return loop.Done{}, err
			}
			return loop.CloseAdmin(w, f, r, strings.TrimSpace(x.get("words")))
		}), chased),
		why(referral.ActInError, "circle-x", "Marked as entered in error.", "What was wrong", sheet.ErrorReasons, []string{"Everybody who had it confirms its recall.", "It stays so: this ending cannot be opened again."}, withReason(sheet.ErrorReasons, func(x *ask, w *desk.Writing, f loop.Form, r string) (loop.Done, error) {
			return loop.EnterInError(w, f, r, strings.TrimSpace(x.get("words")))
		})),
		why(referral.ActReopen, "rotate-ccw", "Open again.", "What is known", sheet.ReopenReasons, []string{"It keeps its clocks and gets new dues. The reason is a duty until it is settled."}, withReason(sheet.ReopenReasons, func(x *ask, w *desk.Writing, f loop.Form, r string) (loop.Done, error) {
			return loop.Reopen(w, f, r, x.get("words"))
		})),
	}
}

// chased says how many chases are on record of the three that closing without proof
// takes: until then its second person cannot confirm it.
func chased(x *ask, a *page.Act) {
	n := 0
	for _, e := range x.p.State.Entries() {
		switch e.What.(type) {
		case referral.Contacted, referral.Messaged, referral.Escalated:
			n++
		}
	}
	if n < 3 {
		a.Happens = slices.Insert(slices.Clone(a.Happens), 0, page.Many(n, "chase is", "chases are")+" logged of the three it takes: calls, messages and escalations. Until then nobody can confirm it.")
	}
}

// with puts something beside a form.
func with(f form, beside func(x *ask, a *page.Act)) form {
	f.beside = beside
	return f
}

var cancelForm = form{act: referral.ActCancel, icon: "circle-x", said: "Cancelled.", final: true,
	happens: []string{"With a visit booked it is a request: the clinic answers it.", "It ends before care only. It can be opened again.", "Sent twice: this one is joined into the one that goes on, which keeps the earlier date, and what still comes to this one goes there."},
	asks: func(x *ask) []page.Part {
		parts := []page.Part{{Legend: "Why", Fields: []page.Field{pick(x, "radio", "reason", "Reason", sheet.CancelReasons...), words(x, "In words, to the clinic", "")}}}
		if twins := x.twins(); len(twins) > 0 {
			parts = append(parts, page.Part{Legend: "When it was sent twice: the one that goes on", Hint: "The other open referrals of this patient", Fields: []page.Field{pick(x, "radio", "into", "", twins...)}})
		}
		return parts
	},
	beside: appointment,
	do: withReason(sheet.CancelReasons, func(x *ask, w *desk.Writing, f loop.Form, r string) (loop.Done, error) {
		if into := x.get("into"); r == "duplicate" && into != "" {
			x.said = "Joined. The other one goes on, with the earlier date."
			return loop.Join(w, f, referral.ID(into))
		}
		d, err := loop.Cancel(w, f, r, x.get("words"))
		if err == nil && d.Phase.Open() {
			x.said = "Asked. A visit is booked: the clinic releases it, or says why not."
		}
		return d, err
	})}

// twins are the patient's other open referrals of this practice.
func (x *ask) twins() (out []page.Opt) {
	err := x.v.Desk.Read(x.v.R.Context(), x.v.Who, "list.twins", func(r *desk.Reading) error {
		others, err := lists.Others(r, x.p.ID)
		for _, o := range others {
			out = append(out, opt(string(o.ID), orElse(x.dir.ServicesByID[o.Service].Name, x.dir.Orgs[o.Receiver].Name), o.Code+", "+x.dir.PhaseName(x.v.Who.Org, o.Phase)+", sent "+x.v.Clock().At(o.Sent)))
		}
		return err
	})
	if err != nil {
		return nil
	}
	return out
}

var deathForm = form{act: referral.ActDeceased, icon: "circle-x", said: "Recorded.",
	happens: []string{"A second person confirms it, by the birth date and the record number.", "Messages to the patient stop at once, visits are released. A report still wants its acknowledgement.", "A mistake is struck: it is reversible."},
	asks: func(x *ask) []page.Part {
		return []page.Part{{Legend: "The source", Fields: []page.Field{pick(x, "radio", "source", "Who told you", deathSources...), words(x, "What is known", "")}}}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		source := x.get("words")
		for _, o := range deathSources {
			if o.Value == x.get("source") {
				source = o.Words + ". " + source
			}
		}
		return loop.Die(w, f, loop.Death{Source: strings.TrimSpace(source)})
	}}

var strikeForm = form{act: referral.ActStrike, icon: "undo-2", said: "Struck. The entry and the strike are both kept.", final: true, happens: []string{"The original dates stay. Nothing is edited: both entries are kept and shown."},
	asks: func(x *ask) []page.Part {
		var facts []page.Opt
		for _, h := range x.p.State.Happened() { // without what is struck already
			e := *h
			if !referral.Strikable(e.What) {
				continue
			}
			if t := sheet.Tell(x.v, x.dir, x.p, e); t.Bold != "" && e.By.User != "" && e.By.Org == x.v.Who.Org {
				facts = append(facts, opt(string(e.Key), strings.TrimSpace(t.Bold+" "+t.Words), t.By+", "+x.v.Clock().At(e.At)))
			}
		}
		slices.Reverse(facts)
		if len(facts) == 0 {
			return []page.Part{{Legend: "Nothing to strike", Fields: []page.Field{plainly("Your organization made no entry here that can be struck. What began wrongly is entered in error.")}}}
		}
		return []page.Part{{Legend: "Which entry was wrong", Hint: "The newest first", Fields: []page.Field{pick(x, "radio", "fact", "", facts...)}}, {Legend: "Why", Fields: []page.Field{pick(x, "radio", "reason", "", sheet.StrikeReasons...)}}}
	},
	do: withReason(sheet.StrikeReasons, func(x *ask, w *desk.Writing, f loop.Form, r string) (loop.Done, error) {
		return loop.Strike(w, f, referral.Key(x.get("fact")), r)
	})}

var assignForm = form{act: referral.ActAssign, icon: "users", said: "Assigned.", happens: []string{"The ball keeps its age and its due.", "It may be given back in the same way."},
	asks: func(x *ask) []page.Part {
		var who []page.Opt
		for _, u := range x.dir.Members(x.p.Ball.Team) {
			who = append(who, opt(string(u.ID), x.dir.PersonName(u.ID), ""))
		}
		return []page.Part{{Legend: "Who has it from now", Fields: []page.Field{pick(x, "radio", "person", "", who...)}}}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		if x.get("person") == "" {
			return loop.Done{}, needed("person", "Say who has it from now.")
		}
		return loop.Give(w, f, loop.Assign{Person: party.UserID(x.get("person")), Why: "assigned"})
	}}

var attachForm = form{act: referral.ActAttach, icon: "paperclip", said: "Attached.", happens: attachHappens,
	asks: func(x *ask) []page.Part {
		var needs []page.Opt
		for _, n := range x.p.Service.Needs {
			needs = append(needs, opt(n.Code, n.Label, ""))
		}
		fields := file(x, "")
		if len(needs) > 0 {
			fields = slices.Insert(fields, 2, pick(x, "select", "meets", "It answers", needs...))
		}
		return []page.Part{{Legend: "A document of this patient", Fields: fields}}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) { return attach(x, w, f) }}

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
	d, err := deskchart.Upload(w, deskchart.File{Patient: sheet.RecordOf(s, x.v.Who), Referral: f.Referral, Name: name, Title: orElse(x.get("title"), name), Data: data, Confirmed: x.get("confirmed") != "", Kind: chart.Attachment})
	if err != nil {
		return loop.Done{}, err
	}
	if d.Held != "" {
		x.said = held(d)
		return loop.Done{ID: f.Referral}, nil
	}
	return loop.Attach(w, f, d.ID, x.get("meets"))
}

// held says what became of a file that nobody may open yet.
func held(d chart.Document) string {
	return "The file is kept but held, and not on the referral yet: " + d.Held + " An administrator, the privacy officer or an integration engineer releases it."
}

func sorted(opts []page.Opt) []page.Opt {
	slices.SortFunc(opts, func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	return opts
}

var chooseFile = needed("file", "Choose a file.")
