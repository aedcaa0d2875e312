package sheet

import (
	"net/url"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/visit"
)

// What the clinic's own forms share with the other pages of a referral.

// Look reads the picture and the shell in one reading.
func Look(v *visit.Visit, title string) (*loop.Picture, *desk.Reading, page.Shell, error) {
	p, r, shell, err := look(v, title)
	if err != nil {
		return p, r, shell, err
	}
	first, err := opened(v, p) // whoever decides has it open
	if err != nil || !first {
		return p, r, shell, err
	}
	return look(v, title)
}

// Pressed reads which loop a form is about, as of which entry, and its key.
func Pressed(v *visit.Visit, typed url.Values) loop.Form { return formOf(v, typed) }

// Between says who acted while a form was filled in, and what is still possible.
func Between(v *visit.Visit, dir *desk.Directory, p *loop.Picture, s *turn.Stale) *page.Conflict {
	return conflict(&ask{v: v, p: p, dir: dir}, s)
}

// Field is the field a fault is about.
func Field(err error) string { return fieldOf(err) }

// BallOf is who has it.
func BallOf(v *visit.Visit, dir *desk.Directory, p *loop.Picture) page.Ball { return ball(v, dir, p) }

// Asker is who asked, and from where.
func Asker(dir *desk.Directory, p *loop.Picture) string { return from(dir, p) }

// Path is where an act's form is.
func Path(id referral.ID, a referral.Act) string { return path(id, a) }

// Within leaves a house's own name off its services.
func Within(service, house string, ours bool) string { return within(service, house, ours) }

// Day and Moment read a field of a form as a time in the reader's zone; zero when empty.
func Day(v *visit.Visit, typed url.Values, name string) time.Time {
	return (&ask{v: v, typed: typed}).day(name)
}

// Moment reads a date with a time.
func Moment(v *visit.Visit, typed url.Values, name string) time.Time {
	return (&ask{v: v, typed: typed}).moment(name)
}

// Reasons a referral is declined for: code and words.
func Reasons() [][2]string { return reasons }

// Sections parts a report's text at its own headings.
func Sections(text string) []page.Section { return sections(text) }

// RecordOf is the patient record the reader's side keeps.
func RecordOf(s referral.State, who desk.Who) party.PatientID { return record(s, who) }

// Acts are the acts that have words, and so a button.
func Acts() (out []referral.Act) {
	for a := range acts {
		out = append(out, a)
	}
	return out
}
