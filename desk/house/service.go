package house

import (
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

var services = line[party.Service]{called: "Service",
	org:   func(_ *desk.Directory, s party.Service) party.OrgID { return s.Org },
	name:  func(_ *desk.Directory, s party.Service) string { return s.Name },
	words: wordsOfService, check: checkService, touch: touchService,
	gone: func(s party.Service, _ time.Time) party.Service { s.Active = false; return s },
}

// Posts are the teams a service has, in the order of a referral's way.
func Posts(s *party.Service) []*party.TeamID {
	return []*party.TeamID{&s.Intake, &s.Triage, &s.Scheduling, &s.Clinic}
}

// PostWords say what each of them does; PostJobs who can do it.
var (
	PostWords = []string{"Opens what comes", "Decides", "Books", "Sees the patient and reports"}
	PostJobs  = [][]party.Job{{party.Intake}, {party.TriageNurse, party.Specialist}, {party.Scheduler}, {party.Specialist, party.Imaging}}
)

// Urgencies are those a service may take.
var Urgencies = []party.Urgency{party.Routine, party.Urgent, party.Emergency}

func wordsOfService(dir *desk.Directory, s party.Service) []Word {
	specialty := s.Specialty.Display
	if s.Specialty.Code != "" {
		specialty += " (" + s.Specialty.Code + ")"
	}
	var takes []string
	for _, u := range Urgencies {
		if s.Takes(u) {
			takes = append(takes, string(u))
		}
	}
	out := []Word{{"Name", s.Name}, {"Specialty", specialty}, {"Place", dir.Locations[s.Location].Name}, {"Phone", s.Phone}, {"Takes", strings.Join(takes, ", ")}, {"Takes referrals", yes(s.Active)}}
	for i, t := range Posts(&s) {
		out = append(out, Word{PostWords[i], dir.TeamName(*t)})
	}
	out = append(out, Word{"Intake may accept", yes(s.IntakeAccepts)})
	for _, n := range s.Needs {
		out = append(out, Word{"Asks for: " + n.Label, Asked(n)})
	}
	for _, st := range policy.Steps() {
		if spans, own := s.Dues[st.What]; own {
			out = append(out, Word{"Time to: " + st.Words, spansOf(spans)})
		}
	}
	for i, u := range Urgencies {
		if s.SeenIn[i] > 0 {
			out = append(out, Word{"Seen within, " + string(u), many(s.SeenIn[i], "day", "days")})
		}
	}
	return out
}

// Asked says how a need is answered.
func Asked(n party.Need) string {
	how := "in words"
	switch {
	case n.Document:
		how = "by a document"
	case n.Unit != "":
		how = "in " + n.Unit
		if n.Low+n.High != "" {
			how += ", from " + n.Low + " to " + n.High
		}
		if len(n.LOINC) > 0 {
			how += ", or as measured (LOINC " + strings.Join(n.LOINC, ", ") + ")"
		}
		if n.Days > 0 {
			how += ", at most " + many(n.Days, "day", "days") + " old"
		}
	}
	if n.Required {
		how = "needed, " + how
	} else {
		how = "helps, " + how
	}
	if n.Why != "" {
		how += ": " + n.Why
	}
	return how
}

func spansOf(spans [3]party.Span) string {
	return fmt.Sprintf("%s · urgent %s · emergency %s", spans[0], spans[1], spans[2])
}

func checkService(l *look, was *party.Service, s party.Service) error {
	const op = "house.service"
	field, wrong := s.Wrong()
	all := []error{fault.If(strings.TrimSpace(s.Name) == "", op, "name", "Name the service, as those who refer would look for it."), fault.If(wrong != "", op, field, wrong),
		fault.If(s.Specialty.Code == "", op, "specialty", "Choose a specialty of the list, or type its NUCC code: ten letters that end in X."), fault.If(s.Location != "" && l.dir.Locations[s.Location].Org != s.Org, op, "location", "Choose one of your places."),
		fault.If(s.Active && l.dir.Here(s.Org) && s.Phone == "" && s.Takes(party.Emergency), op, "phone", "An emergency is spoken before it is sent: give a direct line, or take none."), dialed(op, "phone", s.Phone)}
	for i, t := range Posts(&s) {
		x := l.dir.Teams[*t]
		all = append(all, fault.If(*t != "" && (x.Org != s.Org || !x.Active) || *t == "" && l.dir.Here(s.Org), op, []string{"intake", "triage", "scheduling", "clinic"}[i], "Choose one of your teams."))
	}
	all = append(all, needs(s.Needs))
	for i, n := range s.SeenIn {
		all = append(all, fault.If(n < 0 || n > 3660, op, fmt.Sprintf("seen-%d", i), "Give a number of days, or leave it empty."))
	}
	return fault.All(append(all, dues(s.Dues))...)
}

// needs refuses what nobody could answer, or two could not be told apart.
func needs(list []party.Need) error {
	const op = "house.needs"
	codes := map[string]bool{}
	all := []error{fault.If(len(list) > 30, op, "need-0-label", "Nobody fills in more than thirty things.")}
	for i, n := range list {
		field := fmt.Sprintf("need-%d-", i)
		low, lowOK := new(big.Rat).SetString(n.Low)
		high, highOK := new(big.Rat).SetString(n.High)
		long, why := party.Wrong(n.Label, 200), party.Wrong(n.Why, 400)
		all = append(all, fault.If(strings.TrimSpace(n.Label) == "", op, field+"label", "Say what is asked for, in your own words."), fault.If(long != "", op, field+"label", long), fault.If(why != "", op, field+"why", why),
			fault.If(n.Code == "" || codes[n.Code], op, field+"label", "Two things are asked for by this name. Name one of them otherwise."), fault.If(n.Unit == "" && (n.Low+n.High != "" || len(n.LOINC) > 0), op, field+"unit", "A quantity has a unit, such as kg."),
			fault.If(n.Low != "" && !lowOK, op, field+"low", "A bound is a number, such as 1 or 36.5."), fault.If(n.High != "" && !highOK, op, field+"high", "A bound is a number, such as 1 or 36.5."), fault.If(lowOK && highOK && low.Cmp(high) > 0, op, field+"low", "The least is more than the most."),
			fault.If(n.Days < 0 || n.Days > 3660, op, field+"days", "Give a number of days, or leave it empty."))
		codes[n.Code] = true
	}
	return fault.All(all...)
}

// dues refuses times for what time is not allowed for, and a row of which one is
// missing.
func dues(d party.Dues) error {
	var all []error
	for _, st := range policy.Steps() {
		spans, there := d[st.What]
		for i, s := range spans {
			all = append(all, fault.If(there && s.String() == "", "house.dues", fmt.Sprintf("due-%s-%d", st.What, i), "Write a time such as 3 working days, same day, 2 working hours, 4 h or 30 min."))
		}
	}
	for what := range d {
		all = append(all, fault.If(!slices.ContainsFunc(policy.Steps(), func(s policy.Step) bool { return s.What == what }), "house.dues", "", "Time is not allowed for that."))
	}
	return fault.All(all...)
}

func touchService(l *look, was *party.Service, s party.Service) (out []string, err error) {
	if was == nil {
		return nil, nil
	}
	open := true
	n, err := l.whole(store.Queue{Side: referral.Receiver, Org: s.Org, Service: s.ID, Open: &open})
	if err != nil {
		return nil, err
	}
	say := func(words string, more ...any) { out = append(out, fmt.Sprintf(words, more...)) }
	say("%s at %s.", many(n, "referral is open", "referrals are open"), was.Name)
	if !equal(was.Dues, s.Dues) || was.SeenIn != s.SeenIn {
		say("What they owe now keeps its due, and each its seen-by date. The next step of each, and every new referral, gets the new time.")
	}
	if !reflect.DeepEqual(was.Needs, s.Needs) {
		say("What was sent keeps what it was asked for. New referrals are asked for the new.")
	}
	for i, t := range Posts(&s) {
		if old := *Posts(was)[i]; old != *t {
			say("%s: what is owed now stays with %s; the next such step of each goes to %s.", PostWords[i], l.dir.TeamName(old), l.dir.TeamName(*t))
		}
	}
	if was.Active && !s.Active {
		say("Nobody can refer to it any more. What is open goes on to its end.")
	}
	return out, nil
}

func equal(a, b party.Dues) bool {
	if len(a) != len(b) {
		return false
	}
	for what, spans := range a {
		if other, ok := b[what]; !ok || other != spans {
			return false
		}
	}
	return true
}

// allowed is what the whole house allows, where a service says nothing of its own.
var allowed = line[policy.Settings]{called: "The house's",
	org:  func(dir *desk.Directory, _ policy.Settings) party.OrgID { return dir.Teams[dir.Network()].Org },
	name: func(*desk.Directory, policy.Settings) string { return "times allowed" },
	words: func(_ *desk.Directory, s policy.Settings) (out []Word) {
		for _, st := range policy.Steps() {
			out = append(out, Word{st.Words, spansOf(s.Dues[st.What])})
		}
		for i, u := range Urgencies {
			out = append(out, Word{"Seen within, " + string(u), many(s.SeenBy[i], "day", "days")})
		}
		return out
	},
	check: func(l *look, was *policy.Settings, s policy.Settings) error {
		for i, n := range s.SeenBy {
			if n < 1 || n > 3660 {
				return fault.About("house.allowed", fmt.Sprintf("seen-%d", i), fault.Invalid, "Give a number of days.")
			}
		}
		for _, st := range policy.Steps() {
			if _, there := s.Dues[st.What]; !there {
				return fault.About("house.allowed", "due-"+st.What+"-0", fault.Invalid, "A time is needed: nothing is owed without one.")
			}
		}
		return dues(s.Dues)
	},
	touch: func(l *look, was *policy.Settings, s policy.Settings) ([]string, error) {
		open := true
		n := 0
		for o := range l.dir.Orgs {
			k, err := l.whole(store.Queue{Side: referral.Sender, Org: o, Open: &open})
			if err != nil {
				return nil, err
			}
			n += k
		}
		own := 0
		for _, sv := range l.dir.ServicesByID {
			if sv.Active && len(sv.Dues) > 0 {
				own++
			}
		}
		out := []string{many(n, "referral is open in the whole house. What it owes now keeps its due;", "referrals are open in the whole house. What they owe now keeps its due;") + " the next step of each, and every new referral, gets the new time."}
		if own > 0 {
			out = append(out, many(own, "service has times of its own, which stay.", "services have times of their own, which stay."))
		}
		return out, nil
	},
	gone:  func(policy.Settings, time.Time) policy.Settings { return policy.Defaults() },
	begin: policy.Defaults,
	next: func(was *policy.Settings, s policy.Settings) policy.Settings {
		s.Version = was.Version + 1
		return s
	},
}
