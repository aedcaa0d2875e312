package measure

import "math/bits"

// A spread counts times in steps that grow with them: each minute to four
// hours, then 128 steps to each doubling, so that none is off by more than one
// in 128. It holds times of up to four years.
const steps = 15 * 128

type spread struct{ events, waits [steps]uint32 }

// step is which of them a time falls into.
func step(m Minute) int {
	m = max(m, 0)
	e := max(bits.Len32(uint32(m))-8, 0)
	return min(128*e+int(m>>e), steps-1)
}

// stepped is the shortest time of a step.
func stepped(i int) Minute {
	if i < 256 {
		return Minute(i)
	}
	e := i/128 - 1
	return Minute(i%128+128) << e
}

// within is the time within which a share had its event. Who waits is at risk
// for as long as they have waited (Kaplan and Meier 1958); ok is false when
// that many never had it while somebody was watched.
func within(s *spread, share float64) (m Minute, ok bool) {
	left := 0
	for i := range s.events {
		left += int(s.events[i] + s.waits[i])
	}
	survive := 1.0
	for i := range s.events {
		if n := int(s.events[i]); n > 0 {
			survive *= 1 - float64(n)/float64(left)
			if survive <= 1-share+1e-9 {
				return stepped(i), true
			}
		}
		left -= int(s.events[i] + s.waits[i])
	}
	return 0, false
}

func (s *spread) add(o *spread) {
	for i := range s.events {
		s.events[i] += o.events[i]
		s.waits[i] += o.waits[i]
	}
}
