package mine_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/mine"
)

// What is typed into one form in two windows is kept by each of them, for its
// writer alone: neither writes over words it has not shown, and what one sends
// takes nothing of the other's with it.
func TestTwoWindowsOfOneForm(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		of := sent(t, h, party.Routine)
		keep := func(in mine.Window, words string) (beside int) {
			t.Helper()
			h.Pass(time.Second)
			write(t, h, "nurse", func(w *desk.Writing) (err error) {
				beside, err = mine.KeepWords(w, of, "ask", in, url.Values{"words": {words}})
				return err
			})
			return beside
		}
		read := func(who party.UserID, window string) (x mine.Typed) {
			t.Helper()
			if err := h.Read(t.Context(), h.As(who), "draft", func(r *desk.Reading) (err error) { x, err = mine.WordsOf(r, of, "ask", window); return err }); err != nil {
				t.Fatal(err)
			}
			return x
		}
		one, two := mine.Window{ID: "one"}, mine.Window{ID: "two"}
		if n := keep(one, "first") + keep(one, "first, and more"); n != 0 {
			t.Errorf("beside one window stand %d", n)
		}
		if n := keep(two, "second"); n != 1 {
			t.Errorf("beside the second stand %d", n)
		}
		if now, then := read("nurse", ""), read("nurse", "one"); now.Values.Get("words") != "second" || len(now.Beside) != 1 || now.Beside[0].Window != "one" || then.Values.Get("words") != "first, and more" || then.Beside[0].Window != "two" {
			t.Errorf("%+v, and %+v", now, then)
		}
		if x := read("booker", ""); len(x.Values) != 0 || !x.Saved.IsZero() {
			t.Errorf("a colleague reads %+v", x)
		}

		three := mine.Window{ID: "three", Upon: read("nurse", "one").Mark()} // opened with the words of one
		keep(one, "first, and still more")                                   // which go on in their own window
		if n := keep(three, "third"); n != 2 {
			t.Errorf("what was written since the third was opened is lost: %d beside it", n)
		}
		four := mine.Window{ID: "four", Upon: read("nurse", "one").Mark()}
		if n := keep(four, "fourth"); n != 2 || read("nurse", "one").Window == "one" {
			t.Errorf("what the fourth began with stands beside it: %d", n)
		}
		for n, in := range []mine.Window{four, three, {ID: "five", Upon: read("nurse", "two").Mark()}} {
			write(t, h, "nurse", func(w *desk.Writing) error { return mine.DropWords(w, of, "ask", in) })
			if left := read("nurse", ""); n < 2 && len(left.Beside) != 1-n || n == 2 && !left.Saved.IsZero() {
				t.Errorf("after %d were sent: %+v", n+1, left)
			}
		}
	})
}

func TestAFormIsKeptWithinBounds(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine)
	for name, x := range map[string]struct {
		of    referral.ID
		in    string
		words string
		want  fault.Kind
	}{
		"no loop":        {"00000000000000000000", "w", "x", fault.Missing},
		"a long text":    {of, "w", strings.Repeat("x", 129<<10), fault.Invalid},
		"a long name":    {of, strings.Repeat("w", 65), "x", fault.Invalid},
		"a name of two":  {of, "w\nv", "x", fault.Invalid},
		"without a name": {of, "", "x", 0},
	} {
		err := h.Write(t.Context(), h.As("nurse"), "draft", func(w *desk.Writing) error {
			_, err := mine.KeepWords(w, x.of, "ask", mine.Window{ID: x.in}, url.Values{"words": {x.words}})
			return err
		})
		if x.want == 0 && err != nil || x.want != 0 && fault.Of(err) != x.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
