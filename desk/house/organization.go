package house

import (
	"maps"
	"slices"
	"strings"
	"time"

	"referd/base/code"
	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/people"
	"referd/store"
)

var organizations = line[party.Org]{called: "Organization", stays: true,
	org:  func(_ *desk.Directory, o party.Org) party.OrgID { return o.ID },
	name: func(_ *desk.Directory, o party.Org) string { return o.Name },
	words: func(dir *desk.Directory, o party.Org) []Word {
		return append([]Word{{"Name", o.Name}, {"NPI", NPI(o.Identifiers)}, {"Address", Address(o.Address)}, {"Phone", o.Phone}, {"Fax", o.Fax}, {"Nurse line", o.Nurse}, {"Time zone", o.Zone}, {"A code at sign-in", factors(o)}, {"Safety concerns go to", dir.PersonName(o.Safety)}, {"Reached", Channels[o.Channel]}, {"In the directory", yes(o.Active)}}, labels(o)...)
	},
	check: func(l *look, was *party.Org, o party.Org) error {
		const op = "house.organization"
		if was != nil && was.Active && !o.Active && l.dir.Here(o.ID) {
			return fault.About(op, "active", fault.Refused, "People work here for it. Close their accounts first.")
		}
		field, wrong := o.Wrong()
		return fault.All(fault.If(strings.TrimSpace(o.Name) == "", op, "name", "Name the organization."), fault.If(wrong != "", op, field, wrong), dialed(op, "phone", o.Phone), dialed(op, "fax", o.Fax), dialed(op, "nurse", o.Nurse), l.npi("org/"+string(o.ID), o.Identifiers), fault.If(!zoned(o.Zone), op, "zone", "That is not a time zone. America/New_York is one."),
			fault.If(o.Safety != "" && (was == nil || o.Safety != was.Safety) && (l.dir.Users[o.Safety].Org != o.ID || !l.dir.Users[o.Safety].Active), op, "safety", "Choose somebody who works here."),
			fault.If(slices.ContainsFunc(o.Factor, func(j party.Job) bool { return !slices.Contains(offered, j) }), op, "factor", "Choose jobs people have here."),
			labelled(o), fault.If(Channels[o.Channel] == "" || was != nil && l.dir.Here(o.ID) != (o.Channel == party.House), op, "channel", "Choose how they are reached."))
	},
	touch: func(l *look, was *party.Org, o party.Org) (out []string, err error) {
		if was == nil {
			return nil, nil
		}
		if was.Name != o.Name || was.Phone != o.Phone || was.Fax != o.Fax || was.Nurse != o.Nurse {
			n, err := l.both(o.ID)
			if err != nil {
				return nil, err
			}
			out = append(out, many(n, "open referral shows", "open referrals show")+" the new name and numbers at once, to both sides.")
		}
		if !maps.Equal(was.Labels, o.Labels) {
			out = append(out, "Your people read the new words on their pages at once. Partners and patients, systems (FHIR) and measures keep the phase’s own name.")
		}
		if factors(*was) != factors(o) {
			n := 0
			for _, u := range l.dir.Users {
				if u.Org == o.ID && u.Active && people.Requires(asking(l.dir, o), u, l.Now()) {
					n++
				}
			}
			out = append(out, many(n, "person shows", "people show")+" a code at sign-in. Who has none yet sets it up at their next; sessions that are open stay.")
		}
		if was.Zone != o.Zone {
			n := 0
			for _, u := range l.dir.Users {
				if u.Org == o.ID && u.Active {
					n++
				}
			}
			out = append(out, many(n, "person sees", "people see")+" times in the new zone. No due moves: a due is a moment, and its hour on the clock is another.", "The hours of your teams keep their own zones: see Hours.")
		}
		return out, nil
	},
	gone: func(o party.Org, _ time.Time) party.Org { o.Active = false; return o },
}

// factors are the jobs that show a code, as they are kept.
func factors(o party.Org) string {
	var out []string
	for _, j := range o.Factor {
		out = append(out, string(j))
	}
	return strings.Join(out, ", ")
}

// asking is a directory in which an organization asks what it will.
func asking(dir *desk.Directory, o party.Org) *desk.Directory {
	out := *dir
	out.Orgs = maps.Clone(dir.Orgs)
	out.Orgs[o.ID] = o
	return &out
}

// Channels are how an organization is reached, in words.
var Channels = map[party.Channel]string{party.House: "works here", party.FHIR: "FHIR", party.Feed: "FHIR feed", party.Phone: "telephone and fax"}

// both counts the open referrals an organization has sent or got.
func (l *look) both(o party.OrgID) (n int, err error) {
	open := true
	for _, side := range []referral.Side{referral.Sender, referral.Receiver} {
		k, err := l.whole(store.Queue{Side: side, Org: o, Open: &open})
		if err != nil {
			return 0, err
		}
		n += k
	}
	return n, nil
}

// npi refuses a wrong check digit, and a number that is somebody else's.
func (l *look) npi(self string, list []code.Identifier) error {
	n := NPI(list)
	switch {
	case n == "":
		return nil
	case !id.NPI(n):
		return fault.About("house.npi", "npi", fault.Invalid, "That is no NPI: ten digits, the last of which checks the others. Look at it again, or leave it empty.")
	case l.dir.ByNPI(n) != "" && l.dir.ByNPI(n) != self:
		return fault.About("house.npi", "npi", fault.Invalid, "Somebody else has this NPI here. Look at it again, or leave it empty.")
	}
	return nil
}

// NPI is the National Provider Identifier among identifiers; empty when none is.
func NPI(list []code.Identifier) string {
	if i := slices.IndexFunc(list, func(x code.Identifier) bool { return x.System == code.NPI }); i >= 0 {
		return list[i].Value
	}
	return ""
}

// WithNPI are identifiers with another NPI, or none, and the others as they were.
func WithNPI(list []code.Identifier, npi string) []code.Identifier {
	out := slices.DeleteFunc(slices.Clone(list), func(x code.Identifier) bool { return x.System == code.NPI })
	if npi = strings.TrimSpace(npi); npi != "" {
		out = append(out, code.Identifier{System: code.NPI, Value: npi, Type: "NPI"})
	}
	return out
}

// Address is where somebody works, on one line.
func Address(a party.Address) string {
	var out []string
	for _, s := range append(slices.Clone(a.Lines), a.City, strings.TrimSpace(a.State+" "+a.PostalCode)) {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}

func zoned(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && name != "Local"
}

var places = line[party.Location]{called: "Place",
	org:  func(_ *desk.Directory, x party.Location) party.OrgID { return x.Org },
	name: func(_ *desk.Directory, x party.Location) string { return x.Name },
	words: func(_ *desk.Directory, x party.Location) []Word {
		return []Word{{"Name", x.Name}, {"Address", Address(x.Address)}, {"Phone", x.Phone}, {"In use", yes(x.Active)}}
	},
	check: func(l *look, was *party.Location, x party.Location) error {
		const op = "house.place"
		field, wrong := x.Wrong()
		return fault.All(fault.If(strings.TrimSpace(x.Name) == "", op, "name", "Name the place."), fault.If(wrong != "", op, field, wrong), dialed(op, "phone", x.Phone))
	},
	touch: func(l *look, was *party.Location, x party.Location) (out []string, err error) {
		if was == nil {
			return nil, nil
		}
		for _, s := range l.dir.ServicesByID {
			if s.Location == x.ID && s.Active {
				out = append(out, s.Name+" is there. Visits that are booked keep what their patients were told.")
			}
		}
		slices.Sort(out)
		return out, nil
	},
	gone: func(x party.Location, _ time.Time) party.Location { x.Active = false; return x },
}
