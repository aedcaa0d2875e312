package notify

import (
	"fmt"
	"strings"
	"time"

	"referd/core/referral"
	"referd/desk/chase"
	"referd/desk/notice"
)

// letter is a mail before it is one.
type letter struct {
	to, subject, body string
	stop              string // the address that stops mails of its kinds; empty where they may not be
}

// Subject is what a notice says, as somebody in a zone reads it now: "Report
// to read, by Thu 11-Jun, 3FW7-K2PD". Within a day it gives the hour; what is
// late is said to be, and whom it has climbed to, so that no two words of a
// thing are the same; a fact has no due: "Priority changed, 3FW7-K2PD".
func Subject(n chase.Notice, z *time.Location, now time.Time) string {
	return notice.Kind(n.Act) + due(n, z, now) + climbed[n.Level] + ", " + n.Code
}

// climbed says to whom a level goes beside the owner.
var climbed = map[int]string{2: ", now also with the team's lead", 3: ", both sides are told"}

func due(n chase.Notice, z *time.Location, now time.Time) string {
	if n.Owed.Due.IsZero() {
		return ""
	}
	at, form, word := n.Owed.Due.In(z), "Mon 02-Jan", ", by "
	switch {
	case n.Level > 0:
		word = ", late since "
	case !at.After(now): // and no level of it was told yet
		word = ", due since "
	}
	if at.Sub(now).Abs() < 24*time.Hour {
		form += " 15:04"
	}
	return word + at.Format(form)
}

// write puts a letter in words: of one thing its subject says all, of several
// the first due is in it. No two of one letter are the same line. stop is the end
// of the link that stops such letters.
func write(l chase.Letter, z *time.Location, now time.Time, public, stop string) letter {
	var b strings.Builder
	lines := map[string]bool{}
	for _, n := range l.Notices {
		line := Subject(n, z, now) + ".\n"
		if !n.Given.IsZero() {
			line += "It was given to you on " + n.Given.In(z).Format("Mon 02-Jan 15:04") + ".\n"
		}
		at := "/referrals/"
		if n.Act == referral.ActIncident { // the privacy officer opens no chart
			at = "/incidents/"
		}
		if line += "Open it here: " + public + at + string(n.Referral) + "\n\n"; !lines[line] {
			lines[line] = true
			b.WriteString(line)
		}
	}
	out := letter{to: l.To.Email, subject: Subject(l.Notices[0], z, now)}
	if more := len(lines) - 1; more > 0 {
		out.subject += fmt.Sprintf(" and %d more", more)
	}
	if l.Daily {
		out.body = "What is late and routine comes in one mail a day, with what else you wish to hear of so.\n\n"
	}
	out.body += b.String() + "This message names no patient on purpose.\n\nHow you are told is yours to choose: " + public + "/me/notices\n"
	if stop != "" {
		out.stop = public + "/unsubscribe/" + stop
		out.body += "No more mails of this kind: " + out.stop + "\n"
	}
	return out
}
