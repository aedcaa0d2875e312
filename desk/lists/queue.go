package lists

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// inbound is who works on what comes in.
var inbound = []party.Job{party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging, party.Quality}

// whole are the views of the receiving side that show the organization's own
// inbound work, whoever of it has the ball, so that nothing is out of sight of
// the people who answer for it. ok is false for a view that is not one of them.
func whole(r *desk.Reading, v View, tonight time.Time) (q store.Queue, ok bool) {
	open := true
	q = store.Queue{Side: referral.Receiver, Org: r.Who().Org, Open: &open}
	switch v {
	case All:
	case Pinned:
		q.Open, q.Pinned = nil, r.Who().User
	case ToOpen:
		q.Acts = []referral.Act{referral.ActOpen}
	case Unclaimed:
		q.Unclaimed, q.Owners = true, teamsOf(r, r.Who().Org)
	case Late:
		q.Late = true
	case Today:
		q.DueBefore = tonight
	case Answers:
		q.Phases = []referral.Phase{referral.Questioned}
	case ToBook:
		q.Acts = []referral.Act{referral.ActBook, referral.ActReach}
	case ToReport:
		q.Acts = []referral.Act{referral.ActReport}
	default:
		return q, false
	}
	return q, true
}

func teamsOf(r *desk.Reading, org party.OrgID) (out []party.TeamID) {
	for id, t := range r.Directory().Teams {
		if t.Org == org {
			out = append(out, id)
		}
	}
	return out
}

// Asking is a page of a list that is asked for: which view, narrowed how, in
// which order, and the views to count beside it.
type Asking struct {
	View    View
	Beside  []View
	Page    int
	PerPage int // zero is PerPage
	Service party.ServiceID
	Sender  party.OrgID
	Order   string               // empty is the safe one
	For     party.PractitionerID // only the loops this clinician answers for
	With    party.UserID         // of Person and PersonLate: whose
}

func (a Asking) query(r *desk.Reading, v View) store.Queue {
	q := query(r, v)
	if v == Person || v == PersonLate {
		if q = (store.Queue{}); r.Directory().Users[a.With].Org == r.Who().Org && a.With != "" { // a stranger's holds nothing
			q = store.Queue{OnlyMine: true, Person: a.With, Late: v == PersonLate}
		}
	}
	q.Service, q.Sender, q.Order, q.Clinician = a.Service, a.Sender, a.Order, a.For
	return q
}

// LinesOf reads a page of a list. The counts are of the same narrowing.
func LinesOf(r *desk.Reading, a Asking) (List, error) {
	if a.PerPage == 0 {
		a.PerPage = PerPage
	}
	l := List{View: a.View, Page: max(a.Page, 1), Counts: map[View]int{}}
	q := a.query(r, a.View)
	q.Limit, q.Offset = a.PerPage, (l.Page-1)*a.PerPage
	rows, err := r.Queue(q, r.Now())
	if err != nil {
		return l, err
	}
	views := append([]View{a.View}, a.Beside...)
	qs := make([]store.Queue, len(views))
	for i, x := range views {
		qs[i] = a.query(r, x)
	}
	ns, err := r.View.Counts(qs, r.Now())
	if err != nil {
		return l, err
	}
	for i, x := range views {
		l.Counts[x] = ns[i]
	}
	l.Total = ns[0]
	l.Pages = (l.Total + a.PerPage - 1) / a.PerPage
	l.Rows, err = dress(r, rows)
	return l, err
}

// Counts counts views for the rail, by the queries of their lists.
func Counts(r *desk.Reading, views []View) (map[View]int, error) {
	qs := make([]store.Queue, len(views))
	for i, v := range views {
		qs[i] = query(r, v)
	}
	ns, err := r.View.Counts(qs, r.Now())
	if err != nil {
		return nil, err
	}
	out := map[View]int{}
	for i, v := range views {
		out[v] = ns[i]
	}
	return out, nil
}

// Signing lists what waits for the reader's own signature, or of a clinician they
// cover, in the order of the list: what a team has for somebody else to sign is
// not in it.
func Signing(r *desk.Reading) (out []referral.ID, err error) {
	q := query(r, ToSign)
	q.Limit = near
	rows, err := r.Queue(q, r.Now())
	for _, x := range rows {
		who := r.Who()
		if p := x.Owed.Person; p == "" || p != who.User && !slices.Contains(who.Covered, p) || slices.Contains(out, x.ID) {
			continue
		}
		out = append(out, x.ID)
	}
	return out, err
}

// NextOf is NextIn of a whole view in its safe order.
func NextOf(r *desk.Reading, v View, not referral.ID) (referral.ID, error) {
	return NextIn(r, Asking{View: v}, not)
}

// NextIn is the most late thing on a view that is the reader's or nobody's,
// other than the one just done; with the whole house's work before them, what
// their team cannot do, and what they put aside, is passed over.
func NextIn(r *desk.Reading, a Asking, not referral.ID) (referral.ID, error) {
	q := a.query(r, a.View)
	q.Limit = 200
	rows, err := r.Queue(q, r.Now())
	if err != nil {
		return "", err
	}
	var near []referral.ID
	for _, x := range rows {
		near = append(near, x.ID)
	}
	asides, err := r.Asides(near, r.Now())
	for _, x := range rows {
		rests := func(s store.Aside) bool { return s.Who == r.Who().User && s.Referral == x.ID && s.Duty == x.Owed.Duty }
		if x.ID != not && r.Who().Owes(x.Owed.Owed) && (a.View == Aside || !slices.ContainsFunc(asides, rests)) {
			return x.ID, err
		}
	}
	return "", err
}
