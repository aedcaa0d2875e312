package main

import (
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
)

// buckets count answers by the time they took: for each bound in seconds, how
// many took at most that long.
type buckets map[float64]float64

// routes are the buckets of each route.
type routes map[string]buckets

var bucket = regexp.MustCompile(`(?m)^referd_http_seconds_bucket\{route="([^"]*)",le="([^"]*)"\} (\S+)$`)

// took reads the server's own times.
func (p *process) took() (routes, error) {
	said, err := p.metrics()
	if err != nil {
		return nil, err
	}
	out := routes{}
	for _, m := range bucket.FindAllStringSubmatch(said, -1) {
		if out[m[1]] == nil {
			out[m[1]] = buckets{}
		}
		bound, err := strconv.ParseFloat(m[2], 64) // "+Inf" is one
		if err != nil {
			return nil, err
		}
		if out[m[1]][bound], err = strconv.ParseFloat(m[3], 64); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// metrics is what a house says of itself.
func (p *process) metrics() (string, error) {
	r, err := http.Get("http://" + p.addr + "/metrics")
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	return string(b), err
}

var phase = regexp.MustCompile(`(?m)^referd_referrals\{phase="[^"]*"\} (\S+)$`)

// referrals is how many a house says it holds.
func (p *process) referrals() (n float64, err error) {
	said, err := p.metrics()
	for _, m := range phase.FindAllStringSubmatch(said, -1) {
		k, e := strconv.ParseFloat(m[1], 64)
		n, err = n+k, errors.Join(err, e)
	}
	return n, err
}

// since are the answers of a route that came after a moment.
func (r routes) since(before routes, route string) buckets {
	out := buckets{}
	for bound, n := range r[route] {
		out[bound] = n - before[route][bound]
	}
	return out
}

// quantile is the time in seconds within which a share of the answers came,
// between two bounds as if they were spread evenly; past the last bound, that.
func (b buckets) quantile(share float64) float64 {
	var bounds []float64
	for bound := range b {
		bounds = append(bounds, bound)
	}
	slices.Sort(bounds)
	if len(bounds) < 2 {
		return 0
	}
	want, below, low := share*b[bounds[len(bounds)-1]], 0.0, 0.0
	for _, bound := range bounds[:len(bounds)-1] {
		if b[bound] >= want {
			return low + (bound-low)*(want-below)/(b[bound]-below)
		}
		below, low = b[bound], bound
	}
	return low
}
