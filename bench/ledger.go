package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/store"
)

// writers is how many callers the ledger is measured with.
const writers = 32

// ledger measures entries a second through the desk, each with its row, what is
// owed, its jobs and its audit record, durable (synchronous=full): referrals
// arrive, are opened, accepted, called about, and seen, by the people of the demo.
func (b *bench) ledger() error {
	dir := filepath.Join(b.dir, "ledger")
	p, err := b.house("small", dir)
	if err != nil {
		return err
	}
	p.end()
	db, err := store.Open(context.Background(), store.Options{DSN: filepath.Join(dir, "referd.db"), Dir: dir})
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- db.Run(ctx) }()
	defer func() { stop(); <-ended }()
	h := &clinic{d: desk.New(db, slog.New(slog.DiscardHandler))}
	if err := h.staff(); err != nil {
		return err
	}
	var rates []figure
	for range b.repeats {
		f, err := h.load(b.span)
		if err != nil {
			return err
		}
		rates = append(rates, f)
	}
	rate := median(rates).rate
	fmt.Printf("ledger: %d callers, %.0f entries/s\n", writers, rate)
	return b.sheet.put("ledger.rate", rate, "")
}

// clinic is the desk with those who act.
type clinic struct {
	d                              *desk.Desk
	sender, intake, nurse, booking desk.Who
	patient                        party.PatientID
}

func (h *clinic) staff() (err error) {
	for user, who := range map[party.UserID]*desk.Who{"rivera": &h.sender, "haddad": &h.intake, "brandt": &h.nurse, "nair": &h.booking} {
		if *who, err = people.As(context.Background(), h.d, user); err != nil {
			return err
		}
	}
	h.patient = "bench00000000000001"
	return h.d.DB.Commit(context.Background(), func(tx *store.Tx) error {
		return tx.PutPatient(party.Patient{ID: h.patient, Org: h.sender.Org, Name: party.Name{Family: "Bench", Given: []string{"Ada"}}, Born: "1961-11-12", Sex: "female", Active: true})
	})
}

// load has 32 callers act for a while and counts entries.
func (h *clinic) load(span time.Duration) (figure, error) {
	var entries atomic.Int64
	var failed atomic.Value
	var wg sync.WaitGroup
	began := time.Now()
	for range writers {
		wg.Go(func() {
			for time.Since(began) < span && failed.Load() == nil {
				n, err := h.one()
				entries.Add(int64(n))
				if err != nil {
					failed.CompareAndSwap(nil, err)
				}
			}
		})
	}
	wg.Wait()
	if err, ok := failed.Load().(error); ok {
		return figure{}, err
	}
	return figure{rate: float64(entries.Load()) / time.Since(began).Seconds()}, nil
}

// one is a referral's first days; it gives how many entries its ledger has.
func (h *clinic) one() (n int, err error) {
	var d loop.Done
	for _, step := range []struct {
		who desk.Who
		do  func(*desk.Writing, loop.Form) (loop.Done, error)
	}{
		{desk.System("bench"), func(w *desk.Writing, _ loop.Form) (loop.Done, error) {
			return draft.Receive(w, draft.Arrival{Patient: h.patient, Sender: h.sender.Org, Clinician: h.sender.Practitioner, Service: "stluke-cardiology", Urgency: party.Routine, Question: "Is it the heart?", Origin: "bench"})
		}},
		{h.intake, loop.Open},
		{h.nurse, func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Accept(w, f, loop.Acceptance{}) }},
		{h.booking, func(w *desk.Writing, f loop.Form) (loop.Done, error) {
			return loop.Log(w, f, loop.Contact{Channel: "call", Outcome: "no-answer"})
		}},
		{h.booking, func(w *desk.Writing, f loop.Form) (loop.Done, error) {
			return loop.Log(w, f, loop.Contact{Channel: "call", Outcome: "reached"})
		}},
		{h.booking, func(w *desk.Writing, f loop.Form) (loop.Done, error) {
			return loop.Say(w, f, "sender", "The patient was called.")
		}},
	} {
		err = h.d.Write(context.Background(), step.who, "bench", func(w *desk.Writing) (err error) {
			d, err = step.do(w, loop.Form{Referral: d.ID})
			return err
		})
		if err != nil {
			return n, fmt.Errorf("after %d entries: %w", n, err)
		}
		n = d.Seq
	}
	return n, nil
}
