// Package outcome says faults in FHIR's dialect: a status of HTTP's and an
// OperationOutcome that names the place and what to do.
package outcome

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/wire/r4"
)

// Issue is an answer with a status of HTTP's own and an issue code of FHIR's.
type Issue struct {
	Status     int
	Code       string
	Words      string
	Expression string
	allow      []string
}

func (i *Issue) Error() string { return "fhir: " + i.Words }

// Fault is what kind of fault an answer tells of, by its status.
func (i *Issue) Fault() fault.Kind {
	switch i.Status {
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

// Status is a fault that HTTP has a number for.
func Status(n int, code, words string) error { return &Issue{Status: n, Code: code, Words: words} }

// Invalid is an element that says what it may not.
func Invalid(expression, words string) error {
	return &Issue{Status: http.StatusBadRequest, Code: "invalid", Words: words, Expression: expression}
}

// Required and Absent are an element that is missing, and a reference to
// something that is not here, or not for this client: the two sound the same.
func Required(expression, words string) error {
	return &Issue{Status: http.StatusBadRequest, Code: "required", Words: words, Expression: expression}
}

// Absent is a reference to nothing here.
func Absent(expression, words string) error {
	return &Issue{Status: http.StatusBadRequest, Code: "not-found", Words: words, Expression: expression}
}

// Gone is what is not here, or not for this client.
func Gone() error {
	return Status(http.StatusNotFound, "not-found", "There is no such resource, or none you may see.")
}

// NotAllowed is another method's place.
func NotAllowed(allow ...string) error {
	return &Issue{Status: http.StatusMethodNotAllowed, Code: "not-supported", Words: "This interaction is not served here. Nothing is deleted: use a status.", allow: allow}
}

// Of is the one switch from a fault to FHIR's dialect: the status, the
// methods that are allowed, and the OperationOutcome.
func Of(err error) (code int, allow string, o r4.Object) {
	if list := malformed(err); list != nil {
		return http.StatusBadRequest, "", r4.Object{"resourceType": "OperationOutcome", "issue": list}
	}
	i, ok := errors.AsType[*Issue](err)
	if !ok {
		i = &Issue{Words: fault.Public(err)}
		if f, ok := errors.AsType[*fault.Fault](err); ok {
			i.Expression = f.Field
		}
		switch fault.Of(err) {
		case fault.Invalid:
			i.Status, i.Code = http.StatusUnprocessableEntity, "invalid"
		case fault.Denied:
			i.Status, i.Code = http.StatusForbidden, "forbidden"
		case fault.Missing:
			return Of(Gone())
		case fault.Conflict:
			i.Status, i.Code = http.StatusConflict, "conflict"
		case fault.Refused:
			i.Status, i.Code = http.StatusConflict, "business-rule"
		case fault.Busy:
			i.Status, i.Code = http.StatusServiceUnavailable, "transient"
		default:
			i.Status, i.Code = http.StatusInternalServerError, "exception"
		}
	}
	if errors.Is(err, ErrUnauthorized) {
		i = &Issue{Status: http.StatusUnauthorized, Code: "login", Words: "A bearer token is needed. Ask for one at /oauth/token."}
	}
	one := r4.Object{"severity": "error", "code": i.Code, "diagnostics": i.Words}
	if i.Expression != "" {
		one["expression"] = []any{i.Expression}
	}
	return i.Status, strings.Join(i.allow, ", "), r4.Object{"resourceType": "OperationOutcome", "issue": []any{one}}
}

// malformed are the issues of something that is not valid R4, at most twenty.
func malformed(err error) (out []any) {
	list := r4.IssuesOf(err)
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

// Inside puts the place of an entry before a fault of its resource:
// ServiceRequest.subject is Bundle.entry[3].resource.subject.
func Inside(err error, e *r4.Entry) error {
	if e == nil {
		return err
	}
	switch x := err.(type) {
	case *Issue:
		c := *x
		c.Expression = inside(x.Expression, e)
		return &c
	case *r4.Issue:
		return r4.Issues{within(x, e)}
	case r4.Issues:
		list := make(r4.Issues, len(x))
		for i := range x {
			list[i] = within(x[i], e)
		}
		return list
	}
	return err
}

// within is what is wrong with the resource of an entry that was read by itself:
// its line and column are not those of the bundle.
func within(i *r4.Issue, e *r4.Entry) *r4.Issue {
	c := *i
	if c.Expression = inside(i.Expression, e); c.Expression != i.Expression {
		c.Line, c.Col = 0, 0
	}
	return &c
}

// inside is the place of an element of an entry.
func inside(expression string, e *r4.Entry) string {
	where := "Bundle.entry[" + strconv.Itoa(e.Index) + "]"
	switch kind, rest, _ := strings.Cut(expression, "."); {
	case kind == "Bundle" && expression != "":
		return expression
	case expression == "":
		return where
	case kind == "request":
		return where + ".request." + rest
	case rest != "":
		return where + ".resource." + rest
	}
	return where + ".resource"
}

// ErrUnauthorized is the answer to a request without a token that holds.
var ErrUnauthorized = errors.New("fhir: no token")

// Told is an error as the desk knows it; the answer is made from what is inside.
func Told(err error) error {
	const op = "fhir"
	if malformed(err) != nil {
		return fault.E(op, fault.Invalid, "It is not valid.", err)
	}
	i, ok := errors.AsType[*Issue](err)
	if !ok {
		return err
	}
	kind := fault.Invalid
	switch i.Status {
	case http.StatusNotFound:
		kind = fault.Missing
	case http.StatusForbidden:
		kind = fault.Denied
	case http.StatusConflict, http.StatusPreconditionFailed:
		kind = fault.Conflict
	}
	return fault.E(op, kind, i.Words, err)
}
