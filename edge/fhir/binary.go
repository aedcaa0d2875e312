package fhir

import (
	"encoding/base64"
	"mime"
	"net/http"
	"strings"

	"referd/wire/r4"
)

// bare gives a Binary as the bytes it is, unless the client asked for the
// resource (FHIR R4, Binary, 2.44.4).
func (q *request) bare(p reply) reply {
	accept := q.r.Header.Get("Accept")
	if strings.Contains(accept, "json") || strings.Contains(q.r.URL.RawQuery, "_format=") || p.status != http.StatusOK {
		return p
	}
	o, err := r4.Read(p.body)
	if err != nil {
		return p
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(o.Text("data")), ""))
	kind, _, e := mime.ParseMediaType(o.Text("contentType"))
	if err != nil || e != nil {
		return p
	}
	p.body, p.media = data, kind
	return p
}
