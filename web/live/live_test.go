package live

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/web/visit"
)

// Somebody with two browsers, one of which takes nothing: the other hears of every
// change all the same, the two are counted for once, changes that come together are
// counted together, and the slow one, when it takes something, takes the newest
// numbers and no more than so many hints.
func TestASlowReaderHoldsNobodyUp(t *testing.T) {
	h := desktest.New(t)
	token, err := people.SignIn(t.Context(), h.Desk, "doc@example.org", "open sesame", "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	who, err := people.Glance(t.Context(), h.Desk, token)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s, ran := New(h.Desk), make(chan error, 1)
	go func() { ran <- s.Run(ctx) }()
	defer func() { stop(); <-ran }()
	v := &visit.Visit{R: httptest.NewRequest("GET", "/events", nil), Desk: h.Desk, Who: who}
	slow, quick := s.open(v, token), s.open(v, token)
	began := func() string {
		var d loop.Done
		if err := h.Write(t.Context(), h.As("doc"), "begin", func(w *desk.Writing) (err error) {
			d, err = draft.Start(w, draft.Draft{Patient: "pat00000000000000001"})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return string(d.ID)
	}
	var counts []byte
	heard, told := map[string]bool{}, 0
	hear := func(id string, patience time.Duration) bool {
		for late := time.After(patience); !heard[id]; {
			select {
			case <-quick.rang:
				ids, n, over := s.take(quick)
				if over || n == nil {
					t.Fatalf("it hears of %v the counts %s, over %v", ids, n, over)
				}
				counts, told = n, told+1
				for _, id := range ids {
					heard[id] = true
				}
			case <-late:
				return false
			}
		}
		return true
	}
	for !hear(began(), time.Second) { // until it follows
	}
	from, was := time.Now(), told
	var ids []string
	for range most + most/4 {
		id := began()
		ids = append(ids, id)
		hear(id, time.Millisecond)
	}
	for _, id := range ids {
		if !hear(id, 5*time.Second) {
			t.Fatal("a change is not heard of beside a reader who takes nothing")
		}
	}
	if n := told - was; n == 0 || n > int(time.Since(from)/every)+2 {
		t.Errorf("%d changes in %s were counted %d times", len(ids), time.Since(from), n)
	}
	if got, n, over := s.take(slow); over || len(got) != most || &n[0] != &counts[0] {
		t.Errorf("the slow one takes %d hints and %s; the other has %s", len(got), n, counts)
	}
	if again, n, _ := s.take(slow); again != nil || n != nil {
		t.Errorf("and once more %v, %s", again, n)
	}
	// Their session ends: both hear that, and nothing else.
	if err := people.SignOut(t.Context(), h.Desk, token, who); err != nil {
		t.Fatal(err)
	}
	began()
	select {
	case <-quick.rang:
	case <-time.After(5 * time.Second):
		t.Fatal("a session has ended, and its stream has not")
	}
	for _, e := range []*ear{slow, quick} {
		if ids, n, over := s.take(e); !over || ids != nil || n != nil {
			t.Errorf("a session that has ended hears of %v the counts %s, over %v", ids, n, over)
		}
	}
}
