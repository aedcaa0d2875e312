package live

import (
	"context"
	"encoding/json"
	"slices"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
	"referd/web/visit"
)

// person is somebody in a seat whose counts are due, and the browsers they are for.
type person struct {
	user party.UserID
	ears []*ear
}

// together is how many persons are counted for in one snapshot, and told at once.
const together = 16

// serve counts for all whose counts are due, once for each person however many
// browsers they have, and tells them. What could not be counted stays due.
func (s *Stream) serve(ctx context.Context) {
	for _, e := range s.doubted() {
		s.admitted(ctx, e)
	}
	for some := range slices.Chunk(s.persons(), together) {
		who := map[*ear]desk.Who{}
		for _, p := range some {
			for _, e := range p.ears {
				if who[e] = s.admitted(ctx, e); who[e].User != p.user {
					delete(who, e)
				}
			}
		}
		counts := map[party.UserID][]byte{}
		if len(who) > 0 && s.count(ctx, some, who, counts) != nil {
			return
		}
		s.tell(who, counts)
	}
}

// doubted are the browsers whose session may have ended.
func (s *Stream) doubted() (out []*ear) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for e := range s.ears {
		if e.doubt {
			out = append(out, e)
		}
	}
	return out
}

// persons are those whose counts are due.
func (s *Stream) persons() (out []person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := map[party.UserID]int{}
	for e := range s.ears {
		if !e.due {
			continue
		}
		i, known := at[e.user]
		if !known {
			i, at[e.user] = len(out), len(out)
			out = append(out, person{user: e.user})
		}
		out[i].ears = append(out[i].ears, e)
	}
	return out
}

// admitted looks again whom a browser's session is of, as a page that asks is
// looked at: one that has ended hears nothing more, one that changed over what is
// of the other organization. The zero of it is nobody, for now.
func (s *Stream) admitted(ctx context.Context, e *ear) desk.Who {
	who, err := people.Glance(ctx, s.desk, e.token)
	if err != nil && fault.Of(err) != fault.Denied {
		return desk.Who{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e.doubt = false
	if err != nil {
		e.over = true
		e.ring()
		return desk.Who{}
	}
	e.sits(who)
	return who
}

// count counts for some persons as each of their pages would, by the code of the
// page that asks, in one snapshot and with one record that the house did so:
// numbers show nobody a patient.
func (s *Stream) count(ctx context.Context, some []person, who map[*ear]desk.Who, out map[party.UserID][]byte) error {
	return s.desk.Read(ctx, desk.System("live"), "counts", func(r *desk.Reading) error {
		for _, p := range some {
			for _, e := range p.ears {
				w, in := who[e]
				if !in || out[p.user] != nil {
					continue
				}
				v := visit.Visit{R: e.visit.R, Desk: s.desk, Who: w}
				n, err := v.Counts(r.Beside(w))
				if err != nil {
					return err
				}
				if out[p.user], err = json.Marshal(map[string]any{v.Counted(): n}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// tell leaves for each browser what its person is told. Nobody waits for anybody
// to read it.
func (s *Stream) tell(who map[*ear]desk.Who, counts map[party.UserID][]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for e, w := range who {
		if e.user != w.User { // they changed over meanwhile
			continue
		}
		e.ids, e.counts = hint(e.ids, e.news...), counts[e.user]
		e.due, e.news = false, nil
		e.ring()
	}
}

// ring has a browser's own reader look.
func (e *ear) ring() {
	select {
	case e.rang <- struct{}{}:
	default:
	}
}
