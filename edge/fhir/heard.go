package fhir

import (
	"cmp"
	"net/http"

	"referd/desk"
	"referd/desk/kept"
	"referd/store"
)

// digest is the body's, in hex.
func (q *request) digest() string {
	if q.sum == "" {
		q.sum = kept.Digest(q.body)
	}
	return q.sum
}

// heard keeps the bytes of a write in its own commit, under its key or else
// under the version it became. became is empty for what made no version.
func (q *request) heard(w *desk.Writing, key string, became store.Kept, answer []byte) error {
	if key == "" && became.Version > 0 {
		key = kept.Name(became)
	}
	return kept.Heard(w, q.message(cmp.Or(key, q.kind+" "+q.digest()), became, answer))
}

func (q *request) message(key string, became store.Kept, answer []byte) kept.Message {
	return kept.Message{Key: key, Digest: q.digest(), Media: cmp.Or(q.media, "application/fhir+json"), Body: q.body, Answer: answer, Made: became, Inside: q.media != "" && q.kind == "Binary" && became.Version > 0}
}

// lacking reports whether an answer refuses a body for what it says, or for
// when it says it; who may not write here, or where nothing is, is not heard.
func lacking(status int) bool {
	switch status {
	case http.StatusBadRequest, http.StatusConflict, http.StatusPreconditionFailed, http.StatusUnprocessableEntity, http.StatusPreconditionRequired:
		return true
	}
	return false
}

// refused keeps a body that was refused, once: what a sender was told is wrong
// can be looked at with them.
func (q *request) refused() {
	if len(q.body) == 0 {
		return
	}
	err := q.s.Desk.Write(q.ctx(), q.who, "inbound.refused", func(w *desk.Writing) error {
		return kept.Heard(w, q.message("refused "+q.digest(), store.Kept{}, nil))
	})
	if err != nil {
		q.s.Log.Error("fhir refused", "err", err)
	}
}
