package referral_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
)

var rewrite = flag.Bool("rewrite", false, "rewrite the golden files; read the diff before you commit it")

// golden compares what was made with a file, or rewrites it.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s", file, got)
	}
}

// A transcript is a conversation, one file an act or a family of acts:
//
//	Given a routine referral, accepted
//	> 1d3h sc booked {"a":"a1","f":"2026-03-09T09:00:00Z"}
//
// A line that begins with > is put to the loop by somebody, a day and an hour
// after Monday 2 March 2026, 09:00; what the loop answers is written under it.
// "told" is a partner, who tells; the others ask and may be refused. DAY is
// five days on, "last booked" the key of the latest booking.
func TestTranscripts(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	if len(files) < 30 {
		t.Fatalf("only %d transcripts", len(files))
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			script, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, f, play(t, string(script)))
		})
	}
}

// cast are the people of the transcripts.
var cast = map[string]referral.Standing{
	"rc":        {User: "doctor", Side: referral.Sender, Jobs: []party.Job{party.ReferringClinician}, Teams: []party.TeamID{"home-team"}, Zone: time.UTC, Accountable: true, Confirmed: true},
	"rc-tired":  {User: "doctor", Side: referral.Sender, Jobs: []party.Job{party.ReferringClinician}, Teams: []party.TeamID{"home-team"}, Zone: time.UTC, Accountable: true}, // has not typed the password again
	"colleague": {User: "colleague", Side: referral.Sender, Jobs: []party.Job{party.ReferringClinician}, Teams: []party.TeamID{"home-team"}, Zone: time.UTC, Confirmed: true},
	"rs":        {User: "staff", Side: referral.Sender, Jobs: []party.Job{party.ReferringStaff}, Teams: []party.TeamID{"home-team"}, Zone: time.UTC},
	"rs-behalf": {User: "staff", Side: referral.Sender, Jobs: []party.Job{party.ReferringStaff}, Teams: []party.TeamID{"home-team"}, Zone: time.UTC, Behalf: true}, // the clinician lets them send
	"rx":        {User: "intake", Side: referral.Receiver, Jobs: []party.Job{party.Intake}, Teams: []party.TeamID{"intake"}, Zone: time.UTC},
	"rx-rule":   {User: "intake", Side: referral.Receiver, Jobs: []party.Job{party.Intake}, Teams: []party.TeamID{"intake"}, Zone: time.UTC, Accepts: true}, // the service's rule lets intake accept
	"tn":        {User: "nurse", Side: referral.Receiver, Jobs: []party.Job{party.TriageNurse}, Teams: []party.TeamID{"triage"}, Zone: time.UTC},
	"sp":        {User: "specialist", Side: referral.Receiver, Jobs: []party.Job{party.Specialist}, Teams: []party.TeamID{"clinic"}, Zone: time.UTC},
	"sc":        {User: "scheduler", Side: referral.Receiver, Jobs: []party.Job{party.Scheduler}, Teams: []party.TeamID{"booking"}, Zone: time.UTC},
	"im":        {User: "imager", Side: referral.Receiver, Jobs: []party.Job{party.Imaging}, Teams: []party.TeamID{"clinic"}, Zone: time.UTC},
	"pt":        {User: "patient", Jobs: []party.Job{party.PatientSelf}, Teams: []party.TeamID{}, Zone: time.UTC},
	"tl":        {User: "lead", Side: referral.Receiver, Jobs: []party.Job{party.TeamLead}, Teams: []party.TeamID{"clinic"}, Zone: time.UTC},
	"tl-home":   {User: "lead-home", Side: referral.Sender, Jobs: []party.Job{party.TeamLead}, Teams: []party.TeamID{"home-team"}, Zone: time.UTC},
	"ad":        {User: "admin", Side: referral.Sender, Jobs: []party.Job{party.Admin}, Teams: []party.TeamID{}, Zone: time.UTC},
	"po":        {User: "privacy", Side: referral.Sender, Jobs: []party.Job{party.PrivacyOfficer}, Teams: []party.TeamID{"office"}, Zone: time.UTC},
	"lk":        {Side: referral.Receiver, Jobs: []party.Job{party.LinkHolder}}, // of a receiver without an account, by its link
	"sy":        {Jobs: []party.Job{party.System}},
}

// office is when the teams of the transcripts work: Monday to Friday, 8 to 17.
var office = party.Hours{Zone: "UTC", Open: [7][2]int{{}, {480, 1020}, {480, 1020}, {480, 1020}, {480, 1020}, {480, 1020}, {}}}

func clinicFacts() policy.Facts {
	f := facts()
	f.Service = party.Service{ID: "cardio", Intake: "intake", Triage: "triage", Scheduling: "booking", Clinic: "clinic"}
	f.Services = func(party.ServiceID) (party.Service, bool) { return f.Service, true }
	f.Team = func(id party.TeamID) (party.Team, bool) { return party.Team{ID: id, Hours: office}, id != "" }
	f.Privacy = func(o party.OrgID) (party.TeamID, party.UserID) {
		return map[party.OrgID]party.TeamID{"home": "office"}[o], map[party.OrgID]party.UserID{"home": "privacy"}[o]
	}
	f.User = func(c party.PractitionerID, _ party.OrgID) party.UserID {
		return map[party.PractitionerID]party.UserID{"dr": "doctor", "chen": "specialist"}[c]
	}
	return f
}

var given = regexp.MustCompile(`^Given an? (routine|urgent|emergency) referral, ([a-z]+)$`)

// steps is how a loop comes to where a conversation begins.
var steps = []struct{ name, line string }{
	{"draft", `0d0h told drafted {"p":"p","o":"home","t":"home-team","c":"dr","u":"URGENCY","s":"cardio"}`},
	{"signed", `0d0h told signed {"c":"dr"}`},
	{"sent", `0d0h told sent {"p":"p","o":"home","t":"home-team","c":"dr","to":{"s":"cardio","o":"clinic","c":"house"},"u":"URGENCY","q":"q","by":"2026-03-30T09:00:00Z"}`},
	{"delivered", `0d0h told delivered {}`},
	{"opened", `0d1h told opened {}`},
	{"accepted", `0d2h told accepted {}`},
	{"booked", `0d3h told booked {"a":"a1","f":"2026-03-06T10:00:00Z","c":"chen"}`},
	{"seen", `4d1h told seen {"a":"a1","c":"chen"}`},
	{"reported", `4d2h told reported {"i":"r1","k":"final","d":"doc","a":"chen"}`},
	{"returned", `4d2h told report-delivered {"i":"r1","c":"house"}`},
	{"acknowledged", `4d3h told acknowledged {"i":"r1","a":"yes"}`},
	{"closed", `4d4h told patient-informed {"i":"r1","h":"call"}`},
}

func play(t *testing.T, script string) []byte {
	t.Helper()
	p := &player{t: t, f: clinicFacts(), s: referral.Fold("loop", nil)}
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		switch m := given.FindStringSubmatch(line); {
		case m != nil:
			p.given(line, m[1], m[2])
		case line == "" || strings.HasPrefix(line, "#"):
			fmt.Fprintln(&p.out, line)
		case strings.HasPrefix(line, "> "):
			fmt.Fprintln(&p.out, line)
			p.put(line[2:])
		case !strings.HasPrefix(line, "  "):
			t.Fatalf("cannot read %q", line)
		}
	}
	return p.out.Bytes()
}

type player struct {
	t   *testing.T
	out bytes.Buffer
	f   policy.Facts
	s   referral.State
	at  time.Time
}

func (p *player) given(line, urgency, until string) {
	p.s = referral.Fold("loop", nil)
	shown := p.out.Len()
	for _, st := range steps {
		if st.name == "sent" && urgency == "emergency" {
			p.put(`0d0h told spoke {"n":"call"}`)
		}
		p.put(strings.ReplaceAll(st.line, "URGENCY", urgency))
		if st.name == until {
			p.out.Truncate(shown)
			fmt.Fprintln(&p.out, line)
			p.show()
			return
		}
	}
	p.t.Fatalf("no loop is ever %q", until)
}

// put reads "1d3h tn accepted {json}" and puts it to the loop.
func (p *player) put(line string) {
	part := strings.SplitN(line, " ", 4)
	if len(part) < 3 {
		p.t.Fatalf("cannot read %q", line)
	}
	body := "{}"
	if len(part) == 4 {
		body = part[3]
	}
	var days, hours int
	fmt.Sscanf(part[0], "%dd%dh", &days, &hours)
	p.at = day0.AddDate(0, 0, days).Add(time.Duration(hours) * time.Hour)
	body = strings.ReplaceAll(body, "DAY", p.at.AddDate(0, 0, 5).Format(time.RFC3339))
	ev, err := referral.Decode(part[2], []byte(lastKey.ReplaceAllStringFunc(body, p.last)))
	if err != nil {
		p.t.Fatal(err)
	}
	p.say(part[1], ev)
}

var lastKey = regexp.MustCompile(`"last ([a-z-]+)"`)

func (p *player) last(said string) string {
	kind := lastKey.FindStringSubmatch(said)[1]
	for _, e := range slices.Backward(p.s.Entries()) {
		if referral.KindOf(e.What) == kind {
			return `"` + string(e.Key) + `"`
		}
	}
	p.t.Fatalf("nothing was %s", kind)
	return ""
}

func (p *player) say(who string, ev referral.Event) {
	events := referral.Observe(p.s, ev, p.at)
	by := referral.By{Client: "partner"}
	if who != "told" {
		st, ok := cast[who]
		if !ok {
			p.t.Fatalf("nobody is called %q", who)
		}
		var err error
		if events, err = referral.Decide(p.s, st, ev, p.at); err != nil {
			fmt.Fprintf(&p.out, "  %s: %s\n", fault.Of(err), fault.Public(err))
			return
		}
		by = referral.By{User: st.User, Org: map[referral.Side]party.OrgID{referral.Sender: "home", referral.Receiver: "clinic"}[st.Side]}
	}
	for _, ev := range events {
		n := len(p.s.Entries())
		p.s = referral.Evolve(p.s, referral.Entry{Seq: n + 1, At: p.at, Noted: p.at, By: by, Key: p.s.KeyFor(ev, fmt.Sprint(n+1)), What: ev})
	}
	p.show()
}

// show writes where the loop stands: its phase, the ball, the duties.
func (p *player) show() {
	fmt.Fprintf(&p.out, "  = %s", p.s.Phase())
	who := func(o referral.Owed) string {
		if o.Person != "" {
			return string(o.Team) + " (" + string(o.Person) + ")"
		}
		return string(o.Team)
	}
	if o, open := policy.Owe(&p.s, p.f, p.at); open {
		fmt.Fprintf(&p.out, " · %s: %s by %s", who(o), o.Act, o.Due.Format("Mon 2 Jan 15:04"))
	}
	fmt.Fprintln(&p.out)
	for _, d := range p.s.Duties() {
		o := policy.OweDuty(&p.s, d, p.f, p.at)
		fmt.Fprintf(&p.out, "    also %s: %s, %s by %s\n", who(o), d.Kind, d.Act, o.Due.Format("Mon 2 Jan 15:04"))
	}
}

// Every kind of event is told or asked for in some transcript; every kind that
// can be asked for is granted in one, denied to somebody, and refused.
func TestTranscriptsAreComplete(t *testing.T) {
	heard := map[string]map[string]bool{}
	files, _ := filepath.Glob("testdata/*.txt")
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		kind, who := "", ""
		for line := range strings.Lines(string(b)) {
			if strings.HasPrefix(line, "> ") {
				part := strings.Fields(line)
				who, kind = part[2], part[3]
				continue
			}
			for _, answer := range []string{"=", "denied:", "refused:"} {
				if !strings.HasPrefix(line, "  "+answer) || kind == "" {
					continue
				}
				if heard[kind] == nil {
					heard[kind] = map[string]bool{}
				}
				heard[kind][answer+map[bool]string{true: "told"}[who == "told"]] = true
				kind = ""
			}
		}
	}
	never := map[string]string{ // nobody asks for these: they are the house's own
		"drafted": "", "joined": "", "escalated": "", "recomputed": "", "asserted": "", "new-facts": "", "incident-opened": "",
	}
	unrefused := map[string]string{"released": "", "claimed": "", "proposal-refused": ""}
	for _, k := range referral.Kinds() {
		h := heard[k]
		if _, own := never[k]; own {
			if !h["=told"] && !h["="] {
				t.Errorf("no transcript has %s", k)
			}
			continue
		}
		if !h["="] || !h["denied:"] {
			t.Errorf("%s: granted %v, denied %v", k, h["="], h["denied:"])
		}
		if _, ok := unrefused[k]; !ok && !h["refused:"] {
			t.Errorf("%s is never refused", k)
		}
	}
}
