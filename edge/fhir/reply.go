package fhir

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/store"
	"referd/wire/r4"
)

// reply is what an interaction answers.
type reply struct {
	status   int
	body     []byte
	version  int
	modified string
	stamp    string // the same as an instant
	location string
	media    string // other than FHIR JSON
	allow    string
	losses   []show.Loss
	made     *store.Kept // shown once it is kept
}

// kept is a reply as it is kept for the second try.
type keptReply struct {
	S    int
	B    []byte
	V    int
	M, L string
}

// MarshalJSON and UnmarshalJSON let a first answer be kept for the second try.
func (p reply) MarshalJSON() ([]byte, error) {
	return json.Marshal(keptReply{p.status, p.body, p.version, p.modified, p.location})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *reply) UnmarshalJSON(b []byte) error {
	var x keptReply
	err := json.Unmarshal(b, &x)
	p.status, p.body, p.version, p.modified, p.location = x.S, x.B, x.V, x.M, x.L
	return err
}

// failed is the reply to a fault.
func failed(err error) reply {
	code, allow, o := outcome.Of(err)
	return reply{status: code, allow: allow, body: o.Bytes()}
}

// send writes a reply with its version.
func send(w http.ResponseWriter, r *http.Request, p reply) {
	h := w.Header()
	h.Set("Content-Type", "application/fhir+json; charset=utf-8")
	if p.media != "" {
		h.Set("Content-Type", p.media)
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	}
	if p.version > 0 {
		h.Set("ETag", `W/"`+strconv.Itoa(p.version)+`"`)
	}
	for name, v := range map[string]string{"Last-Modified": p.modified, "Location": p.location, "Allow": p.allow} {
		if v != "" {
			h.Set(name, v)
		}
	}
	if p.status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "2")
	}
	if p.status == http.StatusOK && fresh(r, h) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	written := r.Method == http.MethodPost || r.Method == http.MethodPut || r.Method == http.MethodPatch
	if written && p.version > 0 && p.status < 300 {
		switch prefer := r.Header.Get("Prefer"); {
		case strings.Contains(prefer, "return=minimal"):
			p.body = nil
		case strings.Contains(prefer, "return=OperationOutcome"):
			p.body = informed(p.losses).Bytes()
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(p.body)))
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		w.Write(p.body)
	}
}

// fresh reports whether the client has what it asks for already (RFC 9110,
// 13.1.2 and 13.1.3).
func fresh(r *http.Request, h http.Header) bool {
	tag, at := h.Get("ETag"), h.Get("Last-Modified")
	if r.Method != http.MethodGet && r.Method != http.MethodHead || tag == "" {
		return false
	}
	if m := strings.Join(r.Header.Values("If-None-Match"), ","); m != "" {
		for _, one := range strings.Split(m, ",") {
			if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	modified, e := http.ParseTime(at)
	return err == nil && e == nil && !modified.After(since)
}

// informed is an outcome that went well and says what is kept and not read.
func informed(losses []show.Loss) r4.Object {
	list := []any{r4.Object{"severity": "information", "code": "informational", "diagnostics": "It was taken."}}
	for _, l := range losses {
		list = append(list, r4.Object{"severity": "information", "code": "informational", "diagnostics": l.Why, "expression": []any{l.Path}})
	}
	return r4.Object{"resourceType": "OperationOutcome", "issue": list}
}

// stamp is a moment as meta has it; empty where there is none.
func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(element.StampForm)
}

func modified(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(http.TimeFormat)
}
