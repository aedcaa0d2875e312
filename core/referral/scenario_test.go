package referral_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"referd/core/referral"
)

var (
	toOpened   = []string{"readied", "signed", "sent", "delivered.0", "opened.0"}
	toAccepted = append(slices.Clone(toOpened), "accepted.0")
	toBooked   = append(slices.Clone(toAccepted), "booked.a")
	toReported = append(slices.Clone(toBooked), "seen", "final", "final.delivered")
	toClosed   = append(slices.Clone(toReported), "final.acknowledged", "final.told", "closed")
)

// The awkward cases: each has one phase, one ball and its duties. A case ends
// with the slots that are struck, after a minus.
var scenarios = []struct {
	name  string
	from  []string
	then  string
	phase referral.Phase
	ball  string // post: act; empty when it is over
	owed  string // the kinds of the duties, in order
}{
	{"a report delivered, a plan item open", toReported, "planned.0", "reported", "referring clinician: acknowledgement", "item"},
	{"a report written, not delivered", toBooked, "seen final", "returning", "seeing clinic: report-delivery", ""},
	{"declined, patient not told", toOpened, "declined.0", "declined", "referring clinician: next-step", ""},
	{"a question while accepted", toAccepted, "asked.0", "accepted", "receiving scheduling: booking", "question"},
	{"a question while booked", toBooked, "asked.0", "booked", "receiving clinic: visit", "question"},
	{"a question, then accepted without answer", toOpened, "asked.0 accepted.0", "accepted", "receiving scheduling: booking", "question"},
	{"authorization denied while booked", toBooked, "denied", "booked", "receiving clinic: visit", "authorization"},
	{"an interim report", toBooked, "seen interim", "seen", "seeing clinician: report", "interim"},
	{"an interim report, nobody said seen", toBooked, "interim", "seen", "seeing clinician: report", "interim"},
	{"two appointments, the first missed", toBooked, "booked.b missed.a", "booked", "receiving clinic: visit", ""},
	{"missed, then reached", toBooked, "missed.a reached", "accepted", "receiving scheduling: booking", ""},
	{"held while on the waiting list", toAccepted, "waitlisted.0 held", "held", "receiving scheduling: resumption", ""},
	{"held, then booked, then unbooked", toAccepted, "held booked.a unbooked.a", "accepted", "receiving scheduling: booking", ""},
	{"forwarded", toOpened, "forwarded", "sent", "referring team: delivery", ""},
	{"declined by one, forwarded, declined by the other", toOpened, "declined.0 forwarded delivered.1 opened.1 declined.1", "declined", "referring clinician: next-step", ""},
	{"a late answer of the first after forwarding", toOpened, "forwarded delivered.1 accepted.0", "delivered", "receiving intake: opening", ""},
	{"forwarded with a live appointment at the first", toBooked, "forwarded", "sent", "referring team: delivery", "slot"},
	{"amended after closing", toClosed, "amended", "returning", "seeing clinic: report-delivery", ""},
	{"amended after closing, delivered and acknowledged", toClosed, "amended amended.delivered amended.acknowledged", "follow-through", "referring team: information", ""},
	{"deceased while booked", toBooked, "deceased", "deceased", "", "slot"},
	{"deceased, then a report", toBooked, "seen deceased final", "returning", "seeing clinic: report-delivery", ""},
	{"deceased, then that report acknowledged", toBooked, "seen deceased final final.delivered final.acknowledged", "deceased", "", ""},
	{"cancelled while booked: a request to the clinic", toBooked, "cancelled", "booked", "receiving scheduling: unbooking", ""},
	{"cancelled while booked, the clinic releases", toBooked, "cancelled unbooked.a", "cancelled", "", ""},
	{"cancelled, then seen anyway", toBooked, "cancelled seen", "seen", "seeing clinician: report", "contradiction"},
	{"declined after booking", toBooked, "declined.0", "declined", "referring clinician: next-step", "slot"},
	{"advised after booking", toBooked, "advised.0", "advised", "referring clinician: advice-answer", "slot"},
	{"rejected after acceptance", toAccepted, "declined.0", "declined", "referring clinician: next-step", ""},
	{"accepted after rejection", toOpened, "declined.0 accepted.0", "accepted", "receiving scheduling: booking", ""},
	{"told seen on a draft", nil, "seen", "seen", "seeing clinician: report", "signature"},
	{"told accepted, never signed or sent", nil, "accepted.0", "accepted", "receiving scheduling: booking", "signature"},
	{"report and acknowledgement, no visit told", toOpened, "final final.delivered final.acknowledged final.told", "follow-through", "seeing clinic: visit", ""},
	{"reopened after closing", toClosed, "reopened", "follow-through", "referring team: settlement", ""},
	{"an unreachable patient was reached", toBooked, "missed.a unreachable reached", "accepted", "receiving scheduling: booking", ""},
	{"a late plan item after closing", toClosed, "planned.0", "follow-through", "item owner: item-done", ""},
	{"closed, the visit struck", toClosed, "-seen", "follow-through", "seeing clinic: visit", ""},
	{"closed, the acknowledgement struck", toClosed, "-final.acknowledged", "reported", "referring clinician: acknowledgement", ""},
	{"closed, the delivery struck", toClosed, "-final.delivered", "closed", "", ""},
	{"closed, the telling struck", toClosed, "-final.told", "follow-through", "referring team: information", ""},
	{"closed, the closing struck", toClosed, "-closed", "follow-through", "referring team: closure", ""},
	{"closed, the report struck", toClosed, "-final", "seen", "seeing clinician: report", ""},
	{"closed, the booking struck", toClosed, "-booked.a", "closed", "", ""},
	{"closed, the acceptance struck", toClosed, "-accepted.0", "closed", "", ""},
	{"a report the closure without proof names", toReported, "closed-admin", "closed without proof", "", "ending-told"},
	{"a report it does not name opens it again", toReported, "closed-admin amended", "returning", "seeing clinic: report-delivery", ""},
	{"and stays open until the patient knows", toReported, "closed-admin amended amended.delivered amended.acknowledged", "follow-through", "referring team: information", ""},
}

// Each awkward case reads the same whatever the order its facts are told in.
func TestAwkwardCases(t *testing.T) {
	for _, c := range scenarios {
		t.Run(c.name, func(t *testing.T) {
			names := slices.Clone(c.from)
			var struck []string
			for _, n := range strings.Fields(c.then) {
				if s, ok := strings.CutPrefix(n, "-"); ok {
					struck = append(struck, s)
					continue
				}
				names = append(names, n)
			}
			s := walk(names...)
			for _, k := range struck {
				n := len(s.Entries())
				at := day0.AddDate(0, 0, 3)
				s = referral.Evolve(s, referral.Entry{Seq: n + 1, At: at, Noted: at, Key: referral.Key("struck/" + k), What: referral.Struck{Fact: referral.Key(k), Reason: "x"}})
			}
			if got := [3]string{string(s.Phase()), ball(s), kindsOf(s)}; got != [3]string{string(c.phase), c.ball, c.owed} {
				t.Errorf("reads %q, not %q", got, [3]string{string(c.phase), c.ball, c.owed})
			}
			back := slices.Clone(s.Entries())
			slices.Reverse(back)
			if r := referral.Fold("x", back); r.Phase() != s.Phase() || ball(r) != ball(s) || kindsOf(r) != kindsOf(s) {
				t.Errorf("told backwards it reads %q %q %q", r.Phase(), ball(r), kindsOf(r))
			}
		})
	}
}

// ball says who must do what, in the words of the table.
func ball(s referral.State) string {
	if n, open := s.Next(); open {
		return fmt.Sprintf("%s: %s", n.Post, n.Act)
	}
	return ""
}

func kindsOf(s referral.State) string {
	var out []string
	for _, d := range s.Duties() {
		out = append(out, d.Kind)
	}
	return strings.Join(out, " ")
}
