package referral

import (
	"strconv"
	"time"

	"referd/core/party"
)

// Attempts are what was tried to reach the patient since they were last
// reached (loop.md, Time, Unreachable).
type Attempts struct {
	N         int  // calls, texts, visits and messages that reached nobody
	Days      int  // on how many days
	Parts     int  // at how many parts of the day: morning, midday, afternoon, after 17:00
	Evening   bool // one of them after 17:00
	Channels  int  // by how many channels
	Letter    time.Time
	Alternate bool // the alternate contact was tried
}

// Attempts reads them; zone tells mornings from evenings, nil is UTC. A call in
// which a needed interpreter was not there is not logged as an attempt.
func (s State) Attempts(zone *time.Location) (a Attempts) {
	if zone == nil {
		zone = time.UTC
	}
	days, parts, channels := map[string]bool{}, map[int]bool{}, map[string]bool{}
	for _, c := range s.Contacts {
		if c.ByPatient || c.Without || c.Outcome == "reached" && !c.Alternate || !c.At.After(s.Reached) && !s.Reached.IsZero() {
			continue
		}
		a.Alternate = a.Alternate || c.Alternate
		if c.Channel == "letter" {
			a.Letter = latest(a.Letter, c.At)
			continue
		}
		at := c.At.In(zone)
		a.N++
		a.Evening = a.Evening || at.Hour() >= 17
		days[at.Format(time.DateOnly)], parts[partOfDay(at)], channels[c.Channel] = true, true, true
	}
	a.Days, a.Parts, a.Channels = len(days), len(parts), len(channels)
	return a
}

func partOfDay(t time.Time) int {
	switch h := t.Hour(); {
	case h < 11:
		return 0
	case h < 14:
		return 1
	case h < 17:
		return 2
	}
	return 3
}

// missingAttempts checks the contact protocol (loop.md, Time, Unreachable):
// routine three attempts on three days at three times of day, one after 17:00,
// by two channels, and a letter, then fourteen days; urgent four attempts and
// the alternate contact, then the referrer is phoned and decides. Times of day
// and the fourteen days are asked of whoever says in which zone they were.
func (s *State) missingAttempts(zone *time.Location, at time.Time) string {
	a := s.Attempts(zone)
	if s.Urgency == party.Urgent || s.Urgency == party.Emergency {
		if a.N < 4 || !a.Alternate {
			return "Four attempts and the alternate contact come first; attempts so far: " + strconv.Itoa(a.N) + ". Then phone the referrer."
		}
		return ""
	}
	switch {
	case a.N < 3 || a.Days < 3 || a.Channels < 2 || a.Letter.IsZero():
		return "Three attempts on three days by two channels, and a letter, come first; attempts so far: " + strconv.Itoa(a.N) + "."
	case zone == nil:
		return ""
	case a.Parts < 3 || !a.Evening:
		return "The attempts were at the same times of day. Try at three times of day, one of them after 17:00."
	case at.Before(a.Letter.AddDate(0, 0, 14)):
		return "The letter needs fourteen days to be answered."
	}
	return ""
}
