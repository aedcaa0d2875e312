package partner

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"time"
)

// turn is a partner's next step on one task.
type turn struct {
	p       *Partner
	ctx     context.Context
	now     time.Time
	task    map[string]any
	pressed bool
	said    []Said
}

func (t *turn) id() string       { return text(t.task, "id") }
func (t *turn) status() string   { return text(t.task, "status") }
func (t *turn) business() string { return text(t.task, "businessStatus", "coding", "code") }

func (t *turn) request() string {
	return strings.TrimPrefix(text(t.task, "focus", "reference"), "ServiceRequest/")
}

// since is when the task was moved last.
func (t *turn) since() time.Time {
	at, err := time.Parse(time.RFC3339, text(t.task, "lastModified"))
	if err != nil {
		return time.Time{}
	}
	return at
}

func (t *turn) take() error {
	mood := t.p.mood
	if t.status() == "requested" {
		return t.move("received", "delivered", "", "took it in")
	}
	wait := mood.patience()
	if mood == Silent {
		if at, err := time.Parse(time.RFC3339, text(t.task, "authoredOn")); t.pressed || err == nil && t.now.Sub(at) >= wait {
			return t.report("sent its note; nothing was heard before")
		}
		return nil
	}
	if t.status() == "in-progress" && t.business() == "scheduled" {
		return t.visit()
	}
	if !t.pressed && t.now.Sub(t.since()) < wait {
		return nil
	}
	switch {
	case t.status() == "received":
		if mood == Declines || one(t.id(), t.p.Declines) {
			return t.move("rejected", "declined", "No first visit before the date the patient should be seen by.", "declined")
		}
		return t.move("accepted", "accepted", "", "accepted")
	case t.status() == "accepted":
		return t.book()
	case t.status() == "in-progress" && t.business() == "no-show", t.business() == "appointment-cancelled":
		return t.book()
	case t.status() == "in-progress":
		return t.report("sent its report")
	}
	return nil
}

// again is what a second telling of the same is noted as.
const again = "told the same again"

// told notes what was told.
func (t *turn) told(what string, a answer) {
	t.said = append(t.said, Said{At: t.now, Partner: t.p.Name, Referral: t.request(), What: what, Again: what == again, Taken: a.status < 300, Answer: a.said()})
}

// move updates the task; a partner that tells twice does so.
func (t *turn) move(status, business, why, what string) error {
	if t.p.mood == Wrong && status == "accepted" && !t.p.wrong[t.id()] {
		t.p.wrong[t.id()] = true
		if err := t.put("completed", "report-received", "", "said it was all done, which it was not"); err != nil {
			return err
		}
	}
	if err := t.put(status, business, why, what); err != nil || t.p.mood != Twice {
		return err
	}
	return t.put(status, business, why, again)
}

func (t *turn) put(status, business, why, what string) error {
	now, err := t.p.client.call(t.ctx, "GET", "Task/"+t.id(), nil)
	if err != nil || now.status != http.StatusOK {
		return err
	}
	body := now.body
	body["status"] = status
	body["businessStatus"] = map[string]any{"coding": []any{map[string]any{"system": "https://referd.org/fhir/CodeSystem/business-status", "code": business}}}
	delete(body, "statusReason")
	delete(body, "output") // the house knows what came of it
	if why != "" {
		body["statusReason"] = map[string]any{"text": why}
	}
	a, err := t.p.client.call(t.ctx, "PUT", "Task/"+t.id(), body, "If-Match", now.etag)
	if err == nil {
		t.told(what, a)
	}
	return err
}

// book agrees a visit some days on.
func (t *turn) book() error {
	start := t.p.Visit(t.now, 40*time.Hour)
	body := map[string]any{"resourceType": "Appointment", "status": "booked", "basedOn": t.based(), "start": start.UTC().Format(time.RFC3339), "end": start.Add(30 * time.Minute).UTC().Format(time.RFC3339), "minutesDuration": 30,
		"identifier":  []any{map[string]any{"system": "urn:" + t.p.Org, "value": "visit-" + t.id()}},
		"participant": []any{map[string]any{"actor": map[string]any{"reference": text(t.task, "for", "reference")}, "status": "accepted"}}}
	return t.post("Appointment", "visit-"+t.id()+"-"+start.Format("0102"), body, "booked a visit")
}

// visit says that the patient was seen, once the time of the visit is over.
func (t *turn) visit() error {
	end := time.Time{}
	for _, o := range list(t.task["output"]) {
		ref := text(o, "valueReference", "reference")
		if !strings.HasPrefix(ref, "Appointment/") {
			continue
		}
		a, err := t.p.client.call(t.ctx, "GET", ref, nil)
		if err != nil {
			return err
		}
		if at, err := time.Parse(time.RFC3339, text(a.body, "start")); err == nil && text(a.body, "status") == "booked" {
			end = at.Add(time.Hour)
		}
	}
	if end.IsZero() { // agreed by telephone: nobody wrote down when
		end = t.since().Add(72 * time.Hour)
	}
	if t.now.Before(end) {
		return nil
	}
	return t.move("in-progress", "visit-complete", "", "saw the patient")
}

// report sends the answer; one in a wrong mood names somebody else first.
func (t *turn) report(what string) error {
	answer, findings := t.p.Note(t.asked())
	body := map[string]any{"resourceType": "DiagnosticReport", "status": "final", "basedOn": t.based(), "code": map[string]any{"coding": []any{map[string]any{"system": "http://loinc.org", "code": "11488-4", "display": "Consult note"}}},
		"identifier": []any{map[string]any{"system": "urn:" + t.p.Org, "value": "note-" + t.id()}},
		"subject":    map[string]any{"reference": text(t.task, "for", "reference")}, "issued": t.now.UTC().Format(time.RFC3339), "conclusion": answer}
	if letter, err := t.letter(findings); err != nil {
		return err
	} else if letter != "" {
		body["presentedForm"] = []any{map[string]any{"contentType": "text/plain", "title": "Consultation note", "data": base64.StdEncoding.EncodeToString([]byte(letter))}}
	}
	if t.p.mood == Wrong && !t.p.wrong["note/"+t.id()] {
		t.p.wrong["note/"+t.id()] = true
		other := map[string]any{}
		for k, v := range body {
			other[k] = v
		}
		other["subject"] = map[string]any{"reference": "Patient/somebody-else"}
		return t.post("DiagnosticReport", "", other, "sent a report about somebody else")
	}
	return t.post("DiagnosticReport", "note-"+t.id(), body, what)
}

// letter is the note on the partner's paper; it names the patient, as theirs do.
func (t *turn) letter(findings string) (string, error) {
	a, err := t.p.client.call(t.ctx, "GET", text(t.task, "for", "reference"), nil)
	if err != nil || a.status != http.StatusOK {
		return "", err
	}
	name, given := text(a.body, "name", "family"), ""
	if n := list(a.body["name"]); len(n) > 0 {
		if all, ok := n[0]["given"].([]any); ok && len(all) > 0 {
			given, _ = all[0].(string)
		}
	}
	born := text(a.body, "birthDate")
	if t.p.mood == Astray { // the next paper of the pile
		name, given, born = "Verwechselt", "Nobody", "1931-05-17"
	}
	return t.p.Name + "\n\nPatient: " + name + ", " + given + ", born " + born + "\n\n" + findings + "\n\nMade up for the demo.\n", nil
}

// post creates a resource under a name of the partner's own, so that a second
// try makes no second one.
func (t *turn) post(kind, name string, body map[string]any, what string) error {
	var headers []string
	if name != "" {
		headers = []string{"If-None-Exist", "identifier=urn:" + t.p.Org + "|" + name}
		body["identifier"] = []any{map[string]any{"system": "urn:" + t.p.Org, "value": name}}
	}
	times := []string{what}
	if t.p.mood == Twice && name != "" {
		times = append(times, again)
	}
	for _, words := range times {
		a, err := t.p.client.call(t.ctx, "POST", kind, body, headers...)
		if err != nil {
			return err
		}
		t.told(words, a)
	}
	return nil
}

func (t *turn) based() []any {
	return []any{map[string]any{"reference": text(t.task, "focus", "reference")}}
}

// asked is what it was asked of, and the question in the request's words.
func (t *turn) asked() (service, question string) {
	a, err := t.p.client.call(t.ctx, "GET", "ServiceRequest/"+t.request(), nil)
	if err != nil {
		return "", ""
	}
	for _, x := range list(a.body["performer"]) {
		if id, ok := strings.CutPrefix(text(x, "reference"), "HealthcareService/"); ok {
			service = id
		}
	}
	for _, n := range list(a.body["note"]) {
		question += text(n, "text") + "\n"
	}
	return service, question
}
