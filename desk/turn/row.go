package turn

import (
	"encoding/json"
	"slices"
	"time"

	"referd/base/id"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// fill makes the row from the state.
func (t *Turn) fill() { t.Row = Row(t.Row, &t.State, t.W.Directory(), t.Tasks, t.W.Now()) }

// Row folds a state into the row lists read; was is the row as it was.
func Row(was store.Row, s *referral.State, dir *desk.Directory, tasks []store.Task, now time.Time) store.Row {
	r, codes, to := was, s.Codes(), s.Recipient()
	r.ID, r.Seq, r.Phase, r.Open, r.Urgency, r.Origin = s.ID, s.Seq, s.Phase(), s.Open(), s.Urgency, s.Origin
	r.Leg, r.Patient, r.ReceiverPatient, r.Sender, r.Receiver = s.Leg(), s.Patient, s.ReceiverPatient, s.Org, to.Org
	r.SenderTeam, r.Clinician, r.Service, r.Question = s.Team, s.Clinician, to.Service, string(s.Question)
	r.Ball, r.Class, r.SeenBy = s.Ball(), policy.Class(s), s.SeenBy
	r.Look, _ = policy.Cover(s, r.Ball)
	if ends, ok := policy.ClaimEnds(s, r.Ball, dir.Teams[r.Ball.Team].Hours); ok && (ends.Before(r.Ball.Due) || r.Ball.Due.Before(now) && r.Ball.Due.Equal(was.Ball.Due)) && (r.Look.IsZero() || ends.Before(r.Look)) {
		r.Look = ends
	}
	r.Started, r.Ended = s.ClockOf()
	r.Sent, r.Since, r.SRStatus, r.Noted = s.Sent, s.Since(), codes.ServiceRequest, s.LastNoted()
	r.Shown, r.ShownAt = s.Shown()
	if r.Authored.IsZero() {
		r.Authored = s.Drafted
		if r.Authored.IsZero() {
			r.Authored = s.Sent
		}
	}
	r.Visit = time.Time{}
	if a, ok := s.Live(); ok {
		r.Visit = a.Start
	}
	r.Duties = nil
	for _, d := range s.Duties() {
		if o, ok := s.OwedFor(d.Key); ok {
			look, _ := policy.Cover(s, o)
			r.Duties = append(r.Duties, store.Duty{Owed: o, Kind: d.Kind, Look: look})
		}
	}
	r.Extra = extra(s, r.Duties)
	r.Tasks, r.Relations = legs(s, tasks, now), relations(s, dir)
	return r
}

// Shown is what a list shows of a loop and no query asks for.
type Shown struct {
	Ring   string `json:"r"` // nine of: - not yet, x done, ~ inferred
	Called bool   `json:"c,omitempty"`
	News   bool   `json:"n,omitempty"`
}

func extra(s *referral.State, owed []store.Duty) string {
	x := Shown{Called: !s.Spoke.IsZero()}
	for _, st := range s.Ring() {
		switch {
		case !st.At.IsZero():
			x.Ring += "x"
		case st.Inferred:
			x.Ring += "~"
		default:
			x.Ring += "-"
		}
	}
	for _, d := range owed {
		x.News = x.News || d.Kind == "new-facts"
	}
	b, _ := json.Marshal(x)
	return string(b)
}

// legs gives each leg its task, once it is sent.
func legs(s *referral.State, have []store.Task, now time.Time) []store.Task {
	if s.Sent.IsZero() {
		return nil
	}
	out := slices.Clone(have)
	for i, l := range s.Legs {
		c := s.LegCodes(i)
		if i >= len(out) {
			out = append(out, store.Task{ID: id.New(now), Leg: i, Requester: s.Org, Authored: s.Sent})
		}
		out[i].Owner, out[i].Status, out[i].Business, out[i].Updated = l.To.Org, c.Task, c.Business, now
	}
	return out
}

// relations: the sender from the draft, the receiver from the sending, and whoever
// else is given something of it to do, as the network desk between two partners:
// who owns a thing can see what it is.
func relations(s *referral.State, dir *desk.Directory) (out []store.Relation) {
	out = append(out, store.Relation{Org: s.Org, Patient: s.Patient, Kind: "referring", Since: s.Drafted})
	for _, l := range s.Legs {
		if l.To.Org == "" || s.Sent.IsZero() {
			continue
		}
		out = append(out, store.Relation{Org: l.To.Org, Patient: s.Patient, Kind: "receiving", Since: l.Begun})
		if l.Patient != "" && l.Patient != s.Patient {
			out = append(out, store.Relation{Org: l.To.Org, Patient: l.Patient, Kind: "receiving", Since: l.Delivered})
		}
	}
	for _, e := range s.Entries() {
		for _, o := range e.Owed {
			org := dir.Teams[o.Team].Org
			if org != "" && !slices.ContainsFunc(out, func(r store.Relation) bool { return r.Org == org }) {
				out = append(out, store.Relation{Org: org, Patient: s.Patient, Kind: "keeping", Since: e.Noted})
			}
		}
	}
	return out
}
