package sheet

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
)

func opt(v, words, hint string) page.Opt { return page.Opt{Value: v, Words: words, Hint: hint} }

func words(x *ask, label, hint string) page.Field {
	return page.Field{Kind: "area", Name: "words", Label: label, Hint: hint, Value: x.get("words")}
}

func pick(x *ask, kind, name, label string, opts ...page.Opt) page.Field {
	return page.Field{Kind: kind, Name: name, Label: label, Value: x.get(name), Opts: opts}
}

var tellOpts = []page.Opt{opt("call", "By phone", ""), opt("visit", "At a visit", ""), opt("letter", "By letter", "counts as told for a normal result only")}

// forms are the acts that have a page of their own.
func forms() []form {
	return append(append(triageForms(), bookingForms()...), append(senderForms(), restForms()...)...)
}

func triageForms() []form {
	return []form{
		{act: referral.ActPrioritise, icon: "arrow-up-right", said: "How soon was changed.", happens: []string{"Dues count from now. The other side sees it and why."},
			asks: func(x *ask) []page.Part {
				return []page.Part{{Legend: "How soon", Fields: []page.Field{pick(x, "radio", "urgency", "", opt("routine", "Routine", ""), opt("urgent", "Urgent", ""), opt("emergency", "Emergency", "call first")), words(x, "Why", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.Prioritise(w, f, party.Urgency(x.get("urgency")), x.get("words"))
			}},
		{act: referral.ActSeenBy, icon: "calendar-check", said: "The seen-by date was moved.", happens: []string{"The other side is told the same day."},
			asks: func(x *ask) []page.Part {
				return []page.Part{{Legend: "Seen by", Fields: []page.Field{{Kind: "date", Name: "by", Label: "New date", Value: x.get("by")}, words(x, "Why it moves", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.SetSeenBy(w, f, x.day("by"), x.get("words"))
			}},
	}
}

func bookingForms() []form {
	return []form{
		{act: referral.ActUnbook, icon: "calendar-x", said: "The booking was cancelled. The referral lives on.", happens: []string{"The time is free again. The ball goes back to scheduling.", "When the patient cancels, the adjusted clock leaves the delay out; the raw one does not."},
			asks: func(x *ask) []page.Part {
				return []page.Part{{Legend: "Who cancels, and why", Fields: []page.Field{pick(x, "radio", "by", "", opt("patient", "The patient", ""), opt("clinic", "The clinic", "")),
					pick(x, "select", "reason", "Reason", opt("cannot-come", "Cannot come that day", ""), opt("clinician-away", "Clinician away", ""), opt("moved", "Moved to another time", ""), opt("cancellation-answered", "The referral is cancelled", "")), words(x, "More", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.Unbook(w, f, loop.Unbooking{ByPatient: x.get("by") == "patient", Reason: x.get("reason"), Words: x.get("words")})
			}},
		{act: referral.ActMiss, icon: "calendar-x", said: "Recorded. Reach the patient next.", happens: []string{"It is an outreach, not an ending: the ball stays with scheduling until the patient is reached."},
			asks: func(x *ask) []page.Part {
				return []page.Part{{Legend: "Did not attend", Fields: []page.Field{words(x, "What is known", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.Miss(w, f, "", x.get("words"))
			}},
		{act: referral.ActSee, icon: "user-check", said: "The visit is recorded. The report is owed.", happens: []string{"The report's clock starts."},
			asks: func(x *ask) []page.Part {
				var who []page.Opt
				for _, u := range x.dir.Members(x.p.Service.Clinic) {
					if u.Practitioner != "" {
						who = append(who, opt(string(u.Practitioner), x.dir.ClinicianName(u.Practitioner), ""))
					}
				}
				return []page.Part{{Legend: "The visit", Fields: []page.Field{pick(x, "select", "clinician", "Who saw the patient", who...)}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.See(w, f, party.PractitionerID(x.get("clinician")))
			}},
		{act: referral.ActDeskReview, icon: "scan-text", said: "The review is recorded. The report is owed.",
			asks: func(x *ask) []page.Part {
				return []page.Part{{Legend: "Desk review", Fields: []page.Field{words(x, "What was reviewed, and found", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.DeskReview(w, f, x.get("words"))
			}},
		{act: referral.ActWaitlist, icon: "list-checks", said: "On the waiting list.", happens: []string{"It comes back on its due, and never past the seen-by date in silence."},
			asks: func(x *ask) []page.Part {
				return []page.Part{{Legend: "Waiting list", Fields: []page.Field{words(x, "Why there is no time yet", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.Waitlist(w, f, x.get("words"))
			}},
		{act: referral.ActHold, icon: "clock", said: "On hold.", happens: []string{"It wakes by itself on the day. Ninety days at most."},
			asks: func(x *ask) []page.Part {
				return []page.Part{{Legend: "Hold", Fields: []page.Field{{Kind: "date", Name: "until", Label: "Until", Value: x.get("until")}, pick(x, "select", "reason", "Reason", opt("patient-asks", "The patient asks for it", ""), opt("test-first", "A test comes first", ""), opt("treatment", "Other treatment first", "")), words(x, "More", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.Hold(w, f, x.day("until"), x.get("reason"), x.get("words"))
			}},
		{act: referral.ActResume, icon: "play", said: "It goes on.", do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Resume(w, f) }},
	}
}

// day and moment read a field as a time in the reader's zone; zero when empty.
func (x *ask) day(name string) time.Time {
	t, err := time.ParseInLocation("2006-01-02", x.get(name), x.v.Zone())
	if err != nil {
		return time.Time{}
	}
	return t.Add(17 * time.Hour).UTC()
}

func (x *ask) moment(name string) time.Time {
	t, err := time.ParseInLocation("2006-01-02T15:04", x.get(name), x.v.Zone())
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}
