package show

import (
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/edge/fhir/element"
	"referd/store"
	"referd/wire/r4"
)

func projectRequest(r *desk.Reading, k store.Kept, o r4.Object) (r4.Object, error) {
	s, err := kept.Loop(r, k.Referral, k.At)
	if err != nil {
		return nil, err
	}
	o = o.Clone()
	o["status"], o["priority"], o["intent"] = s.Codes().ServiceRequest, priority(s.Urgency, o.Text("priority")), or(o["intent"], "order")
	if _, id, _ := r4.Reference(o.Text("subject", "reference")); id != string(s.Patient) {
		o["subject"] = element.Ref("Patient", string(s.Patient))
	}
	if o["performer"] == nil {
		if to := s.Recipient(); to.Service != "" {
			o["performer"] = []any{element.Ref("HealthcareService", string(to.Service))}
		} else {
			o["performer"] = []any{element.Ref("Organization", string(to.Org))}
		}
	}
	if o["requester"] == nil && s.Clinician != "" {
		o["requester"] = element.Ref("Practitioner", string(s.Clinician))
	}
	if o["authoredOn"] == nil && !s.Sent.IsZero() {
		o["authoredOn"] = s.Sent.Format(time.RFC3339)
	}
	if o["identifier"] == nil {
		o["identifier"] = []any{r4.Object{"type": element.Coded("http://terminology.hl7.org/CodeSystem/v2-0203", "PLAC", "Placer Identifier")[0], "system": element.Numbers, "value": string(k.Referral)}}
	}
	if k.Client == "" {
		return o, spoken(r, &s, o)
	}
	return o, nil
}

// spoken adds what a referral made here says in words.
func spoken(r *desk.Reading, s *referral.State, o r4.Object) error {
	if s.Question != "" {
		words, err := r.TextsOf([]chart.DocumentID{s.Question})
		if err != nil {
			return err
		}
		if w := words[s.Question]; w != "" {
			o["note"] = []any{r4.Object{"text": w}}
		}
	}
	var reasons []any
	for _, c := range s.Reasons {
		reasons = append(reasons, element.Coded(c.System, c.Code, c.Display)[0])
	}
	if len(reasons) > 0 {
		o["reasonCode"] = reasons
	}
	if !s.SeenBy.IsZero() {
		zone := policy.Zone(r.Directory().Orgs[s.Org].Zone)
		o["occurrencePeriod"] = r4.Object{"end": s.SeenBy.In(zone).Format(time.DateOnly)}
	}
	return nil
}

func or(v any, other any) any {
	if v == nil {
		return other
	}
	return v
}

// priority keeps the client's finer word where it means the same.
func priority(u party.Urgency, said string) string {
	if said != "" && element.Urgency(said) == u {
		return said
	}
	return map[party.Urgency]string{party.Urgent: "urgent", party.Emergency: "stat"}[u] + map[bool]string{true: "routine"}[u == party.Routine || u == ""]
}
