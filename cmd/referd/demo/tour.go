package demo

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"referd/base/fault"
	"referd/cmd/referd/demo/cast"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk/loop"
	"referd/store"
	"referd/web/page"
	"referd/web/visit"
)

// tour is a walk around one loop, as one person after the other: of a referral
// Sam Moss has prepared this morning, until it is closed with its proof. Where it
// stands is read off the loop, so that it goes on however an act was done, by
// whomever, in whichever window; what is kept is only which loop it is of, and
// whether somebody wants to be shown it.
type tour struct {
	mu     sync.Mutex
	file   string
	Loop   referral.ID
	Hidden bool // skipped, until it is taken up again
}

// whose is the patient of the tour's referral.
const whose = "Holm"

// leg is what is to be done next: by whom, where, in what words.
type leg struct {
	n           int
	user        string
	title, does string
	noun        string // of the form; empty is the referral's own page
	clock       bool   // time is to pass
	over        bool   // nothing more is to be done
}

// legs is how many the tour has; the last is the proof.
const legs = 10

// next reads off a loop what is to be done next.
func next(s *referral.State, now time.Time) leg {
	switch s.Phase() {
	case referral.Draft, referral.Unsigned:
		return leg{1, "rivera", "Sign a referral", "Sam Moss has prepared it. Read it as it will be sent, and sign it: from then on somebody owes the next act at any time.", "signature", false, false}
	case referral.PhaseSent, referral.PhaseDelivered:
		return leg{2, "haddad", "Open it at the hospital", "It is delivered, and nobody has looked yet: that is not the same. Noor works the queue of St Luke; opening it is her act.", "", false, false}
	case referral.Review:
		return leg{3, "brandt", "Decide", "Read the question and what came with it, and choose: accept. You may write a few words for who sent it.", "decision", false, false}
	case referral.Questioned:
		return leg{3, "rivera", "Answer what was asked", "The clinic has asked something first. Answer it, and it goes back to be decided.", "answer", false, false}
	case referral.PhaseAccepted, referral.PhaseWaitlisted, referral.PhaseMissed:
		return leg{4, "nair", "Book the visit", "Choose a free time, say that the patient was reached, and book.", "booking", false, false}
	case referral.PhaseBooked:
		if a, ok := s.Live(); ok && now.Before(a.Start) {
			return leg{5, "", "Let time pass", "The visit is on " + cast.Day(a.Start) + ". Here you need not wait: move the clock. Deadlines pass as it moves, and partners answer.", "", true, false}
		}
		return leg{6, "chen", "See the patient", "The time of the visit has come. Say that it took place.", "visit", false, false}
	case referral.PhaseSeen:
		return leg{7, "chen", "Write the report", "Seen is not answered: Dr Chen owes the report. Answer the question in a sentence, say that it answers it and that nothing presses, and add one line of advice with a day.", "report", false, false}
	case referral.Returning, referral.PhaseReported:
		return leg{8, "rivera", "Read it and acknowledge it", "A report that came is not one that was read. Under the opened report: take each line on, and say that you tell the patient now.", "acknowledgement", false, false}
	case referral.FollowThrough:
		for _, h := range s.Heads() {
			if h.Informed.IsZero() {
				return leg{9, "rivera", "Tell the patient", "She does not know yet. Say how she was told, and in what words.", "information", false, false}
			}
		}
		return leg{9, "rivera", "Do what was recommended", "Each line has somebody now. Say that it is done, with a word of how: with the last of them the loop closes by itself.", "plan", false, false}
	case referral.PhaseClosed:
		return leg{legs, "rivera", "Closed, with its proof", "Nine of nine: sent, delivered, decided, booked, seen, answered, acknowledged, told, done. Each mark of the ring says when it was and who did it.", "", false, true}
	}
	return leg{legs, "rivera", "It ended another way", "That is on record with its reason, and does not count as closed. To walk the loop to its proof, put the demo back to its beginning.", "", false, true}
}

// open reads where the tour stands.
func (t *tour) open(dir string) {
	t.file = filepath.Join(dir, "tour.json")
	if b, err := os.ReadFile(t.file); err == nil {
		_ = json.Unmarshal(b, t) // an unreadable file is a tour not begun
	}
}

// keep notes it.
func (t *tour) keep() error {
	b, err := json.Marshal(t)
	if err != nil || t.file == "" {
		return err
	}
	return os.WriteFile(t.file, b, 0o600)
}

// find is the referral of the tour.
func (p *Pages) find(ctx context.Context) (id referral.ID, err error) {
	err = p.desk.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		all, err := v.FindPatients(store.Find{Family: whose, Org: "lakeside", Exact: true})
		if err != nil {
			return err
		}
		var ids []party.PatientID
		for _, x := range all {
			ids = append(ids, x.ID)
		}
		rows, err := v.LoopsOf(ids, false)
		for _, r := range rows {
			if id == "" || r.ID > id {
				id = r.ID // the newest of hers
			}
		}
		return err
	})
	if err == nil && id == "" {
		err = fault.E("demo.tour", fault.Missing, "The referral of the tour is not there. Put the demo back to its beginning.", nil)
	}
	return id, err
}

// panel is what the tour says on every page while it is under way; nil when
// nobody wants to be shown it.
func (p *Pages) panel(v *visit.Visit) *page.Tour {
	p.tour.mu.Lock()
	defer p.tour.mu.Unlock()
	if p.tour.Loop == "" {
		return nil
	}
	g := &page.Tour{Of: legs, Hidden: p.tour.Hidden}
	err := p.desk.DB.View(v.R.Context(), store.Scope{System: true}, func(x *store.View) error {
		s, err := x.Loop(p.tour.Loop)
		if err != nil {
			return err
		}
		row, err := x.Row(p.tour.Loop)
		if err != nil {
			return err
		}
		l := next(&s, p.desk.Now())
		g.N, g.Title, g.Words, g.Code, g.Clock, g.Over = l.n, l.title, l.does, row.Code, l.clock, l.over
		g.Href = "/referrals/" + string(p.tour.Loop)
		if l.noun != "" {
			g.Href += "/" + l.noun
		}
		g.Here, g.User, g.Who = v.R.URL.Path == g.Href, l.user, called(l.user)
		g.You = l.user == string(v.Who.User)
		return nil
	})
	if err != nil {
		p.desk.Log.Warn("the tour", "referral", p.tour.Loop, "err", err)
		return nil
	}
	return g
}

// Tour is the panel of a page: none on what is skipped.
func (p *Pages) Tour(v *visit.Visit) *page.Tour {
	if g := p.panel(v); g != nil && !g.Hidden {
		return g
	}
	return nil
}

// invite is the page of the tour for who is not signed in yet.
func (p *Pages) invite(v *visit.Visit) error {
	return v.Page(http.StatusOK, page.TourDoorPage(page.TourDoor{Under: p.panel(v)}))
}

// walk begins the tour, skips it or takes it up again.
func (p *Pages) walk(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	switch f.Get("do") {
	case "skip":
		if err := p.turned(func(t *tour) { t.Hidden = true }); err != nil {
			return err
		}
		said := "The tour is skipped. It waits at The demo, where you left it."
		if g := p.panel(v); g != nil && g.Over {
			said = "That was the tour. Be anybody here, and look around."
		}
		v.Say(said, loop.Done{})
		return v.Go("/demo")
	case "begin", "resume":
	default:
		return fault.E("demo.walk", fault.Invalid, "Begin the tour, skip it or take it up again.", nil)
	}
	p.tour.mu.Lock()
	id := p.tour.Loop
	p.tour.mu.Unlock()
	if id == "" {
		if id, err = p.find(v.R.Context()); err != nil {
			return err
		}
	}
	if err := p.turned(func(t *tour) { t.Loop, t.Hidden = id, false }); err != nil {
		return err
	}
	g := p.panel(v)
	if g == nil {
		return fault.E("demo.walk", fault.Missing, "The referral of the tour is not there. Put the demo back to its beginning.", nil)
	}
	to := g.Href
	if g.Clock {
		to = "/demo"
	}
	return p.seat(v, cmp.Or(g.User, string(v.Who.User), "rivera"), to)
}

func (p *Pages) turned(f func(*tour)) error {
	p.tour.mu.Lock()
	defer p.tour.mu.Unlock()
	f(&p.tour)
	return p.tour.keep()
}

// wait moves the clock to the visit of the tour.
func (p *Pages) wait(v *visit.Visit) error {
	var until time.Time
	p.tour.mu.Lock()
	id := p.tour.Loop
	p.tour.mu.Unlock()
	err := p.desk.DB.View(v.R.Context(), store.Scope{System: true}, func(x *store.View) error {
		if id == "" {
			return nil
		}
		s, err := x.Loop(id)
		if a, ok := s.Live(); err == nil && ok {
			until = cmp.Or(a.End, a.Start.Add(time.Hour))
		}
		return err
	})
	if err != nil {
		return err
	}
	by := until.Sub(p.desk.Now())
	if by <= 0 || by > 90*24*time.Hour {
		return v.Go("/demo")
	}
	if err := p.pass(v.R.Context(), by+5*time.Minute); err != nil {
		return err
	}
	v.Say("The clock was moved to the end of the visit.", loop.Done{})
	g := p.panel(v)
	if g == nil {
		return v.Go("/demo")
	}
	return p.seat(v, cmp.Or(g.User, string(v.Who.User)), g.Href)
}
