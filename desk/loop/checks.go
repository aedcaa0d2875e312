package loop

import (
	"slices"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

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

// Shut reports whether the receiver's intake is shut past the time an urgent
// or emergency referral allows, so that the page offers the telephone.
func Shut(r *desk.Reading, sv party.Service, u party.Urgency) bool {
	team, ok := r.Directory().Teams[sv.Intake]
	_, past := r.Directory().Settings.ShutPast(team.Hours, u, r.Now())
	return ok && past
}
