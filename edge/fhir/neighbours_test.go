package fhir_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"referd/base/code"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew; read the diff")

// What three vendors' systems send becomes the same few things here, what is
// not read is said, and each of them closes the loop.
func TestNeighbours(t *testing.T) {
	list, err := filepath.Glob("../../testdata/neighbours/fhir-*/referral.json")
	if err != nil || len(list) < 3 {
		t.Fatalf("%d neighbours: %v", len(list), err)
	}
	for _, file := range list {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			e := newEHR(t)
			raw := bundleOf(t, file)
			made := ids(t, e.call(200, "POST", "", raw))
			if again := ids(t, e.call(200, "POST", "", raw)); !slices.Equal(made, again) {
				t.Errorf("a second try made something else: %v, %v", made, again)
			}
			got := e.domain(made) + e.losses(made)
			golden := filepath.Join(dir, "domain.txt")
			if *rewrite {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("differs from %s:\n%s", golden, got)
			}
			e.echoes(raw, made)
			e.closes(made)
		})
	}
}

// The same with Synthea's patients in the place of ours, where they are.
func TestNeighboursWithSyntheaPatients(t *testing.T) {
	people, err := filepath.Glob(filepath.Join(publicFiles(t), "fhir/synthea-r4-2019/*.json.gz"))
	if err != nil || len(people) == 0 {
		t.Fatal("no Synthea patients", err)
	}
	list, _ := filepath.Glob("../../testdata/neighbours/fhir-*/referral.json")
	for i, file := range list {
		var sender, chart struct {
			ResourceType string           `json:"resourceType"`
			Type         string           `json:"type"`
			Entry        []map[string]any `json:"entry"`
		}
		if err := json.Unmarshal([]byte(bundleOf(t, file)), &sender); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(unpacked(t, people[i*7%len(people)]), &chart); err != nil {
			t.Fatal(err)
		}
		kind := func(e map[string]any) string { return e["resource"].(map[string]any)["resourceType"].(string) }
		is := func(k string) func(map[string]any) bool {
			return func(e map[string]any) bool { return kind(e) == k }
		}
		ours, theirs := slices.IndexFunc(sender.Entry, is("Patient")), slices.IndexFunc(chart.Entry, is("Patient"))
		of, full := sender.Entry[ours]["fullUrl"].(string), chart.Entry[theirs]["fullUrl"].(string)
		sender.Entry = append(slices.Delete(sender.Entry, ours, ours+1), chart.Entry...) // the whole chart goes with it
		b, err := json.Marshal(sender)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(b), `"`+of+`"`, `"`+full+`"`)
		if _, id, ok := strings.Cut(of, "/R4/"); ok {
			text = strings.ReplaceAll(text, `"`+id+`"`, `"`+full+`"`)
		}
		e := newEHR(t)
		e.closes(ids(t, e.call(200, "POST", "", text)))
	}
}

func bundleOf(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("$SERVICE", "HealthcareService/cardio", "$OWNER", "Organization/clinic").Replace(string(b))
}

func pick(made []string, kind string) string {
	for _, m := range made {
		if strings.HasPrefix(m, kind+"/") {
			return m
		}
	}
	return ""
}

// domain is what the clinic's intake sees of a referral.
func (e *ehr) domain(made []string) string {
	e.t.Helper()
	var b strings.Builder
	var numbers []code.Identifier
	err := e.house.Desk.Read(e.t.Context(), e.house.As("intake"), "test", func(r *desk.Reading) error {
		p, err := loop.Look(r, referral.ID(strings.TrimPrefix(pick(made, "ServiceRequest"), "ServiceRequest/")))
		if err != nil {
			return err
		}
		s := p.State
		fmt.Fprintf(&b, "patient    %s, %s; born %s, %s, speaks %q\n", p.Patient.Name.Family, strings.Join(p.Patient.Name.Given, " "), p.Patient.Born, p.Patient.Sex, p.Patient.Language)
		numbers = p.Patient.Identifiers
		for _, i := range numbers {
			fmt.Fprintf(&b, "           %s %s (%s)\n", i.System, i.Value, i.Type)
		}
		for _, x := range p.Patient.Phones {
			fmt.Fprintf(&b, "           phone %s (%s)\n", x.Number, x.Use)
		}
		fmt.Fprintf(&b, "           email %q, address %s %s %s %s\n", p.Patient.Email, strings.Join(p.Patient.Address.Lines, ", "), p.Patient.Address.City, p.Patient.Address.State, p.Patient.Address.PostalCode)
		who := "nobody named"
		if d := r.Directory().Practitioners[s.Clinician]; s.Clinician != "" {
			who = d.Name.Family
		}
		fmt.Fprintf(&b, "from       %s, %s\nto         %s\nphase      %s, %s, sent %s, seen by %s\n", p.Sender.Name, who, p.Service.Name, p.Phase, s.Urgency, s.Sent.Format("2006-01-02 15:04"), s.SeenBy.Format("2006-01-02"))
		fmt.Fprintf(&b, "question   %s\n", p.Words[s.Question])
		for _, c := range s.Reasons {
			fmt.Fprintf(&b, "reason     %s %s\n", c.System, c.Code)
		}
		var files []string
		for _, d := range p.Files {
			if p.Words[d.ID] == "" {
				files = append(files, fmt.Sprintf("document   %s %s, %d bytes, %q\n", d.Kind, d.Media, d.Size, d.Title))
			}
		}
		slices.Sort(files)
		b.WriteString(strings.Join(files, ""))
		return nil
	})
	if err != nil {
		e.t.Fatal(err)
	}
	for _, n := range numbers { // found by each
		if found := e.found("/Patient?identifier=" + url.QueryEscape(n.System+"|"+n.Value)); !slices.Contains(found, pick(made, "Patient")) {
			e.t.Errorf("by %s %s are found %v", n.System, n.Value, found)
		}
	}
	return b.String()
}

// losses is what was kept and is not shown to people, as Provenance says it.
func (e *ehr) losses(made []string) string {
	e.t.Helper()
	seen := map[string]bool{}
	for _, m := range made {
		for _, p := range e.call(200, "GET", "/Provenance?target="+m, "")["entry"].([]any) {
			ext, _ := p.(map[string]any)["resource"].(map[string]any)["extension"].([]any)
			for _, x := range ext {
				seen["not shown  "+x.(map[string]any)["valueString"].(string)+"\n"] = true
			}
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(seen)), "")
}

// echoes holds what comes back against what was sent: every element that is not
// the house's is as it was.
func (e *ehr) echoes(raw string, made []string) {
	e.t.Helper()
	var b struct {
		Entry []struct {
			FullURL  string
			Resource json.RawMessage
		}
	}
	read := func(s string) {
		if err := json.Unmarshal([]byte(s), &b); err != nil {
			e.t.Fatal(err)
		}
	}
	read(raw)
	became := []string{}
	for i, x := range b.Entry {
		became = append(became, `"`+x.FullURL+`"`, `"`+made[i]+`"`)
		if base, id, ok := strings.Cut(x.FullURL, "/R4/"); ok { // what is not in the bundle stays at its own server
			became = append(became, `"`+id+`"`, `"`+made[i]+`"`, `"Encounter/`, `"`+base+`/R4/Encounter/`, `"Practitioner/`, `"`+base+`/R4/Practitioner/`)
		}
	}
	read(strings.NewReplacer(became...).Replace(raw))
	ours := map[string]bool{"id": true, "meta": true, "status": true, "businessStatus": true, "lastModified": true, "groupIdentifier": true, "statusReason": true, "output": true, "content": true}
	for i, m := range made {
		_, back := e.send("GET", "/"+m, nil, "Accept", "application/fhir+json")
		var was, is map[string]json.RawMessage
		if json.Unmarshal(b.Entry[i].Resource, &was) != nil || json.Unmarshal(back, &is) != nil {
			e.t.Fatalf("%s: %s", m, back)
		}
		for name, v := range was {
			if !ours[name] && canonical(v) != canonical(is[name]) {
				e.t.Errorf("%s.%s came back changed:\n%s\n%s", m, name, canonical(v), canonical(is[name]))
			}
		}
	}
}

// closes takes a referral from its receipt to the end, and asks for the proof.
func (e *ehr) closes(made []string) {
	e.t.Helper()
	patient, sr, task := pick(made, "Patient"), pick(made, "ServiceRequest"), pick(made, "Task")
	clinic := e.admit("clinic-ehr", false, "clinic")
	move := func(status, business string) {
		e.t.Helper()
		if code, body := clinic.put(task, status, business, ""); code != 200 {
			e.t.Fatalf("to %s: %d %s", status, code, body)
		}
	}
	move("received", "")
	move("accepted", "")
	clinic.call(201, "POST", "/Appointment", `{"resourceType":"Appointment","status":"booked","basedOn":[{"reference":"`+sr+`"}],"start":"2026-06-01T13:00:00Z","end":"2026-06-01T13:30:00Z","participant":[{"actor":{"reference":"`+patient+`"},"status":"accepted"}]}`)
	move("in-progress", "visit-complete")
	clinic.call(201, "POST", "/DiagnosticReport", `{"resourceType":"DiagnosticReport","status":"final","basedOn":[{"reference":"`+sr+`"}],"code":{"text":"Consult"},"subject":{"reference":"`+patient+`"},"conclusion":"The heart is well."}`)
	e.call(201, "POST", "/Communication", `{"resourceType":"Communication","status":"completed","basedOn":[{"reference":"`+sr+`"}],"recipient":[{"reference":"`+patient+`"}],"medium":[{"coding":[{"code":"PHONE"}]}],"payload":[{"contentString":"Your heart is well."}]}`)
	got := e.call(200, "GET", "/"+sr, "")
	got["status"] = "completed"
	body, err := json.Marshal(got)
	if err != nil {
		e.t.Fatal(err)
	}
	e.call(200, "PUT", "/"+sr, string(body), "If-Match", e.etag)
	if is := e.is(sr, task); is != "completed / completed (closed)" {
		e.t.Errorf("it ends as %s", is)
	}
}
