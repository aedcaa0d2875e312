package lists

import (
	"slices"
	"strings"

	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// Load is how much somebody has by name, and how much of it is late: the counts
// of the views Person and PersonLate.
type Load struct {
	party.User
	Teams      []party.TeamID
	Open, Late int
}

// Watches are the teams whose work somebody sees by name, by team name: their own
// and those they lead, and for who watches the whole service line every team of the
// organization.
func Watches(who desk.Who, dir *desk.Directory) (out []party.TeamID) {
	for id, t := range dir.Teams {
		if t.Org == who.Org && (slices.Contains(who.Teams, id) || t.Lead == who.User || who.Has(party.Quality)) {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, func(a, b party.TeamID) int {
		return strings.Compare(dir.TeamName(a)+" "+string(a), dir.TeamName(b)+" "+string(b))
	})
	return out
}

// Workload counts what each colleague has of the teams the reader Watches; who has
// most late comes first. No patient is in it.
func Workload(r *desk.Reading) (out []Load, err error) {
	who, dir := r.Who(), r.Directory()
	if !who.Charts() {
		return nil, desk.NoChart("lists.Workload")
	}
	at := map[party.UserID]int{}
	for _, id := range Watches(who, dir) {
		for _, u := range dir.Members(id) {
			if _, ok := at[u.ID]; !ok {
				at[u.ID] = len(out)
				out = append(out, Load{User: u})
			}
			i := at[u.ID]
			out[i].Teams = append(out[i].Teams, id)
		}
	}
	for i := range out {
		a := Asking{With: out[i].ID}
		n, err := r.View.Counts([]store.Queue{a.query(r, Person), a.query(r, PersonLate)}, r.Now()) // one look each (owed_person, alone)
		if err != nil {
			return nil, err
		}
		out[i].Open, out[i].Late = n[0], n[1]
	}
	slices.SortFunc(out, func(a, b Load) int {
		if a.Late != b.Late {
			return b.Late - a.Late
		}
		if a.Open != b.Open {
			return b.Open - a.Open
		}
		return strings.Compare(a.Name.Family+" "+string(a.ID), b.Name.Family+" "+string(b.ID))
	})
	return out, nil
}
