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

// What is wrong with an input is said all at once; but that somebody was faster,
// or that it is not theirs to do, stands alone.
func TestAll(t *testing.T) {
	name, born := If(true, "chart.Add", "family", "A name."), If(true, "chart.Add", "born", "A birth date.")
	refused, faster := E("loop", Refused, "Give a reason.", nil), E("loop", Conflict, "Somebody was faster.", nil)
	for _, c := range []struct {
		err  error
		kind Kind
		want string
	}{
		{All(nil, name, All(nil, born, nil)), Invalid, "family born"},
		{All(name, refused), Invalid, "family"},
		{All(nil, refused), Refused, ""},
		{All(name, fmt.Errorf("outer: %w", faster), born), Conflict, ""},
		{All(name, errors.New("disk 7")), Broken, ""},
	} {
		var got []string
		for _, f := range Each(c.err) {
			got = append(got, f.Field)
		}
		if Of(c.err) != c.kind || strings.Join(got, " ") != c.want {
			t.Errorf("%v: %s about %v, want %s about %q", c.err, Of(c.err), got, c.kind, c.want)
		}
	}
	if All() != nil || All(nil, If(false, "chart.Add", "family", "A name.")) != nil {
		t.Error("nothing is wrong, and it faults")
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
