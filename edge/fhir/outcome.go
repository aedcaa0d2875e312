package fhir

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/wire/r4"
)

// answer with a status of HTTP's own and an issue code of FHIR's.
type issue struct {
	status     int
	code       string
	words      string
	expression string
	allow      []string
}

func (i *issue) Error() string { return "fhir: " + i.words }

// Fault is what kind of fault an answer tells of, by its status.
func (i *issue) Fault() fault.Kind {
	switch i.status {
	case http.StatusForbidden, http.StatusUnauthorized:
		return fault.Denied
	case http.StatusNotFound, http.StatusGone:
		return fault.Missing
	case http.StatusConflict:
		return fault.Refused
	case http.StatusPreconditionFailed:
		return fault.Conflict
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		return fault.Busy
	case http.StatusInternalServerError:
		return fault.Broken
	}
	return fault.Invalid
}

func status(n int, code, words string) error { return &issue{status: n, code: code, words: words} }

func invalid(expression, words string) error {
	return &issue{status: http.StatusBadRequest, code: "invalid", words: words, expression: expression}
}

// required and absent are an element that is missing, and a reference to
// something that is not here, or not for this client: the two sound the same.
func required(expression, words string) error {
	return &issue{status: http.StatusBadRequest, code: "required", words: words, expression: expression}
}

func absent(expression, words string) error {
	return &issue{status: http.StatusBadRequest, code: "not-found", words: words, expression: expression}
}

func gone() error {
	return status(http.StatusNotFound, "not-found", "There is no such resource, or none you may see.")
}

// notAllowed is another method's place.
func notAllowed(allow ...string) error {
	return &issue{status: http.StatusMethodNotAllowed, code: "not-supported", words: "This interaction is not served here. Nothing is deleted: use a status.", allow: allow}
}

// outcome is the one switch from a fault to FHIR's dialect: the status, the
// methods that are allowed, and the OperationOutcome.
func outcome(err error) (code int, allow string, o r4.Object) {
	if list := malformed(err); list != nil {
		return http.StatusBadRequest, "", r4.Object{"resourceType": "OperationOutcome", "issue": list}
	}
	i, ok := errors.AsType[*issue](err)
	if !ok {
		i = &issue{words: fault.Public(err)}
		if f, ok := errors.AsType[*fault.Fault](err); ok {
			i.expression = f.Field
		}
		switch fault.Of(err) {
		case fault.Invalid:
			i.status, i.code = http.StatusUnprocessableEntity, "invalid"
		case fault.Denied:
			i.status, i.code = http.StatusForbidden, "forbidden"
		case fault.Missing:
			return outcome(gone())
		case fault.Conflict:
			i.status, i.code = http.StatusConflict, "conflict"
		case fault.Refused:
			i.status, i.code = http.StatusConflict, "business-rule"
		case fault.Busy:
			i.status, i.code = http.StatusServiceUnavailable, "transient"
		default:
			i.status, i.code = http.StatusInternalServerError, "exception"
		}
	}
	if errors.Is(err, errUnauthorized) {
		i = &issue{status: http.StatusUnauthorized, code: "login", words: "A bearer token is needed. Ask for one at /oauth/token."}
	}
	one := r4.Object{"severity": "error", "code": i.code, "diagnostics": i.words}
	if i.expression != "" {
		one["expression"] = []any{i.expression}
	}
	return i.status, strings.Join(i.allow, ", "), r4.Object{"resourceType": "OperationOutcome", "issue": []any{one}}
}

// malformed are the issues of something that is not valid R4, at most twenty.
func malformed(err error) (out []any) {
	list, ok := errors.AsType[r4.Issues](err)
	if one, is := errors.AsType[*r4.Issue](err); is && !ok {
		list = r4.Issues{one}
	}
	for _, i := range list[:min(len(list), 20)] {
		severity := i.Severity
		if severity == "" {
			severity = "error"
		}
		x := r4.Object{"severity": severity, "code": i.Code, "diagnostics": i.Words}
		if i.Expression != "" {
			x["expression"] = []any{i.Expression}
		}
		if i.Line > 0 {
			x["diagnostics"] = i.Words + " (line " + strconv.Itoa(i.Line) + ", column " + strconv.Itoa(i.Col) + ")"
		}
		out = append(out, x)
	}
	return out
}

func parseForm(b []byte) (url.Values, error) { return url.ParseQuery(string(b)) }
