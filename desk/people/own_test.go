package people_test

import (
	"testing"

	"referd/base/fault"
	"referd/core/access"
	"referd/desk/desktest"
	"referd/desk/people"
)

// Somebody signs out everywhere: every session of theirs ends, nobody else's does.
func TestSigningOutEverywhere(t *testing.T) {
	h := desktest.New(t)
	joined(t, h, newcomer)
	other := newcomer
	other.Email = "other@example.org"
	joined(t, h, other)
	in := func(email string) string {
		token, err := people.SignIn(ctx, h.Desk, email, words, home)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	desk, phone, theirs := in(newcomer.Email), in(newcomer.Email), in(other.Email)
	who, err := people.Session(ctx, h.Desk, phone)
	if err != nil {
		t.Fatal(err)
	}
	if err := people.EndAll(ctx, h.Desk, who); err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{desk, phone} {
		if _, err := people.Session(ctx, h.Desk, token); kindOf(err) != fault.Denied {
			t.Errorf("a session is still open: %v", err)
		}
	}
	if _, err := people.Session(ctx, h.Desk, theirs); err != nil {
		t.Errorf("somebody else was signed out: %v", err)
	}
	if audited(t, h, "sign-out.everywhere", access.Success) != 1 {
		t.Error("not in the audit")
	}
}
