package notice_test

import (
	"strings"
	"testing"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/notice"
)

// all is one pace for every topic, and daily for what is late.
func all(p party.Pace) map[party.Topic]party.Pace {
	m := map[party.Topic]party.Pace{}
	for _, t := range party.Topics() {
		m[t] = p
	}
	m[party.OfLate] = party.Daily
	return m
}

func wishes(t *testing.T, h *desktest.House, who party.UserID) (w party.Told) {
	t.Helper()
	if err := h.Read(t.Context(), h.As(who), "wishes", func(r *desk.Reading) error { w = notice.Wishes(r); return nil }); err != nil {
		t.Fatal(err)
	}
	return w
}

// What somebody chose is kept, theirs alone; what is no hour or may not be
// stopped is refused by its field, and changes nothing.
func TestWishes(t *testing.T) {
	h := desktest.New(t)
	if w := wishes(t, h, "intake"); w.Pace(party.OfTeam) != party.AtOnce || w.Pace(party.OfLate) != party.Daily {
		t.Errorf("before anything was chosen: %+v", w)
	}
	wish := func(p map[party.Topic]party.Pace, q party.Quiet, daily int) error {
		return h.Write(t.Context(), h.As("intake"), "wish", func(w *desk.Writing) error { return notice.Wish(w, p, q, daily) })
	}
	if err := wish(all(party.Hourly), party.Quiet{From: 18, To: 8}, 9); err != nil {
		t.Fatal(err)
	}
	kept := wishes(t, h, "intake")
	if kept.Pace(party.OfReports) != party.Hourly || kept.Quiet.From != 18 || kept.Daily != 9 {
		t.Errorf("chosen: %+v", kept)
	}
	late := all(party.AtOnce)
	late[party.OfLate] = party.Never
	for field, try := range map[string]func() error{
		"mail-late": func() error { return wish(late, party.Quiet{}, 0) },
		"mail-mine": func() error { return wish(map[party.Topic]party.Pace{party.OfReports: party.Daily}, party.Quiet{}, 0) },
		"from":      func() error { return wish(all(party.Daily), party.Quiet{From: 24, To: 1}, 0) },
		"to":        func() error { return wish(all(party.Daily), party.Quiet{From: 20, To: -1}, 0) },
		"daily":     func() error { return wish(all(party.Daily), party.Quiet{}, 99) },
	} {
		err := try()
		if all := fault.Each(err); fault.Of(err) != fault.Invalid || len(all) != 1 || all[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if wishes(t, h, "intake") != kept || wishes(t, h, "nurse") != (party.Told{}) {
		t.Error("what was refused, or another's, was kept")
	}
}

// A link stops the mails it was made for and no others, as often as it is used;
// guessed, altered, or of an account that is none it is as absent as
// any address that is none.
func TestALinkStopsMails(t *testing.T) {
	h := desktest.New(t)
	link := notice.StopLink(h.Desk, "intake", []party.Topic{party.OfTeam, party.OfLate, party.OfChanges})
	for range 2 {
		if err := notice.Stop(t.Context(), h.Desk, link); err != nil {
			t.Fatal(err)
		}
	}
	w := wishes(t, h, "intake")
	if w.Pace(party.OfTeam) != party.Never || w.Pace(party.OfChanges) != party.Never || w.Pace(party.OfLate) != party.Daily || w.Pace(party.OfReports) != party.AtOnce {
		t.Errorf("stopped: %+v", w)
	}
	if l := notice.StopLink(h.Desk, "intake", []party.Topic{party.OfLate}); l != "" {
		t.Errorf("what is late may be stopped by %s", l)
	}
	words, mark := link[:strings.LastIndexByte(link, '.')], link[strings.LastIndexByte(link, '.'):]
	if h.DB.Sign("something else", words) == mark[1:] {
		t.Error("a mark made for another purpose stops mails")
	}
	for _, bad := range []string{"", ".", "intake", "intake.team", "intake.team.", "intake.team." + strings.Repeat("A", 22), "nurse" + strings.TrimPrefix(link, "intake"), words + "-reports" + mark, words + strings.ToUpper(mark), link + "A", link[:len(link)-1],
		notice.StopLink(h.Desk, "nobody", []party.Topic{party.OfTeam})} {
		if err := notice.Stop(t.Context(), h.Desk, bad); fault.Of(err) != fault.Missing || fault.Public(err) != "There is no such thing here, or none you may see." {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if wishes(t, h, "nurse") != (party.Told{}) {
		t.Error("somebody else's mails were stopped")
	}
}
