package fhir

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"referd/desk"
	"referd/desk/kept"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/wire/r4"
)

// sent reads the message that made a version as it came: the Binary with the id
// of its Provenance, Type-id-version, which names it as its source. Who sent it
// may.
func (q *request) sent(r *desk.Reading, version int) (reply, error) {
	part := strings.Split(q.id, "-")
	if n := r4.Version(part[2]); show.Kinds[part[0]] != nil && n > 0 && version <= 1 {
		k, ok, err := r.Kept(part[0], part[1], n)
		if err != nil {
			return reply{}, err
		}
		if ok && k.Version == n {
			m, err := kept.Sent(r, k, func(answer []byte) error { return q.became(r, answer) })
			if err != nil {
				return reply{}, err
			}
			r.SawObject("Binary/" + q.id)
			o := r4.Object{"resourceType": "Binary", "id": q.id, "contentType": m.Media, "data": base64.StdEncoding.EncodeToString(m.Body)}
			return reply{status: http.StatusOK, body: o.Bytes(), version: 1, modified: modified(k.Updated), stamp: stamp(k.Updated)}, nil
		}
	}
	return reply{}, outcome.Gone()
}

// became notes as seen what a first answer says was made, changed or found.
func (q *request) became(r *desk.Reading, answer []byte) error {
	var was reply
	if len(answer) == 0 || json.Unmarshal(answer, &was) != nil {
		return nil
	}
	places := []string{was.location}
	if o, err := r4.Read(was.body); err == nil {
		for _, e := range o.List("entry") {
			places = append(places, e.Text("response", "location"))
		}
	}
	for _, s := range places {
		kind, id, ok := q.s.door().Local(s)
		if !ok {
			continue
		}
		k, err := show.Find(r, kind, id, 0)
		if err == nil {
			_, err = show.Version(r, &k)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
