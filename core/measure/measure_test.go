package measure_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"referd/core/measure"
	"referd/core/party"
	"referd/core/referral"
)

// monday is when the histories of these tests begin; now is when they are
// looked at, on the Monday 215 days later.
var (
	monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	now    = monday.AddDate(0, 0, 217).Add(9 * time.Hour)
)

// told is something that happened so long after the beginning.
type told struct {
	after time.Duration
	what  referral.Event
	by    referral.By
}

const (
	h = time.Hour
	d = 24 * h
)

var (
	clinic = referral.Recipient{Org: "clinic", Service: "cardio", Channel: party.House}
	phoned = referral.Recipient{Org: "clinic", Service: "cardio", Channel: party.Phone}
	noor   = referral.By{User: "noor", Org: "clinic"}
	moss   = referral.By{User: "moss", Org: "home"}
)

// ledger is a loop of things told in order; the ball is due so long after the
// beginning, or was never owed after the last.
func ledger(id string, due time.Duration, list ...told) referral.State {
	var out []referral.Entry
	for i, x := range list {
		e := referral.Entry{Seq: i + 1, At: monday.Add(x.after), Noted: monday.Add(x.after), By: x.by, What: x.what, Key: referral.KeyOf(x.what, fmt.Sprint("k", i))}
		if i == len(list)-1 {
			e.Owed = []referral.Owed{{}}
			if due != 0 {
				e.Owed[0] = referral.Owed{Team: "team", Act: "act", Due: monday.Add(due)}
			}
		}
		out = append(out, e)
	}
	return referral.Fold(referral.ID(id), out)
}

func sent(to referral.Recipient) told {
	return told{9 * h, referral.Sent{Patient: "p", Org: "home", Team: "team", Clinician: "dr", To: to, Urgency: party.Urgent}, moss}
}

func at(after time.Duration, what referral.Event) told { return told{after, what, noor} }

func whole(after time.Duration) []told { // seen, reported, read, told, closed
	return []told{sent(clinic), at(9*h+5*time.Minute, referral.Delivered{}), at(2*d, referral.Accepted{}), at(3*d, referral.Booked{Appointment: "a", Start: monday.Add(9 * d)}), at(9*d, referral.Seen{Appointment: "a"}),
		at(10*d, referral.Reported{Report: "r", Kind: referral.Final, Document: "doc"}), at(11*d, referral.ReportDelivered{Report: "r"}), at(11*d+after, referral.Acknowledged{Report: "r", Answered: "yes"}),
		at(20*d, referral.PatientInformed{Report: "r", How: "call"}), at(21*d, referral.Closed{How: "proof"})}
}

// Each case by hand: what it is to the ten measures in their order, c counted,
// n not counted, l left out, w waiting, - none of those measured.
func TestEachDefinition(t *testing.T) {
	for _, x := range []struct {
		what string
		is   string
		s    referral.State
	}{
		{"closed with proof, all in time", "ccccncccc-", ledger("a", 0, whole(6*d)...)},
		{"acknowledged after eight days", "ccccnccnc-", ledger("b", 0, whole(8*d)...)},
		{"never sent", "----------", ledger("c", 5*d, told{0, referral.Drafted{Patient: "p", Org: "home", Team: "team"}, moss})},
		{"entered in error", "----------", ledger("d", 0, sent(clinic), at(d, referral.EnteredInError{Reason: "x"}))},
		{"sent and nothing since", "nwwwcn--nc", ledger("e", 2*d, sent(clinic))},
		{"the same, due later", "nwwwcn--nn", ledger("f", 300*d, sent(clinic))},
		{"delivered after an hour", "cwwwcn--nc", ledger("g", 2*d, sent(clinic), at(10*h, referral.Delivered{}))},
		{"delivered after 61 minutes", "nwwwcn--nc", ledger("h", 2*d, sent(clinic), at(10*h+time.Minute, referral.Delivered{}))},
		{"by telephone, after three hours", "cwwwcn--nc", ledger("i", 2*d, sent(phoned), at(12*h, referral.Delivered{}))},
		{"accepted after a question", "ncnwcn--nc", ledger("j", 2*d, sent(clinic), at(2*d, referral.Asked{Ask: "q"}), at(3*d, referral.Answered{Ask: "q"}), at(4*d, referral.Accepted{}))},
		{"declined, then accepted elsewhere", "ncnwcn--nc", ledger("k", 2*d, sent(clinic), at(2*d, referral.Declined{Reason: "x"}), at(3*d, referral.Forwarded{Leg: 1, To: clinic}), at(4*d, referral.Accepted{Leg: 1}))},
		{"accepted by the second without the first's word", "nccwcn--nc", ledger("l", 2*d, sent(clinic), at(3*d, referral.Forwarded{Leg: 1, To: clinic}), at(4*d, referral.Accepted{Leg: 1}))},
		{"an acceptance that was struck", "nwwwcn--nc", ledger("m", 2*d, sent(clinic), at(4*d, referral.Accepted{}), at(5*d, referral.Struck{Fact: referral.KeyOf(referral.Accepted{}, "k1"), Reason: "x"}))},
		{"booked without a decision", "nllcnn--nc", ledger("n", 2*d, sent(clinic), at(4*d, referral.Booked{Appointment: "a", Start: monday.Add(9 * d)}))},
		{"missed without a booking", "nlllnn--nc", ledger("o", 2*d, sent(clinic), at(4*d, referral.Missed{Appointment: "a"}))},
		{"only its report tells of the visit", "nlllncl-nc", ledger("p", 2*d, sent(clinic), at(4*d, referral.Reported{Report: "r", Kind: referral.Final, Document: "doc"}))},
		{"seen, an interim report only", "nlllncn-nc", ledger("q", 2*d, sent(clinic), at(4*d, referral.Seen{}), at(5*d, referral.Reported{Report: "r", Kind: referral.Interim, Document: "doc"}), at(5*d, referral.ReportDelivered{Report: "r"}))},
		{"read, and nobody told that it came", "nlllncclnc", ledger("r", 2*d, sent(clinic), at(4*d, referral.Seen{}), at(5*d, referral.Reported{Report: "r", Kind: referral.Final, Document: "doc"}), at(6*d, referral.Acknowledged{Report: "r", Answered: "yes"}))},
		{"withdrawn before a decision", "nwllnn--l-", ledger("s", 0, sent(clinic), at(4*d, referral.Withdrawn{Words: "w"}))},
		{"cancelled after the acceptance", "ncclnn--n-", ledger("t", 0, sent(clinic), at(2*d, referral.Accepted{}), at(4*d, referral.Cancelled{Reason: "x"}))},
		{"closed without proof", "nwllnn--n-", ledger("u", 0, sent(clinic), at(4*d, referral.ClosedAdmin{Reason: "x", Second: "v"}))},
	} {
		r, got := measure.Read(&x.s, measure.NewNames()), ""
		for _, m := range measure.All {
			got += string("-cnlw"[m.Judge(&r, measure.To(now))])
		}
		if got != x.is {
			t.Errorf("%s is %s, want %s", x.what, got, x.is)
		}
	}
}

// Why somebody is counted is said in words, with the week and when a week that
// is too young is counted.
func TestWhy(t *testing.T) {
	closed, waits := ledger("a", 0, whole(6*d)...), ledger("b", 2*d, sent(clinic), at(10*h, referral.Delivered{}))
	for _, x := range []struct {
		s    referral.State
		name string
		now  time.Time
		want string
	}{
		{closed, "delivered", monday.AddDate(0, 0, 10), "Counted: delivered 5 min after it was sent; 1 h is allowed. It is of the week of 02-Mar-2026."},
		{closed, "time-to-accept", monday.AddDate(0, 0, 10), "Counted: accepted 39 h after it was sent. It is of the week of 02-Mar-2026."},
		{closed, "acknowledged", now, "Counted: acknowledged 6.0 d after the report came; 7 d are allowed. It is of the week of 09-Mar-2026, older than the figure."},
		{closed, "never-booked", monday.AddDate(0, 0, 20), "Measured, and not counted: first booked 2.6 d after it was sent. It is of the week of 02-Mar-2026, which is counted from 08-Apr-2026 00:00 UTC."},
		{closed, "closed-loop", now, "Counted: closed with every proof. It is of the week of 02-Mar-2026."},
		{closed, "overdue", now, "Not measured: it is over: “Closed with proof”."},
		{waits, "time-to-accept", monday.AddDate(0, 0, 1), "Measured as waiting: undecided for 15 h so far. It is of the week of 02-Mar-2026, which is counted from 09-Mar-2026 00:00 UTC."},
		{waits, "time-to-schedule", monday.AddDate(0, 0, 8), "Not measured yet: not booked for 7.6 d so far. It is of the week of 02-Mar-2026."},
		{waits, "report-returned", now, "Not measured: nobody was seen yet."},
		{waits, "overdue", monday.AddDate(0, 0, 3), "Counted: its next act is 24 h late."},
	} {
		r := measure.Read(&x.s, measure.NewNames())
		if got := measure.Named(x.name).Why(&r, measure.To(x.now)); got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}

// Half of those decided and waiting, by Kaplan and Meier, counted by hand: of
// ten sent in one week seven are decided after 1 to 7 days, two wait since their
// sending and one ended undecided after 3 days and a half. Of 10, 9, 8 at risk
// one each is decided, then one leaves, then one of 6: .9, .8, .7 and .5833 after
// 4 days, .4667 after 5; after 7 days .2333 are left: nine of ten is not known.
func TestHalfAreDecided(t *testing.T) {
	n := measure.NewNames()
	var rows []measure.Row
	add := func(s referral.State) { rows = append(rows, measure.Read(&s, n)) }
	for i := range 7 {
		add(ledger(fmt.Sprint(i), 40*d, sent(clinic), at(9*h+time.Duration(i+1)*d, referral.Accepted{})))
	}
	add(ledger("x", 0, sent(clinic), at(9*h+3*d+12*h, referral.Withdrawn{Words: "w"})))
	add(ledger("y", 40*d, sent(clinic)))
	add(ledger("z", 40*d, sent(clinic)))
	f := figure(n, monday.AddDate(0, 0, 28), "time-to-accept", rows...)
	if w := f.Weeks[measure.Weeks-4]; f.Whole.N != 10 || f.Whole.Counted != 7 || f.Whole.Waiting != 3 || !f.Whole.Known || measure.Length(measure.Minute(f.Whole.Value)) != "5.0 d" || f.Whole.Most != 0 || w.N != 10 || w.Value != f.Whole.Value {
		t.Errorf("half are decided: %+v", f.Whole)
	}
	if f.Endings[referral.PhaseAccepted] != 7 || f.Endings[referral.PhaseWithdrawn] != 1 || f.Endings[referral.PhaseSent] != 2 {
		t.Errorf("they stand at %v", f.Endings)
	}
}

func figure(n *measure.Names, now time.Time, name string, rows ...measure.Row) measure.Figure {
	c := measure.NewCount(measure.To(now), n, measure.Split{})
	for i := range rows {
		c.Add(&rows[i])
	}
	all := c.Figures()
	return all[slices.IndexFunc(all, func(f measure.Figure) bool { return f.Name == name })]
}

// A week is counted when all of it is as old as the measure says, and not an
// hour before; until then its cases are said to be too young.
func TestAWeekIsCountedWhenItIsOldEnough(t *testing.T) {
	s, n := ledger("a", 0, whole(6*d)...), measure.NewNames()
	r := measure.Read(&s, n)
	for _, x := range []struct {
		name  string
		after time.Duration // of the end of the week it is of
		week  int
	}{{"delivered", 4 * h, 0}, {"time-to-accept", 0, 0}, {"complete-at-first-pass", 0, 0}, {"never-booked", 30 * d, 0}, {"completed", 90 * d, 0}, {"report-returned", 14 * d, 1}, {"acknowledged", 7 * d, 1}, {"closed-loop", 180 * d, 0}} {
		for _, late := range []time.Duration{-time.Minute, 0, time.Duration(measure.Weeks-1) * 7 * d, time.Duration(measure.Weeks) * 7 * d} {
			f := figure(n, monday.AddDate(0, 0, 7*(1+x.week)).Add(x.after+late), x.name, r)
			in, young := 1, 0
			switch {
			case late < 0:
				in, young = 0, 1
			case late >= time.Duration(measure.Weeks)*7*d:
				in = 0
			}
			if f.Whole.N != in || f.Young != young || len(f.Weeks) != measure.Weeks {
				t.Errorf("%s, %s after its week is old enough: %d measured and %d too young, want %d and %d", x.name, late, f.Whole.N, f.Young, in, young)
			}
		}
	}
}

// What was open and late at the end of each week is read from the ledger as it
// was noted then, by hand: due on the Wednesday, answered on the second Tuesday,
// due again three weeks later, over after seven weeks.
func TestWhatWasLateThen(t *testing.T) {
	ball := func(due time.Duration) []referral.Owed {
		return []referral.Owed{{Team: "team", Act: "act", Due: monday.Add(due)}}
	}
	list := []referral.Entry{{At: monday.Add(9 * h), What: sent(clinic).what, Owed: ball(2 * d)}, {At: monday.Add(8 * d), What: referral.Accepted{}, Owed: ball(29 * d)}, {At: monday.Add(50 * d), What: referral.Cancelled{Reason: "x"}, Owed: []referral.Owed{{}}}}
	for i := range list {
		list[i].Seq, list[i].Noted, list[i].Key = i+1, list[i].At, referral.KeyOf(list[i].What, "k")
	}
	for _, x := range []struct {
		known int // entries
		is    string
	}{{1, "llllllllll"}, {2, "looollllll"}, {3, "looolll..."}} {
		s := referral.Fold("a", list[:x.known])
		n, got := measure.NewNames(), ""
		for _, p := range figure(n, monday.AddDate(0, 0, 70), "overdue", measure.Read(&s, n)).Weeks[measure.Weeks-10:] {
			got += string(".ol"[p.N+p.Counted])
		}
		if got != x.is {
			t.Errorf("after %d entries it was %s, want %s", x.known, got, x.is)
		}
	}
}
