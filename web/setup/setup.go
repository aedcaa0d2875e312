// Package setup is how a house is begun, and how it is changed later: the same
// pages, which only administrators reach, but for the doors of those who are let
// in by a link.
package setup

import (
	"net/http"

	"github.com/a-h/templ"

	"referd/core/party"
	"referd/desk/give"
	"referd/web/page"
	"referd/web/visit"
)

// Routes of setting up, and of taking everything along.
func Routes(all give.Room) []visit.Route {
	g := giver{all}
	out := []visit.Route{
		{Pattern: "GET /setup/export", To: func(v *visit.Visit) error { return g.show(v, nil) }},
		{Pattern: "POST /setup/export", To: g.write},
		{Pattern: "GET /setup", To: home},
		{Pattern: "GET /setup/history", To: history},
		{Pattern: "POST /setup/undo", To: undo},
		{Pattern: "GET /setup/locations", To: locations},
		{Pattern: "GET /setup/teams", To: teams},
		{Pattern: "GET /setup/services", To: services},
		{Pattern: "GET /setup/hours", To: hours},
		{Pattern: "GET /setup/sheet", To: sheet},
		{Pattern: "GET /setup/on-call", To: calls},
		{Pattern: "GET /setup/network", To: network},
		{Pattern: "GET /setup/network/new", To: func(v *visit.Visit) error { return newcomer(v, nil, nil) }},
		{Pattern: "POST /setup/network/new", To: found},
		{Pattern: "GET /admin/people/new", To: func(v *visit.Visit) error { return newAccount(v, nil, nil) }},
		{Pattern: "POST /admin/people", To: open},
		{Pattern: "POST /admin/people/{user}/invitation", To: invite},
		{Pattern: "POST /admin/people/{user}/slip", To: func(v *visit.Visit) error { return slip(v, party.UserID(v.R.PathValue("user"))) }},
		{Pattern: "GET /setup/{token}", Open: true, To: door},
		{Pattern: "POST /setup/{token}", Open: true, To: begin},
		{Pattern: "GET /join/{token}", Open: true, To: join},
		{Pattern: "POST /join/{token}", Open: true, To: comeIn},
		{Pattern: "POST /join/{token}/acceptance", To: accept},
		{Pattern: "GET /password", Open: true, To: func(v *visit.Visit) error { return forgotWith(v, "", nil) }},
		{Pattern: "POST /password", Open: true, To: forgot},
		{Pattern: "GET /password/{token}", Open: true, To: func(v *visit.Visit) error { return resetWith(v, nil) }},
		{Pattern: "POST /password/{token}", Open: true, To: replace},
	}
	for _, s := range []*subject{organization, times, phases} {
		out = append(out, visit.Route{Pattern: "GET " + s.path, To: s.open}, visit.Route{Pattern: "POST " + s.path, To: s.press})
	}
	for _, s := range []*subject{location, team, calendar, service, person, onCall, partner} {
		out = append(out, visit.Route{Pattern: "GET " + s.path + "/{id}", To: s.open}, visit.Route{Pattern: "POST " + s.path + "/{id}", To: s.press})
	}
	return out
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
