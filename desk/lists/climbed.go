package lists

import (
	"slices"

	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// Climbed is how often what is late reached somebody, and what came of it.
type Climbed = store.Climbed

// MayClimbed reports whether somebody may see it of each by name: who leads in an
// organization, sees to its quality, or runs it. Others see how it is with all of
// them together.
func MayClimbed(who desk.Who) bool {
	return who.User != "" && who.Only == "" && who.Has(party.TeamLead, party.Quality, party.Admin)
}

// ClimbedTo counts what reached the people of the reader's organizations over the
// owner's head in so many days, whoever was reached most first; the sum comes
// apart, and is all that who may not see the others is given.
func ClimbedTo(r *desk.Reading, days int) (each []Climbed, sum Climbed, err error) {
	all, err := r.View.As(store.Scope{System: true}).Climbed(r.Now().AddDate(0, 0, -days), r.Now())
	for _, c := range all {
		if !slices.Contains(r.Who().All(), r.Directory().Users[c.Who].Org) {
			continue
		}
		each = append(each, c)
		sum.Told, sum.InTime, sum.Later, sum.Not, sum.Waits = sum.Told+c.Told, sum.InTime+c.InTime, sum.Later+c.Later, sum.Not+c.Not, sum.Waits+c.Waits
	}
	slices.SortStableFunc(each, func(a, b Climbed) int { return b.Told - a.Told })
	if !MayClimbed(r.Who()) {
		each = nil
	}
	return each, sum, err
}
