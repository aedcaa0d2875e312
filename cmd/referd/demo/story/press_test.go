package story

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"referd/cmd/referd/demo/cast"
	"referd/core/party"
	"referd/desk"
	"referd/desk/chase"
	"referd/store"
	"referd/store/pgtest"
)

// A referral that is pressed is what the desk makes of the same acts of the same
// person at the same moments: every row that is kept of it, what is owed, its
// tasks and documents, the audit, and what the person is found by. One of each
// ending and urgency, of somebody's open work too. Folding it again finds nothing
// that differs.
func TestAPressedReferralIsAsOneMadeAtTheDesk(t *testing.T) {
	for _, on := range []string{"sqlite", "postgres"} {
		t.Run(on, func(t *testing.T) {
			pressed, made := told(t, on, nil), told(t, on, func(m *maker, n int) store.Somebody { return m.another(sexOf(t, m, n), m.many+n) })
			if err := pressed.m.press(1); err != nil {
				t.Fatal(err)
			}
			copies := pressed.copies(t)
			compared := 0
			for n, p := range made.m.list() {
				want, got := made.lines(t, p), pressed.lines(t, copies[n])
				compared += len(want)
				if d := difference(want, got); d != "" {
					t.Fatalf("person %d: %s", n, d)
				}
			}
			if compared < 2000 {
				t.Errorf("only %d rows were compared", compared)
			}
			for _, table := range []string{"feed", "jobs", "notices", "resources", "marks", "inbox", "drafts"} {
				if one, two := pressed.count(t, table, false), made.count(t, table, false); table != "feed" && one != two {
					t.Errorf("%s has %d rows where the desk wrote %d", table, one, two)
				}
			}
			out, err := chase.Rebuild(t.Context(), pressed.m.d, false, nil)
			if err != nil || out.Differ > 0 || out.Loops != 2*len(endings) {
				t.Errorf("folded again: %+v %v", out, err)
			}
			one, two := pressed.schema(t), made.schema(t)
			if d := difference(two, one); d != "" {
				t.Errorf("after it the database is another: %s", d)
			}
		})
	}
}

// endings are told of a person each: every fate, an emergency, and one of each
// kind of open work.
var endings = func() (out []func(m *maker, i int)) {
	for i := range fates {
		for range 2 {
			out = append(out, func(m *maker, n int) {
				w := m.walk(cast.Working(m.now.AddDate(0, 0, -120+n)))
				fates[i].tell(w)
			})
		}
	}
	for i := range 20 {
		out = append(out, func(m *maker, _ int) { m.passing(i) })
	}
	return append(out, func(m *maker, n int) {
		w := m.walk(cast.Working(m.now.AddDate(0, 0, -100)))
		w.t.offer = cast.OfferOf("stluke-neurology")
		w.t.s = cast.StoryAt(cast.Neurology, 3)
		w.closes()
	})
}()

// history is a house in which the endings were told.
type history struct {
	m           *maker
	db          *sql.DB
	pg, pressed bool
}

// told makes one; as says who a person is instead.
func told(t *testing.T, on string, as func(m *maker, n int) store.Somebody) *history {
	t.Helper()
	dir, clock := t.TempDir(), &Clock{}
	dsn, driver := dir+"/referd.db", "sqlite3"
	if on == "postgres" {
		dsn, driver = pgtest.Start(t), "pgx"
	}
	db, err := store.Open(t.Context(), store.Options{DSN: dsn, Dir: dir, Now: clock.Now, Log: slog.New(slog.DiscardHandler), Read: 4})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- db.Run(context.Background()) }()
	t.Cleanup(func() { db.Stop(); <-ended; db.Close() })
	opens := time.Date(2026, 11, 25, 16, 42, 0, 0, time.UTC)
	m, err := begin(t.Context(), desk.New(db, slog.New(slog.DiscardHandler)), clock, opens, 200, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { clock.set(time.Time{}) })
	if err := m.register(90); err != nil {
		t.Fatal(err)
	}
	for org, list := range m.pats { // few enough that each is somebody's in turn
		m.pats[org] = list[:min(len(list), len(endings)/3+1)]
	}
	if as != nil {
		for n, p := range m.list() {
			rename(t, m, p, as(m, n))
		}
	}
	for i, tell := range endings {
		m.r = rand.New(rand.NewPCG(7, uint64(i)))
		tell(m, i)
	}
	if err := m.play(); err != nil {
		t.Fatal(err)
	}
	if err := m.climb(m.now); err != nil {
		t.Fatal(err)
	}
	if m.refused > 0 {
		t.Fatalf("%d acts were not taken", m.refused)
	}
	clock.set(m.now)
	raw, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return &history{m, raw, on == "postgres", as == nil}
}

func sexOf(t *testing.T, m *maker, n int) string {
	t.Helper()
	var p party.Patient
	err := m.d.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) (err error) { p, err = v.Patient(m.list()[n]); return err })
	if err != nil {
		t.Fatal(err)
	}
	return p.Sex
}

// rename makes somebody else of a person, in every record of theirs.
func rename(t *testing.T, m *maker, id party.PatientID, x store.Somebody) {
	t.Helper()
	err := m.d.Write(t.Context(), desk.System("demo"), "history", func(w *desk.Writing) error {
		tx := w.Tx.As(store.Scope{System: true})
		same, err := tx.SamePerson(id)
		if err != nil {
			return err
		}
		for _, id := range same {
			p, err := tx.Patient(id)
			if err != nil {
				return err
			}
			p.Name, p.Born, p.Phones, p.Address, p.Identifiers = x.Name, x.Born, x.Phones, x.Address, x.Number(p.Org).Identifiers
			if err := tx.PutPatient(p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// copies are the people who were pressed, by the number of their model.
func (h *history) copies(t *testing.T) []party.PatientID {
	t.Helper()
	list := h.m.list()
	out := make([]party.PatientID, len(list))
	err := h.m.d.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
		for n := range list {
			was, err := v.Patient(list[n])
			if err != nil {
				return err
			}
			x := h.m.another(was.Sex, h.m.many+n)
			number := x.Number(was.Org).Identifiers[0]
			found, err := v.FindPatients(store.Find{System: number.System, Value: number.Value})
			if err != nil || len(found) != 1 {
				return fmt.Errorf("copy %d: %d found: %w", n, len(found), err)
			}
			out[n] = found[0].ID
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// lines say everything that is kept of a person, and what they are found by.
func (h *history) lines(t *testing.T, p party.PatientID) (out []string) {
	t.Helper()
	var ids []party.PatientID
	err := h.m.d.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
		m, err := v.Model(p)
		if err != nil {
			return err
		}
		out = m.Lines()
		for _, r := range m.Records {
			ids = append(ids, r.ID)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var by []string
	for _, id := range ids {
		for _, q := range []string{
			"select 'patients', org || '|' || family || '|' || given || '|' || born || '|' || phones || '|' || body || '|' || email || '|' || postal from patients where id = '%s'",
			"select 'numbers', system || '|' || value || '|' || org from patient_identifiers where patient = '%s'",
			"select 'names', name from patient_names where patient = '%s'", "select 'phones', back from patient_phones where patient = '%s'",
			"select 'found', org || '|' || key from found where patient = '%s'",
			"select 'spelled', s.org || '|' || s.word from spelled s where s.turned = 0 and exists (select 1 from found f where f.patient = '%s' and f.org = s.org and f.key like s.word || ' %%')",
			h.audited(),
		} {
			by = append(by, h.texts(t, fmt.Sprintf(q, id))...)
		}
	}
	slices.Sort(by)
	return append(out, by...)
}

// audited counts the records of acts that name somebody. What was pressed is
// found by them; what the desk wrote on SQLite may wait to be.
func (h *history) audited() string {
	switch {
	case h.pressed:
		return "select 'audited', cast(count(*) as text) from audit_patients where patient = '%s' and audit in (select id from audit where referral <> '')"
	case h.pg:
		return "select 'audited', cast(count(*) as text) from audit where referral <> '' and position('%s' in patients) > 0"
	}
	return "select 'audited', cast(count(*) as text) from (select * from audit union all select * from fresh) where referral <> '' and instr(patients, '%s') > 0"
}

func (h *history) texts(t *testing.T, q string) (out []string) {
	t.Helper()
	rows, err := h.db.QueryContext(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			t.Fatal(err)
		}
		out = append(out, a+" "+b)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// count is how many rows a table has.
func (h *history) count(t *testing.T, table string, _ bool) (n int) {
	t.Helper()
	if err := h.db.QueryRowContext(t.Context(), "select count(*) from "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// schema is what the database is made of.
func (h *history) schema(t *testing.T) []string {
	t.Helper()
	q := "select type || ' ' || name, coalesce(sql, '') from sqlite_master order by 1"
	if h.pg {
		q = "select tablename || ' ' || indexname, indexdef from pg_indexes where schemaname = 'public' order by 1, 2"
	}
	return h.texts(t, q)
}

// difference says where two lists part.
func difference(want, got []string) string {
	for i := range max(len(want), len(got)) {
		var a, b string
		if i < len(want) {
			a = want[i]
		}
		if i < len(got) {
			b = got[i]
		}
		if a != b {
			return fmt.Sprintf("line %d of %d and %d:\n%s\n%s", i, len(want), len(got), a, b)
		}
	}
	return ""
}

// A hospital is made in little time and has what a small demo has, in its
// proportions; nobody in it is there twice.
func TestAHospitalIsPressed(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	dir, clock := t.TempDir(), &Clock{}
	db, err := store.Open(t.Context(), store.Options{DSN: dir + "/referd.db", Dir: dir, Now: clock.Now, Read: 4})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- db.Run(context.Background()) }()
	t.Cleanup(func() { db.Stop(); <-ended; db.Close() })
	d := desk.New(db, slog.New(slog.DiscardHandler))
	began := time.Now()
	if err := Build(t.Context(), d, clock, "hospital", nil); err != nil {
		t.Fatal(err)
	}
	t.Logf("made in %s", time.Since(began))
	h := &history{m: &maker{d: d}}
	if h.db, err = sql.Open("sqlite3", dir+"/referd.db"); err != nil {
		t.Fatal(err)
	}
	defer h.db.Close()
	n := 0
	if err := h.db.QueryRow("select count(*) from referrals").Scan(&n); err != nil || n < 20_000 || n > 20_500 {
		t.Errorf("%d referrals: %v", n, err)
	}
	if twice := h.texts(t, "select system, value from patient_identifiers group by system, value, org having count(*) > 1"); len(twice) > 0 {
		t.Errorf("%d numbers are of two people, as %s", len(twice), twice[0])
	}
	if blind := h.texts(t, "select o.team, o.act from owed o join directory d on d.kind = 'team' and d.id = o.team where not exists (select 1 from relations r where r.referral = o.referral and r.org = d.org)"); len(blind) > 0 {
		t.Errorf("%d things are owed by who cannot see them, as %s", len(blind), blind[0]) // lists count on it (store.listed)
	}
	if owing := h.texts(t, "select distinct d.org, '' from owed o join directory d on d.kind = 'team' and d.id = o.team"); len(owing) != 3 {
		t.Errorf("only %v owe anything", owing)
	}
	phases := strings.Join(h.texts(t, "select phase, '' from referrals where open = 1 group by phase order by phase"), ",")
	for _, p := range []string{"delivered", "review", "questioned", "accepted", "waitlisted", "booked", "seen", "reported"} {
		if !strings.Contains(phases, p) {
			t.Errorf("nothing is open in the phase %s: %s", p, phases)
		}
	}
	if st, err := os.Stat(dir + "/referd.db"); err == nil {
		t.Logf("%.1f KB a referral", float64(st.Size())/1024/float64(n))
	}
}
