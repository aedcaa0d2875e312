package fhir

import (
	"encoding/base64"
	"mime"
	"net/http"
	"strings"

	"referd/base/fault"
	"referd/core/chart"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/store"
	"referd/wire/r4"
)

// createBinary keeps bytes until a document names them; posted raw, they are
// wrapped in the resource. They belong to the organization of the client.
func createBinary(a *act, o r4.Object) (store.Kept, error) {
	if a.media != "" {
		o = r4.Object{"resourceType": "Binary", "contentType": a.media, "data": base64.StdEncoding.EncodeToString(a.raw)}
	}
	if o.Text("contentType") == "" {
		return store.Kept{}, required("Binary.contentType", "A contentType is needed.")
	}
	data := strings.Join(strings.Fields(o.Text("data")), "")
	if _, err := base64.StdEncoding.DecodeString(data); err != nil {
		return store.Kept{}, invalid("Binary.data", "This is not base64.")
	}
	if base64.StdEncoding.DecodedLen(len(data)) > binaryLimit+2 {
		return store.Kept{}, status(http.StatusRequestEntityTooLarge, "too-long", "A Binary is at most 50 MiB.")
	}
	k := store.Kept{ID: a.name()}
	if orgs := a.w.Who().Orgs; len(orgs) > 0 {
		k.Org = orgs[0]
	}
	return a.keep(o, k)
}

// binaryOf is the bytes of a document of ours; one that is held is not given out.
func binaryOf(r *desk.Reading, d chart.Document) (r4.Object, error) {
	_, data, err := deskchart.Document(r, d.ID)
	if fault.Of(err) == fault.Refused && err != nil {
		return nil, nil
	}
	return r4.Object{"resourceType": "Binary", "contentType": d.Media, "data": base64.StdEncoding.EncodeToString(data)}, err
}

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
