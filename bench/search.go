package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"referd/store/pgtest"
)

// search measures the search box over the rebuilt house's many referrals, each
// copy of them with patients of its own: what the server takes for the page and
// for the lines of the palette while somebody types, on SQLite and on PostgreSQL.
func (b *bench) search() error {
	dir := filepath.Join(b.dir, "search")
	if err := b.makeLoops(dir, true); err != nil {
		return err
	}
	file := filepath.Join(dir, "referd.db")
	people, err := populate(context.Background(), file)
	if err != nil {
		return err
	}
	began := time.Now()
	p, err := b.house("small", dir)
	if err != nil {
		return err
	}
	fmt.Printf("search: %d records made findable, and open, in %.0f s\n", len(people), time.Since(began).Seconds())
	err = b.looks(p, "sqlite", people)
	p.end()
	if err != nil {
		return err
	}
	if err := stored(context.Background(), file); err != nil {
		return err
	}
	server, err := pgtest.New(forMany...)
	if err != nil {
		return err
	}
	defer server.Remove()
	if p, err = b.moved(dir, server.DSN); err != nil {
		return err
	}
	defer p.end()
	return b.looks(p, "postgres", people)
}

// moved is the same house on PostgreSQL, brought there as an operator would: by a
// backup and its restore.
func (b *bench) moved(dir, dsn string) (*process, error) {
	key, file, to := filepath.Join(b.dir, "key"), filepath.Join(b.dir, "backup"), filepath.Join(b.dir, "moved")
	public, err := exec.Command(b.binary, "backup", "-new-key", key).Output()
	if err != nil {
		return nil, err
	}
	for _, args := range [][]string{{"backup", "-data", dir, "-file", file, "-seal", strings.TrimSpace(string(public))}, {"restore", "-data", to, "-db", dsn, "-file", file, "-key", key}} {
		if out, err := exec.Command(b.binary, args...).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", args[0], err, out)
		}
	}
	if err := tidied(dsn); err != nil {
		return nil, err
	}
	addr, err := free()
	if err != nil {
		return nil, err
	}
	return begin("referd", "/fhir/R4", exec.Command(b.binary, "serve", "-addr", addr, "-data", to, "-db", dsn), addr, "/readyz")
}

// looks has 32 people type and search, and reads what the server took: its time,
// and beside it the processor's for each answer, which tells more on a machine
// that has other work.
func (b *bench) looks(p *process, on string, people []somebody) error {
	if _, _, err := p.counted(); err != nil { // what it reads at its start is no part of a search
		return err
	}
	if err := p.rested(); err != nil {
		return err
	}
	var all []*visitor
	for i := range users {
		v, err := p.person(accounts[i%len(accounts)])
		if err != nil {
			return err
		}
		all = append(all, v)
	}
	typed, busy, answers := map[string][]figure{}, 0.0, 0.0
	for range b.repeats {
		before, err := p.took()
		if err != nil {
			return err
		}
		began := p.cpu()
		if err := typing(all, 3*b.span, people); err != nil {
			return err
		}
		busy += p.cpu() - began
		after, err := p.took()
		if err != nil {
			return err
		}
		for name, route := range map[string]string{"page": "POST /search", "typing": "POST /search/lines"} {
			took := after.since(before, route)
			typed[name] = append(typed[name], figure{rate: took.quantile(.95) * 1000})
			answers += took[math.Inf(1)]
		}
	}
	for name, list := range typed {
		if err := b.sheet.put("find."+name+"."+on, median(list).rate, fmt.Sprintf(" (%.1f ms of CPU an answer of either kind)", busy/answers*1000)); err != nil {
			return err
		}
	}
	return nil
}

// rested waits until the house has done what came due while it was made: what climbs
// in the demo does so three thousand times here, and each time badges are counted anew.
func (p *process) rested() error {
	for range 16 {
		time.Sleep(75 * time.Second) // what is under way is behind after a minute
		if said, err := p.metrics(); err != nil || strings.Contains(said, "referd_jobs{state=\"behind\"} 0\n") {
			return err
		}
	}
	return errors.New("what was due is not done after 20 minutes")
}

// typing has everybody type the beginning of a name, and then what they look for.
func typing(all []*visitor, span time.Duration, people []somebody) error {
	var mu sync.Mutex
	var failed error
	var wg sync.WaitGroup
	for _, v := range all {
		wg.Go(func() {
			time.Sleep(time.Duration(rand.Int64N(int64(pause))))
			for began := time.Now(); time.Since(began) < span; {
				x := people[rand.IntN(len(people))]
				for _, ask := range [][2]string{{"/search/lines", x.family[:min(3, len(x.family))]}, {"/search", x.typed(rand.IntN(10))}} {
					if err := v.asks(ask[0], ask[1]); err != nil {
						mu.Lock()
						failed = err
						mu.Unlock()
						return
					}
					time.Sleep(pause)
				}
			}
		})
	}
	wg.Wait()
	return failed
}

func (v *visitor) asks(path, words string) error {
	r, err := v.c.PostForm("http://"+v.p.addr+path, url.Values{"q": {words}})
	if err != nil {
		return err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %d", path, r.StatusCode)
	}
	_, err = io.Copy(io.Discard, r.Body)
	return err
}

// somebody is a made-up patient, as people look for them.
type somebody struct{ family, given, called, born, phone, number string }

// typed is one of ten ways to look for somebody: mostly by name, sometimes with
// an error of typing, by a nickname, a birth date or a number.
func (x somebody) typed(way int) string {
	switch way {
	case 0, 1, 2:
		return x.given + " " + x.family
	case 3:
		return x.family
	case 4:
		return x.family + " " + x.given[:1]
	case 5:
		return x.given + " " + x.family[:1] + x.family[2:3] + x.family[1:2] + x.family[3:]
	case 6:
		return x.called + " " + x.family
	case 7:
		return x.born[5:7] + "/" + x.born[8:] + "/" + x.born[:4]
	case 8:
		return x.phone[len(x.phone)-7:]
	}
	return x.number
}

// populate gives each copy of the loops patients of its own, with names as they
// are spread among people: a few common, most rare.
func populate(ctx context.Context, file string) (people []somebody, err error) {
	db, err := sql.Open("sqlite3", "file:"+file+"?_pragma=journal_mode(wal)&_pragma=synchronous(off)&_pragma=cache_size(-65536)")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	copies := 0
	if err := db.QueryRowContext(ctx, "select coalesce(max(cast(substr(id, 2, 6) as integer)), 0) from referrals where id like 'z______%' and length(id) = 20").Scan(&copies); err != nil {
		return nil, err
	}
	seeds, err := seeded(ctx, db)
	if err != nil {
		return nil, err
	}
	n := newNames()
	for k := 1; k <= copies; k++ {
		made, err := n.copy(ctx, db, k, seeds)
		if err != nil {
			return nil, err
		}
		people = append(people, made...)
	}
	_, err = db.ExecContext(ctx, "delete from made; pragma wal_checkpoint(truncate)")
	return people, err
}

// model is a patient who is copied; records of one person stay of one.
type model struct {
	id, org, person string
	body            map[string]any
}

func seeded(ctx context.Context, db *sql.DB) (out []model, err error) {
	rows, err := db.QueryContext(ctx, "select id, org, family || given || born, body from patients where id in (select patient from referrals union select receiver_patient from referrals) and id not like 'z______%'")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s model
		var body []byte
		if err := rows.Scan(&s.id, &s.org, &s.person, &body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(body, &s.body); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// names makes people up.
type names struct {
	r             *rand.Rand
	family, given *rand.Zipf
}

func newNames() *names {
	r := rand.New(rand.NewPCG(1, 2))
	return &names{r, rand.NewZipf(r, 1.15, 40, 150_000), rand.NewZipf(r, 1.2, 8, 5000)}
}

var (
	syllables = []string{"ba", "ren", "mor", "al", "es", "kow", "ski", "tan", "li", "ro", "sen", "da", "vi", "no", "che", "gar", "ci", "pe", "ter", "hol", "win", "sa", "mu", "zo"}
	commonest = [][2]string{{"William", "Bill"}, {"Mary", "Molly"}, {"Robert", "Bob"}, {"Elizabeth", "Liz"}, {"José", "Pepe"}, {"Francisco", "Paco"}, {"Margaret", "Peggy"}, {"James", "Jim"}, {"Guadalupe", "Lupita"}, {"Elena", "Lena"}}
)

func spelled(n uint64) string {
	s := ""
	for n += 24; n > 0; n /= 24 {
		s += syllables[n%24]
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func (n *names) somebody(k, i int) somebody {
	x := somebody{family: spelled(n.family.Uint64() + 500), born: time.Date(1930, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n.r.IntN(34_000)).Format(time.DateOnly), phone: fmt.Sprintf("555%07d", n.r.IntN(1e7)), number: fmt.Sprintf("SL %03d %04d", k%1000, i)}
	if g := n.given.Uint64(); g < uint64(len(commonest)) {
		x.given, x.called = commonest[g][0], commonest[g][1]
	} else {
		x.given = spelled(g)
		x.called = x.given
	}
	return x
}

// copy makes the patients of one copy of the loops.
func (n *names) copy(ctx context.Context, db *sql.DB, k int, seeds []model) (people []somebody, err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	mark := fmt.Sprintf("z%06d", k)
	known := map[string]somebody{}
	for i, s := range seeds {
		x, ok := known[s.person]
		if !ok {
			x = n.somebody(k, i)
			known[s.person] = x
		}
		s.body["Name"] = map[string]any{"Family": x.family, "Given": []string{x.given}}
		s.body["Phones"] = []map[string]string{{"Number": x.phone}}
		s.body["Identifiers"] = []map[string]string{{"s": "urn:bench", "v": x.number}}
		body, err := json.Marshal(s.body)
		if err != nil {
			return nil, err
		}
		id := mark + s.id[7:]
		if _, err := tx.ExecContext(ctx, `insert into patients (id, org, family, given, born, sex, phones, active, body, email, postal) values (?, ?, ?, ?, ?, 'unknown', ?, 1, ?, '', '')`, id, s.org, strings.ToLower(x.family), strings.ToLower(x.given), x.born, x.phone, string(body)); err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, "insert into relations (org, patient, kind, referral, since, until) values (?, ?, 'registered', '', 0, 0)", s.org, id); err != nil {
			return nil, err
		}
		if s.org == "stluke" {
			people = append(people, x)
		}
	}
	return people, tx.Commit()
}

// stored says what the search adds to the records: rows, and the letters in them.
func stored(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite3", "file:"+file)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, t := range [][2]string{{"patients", "length(id) + length(org) + length(family) + length(given) + length(body)"}, {"found", "length(org) + length(key) + length(patient)"}, {"spelled", "length(org) + length(word)"}} {
		rows, size := 0, 0
		if err := db.QueryRowContext(ctx, "select count(*), sum("+t[1]+") from "+t[0]).Scan(&rows, &size); err != nil {
			return err
		}
		fmt.Printf("search: %s has %d rows of %.1f MB\n", t[0], rows, float64(size)/1e6)
	}
	return nil
}
