package fhir

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"

	"referd/edge/fhir/outcome"
	"referd/edge/fhir/take"
	"referd/wire/r4/patch"
)

// acceptable refuses whom JSON is no answer to (FHIR R4, 3.1.0.1.11).
func acceptable(r *http.Request) error {
	if f := r.URL.Query().Get("_format"); f != "" {
		switch f {
		case "json", "application/json", "application/fhir json", "application/fhir+json", "text/json":
			return nil
		}
		return outcome.Status(http.StatusNotAcceptable, "not-supported", "Only JSON is spoken here: application/fhir+json.")
	}
	accept := strings.Join(r.Header.Values("Accept"), ",")
	if accept == "" {
		return nil
	}
	for _, one := range strings.Split(accept, ",") {
		kind, params, err := mime.ParseMediaType(one)
		if err != nil || params["q"] == "0" {
			continue
		}
		if v := params["fhirversion"]; v != "" && v != "4.0" {
			continue
		}
		switch kind {
		case "*/*", "application/*", "application/fhir+json", "application/json", "text/json", "application/json+fhir":
			return nil
		}
	}
	return outcome.Status(http.StatusNotAcceptable, "not-supported", "Only JSON is spoken here: application/fhir+json.")
}

// read takes the body within its limit and checks its media type.
func (q *request) read(path string) error {
	if q.r.Method == http.MethodGet || q.r.Method == http.MethodHead {
		return nil
	}
	kind, params, _ := mime.ParseMediaType(q.r.Header.Get("Content-Type"))
	fhir := kind == "application/fhir+json" || kind == "application/json" || kind == "text/json"
	binary := strings.HasPrefix(path, "Binary")
	limit := int64(jsonLimit)
	switch {
	case q.r.Method == http.MethodDelete:
		return nil // refused by its method
	case q.r.Method == http.MethodPatch && kind == patch.Media:
		q.media = kind
	case q.r.Method == http.MethodPatch:
		return nil // refused by its media type, where anything is changed so
	case strings.HasSuffix(path, "_search"):
		if kind != "application/x-www-form-urlencoded" && q.r.ContentLength != 0 {
			return unsupported("Send the search as a form: application/x-www-form-urlencoded.")
		}
		limit = 64 << 10
	case !fhir && !binary, fhir && params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8"), params["fhirversion"] != "" && params["fhirversion"] != "4.0":
		return unsupported("Send application/fhir+json of FHIR R4 in UTF-8.")
	case binary && fhir:
		limit = wrappedLimit
	case binary:
		if limit, q.media = take.BinaryLimit, kind; kind == "" {
			return unsupported("Say what the bytes are: Content-Type.")
		}
	}
	if e := q.r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return unsupported("Send the body as it is, without a Content-Encoding.")
	}
	if q.r.ContentLength > limit {
		return large(limit)
	}
	b, err := io.ReadAll(http.MaxBytesReader(nil, q.r.Body, limit))
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return large(limit)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return outcome.Status(http.StatusRequestTimeout, "timeout", "The body did not come in time. Nothing was changed; send it again.")
	}
	if err != nil {
		return outcome.Invalid("", "The body could not be read.")
	}
	q.body = b
	return nil
}

func unsupported(words string) error {
	return outcome.Status(http.StatusUnsupportedMediaType, "not-supported", words)
}

func large(limit int64) error {
	return outcome.Status(http.StatusRequestEntityTooLarge, "too-long", fmt.Sprintf("The body is larger than %d MiB.", limit>>20))
}
