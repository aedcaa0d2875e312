// Package notice is what somebody was told by the house and how they wish to be
// told: kind, due and code, never a name or a diagnosis.
package notice

import (
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// PerPage is how many a page lists; Many is how far the bell counts.
const (
	PerPage = 50
	Many    = 100
)

// Page is a page of one's own notices, the newest first.
type Page struct {
	List   []store.Told
	Unread int // of all of them
	Number int // from 1
	More   bool
}

// Mine lists what the reader was told. Where nothing is so far back it is the
// first page.
func Mine(r *desk.Reading, number int) (p Page, err error) {
	for p.Number = max(min(number, 1e6), 1); ; p.Number = 1 {
		if p.List, p.Unread, err = r.Told(r.Who().User, PerPage+1, (p.Number-1)*PerPage); err != nil {
			return p, err
		}
		if p.More = len(p.List) > PerPage; p.More {
			p.List = p.List[:PerPage]
		}
		if len(p.List) > 0 || p.Number == 1 {
			return p, nil
		}
	}
}

// Unread is what the reader's bell counts: the number of Mine, or Many.
func Unread(r *desk.Reading) (int, error) {
	if r.Who().User == "" {
		return 0, nil
	}
	return r.View.Unread(r.Who().User, Many)
}

// Read notes that one was read, and with it what they were told of lower levels
// of the same thing. What is not one's own is Missing.
func Read(w *desk.Writing, of referral.ID, thing string, level int) error {
	w.Tried(of)
	found, err := w.Tx.ReadTold(own(w), of, thing, level)
	if err == nil && !found {
		return fault.E("notice.Read", fault.Missing, "There is no such notice, or none of yours.", nil)
	}
	return err
}

// ReadAll notes that all were read that were told up to a moment: not what came
// while the page was open.
func ReadAll(w *desk.Writing, until time.Time) (int64, error) {
	return w.Tx.ReadAllTold(own(w), until)
}

func own(w *desk.Writing) party.UserID {
	w.SawObject("User/" + string(w.Who().User))
	return w.Who().User
}
