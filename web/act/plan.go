package act

import (
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
)

// planForm is what becomes of a line of the plan.
var planForm = form{act: referral.ActDoItem, noun: "plan", icon: "square-check", said: "The plan is up to date.",
	may: func(x *ask) bool {
		return x.has(referral.ActDoItem) || x.has(referral.ActAcceptItem) || x.has(referral.ActHandOn) || x.has(referral.ActRefuseItem)
	},
	happens: []string{"Done wants what shows it, not done wants why: both are kept.", "A line you give stays yours until they take it.", "The loop closes by itself when this was the last thing open."},
	asks: func(x *ask) []page.Part {
		var items []page.Opt
		for _, i := range x.p.State.Items {
			if !i.Owed() {
				continue
			}
			hint := orElse(x.dir.PersonName(i.Person), x.dir.TeamName(i.Team)) + ", by " + x.v.Clock().Day(i.Due)
			if t := x.dir.TeamName(i.OfferedTeam); t != "" && i.Accepted.Before(i.HandedOn) {
				hint += ". Offered to " + orElse(x.dir.PersonName(i.OfferedPerson), t)
			}
			items = append(items, opt(string(i.ID), x.p.Words[i.What], hint))
		}
		return []page.Part{{Legend: "Which line", Fields: []page.Field{pick(x, "radio", "item", "", items...)}},
			{Legend: "What became of it", Fields: []page.Field{pick(x, "radio", "how", "", opt("done", "It is done", "say what shows it"), opt("not", "It is not done", "say why"), opt("give", "Somebody else does it", "say who"), opt("take", "I take it on", "it was offered to me or my team")), words(x, "What shows it, or why not", "")}},
			{Legend: "For giving it, or taking it on", Fields: []page.Field{pick(x, "select", "to", "Who gets it", x.takers()...), {Kind: "date", Name: "due", Label: "By when, when you take it on", Value: x.get("due")}}}}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		i, how, said := referral.ItemID(x.get("item")), x.get("how"), strings.TrimSpace(x.get("words"))
		if err := fault.All(turn.If(i == "", "item", "Say which line."), turn.If(how == "", "how", "Say what became of it."),
			turn.If(how == "done" && said == "", "words", "Say what shows that it is done."), turn.If(how == "not" && said == "", "words", "Say why it is not done."),
			turn.If(how == "give" && x.get("to") == "", "to", "Choose who gets it.")); err != nil {
			return loop.Done{}, err
		}
		switch how {
		case "done":
			return loop.Finish(w, f, i, said)
		case "not":
			return loop.Refuse(w, f, i, said)
		case "take":
			return loop.TakeOn(w, f, i, x.day("due"))
		}
		return x.give(w, f, i)
	}}

// takers are who a line may be given to: people of the reader's own teams, and the
// teams of both sides.
func (x *ask) takers() []page.Opt {
	var people, teams []page.Opt
	for _, t := range x.v.Who.Teams {
		for _, o := range colleagues(x.v, x.dir, t) {
			people = append(people, opt("person/"+string(t)+"/"+o.Value, o.Words, ""))
		}
	}
	for id, t := range x.dir.Teams {
		if t.Active && (t.Org == x.p.Sender.ID || t.Org == x.p.Receiver.ID) {
			teams = append(teams, opt("team/"+string(id), t.Name, ""))
		}
	}
	return append(sorted(people), sorted(teams)...)
}

func (x *ask) give(w *desk.Writing, f loop.Form, i referral.ItemID) (loop.Done, error) {
	kind, rest, _ := strings.Cut(x.get("to"), "/")
	team, person, _ := strings.Cut(rest, "/")
	if kind == "" {
		return loop.Done{}, needed("how", "Say what became of it.")
	}
	return loop.HandOn(w, f, i, party.TeamID(team), party.UserID(person))
}
