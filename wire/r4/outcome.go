package r4

import (
	"errors"
	"strconv"
)

// Outcome is an OperationOutcome of what is to be told; of nothing, it says that
// all is well. A place in what was sent stands behind the words.
func Outcome(list ...*Issue) Object {
	issues := make([]any, 0, len(list))
	for _, i := range list {
		issues = append(issues, i.object())
	}
	if len(list) == 0 {
		issues = append(issues, Object{"severity": "information", "code": "informational", "diagnostics": "All is well."})
	}
	return Object{"resourceType": "OperationOutcome", "issue": issues}
}

func (i *Issue) object() Object {
	o := Object{"severity": "error", "code": "invalid"}.Put("severity", i.Severity).Put("code", i.Code)
	words := i.Words
	if i.Line > 0 {
		words += " (line " + strconv.Itoa(i.Line) + ", column " + strconv.Itoa(i.Col) + ")"
	}
	o.Put("diagnostics", words)
	if i.Expression != "" {
		o["expression"] = []any{i.Expression}
	}
	return o
}

// IssuesOf are the issues in an error of this package; none of any other.
func IssuesOf(err error) Issues {
	if list, ok := errors.AsType[Issues](err); ok {
		return list
	}
	if i, ok := errors.AsType[*Issue](err); ok {
		return Issues{i}
	}
	return nil
}
