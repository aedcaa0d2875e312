package loop

import (
	"encoding/json"
	"slices"
	"time"

	"referd/base/code"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Draft is what is written of a referral before it is sent. It lives in an
// ordinary table until then; nothing typed is ever lost.
type Draft struct {
	Patient   party.PatientID
	Service   party.ServiceID
	Clinician party.PractitionerID
	Question  string
	Urgency   party.Urgency
	Reasons   []code.Concept
	Answers   map[string]string // what the service asks for → the words given
	Documents map[string]string // what the service asks for → the document that answers
	More      []chart.DocumentID
	Override  string // why it goes without what is missing
	Told      bool
	TellWhen  string
	Safe      string // how the patient may be reached
	CallWith  string
	CallAt    string
	By        party.UserID
}

func draftName(id referral.ID) string { return "referral/" + string(id) }

// Start begins a draft for a patient.
func Start(w *desk.Writing, d Draft) (Done, error) {
	who := w.Who()
	if !who.Has(party.ReferringClinician, party.ReferringStaff) {
		return Done{}, desk.Denied("loop.Start", "Referring clinicians and their staff begin a referral.")
	}
	if _, err := w.Patient(d.Patient); err != nil {
		return Done{}, err
	}
	if d.Clinician == "" {
		d.Clinician = who.Practitioner
	}
	if d.Clinician == "" && len(who.For) > 0 {
		d.Clinician = who.For[0]
	}
	d.By = who.User
	t := &turn{w: w, f: Form{Referral: referral.ID(id.New(w.Now()))}}
	t.state = referral.Fold(t.f.Referral, nil)
	t.row.Code = id.Code()
	t.add(referral.Drafted{Patient: d.Patient, Org: who.Org, Team: team(w, who), Clinician: d.Clinician, Origin: "house", Urgency: d.Urgency, Service: d.Service}, "")
	done, err := t.commit()
	if err != nil {
		return done, err
	}
	return done, saveDraft(w, t.f.Referral, d)
}

// team is the team whose balls somebody's referrals are: their own first.
func team(w *desk.Writing, who desk.Who) party.TeamID {
	for _, t := range who.Teams {
		if w.Directory().Teams[t].Org == who.Org {
			return t
		}
	}
	return w.Directory().TeamOf(who.Org)
}

func saveDraft(w *desk.Writing, id referral.ID, d Draft) error {
	b, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return w.Tx.PutDraft("loop", draftName(id), string(b))
}

// Save keeps what is typed so far.
func Save(w *desk.Writing, id referral.ID, d Draft) error {
	t, err := begin(w, Form{Referral: id})
	if err != nil {
		return err
	}
	if t.who.Side != referral.Sender {
		return desk.Denied("loop.Save", "Only the referring side writes a draft.")
	}
	if !t.state.Sent.IsZero() {
		return refused("It has been sent. A message or an attachment adds to it.")
	}
	d.Patient, d.By = t.state.Patient, w.Who().User
	return saveDraft(w, id, d)
}

// Written reads a draft and its loop.
func Written(r *desk.Reading, id referral.ID) (Draft, referral.State, error) {
	s, err := r.Loop(id)
	if err != nil {
		return Draft{}, s, err
	}
	r.SawLoop(id, s.Seq)
	r.Saw(s.Patient)
	if st := Standing(r, &s); st.Side != referral.Sender && !r.Who().System {
		return Draft{}, s, desk.Denied("loop.Written", "Only the referring side sees a draft.")
	}
	d, err := written(r, id, s)
	return d, s, err
}

func written(r *desk.Reading, id referral.ID, s referral.State) (Draft, error) {
	d := Draft{Patient: s.Patient, Clinician: s.Clinician, Urgency: s.Urgency, Service: s.Recipient().Service}
	body, _, found, err := r.Draft("loop", draftName(id))
	if err == nil && found {
		err = json.Unmarshal([]byte(body), &d)
	}
	return d, err
}

// Check is a line of what is looked at before sending. A tick always carries
// its source and time; not checked is a state.
type Check struct {
	Code   string
	State  string // ok, missing, blocks, unchecked, look
	Words  string
	Source string
	At     time.Time
}

// Checks looks at a draft as the receiver would.
func Checks(r *desk.Reading, d Draft, s referral.State) ([]Check, error) {
	now := r.Now()
	var out []Check
	add := func(c, state, words, source string) { out = append(out, Check{c, state, words, source, now}) }
	block := func(c string, bad bool, words string) {
		if bad {
			add(c, "blocks", words, "")
		}
	}
	sv, known := r.Directory().ServicesByID[d.Service]
	block("service", !known || !sv.Active, "Choose the service.")
	block("question", d.Question == "", "Write your question.")
	block("urgency", d.Urgency == "", "Say how soon.")
	block("clinician", d.Clinician == "", "Name the accountable clinician.")
	block("spoke", d.Urgency == party.Emergency && s.Spoke.IsZero() && (d.CallWith == "" || d.CallAt == ""), "An emergency is spoken first. Call "+sv.Phone+", then say whom you spoke to and when.")
	p, err := r.Patient(d.Patient)
	if err != nil {
		return nil, err
	}
	block("phone", len(p.Phones) == 0 && d.Safe != "letter", "A number that reaches the patient is needed.")
	for _, n := range sv.Needs {
		met := d.Answers[n.Code] != "" || d.Documents[n.Code] != ""
		switch {
		case met:
			add(n.Code, "ok", n.Label, "given in this draft")
		case n.Required:
			add(n.Code, "missing", n.Label+" is missing. "+sv.Name+" asks for it: "+n.Why, "the service's own list")
		default:
			add(n.Code, "unchecked", n.Label+": not given. It helps, and is not required.", "the service's own list")
		}
	}
	docs, err := r.Documents(attached(d))
	if err != nil {
		return nil, err
	}
	for _, x := range docs {
		switch {
		case x.Held != "":
			add("doc-"+string(x.ID), "blocks", x.Title+" is held: "+x.Held, "file check")
		case x.Guard == chart.Differs:
			add("doc-"+string(x.ID), "blocks", x.Title+" names someone else. Take it out, or confirm whose it is.", "file check")
		case x.Guard == chart.Unread:
			add("doc-"+string(x.ID), "look", x.Title+" could not be read for a name: not checked. Look at it.", "file check")
		default:
			add("doc-"+string(x.ID), "ok", x.Title+" names this patient", "file check")
		}
	}
	similar, err := r.LoopsOf([]party.PatientID{d.Patient}, true)
	if err != nil {
		return nil, err
	}
	other := slices.ContainsFunc(similar, func(x store.Row) bool {
		return x.ID != s.ID && known && r.Directory().ServicesByID[x.Service].Specialty.Code == sv.Specialty.Code
	})
	if other {
		add("similar", "look", "Another open referral of this patient goes to the same specialty. Is this a second one?", "loops of your practice")
	} else {
		add("similar", "ok", "No other open referral to this specialty", "loops of your practice")
	}
	if !d.Told {
		add("told", "unchecked", "Nobody has said that the patient knows of this referral.", "")
	}
	slices.SortStableFunc(out, func(a, b Check) int { return order[a.State] - order[b.State] })
	return out, nil
}

var order = map[string]int{"blocks": 0, "missing": 1, "look": 2, "unchecked": 3, "ok": 4}

func attached(d Draft) (out []chart.DocumentID) {
	for _, x := range d.Documents {
		out = append(out, chart.DocumentID(x))
	}
	return append(out, d.More...)
}

// Ready asks the accountable clinician for the signature.
func Ready(w *desk.Writing, f Form) (Done, error) {
	return do(w, f, func(t *turn) error {
		d, err := written(w.Reading, f.Referral, t.state)
		if err != nil {
			return err
		}
		if d.Clinician == "" {
			return invalid("clinician", "Name the clinician who signs.")
		}
		return t.ask(referral.Readied{Clinician: d.Clinician})
	})
}

// Send signs, where the sender may, and sends the draft to its service.
func Send(w *desk.Writing, f Form) (Done, error) {
	return do(w, f, func(t *turn) error {
		d, err := written(w.Reading, f.Referral, t.state)
		if err != nil {
			return err
		}
		if err := t.blocked(d); err != nil {
			return err
		}
		if d.Urgency == party.Emergency && t.state.Spoke.IsZero() {
			at, err := time.ParseInLocation("2006-01-02T15:04", d.CallAt, t.w.Who().Zone)
			if err != nil || at.After(w.Now()) {
				return invalid("call-at", "Say when you spoke, for example 09:50 today.")
			}
			if err := t.speak(Call{With: d.CallWith, At: at}, ""); err != nil {
				return err
			}
		}
		if t.state.Signed.IsZero() && t.who.Accountable {
			if err := t.ask(referral.Signed{Clinician: d.Clinician}); err != nil {
				return err
			}
		} else if t.state.Signed.IsZero() && t.who.Behalf {
			t.add(referral.Signed{Clinician: d.Clinician, Behalf: true}, "")
		}
		return t.send(d)
	})
}

// blocked refuses what only a person can mend before it goes.
func (t *turn) blocked(d Draft) error {
	checks, err := Checks(t.w.Reading, d, t.state)
	if err != nil {
		return err
	}
	for _, c := range checks {
		if c.State == "blocks" {
			return invalid(c.Code, c.Words)
		}
		if c.State == "missing" && d.Urgency == party.Routine && d.Override == "" {
			return invalid(c.Code, c.Words+" Add it, or say why it goes without.")
		}
	}
	return nil
}

func (t *turn) send(d Draft) error {
	sv := t.w.Directory().ServicesByID[d.Service]
	ev := referral.Sent{Patient: t.state.Patient, Org: t.state.Org, Team: t.state.Team, Clinician: d.Clinician, Urgency: d.Urgency, Reasons: d.Reasons, Told: d.Told, TellWhen: d.TellWhen,
		To:     referral.Recipient{Service: sv.ID, Org: sv.Org, Channel: t.w.Directory().Orgs[sv.Org].Channel},
		SeenBy: t.w.Directory().Settings.SeenByDate(sv, d.Urgency, t.w.Now())}
	var err error
	if ev.Question, err = t.note(d.Question, chart.Question); err != nil {
		return err
	}
	if ev.Override, err = t.note(d.Override, chart.Comment); err != nil {
		return err
	}
	for _, n := range sv.Needs {
		switch {
		case d.Documents[n.Code] != "":
			ev.Documents = append(ev.Documents, chart.DocumentID(d.Documents[n.Code]))
		case d.Answers[n.Code] != "":
			doc, err := t.note(n.Label+": "+d.Answers[n.Code], chart.Letter)
			if err != nil {
				return err
			}
			ev.Documents = append(ev.Documents, doc)
		case n.Required:
			ev.Missing = append(ev.Missing, n.Code)
		}
	}
	ev.Documents = append(ev.Documents, d.More...)
	if err := t.ask(ev); err != nil {
		return err
	}
	return t.w.Tx.DropDraft("loop", draftName(t.f.Referral))
}

// SeenBy is the date a referral would carry, for the page that chooses how soon.
func SeenBy(r *desk.Reading, sv party.Service, u party.Urgency) time.Time {
	return r.Directory().Settings.SeenByDate(sv, u, r.Now())
}

// Shut reports whether the receiver's intake is shut past the time an urgent
// or emergency referral allows, so that the page offers the telephone.
func Shut(r *desk.Reading, sv party.Service, u party.Urgency) bool {
	team, ok := r.Directory().Teams[sv.Intake]
	return ok && u != party.Routine && !policy.Open(team.Hours, r.Now())
}
