package fhir_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/loop"
)

// What we do not model comes back unchanged: extensions, contained resources,
// the siblings of primitives, decimals with their digits, lists in their order,
// any script, and meta but for its version.
func TestWhatIsNotOursComesBack(t *testing.T) {
	e := newEHR(t)
	const rich = `"meta":{"profile":["http://example.org/p|1.0"],"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"N"}],"tag":[{"code":"b"},{"code":"a"}]},"language":"el","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">Ω &amp; 中文 <b>x</b></div>"},"extension":[{"url":"urn:x:decimal","valueDecimal":1.00},{"url":"urn:x:nested","extension":[{"url":"a","valueQuantity":{"value":0.10,"unit":"mg"}}]},{"url":"urn:x:exp","valueDecimal":1.20e2}]`
	for kind, body := range map[string]string{
		"Patient":        `"contained":[{"resourceType":"Organization","id":"o","name":"Inside"}],"identifier":[{"system":"urn:b","value":"2"},{"system":"urn:a","value":"1"}],"name":[{"family":"Παπαδόπουλος","_family":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/humanname-own-name","valueString":"Π"}]},"given":["Ζωή","李"],"_given":[null,{"id":"g2"}]}],"birthDate":"1970-03","_birthDate":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthTime","valueDateTime":"1970-03-01T04:12:00-05:00"}]},"generalPractitioner":[{"reference":"#o"}],"multipleBirthInteger":2,"maritalStatus":{"text":"\ud83d\udc99 \\ \" / é"}`,
		"Practitioner":   `"name":[{"family":"Weiß"}],"_birthDate":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"masked"}]},"qualification":[{"code":{"text":"MD"},"period":{"start":"1999"}}]`,
		"Organization":   `"name":"Zürich Süd","partOf":{"display":"Above it"},"contact":[{"name":{"text":"Front desk"}}]`,
		"ServiceRequest": `"identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:e","value":"E1"}],"status":"active","intent":"order","priority":"asap","code":{"text":"x"},"quantityQuantity":{"value":2.50,"unit":"visits"},"subject":{"reference":"Patient/pat00000000000000001","display":"A. T."},"_authoredOn":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]},"performer":[{"reference":"HealthcareService/cardio","display":"Hearts"}],"note":[{"text":"One"},{"text":"Two"}],"bodySite":[{"text":"chest"},{"text":"arm"}]`,
		"Observation":    `"status":"final","code":{"text":"INR"},"subject":{"reference":"Patient/pat00000000000000001"},"valueQuantity":{"value":1.00,"unit":"1"},"component":[{"code":{"text":"b"},"valueQuantity":{"value":0.000}},{"code":{"text":"a"},"valueInteger":0}]`,
		"Communication":  `"status":"preparation","basedOn":[],"payload":[{"contentString":"Hi","extension":[{"url":"urn:y","valueBoolean":false}]}],"topic":{"text":"✓"}`,
	} {
		t.Run(kind, func(t *testing.T) {
			e := *e
			e.t = t
			body = strings.Replace(body, `"basedOn":[],`, "", 1)
			sent := `{"resourceType":"` + kind + `",` + rich + `,` + body + `}`
			id := e.call(201, "POST", "/"+kind, sent)["id"].(string)
			e.same(kind, id, sent)
			if _, first := e.send("GET", "/"+kind+"/"+id+"/_history/1", nil); kind == "Patient" {
				changed := strings.Replace(sent, `"multipleBirthInteger":2`, `"multipleBirthInteger":3,"id":"`+id+`"`, 1)
				e.call(200, "PUT", "/"+kind+"/"+id, changed)
				e.same(kind, id, changed)
				if _, again := e.send("GET", "/"+kind+"/"+id+"/_history/1", nil); string(again) != string(first) {
					t.Errorf("version 1 has changed:\n%s\n%s", first, again)
				}
				if e.call(200, "GET", "/"+kind+"/"+id, ""); e.etag != `W/"2"` {
					t.Errorf("its version is %s", e.etag)
				}
			}
		})
	}
}

// same holds what is read of a resource against what was sent of it.
func (e *ehr) same(kind, id, sent string) {
	e.t.Helper()
	_, body := e.send("GET", "/"+kind+"/"+id, nil)
	var was, is map[string]json.RawMessage
	if err := json.Unmarshal([]byte(sent), &was); err != nil {
		e.t.Fatal(err)
	}
	if err := json.Unmarshal(body, &is); err != nil {
		e.t.Fatal(err)
	}
	for name, v := range was {
		if name == "meta" || name == "id" {
			continue
		}
		if canonical(v) != canonical(is[name]) {
			e.t.Errorf("%s.%s:\nsent %s\nread %s", kind, name, canonical(v), canonical(is[name]))
		}
	}
	var a, b map[string]json.RawMessage
	json.Unmarshal(was["meta"], &a)
	json.Unmarshal(is["meta"], &b)
	for name, v := range a {
		if canonical(v) != canonical(b[name]) {
			e.t.Errorf("%s.meta.%s: sent %s, read %s", kind, name, v, b[name])
		}
	}
}

// A type that is not served is kept byte for byte: what stands in it is there to
// the last space.
func TestKeptByteForByte(t *testing.T) {
	e := newEHR(t)
	const inner = "\"status\" :\t\"final\",\n  \"code\": { \"text\":\"caf\\u00e9\" },  \"valueQuantity\":{\"value\":1.00}\n}"
	id := e.call(201, "POST", "/Observation", "{ \"resourceType\":\"Observation\", "+inner)["id"].(string)
	if _, b := e.send("GET", "/Observation/"+id, nil); !strings.HasSuffix(string(b), inner) {
		t.Errorf("not as it came: %s", b)
	}
}

// Each resource counts its own versions, whoever causes the change, and an old
// one is what it was.
func TestVersionsAreWhatTheyWere(t *testing.T) {
	p := newParties(t)
	sr, task := p.sent(t, 1)
	p.sender.t, p.recipient.t = t, t
	seen := map[string]string{}
	look := func() {
		for _, ref := range []string{sr, task} {
			if code, b := p.sender.send("GET", "/"+ref, nil); code == 200 {
				name := ref + "/_history/" + strings.Trim(strings.TrimPrefix(p.sender.etag, "W/"), `"`)
				if was, ok := seen[name]; ok && was != string(b) {
					t.Errorf("%s is two things:\n%s\n%s", name, was, b)
				}
				seen[name] = string(b)
			}
		}
	}
	look()
	for i, m := range []step{{"recipient", "received", "", "", 200, "", ""}, {"recipient", "accepted", "", "", 200, "", ""}, {"recipient", "in-progress", "scheduled", when, 200, "", ""}, {"recipient", "in-progress", "appointment-cancelled", why, 200, "", ""}} {
		before := len(seen)
		p.move(t, sr, task, m)
		if look(); len(seen) != before+2 {
			t.Errorf("move %d made %d versions of two resources", i, len(seen)-before)
		}
	}
	for name, was := range seen {
		if code, b := p.sender.send("GET", "/"+name, nil); code != 200 || status(b) != status([]byte(was)) {
			t.Errorf("%s was %s and is %d %s", name, status([]byte(was)), code, status(b))
		}
	}
}

// What the house notes for itself is no change and makes no version: If-Match
// holds. It is strict about everything else, the version before included.
func TestIfMatchIsStrict(t *testing.T) {
	p := newParties(t)
	sr, task := p.sent(t, 1)
	p.sender.t, p.recipient.t = t, t
	was := p.recipient.call(200, "GET", "/"+task, "")
	read := p.recipient.etag
	p.tell(t, sr, referral.Escalated{Level: 1}, referral.Claimed{Person: "u"})
	if is := p.recipient.call(200, "GET", "/"+task, ""); fmt.Sprint(is) != fmt.Sprint(was) || p.recipient.etag != read {
		t.Errorf("an escalation shows: %s after %s\n%v\n%v", p.recipient.etag, read, is, was)
	}
	body := []byte(`{"resourceType":"Task","id":"` + task[5:] + `","status":"accepted","intent":"order"}`)
	n, _ := strconv.Atoi(strings.Trim(read, `W/"`))
	for _, other := range []int{n - 1, n + 1} {
		if code, b := p.recipient.send("PUT", "/"+task, body, "If-Match", fmt.Sprintf(`W/"%d"`, other)); code != 412 {
			t.Errorf("version %d held where it is %d: %d %s", other, n, code, b)
		}
	}
	if code, b := p.recipient.send("PUT", "/"+task, body, "If-Match", read); code != 200 {
		t.Errorf("an escalation has made it stale: %d %s", code, b)
	}
	if code, b := p.recipient.send("PUT", "/"+task, body, "If-Match", read); code != 412 {
		t.Errorf("an acceptance has not: %d %s", code, b)
	}
}

// tell has the house note what happened.
func (p *parties) tell(t *testing.T, sr string, evs ...referral.Event) {
	t.Helper()
	err := p.sender.house.Desk.Write(t.Context(), desk.System("test"), "test", func(w *desk.Writing) error {
		for _, ev := range evs {
			if _, err := loop.Tell(w, loop.Form{Referral: referral.ID(sr[15:])}, ev); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Over random histories, of requests a client wrote and of the Tasks the house
// made, what is read changes only with its version, no version is two things,
// and each can be read again as it was.
func TestVersionsCountWhatShows(t *testing.T) {
	p := newParties(t)
	p.sender.t, p.recipient.t = t, t
	said := func(b []byte) string {
		var o map[string]any
		json.Unmarshal(b, &o)
		delete(o, "meta")
		out, _ := json.Marshal(o)
		return string(out)
	}
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 3))
		sr, task := p.sent(t, 10+int(seed))
		seen, now, same := map[string]string{}, map[string]string{}, 0
		look := func(ev referral.Event) {
			for _, ref := range []string{sr, task} {
				code, b := p.sender.send("GET", "/"+ref, nil)
				if code != 200 {
					t.Fatalf("seed %d: %s is %d after %T", seed, ref, code, ev)
				}
				name := ref + "/_history/" + strings.Trim(p.sender.etag, `W/"`)
				if was, ok := seen[name]; ok && was != string(b) {
					t.Fatalf("seed %d: %T makes %s two things:\n%s\n%s", seed, ev, name, was, b)
				} else if ok && now[ref] == name {
					same++
				}
				seen[name], now[ref] = string(b), name
			}
		}
		look(nil)
		for range 30 {
			ev := happening(r)
			p.tell(t, sr, ev)
			look(ev)
		}
		if same < 5 {
			t.Errorf("seed %d: only %d looks found the version they had", seed, same)
		}
		for name, was := range seen {
			if code, b := p.sender.send("GET", "/"+name, nil); code != 200 || said(b) != said([]byte(was)) {
				t.Errorf("seed %d: %s was\n%s\nand is %d\n%s", seed, name, was, code, b)
			}
		}
	}
}

// happening is anything the world or the house may tell of a loop.
func happening(r *rand.Rand) referral.Event {
	visit, report := schedule.AppointmentID(fmt.Sprint("a", r.IntN(2))), referral.ReportID(fmt.Sprint("r", r.IntN(2)))
	all := []referral.Event{
		referral.Escalated{Level: 1 + r.IntN(3)}, referral.Claimed{Person: "u"}, referral.Released{}, referral.Attached{Document: "d"}, referral.Messaged{Message: "d", To: "sender"},
		referral.Authorization{State: "denied"}, referral.NewFacts{From: "x", Report: report, Side: "receiver"}, referral.DeliveryFailed{Why: "x"}, referral.Asserted{What: "completed"},
		referral.Opened{}, referral.Asked{Ask: "q"}, referral.Answered{Ask: "q"}, referral.Prioritised{Urgency: party.Urgent}, referral.Accepted{}, referral.Declined{Reason: "capacity"},
		referral.Booked{Appointment: visit, Start: time.Now().Add(time.Hour)}, referral.Unbooked{Appointment: visit, Reason: "x"}, referral.Missed{Appointment: visit}, referral.Seen{},
		referral.Reported{Report: report, Kind: referral.Final, Document: "d"}, referral.ReportDelivered{Report: report}, referral.Acknowledged{Report: report, Answered: "yes"},
		referral.Contacted{Channel: "call", Outcome: "reached"}, referral.Held{Until: time.Now().Add(time.Hour), Reason: "x"}, referral.Resumed{}, referral.Withdrawn{Words: "d", Confirmed: true}, referral.Reopened{Reason: "x"},
	}
	return all[r.IntN(len(all))]
}

// A Task booked by its status alone names a visit that can be read, and what is
// shown may be sent back.
func TestWhatIsShownMayBeSentBack(t *testing.T) {
	p := newParties(t)
	sr, task := p.sent(t, 1)
	p.sender.t, p.recipient.t = t, t
	for _, m := range []step{{"recipient", "received", "", "", 200, "", ""}, {"recipient", "accepted", "", "", 200, "", ""}, {"recipient", "in-progress", "scheduled", when, 200, "", ""}} {
		p.move(t, sr, task, m)
	}
	for _, e := range []*ehr{p.sender, p.recipient} {
		_, b := e.send("GET", "/"+task, nil)
		tag := e.etag
		var x struct {
			Output []struct{ ValueReference struct{ Reference string } }
		}
		json.Unmarshal(b, &x)
		if len(x.Output) != 1 {
			t.Fatalf("%s", b)
		}
		e.call(200, "GET", "/"+x.Output[0].ValueReference.Reference, "")
		if code, b := e.send("PUT", "/"+task, b, "If-Match", tag); code != 200 {
			t.Errorf("sent back and refused: %d %s", code, b)
		}
	}
	p.tell(t, sr, referral.Reported{Report: "r", Kind: referral.Final, Document: "nowhere"})
	_, b := p.sender.send("GET", "/"+task, nil)
	if code, out := p.sender.send("PUT", "/"+task, b, "If-Match", p.sender.etag); code != 200 {
		t.Errorf("a report that cannot be read, sent back and refused: %d %s", code, out)
	}
	stray := strings.Replace(string(b), "DocumentReference/nowhere", "DocumentReference/elsewhere", 1)
	p.sender.call(200, "GET", "/"+task, "")
	if code, out := p.sender.send("PUT", "/"+task, []byte(stray), "If-Match", p.sender.etag); code != 400 {
		t.Errorf("a reference to nothing: %d %s", code, out)
	}
}

// status is what a resource says of where it stands.
func status(b []byte) string {
	var x struct {
		Status         string
		BusinessStatus struct{ Coding []struct{ Code string } }
		Meta           struct{ VersionID string }
	}
	json.Unmarshal(b, &x)
	return fmt.Sprint(x)
}
