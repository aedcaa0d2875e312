package main

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"referd/base/fault"
	"referd/core/referral"
	"referd/store"
)

// metrics are what a Prometheus server reads at /metrics: counts and times.
// Labels are routes, methods, codes and phases; never an id, never a patient.
type metrics struct {
	asked *prometheus.CounterVec
	took  *prometheus.HistogramVec
	now   prometheus.Gauge
	page  http.Handler
}

func measure(db *store.DB) *metrics {
	r := prometheus.NewRegistry()
	m := &metrics{
		asked: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "referd_http_requests_total", Help: "Requests answered, by route, method and status."}, []string{"route", "method", "code"}),
		took:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "referd_http_seconds", Help: "Time to answer, by route.", Buckets: []float64{.001, .002, .003, .005, .007, .01, .014, .02, .03, .05, .1, .3, 1, 3, 10}}, []string{"route"}),
		now:   prometheus.NewGauge(prometheus.GaugeOpts{Name: "referd_http_under_way", Help: "Requests being answered."}),
		page:  promhttp.HandlerFor(r, promhttp.HandlerOpts{}),
	}
	r.MustRegister(m.asked, m.took, m.now, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), stateOf(db))
	return m
}

// watch counts what a handler answers.
func (m *metrics) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, seen := time.Now(), &answered{ResponseWriter: w, status: http.StatusOK}
		m.now.Inc()
		defer m.now.Dec()
		next.ServeHTTP(seen, r)
		route := routeOf(r)
		m.asked.WithLabelValues(route, methodOf(r), strconv.Itoa(seen.status)).Inc()
		if route != "GET /events" { // a stream lasts as long as its page
			m.took.WithLabelValues(route).Observe(time.Since(began).Seconds())
		}
	})
}

// routeOf is the pattern that answered, of which there are as many as routes.
func routeOf(r *http.Request) string {
	switch {
	case strings.HasPrefix(r.URL.Path, "/fhir/"):
		return "/fhir/R4"
	case r.Pattern != "":
		return r.Pattern
	}
	return "other"
}

func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return r.Method
	}
	return "other"
}

// answered remembers the status of an answer.
type answered struct {
	http.ResponseWriter
	status int
}

func (a *answered) WriteHeader(status int) { a.status = status; a.ResponseWriter.WriteHeader(status) }

// Unwrap lets a stream reach what flushes it.
func (a *answered) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// stateOf is what the house is in, read when it is asked for.
func stateOf(db *store.DB) prometheus.Collector {
	return &state{db: db,
		orphans: prometheus.NewDesc("referd_orphans", "Open referrals without an owner, an act or a due. It is 0.", nil, nil),
		late:    prometheus.NewDesc("referd_owed_late", "Things owed whose due has passed.", nil, nil),
		loops:   prometheus.NewDesc("referd_referrals", "Referrals by phase.", []string{"phase"}, nil),
		jobs:    prometheus.NewDesc("referd_jobs", "Jobs waiting, behind their time, and given up for a person.", []string{"state"}, nil),
		shut:    prometheus.NewDesc("referd_store_refuses", "1 while nothing can be kept: a full disk, or a database that does not answer.", nil, nil)}
}

type state struct {
	db                               *store.DB
	orphans, late, loops, jobs, shut *prometheus.Desc

	mu      sync.Mutex
	last    standing
	counted time.Time     // when last was
	took    time.Duration // and what it took
}

// standing is what takes long to count where there are many referrals.
type standing struct {
	orphans, late int
	phases        map[referral.Phase]int
}

// rest is how many times as long as a count took it is given again: counting takes
// a twentieth of the time at most, however often somebody asks.
const rest = 20

func (s *state) standing(v *store.View) (x standing, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.counted) < rest*s.took {
		return s.last, nil
	}
	began := time.Now()
	if x.orphans, err = v.Orphans(); err != nil {
		return x, err
	}
	if x.late, err = v.Count(store.Queue{Late: true}, s.db.Now()); err != nil {
		return x, err
	}
	if x.phases, err = v.Phases(); err != nil {
		return x, err
	}
	s.last, s.counted, s.took = x, time.Now(), time.Since(began)
	return x, nil
}

func (s *state) Describe(c chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{s.orphans, s.late, s.loops, s.jobs, s.shut} {
		c <- d
	}
}

func (s *state) Collect(c chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	gauge := func(d *prometheus.Desc, n int, label ...string) {
		c <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(n), label...)
	}
	err := s.db.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		x, err := s.standing(v)
		if err != nil {
			return err
		}
		b, err := v.Backlog()
		if err != nil {
			return err
		}
		gauge(s.orphans, x.orphans)
		gauge(s.late, x.late)
		for p, n := range x.phases {
			gauge(s.loops, n, string(p))
		}
		gauge(s.jobs, b.Waiting, "waiting")
		gauge(s.jobs, b.Late, "behind")
		gauge(s.jobs, b.GivenUp, "given-up")
		return nil
	})
	refuses := 0
	switch {
	case s.db.Outage().Lasts(), fault.Of(err) == fault.Busy && err != nil:
		refuses = 1 // the counts that could not be read are missing
	case err != nil:
		c <- prometheus.NewInvalidMetric(s.orphans, err)
	}
	gauge(s.shut, refuses)
}
