package cast

import "referd/core/party"

// Calm is a specialty's first routine story.
func Calm(kind string) Story {
	for _, s := range Stories {
		if s.Specialty == kind && s.Urgency == party.Routine {
			return s
		}
	}
	s := Story{Specialty: kind, Urgency: party.Routine}
	for _, x := range Stories {
		if x.Specialty == kind {
			s = x
		}
	}
	s.Urgency = party.Routine
	return s
}

// OrgOf is where somebody works; a partner is itself.
func OrgOf(who string) string {
	for _, p := range Staff {
		if p.ID == who {
			return p.Org
		}
	}
	return who
}

// OfferOf is the service of an id.
func OfferOf(id string) Offer {
	for _, o := range Offers {
		if o.ID == id {
			return o
		}
	}
	return Offers[0]
}

// StoryAt is the n-th story of a specialty.
func StoryAt(kind string, n int) Story {
	for _, s := range Stories {
		if s.Specialty == kind {
			if n == 0 {
				return s
			}
			n--
		}
	}
	return Stories[0]
}
