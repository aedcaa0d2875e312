// Package draft is a referral before its receiver has it: what is written and
// kept, what is looked at before sending, who signs, and how it goes or comes.
package draft

import (
	"encoding/json"
	"fmt"
	"time"

	"referd/base/code"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/mine"
	"referd/desk/turn"
)

// Draft is what is written of a referral before it is sent. It lives in an
// ordinary table until then; nothing typed is ever lost, and no timer deletes it.
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
	Reach     *party.SafeContact // how it is safe to reach the patient, where the form says it
	Reached   time.Time          // when that form was opened: what the record was told since holds
	CallWith  string
	CallAt    string
	By        party.UserID // who wrote it last
	Window    string       // the page on which they did
	Upon      string       `json:"-"` // the mark of the words that page began with
	Saved     time.Time
	Back      *Returned // that it was given back before the signature, the last time
	Copied    *Copied   // from what it was filled, the last time
	Kept      int       // how many earlier versions are kept, each of another writer or window
}

func draftName(id referral.ID) string { return "referral/" + string(id) }

func versionName(id referral.ID, n int) string { return fmt.Sprintf("referral/%s/%d", id, n) }

// Mark names what is written as it is now.
func (d Draft) Mark() string { return mine.Mark(d.Window, d.Saved) }

// unseen reports whether a draft replaces what somebody else wrote, or what its
// writer wrote in another window since this one was opened.
func (d Draft) unseen(was Draft) bool {
	return d.By != was.By || d.Window != was.Window && d.Upon != was.Mark()
}

// words are what a draft says, whoever wrote it and when.
func words(d Draft) string {
	d.By, d.Window, d.Saved, d.Reached, d.Kept = "", "", time.Time{}, time.Time{}, 0
	b, _ := json.Marshal(d) // of plain fields: it cannot fail
	return string(b)
}

// saveDraft keeps what is typed. What is replaced unseen is kept beside it: two
// who write at once lose nothing, nor does one in two windows.
func saveDraft(w *desk.Writing, id referral.ID, d Draft) error {
	body, _, found, err := w.Draft("loop", draftName(id))
	if err != nil {
		return err
	}
	var was Draft
	if found {
		if err := json.Unmarshal([]byte(body), &was); err != nil {
			return err
		}
	}
	if d.Kept = was.Kept; found && d.unseen(was) && words(d) != words(was) {
		d.Kept++
		if err := w.Tx.PutDraft("loop", versionName(id, d.Kept), body); err != nil {
			return err
		}
	}
	d.Saved = w.Now()
	b, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return w.Tx.PutDraft("loop", draftName(id), string(b))
}

// Written reads a draft and its loop. Who may: the referring side.
func Written(r *desk.Reading, id referral.ID) (Draft, referral.State, error) {
	r.Tried(id)
	if !r.Who().Charts() {
		return Draft{}, referral.State{}, desk.NoChart("draft.Written")
	}
	s, err := r.Loop(id)
	if err != nil {
		return Draft{}, s, err
	}
	r.SawLoop(id, s.Seq)
	r.Saw(s.Patient)
	if st := turn.Standing(r, &s); st.Side != referral.Sender && !r.Who().System {
		return Draft{}, s, desk.Denied("draft.Written", "Only the referring side sees a draft.")
	}
	d, err := Of(r, id, s)
	return d, s, err
}

// Versions reads the earlier versions of a draft, the oldest first: what was
// written over by somebody else, or from another window, that had not seen it.
// Who may: the referring side.
func Versions(r *desk.Reading, id referral.ID) (out []Draft, err error) {
	d, _, err := Written(r, id)
	for n := 1; err == nil && n <= d.Kept; n++ {
		var v Draft
		body, _, found, e := r.Draft("loop", versionName(id, n))
		if err = e; err == nil && found {
			err = json.Unmarshal([]byte(body), &v)
			out = append(out, v)
		}
	}
	return out, err
}

// Of is what is written of a loop that was read already; the loop's own
// where nothing is.
func Of(r *desk.Reading, id referral.ID, s referral.State) (Draft, error) {
	d := Draft{Patient: s.Patient, Clinician: s.Clinician, Urgency: s.Urgency}
	if len(s.Legs) > 0 {
		d.Service = s.Recipient().Service
	}
	body, _, found, err := r.Draft("loop", draftName(id))
	if err == nil && found {
		err = json.Unmarshal([]byte(body), &d)
	}
	return d, err
}

// attached are the documents of a draft.
func attached(d Draft) (out []chart.DocumentID) {
	for _, x := range d.Documents {
		out = append(out, chart.DocumentID(x))
	}
	return append(out, d.More...)
}
