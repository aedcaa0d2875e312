package demo

import (
	"container/heap"
	"context"
	"math/rand/v2"
	"strings"
	"time"

	"referd/base/code"
	corechart "referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/loop"
)

// maker plays histories in the order of time, through the desk's own verbs.
type maker struct {
	ctx   context.Context
	d     *desk.Desk
	clock *Clock
	r     *rand.Rand
	who   map[string]desk.Who
	queue acts
	end   time.Time
	n     int
	batch []desk.Step
	said  func(done, of int)
	total int
}

// act is something that happens at a time.
type act struct {
	at  time.Time
	n   int
	who desk.Who
	do  func(*desk.Writing) error
}

type acts []act

func (a acts) Len() int { return len(a) }
func (a acts) Less(i, j int) bool {
	return a[i].at.Before(a[j].at) || a[i].at.Equal(a[j].at) && a[i].n < a[j].n
}
func (a acts) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *acts) Push(x any)   { *a = append(*a, x.(act)) }
func (a *acts) Pop() any {
	old := *a
	x := old[len(old)-1]
	*a = old[:len(old)-1]
	return x
}

// tale is one referral on its way.
type tale struct {
	m     *maker
	of    referral.ID
	at    time.Time
	s     story
	offer offer
	pat   party.PatientID
	rep   referral.ReportID
	items []referral.ItemID
	dead  bool
}

// next does something some hours later, in working hours, unless that is after the end.
func (t *tale) next(user string, hours float64, do func(*desk.Writing, loop.Form) error) *tale {
	if t.dead {
		return t
	}
	if t.fast() {
		hours /= 20
	}
	t.at = t.at.Add(time.Duration(hours * (0.6 + 0.8*t.m.r.Float64()) * float64(time.Hour)))
	if !t.fast() {
		t.at = working(t.at)
	}
	if t.at.After(t.m.end) {
		t.dead = true
		return t
	}
	t.m.n++
	who, ok := t.m.who[user]
	if !ok {
		who = partner(party.OrgID(user))
	}
	heap.Push(&t.m.queue, act{t.at, t.m.n, who, func(w *desk.Writing) error { return do(w, loop.Form{Referral: t.of}) }})
	return t
}

// fast reports whether everybody hurries: an emergency waits for no morning.
func (t *tale) fast() bool { return t.s.urgency == party.Emergency }

// working moves a time into the working day, so that the story is believable.
func working(t time.Time) time.Time {
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.Add(24 * time.Hour)
	}
	if h := t.Hour(); h < 13 {
		t = t.Add(time.Duration(13-h) * time.Hour)
	} else if h > 20 {
		t = t.Add(time.Duration(37-h) * time.Hour)
	}
	return t
}

// play does everything that is queued, many acts to a commit.
func (m *maker) play() error {
	done := 0
	for m.queue.Len() > 0 {
		a := heap.Pop(&m.queue).(act)
		m.batch = append(m.batch, desk.Step{Who: a.who, What: "history", Before: func() { m.clock.set(a.at) }, Do: a.do})
		if len(m.batch) == 400 {
			if err := m.flush(); err != nil {
				return err
			}
			if done += 400; m.said != nil {
				m.said(done, m.n)
			}
		}
	}
	return m.flush()
}

func (m *maker) flush() error {
	if len(m.batch) == 0 {
		return nil
	}
	n, err := m.d.Series(m.ctx, m.batch)
	if err != nil {
		_ = n
		return fail("a history could not be played", err)
	}
	m.batch = m.batch[:0]
	return nil
}

func done(_ loop.Done, err error) error { return err }

// begin drafts and sends: the answer to what the service needs is given, or
// owed with a reason.
func (t *tale) begin(clinician string) *tale {
	t.m.n++
	heap.Push(&t.m.queue, act{t.at, t.m.n, t.m.who[clinician], func(w *desk.Writing) error {
		d, err := t.draft(w, clinician)
		if err != nil {
			return err
		}
		return done(loop.Send(w, loop.Form{Referral: d}))
	}})
	return t
}

func (t *tale) draft(w *desk.Writing, clinician string) (referral.ID, error) {
	d := loop.Draft{Patient: t.pat, Service: party.ServiceID(t.offer.id), Clinician: party.PractitionerID("dr-" + clinician), Question: t.s.question, Urgency: t.s.urgency, Told: t.m.r.IntN(5) > 0, TellWhen: []string{"ready", "after"}[t.m.r.IntN(2)],
		Reasons: []code.Concept{{System: code.ICD10, Code: t.s.icd}}, Answers: map[string]string{}, Safe: "text", Override: "It follows as soon as we have it."}
	for _, n := range t.offer.needs {
		if t.m.r.IntN(10) > 0 && !n.Document {
			d.Answers[n.Code] = "given, see the chart of " + w.Now().Format("02-Jan")
		}
	}
	if d.Urgency == party.Emergency {
		d.CallWith, d.CallAt = "the intake desk", w.Now().In(w.Who().Zone).Add(-5*time.Minute).Format("2006-01-02T15:04")
	}
	x, err := loop.Start(w, d)
	if err != nil {
		return "", err
	}
	t.of = x.ID
	for _, n := range t.offer.needs {
		if n.Document && t.m.r.IntN(10) > 0 {
			if err := t.paper(w, &d, n); err != nil {
				return "", err
			}
		}
	}
	return x.ID, loop.Save(w, x.ID, d)
}

// paper attaches what a service needs as a document that names the patient.
func (t *tale) paper(w *desk.Writing, d *loop.Draft, n party.Need) error {
	p, err := w.Patient(t.pat)
	if err != nil {
		return err
	}
	text := n.Label + "\nPatient: " + p.Name.Family + ", " + strings.Join(p.Name.Given, " ") + ", born " + string(p.Born) + "\n\nRecorded " + w.Now().Format("2006-01-02") + ". Made up for the demo.\n"
	doc, err := chart.Upload(w, chart.File{Patient: t.pat, Referral: t.of, Kind: corechart.Attachment, Title: n.Label, Name: "paper.txt", Data: []byte(text)})
	if err != nil {
		return err
	}
	if d.Documents == nil {
		d.Documents = map[string]string{}
	}
	d.Documents[n.Code] = string(doc.ID)
	return nil
}
