package visit

import (
	"net/url"
	"slices"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/mine"
	"referd/web/page"
)

// keptBy names in a form's address the window whose words are opened.
const keptBy = "kept"

// ofThePage are the fields of a form that say where and when it was opened, and a
// password: none is kept with what was typed.
var ofThePage = []string{"seq", "once", "seat", "window", "upon", "password"}

// Window is the page on which a form was filled in, as it says itself.
func Window(typed url.Values) mine.Window {
	return mine.Window{ID: typed.Get("window"), Upon: typed.Get("upon")}
}

// Recall brings back what was typed before into a form of a referral and not sent;
// what the address says is newer. A form that is shown again has what was typed
// now, and goes on as the window it was.
func (v *Visit) Recall(of referral.ID, form string, typed url.Values) (url.Values, page.Keeping, error) {
	k := page.Keeping{Keep: "/referrals/" + string(of) + "/words/" + form}
	if typed != nil {
		in := Window(typed)
		k.Window, k.Upon = in.ID, in.Upon
		return typed, k, nil
	}
	k.Window, typed = Once(), v.R.URL.Query()
	err := v.Desk.Read(v.R.Context(), v.Who, "draft", func(r *desk.Reading) error {
		t, err := mine.WordsOf(r, of, form, typed.Get(keptBy))
		if err != nil || t.Saved.IsZero() {
			return err
		}
		k.Upon, k.Kept = t.Mark(), "Draft kept "+v.Clock().At(t.Saved)
		for _, b := range slices.Backward(t.Beside) {
			at := v.R.URL.Query()
			at.Set(keptBy, b.Window)
			k.Beside = append(k.Beside, page.Button{Href: v.R.URL.Path + "?" + at.Encode(), Words: "Kept " + v.Clock().At(b.Saved) + ": open it"})
		}
		for name, list := range t.Values {
			if _, said := typed[name]; !said {
				typed[name] = list
			}
		}
		return nil
	})
	return typed, k, err
}

// Keep keeps what was typed into a form of a referral, and says so: nobody else
// can see it.
func (v *Visit) Keep(of referral.ID, form string, typed url.Values) (said string, err error) {
	in := Window(typed)
	for _, name := range ofThePage {
		typed.Del(name)
	}
	beside := 0
	err = v.Desk.Write(v.R.Context(), v.Who, "draft", func(w *desk.Writing) (err error) {
		beside, err = mine.KeepWords(w, of, form, in, typed)
		return err
	})
	said = "Draft kept " + v.Desk.Now().In(v.Zone()).Format("15:04")
	if beside > 0 {
		said += "; what another window of yours keeps here stays beside it"
	}
	return said, err
}
