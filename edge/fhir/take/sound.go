package take

import (
	"net/http"

	"referd/edge/fhir/outcome"
)

// places are where a resource says what the house calls so.
var places = map[string]string{"family": "name.family", "given": "name.given", "prefix": "name.prefix", "phone": "telecom", "fax": "telecom", "email": "telecom", "number": "identifier"}

// sound refuses names, numbers and addresses that cannot stand on one line.
func sound(kind string, x interface{ Wrong() (field, words string) }) error {
	field, words := x.Wrong()
	if words == "" {
		return nil
	}
	if at := places[field]; at != "" {
		field = at
	}
	return &outcome.Issue{Status: http.StatusUnprocessableEntity, Code: "value", Words: words, Expression: kind + "." + field}
}
