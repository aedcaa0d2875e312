package referral_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"referd/core/policy"
	"referd/core/referral"
)

// finished is a loop as most are: a draft, a question, a visit, a report and
// its reading, closed with proof; 22 entries, each told once and in order.
func finished() []referral.Entry {
	return walk("readied", "signed", "sent", "delivered.0", "opened.0", "asked.0", "answered.0", "accepted.0", "reached", "booked.a", "confirmed", "arrived", "seen", "final", "planned.0",
		"final.delivered", "final.opened", "done.0", "final.acknowledged", "final.told", "closed").Entries()
}

func BenchmarkFold12(b *testing.B) {
	ledger := finished()[:12]
	b.ReportAllocs()
	for b.Loop() {
		s := referral.Fold("x", ledger)
		s.Phase()
	}
}

func BenchmarkFold22(b *testing.B) {
	ledger := finished()
	b.ReportAllocs()
	for b.Loop() {
		referral.Fold("x", ledger)
	}
}

// Out of order, with repeats: what a silent partner tells at once.
func BenchmarkFoldAnyOrder(b *testing.B) {
	ledger := history(rand.New(rand.NewPCG(3, 7)))
	b.ReportAllocs()
	for b.Loop() {
		referral.Fold("x", ledger)
	}
}

// What one commit asks of the core beside folding: who may, the decision, the
// ball and the duties with their owners, the effects, and what lists show.
func BenchmarkCommit(b *testing.B) {
	ledger, f := finished()[:9], facts()
	who := cast["sc"]
	ev := referral.Booked{Appointment: "a", Start: day0.AddDate(0, 0, 9)}
	at := day0.AddDate(0, 0, 2)
	b.ReportAllocs()
	for b.Loop() {
		s := referral.Fold("x", ledger)
		if _, err := referral.Decide(s, who, ev, at); err != nil {
			b.Fatal(err)
		}
		e := referral.Entry{Seq: s.Seq + 1, At: at, Noted: at, Key: s.KeyFor(ev, "k"), What: ev}
		after := referral.Evolve(s, e)
		o, _ := policy.Owe(&after, f, at)
		e.Owed = append(e.Owed, o)
		for _, d := range after.Duties() {
			e.Owed = append(e.Owed, policy.OweDuty(&after, d, f, at))
		}
		after = referral.Evolve(s, e)
		referral.React(s, after, e)
		after.Completes()
		after.Ring()
		after.Codes()
		after.ClockOf()
		policy.Class(&after)
		for range 3 {
			after.Duties()
		}
		after.May(who)
	}
}

func BenchmarkDecode(b *testing.B) {
	var kinds []string
	var bodies [][]byte
	for _, e := range finished() {
		k, body, err := referral.Encode(e.What)
		if err != nil {
			b.Fatal(err)
		}
		kinds, bodies = append(kinds, k), append(bodies, body)
	}
	b.ReportAllocs()
	for b.Loop() {
		for i, k := range kinds {
			if _, err := referral.Decode(k, bodies[i]); err != nil {
				b.Fatal(fmt.Sprint(k, err))
			}
		}
	}
}
