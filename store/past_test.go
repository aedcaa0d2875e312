package store_test

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"referd/store"
)

// Each version of a line of the directory stays, with who wrote it and what was
// before; the newest is the one that is so, whatever was read from it.
func TestVersionsStay(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		put := func(scope store.Scope, kind, id, name string) {
			must(t, db.Commit(t.Context(), func(tx *store.Tx) error {
				return tx.As(scope).PutThing(kind, id, "home", map[string]string{"Name": name})
			}))
		}
		put(store.Scope{System: true}, "team", "t1", "Desk")
		put(store.Scope{User: "kay"}, "team", "t1", "Front desk")
		put(store.Scope{Client: "ehr"}, "service", "s1", "Cardiology")
		put(store.Scope{User: "kay"}, "view", "v1", "not configuration")
		var all []store.Version
		must(t, db.View(t.Context(), store.Scope{}, func(v *store.View) error {
			one, err := v.Past(store.PastQuery{Kind: "team", ID: "t1", Limit: 9})
			must(t, err)
			if len(one) != 2 || one[0].Who != "kay" || !one[0].Newest || one[1].Newest || one[1].Who != "" || !strings.Contains(string(one[0].Before), `"Desk"`) || one[1].Before != nil || time.Since(one[0].At) > time.Minute {
				t.Errorf("the team: %+v", one)
			}
			all, err = v.Past(store.PastQuery{Org: "home", Kinds: []string{"team", "service"}, Limit: 2})
			must(t, err)
			older, err := v.Past(store.PastQuery{Org: "home", Kinds: []string{"team", "service"}, Until: all[1].Version, Limit: 2})
			must(t, err)
			if len(all) != 2 || all[0].Who != "ehr" || all[1].ID != "t1" || len(older) != 1 || older[0].Version >= all[1].Version {
				t.Errorf("the organization's: %+v and %+v", all, older)
			}
			return nil
		}))
	})
}

// Lines written at once have versions of their own: who has read up to one misses
// no other of it.
func TestAVersionIsGivenOnce(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		var all errgroup.Group
		for i := range 4 {
			all.Go(func() error {
				return db.Commit(t.Context(), func(tx *store.Tx) error { return tx.PutThing("team", string(rune('a'+i)), "home", i) })
			})
		}
		must(t, all.Wait())
		must(t, db.View(t.Context(), store.Scope{}, func(v *store.View) error {
			n, err := v.DirectoryVersion()
			if n != 4 {
				t.Errorf("four lines, and the newest is version %d", n)
			}
			return err
		}))
	})
}

// What a directory held before versions were kept is its first version.
func TestWhatWasThereIsAVersion(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		pg := strings.HasPrefix(dsn, "postgres")
		old := raw(t, dsn)
		upTo(t, old, pg, 14)
		_, err := old.ExecContext(t.Context(), `insert into directory (kind, id, org, version, body) values ('org', 'home', 'home', 7, '{"Name":"Home"}')`)
		must(t, err)
		must(t, old.Close())
		db := open(t, dsn)
		must(t, db.View(t.Context(), store.Scope{}, func(v *store.View) error {
			list, err := v.Past(store.PastQuery{Kind: "org", ID: "home", Limit: 9})
			if len(list) != 1 || list[0].Version != 7 || !list[0].At.IsZero() || !list[0].Newest {
				t.Errorf("%+v, %v", list, err)
			}
			return err
		}))
	})
}

// A link is found by its hash as long as it is remembered, and is used for all
// of its kind that somebody has.
func TestLinksAreUsedOnce(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		made := db.Machine()
		must(t, db.Commit(t.Context(), func(tx *store.Tx) error {
			for token, who := range map[string]string{"a": "kim", "b": "kim", "c": "lee"} {
				must(t, tx.PutLink(store.Link{Token: token, Kind: "invitation", Who: who, Made: made, Ends: made.Add(time.Hour)}))
			}
			return tx.UseLinks("invitation", "kim")
		}))
		must(t, db.View(t.Context(), store.Scope{}, func(v *store.View) error {
			for token, used := range map[string]bool{"a": true, "b": true, "c": false} {
				l, found, err := v.Link(token)
				must(t, err)
				if !found || l.Used.IsZero() == used || !l.Ends.Equal(made.Add(time.Hour)) {
					t.Errorf("%s: %+v, %v", token, l, found)
				}
			}
			_, found, err := v.Link("guessed")
			if list, _ := v.Links("invitation"); found || err != nil || len(list) != 3 {
				t.Errorf("%v %v %+v", found, err, list)
			}
			return nil
		}))
	})
}
