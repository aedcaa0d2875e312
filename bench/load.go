package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// server is a process that is measured.
type server struct {
	name, base, token       string
	cmd                     *exec.Cmd
	client                  *http.Client
	patients, services, srs []string
	orgs, doctors           []string
	n                       atomic.Int64
}

// callers is how many ask at once.
const callers = 8

func begin(dir, name, addr string, make func(addr string) *exec.Cmd) (*server, error) {
	s := &server{name: name, base: "http://" + addr + "/fhir/R4", cmd: make(addr), client: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: callers}}}
	s.n.Store(time.Now().Unix() % 1_000_000 * 100)
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for range 300 {
		r, err := s.client.PostForm("http://"+addr+"/oauth/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {"demo-ehr"}, "client_secret": {"referd-demo"}})
		if err == nil {
			var t struct {
				Token string `json:"access_token"`
			}
			err = json.NewDecoder(r.Body).Decode(&t)
			r.Body.Close()
			if s.token = t.Token; err == nil && t.Token != "" {
				return s, nil
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.end()
	return nil, fmt.Errorf("%s did not start", name)
}

func (s *server) end() { s.cmd.Process.Kill(); s.cmd.Wait() }

// ask does one request and gives its status and body.
func (s *server) ask(method, path, body string) (int, []byte, error) {
	req, err := http.NewRequest(method, s.base+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	req.Header.Set("Content-Type", "application/fhir+json")
	r, err := s.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	return r.StatusCode, b, err
}

func (s *server) post(kind, body string) (string, error) {
	code, b, err := s.ask("POST", "/"+kind, body)
	var x struct{ ID string }
	if err == nil && json.Unmarshal(b, &x) == nil && code == 201 && x.ID != "" {
		return kind + "/" + x.ID, nil
	}
	return "", fmt.Errorf("%s: %d %v %.200s", kind, code, err, b)
}

// seed makes ten clinics, the patients, and five referrals each.
func (s *server) seed(patients int) (err error) {
	keep := func(list *[]string, kind, body string) {
		if err == nil {
			var id string
			id, err = s.post(kind, body)
			*list = append(*list, id)
		}
	}
	for i := range 10 {
		keep(&s.doctors, "Practitioner", fmt.Sprintf(`{"resourceType":"Practitioner","name":[{"family":"Bench%d"}]}`, i))
		keep(&s.orgs, "Organization", fmt.Sprintf(`{"resourceType":"Organization","name":"Bench Clinic %d"}`, i))
		if err == nil {
			keep(&s.services, "HealthcareService", fmt.Sprintf(`{"resourceType":"HealthcareService","name":"Bench %d","providedBy":{"reference":%q}}`, i, s.orgs[i]))
		}
	}
	for i := range patients {
		keep(&s.patients, "Patient", patient(i))
	}
	if err != nil {
		return err
	}
	s.srs = make([]string, patients*5)
	var failed atomic.Value
	s.each(len(s.srs), func(i int) {
		id, err := s.post("ServiceRequest", request(int(s.n.Add(1)), s.patients[i/5], s.services[i%10], s.doctors[i%10]))
		if s.srs[i] = id; err != nil {
			failed.Store(err)
		}
	})
	if e := failed.Load(); e != nil {
		return e.(error)
	}
	return nil
}

// each does n things, callers at once.
func (s *server) each(n int, f func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}

// load asks for a while and says how fast it went and what it cost.
func (s *server) load(workload string, span time.Duration) figure {
	var done, failed atomic.Int64
	var wg sync.WaitGroup
	cpu, began := s.cpu(), time.Now()
	for range callers {
		wg.Go(func() {
			for time.Since(began) < span && failed.Load() < 50 {
				if s.one(workload) {
					done.Add(1)
				} else {
					failed.Add(1)
				}
			}
		})
	}
	wg.Wait()
	n := float64(max(done.Load(), 1))
	return figure{rate: n / time.Since(began).Seconds(), cpu: (s.cpu() - cpu) * 1000 / n, failed: int(failed.Load())}
}

func (s *server) one(workload string) bool {
	p, o, n := rand.IntN(len(s.patients)), rand.IntN(len(s.orgs)), int(s.n.Add(1))
	var code int
	var b []byte
	var err error
	switch workload {
	case "create":
		code, _, err = s.ask("POST", "/ServiceRequest", request(n, s.patients[p], s.services[o], s.doctors[o]))
		return err == nil && code == 201
	case "read":
		code, b, err = s.ask("GET", "/"+s.srs[rand.IntN(len(s.srs))], "")
	case "queue":
		code, b, err = s.ask("GET", "/Task?status=requested&owner="+s.orgs[o]+"&_sort=authored-on&_count=20", "")
		return err == nil && code == 200 && bytes.Count(b, []byte(`"fullUrl"`)) == 20
	case "search":
		code, b, err = s.ask("GET", "/ServiceRequest?patient="+s.patients[p], "")
		return err == nil && code == 200 && bytes.Count(b, []byte(`"fullUrl"`)) >= 5
	case "bundle":
		code, _, err = s.ask("POST", "", bundle(n, s.services[o], s.doctors[o]))
	}
	return err == nil && code == 200
}

// cpu is the seconds of processor the server has used.
func (s *server) cpu() float64 {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/stat")
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+2:]))
	user, _ := strconv.ParseFloat(f[11], 64)
	system, _ := strconv.ParseFloat(f[12], 64)
	return (user + system) / 100
}

// memory is what the server holds, in MB.
func (s *server) memory() float64 {
	b, _ := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/smaps_rollup")
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "Pss:" {
			kb, _ := strconv.ParseFloat(f[1], 64)
			return kb / 1024
		}
	}
	return 0
}
