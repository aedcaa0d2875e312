package people_test

import (
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/house"
	"referd/desk/people"
)

var newcomer = people.Account{Email: "lee@example.org", Name: party.Name{Family: "Lee", Given: []string{"Kim"}}, Team: "home-team", Jobs: []party.Job{party.ReferringStaff}}

const words = "three plain words"

// openFor opens an account as an administrator.
func openFor(h *desktest.House, user party.UserID, a people.Account) (u party.UserID, err error) {
	err = h.Write(ctx, h.As(user), "account.open", func(w *desk.Writing) (err error) { u, err = people.Open(w, a); return err })
	return u, err
}

// invite makes a link for somebody.
func invite(h *desktest.House, user, guest party.UserID) (token string, err error) {
	err = h.Write(ctx, h.As(user), "account.invite", func(w *desk.Writing) (err error) { token, _, err = people.Invitation(w, guest); return err })
	return token, err
}

// joined opens an account at home for somebody who has come in.
func joined(t *testing.T, h *desktest.House, a people.Account) party.UserID {
	t.Helper()
	u, err := openFor(h, "kay", a)
	if err != nil {
		t.Fatal(err)
	}
	token, err := invite(h, "kay", u)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := people.Join(ctx, h.Desk, token, words); err != nil {
		t.Fatal(err)
	}
	return u
}

// An administrator opens an account at home; who it is for sets the password by
// the link, signs in with it and changes it, and then the old one and the old
// sessions are out.
func TestAnAccountIsOpened(t *testing.T) {
	h := desktest.New(t)
	u := joined(t, h, newcomer)
	token, err := people.SignIn(ctx, h.Desk, newcomer.Email, words, home)
	if err != nil {
		t.Fatal(err)
	}
	who, err := people.Session(ctx, h.Desk, token)
	if err != nil || who.User != u || !who.Has(party.ReferringStaff) || who.Has(party.Admin) || who.Practitioner != "" {
		t.Fatalf("%+v %v", who, err)
	}
	if err := people.Renew(ctx, h.Desk, who, "not it", "another four plain words"); kindOf(err) != fault.Denied {
		t.Errorf("changed without the old one: %v", err)
	}
	if err := people.Renew(ctx, h.Desk, who, words, "another four plain words"); err != nil {
		t.Fatal(err)
	}
	if _, err := people.Session(ctx, h.Desk, token); kindOf(err) != fault.Denied {
		t.Errorf("a session outlived its password: %v", err)
	}
	if _, err := people.SignIn(ctx, h.Desk, newcomer.Email, words, home); kindOf(err) != fault.Denied {
		t.Errorf("the old password opens: %v", err)
	}
	if _, err := people.SignIn(ctx, h.Desk, newcomer.Email, "another four plain words", home); err != nil {
		t.Errorf("the new one does not: %v", err)
	}
	for _, kind := range []string{"account.open", "account.invite", "account.join", "account.password"} {
		if audited(t, h, kind, access.Success) != 1 {
			t.Errorf("%s is not in the audit", kind)
		}
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
		"an endless address":   {"kay", func(a *people.Account) { a.Email = strings.Repeat("lee", 90) + "@example.org" }, fault.Invalid},
		"a name of 300":        {"kay", func(a *people.Account) { a.Name.Family = strings.Repeat("Lee", 100) }, fault.Invalid},
		"a name turned round":  {"kay", func(a *people.Account) { a.Name.Family = "Lee\u202e" }, fault.Invalid},
		"somebody else's team": {"kay", func(a *people.Account) { a.Team = "intake" }, fault.Invalid},
		"another's clinician":  {"kay", func(a *people.Account) { a.Practitioner = "dr-chen" }, fault.Invalid},
		"one with an account":  {"kay", func(a *people.Account) { a.Practitioner = "dr-doc" }, fault.Invalid},
		"a wrong NPI":          {"kay", func(a *people.Account) { a.Jobs, a.NPI = []party.Job{party.ReferringClinician}, "1000500632" }, fault.Invalid},
		"no job":               {"kay", func(a *people.Account) { a.Jobs = nil }, fault.Invalid},
	} {
		a := newcomer
		x.change(&a)
		if _, err := openFor(h, x.user, a); kindOf(err) != x.want {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
	hebrew := newcomer
	hebrew.Name = party.Name{Family: "כהן", Given: []string{"נועה"}}
	if _, err := openFor(h, "kay", hebrew); err != nil {
		t.Errorf("a name written from the right: %v", err)
	}
}

// A clinician who is new here is put in the directory, at work here; one it has
// under that NPI is that one, unless they are somebody else's.
func TestAClinicianIsListed(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		a := newcomer
		a.Jobs, a.NPI = []party.Job{party.ReferringClinician}, "1000500631"
		who := h.As(joined(t, h, a))
		dir, err := h.Directory(ctx)
		if err != nil || who.Practitioner == "" || dir.ByNPI("1000500631") != "practitioner/"+string(who.Practitioner) || dir.ClinicianName(who.Practitioner) != "Kim Lee" {
			t.Fatalf("%+v: %v", who, err)
		}
		again := a
		again.Email = "lee2@example.org"
		if _, err := openFor(h, "kay", again); kindOf(err) != fault.Invalid {
			t.Errorf("two accounts of one NPI: %v", err)
		}
	})
}

// An address is one account, whoever of several administrators is faster.
func TestTwoOpenTheSameAccount(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		kay := h.As("kay")
		errs := make(chan error, 4)
		for range 4 {
			go func() {
				errs <- h.Write(ctx, kay, "account.open", func(w *desk.Writing) error { _, err := people.Open(w, newcomer); return err })
			}()
		}
		made := 0
		for range 4 {
			if err := <-errs; err == nil {
				made++
			} else if kindOf(err) != fault.Conflict {
				t.Error(err)
			}
		}
		if made != 1 {
			t.Errorf("%d accounts", made)
		}
	})
}

// A clinician lets a colleague cover and takes it back; nobody helps
// themselves to it, and none covers who is no clinician.
func TestDelegation(t *testing.T) {
	h := desktest.New(t)
	give := func(user party.UserID, x party.Delegation) fault.Kind {
		return kindOf(h.Write(ctx, h.As(user), "delegation", func(w *desk.Writing) error { return house.Delegate(w, x) }))
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
	accept := func(user party.UserID) fault.Kind {
		return kindOf(h.Write(ctx, h.As(user), "accept", func(w *desk.Writing) error { return house.Accept(w, "dr-doc", "doc2") }))
	}
	if covers() {
		t.Fatal("who was asked covers before they said so")
	}
	for _, user := range []party.UserID{"doc", "moss", "kay", "stranger"} {
		if got := accept(user); got != fault.Missing {
			t.Errorf("%s accepts for the cover: %v", user, got)
		}
	}
	for range 2 { // pressed twice
		if got := accept("doc2"); got != 255 || !covers() {
			t.Fatalf("accepted: %v, covers: %v", got, covers())
		}
	}
	if got := kindOf(h.Write(ctx, h.As("moss"), "recall", func(w *desk.Writing) error { return house.Recall(w, "dr-doc", "doc2") })); got != fault.Denied {
		t.Errorf("staff take it back: %v", got)
	}
	if got := kindOf(h.Write(ctx, h.As("doc"), "recall", func(w *desk.Writing) error { return house.Recall(w, "dr-doc", "doc2") })); got != 255 || covers() {
		t.Errorf("taken back: %v, covers: %v", got, covers())
	}
	if got := accept("doc2"); got != fault.Missing {
		t.Errorf("what was taken back is accepted: %v", got)
	}
	if got := give("doc", cover); got != 255 || covers() {
		t.Fatalf("given again: %v", got)
	}
	decline := func(user party.UserID, why string) fault.Kind {
		return kindOf(h.Write(ctx, h.As(user), "decline", func(w *desk.Writing) error { return house.Decline(w, "dr-doc", why) }))
	}
	if got := decline("doc2", strings.Repeat("é", house.Reason+1)); got != fault.Invalid {
		t.Errorf("declined with a letter: %v", got)
	}
	if got := decline("kay", "I would rather not."); got != fault.Missing {
		t.Errorf("declined by who was not asked: %v", got)
	}
	if got := decline("doc2", " I am away those days. "); got != 255 || covers() {
		t.Errorf("declined: %v", got)
	}
	if dir, err := h.Desk.Directory(ctx); err != nil || dir.Delegations["doc2-for-dr-doc"].Why != "I am away those days." || !dir.Delegations["doc2-for-dr-doc"].Declined || accept("doc2") != fault.Missing {
		t.Errorf("it is not kept that it was declined, or it is accepted after all: %v", err)
	}
	if give("doc", cover); accept("doc2") != 255 || !covers() {
		t.Fatal("asked again, and accepted")
	}
	if h.Pass(8 * 24 * time.Hour); covers() {
		t.Error("it outlived its end")
	}
}
