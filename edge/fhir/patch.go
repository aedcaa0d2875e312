package fhir

import (
	"encoding/base64"
	"errors"
	"net/http"

	"referd/desk"
	"referd/edge/fhir/outcome"
	"referd/wire/r4"
	"referd/wire/r4/patch"
)

// patch answers PATCH: a JSON Patch on the resource as it is read. What it
// becomes is asked for as by an update.
func (q *request) patch() (reply, error) {
	if err := q.may(q.kind, 'u'); err != nil {
		return reply{}, q.barred(q.kind, err)
	}
	if q.media != patch.Media {
		return reply{}, unsupported("Send a JSON Patch: " + patch.Media + ".")
	}
	p, err := patch.Read(q.body)
	if err != nil {
		return reply{}, err
	}
	return q.change(".patch", func(r *desk.Reading) (r4.Node, error) {
		return patched(r, p, q.kind, q.id, q.r.Header.Get("If-Match"))
	})
}

// patched is what a patch makes of a resource, held against R4.
func patched(r *desk.Reading, p patch.Patch, kind, id, match string) (r4.Node, error) {
	_, b, err := current(r, kind, id, match)
	if err != nil {
		return r4.Node{}, err
	}
	b, err = p.Apply(b)
	if i, ok := errors.AsType[*r4.Issue](err); ok && i.Code == "processing" {
		return r4.Node{}, outcome.Status(http.StatusUnprocessableEntity, i.Code, i.Words)
	}
	if err != nil {
		return r4.Node{}, err
	}
	d, err := r4.Accept(b, wrappedLimit)
	if err != nil {
		return r4.Node{}, err
	}
	if d.Root().Type() != kind {
		return r4.Node{}, outcome.Invalid("resourceType", "A patch does not change the type of a resource.")
	}
	return d.Root(), identified(d.Root(), id)
}

// patchOf is the patch of a bundle's entry: the data of a Binary (FHIR R4,
// 3.1.0.11.6).
func patchOf(e *r4.Entry) ([]byte, error) {
	media, data := e.Resource.Get("contentType").String(), e.Resource.Get("data").String()
	if e.Resource.Type() != "Binary" || media != patch.Media {
		return nil, outcome.Invalid("resource", "A PATCH has a Binary with a JSON Patch in its entry: "+patch.Media+".")
	}
	b, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return nil, outcome.Invalid("resource.data", "This is not base64.")
	}
	return b, nil
}
