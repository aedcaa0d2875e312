package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk/give"
	"referd/store"
	"referd/store/pgtest"
	"referd/wire/r4"
)

// taken is an archive that was taken along, unpacked.
type taken map[string][]byte

func unpacked(t *testing.T, file string) taken {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	out := taken{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil || out[f.Name] != nil {
			t.Fatalf("%s: %v, or it is there twice", f.Name, err)
		}
		out[f.Name] = b
	}
	return out
}

// rows are the rows of a list by its first column, each by its headings.
func (x taken) rows(t *testing.T, name string) map[string][]map[string]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(x[name])).ReadAll()
	if err != nil || len(all) == 0 {
		t.Fatalf("%s: %v, %d rows", name, err, len(all))
	}
	out := map[string][]map[string]string{}
	for _, r := range all[1:] {
		one := map[string]string{}
		for i, h := range all[0] {
			one[h] = r[i]
		}
		out[r[0]] = append(out[r[0]], one)
	}
	return out
}

// resources are those of an archive, by Type/id.
func (x taken) resources(t *testing.T) map[string]*r4.Doc {
	t.Helper()
	out := map[string]*r4.Doc{}
	for name, b := range x {
		kind, ok := strings.CutPrefix(name, "fhir/")
		if !ok {
			continue
		}
		for line := range bytes.Lines(b) {
			d, err := r4.Accept(bytes.TrimSuffix(line, []byte("\n")), 0)
			if err != nil {
				t.Fatalf("%s: %v\n%.300s", name, err, line)
			}
			at := d.Root().Type() + "/" + d.Root().Get("id").String()
			if d.Root().Type()+".ndjson" != kind || out[at] != nil {
				t.Errorf("%s is in %s, or twice", at, name)
			}
			out[at] = d
		}
	}
	return out
}

// Everything of an organization is given in open formats: each of its referrals,
// patients and documents as the store has it, every resource readable, every
// reference leading to another or said to lead out; each patient's audit says so,
// and of what is another organization's there is nothing.
func TestEverythingIsGiven(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a whole house")
	}
	dir := t.TempDir()
	house, file := filepath.Join(dir, "house"), filepath.Join(dir, "all.zip")
	if err := furnished(house); err != nil {
		t.Fatal(err)
	}
	said := told(t, 0, "export", "-data", house, "-org", "stluke", "-out", file)
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 || !strings.Contains(said, "St Luke Medical Center") {
		t.Fatalf("%v, %v: %s", info.Mode(), err, said)
	}
	x := unpacked(t, file)
	all := x.resources(t)
	var m give.Manifest
	if err := json.Unmarshal(x["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	sums := string(x["SHA256SUMS"])
	for name, b := range x {
		if name == "SHA256SUMS" {
			continue
		}
		d := sha256.Sum256(b)
		if !strings.Contains(sums, hex.EncodeToString(d[:])+"  "+name+"\n") {
			t.Errorf("the digest of %s is not said", name)
		}
		if n := bytes.Count(b, []byte("\n")); strings.HasPrefix(name, "fhir/") && (m.Files[name] != n || n == 0) {
			t.Errorf("%s has %d lines, and %d are said", name, n, m.Files[name])
		}
	}

	away := x.rows(t, "outside.csv")
	lead := 0
	for at, d := range all {
		for n := range d.Root().References() {
			ref := r4.ParseReference(n.String())
			if ref.Way != r4.Relative || ref.Type == "" || ref.Type+"/"+ref.ID == at {
				continue
			}
			if lead++; all[ref.Type+"/"+ref.ID] == nil && !slices.ContainsFunc(away[at], func(r map[string]string) bool { return r["Refers to"] == ref.Type+"/"+ref.ID }) {
				t.Errorf("%s leads to %s, which is not there, and nothing says so", at, n.String())
			}
		}
	}
	if lead < 1000 {
		t.Errorf("only %d references were followed", lead)
	}

	opened(t, house, func(db *store.DB) error {
		return db.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
			x.compare(t, db, v, all, m)
			return nil
		})
	})

	if out := told(t, 2, "export", "-data", house, "-out", filepath.Join(dir, "which.zip")); !strings.Contains(out, "lakeside (Lakeside Family Practice), stluke (St Luke Medical Center)") {
		t.Errorf("of several: %s", out)
	}
	for _, who := range []string{"admin@stluke.example", "chen@stluke.example"} { // one reads no chart, one is no administrator
		if out := told(t, 1, "export", "-data", house, "-as", who, "-out", filepath.Join(dir, "no.zip")); !strings.Contains(out, "An administrator who works with patients") {
			t.Errorf("%s: %s", who, out)
		}
	}
	told(t, 1, "export", "-data", house, "-org", "nobody", "-out", filepath.Join(dir, "no.zip"))
	told(t, 1, "export", "-data", house, "-org", "stluke", "-out", file)
	if out := told(t, 0, "export", "-data", house, "-org", "lakeside FAMILY practice", "-out", filepath.Join(t.TempDir(), "named.zip")); !strings.Contains(out, "of Lakeside Family Practice") {
		t.Errorf("by its name: %s", out)
	}
	if list, _ := filepath.Glob(filepath.Join(dir, "*.zip")); len(list) != 1 {
		t.Errorf("what was refused left %q behind", list)
	}
	if list, _ := filepath.Glob(filepath.Join(house, ".referd-export*")); len(list) != 0 {
		t.Errorf("%q is left behind", list)
	}
}

// compare compares an archive with the store, which the archive was not read
// from in this way: by what each referral says of its sides.
func (x taken) compare(t *testing.T, db *store.DB, v *store.View, all map[string]*r4.Doc, m give.Manifest) {
	of := party.OrgID(m.Organization)
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	rows, papers := x.rows(t, "referrals.csv"), x.rows(t, "documents.csv")
	names := map[party.TeamID]string{}
	must(v.Things(0, func(k store.Thing) error {
		if k.Kind == "team" {
			var team party.Team
			if err := json.Unmarshal(k.Body, &team); err != nil {
				return err
			}
			names[team.ID] = team.Name
		}
		return nil
	}))
	ids, err := v.Loops("", 100_000)
	must(err)
	mine, docs, entries := 0, 0, 0
	whole := string(slices.Concat(slices.Collect(maps.Values(x))...))
	for _, id := range ids {
		s, err := v.Loop(id)
		must(err)
		if s.Org != of && (s.Sent.IsZero() || !slices.ContainsFunc(s.Legs, func(l referral.Leg) bool { return l.To.Org == of })) {
			if strings.Contains(whole, string(id)) {
				t.Errorf("%s is between others, and is in there", id)
			}
			continue
		}
		row, err := v.Row(id)
		must(err)
		mine++
		d := all["ServiceRequest/"+string(id)]
		if d == nil || len(rows[string(id)]) != 1 {
			t.Errorf("%s is not there, or in %d rows", id, len(rows[string(id)]))
			continue
		}
		due := ""
		if !row.Ball.Due.IsZero() {
			due = row.Ball.Due.UTC().Format(time.RFC3339)
		}
		r := rows[string(id)][0]
		if r["Phase"] != string(s.Phase()) || r["Code here"] != row.Code || r["Owner"] != names[row.Ball.Team] || r["Due"] != due || r["Urgency"] != string(s.Urgency) || d.Root().Get("status").String() != s.Codes().ServiceRequest {
			t.Errorf("%s is %v, and in the store %s, owner %s, due %s", id, r, s.Phase(), names[row.Ball.Team], due)
		}
		for n := range s.Entries() {
			entries++
			if at := "Provenance/" + string(id) + "-" + strconv.Itoa(n+1); all[at] == nil {
				t.Errorf("%s is not there", at)
			}
		}
		list, err := v.DocumentsOf(id)
		must(err)
		for _, d := range list {
			docs++
			x.paper(t, db, papers[string(d.ID)], d, id)
		}
	}
	if mine < 100 || mine != m.Referrals || mine != len(rows) || mine == len(ids) {
		t.Errorf("%d referrals of %d; said %d, %d rows", mine, len(ids), m.Referrals, len(rows))
	}
	if docs < 500 || m.Documents+m.NotGiven != len(papers) || m.Documents+m.NotGiven < docs || entries < 1000 {
		t.Errorf("%d documents with referrals, %d and %d said, %d rows, %d entries", docs, m.Documents, m.NotGiven, len(papers), entries)
	}
	n := 0
	people := map[string]map[string]string{}
	for _, list := range x.rows(t, "patients.csv") {
		for _, r := range list {
			people[r["Patient key"]] = r
		}
	}
	for after := party.PatientID("0"); ; {
		list, err := v.FindPatients(store.Find{Org: of, After: after, Limit: 100})
		must(err)
		for _, p := range list {
			n++
			d := all["Patient/"+string(p.ID)]
			if d == nil || d.Root().Get("name").At(0).Get("family").String() != p.Name.Family || d.Root().Get("birthDate").String() != string(p.Born) {
				t.Errorf("patient %s is not there as in the store", p.ID)
			}
			if r := people[string(p.ID)]; r["Family name"] != p.Name.Family || r["Allergies"] != p.Allergies || r["Access needs"] != p.Access || (r["Asked on"] != "") != p.Safe.Known() || r["Best hours"] != p.Safe.Hours {
				t.Errorf("patient %s is not in the list as in the store", p.ID)
			}
			seen, err := v.Audits(access.Query{Patient: p.ID, User: "operator", Orgs: []party.OrgID{of}, Limit: 500})
			must(err)
			if !slices.ContainsFunc(seen, func(a access.Record) bool { return a.Kind == "export" && a.Outcome == access.Success }) {
				t.Errorf("nothing says that %s was taken along", p.ID)
			}
		}
		if len(list) == 0 {
			break
		}
		after = list[len(list)-1].ID
	}
	if n < 100 || n != m.Patients || n != len(people) {
		t.Errorf("%d patients, and %d are said", n, m.Patients)
	}
	for at := range all {
		if id, ok := strings.CutPrefix(at, "Patient/"); ok {
			if ok, _ := v.As(store.Scope{Orgs: []party.OrgID{of}}).Patients([]party.PatientID{party.PatientID(id)}); len(ok) != 1 {
				t.Errorf("%s is not theirs to see", at)
			}
		}
	}
}

// paper compares a document with its file.
func (x taken) paper(t *testing.T, db *store.DB, listed []map[string]string, d chart.Document, of referral.ID) {
	if len(listed) != 1 {
		t.Errorf("document %s is in %d rows", d.ID, len(listed))
		return
	}
	r := listed[0]
	b, there := x[r["File"]]
	sum := sha256.Sum256(b)
	switch {
	case d.Held != "":
		if there || !strings.Contains(r["Why there is no file"], d.Held) {
			t.Errorf("document %s is held, and given: %v", d.ID, r)
		}
	case !there || r["SHA-256"] != hex.EncodeToString(sum[:]) || db.Hash(b) != d.Hash || r["Referral"] != string(of) || r["Kind"] != string(d.Kind):
		t.Errorf("document %s is not as it was: %v", d.ID, r)
	}
}

// A house on PostgreSQL gives the same as the house on SQLite it was restored from.
func TestBothDatabasesGiveTheSame(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a whole house")
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := furnished(at("house")); err != nil {
		t.Fatal(err)
	}
	pg := pgtest.Start(t)
	public := strings.TrimSpace(told(t, 0, "backup", "-new-key", at("secret")))
	told(t, 0, "backup", "-data", at("house"), "-file", at("backup"), "-seal", public)
	told(t, 0, "restore", "-data", at("onpg"), "-db", pg, "-file", at("backup"), "-key", at("secret"))
	told(t, 0, "export", "-data", at("house"), "-org", "stluke", "-out", at("lite.zip"))
	told(t, 0, "export", "-data", at("onpg"), "-db", pg, "-org", "stluke", "-out", at("pg.zip"))
	lite, onpg := unpacked(t, at("lite.zip")), unpacked(t, at("pg.zip"))
	lines := 0
	for name, b := range lite {
		switch name {
		case "manifest.json", "SHA256SUMS", "README.txt", "fhir/AuditEvent.ndjson": // say when each was given
			continue
		}
		one, other := slices.Sorted(strings.Lines(string(b))), slices.Sorted(strings.Lines(string(onpg[name])))
		if lines += len(one); !slices.Equal(one, other) {
			t.Errorf("%s has %d lines on SQLite and %d on PostgreSQL, or others", name, len(one), len(other))
		}
	}
	if n, m := bytes.Count(lite["fhir/AuditEvent.ndjson"], []byte("\n")), bytes.Count(onpg["fhir/AuditEvent.ndjson"], []byte("\n")); n == 0 || n != m {
		t.Errorf("%d records of the audit on SQLite and %d on PostgreSQL", n, m)
	}
	if len(lite) != len(onpg) || lines < 1000 {
		t.Errorf("%d files and %d, %d lines", len(lite), len(onpg), lines)
	}
}
