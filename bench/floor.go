package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver"
)

// The floor is not a product: the thinnest honest server of the same requests.
// It parses JSON, keeps it durably with group commit and a few index rows, and
// commits one record before it answers a read. It has no rules and no ledger.
type bare struct {
	read *sql.DB
	work chan write
}

type write struct {
	id, body string
	index    []string
	sort     string
	done     chan struct{}
}

func serveFloor(addr string) {
	dir, err := os.MkdirTemp("", "referd-floor-")
	if err != nil {
		panic(err)
	}
	dsn := "file:" + filepath.Join(dir, "floor.db") + "?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=busy_timeout(5000)"
	db, err := sql.Open("sqlite3", dsn)
	if err != nil {
		panic(err)
	}
	f := &bare{read: db, work: make(chan write, 1024)}
	if _, err := db.Exec(`create table r (id text primary key, body text); create table i (k text, s text, id text, primary key (k, s, id)) without rowid; create table a (n integer primary key, at integer, what text)`); err != nil {
		panic(err)
	}
	go f.commit()
	http.HandleFunc("/oauth/token", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(`{"access_token":"floor"}`)) })
	http.HandleFunc("/fhir/R4", f.bundle)
	http.HandleFunc("/fhir/R4/", f.serve)
	if err := http.ListenAndServe(addr, nil); err != nil {
		panic(err)
	}
}

// commit makes whatever arrived during the last sync durable together.
func (f *bare) commit() {
	c, err := f.read.Conn(context.Background())
	if err != nil {
		panic(err)
	}
	prepare := func(q string) *sql.Stmt {
		s, err := c.PrepareContext(context.Background(), q)
		if err != nil {
			panic(err)
		}
		return s
	}
	begin, end := prepare("begin immediate"), prepare("commit")
	put, index, audit := prepare("insert or replace into r values (?, ?)"), prepare("insert or ignore into i values (?, ?, ?)"), prepare("insert into a (at, what) values (?, ?)")
	run := func(s *sql.Stmt, args ...any) {
		if _, err := s.Exec(args...); err != nil {
			panic(err)
		}
	}
	for first := range f.work {
		batch := []write{first}
		for len(f.work) > 0 && len(batch) < 256 {
			batch = append(batch, <-f.work)
		}
		run(begin)
		for _, w := range batch {
			if w.body == "" {
				run(audit, time.Now().UnixMicro(), w.id)
				continue
			}
			run(put, w.id, w.body)
			for _, k := range w.index {
				run(index, k, w.sort, w.id)
			}
		}
		run(end)
		for _, w := range batch {
			close(w.done)
		}
	}
}

func (f *bare) do(w write) { w.done = make(chan struct{}); f.work <- w; <-w.done }

func (f *bare) keep(kind string, o map[string]any) string {
	var b [10]byte
	rand.Read(b[:])
	id := hex.EncodeToString(b[:])
	o["id"], o["meta"] = id, map[string]any{"versionId": "1", "lastUpdated": time.Now().UTC().Format(time.RFC3339Nano)}
	body, _ := json.Marshal(o)
	ref := func(x any) string { m, _ := x.(map[string]any); s, _ := m["reference"].(string); return s }
	sort, _ := o["authoredOn"].(string)
	status, _ := o["status"].(string)
	f.do(write{id: kind + "/" + id, body: string(body), index: []string{kind + "|patient|" + ref(o["subject"]), kind + "|owner|" + ref(o["owner"]) + "|" + status}, sort: sort})
	if kind == "ServiceRequest" { // the deal with the recipient, as the house makes it
		perf, _ := o["performer"].([]any)
		owner := ""
		if len(perf) > 0 {
			owner = strings.Replace(ref(perf[0]), "HealthcareService/", "", 1)
		}
		f.keep("Task", map[string]any{"resourceType": "Task", "status": "requested", "authoredOn": sort, "owner": map[string]any{"reference": f.providedBy(owner)}, "focus": map[string]any{"reference": kind + "/" + id}})
	}
	return id
}

var providers = map[string]string{}

func (f *bare) providedBy(service string) string { return providers[service] }

func (f *bare) serve(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer floor" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	path := strings.TrimPrefix(r.URL.Path, "/fhir/R4/")
	kind, _, one := strings.Cut(path, "/")
	switch {
	case r.Method == http.MethodPost:
		var o map[string]any
		if json.NewDecoder(r.Body).Decode(&o) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		id := f.keep(kind, o)
		if kind == "HealthcareService" {
			m, _ := o["providedBy"].(map[string]any)
			providers[id], _ = m["reference"].(string)
		}
		w.WriteHeader(http.StatusCreated)
		json.NewEncoder(w).Encode(o)
	case one:
		var body string
		if f.read.QueryRow("select body from r where id = ?", path).Scan(&body) != nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		f.do(write{id: "read " + path})
		w.Write([]byte(body))
	default:
		f.search(w, r, kind)
	}
}

func (f *bare) search(w http.ResponseWriter, r *http.Request, kind string) {
	q := r.URL.Query()
	key, limit := kind+"|patient|"+q.Get("patient"), "50"
	if kind == "Task" {
		key, limit = kind+"|owner|"+q.Get("owner")+"|"+q.Get("status"), q.Get("_count")
	}
	rows, err := f.read.Query("select r.id, r.body from (select id, s from i where k = ? order by s limit ?) x join r on r.id = x.id order by x.s", key, limit)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	defer rows.Close()
	var b strings.Builder
	b.WriteString(`{"resourceType":"Bundle","type":"searchset","entry":[`)
	for n := 0; rows.Next(); n++ {
		var id, body string
		if rows.Scan(&id, &body) != nil {
			break
		}
		if n > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"fullUrl":%q,"resource":%s}`, id, body)
	}
	f.do(write{id: "search " + key})
	w.Write([]byte(b.String() + "]}"))
}

func (f *bare) bundle(w http.ResponseWriter, r *http.Request) {
	var o struct {
		Entry []struct{ Resource map[string]any }
	}
	if json.NewDecoder(r.Body).Decode(&o) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	for _, e := range o.Entry {
		kind, _ := e.Resource["resourceType"].(string)
		if kind != "Task" { // the request makes its own
			f.keep(kind, e.Resource)
		}
	}
	w.Write([]byte(`{"resourceType":"Bundle","type":"transaction-response"}`))
}
