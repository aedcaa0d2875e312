package fhir

import (
	"errors"
	"net/http"
	"net/url"

	"referd/base/fault"
	"referd/wire/r4"
)

// answer with a status of HTTP's own and an issue code of FHIR's.
type issue struct {
	status     int
	code       string
	words      string
	expression string
}

func (i *issue) Error() string { return "fhir: " + i.words }

func status(n int, code, words string) error { return &issue{status: n, code: code, words: words} }

func invalid(expression, words string) error {
	return &issue{status: http.StatusBadRequest, code: "invalid", words: words, expression: expression}
}

func gone() error {
	return status(http.StatusNotFound, "not-found", "There is no such resource, or none you may see.")
}

// outcome is the one switch from a fault to FHIR's dialect.
func outcome(err error) reply {
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
	return reply{status: i.status, body: r4.Object{"resourceType": "OperationOutcome", "issue": []any{one}}.Bytes()}
}

func parseForm(b []byte) (url.Values, error) { return url.ParseQuery(string(b)) }
