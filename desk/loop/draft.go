package loop

import (
	"encoding/json"
	"time"

	"referd/base/code"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Draft is what is written of a referral before it is sent. It lives in an
// ordinary table until then; nothing typed is ever lost.
type Draft struct {
	Patient   party.PatientID
	Service   party.ServiceID
	Clinician party.PractitionerID
	Question  string
	Urgency   party.Urgency
	Reasons   []code.Concept
	Answers   map[string]string // what the service asks for → the words given
	Documents map[string]string // what the service asks for → the document that answers
	More      []chart.DocumentID
	Override  string // why it goes without what is missing
	Told      bool
	TellWhen  string
	Safe      string // how the patient may be reached
	CallWith  string
	CallAt    string
	By        party.UserID
}

func draftName(id referral.ID) string { return "referral/" + string(id) }

func saveDraft(w *desk.Writing, id referral.ID, d Draft) error {
	b, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return w.Tx.PutDraft("loop", draftName(id), string(b))
}

// Written reads a draft and its loop.
func Written(r *desk.Reading, id referral.ID) (Draft, referral.State, error) {
	s, err := r.Loop(id)
	if err != nil {
		return Draft{}, s, err
	}
	r.SawLoop(id, s.Seq)
	r.Saw(s.Patient)
	if st := Standing(r, &s); st.Side != referral.Sender && !r.Who().System {
		return Draft{}, s, desk.Denied("loop.Written", "Only the referring side sees a draft.")
	}
	d, err := written(r, id, s)
	return d, s, err
}

func written(r *desk.Reading, id referral.ID, s referral.State) (Draft, error) {
	d := Draft{Patient: s.Patient, Clinician: s.Clinician, Urgency: s.Urgency, Service: s.Recipient().Service}
	body, _, found, err := r.Draft("loop", draftName(id))
	if err == nil && found {
		err = json.Unmarshal([]byte(body), &d)
	}
	return d, err
}

func attached(d Draft) (out []chart.DocumentID) {
	for _, x := range d.Documents {
		out = append(out, chart.DocumentID(x))
	}
	return append(out, d.More...)
}

// KeptAt is when a draft was last kept; zero when nothing was.
func KeptAt(r *desk.Reading, id referral.ID) (time.Time, error) {
	_, at, _, err := r.Draft("loop", draftName(id))
	return at, err
}
