package fhir_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/people"
	"referd/edge/fhir"
	"referd/store"
)

// ehr is a client at the door, with its token.
type ehr struct {
	t     testing.TB
	url   string
	token string
	etag  string
	house *desktest.House
	log   *logged
}

// logged is what the door and the desk wrote down as broken.
type logged struct {
	mu    sync.Mutex
	lines bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.Write(b)
}

// taken is what was logged so far, and forgets it.
func (l *logged) taken() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.lines.Reset()
	return l.lines.String()
}

func newEHR(t testing.TB) *ehr {
	t.Helper()
	return newEHROn(t, desktest.New(t))
}

func newEHROn(t testing.TB, h *desktest.House) *ehr {
	t.Helper()
	err := h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		if err := tx.PutThing(desk.KindClient, "ehr", "home", party.Client{ID: "ehr", Orgs: []party.OrgID{"home"}, Scopes: []string{"system/*.cruds"}, Active: true}); err != nil {
			return err
		}
		if err := tx.PutThing(desk.KindClient, "stranger", "other", party.Client{ID: "stranger", Orgs: []party.OrgID{"other"}, Scopes: []string{"system/ServiceRequest.rs"}, Active: true}); err != nil {
			return err
		}
		if err := tx.PutCredential("client/stranger", people.HashedSecret("s")); err != nil {
			return err
		}
		return tx.PutCredential("client/ehr", people.HashedSecret("secret"))
	})
	if err != nil {
		t.Fatal(err)
	}
	log := &logged{}
	h.Desk.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelError}))
	srv := httptest.NewServer(&fhir.Server{Desk: h.Desk, Log: h.Desk.Log, Public: "http://house", Behind: true})
	t.Cleanup(func() { // whatever a client is refused, nothing here has broken
		if srv.Close(); log.lines.Len() > 0 {
			t.Errorf("logged as broken:\n%.2000s", log.taken())
		}
	})
	e := &ehr{t: t, url: srv.URL, house: h, log: log}
	e.signIn("ehr", "secret")
	return e
}

func (e *ehr) signIn(client, secret string) {
	e.t.Helper()
	r, err := http.PostForm(e.url+"/oauth/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {client}, "client_secret": {secret}})
	if err != nil {
		e.t.Fatal(err)
	}
	defer r.Body.Close()
	var x struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(r.Body).Decode(&x); err != nil || x.Token == "" {
		e.t.Fatalf("no token: %d %v", r.StatusCode, err)
	}
	e.token = x.Token
}

// call asks and checks the status; the answer comes back as a tree.
func (e *ehr) call(want int, method, path, body string, headers ...string) map[string]any {
	e.t.Helper()
	req, err := http.NewRequest(method, e.url+"/fhir/R4"+path, bytes.NewReader([]byte(body)))
	if err != nil {
		e.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+e.token)
	req.Header.Set("Content-Type", "application/fhir+json")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		e.t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		e.t.Fatal(err)
	}
	if r.StatusCode != want {
		e.t.Fatalf("%s %s: %d, want %d: %.600s", method, path, r.StatusCode, want, b)
	}
	e.etag = r.Header.Get("ETag")
	note(method+" "+path, b)
	var out map[string]any
	if len(b) > 0 {
		if err := json.Unmarshal(b, &out); err != nil {
			e.t.Fatalf("%s %s: %v", method, path, err)
		}
	}
	if r.StatusCode >= 400 && out["resourceType"] != "OperationOutcome" {
		e.t.Errorf("%s %s: an error without an OperationOutcome: %.200s", method, path, b)
	}
	return out
}

// send asks and gives the status and the body as they come.
func (e *ehr) send(method, path string, body []byte, headers ...string) (int, []byte) {
	e.t.Helper()
	req, err := http.NewRequest(method, e.url+"/fhir/R4"+path, bytes.NewReader(body))
	if err != nil {
		e.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+e.token)
	req.Header.Set("Content-Type", "application/fhir+json")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		e.t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		e.t.Fatal(err)
	}
	e.etag = r.Header.Get("ETag")
	note(method+" "+path, b)
	return r.StatusCode, b
}

const bundle = `{"resourceType":"Bundle","type":"transaction","entry":[
{"fullUrl":"urn:uuid:p","resource":{"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"7"}],"name":[{"family":"Testcase","given":["Ada"]}],"gender":"female","birthDate":"1961-11-12","maritalStatus":{"text":"kept as it came"}},"request":{"method":"POST","url":"Patient"}},
{"fullUrl":"urn:uuid:s","resource":{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:ref","value":"R1"}],"status":"active","intent":"order","priority":"asap","subject":{"reference":"urn:uuid:p"},"performer":[{"reference":"HealthcareService/SERVICE"}],"note":[{"text":"Is it the heart?"}],"patientInstruction":"Bring the list."},"request":{"method":"POST","url":"ServiceRequest"}},
{"fullUrl":"urn:uuid:t","resource":{"resourceType":"Task","status":"requested","intent":"order","focus":{"reference":"urn:uuid:s"},"note":[{"text":"our own words"}]},"request":{"method":"POST","url":"Task"}},
{"fullUrl":"urn:uuid:d","resource":{"resourceType":"DocumentReference","status":"current","subject":{"reference":"urn:uuid:p"},"content":[{"attachment":{"contentType":"text/plain","data":"QSBsZXR0ZXI=","title":"Letter"}}],"context":{"related":[{"reference":"urn:uuid:s"}]}},"request":{"method":"POST","url":"DocumentReference"}}]}`

// clinic registers an organization with a service, which the client then acts for.
func (e *ehr) clinic() (service, org string) {
	o := e.call(201, "POST", "/Organization", `{"resourceType":"Organization","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}],"name":"Heart Clinic"}`)
	s := e.call(201, "POST", "/HealthcareService", fmt.Sprintf(`{"resourceType":"HealthcareService","active":true,"providedBy":{"reference":"Organization/%s"},"name":"Hearts"}`, o["id"]))
	return s["id"].(string), o["id"].(string)
}

func ids(t *testing.T, b map[string]any) (out []string) {
	t.Helper()
	for _, x := range b["entry"].([]any) {
		l := x.(map[string]any)["response"].(map[string]any)["location"].(string)
		l, _, _ = strings.Cut(l[strings.Index(l, "/R4/")+4:], "/_history")
		out = append(out, l)
	}
	return out
}

// An EHR sends a referral as a transaction, the clinic accepts, books, sees and
// reports it, the EHR acknowledges, and the loop closes with proof.
func TestAnEHRClosesTheLoop(t *testing.T) {
	e := newEHR(t)
	service, _ := e.clinic()
	made := ids(t, e.call(200, "POST", "", strings.ReplaceAll(bundle, "SERVICE", service)))
	patient, sr, task := made[0], made[1], made[2]
	again := ids(t, e.call(200, "POST", "", strings.ReplaceAll(bundle, "SERVICE", service)))
	if fmt.Sprint(made) != fmt.Sprint(again) {
		t.Errorf("a second try made something else: %v, %v", made, again)
	}
	e.call(409, "POST", "", strings.ReplaceAll(strings.ReplaceAll(bundle, "SERVICE", service), "Is it the heart?", "Other words"))

	got := e.call(200, "GET", "/"+sr, "")
	if got["status"] != "active" || got["priority"] != "asap" || got["patientInstruction"] != "Bring the list." {
		t.Errorf("what was sent did not come back: %v", got)
	}
	move := func(status, business string, want int) {
		t.Helper()
		e.call(200, "GET", "/"+task, "")
		e.call(want, "PUT", "/"+task, fmt.Sprintf(`{"resourceType":"Task","id":%q,"status":%q,"businessStatus":{"coding":[{"code":%q}]},"intent":"order","statusReason":{"text":"because"},"note":[{"text":"our own words"}]}`, task[5:], status, business), "If-Match", e.etag)
	}
	e.call(428, "PUT", "/"+task, `{"resourceType":"Task","id":"`+task[5:]+`","status":"received","intent":"order"}`)
	e.call(412, "PUT", "/"+task, `{"resourceType":"Task","id":"`+task[5:]+`","status":"received","intent":"order"}`, "If-Match", `W/"99"`)
	move("received", "received", 200)
	move("accepted", "accepted", 200)
	move("requested", "sent", 409)
	e.call(201, "POST", "/Appointment", `{"resourceType":"Appointment","status":"booked","basedOn":[{"reference":"`+sr+`"}],"start":"2026-06-01T13:00:00Z","end":"2026-06-01T13:30:00Z","participant":[{"actor":{"reference":"`+patient+`"},"status":"accepted"}]}`)
	move("in-progress", "visit-complete", 200)
	e.call(201, "POST", "/DiagnosticReport", `{"resourceType":"DiagnosticReport","status":"final","basedOn":[{"reference":"`+sr+`"}],"code":{"text":"Consult"},"subject":{"reference":"`+patient+`"},"conclusion":"No, the heart is well."}`)
	move("completed", "report-received", 200)
	e.call(201, "POST", "/Communication", `{"resourceType":"Communication","status":"completed","basedOn":[{"reference":"`+sr+`"}],"recipient":[{"reference":"`+patient+`"}],"payload":[{"contentString":"Your heart is well."}]}`)
	e.call(200, "GET", "/"+sr, "")
	e.call(200, "PUT", "/"+sr, `{"resourceType":"ServiceRequest","id":"`+sr[15:]+`","status":"completed","intent":"order","subject":{"reference":"`+patient+`"}}`, "If-Match", e.etag)
	if got := e.call(200, "GET", "/"+sr, ""); got["status"] != "completed" {
		t.Errorf("the loop is %v, want completed with proof", got["status"])
	}
	if got := e.call(200, "GET", "/"+task, ""); got["status"] != "completed" {
		t.Errorf("the task is %v", got["status"])
	}
	if was := e.call(200, "GET", "/"+sr+"/_history/1", ""); was["status"] != "active" || was["priority"] != "asap" {
		t.Errorf("version 1 was %v", was["status"])
	}
	e.call(404, "GET", "/"+sr+"/_history/999", "")
	found := e.call(200, "GET", "/ServiceRequest?patient="+patient, "")
	if n := len(found["entry"].([]any)); n != 1 {
		t.Errorf("found %d referrals, want 1", n)
	}
	e.call(200, "GET", "/Task?owner=Organization/none&status=received", "")
}

// Bad input gets a true OperationOutcome, and a foreign id the same as an absent one.
func TestBadInputIsAnswered(t *testing.T) {
	e := newEHR(t)
	service, _ := e.clinic()
	sr := ids(t, e.call(200, "POST", "", strings.ReplaceAll(bundle, "SERVICE", service)))[1]
	for name, x := range map[string]struct {
		want               int
		method, path, body string
	}{
		"not JSON":            {400, "POST", "/Patient", `{"resourceType":`},
		"a key twice":         {400, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"A"}],"name":[{"family":"B"}]}`},
		"text after the end":  {400, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"A"}]} x`},
		"an impossible date":  {400, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"A"}],"birthDate":"2026-02-30"}`},
		"another type":        {400, "POST", "/Patient", `{"resourceType":"Task","status":"requested"}`},
		"no such status":      {400, "POST", "/ServiceRequest", `{"resourceType":"ServiceRequest","status":"going","intent":"order"}`},
		"a reference to none": {400, "POST", "/ServiceRequest", `{"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"reference":"Patient/none"}}`},
		"a wrong NPI":         {422, "POST", "/Practitioner", `{"resourceType":"Practitioner","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567890"}],"name":[{"family":"A"}]}`},
		"an unknown type":     {404, "GET", "/Spaceship/1", ""},
		"an unknown id":       {404, "GET", "/ServiceRequest/none", ""},
		"delete":              {405, "DELETE", "/" + sr, ""},
	} {
		t.Run(name, func(t *testing.T) { e2 := *e; e2.t = t; e2.call(x.want, x.method, x.path, x.body) })
	}
	absent := fmt.Sprint(e.call(404, "GET", "/ServiceRequest/none", ""))
	e.signIn("stranger", "s")
	if foreign := fmt.Sprint(e.call(404, "GET", "/"+sr, "")); foreign != absent {
		t.Errorf("a foreign referral answers %s, an absent one %s", foreign, absent)
	}
	e.call(403, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"A"}]}`)
	e.token = "none"
	e.call(401, "GET", "/"+sr, "")
}
