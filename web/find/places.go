package find

import (
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/referral"
	"referd/core/search"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// otherwise are words people use for a place, beside its name.
var otherwise = map[string]string{
	"/waiting": "inbox home mine todo", "/referrals/new": "refer send patient add", "/loops": "sent referrals mine list", "/queue": "inbox incoming worklist home",
	"/queue?view=to-book": "schedule appointment visits", "/queue?view=to-report": "write letter", "/admin/people": "accounts users staff invite", "/exceptions": "errors problems contradictions undelivered",
	"/ops": "status health system", "/me": "password account sessions sign out keys settings", "/help": "keyboard shortcuts", "/covers": "absence holiday vacation deputy delegate",
}

// pages are the reader's places that every word says.
func pages(s page.Shell, words []string) (out []page.Hits) {
	var list []page.Hit
	for _, p := range append(append([]page.Place{}, s.Rail...), s.More...) {
		if says(words, p.Name+" "+otherwise[p.Href]) {
			list = append(list, page.Hit{Href: p.Href, Icon: p.Icon, Name: p.Name})
		}
	}
	return some("Pages", list)
}

// acts are what the reader may do now on the referral the page they came from is
// of, where every word says so; of one they may not see there is none.
func acts(v *visit.Visit, on string, words []string) (out []page.Hits, err error) {
	if !id.Is(on) || !sayAct(words) {
		return nil, nil
	}
	var list []page.Hit
	code := ""
	err = v.Desk.Read(v.R.Context(), v.Who, "loop.read", func(r *desk.Reading) error {
		p, err := loop.Look(r, referral.ID(on))
		if err != nil {
			return err
		}
		code = p.Code
		for _, a := range p.Acts {
			if !sheet.Quiet[a] && !sheet.Waiting(p, a) && says(words, sheet.Act(a)) {
				list = append(list, page.Hit{Href: sheet.Path(p.ID, a), Icon: "check", Name: sheet.Act(a)})
			}
		}
		return nil
	})
	if fault.Of(err) == fault.Missing {
		return nil, nil
	}
	return some("Do on "+code, list), err
}

// sayAct reports whether words say any act at all: a name does not, and the
// referral is not read for it.
func sayAct(words []string) bool {
	for _, a := range referral.Acts() {
		if says(words, sheet.Act(a)) {
			return true
		}
	}
	return false
}

func some(name string, list []page.Hit) []page.Hits {
	if len(list) == 0 {
		return nil
	}
	return []page.Hits{{Name: name, Of: len(list), List: list}}
}

// says reports whether each word begins one of a text's, or is an error of
// typing away from it.
func says(words []string, text string) bool {
	if len(words) == 0 || len(words[0]) < 2 {
		return false
	}
	have := strings.Fields(strings.ToLower(text))
	for _, w := range words {
		found := false
		for _, t := range have {
			found = found || strings.HasPrefix(t, w) || search.Near(w, t)
		}
		if !found {
			return false
		}
	}
	return true
}
