package house

import (
	"strings"
	"testing"
)

// What is due on days that will be shut is said by day, the next first, however
// much is due on each.
func TestWhatIsDueWhenShutIsSaidByDay(t *testing.T) {
	said := strings.Join(dueWhenShut(map[string]int{"2026-12-01": 4, "2026-11-30": 12, "2026-12-03": 1}, "Triage"), "\n")
	const want = `12 things are due on 2026-11-30, when Triage will be shut. They must be done before, or will be late.
4 things are due on 2026-12-01, when Triage will be shut. They must be done before, or will be late.
1 thing is due on 2026-12-03, when Triage will be shut. It must be done before, or will be late.`
	if said != want {
		t.Error(said)
	}
}
