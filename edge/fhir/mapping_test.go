package fhir_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/people"
	"referd/store"
)

// parties are three clients at one door: of the sender, of the recipient, and
// the recipient's as a feed.
type parties struct {
	sender, recipient, feed *ehr
}

func newParties(t testing.TB) parties {
	t.Helper()
	e := newEHR(t)
	return parties{e.admit("sender-ehr", false, "home"), e.admit("far-ehr", false, "far"), e.admit("far-feed", true, "far")}
}

// admit registers another client at the same door, for some organizations.
func (e *ehr) admit(id string, feed bool, orgs ...party.OrgID) *ehr {
	e.t.Helper()
	err := e.house.DB.Commit(e.t.Context(), func(tx *store.Tx) error {
		if err := tx.PutThing(desk.KindClient, id, orgs[0], party.Client{ID: party.ClientID(id), Orgs: orgs, Scopes: []string{"system/*.cruds"}, Active: true, Feed: feed}); err != nil {
			return err
		}
		return tx.PutCredential("client/"+id, people.HashedSecret(id))
	})
	if err != nil {
		e.t.Fatal(err)
	}
	c := *e
	c.signIn(id, id)
	return &c
}

// sent is a referral from home to the far partner: its request and its task.
func (p parties) sent(t testing.TB, n int) (sr, task string) {
	t.Helper()
	s := *p.sender
	s.t = t
	sr = "ServiceRequest/" + s.call(201, "POST", "/ServiceRequest", fmt.Sprintf(`{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:o","value":"%d"}],"status":"active","intent":"order","priority":"routine","subject":{"reference":"Patient/pat00000000000000001"},"requester":{"reference":"Practitioner/dr-doc"},"performer":[{"reference":"HealthcareService/far-cardio"}],"note":[{"text":"Is it the heart?"}],"patientInstruction":"Bring the list."}`, n))["id"].(string)
	return sr, s.found("/Task?focus=" + sr)[0]
}

// put moves a Task and gives the status and what the answer says.
func (e *ehr) put(task, status, business, more string) (int, string) {
	e.t.Helper()
	e.call(200, "GET", "/"+task, "")
	if business != "" {
		more += fmt.Sprintf(`,"businessStatus":{"coding":[{"system":"https://referd.org/fhir/CodeSystem/business-status","code":%q}]}`, business)
	}
	code, body := e.send("PUT", "/"+task, []byte(fmt.Sprintf(`{"resourceType":"Task","id":%q,"status":%q,"intent":"order"%s}`, task[5:], status, more)), "If-Match", e.etag)
	return code, string(body)
}

// is gives a Task's status and business status, and its ServiceRequest's.
func (e *ehr) is(sr, task string) string {
	e.t.Helper()
	k, r := e.call(200, "GET", "/"+task, ""), e.call(200, "GET", "/"+sr, "")
	return fmt.Sprintf("%s / %s (%s)", r["status"], k["status"], k["businessStatus"].(map[string]any)["coding"].([]any)[0].(map[string]any)["code"])
}

const why, when, later = `,"statusReason":{"text":"because"}`, `,"executionPeriod":{"start":"2026-06-09T13:00:00Z","end":"2026-06-09T13:30:00Z"}`, `,"executionPeriod":{"start":"2026-06-20T13:00:00Z"}`

// step is one move: who, to what, and what it becomes; a refusal leaves all as
// it was and says what is possible.
type step struct {
	by, status, business, more string
	want                       int
	becomes                    string // "" is unchanged
	says                       string
}

// reach are the moves that lead to each row of the mapping (interop 3.2, 13).
var reach = map[string][]step{
	"sent":       {},
	"delivered":  {{"recipient", "received", "delivered", "", 200, "active / received (received)", ""}},
	"review":     {{"recipient", "received", "in-review", "", 200, "active / received (in-review)", ""}},
	"questioned": {{"recipient", "received", "", "", 200, "", ""}, {"recipient", "on-hold", "awaiting-information", why, 200, "active / on-hold (awaiting-information)", ""}},
	"declined":   {{"recipient", "received", "", "", 200, "", ""}, {"recipient", "rejected", "declined", why, 200, "active / rejected (declined)", ""}},
	"accepted":   {{"recipient", "received", "", "", 200, "", ""}, {"recipient", "accepted", "accepted", "", 200, "active / accepted (accepted)", ""}},
	"waitlisted": {{"recipient", "accepted", "", "", 200, "", ""}, {"recipient", "accepted", "waitlisted", why, 200, "active / accepted (waitlisted)", ""}},
	"held":       {{"recipient", "accepted", "", "", 200, "", ""}, {"recipient", "on-hold", "held", why + later, 200, "active / on-hold (held)", ""}},
	"booked":     {{"recipient", "accepted", "", "", 200, "", ""}, {"recipient", "in-progress", "scheduled", when, 200, "active / in-progress (scheduled)", ""}},
	"missed":     {{"recipient", "accepted", "", "", 200, "", ""}, {"recipient", "in-progress", "scheduled", past, 200, "", ""}, {"recipient", "in-progress", "no-show", "", 200, "active / in-progress (no-show)", ""}},
	"unbooked":   {{"recipient", "accepted", "", "", 200, "", ""}, {"recipient", "in-progress", "scheduled", when, 200, "", ""}, {"recipient", "in-progress", "appointment-cancelled", why, 200, "active / in-progress (appointment-cancelled)", ""}},
	"seen":       {{"recipient", "accepted", "", "", 200, "", ""}, {"recipient", "in-progress", "visit-complete", "", 200, "", ""}},
	"cancelled":  {{"sender", "cancelled", "", why, 200, "revoked / cancelled (cancelled)", ""}},
}

const past = `,"executionPeriod":{"start":"2026-06-01T10:00:00Z","end":"2026-06-01T10:30:00Z"}`

// moves are what each party asks of a Task in each row, and what comes of it.
var moves = map[string][]step{
	"sent": {
		{"sender", "accepted", "", "", 403, "", "owner's"},
		{"sender", "received", "", "", 403, "", "owner's"},
		{"recipient", "cancelled", "", why, 403, "", ""},
		{"recipient", "completed", "", "", 409, "", "received, accepted, rejected, cancelled, on-hold"},
		{"recipient", "in-progress", "", "", 409, "", "received, accepted, rejected, cancelled, on-hold"},
		{"recipient", "draft", "", "", 409, "", "received, accepted"},
		{"recipient", "rejected", "", "", 400, "", "statusReason"},
		{"recipient", "accepted", "", "", 200, "active / accepted (accepted)", ""},
	},
	"delivered":  {{"recipient", "requested", "", "", 409, "", "accepted, rejected, cancelled, on-hold"}, {"recipient", "on-hold", "awaiting-information", why, 200, "active / on-hold (awaiting-information)", ""}},
	"review":     {{"sender", "rejected", "", why, 403, "", "owner's"}, {"recipient", "completed", "", "", 409, "", "accepted, rejected, cancelled, on-hold"}, {"sender", "cancelled", "", why, 200, "revoked / cancelled (cancelled)", ""}},
	"questioned": {{"recipient", "completed", "", "", 409, "", "received, accepted, in-progress, rejected, cancelled"}, {"sender", "received", "", `,"note":[{"text":"It is."}]`, 200, "active / received (in-review)", ""}},
	"declined":   {{"recipient", "accepted", "", "", 409, "", "over"}, {"sender", "cancelled", "", why, 409, "", "over"}},
	"accepted":   {{"sender", "in-progress", "", when, 403, "", "owner's"}, {"recipient", "received", "", "", 409, "", "in-progress, on-hold, cancelled, failed, completed, rejected"}, {"recipient", "rejected", "", why, 200, "active / rejected (declined)", ""}},
	"waitlisted": {{"recipient", "in-progress", "scheduled", when, 200, "active / in-progress (scheduled)", ""}},
	"held":       {{"recipient", "accepted", "", "", 200, "active / accepted (accepted)", ""}},
	"booked":     {{"sender", "completed", "", "", 403, "", "owner's"}, {"recipient", "accepted", "", "", 409, "", "completed, failed, on-hold, cancelled, in-progress"}, {"sender", "cancelled", "", why, 200, "active / in-progress (cancel-requested)", ""}, {"recipient", "in-progress", "visit-complete", "", 409, "", "not come yet"}},
	"missed":     {{"recipient", "in-progress", "scheduled", when, 200, "active / in-progress (scheduled)", ""}, {"recipient", "accepted", "", "", 409, "", "completed, failed, on-hold, cancelled, in-progress"}},
	"unbooked":   {{"recipient", "in-progress", "scheduled", when, 200, "active / in-progress (scheduled)", ""}},
	"seen":       {{"recipient", "rejected", "", why, 409, "", "completed, failed"}, {"recipient", "completed", "", "", 200, "active / in-progress (visit-complete)", ""}},
	"cancelled":  {{"recipient", "accepted", "", "", 409, "", "over"}},
}

// Every row of the mapping is reached, and every move a client asks for is what
// the loop makes of it or a refusal that changes nothing.
func TestEveryRowOfTheMapping(t *testing.T) {
	p := newParties(t)
	n := 0
	for row, path := range reach {
		t.Run(row, func(t *testing.T) {
			for i, last := range append([]step{{}}, moves[row]...) {
				n++
				sr, task := p.sent(t, n)
				for _, s := range path {
					p.move(t, sr, task, s)
				}
				if i > 0 {
					p.move(t, sr, task, last)
				}
			}
		})
	}
}

// The rows that are told and not moved to: advice, the endings a person
// records, and a leg that went elsewhere.
func TestEveryRowThatIsTold(t *testing.T) {
	p := newParties(t)
	n := 3000
	for row, x := range map[string]struct {
		evs []referral.Event
		is  string
	}{
		"advised":     {[]referral.Event{referral.Advised{Advice: "d"}}, "active / in-progress (advised)"},
		"withdrawn":   {[]referral.Event{referral.Withdrawn{Words: "d", Confirmed: true}}, "revoked / cancelled (cancelled)"},
		"unreachable": {[]referral.Event{referral.Unreachable{}}, "revoked / failed (lost-to-follow-up)"},
		"deceased":    {[]referral.Event{referral.Deceased{Source: "x"}}, "revoked / cancelled (deceased)"},
		"forwarded":   {[]referral.Event{referral.Forwarded{Leg: 1, To: referral.Recipient{Org: "clinic", Channel: party.House}}}, "active / cancelled (forwarded)"},
	} {
		n++
		p.sender.t = t
		sr, task := p.sent(t, n)
		p.sender.house.Pass(time.Second)
		p.tell(t, sr, x.evs...)
		if got := p.sender.is(sr, task); got != x.is {
			t.Errorf("%s: it is %s, want %s", row, got, x.is)
		}
	}
}

// A Task with code abort asks for a cancellation: at once before a visit, and by
// the clinic's answer after.
func TestAbortAsksForCancellation(t *testing.T) {
	p := newParties(t)
	ask := func(e *ehr, want int, task string) map[string]any {
		e.t = t
		return e.call(want, "POST", "/Task", `{"resourceType":"Task","status":"requested","intent":"order","code":{"coding":[{"system":"http://hl7.org/fhir/CodeSystem/task-code","code":"abort"}]},"focus":{"reference":"`+task+`"},"reasonCode":{"text":"Seen elsewhere"}}`)
	}
	sr, task := p.sent(t, 4000)
	ask(p.recipient, 403, task)
	if got := ask(p.sender, 201, task)["status"]; got != "accepted" || p.sender.is(sr, task) != "revoked / cancelled (cancelled)" {
		t.Errorf("before a visit: %v, %s", got, p.sender.is(sr, task))
	}
	sr, task = p.sent(t, 4001)
	for _, s := range reach["booked"] {
		p.move(t, sr, task, s)
	}
	p.sender.house.Pass(time.Second)
	wish := ask(p.sender, 201, task)
	if wish["status"] != "requested" || p.sender.is(sr, task) != "active / in-progress (cancel-requested)" {
		t.Errorf("with a visit: %v, %s", wish["status"], p.sender.is(sr, task))
	}
	p.move(t, sr, task, step{"recipient", "in-progress", "appointment-cancelled", why, 200, "revoked / cancelled (cancelled)", ""})
	if got := p.sender.call(200, "GET", "/Task/"+wish["id"].(string), "")["status"]; got != "accepted" {
		t.Errorf("the visit is released and the wish is %v", got)
	}
	if tasks := p.sender.found("/Task?focus=" + sr); len(tasks) != 1 || tasks[0] != task {
		t.Errorf("the referral's Tasks are %v", tasks)
	}
}

func (p parties) move(t *testing.T, sr, task string, s step) {
	t.Helper()
	e := *map[string]*ehr{"sender": p.sender, "recipient": p.recipient, "feed": p.feed}[s.by]
	e.t = t
	e.house.Pass(time.Second)
	before := e.is(sr, task)
	code, body := e.put(task, s.status, s.business, s.more)
	after := e.is(sr, task)
	what := fmt.Sprintf("%s: %s to %s (%s)", before, s.by, s.status, s.business)
	switch {
	case code != s.want:
		t.Errorf("%s: %d, want %d: %s", what, code, s.want, body)
	case code >= 400 && after != before:
		t.Errorf("%s: refused, and became %s", what, after)
	case code < 400 && s.becomes != "" && after != s.becomes:
		t.Errorf("%s: became %s, want %s", what, after, s.becomes)
	case !strings.Contains(body, s.says):
		t.Errorf("%s: does not say %q: %s", what, s.says, body)
	}
}

// A feed tells: from every row, whatever it says is kept and nothing refused.
func TestAFeedIsNeverRefused(t *testing.T) {
	p := newParties(t)
	n := 1000
	for row, path := range reach {
		for _, status := range []string{"requested", "received", "accepted", "rejected", "on-hold", "in-progress", "completed", "failed", "cancelled", "ready", "draft", "entered-in-error"} {
			n++
			sr, task := p.sent(t, n)
			for _, s := range path {
				p.move(t, sr, task, s)
			}
			f := *p.feed
			f.t = t
			if code, body := f.put(task, status, "", ""); code != 200 {
				t.Errorf("%s: the feed tells %s and is refused: %d %s", row, status, code, body)
			}
		}
	}
}

// A ServiceRequest is its requester's: what each party asks of it.
func TestAServiceRequestIsItsRequesters(t *testing.T) {
	p := newParties(t)
	sr, _ := p.sent(t, 5000)
	body := func(status string) string {
		return `{"resourceType":"ServiceRequest","id":"` + sr[15:] + `","status":"` + status + `","intent":"order","subject":{"reference":"Patient/pat00000000000000001"}}`
	}
	for _, x := range []struct {
		by     *ehr
		status string
		want   int
		says   string
	}{
		{p.recipient, "active", 403, "requester"}, {p.recipient, "revoked", 403, "requester"}, {p.recipient, "completed", 403, "requester"},
		{p.sender, "draft", 409, "completed, revoked"}, {p.sender, "on-hold", 409, "completed, revoked"}, {p.sender, "completed", 409, "report"},
		{p.sender, "active", 200, "active"}, {p.sender, "revoked", 200, "revoked"}, {p.sender, "active", 409, ""},
	} {
		x.by.t = t
		x.by.call(200, "GET", "/"+sr, "")
		if code, b := x.by.send("PUT", "/"+sr, []byte(body(x.status)), "If-Match", x.by.etag); code != x.want || !strings.Contains(string(b), x.says) {
			t.Errorf("to %s: %d, want %d and %q: %.300s", x.status, code, x.want, x.says, b)
		}
	}
	if got := p.sender.call(200, "GET", "/"+sr, "")["status"]; got != "revoked" {
		t.Errorf("it is %v", got)
	}
	other, _ := p.sent(t, 5001)
	p.sender.call(200, "GET", "/"+other, "")
	p.sender.call(200, "PUT", "/"+other, strings.ReplaceAll(body("entered-in-error"), sr[15:], other[15:]), "If-Match", p.sender.etag)
	if got := p.sender.call(200, "GET", "/"+other, "")["status"]; got != "entered-in-error" {
		t.Errorf("it is %v", got)
	}
}
