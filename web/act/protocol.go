package act

import (
	"fmt"

	"referd/core/party"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/visit"
)

// Protocol is what must have been tried before a patient counts as unreachable,
// and how much of it was.
func Protocol(v *visit.Visit, p *loop.Picture) (out []page.CheckLine) {
	a := p.State.Attempts(v.Zone())
	line := func(done bool, words, source string) {
		l := page.CheckLine{State: "unchecked", Words: words, Source: source}
		if done {
			l.State = "ok"
		}
		out = append(out, l)
	}
	if at := p.State.Reached; !at.IsZero() {
		line(true, "Reached", "Recorded "+v.Clock().At(at)+"; what follows counts from then")
	}
	if p.State.Urgency != party.Routine {
		line(a.N >= 4, fmt.Sprintf("%d of 4 attempts", min(a.N, 4)), "In three business days")
		line(a.Alternate, "The alternate contact", "Tried, or not yet")
		return append(out, page.CheckLine{State: "unchecked", Words: "Then the referrer is phoned, and decides"})
	}
	line(a.N >= 3, fmt.Sprintf("%d of 3 attempts", min(a.N, 3)), "")
	line(a.Days >= 3, fmt.Sprintf("On %d of 3 days", min(a.Days, 3)), "")
	line(a.Parts >= 3, fmt.Sprintf("At %d of 3 times of day", min(a.Parts, 3)), "")
	line(a.Evening, "One of them after 17:00", "")
	line(a.Channels >= 2, fmt.Sprintf("By %d of 2 channels", min(a.Channels, 2)), "")
	source := "In the patient's language"
	if !a.Letter.IsZero() {
		source = "Sent " + v.Clock().At(a.Letter) + ", answered by " + v.Clock().Day(a.Letter.AddDate(0, 0, 14))
	}
	line(!a.Letter.IsZero(), "A letter, then fourteen days", source)
	return out
}
