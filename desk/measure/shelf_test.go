package measure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"referd/core/measure"
	"referd/core/referral"
)

// Rows stand in the order of their ids, each once, however they came.
func TestAShelfIsInOrder(t *testing.T) {
	r, names := rand.New(rand.NewPCG(1, 1)), measure.NewNames()
	var s shelf
	want := map[referral.ID]bool{}
	put := func(n int) {
		id := referral.ID(fmt.Sprintf("%020d", n))
		x := referral.Fold(id, nil)
		want[id] = true
		s.put(measure.Read(&x, names))
	}
	for n := range 3 * length { // as they mostly come
		put(10 * n)
	}
	for range 2 * length { // between others, and again
		put(r.IntN(40 * length))
	}
	var have []referral.ID
	for _, b := range s.boards {
		if len(b) == 0 || len(b) > length {
			t.Fatalf("a board of %d", len(b))
		}
		for i := range b {
			have = append(have, b[i].ID())
		}
	}
	if !slices.IsSorted(have) || len(slices.Compact(slices.Clone(have))) != len(want) || len(have) != len(want) || s.rows != len(want) {
		t.Errorf("%d rows stand there, %d are counted, %d were put", len(have), s.rows, len(want))
	}
}
