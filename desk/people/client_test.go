package people_test

import (
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/people"
	"referd/store"
)

// admitted registers a client as kay, who runs the home practice.
func admitted(t testing.TB, h *desktest.House, scopes ...string) (secret string) {
	t.Helper()
	err := h.Write(ctx, h.As("kay"), "client.admit", func(w *desk.Writing) (err error) {
		secret, err = people.Admit(w, party.Client{ID: "ehr", Orgs: []party.OrgID{"clinic"}, Scopes: scopes})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// A client is admitted to its administrator's organization alone, gets a token
// for its secret, and is out within a second of being dismissed.
func TestClientComesAndGoes(t *testing.T) {
	h := desktest.New(t)
	secret := admitted(t, h, "system/*.rs", "system/Task.cruds")
	for _, x := range [][2]string{{"ehr", "guess"}, {"ehr", ""}, {"nobody", secret}, {"nobody", ""}, {"", ""}} {
		if _, _, _, err := people.ClientToken(ctx, h.Desk, x[0], x[1], "", "here"); kindOf(err) != fault.Denied {
			t.Errorf("%s: %v", x[0], err)
		}
	}
	token, lives, scopes, err := people.ClientToken(ctx, h.Desk, "ehr", secret, "system/Task.cu system/Patient.rs system/Patient.c system/Task.cu patient/Task.rs", "here")
	if err != nil || lives != time.Hour || scopes != "system/Task.cu system/Patient.rs" {
		t.Fatalf("%q for %s: %v", scopes, lives, err)
	}
	who, err := people.Bearer(ctx, h.Desk, token)
	if err != nil || who.Client != "ehr" || len(who.Orgs) != 1 || who.Orgs[0] != "home" || strings.Join(who.Scopes, " ") != scopes {
		t.Fatalf("%+v %v", who, err)
	}
	if _, err := people.Session(ctx, h.Desk, token); kindOf(err) != fault.Denied {
		t.Errorf("a client's token opens the pages: %v", err)
	}
	if _, _, _, err := people.ClientToken(ctx, h.Desk, "ehr", secret, "system/Patient.d", "here"); kindOf(err) != fault.Invalid {
		t.Errorf("a scope it has not: %v", err)
	}
	if err := h.Write(ctx, h.As("kay"), "client.dismiss", func(w *desk.Writing) error { return people.Dismiss(w, "ehr") }); err != nil {
		t.Fatal(err)
	}
	h.Pass(time.Second)
	if _, err := people.Bearer(ctx, h.Desk, token); kindOf(err) != fault.Denied {
		t.Errorf("dismissed, and in: %v", err)
	}
	if _, _, _, err := people.ClientToken(ctx, h.Desk, "ehr", secret, "", "here"); kindOf(err) != fault.Denied {
		t.Errorf("dismissed, and given a token: %v", err)
	}
}

// A token ends after its hour; the cache does not stretch it, nor does the
// clock moved back bring it to life.
func TestTokensEnd(t *testing.T) {
	h := desktest.New(t)
	token, lives, _, err := people.ClientToken(ctx, h.Desk, "ehr", admitted(t, h, "system/*.cruds"), "", "here")
	if err != nil {
		t.Fatal(err)
	}
	h.Pass(lives)
	if _, err := people.Bearer(ctx, h.Desk, token); err != nil {
		t.Fatal(err)
	}
	h.Pass(500 * time.Millisecond)
	if _, err := people.Bearer(ctx, h.Desk, token); kindOf(err) != fault.Denied {
		t.Errorf("after its hour: %v", err)
	}
	h.Pass(-2 * time.Hour)
	if _, err := people.Bearer(ctx, h.Desk, token); kindOf(err) != fault.Denied {
		t.Errorf("before it was made: %v", err)
	}
}

// Only who runs an organization admits and dismisses its systems; a foreign
// one is as absent, a name that is taken stays whose it is.
func TestWhoAdmits(t *testing.T) {
	h := desktest.New(t)
	admitted(t, h, "system/*.cruds")
	write := func(user party.UserID, f func(*desk.Writing) error) fault.Kind {
		return kindOf(h.Write(ctx, h.As(user), "client", f))
	}
	admit := func(c party.Client) func(*desk.Writing) error {
		return func(w *desk.Writing) error { _, err := people.Admit(w, c); return err }
	}
	for _, x := range []struct {
		user party.UserID
		c    party.Client
		want fault.Kind
	}{{"doc", party.Client{ID: "x"}, fault.Denied}, {"kay", party.Client{ID: "ehr"}, fault.Conflict}, {"kay", party.Client{}, fault.Invalid}, {"kay", party.Client{ID: "a/b"}, fault.Invalid}, {"kay", party.Client{ID: "y", Scopes: []string{"everything"}}, fault.Invalid}} {
		if got := write(x.user, admit(x.c)); got != x.want {
			t.Errorf("%s admits %q: %v, want %v", x.user, x.c.ID, got, x.want)
		}
	}
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.PutThing(desk.KindMembership, "stranger@other-team", "other", party.Membership{User: "stranger", Team: "other-team", Roles: []party.Job{party.Admin}})
	}); err != nil {
		t.Fatal(err)
	}
	dismiss := func(c party.ClientID) func(*desk.Writing) error {
		return func(w *desk.Writing) error { return people.Dismiss(w, c) }
	}
	if foreign, absent := write("stranger", dismiss("ehr")), write("stranger", dismiss("nothing")); foreign != fault.Missing || absent != foreign {
		t.Errorf("a foreign client: %v, an absent one: %v", foreign, absent)
	}
	if got := write("moss", dismiss("ehr")); got != fault.Denied {
		t.Errorf("staff dismiss: %v", got)
	}
}

// The check of a token is on the path of every request of a system.
func BenchmarkBearer(b *testing.B) {
	h := desktest.New(b)
	token, _, _, err := people.ClientToken(ctx, h.Desk, "ehr", admitted(b, h, "system/*.cruds"), "", "here")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := people.Bearer(ctx, h.Desk, token); err != nil {
			b.Fatal(err)
		}
	}
}
