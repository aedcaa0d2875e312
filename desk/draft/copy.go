package draft

import (
	"slices"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Copied says from which earlier referral something was carried into a draft,
// and what: "service", "question", "reason", and how many documents.
type Copied struct {
	From      referral.ID
	Code      string
	Sent      time.Time
	What      []string
	Documents int
}

// Past is another referral of the same person, as it is shown beside a draft.
type Past struct {
	ID      referral.ID
	Code    string
	Service party.ServiceID
	Phase   referral.Phase
	Sent    time.Time
}

// Earlier are what the practice has sent of the same person before, the newest
// first, at most so many.
func Earlier(r *desk.Reading, d Draft, of referral.ID, most int) (out []Past, err error) {
	same, err := r.SamePerson(d.Patient)
	if err != nil {
		return nil, err
	}
	rows, err := r.LoopsOf(same, false)
	for _, x := range rows {
		if x.ID != of && x.Sender == r.Who().Org && !x.Sent.IsZero() && x.Phase != referral.InError {
			out = append(out, Past{x.ID, x.Code, x.Service, x.Phase, x.Sent})
		}
	}
	slices.SortFunc(out, func(a, b Past) int { return b.Sent.Compare(a.Sent) })
	return out[:min(len(out), most)], err
}

// Copy carries an earlier referral of the same person into a draft: the service,
// the question and the coded reasons where the draft has none of its own, and the
// documents that its own practice sent along. Nothing that was typed is written
// over; what was measured, how soon, and what the patient was told is said anew.
// Who may: the referring side, until it is sent, from what it sent itself; any
// other is like one that is not there.
func Copy(w *desk.Writing, id, from referral.ID) (c Copied, err error) {
	if !w.Who().Charts() {
		w.Tried(id)
		if _, err := w.Row(id); err != nil {
			return c, err
		}
		return c, desk.Denied("draft.Copy", "Those who work with patients carry a referral over.")
	}
	d, s, err := Written(w.Reading, id)
	if err != nil {
		return c, err
	}
	if !s.Sent.IsZero() {
		return c, turn.Refused("It has been sent. A message or an attachment adds to it.")
	}
	past, err := Earlier(w.Reading, d, id, 200)
	if err != nil {
		return c, err
	}
	i := slices.IndexFunc(past, func(x Past) bool { return x.ID == from })
	if i < 0 {
		return c, turn.Invalid("copy", "There is no such earlier referral of this patient.")
	}
	c = Copied{From: from, Code: past[i].Code, Sent: past[i].Sent}
	old, err := w.Loop(from)
	if err != nil {
		return c, err
	}
	if to := w.Directory().ServicesByID[old.Recipient().Service]; d.Service == "" && to.Active {
		d.Service, c.What = to.ID, append(c.What, "service")
	}
	words, err := w.TextsOf([]chart.DocumentID{old.Question})
	if err != nil {
		return c, err
	}
	if q := words[old.Question]; d.Question == "" && q != "" {
		d.Question, c.What = q, append(c.What, "question")
	}
	if len(d.Reasons) == 0 && len(old.Reasons) > 0 {
		d.Reasons, c.What = slices.Clone(old.Reasons), append(c.What, "reason")
	}
	var ids []chart.DocumentID
	for _, x := range old.Documents {
		if x.Side == referral.Sender {
			ids = append(ids, x.ID)
		}
	}
	docs, err := w.Documents(ids)
	if err != nil {
		return c, err
	}
	for _, id := range ids {
		x, ok := docs[id]
		if ok && x.Kind == chart.Attachment && x.Org == s.Org && goes(x, ok, s.Patient) && !slices.Contains(attached(d), id) {
			d.More = append(d.More, id)
			c.Documents++
		}
	}
	d.Copied = &c
	return c, Save(w, id, d)
}
