// Package floor is a bare server of the same requests as the house answers, to
// compare it with.
package floor

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// The floor is not a product: the thinnest honest server of the same requests.
// It checks a bearer, parses JSON, keeps it durably with group commit and its
// search rows, and commits one audit record before it answers a read. It has no
// access rules, no domain and no ledger.
type floor struct{ s *shelf }

// Serve serves it at an address, from a file of its own, until it cannot.
func Serve(addr, file string) {
	s, err := openShelf(file)
	if err == nil {
		f := &floor{s}
		http.HandleFunc("GET /readyz", func(http.ResponseWriter, *http.Request) {})
		http.HandleFunc("/fhir/R4", f.serve)
		http.HandleFunc("/fhir/R4/", f.serve)
		err = http.ListenAndServe(addr, nil)
	}
	fmt.Fprintln(os.Stderr, "floor:", err)
	os.Exit(1)
}

func (f *floor) serve(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer floor" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	part := strings.Split(strings.Trim(strings.TrimPrefix(r.URL.Path, "/fhir/R4"), "/"), "/")
	switch {
	case r.Method == http.MethodGet && len(part) == 2:
		f.read(w, part[0]+"/"+part[1])
	case r.Method == http.MethodGet:
		f.search(w, r, part[0])
	default:
		var o map[string]any
		if json.NewDecoder(r.Body).Decode(&o) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if part[0] == "" {
			f.transaction(w, o)
			return
		}
		id, version, status := newID(), 1, http.StatusCreated
		if r.Method == http.MethodPut {
			id, version, status = part[1], 2, http.StatusOK
		}
		x := prepare(o, id, version)
		f.s.commit(x)
		w.Header().Set("ETag", `W/"`+strconv.Itoa(version)+`"`)
		answer(w, status, x.body)
	}
}

func (f *floor) read(w http.ResponseWriter, id string) {
	body, ok := f.s.one(id)
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	var m struct{ Meta struct{ VersionID string } }
	json.Unmarshal(body, &m)
	f.s.commit(record{what: id})
	w.Header().Set("ETag", `W/"`+m.Meta.VersionID+`"`)
	answer(w, http.StatusOK, body)
}

func (f *floor) search(w http.ResponseWriter, r *http.Request, kind string) {
	q := r.URL.Query()
	key := hash(kind, "patient", q.Get("patient"))
	if o := q.Get("owner"); o != "" {
		key = hash(kind, "owner+status", o, q.Get("status"))
	}
	var out bytes.Buffer
	out.WriteString(`{"resourceType":"Bundle","type":"searchset","entry":[`)
	for i, x := range f.s.found(key) {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, `{"fullUrl":"http://%s/fhir/R4/%s","resource":%s,"search":{"mode":"match"}}`, r.Host, x.id, x.body)
	}
	out.WriteString("]}")
	f.s.commit(record{what: r.URL.RawQuery})
	answer(w, http.StatusOK, out.Bytes())
}

func (f *floor) transaction(w http.ResponseWriter, o map[string]any) {
	entries, _ := o["entry"].([]any)
	ids := map[string]string{}
	for _, e := range entries {
		m, _ := e.(map[string]any)
		res, _ := m["resource"].(map[string]any)
		full, _ := m["fullUrl"].(string)
		kind, _ := res["resourceType"].(string)
		ids[full] = kind + "/" + newID()
	}
	var rows []record
	var out bytes.Buffer
	out.WriteString(`{"resourceType":"Bundle","type":"transaction-response","entry":[`)
	for i, e := range entries {
		m, _ := e.(map[string]any)
		full, _ := m["fullUrl"].(string)
		res, _ := m["resource"].(map[string]any)
		rename(res, ids)
		_, id, _ := strings.Cut(ids[full], "/")
		rows = append(rows, prepare(res, id, 1))
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, `{"response":{"status":"201 Created","location":"%s/_history/1"}}`, ids[full])
	}
	out.WriteString("]}")
	f.s.commit(rows...)
	answer(w, http.StatusOK, out.Bytes())
}

// rename puts what entries became where others refer to them.
func rename(v any, ids map[string]string) {
	switch x := v.(type) {
	case map[string]any:
		for k, y := range x {
			if s, ok := y.(string); ok && k == "reference" && ids[s] != "" {
				x[k] = ids[s]
				continue
			}
			rename(y, ids)
		}
	case []any:
		for _, y := range x {
			rename(y, ids)
		}
	}
}

// prepare sets id and meta and finds the keys a resource is searched by.
func prepare(o map[string]any, id string, version int) record {
	kind, _ := o["resourceType"].(string)
	o["id"], o["meta"] = id, map[string]any{"versionId": strconv.Itoa(version), "lastUpdated": time.Now().UTC().Format(time.RFC3339Nano)}
	x := record{id: kind + "/" + id, version: version}
	key := func(p ...string) { x.keys = append(x.keys, hash(append([]string{kind}, p...)...)) }
	ref := func(name string) string { m, _ := o[name].(map[string]any); s, _ := m["reference"].(string); return s }
	status, _ := o["status"].(string)
	for _, name := range []string{"subject", "for", "patient"} {
		if s := ref(name); s != "" {
			key("patient", s)
		}
	}
	key("status", status)
	if s := ref("owner"); s != "" {
		key("owner+status", s, status)
	}
	if s := ref("requester"); s != "" {
		key("requester", s)
	}
	list, _ := o["identifier"].([]any)
	for _, i := range list {
		m, _ := i.(map[string]any)
		system, _ := m["system"].(string)
		value, _ := m["value"].(string)
		key("identifier", system, value)
	}
	x.sort, _ = o["authoredOn"].(string)
	x.body, _ = json.Marshal(o)
	return x
}

func newID() string {
	var b [10]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

func answer(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/fhir+json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body)
}
