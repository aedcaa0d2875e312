package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// process is a server that is measured.
type process struct {
	name, addr, base string // base is the path of its FHIR door
	token            string
	cmd              *exec.Cmd
	ready            time.Duration // from start to its first answer
	over             chan error    // what it ended with
}

// begin starts a server and waits until it is ready.
func begin(name, base string, cmd *exec.Cmd, addr, readyAt string) (*process, error) {
	p := &process{name: name, addr: addr, base: base, cmd: cmd, over: make(chan error, 1)}
	began := time.Now()
	var said bytes.Buffer
	if cmd.Stderr == nil {
		cmd.Stderr = &said
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	// Who waits for its end twice does not wait for ever.
	go func() { p.over <- cmd.Wait(); close(p.over) }()
	for range 15000 { // a house of a million may have to make its people findable first
		r, err := http.Get("http://" + addr + readyAt)
		if err == nil {
			r.Body.Close()
			if p.ready = time.Since(began); r.StatusCode == http.StatusOK {
				return p, nil
			}
		}
		select {
		case err := <-p.over:
			return nil, fmt.Errorf("%s ended as it started: %v\n%s", name, err, said.Bytes()[max(0, said.Len()-4000):])
		case <-time.After(20 * time.Millisecond):
		}
	}
	p.end()
	return nil, fmt.Errorf("%s did not start in %.0f s: %s", name, time.Since(began).Seconds(), said.Bytes()[max(0, said.Len()-4000):])
}

// signIn asks for a token with the demo's client.
func (p *process) signIn() error {
	r, err := http.PostForm("http://"+p.addr+"/oauth/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {"demo-ehr"}, "client_secret": {"referd-demo"}})
	if err != nil {
		return err
	}
	defer r.Body.Close()
	var t struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(r.Body).Decode(&t); err != nil || t.Token == "" {
		return fmt.Errorf("%s gave no token: %d %v", p.name, r.StatusCode, err)
	}
	p.token = t.Token
	return nil
}

func (p *process) end() {
	p.cmd.Process.Kill()
	<-p.over
}

// stop ends it as an operator would, and waits.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	return <-p.over
}

// most is the memory it had at its largest, in MB (proc(5), status).
func (p *process) most() float64 {
	b, _ := os.ReadFile("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/status")
	for l := range strings.Lines(string(b)) {
		if f := strings.Fields(l); len(f) > 1 && f[0] == "VmHWM:" {
			kb, _ := strconv.ParseFloat(f[1], 64)
			return kb / 1024
		}
	}
	return 0
}

// cpu is the seconds of processor the server has used (proc(5), stat, in
// hundredths).
func (p *process) cpu() float64 {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/stat")
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+2:]))
	user, _ := strconv.ParseFloat(f[11], 64)
	system, _ := strconv.ParseFloat(f[12], 64)
	return (user + system) / 100
}

// memory is the server's proportional share, in MB (proc(5), smaps_rollup).
func (p *process) memory() float64 {
	b, _ := os.ReadFile("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/smaps_rollup")
	for l := range strings.Lines(string(b)) {
		if f := strings.Fields(l); len(f) > 1 && f[0] == "Pss:" {
			kb, _ := strconv.ParseFloat(f[1], 64)
			return kb / 1024
		}
	}
	return 0
}

// free is a loopback address nobody listens on.
func free() (string, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer ln.Close()
	return ln.Addr().String(), nil
}
