// Package notice is the pages of what somebody was told, and how they are.
package notice

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/notice"
	"referd/web/page"
	"referd/web/visit"
)

// Routes of the bell.
func Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /notices", To: shown},
		{Pattern: "POST /notices/read", To: read},
		{Pattern: "GET /me/notices", To: wishesShown},
		{Pattern: "POST /me/notices", To: wish},
		{Pattern: "GET /unsubscribe/{link}", Open: true, To: stopShown},
		{Pattern: "POST /unsubscribe/{link}", Open: true, To: stop},
	}
}

func shown(v *visit.Visit) error {
	var p page.Notices
	number, _ := strconv.Atoi(v.R.URL.Query().Get("page"))
	err := v.Desk.Read(v.R.Context(), v.Who, "notices", func(r *desk.Reading) error {
		list, err := notice.Mine(r, number)
		if err != nil {
			return err
		}
		p = pageOf(list)
		p.Shell, err = v.Shell(r, "Notices")
		return err
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.NoticesPage(p))
}

func pageOf(list notice.Page) page.Notices {
	p := page.Notices{Unread: list.Unread, Number: list.Number, More: list.More, Words: fmt.Sprintf("%d unread", list.Unread)}
	for i, t := range list.List {
		if i == 0 {
			p.Until = strconv.FormatInt(t.At.UnixMicro(), 10)
		}
		l := page.NoticeLine{Href: "/referrals/" + string(t.Referral), Kind: notice.Kind(t.Owed.Act), Code: t.Code, Climbed: climbed[t.Level], Told: t.At, Due: t.Owed.Due, State: "read",
			Hidden: []page.Hidden{{Name: "referral", Value: string(t.Referral)}, {Name: "thing", Value: t.Thing}, {Name: "level", Value: strconv.Itoa(t.Level)}}}
		if t.Owed.Act == referral.ActIncident { // the privacy officer opens no chart
			l.Href = "/incidents/" + string(t.Referral)
		}
		switch {
		case !t.Stands:
			l.State = "over"
		case t.Read.IsZero():
			l.State = "unread"
		}
		p.Lines = append(p.Lines, l)
	}
	return p
}

// climbed says whom a level has reached.
var climbed = map[int]string{1: "late", 2: "late: the team's lead", 3: "late: both sides"}

// read marks one as read, or all that were told up to the newest of the page.
func read(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	err = v.Desk.Write(v.R.Context(), v.Who, "notices.read", func(w *desk.Writing) error {
		if micro, err := strconv.ParseInt(f.Get("until"), 10, 64); err == nil {
			_, err := notice.ReadAll(w, time.UnixMicro(micro))
			return err
		}
		level, _ := strconv.Atoi(f.Get("level"))
		return notice.Read(w, referral.ID(f.Get("referral")), f.Get("thing"), level)
	})
	if err != nil {
		return err
	}
	if f.Has("until") {
		v.Say("All notices are read. What you owe stands in your lists as before.", loop.Done{})
	}
	return v.Go("/notices")
}
