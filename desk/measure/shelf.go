package measure

import (
	"slices"
	"strings"

	"referd/core/measure"
	"referd/core/referral"
)

// shelf is the rows in the order of their ids, in boards of a bounded length:
// a new one, whose id is mostly the last, moves few others.
type shelf struct {
	boards [][]measure.Row
	rows   int
}

// length is how many rows a board has at most.
const length = 4096

// put adds a row, or puts it in the place of that of the same id.
func (s *shelf) put(r measure.Row) {
	id := r.ID()
	n := s.board(id)
	if n < 0 {
		s.boards = append(s.boards, append(make([]measure.Row, 0, length), r))
		s.rows++
		return
	}
	at, there := slices.BinarySearchFunc(s.boards[n], id, compare)
	if there {
		s.boards[n][at] = r
		return
	}
	s.rows++
	if len(s.boards[n]) == length && at == length && n == len(s.boards)-1 { // the usual: a full board is left full
		s.boards = append(s.boards, append(make([]measure.Row, 0, length), r))
		return
	}
	if len(s.boards[n]) == length {
		rest := append(make([]measure.Row, 0, length), s.boards[n][length/2:]...)
		s.boards[n] = s.boards[n][:length/2]
		s.boards = slices.Insert(s.boards, n+1, rest)
		if at > length/2 {
			n, at = n+1, at-length/2
		}
	}
	s.boards[n] = slices.Insert(s.boards[n], at, r)
}

// has reports whether there is a row of an id.
func (s *shelf) has(id referral.ID) bool {
	n := s.board(id)
	if n < 0 {
		return false
	}
	_, there := slices.BinarySearchFunc(s.boards[n], id, compare)
	return there
}

// board is where an id belongs: the last board that does not begin after it.
func (s *shelf) board(id referral.ID) int {
	n, there := slices.BinarySearchFunc(s.boards, id, func(b []measure.Row, id referral.ID) int { return compare(b[0], id) })
	if there || n == 0 && len(s.boards) > 0 {
		return n
	}
	return n - 1
}

func compare(r measure.Row, id referral.ID) int { return strings.Compare(string(r.ID()), string(id)) }
