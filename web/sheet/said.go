package sheet

import (
	"strings"

	"referd/core/search"
	"referd/web/page"
)

// Said says how a birth date was read that may mean several days, in the order
// they were looked for; nothing where it was no guess.
func Said(q search.Query) (out []string) {
	for _, x := range q.Readings {
		if len(x.Born) < 2 {
			continue
		}
		var days []string
		for _, b := range x.Born {
			day := page.Day(string(b.Day))
			if b.How != "" {
				day += ", the " + b.How
			}
			days = append(days, day)
		}
		out = append(out, "The birth date was read as "+strings.Join(days, "; and as ")+".")
	}
	return out
}
