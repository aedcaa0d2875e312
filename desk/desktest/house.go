// Package desktest builds a small house for tests: two organizations that work
// here and a partner that does not, on a real store in a temporary folder.
package desktest

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"referd/base/code"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
	"referd/store"
	"referd/store/pgtest"
)

// House is a desk with people at it and a clock a test moves.
type House struct {
	*desk.Desk
	t   testing.TB
	mu  sync.Mutex
	now time.Time

	once sync.Once
	end  func()
}

// Start is a Monday morning.
var Start = time.Date(2026, 6, 1, 14, 0, 0, 0, time.UTC)

// sesame is "open sesame" as it is kept, at the least cost there is: a hash says
// its own, and what it costs to guess is tested where it is set.
const sesame = "$argon2id$v=19$m=64,t=1,p=1$YSBzYWx0IGZvciB0ZXN0cw$LxoXFF8y0T/zB3qqzXWkfyL1bf/P7je48O8bs3Q4P4I"

// New builds the house on a SQLite file; it is gone when the test ends.
func New(t testing.TB) *House {
	dir := t.TempDir()
	files, err := furnished()
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return open(t, filepath.Join(dir, "referd.db"), dir)
}

// furnished is what a new house leaves on the disk. It is made once: its
// migrations and its people cost more than most tests.
var furnished = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "referd-house-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	db, err := store.Open(context.Background(), store.Options{DSN: filepath.Join(dir, "referd.db"), Dir: dir, Now: func() time.Time { return Start }})
	if err != nil {
		return nil, err
	}
	done := make(chan error, 1)
	go func() { done <- db.Run(context.Background()) }()
	err = db.Commit(context.Background(), furnish)
	db.Stop()
	if err = errors.Join(err, <-done, db.Close()); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	list, err := os.ReadDir(dir)
	for _, e := range list {
		if err == nil && e.Type().IsRegular() {
			files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name()))
		}
	}
	return files, err
})

// On builds it on an empty database.
func On(t testing.TB, dsn string) *House {
	h := open(t, dsn, t.TempDir())
	h.must(h.DB.Commit(context.Background(), furnish))
	return h
}

func open(t testing.TB, dsn, dir string) *House {
	h := &House{t: t, now: Start}
	db, err := store.Open(context.Background(), store.Options{DSN: dsn, Dir: dir, Now: h.clock})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- db.Run(ctx) }()
	h.end = func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(func() {
		h.Stop()
		db.Close()
	})
	h.Desk = desk.New(db, slog.New(slog.DiscardHandler))
	return h
}

// Stop ends the committer: the house is closing.
func (h *House) Stop() { h.once.Do(h.end) }

func (h *House) clock() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.now }

// Pass moves the clock.
func (h *House) Pass(d time.Duration) { h.mu.Lock(); h.now = h.now.Add(d); h.mu.Unlock() }

func (h *House) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// As signs somebody in without a password.
func (h *House) As(user party.UserID) desk.Who {
	h.t.Helper()
	who, err := people.As(context.Background(), h.Desk, user)
	h.must(err)
	return who
}

var week = party.Hours{Zone: "America/New_York", Open: [7][2]int{{}, {480, 1020}, {480, 1020}, {480, 1020}, {480, 1020}, {480, 1020}, {}}}

func furnish(tx *store.Tx) error {
	put := func(kind, id string, org party.OrgID, body any) error { return tx.PutThing(kind, id, org, body) }
	var err error
	try := func(e error) {
		if err == nil {
			err = e
		}
	}
	for _, o := range []party.Org{{ID: "home", Name: "Home Practice", Channel: party.House}, {ID: "clinic", Name: "The Clinic", Channel: party.House}, {ID: "far", Name: "Far Partner", Channel: party.FHIR}, {ID: "other", Name: "Other Practice", Channel: party.House}} {
		o.Active, o.Zone, o.Phone = true, "America/New_York", "(555) 010-0000"
		try(put(desk.KindOrg, string(o.ID), o.ID, o))
	}
	for _, t := range []party.Team{{ID: "home-team", Org: "home", Lead: "doc"}, {ID: "intake", Org: "clinic", Lead: "intake"}, {ID: "triage", Org: "clinic", Lead: "nurse"}, {ID: "booking", Org: "clinic", Lead: "booker"}, {ID: "wards", Org: "clinic", Lead: "chen"}, {ID: "other-team", Org: "other", Lead: "stranger"}} {
		t.Name, t.Hours, t.Active = string(t.ID), week, true
		try(put(desk.KindTeam, string(t.ID), t.Org, t))
	}
	for _, p := range []struct {
		id, org, team string
		clinician     bool
		jobs          []party.Job
	}{
		{"doc", "home", "home-team", true, []party.Job{party.ReferringClinician, party.TeamLead}}, {"doc2", "home", "home-team", true, []party.Job{party.ReferringClinician}},
		{"moss", "home", "home-team", false, []party.Job{party.ReferringStaff}},
		{"intake", "clinic", "intake", false, []party.Job{party.Intake}}, {"nurse", "clinic", "triage", false, []party.Job{party.TriageNurse}}, {"booker", "clinic", "booking", false, []party.Job{party.Scheduler}},
		{"chen", "clinic", "wards", true, []party.Job{party.Specialist}}, {"stranger", "other", "other-team", true, []party.Job{party.ReferringClinician, party.Specialist, party.Scheduler}}, {"kay", "home", "home-team", false, []party.Job{party.Admin}},
	} {
		u := party.User{ID: party.UserID(p.id), Email: p.id + "@example.org", Name: party.Name{Given: []string{"Some"}, Family: p.id}, Org: party.OrgID(p.org), Active: true}
		if p.clinician {
			u.Practitioner = party.PractitionerID("dr-" + p.id)
			try(put(desk.KindPractitioner, string(u.Practitioner), u.Org, party.Practitioner{ID: u.Practitioner, Name: u.Name, Active: true}))
		}
		try(put(desk.KindUser, p.id, u.Org, u))
		try(put(desk.KindMembership, p.id+"@"+p.team, u.Org, party.Membership{User: u.ID, Team: party.TeamID(p.team), Roles: p.jobs}))
	}
	try(put(desk.KindDelegation, "moss-doc", "home", party.Delegation{For: "dr-doc", To: "moss"}))
	cardio := party.Service{ID: "cardio", Org: "clinic", Name: "Clinic Cardiology", Specialty: code.Concept{System: code.NUCC, Code: "207RC0000X", Display: "Cardiovascular Disease"}, Active: true, Phone: "(555) 010-9999",
		Intake: "intake", Triage: "triage", Scheduling: "booking", Clinic: "wards", Needs: []party.Need{{Code: "ecg", Label: "ECG tracing", Why: "We decide from it.", Required: true, Document: true}, {Code: "weight", Label: "Weight in kg", Why: "Doses depend on it.", Unit: "kg", Low: "1", High: "400", LOINC: []string{"29463-7"}, Days: 90}}}
	far := party.Service{ID: "far-cardio", Org: "far", Name: "Far Cardiology", Specialty: cardio.Specialty, Active: true}
	try(put(desk.KindService, "cardio", "clinic", cardio))
	try(put(desk.KindService, "far-cardio", "far", far))
	try(tx.PutPatient(party.Patient{ID: "pat00000000000000001", Org: "home", Name: party.Name{Family: "Testcase", Given: []string{"Ada"}}, Born: "1961-11-12", Sex: "female", Active: true, Phones: []party.Phoned{{Number: "(555) 010-4471"}},
		Identifiers: []code.Identifier{{System: "urn:home", Value: "LK 1"}}}))
	try(tx.PutCredential("user/doc", sesame))
	try(tx.PutCredential("user/nurse", sesame))
	try(tx.PutCredential("user/intake", sesame))
	return err
}

// Both runs a test on a house of each database: SQLite, and PostgreSQL where
// its programs are installed.
func Both(t *testing.T, f func(*testing.T, *House)) {
	t.Run("sqlite", func(t *testing.T) { f(t, New(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, On(t, pgtest.Start(t))) })
}
