package patient

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"referd/desk/link"
	"referd/web/page/phone"
	"referd/web/visit"
)

// carry marks what a form held when the patient had been away for too long, and
// of which form it is.
const (
	carry = "typed."
	again = "again"
)

// kept is what was typed in a form.
func kept(f url.Values, of string) url.Values {
	out := url.Values{again: {of}}
	for name, list := range f {
		if name != "once" && list[0] != "" {
			out[name] = list[:1]
		}
	}
	return out
}

// carried is what was typed before the birth date, or the code, was asked again.
func carried(f url.Values) url.Values {
	out := url.Values{}
	for name, list := range f {
		if of, ok := strings.CutPrefix(name, carry); ok {
			out[of] = list[:1]
		}
	}
	return out
}

// lines are it as a form carries it.
func lines(typed url.Values) (out []phone.Line) {
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		out = append(out, phone.Line{Name: carry + name, Value: typed.Get(name)})
	}
	return out
}

// away asks the birth date again of who was away, and carries what they typed: it
// is nowhere but in their own page.
func away(v *visit.Visit, typed url.Values) error {
	return v.Page(http.StatusOK, phone.BornPage(phone.Born{Frame: frame(v), Action: here(v) + "/birth-date", Kept: lines(typed)}))
}

// resumed shows what was typed again, in its form, to be pressed by who is back;
// or asks for the code that form needs.
func resumed(v *visit.Visit, d link.Door, typed url.Values) error {
	in := frame(v).Tongue
	wish := typed.Get(again) == "safe-contact"
	if wish && d.Whole {
		return wishing(v, typed, in.Say("kept"), http.StatusOK)
	}
	return seen(v, d, http.StatusOK, func(p *phone.Referral) {
		switch {
		case wish && p.Code != nil:
			p.Code.Kept = lines(typed)
		case p.Bell != nil && len(p.Bell.Offers) > 0:
			p.Bell.Wrong, p.Bell.Words = in.Say("kept"), typed.Get("words")
		default:
			p.Said = strings.TrimSpace(in.Say("kept") + " " + typed.Get("words"))
		}
	})
}
