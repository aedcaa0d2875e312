package chase

import (
	"cmp"
	"slices"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/store"
)

// Leave closes an account at one organization and moves everything it has: what it owed or had
// claimed goes back to its teams, the loops it answered for as the accountable
// clinician and its drafts to a colleague, what it is on call for to the same
// colleague where they are a clinician; its delegations end, and so do its
// sessions, all in one commit. Their free times are offered no more, and scheduling
// has each visit booked with them to look at on the same day. Who may: an administrator of its organization.
// to is the clinician who takes over; empty is the named cover. It is Invalid
// when a clinician leaves and nobody takes over. No due moves.
func Leave(w *desk.Writing, user, to party.UserID) (moved int, err error) {
	const op = "chase.Leave"
	if !w.Who().Has(party.Admin) {
		return 0, desk.Denied(op, "An administrator closes accounts.")
	}
	dir := w.Directory()
	u, ok := dir.Users[user]
	if !ok || u.Org != w.Who().Org {
		return 0, turn.Invalid("user", "There is no such account here.")
	}
	w.SawObject("User/" + string(user))
	if to == "" {
		to = cover(dir, u.Practitioner, u.Org, w.Now())
	}
	next := dir.Users[to]
	if to != "" && (!next.Active || next.Org != u.Org || next.ID == user) {
		return 0, turn.Invalid("to", "Choose somebody who works here.")
	}
	if next.Invited {
		return 0, turn.Invalid("to", "They were invited and have not come in yet. Choose somebody who has.")
	}
	sys := w.As(desk.System("off-boarding"))
	if u.Practitioner != "" {
		if err := inherit(sys, u, next, &moved); err != nil {
			return moved, err
		}
		if err := unseen(w, sys, u, &moved); err != nil {
			return moved, err
		}
	}
	if err := giveBack(sys, user, next, &moved); err != nil {
		return moved, err
	}
	if err := handCalls(w, u, next, &moved); err != nil {
		return moved, err
	}
	return moved, shut(w, u, to)
}

// handCalls gives whatever somebody is on call for, now or later, to the clinician
// who takes over, without the number that rang with whoever left; where that is
// none it ends, and the setup says that nobody answers (hazard H8).
func handCalls(w *desk.Writing, u, next party.User, moved *int) error {
	dir, now := w.Directory(), w.Now()
	for name, o := range dir.OnCalls {
		if o.User != u.ID || !o.Until.IsZero() && !o.Until.After(now) {
			continue
		}
		if next.Practitioner != "" {
			o.User, o.Phone = next.ID, ""
		} else {
			o.Until = now
		}
		*moved++
		if err := w.Tx.PutThing(desk.KindOnCall, name, u.Org, o); err != nil {
			return err
		}
	}
	return nil
}

// inherit makes a colleague accountable for every open loop of a clinician.
func inherit(sys *desk.Writing, u, next party.User, moved *int) error {
	yes := true
	for page := 0; ; page += 500 {
		rows, err := sys.Queue(store.Queue{Side: referral.Sender, Org: u.Org, Open: &yes, Order: "sent", Limit: 500, Offset: page}, sys.Now())
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, x := range rows {
			if x.Clinician != u.Practitioner {
				continue
			}
			if next.Practitioner == "" {
				return turn.Invalid("to", "This clinician answers for open referrals. Choose the clinician who takes over.")
			}
			if err := answerFor(sys, x.Row, next); err != nil {
				return err
			}
			*moved++
		}
	}
}

// answerFor readdresses a loop, and its draft where it is one.
func answerFor(sys *desk.Writing, x store.Row, next party.User) error {
	_, err := turn.Do(sys, turn.Form{Referral: x.ID}, func(t *turn.Turn) error {
		t.Add(referral.Readdressed{Clinician: next.Practitioner}, "off-boarding")
		return draft.Rename(t, next.Practitioner)
	})
	return err
}

// giveBack returns what a person has to its teams; what was theirs as the
// clinician went to the next one with the loop.
func giveBack(sys *desk.Writing, user party.UserID, next party.User, moved *int) error {
	for {
		list, err := sys.Queue(store.Queue{OnlyMine: true, Person: user, Ahead: true, Limit: 500}, sys.Now())
		if err != nil || len(list) == 0 {
			return err
		}
		for _, x := range list {
			a := loop.Assign{Duty: x.Owed.Duty, Team: x.Owed.Team, Why: "left"}
			if next.Practitioner != "" && slices.ContainsFunc(sys.Directory().Members(a.Team), func(m party.User) bool { return m.ID == next.ID }) {
				a.Person = next.ID
			}
			*moved++
			if x.Owed.Kind == store.KindLook {
				if err := sys.Tx.GiveLook(x.ID, a.Duty, a.Team, a.Person); err != nil {
					return err
				}
				continue
			}
			if _, err := loop.Give(sys, turn.Form{Referral: x.ID}, a); err != nil {
				return err
			}
		}
	}
}

// leads is another lead who works in a team: whoever administers may see no chart,
// and is asked last.
func leads(dir *desk.Directory, team party.TeamID, but party.UserID) party.UserID {
	for _, u := range dir.Members(team) {
		for _, m := range dir.Memberships {
			if m.User == u.ID && u.ID != but && m.Team == team && m.Until.IsZero() && slices.Contains(m.Roles, party.TeamLead) {
				return u.ID
			}
		}
	}
	return ""
}

// shut closes the account, its delegations and its sessions, and names another
// lead where it led.
func shut(w *desk.Writing, u party.User, to party.UserID) error {
	dir := w.Directory()
	u.Active = false
	if err := w.Tx.PutThing(desk.KindUser, string(u.ID), u.Org, u); err != nil {
		return err
	}
	for name, d := range dir.Delegations {
		if d.To == u.ID || u.Practitioner != "" && d.For == u.Practitioner && dir.Users[d.To].Org == u.Org {
			d.Until = w.Now()
			if err := w.Tx.PutThing(desk.KindDelegation, name, u.Org, d); err != nil {
				return err
			}
		}
	}
	for id, t := range dir.Teams {
		if t.Lead != u.ID {
			continue
		}
		t.Lead = cmp.Or(to, leads(dir, id, u.ID), w.Who().User)
		if err := w.Tx.PutThing(desk.KindTeam, string(id), t.Org, t); err != nil {
			return err
		}
	}
	for _, other := range dir.Seats(dir.Login(u.ID)) {
		if other != u.ID { // who works elsewhere too goes on there
			return nil
		}
	}
	return w.Tx.EndSessions(string(dir.Login(u.ID)))
}
