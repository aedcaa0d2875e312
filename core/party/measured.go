package party

import (
	"slices"
	"strconv"
	"time"
)

// Measured is what another system measured or found, coded in LOINC. Value is
// decimal and as it was written, Unit a UCUM code or what stands in its place;
// what is no quantity is Text.
type Measured struct {
	Codes             []string
	Value, Unit, Text string
	At                time.Time // when; zero is not said
}

// ahead is how far in the future a measurement may lie: clocks differ.
const ahead = 24 * time.Hour

// Takes reads a measurement as the answer to a need, as its receiver reads it:
// "82 kg, measured 20-May-2026". why says what does not fit; both are empty when
// it is about something else. A number without its unit is no answer: nobody
// stands beside a box that says which is meant.
func (n Need) Takes(m Measured, now time.Time) (words, why string) {
	if n.Document || !slices.ContainsFunc(m.Codes, func(c string) bool { return slices.Contains(n.LOINC, c) }) {
		return "", ""
	}
	switch {
	case m.At.After(now.Add(ahead)):
		return "", "It is dated in the future."
	case n.Days > 0 && m.At.IsZero():
		return "", "It does not say when it was measured."
	case n.Days > 0 && m.At.Before(now.AddDate(0, 0, -n.Days)):
		return "", "It is older than " + strconv.Itoa(n.Days) + " days."
	case n.Unit != "" && (m.Value == "" || m.Unit == ""):
		return "", "It is no number with its unit."
	case n.Unit != "":
		q, why := n.Reads(m.Value + " " + m.Unit)
		if why != "" {
			return "", why
		}
		words = q.String()
	case m.Value != "" && m.Unit != "":
		words = m.Value + " " + called(m.Unit)
	default:
		words = m.Value + m.Text
	}
	if words == "" {
		return "", "It says no value."
	}
	if m.At.IsZero() {
		return words + ", when is not said", ""
	}
	return words + ", measured " + m.At.Format("02-Jan-2006"), ""
}
