package people_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/lists"
	"referd/desk/people"
	"referd/store"
)

// head makes somebody of the clinic its administrator.
func head(t *testing.T, h *desktest.House) {
	t.Helper()
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.PutThing(desk.KindMembership, "nurse@triage", "clinic", party.Membership{User: "nurse", Team: "triage", Roles: []party.Job{party.TriageNurse, party.Admin}})
	}); err != nil {
		t.Fatal(err)
	}
}

// both is doc of home, invited to the clinic and in there too.
func both(t *testing.T, h *desktest.House, a people.Account) (session string, seat party.UserID) {
	t.Helper()
	head(t, h)
	u, err := openFor(h, "nurse", a)
	if err != nil {
		t.Fatal(err)
	}
	token, err := invite(h, "nurse", u)
	if err != nil {
		t.Fatal(err)
	}
	session = opened(t, h)
	who, err := people.Session(ctx, h.Desk, session)
	if err != nil {
		t.Fatal(err)
	}
	if seat, err = accept(h, who, token); err != nil {
		t.Fatal(err)
	}
	return session, seat
}

func accept(h *desktest.House, who desk.Who, token string) (seat party.UserID, err error) {
	err = h.Write(ctx, who, "account.accept", func(w *desk.Writing) (err error) { seat, err = people.Accept(w, token); return err })
	return seat, err
}

var asSpecialist = people.Account{Email: "doc@example.org", Name: party.Name{Family: "Doc", Given: []string{"Some"}}, Team: "wards", Jobs: []party.Job{party.Specialist}}

// Who works in two organizations has one password and works in one of them at a
// time: who they are there, what they may do there and what they see is of that
// one alone, and the audit says which.
func TestOneLoginForSeveralOrganizations(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		token, seat := both(t, h, asSpecialist)
		at := func() desk.Who {
			t.Helper()
			who, err := people.Session(ctx, h.Desk, token)
			if err != nil {
				t.Fatal(err)
			}
			return who
		}
		home := at()
		if home.User != "doc" || home.Org != "home" || len(home.Seats) != 2 || home.Has(party.Specialist) || !home.Has(party.ReferringClinician) {
			t.Fatalf("signed in they are %+v", home)
		}
		if err := people.WorkAt(ctx, h.Desk, token, home, "chen"); kindOf(err) != fault.Missing {
			t.Errorf("worked as somebody else: %v", err)
		}
		if err := people.WorkAt(ctx, h.Desk, token, home, seat); err != nil {
			t.Fatal(err)
		}
		there := at()
		if there.User != seat || there.Login != "doc" || there.Org != "clinic" || there.Has(party.ReferringClinician, party.TeamLead) || !there.Has(party.Specialist) || there.Practitioner != "dr-doc" {
			t.Fatalf("in the clinic they are %+v", there)
		}
		sees := func(who desk.Who) error {
			return h.Read(ctx, who, "patient", func(r *desk.Reading) error { _, err := r.Patient("pat00000000000000001"); return err })
		}
		if err := sees(home); err != nil {
			t.Errorf("their own patient of home: %v", err)
		}
		if err := sees(there); kindOf(err) != fault.Missing {
			t.Errorf("a patient of home, seen from the clinic: %v", err)
		}
		if n := audited(t, h, "session.seat", access.Success); n != 1 {
			t.Errorf("the audit has %d changes of organization", n)
		}
		dir, err := h.Directory(ctx)
		if err != nil || dir.UserOf("dr-doc", "home") != "doc" || dir.UserOf("dr-doc", "clinic") != seat {
			t.Errorf("the clinician is %s at home and %s at the clinic, %v", dir.UserOf("dr-doc", "home"), dir.UserOf("dr-doc", "clinic"), err)
		}
		if err := people.Renew(ctx, h.Desk, there, "open sesame", words); err != nil {
			t.Fatal(err)
		}
		if _, err := people.SignIn(ctx, h.Desk, "doc@example.org", words, "10.0.0.9"); err != nil {
			t.Errorf("the password is not one for both: %v", err)
		}
		if _, err := people.Session(ctx, h.Desk, token); kindOf(err) != fault.Denied {
			t.Errorf("a session outlived its password: %v", err)
		}
	})
}

// An invitation tells the administrator nothing of an account elsewhere: an
// address that has one and one that has none are answered alike, wait alike, and
// look alike in the list; who holds the link and is not signed in is told nothing
// either. It is accepted once, by who is signed in; a new password is not set over
// the old one.
func TestAnInvitationRevealsNoAccountElsewhere(t *testing.T) {
	h := desktest.New(t)
	head(t, h)
	known, unknown := asSpecialist, asSpecialist
	unknown.Email = "nobody@example.org"
	var users []party.UserID
	for _, a := range []people.Account{known, unknown} {
		u, err := openFor(h, "nurse", a)
		if err != nil {
			t.Fatalf("%s: %v", a.Email, err)
		}
		users = append(users, u)
	}
	var waits map[party.UserID]time.Time
	var listed []lists.Member
	if err := h.Read(ctx, h.As("nurse"), "people", func(r *desk.Reading) (err error) {
		if waits, err = people.Waiting(r, "clinic"); err == nil {
			listed, err = lists.People(r)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var alike []party.User
	for _, m := range listed {
		if slices.Contains(users, m.ID) {
			m.ID, m.Email, m.Practitioner = "", "", ""
			alike = append(alike, m.User)
		}
	}
	if _, first := waits[users[0]]; !first || len(alike) != 2 || alike[0].Login != alike[1].Login || alike[0].Invited != alike[1].Invited || alike[0].Active != alike[1].Active {
		t.Errorf("they are told apart: %+v, waiting %v", alike, waits)
	}
	token, err := invite(h, "nurse", users[0])
	if err != nil {
		t.Fatal(err)
	}
	if email, err := people.Join(ctx, h.Desk, token, words); err != nil || email != known.Email {
		t.Errorf("who holds the link is told of an account: %q, %v", email, err)
	}
	if _, err := people.SignIn(ctx, h.Desk, known.Email, words, "10.0.0.4"); kindOf(err) != fault.Denied {
		t.Errorf("a second password for one account: %v", err)
	}
	if _, err := people.SignIn(ctx, h.Desk, known.Email, "open sesame", "10.0.0.5"); err != nil {
		t.Errorf("the password they have: %v", err)
	}
	if g, err := people.Invited(ctx, h.Desk, token); err != nil || g.Over != "" {
		t.Errorf("the link is spent by a password: %+v, %v", g, err)
	}
	if _, err := accept(h, h.As("doc"), "guessed"); kindOf(err) != fault.Missing {
		t.Errorf("a guessed one: %v", err)
	}
	if _, err := accept(h, h.As("kay"), token); kindOf(err) != fault.Refused || strings.Contains(fault.Public(err), "doc@") {
		t.Errorf("accepted by somebody else: %v", err)
	}
	if _, err := accept(h, h.As("doc"), token); err != nil {
		t.Fatal(err)
	}
	if _, err := accept(h, h.As("doc"), token); kindOf(err) != fault.Refused {
		t.Errorf("accepted twice: %v", err)
	}
	if _, err := accept(h, h.As("stranger"), token); kindOf(err) != fault.Refused {
		t.Errorf("accepted by another after it was: %v", err)
	}
	if n := audited(t, h, "account.accept", access.Success); n != 1 {
		t.Errorf("the audit has %d acceptances", n)
	}
	if _, err := openFor(h, "nurse", known); kindOf(err) != fault.Conflict {
		t.Errorf("a second account in one organization: %v", err)
	}
}

// An invitation is for who was asked: another's account is refused and the link
// stays good. An address is one however it is written, and that of any seat of the
// account does.
func TestAnInvitationIsForWhoWasAsked(t *testing.T) {
	h := desktest.New(t)
	head(t, h)
	a := asSpecialist
	a.Email = "Doc@Example.ORG"
	u, err := openFor(h, "nurse", a)
	if err != nil {
		t.Fatal(err)
	}
	token, err := invite(h, "nurse", u)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []party.UserID{"moss", "kay"} {
		_, err := accept(h, h.As(other), token)
		if kindOf(err) != fault.Refused || !strings.Contains(fault.Public(err), "another address") || strings.Contains(strings.ToLower(fault.Public(err)), "doc@") {
			t.Errorf("%s: %v", other, err)
		}
		if dir, err := h.Directory(ctx); err != nil || len(dir.Seats(other)) != 1 || dir.Users[u].Login != "" {
			t.Errorf("%s works at %v, %v", other, dir.Seats(other), err)
		}
	}
	if g, err := people.Invited(ctx, h.Desk, token); err != nil || g.Over != "" {
		t.Errorf("the link is spent: %+v, %v", g, err)
	}
	if seat, err := accept(h, h.As("doc"), token); err != nil || seat != u {
		t.Errorf("who was asked: %s, %v", seat, err)
	}
	dir, err := h.Directory(ctx)
	if err != nil || !dir.Answers("doc", "doc@example.org ") || !dir.Answers("doc", a.Email) || dir.Answers("doc", dir.Users["kay"].Email) {
		t.Errorf("whose addresses are whose: %v", err)
	}
}

// Leaving one organization ends the work there and nothing else: the session goes
// on in the other, the password lets in, and what is owed there stays.
func TestLeavingOneOrganization(t *testing.T) {
	h := desktest.New(t)
	token, seat := both(t, h, asSpecialist)
	who, err := people.Session(ctx, h.Desk, token)
	if err == nil {
		err = people.WorkAt(ctx, h.Desk, token, who, seat)
	}
	if err != nil {
		t.Fatal(err)
	}
	close := func(u party.UserID) {
		t.Helper()
		x := party.User{}
		if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
			if _, err := tx.Thing(desk.KindUser, string(u), &x); err != nil {
				return err
			}
			x.Active = false
			return tx.PutThing(desk.KindUser, string(u), x.Org, x)
		}); err != nil {
			t.Fatal(err)
		}
	}
	close("doc") // the one the account was opened with
	if who, err = people.Session(ctx, h.Desk, token); err != nil || who.User != seat || len(who.Seats) != 0 {
		t.Errorf("after leaving home: %+v, %v", who, err)
	}
	again, err := people.SignIn(ctx, h.Desk, "doc@example.org", "open sesame", "10.0.0.8")
	if err != nil {
		t.Fatal(err)
	}
	if who, err = people.Session(ctx, h.Desk, again); err != nil || who.Org != "clinic" {
		t.Errorf("they come in to %s, %v", who.Org, err)
	}
	close(seat)
	if _, err := people.SignIn(ctx, h.Desk, "doc@example.org", "open sesame", "10.0.0.7"); kindOf(err) != fault.Denied {
		t.Errorf("who works nowhere came in: %v", err)
	}
	if _, err := people.Session(ctx, h.Desk, again); kindOf(err) != fault.Denied {
		t.Errorf("who works nowhere goes on: %v", err)
	}
}

// The strictest of the organizations says whether a code is shown: where the one
// that invites asks for codes, an account without them accepts only once it has
// them, and then shows one wherever it works. Only the first organization's
// administrator takes them off.
func TestTheStricterOrganizationAsksForACode(t *testing.T) {
	h := desktest.New(t)
	head(t, h)
	u, err := openFor(h, "nurse", asSpecialist)
	if err != nil {
		t.Fatal(err)
	}
	token, err := invite(h, "nurse", u)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.PutThing(desk.KindOrg, "clinic", "clinic", party.Org{ID: "clinic", Name: "The Clinic", Channel: party.House, Active: true, Zone: "America/New_York", Factor: []party.Job{party.Specialist}})
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := accept(h, h.As("doc"), token); kindOf(err) != fault.Refused {
		t.Fatalf("accepted without codes: %v", err)
	}
	enrolled(t, h, "doc")
	if _, err := accept(h, h.As("doc"), token); err != nil {
		t.Fatal(err)
	}
	half, err := people.SignIn(ctx, h.Desk, "doc@example.org", "open sesame", "10.0.0.9")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := people.Session(ctx, h.Desk, half); kindOf(err) != fault.Denied {
		t.Errorf("in without a code: %v", err)
	}
	off := func(by, of party.UserID) error {
		return h.Write(ctx, h.As(by), "factor.off", func(w *desk.Writing) error { return people.Unfactor(w, of) })
	}
	if err := off("nurse", u); kindOf(err) != fault.Refused {
		t.Errorf("the second organization took the codes off: %v", err)
	}
	if err := off("doc", "doc"); kindOf(err) != fault.Refused {
		t.Errorf("taken off although the clinic asks for them: %v", err)
	}
	if err := off("kay", "doc"); err != nil {
		t.Errorf("the first organization does not: %v", err)
	}
}
