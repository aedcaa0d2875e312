package fhir_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/store"
)

const ada = "Patient/pat00000000000000001"

// weighed is an Observation of a body weight; quantity is its value.
func weighed(subject, quantity, when, more string) string {
	return `{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},"subject":{"reference":"` + subject + `"},"effectiveDateTime":"` + when + `",` + more + `"valueQuantity":` + quantity + `}`
}

func kilos(n string) string {
	return `{"value":` + n + `,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}`
}

// weighing is a service that must have a weight, and cannot be sent without one.
func (e *ehr) weighing() {
	e.t.Helper()
	err := e.house.DB.Commit(e.t.Context(), func(tx *store.Tx) error {
		s := party.Service{ID: "dosing", Org: "clinic", Name: "Dosing", Active: true, Intake: "intake", Triage: "triage", Scheduling: "booking", Clinic: "wards",
			Needs: []party.Need{{Code: "weight", Label: "Weight", Required: true, Unit: "kg", Low: "1", High: "400", LOINC: []string{"29463-7"}, Days: 90}, {Code: "kidney", Label: "Creatinine", LOINC: []string{"2160-0"}}}}
		return tx.PutThing(desk.KindService, "dosing", "clinic", s)
	})
	if err != nil {
		e.t.Fatal(err)
	}
}

func dosing(subject, number, more string) string {
	return `{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:o","value":"` + number + `"}],"status":"active","intent":"order","subject":{"reference":"` + subject + `"},` + more + `"performer":[{"reference":"HealthcareService/dosing"}]}`
}

// asks is what a referral still owes, and what came with it in words.
func (e *ehr) asks(sr string) (missing []string, said string) {
	e.t.Helper()
	err := e.house.Read(context.Background(), e.house.As("nurse"), "loop.read", func(r *desk.Reading) error {
		p, err := loop.Look(r, referral.ID(strings.TrimPrefix(sr, "ServiceRequest/")))
		if err != nil {
			return err
		}
		missing = p.State.Missing
		var lines []string
		for _, d := range p.State.Documents {
			lines = append(lines, p.Words[d.ID])
		}
		slices.Sort(lines)
		said = strings.Join(lines, "\n")
		return nil
	})
	if err != nil {
		e.t.Fatal(err)
	}
	return missing, said
}

// What a system measured answers what the service asks for, if it is that, in a
// unit that is turned into it, within its bounds and new enough; it is said when
// it was measured and who told of it. Else it is kept and answers nothing.
func TestAMeasurementAnswersWhatIsAskedFor(t *testing.T) {
	e := newEHR(t)
	e.weighing()
	other := "Patient/" + e.call(201, "POST", "/Patient", `{"resourceType":"Patient","name":[{"family":"Other"}]}`)["id"].(string)
	n := 0
	for name, x := range map[string]struct{ observation, want string }{
		"kilograms":            {weighed(ada, kilos("82.5"), "2026-05-20T08:00:00Z", ""), "Weight: 82.5 kg, measured 20-May-2026, told by ehr"},
		"pounds":               {weighed(ada, `{"value":180,"system":"http://unitsofmeasure.org","code":"[lb_av]"}`, "2026-05-20", ""), "Weight: 81.65 kg (180 lb as written), measured 20-May-2026"},
		"a component":          {`{"resourceType":"Observation","status":"amended","code":{"text":"vitals"},"subject":{"reference":"` + ada + `"},"effectivePeriod":{"end":"2026-05-21"},"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},"valueQuantity":` + kilos("83") + `}]}`, "Weight: 83 kg, measured 21-May-2026"},
		"too old":              {weighed(ada, kilos("82"), "2026-02-01", ""), ""},
		"of tomorrow's week":   {weighed(ada, kilos("82"), "2026-06-09", ""), ""},
		"without a date":       {strings.Replace(weighed(ada, kilos("82"), "x", ""), `"effectiveDateTime":"x",`, "", 1), ""},
		"out of bounds":        {weighed(ada, kilos("820"), "2026-05-20", ""), ""},
		"another unit":         {weighed(ada, `{"value":82,"system":"http://unitsofmeasure.org","code":"cm"}`, "2026-05-20", ""), ""},
		"no unit":              {weighed(ada, `{"value":82}`, "2026-05-20", ""), ""},
		"more than":            {weighed(ada, strings.Replace(kilos("82"), `{`, `{"comparator":">",`, 1), "2026-05-20", ""), ""},
		"not final":            {strings.Replace(weighed(ada, kilos("82"), "2026-05-20", ""), "final", "preliminary", 1), ""},
		"a mistake":            {strings.Replace(weighed(ada, kilos("82"), "2026-05-20", ""), "final", "entered-in-error", 1), ""},
		"another code":         {strings.Replace(weighed(ada, kilos("82"), "2026-05-20", ""), "29463-7", "8302-2", 1), ""},
		"another code system":  {strings.Replace(weighed(ada, kilos("82"), "2026-05-20", ""), "http://loinc.org", "urn:own", 1), ""},
		"of another patient":   {weighed(other, kilos("82"), "2026-05-20", ""), ""},
		"eighty-two hundredth": {weighed(ada, kilos("8.2e1"), "2026-05-20", ""), ""},
	} {
		t.Run(name, func(t *testing.T) {
			n++
			sr := "ServiceRequest/" + e.call(201, "POST", "/ServiceRequest", dosing(ada, fmt.Sprint("m", n), ""))["id"].(string)
			body := strings.Replace(x.observation, `"status"`, `"basedOn":[{"reference":"`+sr+`"}],"status"`, 1)
			o := e.call(201, "POST", "/Observation", body)
			missing, said := e.asks(sr)
			if met := !slices.Contains(missing, "weight"); met != (x.want != "") || !strings.Contains(said, x.want) {
				t.Errorf("owed is %v, said is %q, want %q", missing, said, x.want)
			}
			if o["code"] == nil {
				t.Errorf("it is not kept as it came: %v", o)
			}
		})
	}
}

// In the bundle of a referral the newest of several answers; so does one that is
// here already and that the referral names. What is taken back is owed again.
func TestMeasurementsComeWithTheReferral(t *testing.T) {
	e := newEHR(t)
	e.weighing()
	creatinine := `{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2160-0"}]},"subject":{"reference":"urn:uuid:1"},"valueQuantity":{"comparator":"<","value":0.9,"unit":"mg/dL"}}`
	made := ids(t, e.call(200, "POST", "", in("transaction",
		entry("urn:uuid:4", "POST", "Observation", weighed("urn:uuid:1", kilos("71"), "2026-05-02", ""), ""),
		entry("urn:uuid:5", "POST", "Observation", weighed("urn:uuid:1", kilos("73"), "2026-05-22", ""), ""),
		entry("urn:uuid:6", "POST", "Observation", weighed("urn:uuid:1", kilos("72"), "2026-05-12", ""), ""),
		entry("urn:uuid:7", "POST", "Observation", creatinine, ""),
		entry("urn:uuid:2", "POST", "ServiceRequest", dosing("urn:uuid:1", "b1", ""), ""),
		entry("urn:uuid:1", "POST", "Patient", `{"resourceType":"Patient","name":[{"family":"Weighed"}]}`, ""))))
	sr, patient, newest := made[4], made[5], made[1]
	missing, said := e.asks(sr)
	if len(missing) > 0 || said != "Creatinine: <0.9 mg/dL, when is not said, told by ehr\nWeight: 73 kg, measured 22-May-2026, told by ehr" {
		t.Errorf("owed is %v, said is %q", missing, said)
	}
	named := e.call(201, "POST", "/ServiceRequest", dosing(patient, "b2", `"supportingInfo":[{"reference":"`+made[2]+`"},{"reference":"`+patient+`"}],`))["id"].(string)
	if missing, said := e.asks(named); len(missing) > 0 || !strings.Contains(said, "72 kg") {
		t.Errorf("named by the referral: owed is %v, said is %q", missing, said)
	}
	put := func(status, kg string) {
		e.call(200, "GET", "/"+newest, "")
		e.call(200, "PUT", "/"+newest, strings.Replace(strings.Replace(weighed(patient, kilos(kg), "2026-05-22", `"id":"`+newest[len("Observation/"):]+`",`), "final", status, 1), "urn:uuid:1", patient, 1))
	}
	put("corrected", "74")
	if missing, said := e.asks(sr); len(missing) > 0 || !strings.Contains(said, "74 kg") || strings.Contains(said, "73 kg") {
		t.Errorf("corrected: owed is %v, said is %q", missing, said)
	}
	put("entered-in-error", "74")
	if missing, said := e.asks(sr); !slices.Contains(missing, "weight") || strings.Contains(said, "Weight") {
		t.Errorf("taken back: owed is %v, said is %q", missing, said)
	}
	if _, said := e.asks(named); !strings.Contains(said, "72 kg") {
		t.Errorf("another referral has lost its own: %q", said)
	}
}
