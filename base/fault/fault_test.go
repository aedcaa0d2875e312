package fault

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// What nobody classified is ours, and its cause is for the log alone.
func TestPublic(t *testing.T) {
	cause := errors.New("disk 7: Mrs Canary's row")
	for _, c := range []struct {
		err  error
		kind Kind
		says string
	}{
		{E("desk.Accept", Refused, "It is accepted already.", cause), Refused, "It is accepted already."},
		{fmt.Errorf("outer: %w", E("desk.Accept", Denied, "Your role may not do this.", cause)), Denied, "Your role may not do this."},
		{About("fhir.Patient", "birthDate", Invalid, "That is no day."), Invalid, "That is no day."},
		{E("desk.Accept", Broken, "It broke: "+cause.Error(), cause), Broken, "Something broke on our side. Nothing was changed. Please try again."},
		{cause, Broken, "Something broke on our side. Nothing was changed. Please try again."},
	} {
		if Of(c.err) != c.kind || Public(c.err) != c.says {
			t.Errorf("%v: %s, %q", c.err, Of(c.err), Public(c.err))
		}
		if strings.Contains(Public(c.err), "Canary") {
			t.Errorf("%q names a patient", Public(c.err))
		}
	}
	if err := E("store.Open", Busy, "Try again.", cause); !errors.Is(err, cause) || !strings.Contains(err.Error(), "disk 7") {
		t.Errorf("the log does not learn the cause: %v", err)
	}
}

// Kinds are stored: their numbers and names never move.
func TestKindsStay(t *testing.T) {
	for i, name := range []string{"broken", "invalid", "denied", "missing", "conflict", "refused", "busy"} {
		if Kind(i).String() != name {
			t.Errorf("kind %d is %s, not %s", i, Kind(i), name)
		}
	}
}
