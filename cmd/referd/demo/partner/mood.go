package partner

import "time"

// Mood is how a partner behaves.
type Mood string

// Moods.
const (
	Prompt   Mood = "prompt"
	Late     Mood = "late"
	Silent   Mood = "silent"
	Twice    Mood = "twice"
	Declines Mood = "declines"
	Wrong    Mood = "wrong"
	Astray   Mood = "astray"
)

// Moods in the order a page offers them, with what each does.
var Moods = []struct {
	Mood       Mood
	Name, Does string
}{
	{Prompt, "Prompt", "answers each step within half a day"},
	{Late, "Slow", "is slow: it answers days after it was due"},
	{Silent, "Silent", "takes the referral by its system, and says not a word until the note is there"},
	{Twice, "Answers twice", "tells everything twice, as systems that try again do"},
	{Declines, "Declines", "declines whatever it has not accepted yet, and says why"},
	{Wrong, "Wrong, then right", "names the wrong patient, or takes back what it said; then tells it right"},
	{Astray, "Another's paper", "sends another patient's paper with its note"},
}

// Known reports whether there is such a mood.
func Known(m Mood) bool {
	for _, x := range Moods {
		if x.Mood == m {
			return true
		}
	}
	return false
}

// patience is how long a partner takes for a step.
func (m Mood) patience() time.Duration {
	switch m {
	case Prompt:
		return 5 * time.Hour
	case Late:
		return 80 * time.Hour
	case Silent:
		return 5 * 24 * time.Hour
	}
	return 20 * time.Hour
}
