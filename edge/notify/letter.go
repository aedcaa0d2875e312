package notify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk/chase"
)

// kinds are acts in a subject line's words.
var kinds = map[referral.Act]string{referral.ActAcknowledge: "Report to read", referral.ActAnswer: "Question to answer", referral.ActNextStep: "Declined: next step to choose", referral.ActAnswerAdvice: "Advice to answer", referral.ActSign: "Referral to sign",
	referral.ActOpen: "Referral to open", referral.ActDecide: "Referral to decide", referral.ActBook: "Visit to book", referral.ActReach: "Patient to reach", referral.ActReport: "Report to write", referral.ActSee: "Visit to record", referral.ActDoItem: "Line of a plan to do",
	referral.ActInform: "Patient to tell", referral.ActSettle: "Something to settle", referral.ActAttach: "Document to send", referral.ActSpeak: "Result to tell by voice", referral.ActAcceptItem: "Line of a plan offered",
	referral.ActFinish: "Draft to finish", referral.ActDeliver: "Referral not delivered: call them", referral.ActDeliverReport: "Report not delivered: call them", referral.ActReadFacts: "New facts to read", referral.ActCallPatient: "Patient to call",
	referral.ActAuthorize: "Authorization to see to", referral.ActClose: "Loop to close", referral.ActResume: "Hold to end", referral.ActUnbook: "Booking to answer", referral.ActOpenReport: "Report to open", referral.ActRing: "Patient who rang", referral.ActContact: "Patient to contact", referral.ActMessage: "Message to write",
	referral.ActPrioritise: "Priority changed", referral.ActSeenBy: "Seen-by date changed", referral.ActMiss: "Patient did not attend"}

// letter is a mail before it is one.
type letter struct{ to, subject, body string }

// Subject is what a notice says, as somebody in a zone reads it now: "Report
// to read, by Thu 11-Jun, 3FW7-K2PD". Within a day it gives the hour; what is
// late is said to be, and a fact has no due: "Priority changed, 3FW7-K2PD".
func Subject(n chase.Notice, z *time.Location, now time.Time) string {
	return kind(n) + due(n, z, now) + ", " + n.Code
}

func kind(n chase.Notice) string {
	if k := kinds[n.Act]; k != "" {
		return k
	}
	return "Something to do"
}

func due(n chase.Notice, z *time.Location, now time.Time) string {
	if n.Owed.Due.IsZero() {
		return ""
	}
	at, form, word := n.Owed.Due.In(z), "Mon 02-Jan", ", by "
	if at.Before(now) {
		word = ", late since "
	}
	if at.Sub(now).Abs() < 24*time.Hour {
		form += " 15:04"
	}
	return word + at.Format(form)
}

// write puts one or several notices of a kind in a letter, the first due first.
func write(all []chase.Notice, u party.User, z *time.Location, now time.Time, public string) letter {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b chase.Notice) int {
		return cmp.Or(a.Owed.Due.Compare(b.Owed.Due), cmp.Compare(a.Code, b.Code))
	})
	all = slices.CompactFunc(all, func(a, b chase.Notice) bool { // the same said twice of one referral, its priority changed and changed back, is one line
		return a.Referral == b.Referral && a.Owed.Due.IsZero() && b.Owed.Due.IsZero()
	})
	l := letter{to: u.Email, subject: Subject(all[0], z, now)}
	var b strings.Builder
	if len(all) > 1 {
		l.subject += fmt.Sprintf(" and %d more", len(all)-1)
		b.WriteString(fmt.Sprintf("%s: %d.\n\n", kind(all[0]), len(all)))
	} else {
		b.WriteString(l.subject + ".\n\n")
	}
	for _, n := range all {
		if len(all) > 1 {
			b.WriteString(n.Code + due(n, z, now) + "\n")
		}
		b.WriteString("Open it here: " + public + "/referrals/" + string(n.Referral) + "\n\n")
	}
	b.WriteString("This message names no patient on purpose.\n")
	l.body = b.String()
	return l
}
