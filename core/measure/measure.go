// Package measure says how an organization does: which referrals are counted
// of which, why one of them is, and what is ordinary from week to week. It is
// pure: rows go in, figures come out.
//
// Definitions are those of the field (CMS50, NCQA, IHI and the house's own);
// docs/measures.md is drawn from this package.
package measure

import "referd/core/referral"

// Verdict is what a referral is to a measure.
type Verdict uint8

// Verdicts. Of a measure of time, Counted has its time and Waiting is still
// under way (censored).
const (
	Outside Verdict = iota // none of those measured
	Counted                // of those measured, and what is counted
	Not                    // of those measured, and not what is counted
	LeftOut                // of those measured, but for a reason that is said
	Waiting                // cannot be told yet
	verdicts
)

// Unit is what a figure is.
type Unit uint8

// Units.
const (
	Share Unit = iota // of those measured
	Time              // the median, in minutes
)

// Measure is one definition: a sentence, and a function that tells what a
// referral is to it.
type Measure struct {
	Name     string // in addresses
	Title    string
	Sentence string // what is counted of what
	Censored string // who is not in it, and why
	Source   string
	Unit     Unit
	Low      bool // less is better
	Now      bool // of this moment, and at the beginning of each week
	Of       string
	What     string // what is counted, in words
	Else     string // what is measured and not counted, in words
	Yet      string // who waits, in words
	anchor   moment // a case is of the week of this; where it has none, of that of its sending
	after    Minute // a week is counted when all of it is as old as this
	survives bool   // who waits counts as waiting so far (Kaplan-Meier)
	judge    func(*Row, Minute) Verdict
	took     func(*Row, Minute) Minute // of a measure of time; of who waits, so far
	why      func(*Row, Minute) string
}

// All are the measures, in order of the loop.
var All = []*Measure{
	{Name: "delivered", Title: "Delivered in time", Of: "referrals sent", What: "delivered in time", Else: "late, or never delivered",
		Sentence: "Of the referrals sent, those delivered within 1 hour of it; within 4 hours where the receiver is telephoned or faxed.",
		Censored: "A week is counted when its last referral has had its 4 hours.",
		Source:   "house, delivered rate", anchor: sent, after: 4 * hour, judge: inTime, why: whyInTime},
	{Name: "time-to-accept", Title: "Time to accept", Unit: Time, Low: true, Of: "referrals sent", What: "decided", Yet: "undecided so far, or to their end",
		Sentence: "From sending to the first decision (accepted, declined or advised): the time within which half are decided, and nine of ten.",
		Censored: "Who is not decided yet counts as waiting so far, who ended undecided until then (Kaplan-Meier). A decision that only a later step shows has no time and is left out.",
		Source:   "house, time to accept; NHS RTT for the start of the clock", anchor: sent, survives: true, judge: toDecision, took: since(decided), why: whyDecision},
	{Name: "complete-at-first-pass", Title: "Complete at first pass", Of: "referrals decided", What: "accepted without a question", Else: "asked about, declined or advised", Yet: "not decided yet",
		Sentence: "Of the referrals decided, those accepted at once and of which nothing was ever asked, by the week of the decision.",
		Censored: "Who is not decided yet is not in it. Who ended undecided, or whose decision only a later step shows, is left out.",
		Source:   "house, completeness at first pass", anchor: decided, judge: atFirstPass, why: whyFirstPass},
	{Name: "time-to-schedule", Title: "Time to schedule", Unit: Time, Low: true, Of: "referrals booked", What: "booked", Yet: "not booked yet",
		Sentence: "From sending to the first visit booked: the time within which half of those booked were, and nine of ten, by the week of the booking.",
		Censored: "Who is not booked yet is not in it: their number stands beside it. Who ended unbooked, or whose booking only a later step shows, is left out.",
		Source:   "house, time to schedule", anchor: booked, judge: toBooking, took: since(booked), why: whyBooking},
	{Name: "never-booked", Title: "Never booked", Low: true, Of: "referrals sent more than 30 days ago", What: "open and never booked", Else: "booked, or over",
		Sentence: "Of the referrals sent more than 30 days ago, those open still and never booked.",
		Censored: "A week is counted when its last referral is 30 days old. What ended without a visit is not counted as never booked; the endings stand beside it.",
		Source:   "house, never-booked rate", anchor: sent, after: 30 * day, judge: neverBooked, why: whyNeverBooked},
	{Name: "completed", Title: "Seen", Of: "referrals sent at least 90 days ago", What: "seen", Else: "not seen",
		Sentence: "Of the referrals sent at least 90 days ago, those whose patient was seen, or whose record was reviewed in place of a visit.",
		Censored: "A week is counted when its last referral is 90 days old; an older week has had longer.",
		Source:   "house, completion rate", anchor: sent, after: 90 * day, judge: completed, why: whyCompleted},
	{Name: "report-returned", Title: "Report returned", Of: "patients seen at least 14 days ago", What: "answered by a report", Else: "not answered by a report",
		Sentence: "Of the referrals whose patient was seen at least 14 days ago, those whose final report reached who asked, by the week of the visit.",
		Censored: "A week is counted when its last visit is 14 days old. A visit that only its report shows has no date and is left out.",
		Source:   "CMS50 / MIPS 374 by referral; NCQA CC 11; house, consult report return rate", anchor: seen, after: 14 * day, judge: reportReturned, why: whyReturned},
	{Name: "acknowledged", Title: "Report acknowledged", Of: "reports received at least 7 days ago", What: "acknowledged within 7 days", Else: "not acknowledged within 7 days",
		Sentence: "Of the reports received, those acknowledged within 7 days by the clinician who answers for the referral or a named cover, by the week they came.",
		Censored: "A week is counted when its last report is 7 days old. A report whose delivery only its acknowledgement shows has no date and is left out.",
		Source:   "IHI, closing the loop, step 8; house, acknowledged rate", anchor: returned, after: 7 * day, judge: inAWeek, why: whyInAWeek},
	{Name: "closed-loop", Title: "Closed with proof", Of: "referrals sent at least 180 days ago", What: "closed with proof", Else: "not closed with proof",
		Sentence: "Of the referrals sent at least 180 days ago, those closed with every proof: seen, delivered, acknowledged, the patient told, each line of the plan with somebody.",
		Censored: "Every other ending counts as not closed. Withdrawn by the patient and deceased are left out, and said. A week is counted when its last referral is 180 days old.",
		Source:   "house, closed-loop rate", anchor: sent, after: 180 * day, judge: closedLoop, why: whyClosed},
	{Name: "overdue", Title: "Overdue now", Low: true, Now: true, Of: "referrals open", What: "past their due time", Else: "within their due time",
		Sentence: "Of the referrals open now, those whose next act is past its due time; for each week, as it stood when the week ended.",
		Censored: "Only the next act counts, not what else is owed beside it.",
		Source:   "house, overdue now", anchor: sent, judge: overdue, why: whyOverdue},
}

// settled is how many of them, the first, have verdicts that only an entry can
// change; timed are those of times.
const settled = 9

var timed = [...]int{1, 3}

// Named finds a measure; nil when there is none of that name.
func Named(name string) *Measure {
	for _, m := range All {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// Judge tells what a referral is to a measure now.
func (m *Measure) Judge(r *Row, now Minute) Verdict {
	if !r.counts() {
		return Outside
	}
	return m.judge(r, now)
}

// verdictsOf are those that only an entry can change, three bits each.
func verdictsOf(r *Row) (out uint32) {
	for i, m := range All[:settled] {
		out |= uint32(m.Judge(r, 0)) << (3 * i)
	}
	return out
}

func whether(x bool) Verdict {
	if x {
		return Counted
	}
	return Not
}

// limit is how long a delivery may take.
func (r *Row) limit() Minute {
	if r.is(slow) {
		return 4 * hour
	}
	return hour
}

func inTime(r *Row, _ Minute) Verdict {
	return whether(r.at[delivered] != 0 && r.took(sent, delivered) <= r.limit())
}

func toDecision(r *Row, _ Minute) Verdict {
	switch {
	case r.at[decided] != 0:
		return Counted
	case r.is(unsaid):
		return LeftOut
	}
	return Waiting
}

func atFirstPass(r *Row, now Minute) Verdict {
	switch v := toDecision(r, now); {
	case v == Counted:
		return whether(r.is(yes) && !r.is(asked))
	case v == Waiting && !r.is(open):
		return LeftOut
	default:
		return v
	}
}

func toBooking(r *Row, _ Minute) Verdict {
	switch {
	case r.at[booked] != 0:
		return Counted
	case r.is(arranged|cared) || !r.is(open):
		return LeftOut
	}
	return Waiting
}

func neverBooked(r *Row, now Minute) Verdict { return whether(toBooking(r, now) == Waiting) }

func completed(r *Row, _ Minute) Verdict { return whether(r.is(cared)) }

func reportReturned(r *Row, _ Minute) Verdict {
	switch {
	case !r.is(cared):
		return Outside
	case r.at[seen] == 0:
		return LeftOut
	}
	return whether(r.at[returned] != 0 || r.at[acknowledged] != 0)
}

func inAWeek(r *Row, _ Minute) Verdict {
	switch {
	case r.at[returned] != 0:
		return whether(r.at[acknowledged] != 0 && r.took(returned, acknowledged) <= 7*day)
	case r.at[acknowledged] != 0:
		return LeftOut
	}
	return Outside
}

func closedLoop(r *Row, _ Minute) Verdict {
	switch r.Phase() {
	case referral.PhaseWithdrawn, referral.PhaseDeceased:
		return LeftOut
	}
	return whether(r.Phase() == referral.PhaseClosed)
}

func overdue(r *Row, now Minute) Verdict {
	if !r.is(open) {
		return Outside
	}
	return whether(r.at[due] < now)
}

// since gives how long from the sending to a moment; of who waits, until its
// end or now.
func since(m moment) func(*Row, Minute) Minute {
	return func(r *Row, now Minute) Minute {
		switch {
		case r.at[m] != 0:
			return r.took(sent, m)
		case r.at[ended] != 0:
			return r.took(sent, ended)
		}
		return max(now-r.at[sent], 0)
	}
}
