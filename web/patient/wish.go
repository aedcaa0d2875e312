package patient

import (
	"net/http"
	"net/url"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/link"
	"referd/desk/loop"
	"referd/web/page/phone"
	"referd/web/sheet"
	"referd/web/visit"
)

// wish is the form by which a patient asks to be reached another way. It shows
// nothing of what is on record: whoever holds the telephone could read it.
func wish(v *visit.Visit) error {
	d, err := at(v)
	if err != nil {
		return err
	}
	if !d.Whole {
		return v.Go(here(v))
	}
	return wishing(v, nil, "", http.StatusOK)
}

func wishing(v *visit.Visit, typed url.Values, wrong string, status int) error {
	p := phone.Wish{Frame: frame(v), Action: here(v) + "/safe-contact", Back: here(v), Once: visit.Once(), Wrong: wrong}
	line := func(name, key string) phone.Line {
		return phone.Line{Name: "safe-" + name, Words: p.Tongue.Say("reach." + key), Value: typed.Get("safe-" + name)}
	}
	for _, w := range party.Ways() {
		p.Ticks = append(p.Ticks, line(string(w), string(w)))
	}
	p.Ticks = append(p.Ticks, line("home", "home"))
	for _, key := range []string{"number", "address", "hours", "knows"} {
		p.Lines = append(p.Lines, line(key, key))
	}
	return v.Page(status, phone.WishPage(p))
}

// wished keeps what they ask for, in staff's words, for somebody to confirm with them.
func wished(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	d, err := at(v)
	if err != nil {
		return err
	}
	switch {
	case d.Locked:
		return locked(v, d)
	case !d.In:
		return away(v, kept(f, "safe-contact"))
	case !d.Whole:
		return resumed(v, d, kept(f, "safe-contact"))
	}
	f.Set(sheet.SafeAsked, "yes")
	s := *sheet.SafeOf(f)
	in := frame(v).Tongue
	if !s.Says() {
		return wishing(v, f, in.Say("reach.none"), http.StatusUnprocessableEntity)
	}
	s.Agreed = v.Desk.Now()
	words := strings.Join(append([]string{sheet.Safe(s)}, sheet.SafeMore(s)...), ". ")
	err = v.Desk.Write(v.R.Context(), d.Who, "bell", func(w *desk.Writing) error {
		_, err := link.Wish(w, loop.Form{Referral: d.Referral, Once: f.Get("once")}, words)
		return err
	})
	if k := fault.Of(err); err != nil && (k == fault.Invalid || k == fault.Refused) {
		return wishing(v, f, in.Say("bell.many"), http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return v.Go(here(v) + "#bell")
}
