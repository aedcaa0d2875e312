package fhir

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
	"referd/wire/r4"
)

// paging parameters every search takes.
var common = []string{"_count", "_sort", "_format", "_summary", "_total", "cursor", "_include", "_revinclude"}

// search answers a searchset of what the client may see.
func (q *request) search(f url.Values) (reply, error) {
	if err := q.may(q.kind, 's'); err != nil {
		return reply{}, err
	}
	v := verbs[q.kind]
	for name := range f {
		if !slices.Contains(v.params, name) && !slices.Contains(common, name) && strings.Contains(q.r.Header.Get("Prefer"), "handling=strict") {
			return reply{}, status(http.StatusBadRequest, "not-supported", "This search parameter is not served here; /metadata lists those that are.")
		}
	}
	count, err := strconv.Atoi(f.Get("_count"))
	if err != nil || count < 1 || count > 200 {
		count = 50
	}
	var out bytes.Buffer
	err = q.s.Desk.Read(q.ctx(), q.who, q.kind+".search", func(r *desk.Reading) error {
		list, next, err := q.matches(r, f, count)
		if err != nil {
			return err
		}
		return q.searchset(r, &out, list, next)
	})
	return reply{status: http.StatusOK, body: out.Bytes()}, err
}

// searchset writes the bundle: the resources as they are read one by one.
func (q *request) searchset(r *desk.Reading, out *bytes.Buffer, list []store.Kept, next string) error {
	out.WriteString(`{"resourceType":"Bundle","type":"searchset"`)
	if next != "" {
		fmt.Fprintf(out, `,"link":[{"relation":"next","url":%q}]`, next)
	}
	if len(list) > 0 {
		out.WriteString(`,"entry":[`)
	}
	for i, k := range list {
		b, _, err := show(r, &k)
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(out, `{"fullUrl":%q,"resource":`, q.s.Public+base+"/"+k.Type+"/"+k.ID)
		out.Write(b)
		out.WriteString(`,"search":{"mode":"match"}}`)
	}
	if len(list) > 0 {
		out.WriteByte(']')
	}
	out.WriteByte('}')
	return nil
}

// matches finds what a search asks for.
func (q *request) matches(r *desk.Reading, f url.Values, count int) ([]store.Kept, string, error) {
	if id := f.Get("_id"); id != "" {
		return q.byIDs(r, strings.Split(id, ","))
	}
	if v := f.Get("identifier"); v != "" {
		ids, err := r.Marked(q.kind, "identifier", v)
		if err != nil {
			return nil, "", err
		}
		return q.byIDs(r, ids)
	}
	patient := last(f.Get("patient"))
	if patient == "" {
		patient = last(f.Get("subject"))
	}
	switch q.kind {
	case "Patient":
		return q.patients(r, f, count)
	case "Task":
		return q.tasks(r, f, party.PatientID(patient), count)
	case "ServiceRequest":
		return q.requests(r, f, party.PatientID(patient), count)
	case "Organization", "Practitioner", "PractitionerRole", "Location", "HealthcareService":
		return nil, "", status(http.StatusBadRequest, "not-supported", "Search the directory by _id or identifier.")
	}
	of := referral.ID(last(f.Get("based-on")))
	if patient == "" && of == "" {
		return nil, "", status(http.StatusBadRequest, "required", "Say whose: patient, based-on, identifier or _id.")
	}
	list, err := r.KeptOf(q.kind, of, party.PatientID(patient), count)
	return list, "", err
}

func last(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }

func (q *request) byIDs(r *desk.Reading, ids []string) (out []store.Kept, next string, err error) {
	for _, id := range ids[:min(len(ids), 50)] {
		if k, err := q.find(r, q.kind, id, 0); err == nil {
			out = append(out, k)
		}
	}
	return out, "", nil
}

func (q *request) patients(r *desk.Reading, f url.Values, count int) (out []store.Kept, next string, err error) {
	s := store.Find{Name: f.Get("name"), Family: f.Get("family"), Given: f.Get("given"), Born: party.Date(strings.TrimPrefix(f.Get("birthdate"), "eq")), Sex: f.Get("gender"), Phone: f.Get("telecom"), Limit: count}
	if s.Name+s.Family+s.Given+string(s.Born)+s.Phone == "" {
		return nil, "", status(http.StatusBadRequest, "required", "Say whom: name, family, given, birthdate, telecom, identifier or _id.")
	}
	list, err := r.FindPatients(s)
	if err != nil {
		return nil, "", err
	}
	for _, p := range list {
		k, err := q.find(r, "Patient", string(p.ID), 0)
		if err != nil {
			return nil, "", err
		}
		out = append(out, k)
	}
	return out, "", nil
}

func (q *request) tasks(r *desk.Reading, f url.Values, patient party.PatientID, count int) (out []store.Kept, next string, err error) {
	t := store.TaskQuery{Owner: party.OrgID(last(f.Get("owner"))), Patient: patient, Limit: count, Newest: f.Get("_sort") == "-authored-on"}
	if s := f.Get("status"); s != "" {
		t.Statuses = strings.Split(s, ",")
	}
	if s := f.Get("focus") + f.Get("based-on"); s != "" {
		t.Referral = referral.ID(last(s))
	}
	if c := f.Get("cursor"); c != "" {
		if b, err := base64.RawURLEncoding.DecodeString(c); err == nil {
			fmt.Sscanf(string(b), "%d %s", &t.AfterTime, &t.AfterID)
		}
	}
	rows, end, err := r.FindTasks(t)
	if err != nil {
		return nil, "", err
	}
	if len(rows) == count { // there may be more: go on after the last of these
		f.Set("cursor", base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %s", end, rows[count-1].ID)))
		next = q.s.Public + base + "/Task?" + f.Encode()
	}
	out, _, err = q.faces(r, rows)
	return out, next, err
}

// faces makes what nobody wrote from the loop itself.
func (q *request) faces(r *desk.Reading, rows []store.Kept) ([]store.Kept, string, error) {
	for i, k := range rows {
		if k.Version > 0 {
			continue
		}
		whole, err := loopKept(r, q.kind, k.ID, 0)
		if err != nil {
			return nil, "", err
		}
		rows[i] = whole
	}
	return rows, "", nil
}

func (q *request) requests(r *desk.Reading, f url.Values, patient party.PatientID, count int) (out []store.Kept, next string, err error) {
	if patient == "" {
		return nil, "", status(http.StatusBadRequest, "required", "Say whose: patient, identifier or _id.")
	}
	var statuses []string
	if s := f.Get("status"); s != "" {
		statuses = strings.Split(s, ",")
	}
	rows, err := r.FindRequests(patient, statuses, count)
	if err != nil {
		return nil, "", err
	}
	return q.faces(r, rows)
}

// metadata is the CapabilityStatement, made from what is served.
func (s *Server) metadata() r4.Object {
	var list []any
	names := make([]string, 0, len(verbs))
	for n := range verbs {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		v := verbs[n]
		interactions := []any{r4.Object{"code": "read"}, r4.Object{"code": "vread"}, r4.Object{"code": "search-type"}}
		if v.create != nil {
			interactions = append(interactions, r4.Object{"code": "create"})
		}
		if v.update != nil {
			interactions = append(interactions, r4.Object{"code": "update"})
		}
		var params []any
		for _, p := range v.params {
			params = append(params, r4.Object{"name": p, "type": paramType(p)})
		}
		list = append(list, r4.Object{"type": n, "interaction": interactions, "versioning": "versioned", "conditionalCreate": v.create != nil, "searchParam": params})
	}
	return r4.Object{"resourceType": "CapabilityStatement", "status": "active", "date": "2026-11-24", "kind": "instance", "fhirVersion": "4.0.1", "format": []any{"application/fhir+json"},
		"software": r4.Object{"name": "referd"}, "implementation": r4.Object{"description": "referd keeps the referral loop closed", "url": s.Public + base},
		"rest": []any{r4.Object{"mode": "server", "security": r4.Object{"service": []any{r4.Object{"coding": []any{r4.Object{"system": "http://terminology.hl7.org/CodeSystem/restful-security-service", "code": "OAuth"}}}}},
			"interaction": []any{r4.Object{"code": "transaction"}, r4.Object{"code": "batch"}}, "resource": list}}}
}

func paramType(p string) string {
	switch p {
	case "patient", "subject", "owner", "focus", "based-on":
		return "reference"
	case "name", "family", "given":
		return "string"
	case "birthdate":
		return "date"
	}
	return "token"
}
