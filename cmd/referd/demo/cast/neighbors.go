package cast

import (
	"strings"
	"time"

	"referd/cmd/referd/demo/partner"
)

// Neighbors are the partners that have a system, with their usual moods. Pine
// Street Dermatology has none: it answers by fax, on the telephone and by links.
func Neighbors() []*partner.Partner {
	make := func(org, way string, m partner.Mood, declines int) *partner.Partner {
		p := &partner.Partner{Org: org, Way: way, Usual: m, Declines: declines, Note: noteOf,
			Visit: func(now time.Time, after time.Duration) time.Time {
				return Working(now.Add(after)).Truncate(15 * time.Minute)
			},
			Open: func(now time.Time) bool { l := Local(now); return Works(l) && l.Hour() >= 8 && l.Hour() < 17 }}
		for _, o := range Places {
			if o.ID == org {
				p.Name = o.Name
			}
		}
		return p
	}
	return []*partner.Partner{
		make("cityheart", "FHIR client", partner.Twice, 6),
		make("northgate", "one-way feed", partner.Late, 0),
		make("valley", "FHIR client", partner.Wrong, 0),
		make("elm", "FHIR client", partner.Silent, 0),
	}
}

// noteOf is what a partner writes: the answer of the story it was asked, else
// the specialty's first.
func noteOf(service, question string) (answer, findings string) {
	kind := OfferOf(service).Story
	s := StoryAt(kind, 0)
	for _, x := range Stories {
		if x.Specialty == kind && strings.Contains(question, x.Question) {
			s = x
		}
	}
	return s.Answer, s.Findings
}

// ClientOf is the name a partner signs in by.
func ClientOf(org string) string { return "partner-" + org }
