package act

import (
	"net/url"

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
