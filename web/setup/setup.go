// Package setup is how a house is begun, and how it is changed later: the same
// pages, which only administrators reach, but for the doors of those who are let
// in by a link.
package setup

import (
	"net/http"

	"github.com/a-h/templ"

	"referd/web/page"
	"referd/web/visit"
)

// Routes of setting up.
func Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /setup/{token}", Open: true, To: door},
		{Pattern: "POST /setup/{token}", Open: true, To: begin},
		{Pattern: "GET /join/{token}", Open: true, To: join},
		{Pattern: "POST /join/{token}", Open: true, To: comeIn},
	}
}

// answer shows a form: with what is wrong beside its field and in the summary on
// top, when it was refused.
func answer[T any](v *visit.Visit, wrong error, show func(T) templ.Component, p *T, errors *[]page.Wrong, fields ...[]page.Field) error {
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
		*errors = page.Mark(wrong, fields...)
	}
	return v.Page(status, show(*p))
}

// zones are the time zones of the United States; any other of the IANA's may be
// typed.
var zones = []page.Opt{{Value: "America/New_York", Words: "Eastern"}, {Value: "America/Chicago", Words: "Central"}, {Value: "America/Denver", Words: "Mountain"}, {Value: "America/Phoenix", Words: "Arizona"}, {Value: "America/Los_Angeles", Words: "Pacific"},
	{Value: "America/Anchorage", Words: "Alaska"}, {Value: "Pacific/Honolulu", Words: "Hawaii"}, {Value: "America/Puerto_Rico", Words: "Puerto Rico"}, {Value: "Pacific/Guam", Words: "Guam"}}
