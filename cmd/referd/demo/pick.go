package demo

import "referd/core/party"

// someStory is a story of a specialty.
func (m *maker) someStory(kind string) story {
	for {
		if s := stories[m.r.IntN(len(stories))]; s.specialty == kind {
			return s
		}
	}
}

// calm is a specialty's first routine story.
func calm(kind string) story {
	for _, s := range stories {
		if s.specialty == kind && s.urgency == party.Routine {
			return s
		}
	}
	s := story{specialty: kind, urgency: party.Routine}
	for _, x := range stories {
		if x.specialty == kind {
			s = x
		}
	}
	s.urgency = party.Routine
	return s
}

// somebody is the next patient on record with who refers.
func (m *maker) somebody(from string) party.PatientID {
	org := orgOf(from)
	list := m.pats[org]
	m.turn[org]++
	return list[m.turn[org]%len(list)]
}

// orgOf is where somebody works; a partner is itself.
func orgOf(who string) string {
	for _, p := range staff {
		if p.id == who {
			return p.org
		}
	}
	return who
}

func offerOf(id string) offer {
	for _, o := range offers {
		if o.id == id {
			return o
		}
	}
	return offers[0]
}

// storyAt is the n-th story of a specialty.
func storyAt(kind string, n int) story {
	for _, s := range stories {
		if s.specialty == kind {
			if n == 0 {
				return s
			}
			n--
		}
	}
	return stories[0]
}
