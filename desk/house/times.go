package house

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/core/schedule"
	"referd/desk"
	"referd/store"
)

// Times is what a service offers to be booked: a week, and with whom and where.
type Times struct {
	schedule.Weekly
	Service   party.ServiceID
	Clinician party.PractitionerID `json:",omitempty"`
	Location  party.LocationID     `json:",omitempty"`
	Tele      bool                 `json:",omitempty"`
	By        party.UserID
	Ended     bool `json:",omitempty"` // what nobody took was taken back
}

// Offer is what would be offered, or was: how many times, from when to when, and
// what is left out.
type Offer struct {
	Times
	Batch       string // empty: it is only looked at
	At          time.Time
	N           int      // new times
	There       int      // that are there already, with the same clinician: they stay as they are
	Past        int      // that are over
	Shut        []string // days nobody works
	First, Last time.Time
	Free, Taken int // of what was offered before
	slots       []schedule.Slot
}

// kindTimes is the line of the directory each offer is: its past says who made it
// and who took it back. atOnce is how many are shown.
const (
	kindTimes = "times"
	shown     = 20
)

// LookTimes says what an offer would make. Days are those of the team that sees
// the patients: its zone and its holidays. Who may: an administrator of the
// service's organization; another's service is Missing. What cannot be offered is
// Invalid, with its field.
func LookTimes(r *desk.Reading, t Times) (o Offer, err error) {
	const op = "house.LookTimes"
	l := &look{r, r.Directory()}
	s, err := l.booked(t.Service)
	if err != nil {
		return o, err
	}
	field, wrong := t.Wrong()
	works := t.Clinician == ""
	for _, x := range l.dir.Roles {
		works = works || x.Practitioner == t.Clinician && x.Org == s.Org && x.Active && !l.dir.Left(x.Practitioner, x.Org)
	}
	if err := fault.All(fault.If(wrong != "", op, field, wrong), fault.If(!works, op, "clinician", "Choose a clinician who works here."),
		fault.If(t.Location != "" && l.dir.Locations[t.Location].Org != s.Org, op, "location", "Choose one of your places.")); err != nil {
		return o, err
	}
	o.Times = t
	hours := l.dir.Teams[s.Clinic].Hours
	spans, shut := t.Weekly.Times(zoneOf(cmp.Or(hours.Zone, l.dir.Orgs[s.Org].Zone)), hours.Shut)
	o.Shut = shut
	if len(spans) == 0 {
		return o, nil
	}
	have, err := r.Slots(s.ID, spans[0][0].AddDate(0, 0, -1), spans[len(spans)-1][1])
	if err != nil {
		return o, err
	}
	for _, x := range spans {
		switch {
		case !x[0].After(r.Now()):
			o.Past++
			continue
		case slices.ContainsFunc(have, func(h schedule.Slot) bool {
			return h.Clinician == t.Clinician && h.Start.Before(x[1]) && x[0].Before(h.End)
		}):
			o.There++
			continue
		}
		if o.N++; o.N == 1 {
			o.First = x[0]
		}
		o.Last = x[0]
		o.slots = append(o.slots, schedule.Slot{Service: s.ID, Clinician: t.Clinician, Location: t.Location, Tele: t.Tele, Start: x[0], End: x[1]})
	}
	return o, nil
}

// booked is a service whose time the asker may offer.
func (l *look) booked(id party.ServiceID) (s party.Service, err error) {
	if err := l.may(desk.KindService, l.Who().Org); err != nil { // before anything is said of what is there
		return s, err
	}
	s, ok := l.dir.ServicesByID[id]
	if !ok {
		return s, fault.E("house.booked", fault.Missing, "There is no such thing here, or none you may see.", nil)
	}
	if err := l.may(desk.KindService, s.Org); err != nil {
		return s, err
	}
	if !l.dir.Here(s.Org) {
		return s, fault.E("house.booked", fault.Missing, "A partner's time is not booked here.", nil)
	}
	return s, nil
}

// SaveTimes offers them: all of them, in one commit. Pressed twice it offers what
// is not there yet, which is none. Who may: as LookTimes.
func SaveTimes(w *desk.Writing, t Times) (o Offer, err error) {
	if err := w.Tx.Alone("times of " + string(t.Service)); err != nil {
		return o, err
	}
	if o, err = LookTimes(w.Reading, t); err != nil {
		return o, err
	}
	if o.N == 0 {
		return o, fault.E("house.SaveTimes", fault.Refused, "There is no new time in that: "+o.lacks()+".", nil)
	}
	o.Batch = id.New(w.Now())
	for _, s := range o.slots {
		s.ID, s.Batch = schedule.SlotID(id.New(w.Now())), o.Batch
		if err := w.Tx.PutSlot(s); err != nil {
			return o, err
		}
	}
	t.By = w.Who().User
	w.SawObject(kindTimes + "/" + o.Batch)
	return o, w.Tx.PutThing(kindTimes, o.Batch, w.Directory().ServicesByID[t.Service].Org, t)
}

// lacks says why an offer makes nothing new.
func (o Offer) lacks() string {
	var out []string
	for _, x := range []struct {
		n     int
		words string
	}{{o.There, "there already"}, {o.Past, "over"}, {len(o.Shut), "on days nobody works"}} {
		if x.n > 0 {
			out = append(out, many(x.n, "is ", "are ")+x.words)
		}
	}
	if len(out) == 0 {
		return "nothing falls on those days"
	}
	return strings.Join(out, ", ")
}

// EndTimes takes back what nobody took of an offer and is still to come; a visit
// that is booked stays. Who may: as LookTimes.
func EndTimes(w *desk.Writing, batch string) (ended, taken int, err error) {
	l := &look{w.Reading, w.Directory()}
	var t Times
	if found, err := w.Thing(kindTimes, batch, &t); err != nil || !found {
		return 0, 0, fault.E("house.EndTimes", fault.Missing, "There is no such thing here, or none you may see.", err)
	}
	s, err := l.booked(t.Service)
	if err != nil {
		return 0, 0, err
	}
	if _, taken, err = w.Offered(batch); err != nil {
		return 0, 0, err
	}
	n, err := w.Tx.EndSlots(batch)
	if err != nil {
		return 0, 0, err
	}
	t.Ended = true
	w.SawObject(kindTimes + "/" + batch)
	return int(n), taken, w.Tx.PutThing(kindTimes, batch, s.Org, t)
}

// TimesOf are the offers of a service, the newest first, with how much of each is
// free and taken. Who may: as LookTimes.
func TimesOf(r *desk.Reading, service party.ServiceID) (out []Offer, err error) {
	l := &look{r, r.Directory()}
	s, err := l.booked(service)
	if err != nil {
		return nil, err
	}
	list, err := r.Past(store.PastQuery{Org: s.Org, Kinds: []string{kindTimes}, Limit: 200})
	if err != nil {
		return nil, err
	}
	for _, v := range list {
		o := Offer{Batch: v.ID, At: v.At}
		if err := json.Unmarshal(v.Body, &o.Times); err != nil {
			return nil, err
		}
		if o.Service != service || !v.Newest || len(out) == shown {
			continue
		}
		if o.Free, o.Taken, err = r.Offered(v.ID); err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}
