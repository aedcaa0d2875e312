package referral_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
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

// A transcript is a conversation: each line "> 1d3h tn accepted {json}" is put
// to the loop by somebody, and what it answers is written under it. "told"
// tells; the others ask.
func TestTranscripts(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	if len(files) < 8 {
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
	"rc":        {User: "doctor", Side: referral.Sender, Jobs: []party.Job{party.ReferringClinician}, Accountable: true, Confirmed: true},
	"rc-tired":  {User: "doctor", Side: referral.Sender, Jobs: []party.Job{party.ReferringClinician}, Accountable: true}, // has not typed the password again
	"colleague": {User: "colleague", Side: referral.Sender, Jobs: []party.Job{party.ReferringClinician}, Confirmed: true},
	"rs":        {User: "staff", Side: referral.Sender, Jobs: []party.Job{party.ReferringStaff}},
	"rx":        {User: "intake", Side: referral.Receiver, Jobs: []party.Job{party.Intake}},
	"tn":        {User: "nurse", Side: referral.Receiver, Jobs: []party.Job{party.TriageNurse}},
	"sp":        {User: "specialist", Side: referral.Receiver, Jobs: []party.Job{party.Specialist}},
	"sc":        {User: "scheduler", Side: referral.Receiver, Jobs: []party.Job{party.Scheduler}},
	"tl":        {User: "lead", Side: referral.Receiver, Jobs: []party.Job{party.TeamLead}},
	"ad":        {User: "admin", Side: referral.Sender, Jobs: []party.Job{party.Admin}},
	"sy":        {Jobs: []party.Job{party.System}},
}

func play(t *testing.T, script string) []byte {
	t.Helper()
	var b bytes.Buffer
	f := facts()
	f.Service = party.Service{Intake: "intake", Triage: "triage", Scheduling: "booking", Clinic: "clinic"}
	f.Team = func(id party.TeamID) (party.Team, bool) { return party.Team{ID: id}, id != "" }
	s := referral.Fold("loop", nil)
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			fmt.Fprintln(&b, line)
			continue
		}
		if !strings.HasPrefix(line, "> ") {
			continue
		}
		fmt.Fprintln(&b, line)
		part := strings.SplitN(line[2:], " ", 4)
		if len(part) < 3 {
			t.Fatalf("cannot read %q", line)
		}
		body := "{}"
		if len(part) == 4 {
			body = part[3]
		}
		var days, hours int
		fmt.Sscanf(part[0], "%dd%dh", &days, &hours)
		at := day0.AddDate(0, 0, days).Add(time.Duration(hours) * time.Hour)
		ev, err := referral.Decode(part[2], []byte(strings.ReplaceAll(body, "DAY", at.AddDate(0, 0, 5).Format(time.RFC3339))))
		if err != nil {
			t.Fatal(err)
		}
		s = say(t, &b, s, f, part[1], ev, at)
	}
	return b.Bytes()
}

func say(t *testing.T, b *bytes.Buffer, s referral.State, f policy.Facts, who string, ev referral.Event, at time.Time) referral.State {
	t.Helper()
	if who != "told" {
		st, ok := cast[who]
		if !ok {
			t.Fatalf("nobody is called %q", who)
		}
		if _, err := referral.Decide(s, st, ev, at); err != nil {
			fmt.Fprintf(b, "  %s: %s\n", fault.Of(err), fault.Public(err))
			return s
		}
	}
	add := func(ev referral.Event) {
		n := len(s.Entries())
		s = referral.Evolve(s, referral.Entry{Seq: n + 1, At: at, Noted: at, Key: s.KeyFor(ev, fmt.Sprint(n+1)), What: ev})
	}
	add(ev)
	if s.Completes() {
		add(referral.Closed{How: "proof"})
	}
	fmt.Fprintf(b, "  = %s", s.Phase())
	if o, open := policy.Owe(&s, f, at); open {
		fmt.Fprintf(b, " · %s: %s by %s", o.Team, o.Act, o.Due.Format("Mon 02 15:04"))
	}
	fmt.Fprintln(b)
	for _, d := range s.Duties() {
		o := policy.OweDuty(&s, d, f, at)
		fmt.Fprintf(b, "    also %s: %s %s\n", o.Team, d.Kind, d.Act)
	}
	return s
}

// Every kind of event is asked for, told or refused in some transcript.
func TestEachKindHasATranscript(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	var all strings.Builder
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
	}
	for _, k := range referral.Kinds() {
		if !strings.Contains(all.String(), " "+k+" ") && !strings.Contains(all.String(), " "+k+"\n") {
			t.Errorf("no transcript has %s", k)
		}
	}
}
