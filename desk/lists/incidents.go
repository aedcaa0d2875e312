package lists

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Incident is a privacy incident as its officer sees it: who got what was not
// theirs, when, who looked at it, and what became of it. Of whom it was about
// nothing is here; the referring team knows, by the code.
type Incident struct {
	ID           referral.ID
	Code         string
	Seq          int
	Key          referral.Key
	Reason       string
	Paper        chart.DocumentID // of another patient, that lay on the referral; empty: the referral itself
	Sender       party.OrgID
	Sent, Opened time.Time
	Recalled     bool         // it is entered in error still
	By           party.UserID // who took it back
	Owner        referral.Owed
	Closed       time.Time
	ClosedBy     party.UserID
	Words        string // what was found and done
	Got          []Got
	Papers       map[chart.Kind]int
	Looked       []Looked
	Mine         bool // the reader settles it
	closing      chart.DocumentID
}

// Got is a recipient, and its word that nothing is left there.
type Got struct {
	Org               party.OrgID
	Delivered, Opened time.Time
	Owner             referral.Owed // who must confirm, while nobody has
	Confirmed         time.Time
	By                party.UserID
	Words             string
	note              chart.DocumentID
}

// Looked is somebody of a recipient who looked, by the machine's clock.
type Looked struct {
	User   party.UserID
	Client party.ClientID
	Org    party.OrgID
	First  time.Time
	N      int
}

// officer refuses who is no privacy officer.
func officer(r *desk.Reading) error {
	if r.Who().Has(party.PrivacyOfficer) {
		return nil
	}
	return desk.Denied("lists.Incidents", "The privacy officer opens these. Whoever else one is with finds it among the exceptions.")
}

// Incidents lists the incidents the reader's organization has a part in, what
// waits first by its due, then what is settled, the newest first. Who may: its
// privacy officer.
func Incidents(r *desk.Reading) (out []Incident, err error) {
	if err := officer(r); err != nil {
		return nil, err
	}
	waits, err := r.Queue(store.Queue{Teams: teamsOf(r, r.Who().Org), Kinds: []string{"incident"}, Limit: 200}, r.Now())
	if err != nil {
		return nil, err
	}
	ids, err := r.View.IncidentLoops(400)
	for _, x := range waits { // none of those is past the end of the list
		ids = append(ids, x.ID)
	}
	seen := map[referral.ID]bool{}
	for _, id := range ids {
		if err != nil {
			return nil, err
		}
		if seen[id] {
			continue
		}
		seen[id] = true
		row, e := r.Row(id)
		s, e2 := r.Loop(id)
		for _, i := range s.Incidents {
			out = append(out, incident(r, row, &s, i))
		}
		err = errors.Join(e, e2)
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b Incident) int {
		if a.Closed.IsZero() != b.Closed.IsZero() {
			return map[bool]int{true: -1, false: 1}[a.Closed.IsZero()]
		}
		if a.Closed.IsZero() {
			return a.Owner.Due.Compare(b.Owner.Due)
		}
		return b.Closed.Compare(a.Closed)
	})
	return out, nil
}

// IncidentOf reads an incident of a referral with all that its officer needs to
// judge it. Who may: a privacy officer of an organization of the referral.
func IncidentOf(r *desk.Reading, of referral.ID) (x Incident, err error) {
	const op = "lists.IncidentOf"
	r.Tried(of)
	if err := officer(r); err != nil {
		return x, err
	}
	row, err := r.Row(of)
	if err != nil {
		return x, err
	}
	s, err := r.Loop(of)
	if err != nil {
		return x, err
	}
	if len(s.Incidents) == 0 {
		return x, desk.NoChart(op)
	}
	r.SawLoop(of, s.Seq)
	for _, i := range s.Incidents { // the first that waits, else the last
		if x = incident(r, row, &s, i); x.Closed.IsZero() {
			break
		}
	}
	if x.Papers, err = papers(r, &s, x.Paper); err != nil {
		return x, err
	}
	if x.Looked, err = lookers(r, &s, x); err != nil {
		return x, err
	}
	return x, x.say(r)
}

func incident(r *desk.Reading, row store.Row, s *referral.State, i referral.Incident) Incident {
	x := Incident{ID: s.ID, Code: row.Code, Seq: s.Seq, Key: i.Key, Reason: i.Reason, Sender: s.Org, Sent: s.Sent, Opened: i.At, Recalled: s.Phase() == referral.InError}
	x.Owner, _ = s.OwedFor("incident/" + string(i.Key))
	x.Mine = x.Owner.Team != "" && (r.Who().Owes(x.Owner) || slices.Contains(r.Who().Teams, x.Owner.Team))
	if e, ok := settledBy(s, i.Key); ok {
		x.Closed, x.ClosedBy, x.closing = e.At, e.By.User, e.What.(referral.Settled).Note
	}
	if x.Paper = i.Document; x.Paper != "" {
		x.paper(s)
		return x
	}
	for n, l := range s.Legs {
		g := Got{Org: l.To.Org, Delivered: l.Delivered, Opened: l.Opened}
		duty, fact := "recall", s.EndKeys[referral.InError]
		if n < s.Leg() {
			duty = "recall/" + strconv.Itoa(n)
			fact = referral.Key(duty)
		}
		g.Owner, _ = s.OwedFor(duty)
		if e, ok := settledBy(s, fact); ok {
			g.Confirmed, g.By, g.note = e.At, e.By.User, e.What.(referral.Settled).Note
		}
		x.Got = append(x.Got, g)
	}
	for _, e := range s.Entries() {
		if _, ok := e.What.(referral.EnteredInError); ok {
			x.By = e.By.User
		}
	}
	return x
}

// paper is an incident about a document alone: who filed it, since when the other
// side had it, and who took it off. Nobody there has to confirm: it lay here, and
// here nobody opens it any more.
func (x *Incident) paper(s *referral.State) {
	side := referral.Sender
	x.Recalled = !slices.ContainsFunc(s.Documents, func(f referral.Filed) bool { return f.ID == x.Paper })
	for _, e := range s.Entries() {
		switch w := e.What.(type) {
		case referral.Attached:
			if w.Document == x.Paper {
				x.Sent = e.At
				if w.Side == string(referral.Receiver) {
					side = referral.Receiver
				}
			}
		case referral.Detached:
			if w.Document == x.Paper {
				x.By = e.By.User
			}
		}
	}
	if side == referral.Receiver {
		x.Sender, x.Got = s.Recipient().Org, []Got{{Org: s.Org, Delivered: x.Sent}}
		return
	}
	if x.Sent.Before(s.Sent) { // it went with it
		x.Sent = s.Sent
	}
	for _, l := range s.Legs {
		if l.To.Org == "" || l.To.Org == s.Org {
			continue
		}
		g := Got{Org: l.To.Org, Delivered: l.Delivered, Opened: l.Opened}
		if g.Delivered.Before(x.Sent) {
			g.Delivered = x.Sent
		}
		x.Got = append(x.Got, g)
	}
}

// settledBy is the last entry that settles a fact.
func settledBy(s *referral.State, fact referral.Key) (out referral.Entry, ok bool) {
	for _, e := range s.Entries() {
		if x, settles := e.What.(referral.Settled); settles && fact != "" && slices.Contains(x.Facts, fact) {
			out, ok = e, true
		}
	}
	return out, ok
}

// papers counts what its recipients had, by what it is.
func papers(r *desk.Reading, s *referral.State, only chart.DocumentID) (map[chart.Kind]int, error) {
	var ids []chart.DocumentID
	if only != "" {
		ids = append(ids, only)
	}
	if only == "" && s.Question != "" {
		ids = append(ids, s.Question)
	}
	for _, d := range s.Documents {
		if only == "" {
			ids = append(ids, d.ID)
		}
	}
	docs, err := r.View.Documents(ids)
	out := map[chart.Kind]int{}
	for _, d := range docs {
		out[d.Kind]++
	}
	return out, err
}

// lookers says who of the recipients has looked at it, by the audit; who judges it
// has not.
func lookers(r *desk.Reading, s *referral.State, x Incident) (out []Looked, err error) {
	got := func(o party.OrgID) bool { return slices.ContainsFunc(x.Got, func(g Got) bool { return g.Org == o }) }
	since := time.Time{} // of a paper, since it lay there
	if x.Paper != "" {
		since = x.Sent.Add(r.Desk().DB.Machine().Sub(r.Now()))
	}
	all, err := r.Audits(access.Query{Referral: s.ID, Limit: 500})
	for _, a := range slices.Backward(all) {
		if !got(a.Org) && !slices.ContainsFunc(a.Also, got) || a.Recorded.Before(since) || a.Outcome != access.Success || a.User == "system" || strings.HasPrefix(a.Kind, "privacy.") || a.Kind == string(referral.ActSettle) && a.User == x.ClosedBy {
			continue
		}
		i := slices.IndexFunc(out, func(l Looked) bool { return l.User == a.User && l.Client == a.Client })
		if i < 0 {
			i, out = len(out), append(out, Looked{User: a.User, Client: a.Client, Org: a.Org, First: a.Recorded})
		}
		out[i].N++
	}
	return out, err
}

// say reads the words of those who confirmed and settled: they were written for
// this, and nothing else that was written is read.
func (x *Incident) say(r *desk.Reading) error {
	ids := []chart.DocumentID{x.closing}
	for _, g := range x.Got {
		ids = append(ids, g.note)
	}
	words, err := r.View.TextsOf(slices.DeleteFunc(ids, func(d chart.DocumentID) bool { return d == "" }))
	x.Words = words[x.closing]
	for i := range x.Got {
		x.Got[i].Words = words[x.Got[i].note]
	}
	return err
}
