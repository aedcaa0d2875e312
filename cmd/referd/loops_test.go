package main

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/net/html"
)

// The whole house, told as stories a clinician could read: each script of
// testdata/loops starts the binary and walks it without a browser's scripts, as
// people and as systems do.
func TestLoops(t *testing.T) {
	if testing.Short() {
		t.Skip("whole houses")
	}
	if _, err := made(); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/loops",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Values[visiting] = &visitor{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"house": openHouse, "signin": signIn, "open": openPage, "form": pressForm, "pick": pick, "link": linked, "expect": expect, "remember": remember, "copy": copied,
			"clock": moveClock, "mail": mail, "partner": pressPartner, "door": openDoor, "fhir": askSystem, "keep": keep, "day": day, "here": keepPath, "soon": soon,
		},
	})
}

// visitor is who walks a house in a script.
type visitor struct {
	reader
	system system
	house  *exec.Cmd
	log    string // a file
}

type valueKey int

const visiting valueKey = 0

func at(ts *testscript.TestScript) *visitor {
	v := ts.Value(visiting).(*visitor)
	v.fail = func(format string, args ...any) {
		ts.Logf("%s", v.trouble())
		ts.Fatalf(format, args...)
	}
	return v
}

func need(ts *testscript.TestScript, args []string, n int, use string) {
	if len(args) < n {
		ts.Fatalf("usage: %s", use)
	}
}

// openHouse starts the demo house as it is in the morning; house serve, one of
// one's own, with what settings stand behind it. ! house closes it.
func openHouse(ts *testscript.TestScript, neg bool, args []string) {
	v := at(ts)
	if neg {
		v.close(ts)
		return
	}
	dir, kind := ts.MkAbs("house"), "demo"
	if len(args) > 0 {
		kind, args = args[0], args[1:]
	}
	if _, err := os.Stat(dir); err != nil && kind == "demo" {
		ts.Check(furnished(dir))
	}
	addr, err := free()
	ts.Check(err)
	path := ts.Getenv("PATH")
	for _, p := range strings.Split(path, string(os.PathListSeparator)) {
		if _, err := os.Stat(p + "/referd"); err == nil {
			path = p + "/referd"
			break
		}
	}
	v.house = exec.Command(path, append([]string{kind, "-addr", addr, "-data", dir}, args...)...)
	v.log = ts.MkAbs("house.log")
	log, err := os.Create(v.log)
	ts.Check(err)
	v.house.Stdout, v.house.Stderr = log, log
	ts.Check(v.house.Start())
	log.Close()
	ts.Defer(func() { v.close(ts) })
	if !ready(addr) {
		ts.Fatalf("the house did not open:\n%s", v.trouble())
	}
	v.base, v.at, v.client = "http://"+addr, nil, newcomer()
	ts.Setenv("HOUSE", v.base)
	if zone, err := time.LoadLocation("America/New_York"); err == nil {
		ts.Setenv("SOON", time.Now().In(zone).Add(5*time.Minute).Format("2006-01-02T15:04"))
	}
}

// close ends the house, which must end well.
func (v *visitor) close(ts *testscript.TestScript) {
	if v.house == nil {
		return
	}
	ts.Check(v.house.Process.Signal(syscall.SIGTERM))
	err := v.house.Wait()
	if v.house = nil; err != nil {
		ts.Fatalf("the house ended badly: %v\n%s", err, v.trouble())
	}
}

// openDoor opens the address an empty house printed when it started, as somebody
// nobody knows; $DOOR is its path. ! door: it printed none.
func openDoor(ts *testscript.TestScript, neg bool, args []string) {
	v := at(ts)
	b, err := os.ReadFile(v.log) // it stands there before the house answers anybody
	ts.Check(err)
	found := doors.FindAll(b, -1)
	if want := map[bool]int{false: 1, true: 0}[neg]; len(found) != want {
		ts.Fatalf("the address is said %d times, want %d", len(found), want)
	}
	if !neg {
		v.client = newcomer()
		v.open(string(found[0]))
		ts.Setenv("DOOR", v.at.Path)
	}
}

var doors = regexp.MustCompile(`http://[0-9.:]+/setup/[\w-]{22}`)

// trouble is what the house's log holds beside its daily work.
func (v *visitor) trouble() string {
	b, err := os.ReadFile(v.log)
	if err != nil {
		return ""
	}
	var out []string
	for _, l := range strings.Split(string(b), "\n") {
		if l != "" && !strings.Contains(l, `"level":"INFO"`) {
			out = append(out, l)
		}
	}
	return strings.Join(out[max(0, len(out)-20):], "\n")
}

// signIn: signin rivera@lakeside.example; another password than the demo's comes after it.
func signIn(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "signin EMAIL")
	if len(args) > 1 {
		at(ts).signInWith(args[0], args[1])
		return
	}
	at(ts).signIn(args[0])
}

// openPage: open /waiting; ! open when it must not be there.
func openPage(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "open PATH")
	v := at(ts)
	v.open(args[0])
	if missing := v.status == http.StatusNotFound; missing != neg {
		ts.Fatalf("%s answers %d", args[0], v.status)
	}
}

// pressForm: form /acceptance 'words=We see her'; team=:Triage is the choice of
// these words.
func pressForm(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "form ACTION [name=value]...")
	fill := url.Values{}
	for _, a := range args[1:] {
		k, x, ok := strings.Cut(a, "=")
		if !ok {
			ts.Fatalf("%q is no name=value", a)
		}
		if words, ok := strings.CutPrefix(x, ":"); ok {
			x = at(ts).option(k, words)
		}
		fill.Set(k, x)
	}
	at(ts).form(args[0], fill)
}

// pick: pick slot, the first of its choices; pick slot=2, another; pick =do, the value do wherever it is offered.
func pick(ts *testscript.TestScript, neg bool, args []string) {
	for _, a := range args {
		name, value, _ := strings.Cut(a, "=")
		at(ts).choose(value, name)
	}
}

func linked(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "link WORDS")
	at(ts).link(strings.Join(args, " "))
}

// expect: expect 'Closed with proof'; ! expect when it must not be said.
func expect(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "expect WORDS")
	v, what := at(ts), strings.Join(args, " ")
	if v.says(what) == neg {
		ts.Fatalf("%s, for %q:\n%.2500s", v.at, what, words(v.page))
	}
}

// remember keeps the referral of the page: $LOOP is its address, $CODE its code.
func remember(ts *testscript.TestScript, neg bool, args []string) {
	v := at(ts)
	path, _, _ := strings.Cut(strings.TrimPrefix(v.at.Path, "/referrals/"), "/")
	if !strings.HasPrefix(v.at.Path, "/referrals/") {
		ts.Fatalf("%s is no referral", v.at)
	}
	suffix := ""
	if len(args) > 0 {
		suffix = args[0]
	}
	ts.Setenv("LOOP"+suffix, "/referrals/"+path)
	if m := codes.FindString(words(v.page)); m != "" {
		ts.Setenv("CODE"+suffix, m)
	}
}

// copied: copy NAME keeps what the page sets apart to be copied.
func copied(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "copy NAME")
	v, found := at(ts), ""
	each(v.page, "code", func(n *html.Node) { found = words(n) })
	if found == "" {
		ts.Fatalf("nothing to copy on %s", v.at)
	}
	ts.Setenv(args[0], found)
}

// keepPath: here LINK keeps the address of the page.
func keepPath(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "here NAME")
	ts.Setenv(args[0], at(ts).at.Path)
}

// day: day VISIT 5 keeps the date five days from the house's today, as forms take it.
func day(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, "day NAME DAYS")
	v := at(ts)
	v.open("/help")
	now := ""
	each(v.page, "header", func(h *html.Node) { each(h, "time", func(n *html.Node) { now = attr(n, "datetime") }) })
	t, err := time.Parse(time.RFC3339, now)
	ts.Check(err)
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Setenv(args[0], t.Add(-5*time.Hour).AddDate(0, 0, n).Format(time.DateOnly)) // west of Greenwich
}

// moveClock: clock 24, clock morning
func moveClock(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "clock HOURS|morning")
	v := at(ts)
	v.open("/demo/clock")
	v.form("/demo/clock", url.Values{"hours": {args[0]}})
	caughtUp(ts, v.at.Scheme+"://"+v.at.Host)
}

// caughtUp waits until the house has done what came due as the clock moved: what
// is told is told at the hour it was moved to, not at the next.
func caughtUp(ts *testscript.TestScript, house string) {
	for range 600 {
		r, err := http.Get(house + "/metrics")
		ts.Check(err)
		b, err := io.ReadAll(r.Body)
		r.Body.Close()
		ts.Check(err)
		if regexp.MustCompile(`(?m)^referd_jobs\{[^}]*"behind"\} 0$`).Match(b) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("jobs are behind half a minute after the clock was moved")
}

// soon opens a page until it says what a job of the house writes down.
func soon(ts *testscript.TestScript, neg bool, args []string) {
	if need(ts, args, 2, "soon PATH WORDS"); neg {
		ts.Fatalf("soon is not denied")
	}
	v := at(ts)
	for range 200 {
		if v.open(args[0]); v.says(args[1]) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("%s, for %q:\n%.2500s", v.at, args[1], words(v.page))
}

// mail waits until somebody's box holds a letter with these words.
func mail(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, "mail BOX WORDS")
	v := at(ts)
	for range 300 {
		if v.open("/demo/mail?box=" + args[0]); v.says(args[1]) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("no mail of %s says %q:\n%.2000s", args[0], args[1], words(v.page))
}

// pressPartner: partner cityheart lets it act now; partner elm silent changes its mood.
func pressPartner(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "partner ORG [MOOD]")
	v := at(ts)
	v.open("/demo/partners")
	if len(args) > 1 {
		v.post("/demo/partners", url.Values{"partner": {args[0]}, "mood": {args[1]}})
		return
	}
	v.post("/demo/partners/step", url.Values{"partner": {args[0]}})
}
