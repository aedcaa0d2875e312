package act

import (
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/sheet"
)

// visitForms are the acts around a visit: what stands and what was tried is
// beside each.
func visitForms() []form {
	return []form{unbookForm, missForm, confirmForm, arriveForm, seeForm, deskReviewForm, waitlistForm, holdForm, resumeForm}
}

// scheduling is the team that books for this referral.
func (x *ask) scheduling() string {
	return orElse(x.dir.TeamName(x.p.Service.Scheduling), "scheduling")
}

// appointment puts what stands beside the form.
func appointment(x *ask, a *page.Act) { a.Visits = sheet.Visits(x.v, x.dir, x.p) }

// reaching puts beside it what was tried to reach the patient.
func reaching(x *ask, a *page.Act) {
	a.Reaching = &page.Reaching{Protocol: Protocol(x.v, x.p), Calls: sheet.Calls(x.v, x.dir, x.p)}
	if x.has(referral.ActContact) {
		a.Reaching.LogAt = sheet.Path(x.p.ID, referral.ActContact)
	}
}

// standing says what the form is about: the live appointment in words.
func (x *ask) standing() page.Field {
	if live, ok := x.p.State.Live(); ok {
		return plainly(strings.TrimSpace("Booked for " + x.v.Clock().Exact(live.Start) + " " + x.dir.ClinicianName(live.Clinician)))
	}
	return plainly("No appointment stands now.")
}

var unbookForm = form{act: referral.ActUnbook, icon: "calendar-x", said: "The booking was cancelled. The referral lives on.",
	happens: []string{"The time is free again, and the referrer sees it at once.", "When the patient cancels, the adjusted clock leaves the delay out; the raw one does not."},
	asks: func(x *ask) []page.Part {
		return []page.Part{{Legend: "What is cancelled", Fields: []page.Field{x.standing()}},
			{Legend: "Who cancels, and why", Fields: []page.Field{pick(x, "radio", "by", "Who cancels", opt("patient", "The patient", "the delay is theirs, and dated"), opt("clinic", "The clinic", "it counts in both clocks")),
				pick(x, "radio", "reason", "Why", sheet.UnbookReasons...),
				words(x, "What was said", "The referrer reads it too.")}}}
	},
	beside: func(x *ask, a *page.Act) {
		appointment(x, a)
		a.Passes = []page.Pass{{Who: "Now: the clinic", What: "see the patient", You: x.p.Mine}, {Who: "Then: " + x.scheduling(), What: "book again by " + x.due("accepted", x.p.Service.Scheduling)}}
		reaching(x, a)
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		by, missing := coded(x, sheet.UnbookReasons)
		if err := fault.All(turn.If(x.get("by") == "", "by", "Say who cancels: the patient or the clinic."), missing); err != nil {
			return loop.Done{}, err
		}
		return loop.Unbook(w, f, loop.Unbooking{ByPatient: x.get("by") == "patient", Reason: by, Words: x.get("words")})
	}}

// missed are what is known of a visit that nobody came to.
var missed = []page.Opt{opt("did-not-come", "Did not come, did not call", ""), opt("too-late", "Came too late to be seen", ""), opt("left", "Came, and left before being seen", ""), opt("no-transport", "Could not get here", ""), opt("access", "The access needed was not there", "the clinic's to mend")}

var missForm = form{act: referral.ActMiss, icon: "calendar-x", said: "Recorded. Reach the patient next.",
	happens: []string{"It is an outreach, not an ending: the ball stays with scheduling until the patient is reached.", "A patient who called before the time has cancelled: cancel the booking instead.", "The patient reads that a new day can be chosen, and no blame."},
	asks: func(x *ask) []page.Part {
		return []page.Part{{Legend: "Which visit", Fields: []page.Field{x.standing()}}, {Legend: "What is known", Fields: []page.Field{pick(x, "radio", "reason", "What happened", missed...), words(x, "More", "")}}}
	},
	beside: func(x *ask, a *page.Act) {
		appointment(x, a)
		a.Passes = []page.Pass{{Who: "Then: " + x.scheduling(), What: "reach the patient by " + x.due("missed", x.p.Service.Scheduling)}}
		reaching(x, a)
	},
	do: withReason(missed, func(x *ask, w *desk.Writing, f loop.Form, r string) (loop.Done, error) {
		said := ""
		for _, o := range missed {
			if o.Value == r {
				said = o.Words + "."
			}
		}
		return loop.Miss(w, f, "", strings.TrimSpace(said+" "+x.get("words")))
	})}

var confirmForm = form{act: referral.ActConfirm, icon: "user-check", said: "The patient will come.", happens: []string{"Both sides see that the patient said so. No clock moves."},
	asks: func(x *ask) []page.Part {
		return []page.Part{{Legend: "The patient said they will come", Fields: []page.Field{x.standing()}}}
	},
	beside: func(x *ask, a *page.Act) { appointment(x, a); reaching(x, a) },
	do:     func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Confirm(w, f, "") }}

var arriveForm = form{act: referral.ActArrive, icon: "user-check", said: "The patient is here.", happens: []string{"The patient is here. Seen is recorded by itself, when they were."},
	asks: func(x *ask) []page.Part {
		return []page.Part{{Legend: "The patient is here", Fields: []page.Field{x.standing()}}}
	},
	beside: appointment,
	do:     func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Arrive(w, f, "") }}

var seeForm = form{act: referral.ActSee, icon: "user-check", said: "The visit is recorded. The report is owed.",
	happens: []string{"The report's clock starts from the day of the visit.", "A visit that did not take place is recorded as missed, not here."},
	asks: func(x *ask) []page.Part {
		who := pick(x, "select", "clinician", "Who saw the patient")
		if live, ok := x.p.State.Live(); ok {
			who.Value = orElse(who.Value, string(live.Clinician))
		}
		who.Value = orElse(who.Value, string(x.v.Who.Practitioner))
		for _, u := range x.dir.Members(x.p.Service.Clinic) {
			if u.Practitioner != "" {
				who.Opts = append(who.Opts, opt(string(u.Practitioner), x.dir.ClinicianName(u.Practitioner), ""))
			}
		}
		when := page.Field{Kind: "datetime", Name: "at", Label: "When", Hint: "In your time zone. Empty is now.", Value: x.get("at")}
		if live, ok := x.p.State.Live(); ok && when.Value == "" && live.Start.Before(x.v.Desk.Now()) {
			when.Value, when.Hint = live.Start.In(x.v.Zone()).Format("2006-01-02T15:04"), "In your time zone. This is the time it was booked for: change it when the visit was at another."
		}
		return []page.Part{{Legend: "The visit", Fields: []page.Field{x.standing(), who, when}}}
	},
	beside: func(x *ask, a *page.Act) {
		appointment(x, a)
		a.Passes = []page.Pass{{Who: "Then: who saw the patient", What: "write the report by " + x.due("seen", x.p.Service.Clinic)}}
		along(x, a)
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		if at := x.get("at"); at != "" {
			if f.At = x.moment("at"); f.At.IsZero() {
				return loop.Done{}, needed("at", "That is no time of the calendar. Write it as 2026-06-15T09:30.")
			}
			if f.At.After(w.Now()) {
				return loop.Done{}, needed("at", "That time is still to come. Record the visit when it has taken place.")
			}
		}
		return loop.See(w, f, party.PractitionerID(x.get("clinician")))
	}}

// along puts beside the form what came with the referral.
func along(x *ask, a *page.Act) { a.Came, a.CameName = sheet.CameOf(x.dir, x.p), "What came with it" }

var deskReviewForm = form{act: referral.ActDeskReview, icon: "scan-text", said: "The review is recorded. The report is owed.",
	happens: []string{"It stands for the visit: the patient need not come.", "The report's clock starts. The answer goes back as a report, in its own page."},
	asks: func(x *ask) []page.Part {
		return []page.Part{{Legend: "Desk review", Hint: "A documented review without the patient", Fields: []page.Field{words(x, "What was reviewed, and found", "Name each thing you looked at: this is the evidence of care.")}}}
	},
	beside: func(x *ask, a *page.Act) {
		along(x, a)
		a.Passes = []page.Pass{{Who: "Then: " + orElse(x.dir.TeamName(x.p.Service.Clinic), "the clinic"), What: "write the report by " + x.due("seen", x.p.Service.Clinic)}}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.DeskReview(w, f, strings.TrimSpace(x.get("words")))
	}}

var listReasons = []page.Opt{opt("full", "No free time in reach", ""), opt("one-clinician", "Only one clinician will do, and is away", ""), opt("patient-asks", "The patient wants a later day", ""), opt("equipment", "A room or a device is missing", "")}

var waitlistForm = form{act: referral.ActWaitlist, icon: "list-checks", said: "On the waiting list.",
	happens: []string{"It comes back to you on its due, every time until a visit is booked.", "Never past the seen-by date in silence: then triage's reason goes to the referrer the same day."},
	asks: func(x *ask) []page.Part {
		part := page.Part{Legend: "Why there is no time yet", Fields: []page.Field{pick(x, "radio", "reason", "Why", listReasons...), words(x, "More", "The referrer reads it.")}}
		if by := x.p.State.SeenBy; !by.IsZero() {
			part.Hint = "Seen by " + x.v.Clock().Day(by)
		}
		return []page.Part{part}
	},
	beside: func(x *ask, a *page.Act) {
		a.Passes = []page.Pass{{Who: "Stays: " + x.scheduling(), What: "book or reroute by " + x.due("waitlisted", x.p.Service.Scheduling), You: x.p.Mine}}
		appointment(x, a)
		reaching(x, a)
	},
	do: withReason(listReasons, func(x *ask, w *desk.Writing, f loop.Form, r string) (loop.Done, error) {
		said := ""
		for _, o := range listReasons {
			if o.Value == r {
				said = o.Words + "."
			}
		}
		return loop.Waitlist(w, f, strings.TrimSpace(said+" "+x.get("words")))
	})}

var holdForm = form{act: referral.ActHold, icon: "clock", said: "On hold.",
	happens: []string{"It wakes by itself on the day and is yours again.", "Ninety days at most for a routine referral, seven for an urgent one, none for an emergency.", "Neither clock stops; the patient reads the reason and the day."},
	asks: func(x *ask) []page.Part {
		return []page.Part{{Legend: "Hold", Fields: []page.Field{{Kind: "date", Name: "until", Label: "Until", Value: x.get("until")}, pick(x, "radio", "reason", "Why", sheet.HoldReasons...), words(x, "More", "Past the seen-by date this is triage's reason, and the referrer reads it the same day.")}}}
	},
	beside: func(x *ask, a *page.Act) {
		wakes := x.scheduling()
		if x.p.Standing.Side == referral.Sender {
			wakes = x.dir.TeamName(x.p.State.Team)
		}
		a.Passes = []page.Pass{{Who: "Until the day: nobody", What: "it rests, and is counted as on hold"}, {Who: "Then: " + wakes, What: "resume, or say why it must rest longer"}}
		if by := x.p.State.SeenBy; !by.IsZero() {
			a.Passes = append(a.Passes, page.Pass{Who: "Seen by " + x.v.Clock().Day(by), What: "stays: a hold past it shows late from now on"})
		}
		appointment(x, a)
		reaching(x, a)
	},
	do: withReason(sheet.HoldReasons, func(x *ask, w *desk.Writing, f loop.Form, r string) (loop.Done, error) {
		until := x.day("until")
		done, err := loop.Hold(w, f, until, r, x.get("words"))
		return done, fault.All(turn.If(until.IsZero(), "until", "Choose the day on which it wakes."), err)
	})}

var resumeForm = form{act: referral.ActResume, icon: "play", said: "It goes on.", happens: []string{"The time allowed counts from now. Neither clock had stopped."},
	asks: func(x *ask) []page.Part {
		return []page.Part{{Legend: "It goes on", Fields: []page.Field{plainly("On hold until " + x.v.Clock().Day(x.p.State.HeldUntil) + ".")}}}
	},
	beside: func(x *ask, a *page.Act) { appointment(x, a); reaching(x, a) },
	do:     func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Resume(w, f) }}
