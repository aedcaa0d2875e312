package people_test

import (
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/people"
)

var newcomer = people.Account{Email: "lee@example.org", Name: party.Name{Family: "Lee", Given: []string{"Kim"}}, Team: "home-team", Jobs: []party.Job{party.ReferringStaff}, Password: "three plain words"}

// An administrator opens an account at home; who it is for signs in with it,
// changes the password, and the old one and the old sessions are out.
func TestAnAccountIsOpened(t *testing.T) {
	h := desktest.New(t)
	u, err := people.Open(ctx, h.Desk, h.As("kay"), newcomer)
	if err != nil {
		t.Fatal(err)
	}
	token, err := people.SignIn(ctx, h.Desk, newcomer.Email, newcomer.Password, home)
	if err != nil {
		t.Fatal(err)
	}
	who, err := people.Session(ctx, h.Desk, token)
	if err != nil || who.User != u || !who.Has(party.ReferringStaff) || who.Has(party.Admin) {
		t.Fatalf("%+v %v", who, err)
	}
	if err := people.Renew(ctx, h.Desk, who, "not it", "another four plain words"); kindOf(err) != fault.Denied {
		t.Errorf("changed without the old one: %v", err)
	}
	if err := people.Renew(ctx, h.Desk, who, newcomer.Password, "another four plain words"); err != nil {
		t.Fatal(err)
	}
	if _, err := people.Session(ctx, h.Desk, token); kindOf(err) != fault.Denied {
		t.Errorf("a session outlived its password: %v", err)
	}
	if _, err := people.SignIn(ctx, h.Desk, newcomer.Email, newcomer.Password, home); kindOf(err) != fault.Denied {
		t.Errorf("the old password opens: %v", err)
	}
	if _, err := people.SignIn(ctx, h.Desk, newcomer.Email, "another four plain words", home); err != nil {
		t.Errorf("the new one does not: %v", err)
	}
	if audited(t, h, "account.open", access.Success) != 1 || audited(t, h, "account.password", access.Success) != 1 {
		t.Error("not in the audit")
	}
}

func TestAccountsAreRefused(t *testing.T) {
	h := desktest.New(t)
	for name, x := range map[string]struct {
		user   party.UserID
		change func(*people.Account)
		want   fault.Kind
	}{
		"by staff":             {"moss", func(*people.Account) {}, fault.Denied},
		"an address taken":     {"kay", func(a *people.Account) { a.Email = "DOC@example.org" }, fault.Conflict},
		"no address":           {"kay", func(a *people.Account) { a.Email = "lee" }, fault.Invalid},
		"an address with more": {"kay", func(a *people.Account) { a.Email = "Kim <lee@example.org>" }, fault.Invalid},
		"somebody else's team": {"kay", func(a *people.Account) { a.Team = "intake" }, fault.Invalid},
		"another's clinician":  {"kay", func(a *people.Account) { a.Practitioner = "dr-chen" }, fault.Invalid},
		"one with an account":  {"kay", func(a *people.Account) { a.Practitioner = "dr-doc" }, fault.Invalid},
		"no job":               {"kay", func(a *people.Account) { a.Jobs = nil }, fault.Invalid},
		"a short password":     {"kay", func(a *people.Account) { a.Password = "short" }, fault.Invalid},
		"its own name":         {"kay", func(a *people.Account) { a.Email, a.Password = "newcomer@example.org", "newcomer-2026" }, fault.Invalid},
	} {
		a := newcomer
		x.change(&a)
		if _, err := people.Open(ctx, h.Desk, h.As(x.user), a); kindOf(err) != x.want {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
}

// A clinician lets a colleague cover and takes it back; nobody helps
// themselves to it, and none covers who is no clinician.
func TestDelegation(t *testing.T) {
	h := desktest.New(t)
	give := func(user party.UserID, x party.Delegation) fault.Kind {
		return kindOf(h.Write(ctx, h.As(user), "delegation", func(w *desk.Writing) error { return people.Delegate(w, x) }))
	}
	cover := party.Delegation{For: "dr-doc", To: "doc2", Cover: true, Until: desktest.Start.Add(7 * 24 * time.Hour)}
	for _, x := range []struct {
		user party.UserID
		d    party.Delegation
		want fault.Kind
	}{
		{"doc2", cover, fault.Denied}, {"moss", cover, fault.Denied}, {"stranger", cover, fault.Denied},
		{"doc", party.Delegation{For: "dr-doc", To: "moss", Cover: true}, fault.Invalid}, {"doc", party.Delegation{For: "dr-doc", To: "chen"}, fault.Invalid}, {"doc", party.Delegation{For: "dr-doc", To: "doc"}, fault.Invalid},
		{"kay", party.Delegation{For: "dr-chen", To: "moss"}, fault.Invalid}, {"doc", party.Delegation{For: "dr-doc", To: "doc2", From: desktest.Start, Until: desktest.Start.Add(-time.Hour)}, fault.Invalid},
	} {
		if got := give(x.user, x.d); got != x.want {
			t.Errorf("%s gives %+v: %v, want %v", x.user, x.d, got, x.want)
		}
	}
	if got := give("doc", cover); got != 255 {
		t.Fatalf("the clinician: %v", got)
	}
	covers := func() bool { return len(h.As("doc2").Cover) == 1 }
	if !covers() {
		t.Fatal("the cover does not cover")
	}
	if got := kindOf(h.Write(ctx, h.As("moss"), "recall", func(w *desk.Writing) error { return people.Recall(w, "dr-doc", "doc2") })); got != fault.Denied {
		t.Errorf("staff take it back: %v", got)
	}
	if got := kindOf(h.Write(ctx, h.As("doc"), "recall", func(w *desk.Writing) error { return people.Recall(w, "dr-doc", "doc2") })); got != 255 || covers() {
		t.Errorf("taken back: %v, covers: %v", got, covers())
	}
	if got := give("doc", cover); got != 255 || !covers() {
		t.Fatalf("given again: %v", got)
	}
	if h.Pass(8 * 24 * time.Hour); covers() {
		t.Error("it outlived its end")
	}
}
