package desk

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/access"
	"referd/core/party"
)

// ViewID names a saved view.
type ViewID string

// SavedView is a narrowing of a list that somebody kept under a name, for
// themselves or for their team. The query holds codes and ids, never words of
// a patient; it is also the address by which the view is shared.
type SavedView struct {
	ID    ViewID
	Name  string
	Query string // view=late&service=…
	Owner party.UserID
	Team  party.TeamID // set: for everybody of the team
	Gone  bool
}

// viewKeys are what a view's address may hold.
var viewKeys = []string{"view", "service", "sender", "order", "with"}

// SaveView keeps a view. Under a name somebody gave one before it is that one,
// changed: a press that comes twice keeps one.
func SaveView(w *Writing, name, query string, forTeam bool) (ViewID, error) {
	const op = "desk.SaveView"
	name = strings.TrimSpace(name)
	if name == "" || utf8.RuneCountInString(name) > 40 {
		return "", fault.About(op, "name", fault.Invalid, "Give the view a name of at most 40 letters.")
	}
	q, err := url.ParseQuery(query)
	if err != nil {
		return "", fault.About(op, "query", fault.Invalid, "That is not a view.")
	}
	keep := url.Values{}
	for _, k := range viewKeys {
		if x := q.Get(k); x != "" && len(x) <= 40 {
			keep.Set(k, x)
		}
	}
	v := SavedView{ID: ViewID(id.New(w.Now())), Name: name, Query: keep.Encode(), Owner: w.Who().User}
	if forTeam {
		if len(w.Who().Teams) == 0 {
			return "", fault.About(op, "team", fault.Invalid, "You are in no team.")
		}
		v.Team = w.Who().Teams[0]
	}
	for _, x := range w.Directory().ViewsOf(w.Who()) {
		if x.Owner == v.Owner && x.Team == v.Team && x.Name == v.Name {
			v.ID = x.ID
		}
	}
	w.Act(access.Create)
	w.SawObject("View/" + string(v.ID))
	return v.ID, w.Tx.PutThing(KindView, string(v.ID), w.Who().Org, v)
}

// DropView forgets one: its owner may, and for a team's whoever is in it.
func DropView(w *Writing, v ViewID) error {
	const op = "desk.DropView"
	have, ok := w.Directory().Views[v]
	if !ok || have.Gone || !have.seenBy(w.Who()) {
		return fault.E(op, fault.Missing, "There is no such view, or none of yours.", nil)
	}
	have.Gone = true
	w.Act(access.Delete)
	w.SawObject("View/" + string(v))
	return w.Tx.PutThing(KindView, string(v), w.Who().Org, have)
}

func (v SavedView) seenBy(who Who) bool {
	return v.Owner == who.User || v.Team != "" && slices.Contains(who.Teams, v.Team)
}

// ViewsOf lists somebody's views and those of their teams, the oldest first.
func (d *Directory) ViewsOf(who Who) (out []SavedView) {
	for _, v := range d.Views {
		if !v.Gone && v.seenBy(who) {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b SavedView) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out
}
