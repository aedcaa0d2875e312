package notice

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/notice"
	"referd/web/page"
	"referd/web/visit"
)

// topics are what somebody is told of, in words.
var topics = map[party.Topic]string{party.OfReports: "Reports and new facts to read", party.OfMine: "What is mine by name", party.OfTeam: "What comes to my team", party.OfLate: "What is late, and what climbs to me", party.OfChanges: "What the other side changed"}

var paces = []page.Opt{{Value: string(party.AtOnce), Words: "At once"}, {Value: string(party.Hourly), Words: "Every hour, together"}, {Value: string(party.Daily), Words: "Once a day"}, {Value: string(party.Never), Words: "Never: the bell is enough"}}

func wishesShown(v *visit.Visit) error { return wishes(v, nil, nil) }

// wishes shows how the reader is told, or what they typed when it was refused.
func wishes(v *visit.Visit, typed url.Values, wrong error) error {
	p := page.Wishes{Mailed: v.Mail, Email: v.Who.Email}
	err := v.Desk.Read(v.R.Context(), v.Who, "notices.wishes", func(r *desk.Reading) (err error) {
		if typed == nil {
			typed = values(notice.Wishes(r))
		}
		p.Shell, err = v.Shell(r, "How you are told")
		return err
	})
	if err != nil {
		return err
	}
	fill(&p, typed, wrong)
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return v.Page(status, page.WishesPage(p))
}

func fill(p *page.Wishes, typed url.Values, wrong error) {
	if wrong != nil {
		p.Errors = page.Wrongs(wrong)
	}
	selected := func(name, label string, opts []page.Opt) page.Field {
		return page.Field{Kind: "select", Name: name, Label: label, Value: typed.Get(name), Opts: opts, Wrong: page.WrongIn(p.Errors, name)}
	}
	for _, t := range party.Topics() {
		opts := paces
		if !party.MayStop(t) {
			opts = opts[:len(opts)-1]
		}
		p.Mails = append(p.Mails, selected("mail-"+string(t), topics[t], opts))
	}
	p.Quiet = page.Field{Kind: "check", Name: "quiet", Label: "Quiet hours: no mail in them but what presses", Value: typed.Get("quiet")}
	p.From, p.To = selected("from", "Quiet from", hours()), selected("to", "until", hours())
	p.Daily = selected("daily", "The daily mail comes at", append([]page.Opt{{Value: "0", Words: "07:30"}}, hours()[5:21]...))
}

func hours() (out []page.Opt) {
	for h := range 24 {
		out = append(out, page.Opt{Value: strconv.Itoa(h), Words: fmt.Sprintf("%02d:00", h)})
	}
	return out
}

// values are wishes as the form has them.
func values(t party.Told) url.Values {
	f := url.Values{"daily": {strconv.Itoa(t.Daily)}}
	for _, topic := range party.Topics() {
		f.Set("mail-"+string(topic), string(t.Pace(topic)))
	}
	q := party.Quiet{From: 21, To: 6} // offered
	if t.Quiet.From != t.Quiet.To {
		q = t.Quiet
		f.Set("quiet", "yes")
	}
	f.Set("from", strconv.Itoa(q.From))
	f.Set("to", strconv.Itoa(q.To))
	return f
}

func wish(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	chosen := map[party.Topic]party.Pace{}
	for _, t := range party.Topics() {
		chosen[t] = party.Pace(f.Get("mail-" + string(t)))
	}
	hour := func(name string) int {
		if h, err := strconv.Atoi(f.Get(name)); err == nil {
			return h
		}
		return -1
	}
	q := party.Quiet{From: hour("from"), To: hour("to")}
	if f.Get("quiet") == "" {
		q = party.Quiet{}
	} else if q.From == q.To {
		return wishes(v, f, fault.About("notice.wish", "to", fault.Invalid, "Choose another hour than the one it begins at, or no quiet hours."))
	}
	err = v.Desk.Write(v.R.Context(), v.Who, "notices.wish", func(w *desk.Writing) error { return notice.Wish(w, chosen, q, hour("daily")) })
	if fault.Of(err) == fault.Invalid && err != nil {
		return wishes(v, f, err)
	}
	if err != nil {
		return err
	}
	v.Say("You are told as you wish from now on.", loop.Done{})
	return v.Go("/me/notices")
}

// stopShown asks before it stops: a mailbox that opens every link stops nothing.
func stopShown(v *visit.Visit) error { return stopping(v, false) }

// stop stops mails by a link from one, pressed here or by a mailbox (RFC 8058:
// no session, and the answer is no other page).
func stop(v *visit.Visit) error {
	if err := notice.Stop(v.R.Context(), v.Desk, v.R.PathValue("link")); err != nil {
		return err
	}
	return stopping(v, true)
}

func stopping(v *visit.Visit, done bool) error {
	link := v.R.PathValue("link")
	_, of, err := notice.Stops(v.Desk, link)
	if err != nil {
		return err
	}
	p := page.Stop{Action: "/unsubscribe/" + url.PathEscape(link), Done: done}
	for _, t := range party.Topics() {
		if slices.Contains(of, t) {
			p.Kinds = append(p.Kinds, topics[t])
		}
	}
	return v.Page(http.StatusOK, page.StopPage(p))
}
