package give_test

import (
	"encoding/json"
	"strings"
	"testing"

	"referd/core/party"
	"referd/desk/bring"
	"referd/desk/desktest"
)

// Who works there is given as a list that an import takes again, in the same words:
// to the same house it brings nothing new. How it is set up is beside it, of its own
// alone, and no secret in either.
func TestThePeopleAndTheSetupAreGiven(t *testing.T) {
	s := at(t, desktest.New(t))
	all := s.all()
	list := all["people.csv"]
	for _, email := range []string{"kay@", "doc@", "moss@"} {
		if !strings.Contains(list, email) {
			t.Errorf("%s is not in\n%s", email, list)
		}
	}
	if strings.Contains(list, "stranger") || strings.Contains(all["setup.ndjson"], "other-team") {
		t.Errorf("what is another's is in\n%s%s", list, all["setup.ndjson"])
	}
	s.who = s.h.As("kay")
	rows := strings.Count(list, "\n") - 1
	if i := s.check(bring.People, list); i.State != bring.Checked || i.Counts[bring.Same] != rows || rows < 3 {
		t.Errorf("%v of %d: %v %q\n%s", i.Counts, rows, i.Why, s.faults(i), list)
	}

	kinds := map[string]int{}
	var team party.Team
	for line := range strings.Lines(all["setup.ndjson"]) {
		var x struct {
			Kind, ID string
			Is       json.RawMessage
		}
		s.must(json.Unmarshal([]byte(line), &x))
		if kinds[x.Kind]++; x.Kind == "team" && x.ID == "home-team" {
			s.must(json.Unmarshal(x.Is, &team))
		}
	}
	if kinds["org"] != 1 || kinds["settings"] != 1 || team.Hours.Zone == "" {
		t.Errorf("%v, %+v", kinds, team)
	}
	if !strings.Contains(all["README.txt"], "people.csv") || !strings.Contains(all["README.txt"], "What it does not take") {
		t.Error(all["README.txt"])
	}
}
