package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/store"
)

func begun(t *testing.T, h *desktest.House) string {
	t.Helper()
	var d loop.Done
	if err := h.Write(t.Context(), h.As("doc"), "begin", func(w *desk.Writing) (err error) {
		d, err = draft.Start(w, draft.Draft{Patient: "pat00000000000000001"})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return string(d.ID)
}

func names(t *testing.T, f *desk.Follower) (out []string) {
	t.Helper()
	list, complete, err := f.Next(t.Context())
	if err != nil || !complete {
		t.Fatal(complete, err)
	}
	for _, c := range list {
		if !slices.Contains(c.Orgs, party.OrgID("home")) {
			t.Errorf("%+v is nobody's", c)
		}
		out = append(out, c.Name)
	}
	return out
}

// Who follows hears of each change once, of none before they began, and of none
// that changed while nobody listened.
func TestAFollowerHearsOnce(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		begun(t, h)
		f, err := h.Follow(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		a, b := begun(t, h), begun(t, h)
		if got := names(t, f); !slices.Equal(got, []string{a, b}) {
			t.Errorf("heard %v, want %v", got, []string{a, b})
		}
		c := begun(t, h)
		if got := names(t, f); !slices.Equal(got, []string{c}) {
			t.Errorf("heard %v, want %v", got, c)
		}
		begun(t, h)
		if err := f.Skip(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := f.Skip(t.Context()); err != nil {
			t.Fatal(err)
		}
		d := begun(t, h)
		if got := names(t, f); !slices.Equal(got, []string{d}) {
			t.Errorf("after a silence heard %v, want %v", got, d)
		}
		if got := names(t, f); len(got) != 0 {
			t.Errorf("heard again of %v", got)
		}
	})
}

// Who follows is told when something was forgotten before they read it.
func TestAFollowerHearsWhatItMissed(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		begun(t, h)
		f, err := h.Follow(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			begun(t, h)
		}
		if err := h.DB.Commit(t.Context(), func(tx *store.Tx) error { _, err := tx.PruneFeed(2); return err }); err != nil {
			t.Fatal(err)
		}
		if list, complete, err := f.Next(t.Context()); complete || len(list) != 2 || err != nil {
			t.Errorf("heard %v, all of it %v, %v", list, complete, err)
		}
		begun(t, h)
		if list, complete, err := f.Next(t.Context()); !complete || len(list) != 1 || err != nil {
			t.Errorf("after it heard %v, all of it %v, %v", list, complete, err)
		}
	})
}

// A commit that took its place early and became visible late is heard of: on
// PostgreSQL they may overtake each other, on SQLite they cannot.
func TestALateCommitIsHeard(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		of := begun(t, h)
		f, err := h.Follow(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		written, overtaken := make(chan struct{}), make(chan struct{})
		ended := make(chan error, 1)
		who, tries := h.As("doc"), 0
		go func() {
			ended <- h.Write(context.WithoutCancel(t.Context()), who, "begin", func(w *desk.Writing) error {
				if tries++; tries > 1 {
					return errors.New("tried again")
				}
				_, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001"})
				close(written)
				<-overtaken
				return err
			})
		}()
		<-written
		quick := make(chan string, 1)
		pg := t.Name() == "TestALateCommitIsHeard/postgres"
		if pg {
			quick <- begun(t, h)
		}
		got := names(t, f)
		for range 3 { // however long it takes
			if again := names(t, f); len(again) != 0 {
				t.Errorf("heard again of %v", again)
			}
		}
		close(overtaken)
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if pg {
			if want := <-quick; !slices.Equal(got, []string{want}) {
				t.Errorf("heard %v, want %v", got, want)
			}
		}
		if late := names(t, f); len(late) != 1 || late[0] == of || slices.Contains(got, late[0]) {
			t.Errorf("heard %v of the one that came late", late)
		}
	})
}
