package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/html"

	"referd/store/pgtest"
)

// process is the binary in a process of its own, with what it logs.
type process struct {
	*exec.Cmd
	base string
	mu   sync.Mutex
	log  bytes.Buffer
}

func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.Write(b)
}

// said counts the lines of the log that hold some words.
func (p *process) said(words string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Count(p.log.String(), words)
}

// begin starts the binary by way of a shell's words, in which $0 is the binary
// and $1 the address, and waits until it is ready. At the end it must end well.
func begin(t *testing.T, attr *syscall.SysProcAttr, script string, args ...string) *process {
	t.Helper()
	addr, err := free()
	if err != nil {
		t.Fatal(err)
	}
	self, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(t.TempDir(), "referd")
	if err := os.Symlink(self, binary); err != nil {
		t.Fatal(err)
	}
	p := &process{Cmd: exec.Command("sh", append([]string{"-c", script, binary, addr}, args...)...), base: "http://" + addr}
	p.Stdout, p.Stderr, p.SysProcAttr = p, p, attr
	if err := p.Start(); errors.Is(err, syscall.EPERM) {
		t.Skipf("no small disk can be had here: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- p.Wait() }()
	t.Cleanup(func() {
		p.Process.Signal(syscall.SIGTERM)
		if err := <-ended; err != nil || t.Failed() {
			t.Errorf("the house ended with %v:\n%.3000s", err, p.log.String())
		}
	})
	if !ready(addr) {
		t.Fatal("the house did not open")
	}
	return p
}

// answers asks until a status comes, for a quarter of a minute.
func answers(t *testing.T, url string, status int) (body string) {
	t.Helper()
	got := 0
	for range 150 {
		resp, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if got, body = resp.StatusCode, string(b); got == status {
			return body
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s answers %d, not %d: %s", url, got, status, body)
	return ""
}

// refuses checks that an answer is the clear one of a house that can keep nothing.
func refuses(t *testing.T, resp *http.Response, body string, words ...string) {
	t.Helper()
	if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
		t.Errorf("%s answers %d, Retry-After %q", resp.Request.URL.Path, resp.StatusCode, resp.Header.Get("Retry-After"))
	}
	for _, w := range words {
		if !strings.Contains(body, w) {
			t.Errorf("%s does not say %q:\n%.1500s", resp.Request.URL.Path, w, body)
		}
	}
}

// A house started on a full disk, its first time or later, says so in a
// sentence and ends with 1; nothing half made is left, nothing that was there is
// changed, and with room it starts.
func TestAStartOnAFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole house")
	}
	self, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(t.TempDir(), "referd")
	if err := os.Symlink(self, binary); err != nil {
		t.Fatal(err)
	}
	addr, err := free()
	if err != nil {
		t.Fatal(err)
	}
	one := func(id int) []syscall.SysProcIDMap { return []syscall.SysProcIDMap{{HostID: id, Size: 1}} }
	cmd := exec.Command("sh", "-c", `mount -t tmpfs -o size=16m none "$2" && cd "$2" || exit 77
serve() { timeout "$1" "$0" serve -addr "$addr" -data house 2>&1; echo "ends with $?"; }
addr=$1
full() { dd if=/dev/zero of=fill bs=1k "$@" 2>/dev/null; }
full; serve 20; ls; rm fill
full count=15784; serve 20; ls; rm fill
serve 3 | grep -v setup
sum=$(cksum house/referd.db house/key)
full; serve 20; rm fill
test "$sum" = "$(cksum house/referd.db house/key)" && echo unchanged`, binary, addr, t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS, UidMappings: one(os.Getuid()), GidMappings: one(os.Getgid())}
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); errors.Is(err, syscall.EPERM) || errors.As(err, &exit) && exit.ExitCode() == 77 {
		t.Skipf("no small disk can be had here: %v %s", err, out)
	}
	said := string(out)
	if n := strings.Count(said, "is full, or cannot be read or written. Nothing was changed. Make room, and start again"); n != 3 || strings.Count(said, "ends with 1\n") != 3 {
		t.Errorf("of three starts on a full disk %d say so", n)
	}
	if strings.Count(said, "ends with 1\nfill\n") != 2 || !strings.Contains(said, "ends with 124") || !strings.Contains(said, "unchanged") {
		t.Error("something half made is left, or it does not start with room, or what was there has changed")
	}
	if t.Failed() {
		t.Logf("%s", said)
	}
}

// The disk of a house fills up under its readers' hands: each is told so, in
// their own dialect; what was typed is on the page to be sent again; nothing is
// shown that cannot be put on record; and once there is room it goes on, with
// the process that was there.
func TestAHouseOnAFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole house")
	}
	from, err := made()
	if err != nil {
		t.Fatal(err)
	}
	disk := t.TempDir()
	one := func(id int) []syscall.SysProcIDMap { return []syscall.SysProcIDMap{{HostID: id, Size: 1}} }
	p := begin(t, &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS, UidMappings: one(os.Getuid()), GidMappings: one(os.Getgid())},
		`mount -t tmpfs -o size=48m none "$2" && cp -r "$3/." "$2" && rm -f "$2/referd.db.lock" && exec "$0" demo -addr "$1" -data "$2"`, disk, from)
	inside := filepath.Join(fmt.Sprintf("/proc/%d/root", p.Process.Pid), disk)

	r := visit(t, p.base)
	r.signIn("rivera@lakeside.example")
	r.open("/referrals/new")
	r.form("/patients", url.Values{"family": {"Okafor"}, "given": {"Ngozi"}, "born": {"1961-11-12"}, "sex": {"female"}})
	token, err := tokenAt(p.base)
	if err != nil {
		t.Fatal(err)
	}
	system := func(method, path, body string) (*http.Response, string) {
		req, _ := http.NewRequest(method, p.base+"/fhir/R4/"+path, strings.NewReader(body))
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("Content-Type", "application/fhir+json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		return resp, string(b)
	}
	if resp, body := system("GET", "Task?_count=1", ""); resp.StatusCode != http.StatusOK {
		t.Fatalf("before: %d %s", resp.StatusCode, body)
	}

	fill(t, filepath.Join(inside, "filler"))
	const question = "Is the murmur an indication for echocardiography within the month?"
	const takes = "takes no more"
	typed := url.Values{"service": {"stluke-cardiology"}, "clinician": {"dr-rivera"}, "question": {question}, "urgency": {"routine"}, "then": {"keep"}}
	sending := actionOf(r, "/sending")
	resp, refused := r.raw("POST", sending, typed)
	refuses(t, resp, refused, takes, question, "Try again", "since")
	resp, body := r.raw("GET", "/waiting", nil)
	refuses(t, resp, body, takes)
	if strings.Contains(body, "Okafor") {
		t.Error("a reading that cannot be put on record was shown")
	}
	resp, body = visit(t, p.base).raw("POST", "/session", url.Values{"email": {"rivera@lakeside.example"}, "password": {"referd-demo"}})
	refuses(t, resp, body, takes)
	resp, body = system("GET", "Task?_count=1", "")
	refuses(t, resp, body, `"OperationOutcome"`, `"transient"`, takes)
	resp, body = system("POST", "Patient", `{"resourceType":"Patient","name":[{"family":"Okafor","given":["Ife"]}],"birthDate":"1970-01-02","gender":"female"}`)
	refuses(t, resp, body, `"OperationOutcome"`, `"transient"`, takes)
	answers(t, p.base+"/readyz", http.StatusServiceUnavailable)
	answers(t, p.base+"/healthz", http.StatusOK)
	if m := answers(t, p.base+"/metrics", http.StatusOK); !strings.Contains(m, "referd_store_refuses 1") {
		t.Error("the metrics do not say it")
	}

	if err := os.Remove(filepath.Join(inside, "filler")); err != nil {
		t.Fatal(err)
	}
	answers(t, p.base+"/readyz", http.StatusOK)
	if r.page, err = html.Parse(strings.NewReader(refused)); err != nil {
		t.Fatal(err)
	}
	r.form("/sending", url.Values{}) // Try again, with what the page holds
	if r.open(r.at.Path); !strings.Contains(r.text, question) {
		t.Error("what was typed is lost")
	}
	if m := answers(t, p.base+"/metrics", http.StatusOK); !strings.Contains(m, "referd_store_refuses 0") {
		t.Error("the metrics do not say that it is over")
	}
	r.signIn("interfaces@stluke.example")
	if r.open("/ops"); !strings.Contains(r.text, "nothing could be kept: the disk takes no more") {
		t.Error("the operations page does not say what was")
	}
	if p.said("nothing can be kept") < 1 || p.said("kept again") < 1 {
		t.Error("the log does not say both")
	}
}

// fill takes all room that is left.
func fill(t *testing.T, file string) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Skipf("the small disk cannot be reached: %v", err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; size /= 2 {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
}

// actionOf is the address of the form on a page whose action ends so.
func actionOf(r *reader, ending string) (to string) {
	each(r.page, "form", func(f *html.Node) {
		if a := attr(f, "action"); to == "" && strings.HasSuffix(a, ending) {
			to = a
		}
	})
	if to == "" {
		r.fail("no form ends in %s", ending)
	}
	return to
}

// A house on PostgreSQL lives through its server's going away and coming back.
func TestAHouseOnPostgresThatFalls(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole house")
	}
	s, err := pgtest.New()
	if errors.Is(err, pgtest.ErrAbsent) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Remove)
	p := begin(t, nil, `echo "a long password indeed" | "$0" migrate -data "$2" -db "$3" -admin you@example.org -org "Your Practice" && exec "$0" serve -addr "$1" -data "$2" -db "$3"`, t.TempDir(), s.DSN)
	r := visit(t, p.base)
	r.signInWith("you@example.org", "a long password indeed")
	r.open("/ops")
	if err := s.Halt(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/ops", "/me"} {
		resp, body := r.raw("GET", path, nil)
		refuses(t, resp, body, "does not answer")
	}
	resp, body := r.raw("POST", "/me/password", url.Values{"old": {"a long password indeed"}, "new": {"another long password"}})
	refuses(t, resp, body, "does not answer")
	if strings.Contains(body, "a long password") {
		t.Error("a password came back on a page")
	}
	if answers(t, p.base+"/readyz", http.StatusServiceUnavailable); !strings.Contains(answers(t, p.base+"/metrics", http.StatusOK), "referd_store_refuses 1") {
		t.Error("the metrics do not say it")
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	answers(t, p.base+"/readyz", http.StatusOK)
	if r.open("/ops"); !strings.Contains(r.text, "nothing could be kept: the database does not answer") {
		t.Error("the operations page does not say what was")
	}
}
