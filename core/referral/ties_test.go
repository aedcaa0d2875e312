package referral_test

import (
	"strings"
	"testing"

	"referd/core/party"
	"referd/core/referral"
)

// A tie takes the reading that obliges somebody to act, whichever was told first.
func TestTies(t *testing.T) {
	at := day0.AddDate(0, 0, 2)
	for _, c := range []struct {
		name string
		from string
		a, b referral.Event
		says func(s referral.State) bool
	}{
		{"two urgencies: the more pressing", "signed sent", referral.Prioritised{Urgency: party.Emergency}, referral.Prioritised{Urgency: party.Routine}, func(s referral.State) bool { return s.Urgency == party.Emergency }},
		{"two seen-by dates: the earlier", "signed sent", referral.SeenBySet{By: at}, referral.SeenBySet{By: far}, func(s referral.State) bool { return s.SeenBy.Equal(at) }},
		{"approved and denied: denied", "signed sent", referral.Authorization{State: "approved"}, referral.Authorization{State: "denied"}, func(s referral.State) bool { return s.Authorization.State == "denied" }},
		{"accepted and declined: declined", "signed sent", referral.Accepted{}, referral.Declined{Reason: "x"}, func(s referral.State) bool { return s.Phase() == referral.PhaseDeclined }},
		{"accepted and advised: advised", "signed sent", referral.Accepted{}, referral.Advised{Advice: "d"}, func(s referral.State) bool { return s.Phase() == referral.PhaseAdvised }},
		{"declined and advised: declined", "signed sent", referral.Advised{Advice: "d"}, referral.Declined{Reason: "x"}, func(s referral.State) bool { return s.Phase() == referral.PhaseDeclined }},
		{"booked and unbooked: to be booked", "signed sent accepted.0", referral.Booked{Appointment: "z", Start: far}, referral.Unbooked{Appointment: "z", Reason: "x"}, func(s referral.State) bool { return s.Phase() == referral.PhaseAccepted }},
		{"held and resumed: it goes on", "signed sent accepted.0", referral.Held{Until: far, Reason: "x"}, referral.Resumed{}, func(s referral.State) bool { return s.Phase() == referral.PhaseAccepted }},
		{"ended and reopened: open", "signed sent accepted.0", referral.Cancelled{Reason: "x"}, referral.Reopened{Reason: "x"}, func(s referral.State) bool { return s.Open() }},
		{"unreachable and reached: open", "signed sent accepted.0", referral.Unreachable{}, referral.Contacted{Channel: "call", Outcome: "reached"}, func(s referral.State) bool { return s.Open() }},
		{"signed and readdressed: who answers from then on", "", referral.Signed{Clinician: "c"}, referral.Readdressed{Clinician: "d"}, func(s referral.State) bool { return s.Clinician == "d" }},
		{"sent and readdressed: who answers from then on", "signed", sentTo("first"), referral.Readdressed{Clinician: "d", Team: "night"}, func(s referral.State) bool { return s.Clinician == "d" && s.Team == "night" && !s.Sent.IsZero() }},
		{"sent and given to another team: the clinician who sent it", "signed", sentTo("first"), referral.Readdressed{Team: "night"}, func(s referral.State) bool {
			return s.Clinician == sentTo("first").Clinician && s.Team == "night"
		}},
	} {
		for _, keys := range [][2]referral.Key{{"k1", "k2"}, {"k2", "k1"}} {
			s := walk(strings.Fields(c.from)...)
			for i, ev := range []referral.Event{c.a, c.b} {
				s = referral.Evolve(s, referral.Entry{Seq: s.Seq + 1, At: at, Noted: at, Key: keys[i], What: ev})
			}
			if !c.says(s) {
				t.Errorf("%s, with keys %v: %s", c.name, keys, s.Phase())
			}
		}
	}
}
