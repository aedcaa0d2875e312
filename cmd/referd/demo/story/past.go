package story

import (
	"time"

	"referd/cmd/referd/demo/cast"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
)

// fates are how referrals ended before anybody kept loops, in parts of a
// hundred, as measured where none were kept (measures.md): about 35 closed
// with an answer that came back and was read, 39 never booked at all. Each
// ending is on record with its reason; only the first counts as closed.
var fates = []struct {
	parts int
	never bool // never booked
	tell  func(*walk)
}{
	{35, false, (*walk).closes},
	{6, true, (*walk).isDeclined},
	{8, true, (*walk).isCancelled},
	{4, true, (*walk).isWithdrawn},
	{9, true, (*walk).isUnreachable},
	{12, true, (*walk).isForgotten},
	{4, false, (*walk).isAdvised},
	{9, false, (*walk).misses},
	{10, false, (*walk).isSeenUnreported},
	{3, false, (*walk).isUnread},
}

// settledFor is how long ago the youngest of the finished histories began.
const settledFor = 47 * 24 * time.Hour

// past tells n histories that are over, over some days.
func (m *maker) past(n, days int) {
	first := m.now.AddDate(0, 0, -days)
	span := m.now.Add(-settledFor).Sub(first)
	for i := range n {
		at := first.Add(time.Duration(float64(span) * (float64(i) + m.r.Float64()) / float64(n)))
		w := m.walk(cast.Working(at))
		w.fate(i)
	}
}

// lately tells n loops that closed in the last days, since they are kept.
func (m *maker) lately(n int) {
	for i := range n {
		t := &tale{m: m, brief: m.brief, from: []string{"rivera", "park", "rivera", "valley"}[i%4], offer: cast.Offers[i%8]}
		t.s, t.pat = m.someStory(t.offer.Story), m.somebody(t.from)
		if t.s.Urgency == party.Emergency {
			t.s = cast.Calm(t.offer.Story)
		}
		b := func(days int, hour float64) time.Time { return cast.Ago(m.now, days, hour+float64(i%5)/4) }
		t.begin(b(27+i, 9)).opened(b(27+i, 11)).accepted(b(25+i, 10)).booked(b(24+i, 14), b(10+i%6, 9)).seen(b(10+i%6, 9.7))
		t.reported(b(8, 11), "").acknowledged(b(6, 12), true).finished(b(1+i%4, 15))
	}
}

// walk is a tale told with a cursor of time.
type walk struct {
	t   *tale
	now time.Time
}

// outsiders send to St Luke from their own systems.
var outsiders = []string{"northgate", "cityheart", "valley", "pine", "elm"}

func (m *maker) walk(at time.Time) *walk {
	o := cast.Offers[m.r.IntN(len(cast.Offers))]
	if m.r.IntN(4) > 0 && o.Org != "stluke" {
		o = cast.Offers[m.r.IntN(8)]
	}
	t := &tale{m: m, brief: m.brief, offer: o, s: m.someStory(o.Story)}
	t.from = []string{"rivera", "park", outsiders[m.r.IntN(len(outsiders))]}[m.r.IntN(3)]
	if t.from != "rivera" && t.from != "park" && o.Org != "stluke" {
		t.from = "park"
	}
	t.pat = m.somebody(t.from)
	return &walk{t: t, now: at}
}

// fate takes the i-th history the way its share of them went.
func (w *walk) fate(i int) {
	x := (i*61 + 17) % 100 // every hundred in a row has each fate its parts times
	for k, f := range fates {
		if x -= f.parts; x < 0 {
			if k > 0 && w.t.s.Urgency == party.Emergency { // those are answered, and take no other's share
				w.t.s = cast.Calm(w.t.offer.Story)
			}
			f.tell(w)
			return
		}
	}
}

// in moves the cursor some hours on, into working time.
func (w *walk) in(hours float64) time.Time {
	if w.t.s.Urgency == party.Emergency {
		w.now = w.now.Add(time.Duration(hours / 20 * float64(time.Hour)))
		return w.now
	}
	w.now = cast.Working(w.now.Add(time.Duration(hours * (0.6 + 0.8*w.t.m.r.Float64()) * float64(time.Hour))))
	return w.now
}

// on moves the cursor to an hour some working days on.
func (w *walk) on(days int, hour float64) time.Time {
	w.now = cast.Ago(w.now, -days, hour)
	return w.now
}

func (w *walk) sent() *tale { return w.t.begin(w.now).arrived(w.now) }

// taken is sent, opened, perhaps asked about, and accepted.
func (w *walk) taken() *tale {
	t := w.sent().opened(w.in(5))
	if _, here := houses[t.offer.Org]; here && t.m.r.IntN(4) == 0 && t.s.Urgency != party.Emergency {
		t.asked(w.in(16)).answered(w.in(24))
	}
	return t.accepted(w.in(24))
}

// visited is taken, booked and seen.
func (w *walk) visited() *tale {
	t := w.taken()
	at := w.in(20)
	if t.s.Urgency == party.Emergency {
		return t.booked(at, at.Add(20*time.Minute)).seen(w.in(20))
	}
	visit := cast.Ago(at, -2-t.m.r.IntN(6), 8+float64(t.m.r.IntN(16))/2)
	w.now = visit
	return t.booked(at, visit).seen(visit.Add(50 * time.Minute))
}

func (w *walk) closes() {
	w.visited().reported(w.in(40), "").acknowledged(w.in(50), w.t.m.r.IntN(3) > 0).informed(w.in(24)).finished(w.in(60))
}

func (w *walk) isDeclined() {
	w.sent().opened(w.in(6)).declined(w.in(30), "Our first visit is two months after the date the patient should be seen by.").ended(w.in(60))
}

func (w *walk) isCancelled() {
	w.sent().opened(w.in(8)).act(w.in(70), w.t.doctor(), func(d *desk.Writing, f loop.Form) error {
		return done(loop.Cancel(d, f, "resolved", "It resolved by itself."))
	})
}

func (w *walk) isWithdrawn() {
	w.taken().act(w.in(60), w.t.doctor(), func(d *desk.Writing, f loop.Form) error {
		return done(loop.Withdraw(d, f, "“I feel well again and do not want to go.”"))
	})
}

// isUnreachable is searched for by the whole protocol: three days, three times
// of day, two ways, and a letter that had its fourteen days.
func (w *walk) isUnreachable() {
	if w.t.s.Urgency != party.Routine {
		w.isForgotten()
		return
	}
	t := w.taken()
	t.called(w.on(1, 9.2), "call", "no-answer", "").called(w.on(1, 13.1), "text", "sent", "").called(w.on(2, 17.4), "call", "message-left", "").called(w.on(1, 9), "letter", "sent", "")
	t.act(w.on(11, 11), t.doctor(), func(d *desk.Writing, f loop.Form) error {
		return done(loop.Unreachable(d, f, "Called and written to, no answer."))
	})
}

// isForgotten is accepted, called three times, and left.
func (w *walk) isForgotten() {
	w.taken()
	w.chased().givenUp()
}

func (w *walk) isAdvised() {
	if _, here := houses[w.t.offer.Org]; !here {
		w.isForgotten()
		return
	}
	w.sent().opened(w.in(6)).advised(w.in(30), "No visit is needed now. Repeat the test in three months.", "It grows, bleeds or hurts.").act(w.in(50), w.t.doctor(), func(d *desk.Writing, f loop.Form) error {
		return done(loop.AnswerAdvice(d, f, "accept", "", "call"))
	})
}

func (w *walk) misses() {
	t := w.taken()
	at := w.in(20)
	visit := cast.Ago(at, -4, 10)
	t.booked(at, visit).missed(visit.Add(90 * time.Minute))
	w.now = visit
	w.chased().givenUp()
}

func (w *walk) isSeenUnreported() {
	w.visited()
	w.chased().givenUp()
}

func (w *walk) isUnread() {
	w.t.s.Lines = nil
	w.visited().reported(w.in(40), "")
	w.chased().givenUp()
}

// chased is three tries on record.
func (w *walk) chased() *walk {
	w.t.called(w.on(2, 10), "call", "no-answer", "").called(w.on(3, 14), "call", "no-answer", "").called(w.on(3, 9.5), "call", "message-left", "")
	return w
}

// givenUp is closed without proof: two leads, with a reason. It never counts
// as closed.
func (w *walk) givenUp() {
	one, two := "rivera", "park"
	if w.t.m.who[w.t.from].Client != "" {
		one, two = "nair", "adler"
	}
	for i, who := range []string{one, two} {
		w.t.act(w.on(1+i, 11), who, func(d *desk.Writing, f loop.Form) error {
			return done(loop.CloseAdmin(d, f, "old-backlog", ""))
		})
	}
	w.t.act(w.on(1, 15), w.t.staff(), func(d *desk.Writing, f loop.Form) error {
		return done(loop.Inform(d, f, "", loop.Telling{How: "letter", Words: "Written to: what was not done, and whom to call."}))
	})
}

// crowd is the open work of a hospital beside the stories of the day: n loops
// from elsewhere, each in time but for a few.
func (m *maker) crowd(n int) {
	for i := range n {
		m.passing(i)
	}
}

func (m *maker) passing(i int) {
	t := &tale{m: m, brief: m.brief, from: outsiders[m.r.IntN(len(outsiders))], offer: cast.Offers[m.r.IntN(8)]}
	t.s, t.pat = m.someStory(t.offer.Story), m.somebody(t.from)
	if t.s.Urgency != party.Routine {
		t.s = cast.Calm(t.offer.Story)
	}
	hour := func() float64 { return 8.2 + 8*m.r.Float64() }
	x, d := i%20, m.r.IntN(4)
	switch {
	case x < 1:
		t.begin(cast.Ago(m.now, 1, hour()))
	case x < 3:
		t.begin(cast.Ago(m.now, d+1, 8.1)).opened(cast.Ago(m.now, d%3, 8.5))
	case x < 4:
		t.begin(cast.Ago(m.now, d+4, 8.1)).opened(cast.Ago(m.now, d+3, hour())).asked(cast.Ago(m.now, d, 8.4))
	case x < 6:
		t.begin(cast.Ago(m.now, d+4, 8.1)).opened(cast.Ago(m.now, d+3, hour())).accepted(cast.Ago(m.now, d, 8.4))
	case x < 7:
		t.begin(cast.Ago(m.now, d+9, 8.1)).opened(cast.Ago(m.now, d+8, hour())).accepted(cast.Ago(m.now, d+6, 8.4)).waitlisted(cast.Ago(m.now, d+3, hour()))
	case x < 16:
		t.begin(cast.Ago(m.now, d+12, 8.1)).opened(cast.Ago(m.now, d+11, hour())).accepted(cast.Ago(m.now, d+10, hour())).booked(cast.Ago(m.now, d+8, hour()), cast.Ago(m.now, -1-m.r.IntN(15), hour()))
	case x < 18:
		visit := cast.Ago(m.now, d, 8.3)
		t.begin(cast.Ago(m.now, d+12, 8.1)).opened(cast.Ago(m.now, d+11, hour())).accepted(cast.Ago(m.now, d+10, hour())).booked(cast.Ago(m.now, d+8, hour()), visit).seen(visit.Add(40 * time.Minute))
	default:
		visit := cast.Ago(m.now, d+6, 8.3)
		t.begin(cast.Ago(m.now, d+15, 8.1)).opened(cast.Ago(m.now, d+14, hour())).accepted(cast.Ago(m.now, d+12, hour())).booked(cast.Ago(m.now, d+10, hour()), visit).seen(visit.Add(40*time.Minute)).reported(cast.Ago(m.now, d, 8.4), referral.Actionable(""))
	}
}
