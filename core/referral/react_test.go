package referral_test

import (
	"slices"
	"strings"
	"testing"

	"referd/core/referral"
)

// What an entry calls for, as work queued in its own commit.
func TestReact(t *testing.T) {
	at := day0.AddDate(0, 0, 3)
	ball := []referral.Owed{{Team: "intake", Act: referral.ActOpen, Due: at}, {Duty: "item/1", Team: "x", Act: referral.ActDoItem, Due: at}}
	for _, c := range []struct {
		from string
		ev   referral.Event
		owed []referral.Owed
		want string
	}{
		{"signed", sentTo("first"), nil, "deliver first"},
		{"signed sent", referral.Forwarded{Leg: 1, To: referral.Recipient{Org: "second"}}, nil, "deliver second"},
		{"signed sent seen", referral.Reported{Report: "f", Kind: referral.Final, Document: "d"}, nil, "tell-loops f; deliver-report f"},
		{"signed sent seen", referral.Reported{Report: "i", Kind: referral.Interim, Document: "d"}, nil, "deliver-report i"},
		{"signed sent seen", referral.Reported{Report: "i", Kind: referral.Interim, Document: "d", Actionable: referral.WithinMinutes}, nil, "tell-loops i; deliver-report i"},
		{"signed sent booked.a", referral.Unbooked{Appointment: "a", Reason: "x"}, nil, "free-slot a"},
		{"signed sent booked.a", referral.Missed{Appointment: "a"}, nil, "free-slot a; tell-side missed/k"},
		{"signed sent", referral.Prioritised{Urgency: "urgent", Note: "n"}, nil, "tell-side prioritised/k"},
		{"signed sent", referral.SeenBySet{By: at, Note: "n"}, nil, "tell-side seen-by-set/k"},
		{"readied", referral.Struck{Fact: "readied", Reason: "given-back"}, []referral.Owed{{Team: "home-team", Person: "rs", Act: referral.ActFinish, Due: at}}, "notify sending"},
		{"signed", referral.Prioritised{Urgency: "urgent", Note: "n"}, nil, ""},
		{"signed sent", referral.Deceased{Source: "x"}, nil, "stop-messages ; tell-loops "},
		{"signed sent", referral.EnteredInError{Reason: "x"}, nil, "recall "},
		{"signed sent", referral.Messaged{Message: "m", To: "sender"}, nil, ""},
		{"signed sent", referral.Delivered{}, ball, "notify opening; notify item/1"},
	} {
		before := walk(strings.Fields(c.from)...)
		e := referral.Entry{Seq: before.Seq + 1, At: at, Noted: at, Key: before.KeyFor(c.ev, "k"), What: c.ev, Owed: c.owed}
		after := referral.Evolve(before, e)
		var got []string
		for _, x := range referral.React(before, after, e) {
			got = append(got, x.Do+" "+x.Arg)
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%T calls for %q, want %q", c.ev, got, c.want)
		}
		if again := referral.React(after, after, e); slices.ContainsFunc(again, func(x referral.Effect) bool { return x.Do == "notify" }) {
			t.Errorf("%T: what did not move is told again: %v", c.ev, again)
		}
	}
}
