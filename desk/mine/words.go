package mine

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
)

// longestForm is how much of a form is kept, in bytes; longestName how long the
// name of a window may be.
const (
	longestForm = 128 << 10
	longestName = 64
)

// Window is a page with a form on which somebody types, in one of the windows of
// their browser. Upon is the mark of the words it began with; empty when it began
// with none. Words that another window keeps, and this one has not shown, stay.
type Window struct{ ID, Upon string }

// Typed is what was typed into a form and not sent yet, in one window.
type Typed struct {
	Values url.Values
	Window string
	Saved  time.Time
	Beside []Typed // what other windows of theirs keep of the same form, without values
}

// Mark names these words as they are now: words of the same window that were kept
// later have another.
func (t Typed) Mark() string { return Mark(t.Window, t.Saved) }

// Mark names what a window kept at a moment.
func Mark(window string, saved time.Time) string { return fmt.Sprint(window, "@", saved.UnixMicro()) }

// A form's draft is the names of the windows that keep words of it, the last
// kept last, a line each; and the words of each are a draft of its own.
func formName(of referral.ID, form string) string { return "form/" + form + "/" + string(of) }

func wordsName(of referral.ID, form, window string) string { return formName(of, form) + "/" + window }

// windows are those that keep words of a form.
func windows(r *desk.Reading, of referral.ID, form string) ([]string, error) {
	body, _, found, err := r.Draft(string(r.Who().User), formName(of, form))
	if !found || err != nil {
		return nil, err
	}
	return strings.Split(body, "\n"), nil
}

// KeepWords keeps what somebody has typed into a form and not sent yet. It is
// theirs alone. In place of what the same window kept, and of what it began with;
// what another window kept since stays beside it: beside is how many do. A loop
// they may not see is Missing.
func KeepWords(w *desk.Writing, of referral.ID, form string, in Window, values url.Values) (beside int, err error) {
	body := values.Encode()
	if len(body) > longestForm || len(in.ID) > longestName || strings.Contains(in.ID, "\n") {
		return 0, fault.E("mine.KeepWords", fault.Invalid, "That is too long to keep as a draft. Your text is still here.", nil)
	}
	if _, err := w.Row(of); err != nil {
		return 0, err
	}
	w.SawLoop(of, 0)
	rest, err := forget(w, of, form, in)
	if err == nil {
		err = w.Tx.PutDraft(string(w.Who().User), wordsName(of, form, in.ID), body)
	}
	if err == nil {
		err = listed(w, of, form, append(rest, in.ID))
	}
	return len(rest), err
}

// forget drops what a window kept, and what it began with where that is as it was
// then. What is left is of other windows.
func forget(w *desk.Writing, of referral.ID, form string, in Window) (rest []string, err error) {
	list, err := windows(w.Reading, of, form)
	for _, x := range list {
		_, saved, found, err := w.Draft(string(w.Who().User), wordsName(of, form, x))
		if err != nil {
			return nil, err
		}
		if found && x != in.ID && Mark(x, saved) != in.Upon {
			rest = append(rest, x)
			continue
		}
		if err := w.Tx.DropDraft(string(w.Who().User), wordsName(of, form, x)); err != nil {
			return nil, err
		}
	}
	return rest, err
}

func listed(w *desk.Writing, of referral.ID, form string, list []string) error {
	if len(list) == 0 {
		return w.Tx.DropDraft(string(w.Who().User), formName(of, form))
	}
	return w.Tx.PutDraft(string(w.Who().User), formName(of, form), strings.Join(list, "\n"))
}

// WordsOf reads what was kept of a form: by a window, or last of all when that
// names none; without values when nothing was, or what was cannot be read.
func WordsOf(r *desk.Reading, of referral.ID, form, window string) (t Typed, err error) {
	list, err := windows(r, of, form)
	if err != nil || len(list) == 0 {
		return t, err
	}
	if !slices.Contains(list, window) {
		window = list[len(list)-1]
	}
	for _, x := range list {
		body, saved, found, err := r.Draft(string(r.Who().User), wordsName(of, form, x))
		switch {
		case err != nil:
			return t, err
		case x == window && found:
			t.Window, t.Saved = x, saved
			t.Values, _ = url.ParseQuery(body) // a draft that cannot be read is no draft
		case found:
			t.Beside = append(t.Beside, Typed{Window: x, Saved: saved})
		}
	}
	return t, nil
}

// DropWords forgets what a window kept, once it was sent, and what it began with.
// What other windows keep stays.
func DropWords(w *desk.Writing, of referral.ID, form string, in Window) error {
	rest, err := forget(w, of, form, in)
	if err != nil {
		return err
	}
	return listed(w, of, form, rest)
}
