package house

import (
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
)

var onCalls = line[party.OnCall]{called: "On call for",
	org:  func(dir *desk.Directory, o party.OnCall) party.OrgID { return dir.Teams[o.Team].Org },
	name: func(dir *desk.Directory, o party.OnCall) string { return dir.TeamName(o.Team) },
	words: func(dir *desk.Directory, o party.OnCall) []Word {
		return []Word{{"Who", dir.PersonName(o.User)}, {"Number", o.Phone}, {"From", moment(dir, o.Team, o.From)}, {"Until", moment(dir, o.Team, o.Until)}}
	},
	check: func(l *look, was *party.OnCall, o party.OnCall) error {
		const op = "house.onCall"
		u, t := l.dir.Users[o.User], l.dir.Teams[o.Team]
		return fault.All(fault.If(!t.Active, op, "teams", "Choose for which teams they answer."), fault.If(o.User == "" && strings.TrimSpace(o.Phone) == "", op, "user", "Name somebody, or a number that is answered at any hour."),
			fault.If(o.User != "" && (!u.Active || u.Org != t.Org || u.Practitioner == ""), op, "user", "Choose a clinician who works here: what presses asks for a clinician's judgement."),
			fault.If(party.Wrong(o.Phone, 60) != "", op, "phone", "That is no telephone number."), dialed(op, "phone", o.Phone), fault.If(!o.Until.IsZero() && !o.Until.After(o.From), op, "until", "It ends before it begins."))
	},
	touch: func(l *look, _ *party.OnCall, o party.OnCall) ([]string, error) {
		if !o.In(l.Now()) || o.User == "" {
			return nil, nil
		}
		return []string{"What presses and is nobody's of " + l.dir.TeamName(o.Team) + " goes to " + l.dir.PersonName(o.User) + " from now on."}, nil
	},
	gone: func(o party.OnCall, now time.Time) party.OnCall {
		if o.Until.IsZero() || o.Until.After(now) {
			o.Until = now
		}
		return o
	},
}

// dialed refuses a number that nobody can dial: an emergency is spoken on it, and a
// patient who feels worse calls it. It says which: a form has several.
func dialed(op, field, number string) error {
	return fault.If(number != "" && !strings.ContainsAny(number, "0123456789"), op, field, "“"+strings.TrimSpace(number)+"” is no telephone number.")
}

// moment is when something begins or ends, by a team's own clock.
func moment(dir *desk.Directory, t party.TeamID, at time.Time) string {
	if at.IsZero() {
		return "no end"
	}
	return local(dir.Teams[t].Hours, at).Format("Mon 02-Jan-2006 15:04")
}
