package act

import (
	"net/url"
	"time"

	"referd/desk"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/visit"
)

// What the clinic's own forms share with the forms of the acts.

// Pressed reads which loop a form is about, as of which entry, and its key.
func Pressed(v *visit.Visit, typed url.Values) loop.Form { return formOf(v, typed) }

// Between says who acted while a form was filled in, and what is still possible.
func Between(v *visit.Visit, dir *desk.Directory, p *loop.Picture, s *turn.Stale) *page.Conflict {
	return conflict(&ask{v: v, p: p, dir: dir}, s)
}

// Day and Moment read a field of a form as a time in the reader's zone; zero when empty.
func Day(v *visit.Visit, typed url.Values, name string) time.Time {
	return (&ask{v: v, typed: typed}).day(name)
}

// Moment reads a date with a time.
func Moment(v *visit.Visit, typed url.Values, name string) time.Time {
	return (&ask{v: v, typed: typed}).moment(name)
}
