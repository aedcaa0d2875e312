package draft

import (
	"slices"
	"time"

	"referd/base/code"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// Arrival is a referral that another system has sent: it is a fact. What is
// missing becomes the sender's duty; nothing is refused for it.
type Arrival struct {
	ID        referral.ID // where its sender's message named it before; else new
	Task      string      // the same of its Task
	Patient   party.PatientID
	Sender    party.OrgID
	Clinician party.PractitionerID
	Service   party.ServiceID
	Receiver  party.OrgID
	Urgency   party.Urgency
	Question  string
	Reasons   []code.Concept
	SeenBy    time.Time
	At        time.Time
	Origin    string
}

// Receive makes a sent referral of it, in one commit. Who may: a system that
// acts for the sender. The raw clock starts when it was sent.
func Receive(w *desk.Writing, x Arrival) (turn.Done, error) {
	dir, now := w.Directory(), w.Now()
	if who := w.Who(); !who.System && (who.Client == "" || !slices.Contains(who.Orgs, x.Sender)) {
		return turn.Done{}, desk.Denied("draft.Receive", "A system sends for the organizations it acts for.")
	}
	if _, err := w.Patient(x.Patient); err != nil {
		return turn.Done{}, err
	}
	if x.ID == "" {
		x.ID = referral.ID(id.New(now))
	}
	t := turn.New(w, turn.Form{Referral: x.ID, At: x.At})
	t.Told = true
	sv, ok := dir.ServicesByID[x.Service]
	if ok && x.Receiver == "" {
		x.Receiver = sv.Org
	}
	if x.Urgency == "" {
		x.Urgency = party.Routine
	}
	if !x.At.IsZero() {
		t.Row.Authored = x.At
	}
	team := dir.TeamOf(x.Sender)
	t.Add(referral.Drafted{Patient: x.Patient, Org: x.Sender, Team: team, Clinician: x.Clinician, Origin: x.Origin, Urgency: x.Urgency, Service: x.Service}, "")
	t.Add(referral.Signed{Clinician: x.Clinician}, "")
	question, err := t.Note(x.Question, chart.Question)
	if err != nil {
		return turn.Done{}, err
	}
	ev := referral.Sent{Patient: x.Patient, Org: x.Sender, Team: team, Clinician: x.Clinician, Urgency: x.Urgency, Question: question, Reasons: x.Reasons, SeenBy: x.SeenBy,
		To: referral.Recipient{Service: x.Service, Org: x.Receiver, Channel: dir.Orgs[x.Receiver].Channel}}
	if ev.SeenBy.IsZero() || ev.SeenBy.Before(now) {
		ev.SeenBy = dir.Settings.SeenByDate(sv, x.Urgency, now)
	}
	for _, n := range sv.Needs {
		if n.Required {
			ev.Missing = append(ev.Missing, n.Code)
		}
	}
	t.Add(ev, "")
	if x.Task != "" {
		t.Tasks = []store.Task{{ID: x.Task, Requester: x.Sender, Authored: t.State.Sent}}
	}
	w.Saw(x.Patient)
	return t.Commit()
}
