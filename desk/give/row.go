package give

import (
	"strings"
	"time"

	"referd/base/code"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/bring/said"
	"referd/store"
)

// beside are the columns of the list of referrals that an import passes over.
var beside = []string{"Phase", "Owner", "Owner person", "Next act", "Due", "Ended on"}

// headings are what an import calls its columns, and what it does not ask.
func headings() (out []string) {
	for _, f := range said.Fields(said.Referrals) {
		out = append(out, f.Label)
	}
	return append(out, beside...)
}

// row gives a referral as a row that an import takes again: with its own dates,
// in the words the import knows.
func (j *job) row(r *desk.Reading, of referral.ID) error {
	row, err := r.Row(of)
	if err != nil {
		return err
	}
	s, err := r.Loop(of)
	if err != nil {
		return err
	}
	which := s.RecordOf([]party.OrgID{j.who.Org})
	p, err := r.Patient(which)
	if err != nil {
		return err
	}
	r.Saw(which)
	words, err := r.TextsOf([]chart.DocumentID{s.Question})
	if err != nil {
		return err
	}
	has := j.loop(r.Directory(), &row, &s)
	has["question"], has["patient"] = words[s.Question], string(p.ID)
	person(p, has)
	cells := make([]string, 0, 64)
	for _, f := range said.Fields(said.Referrals) {
		cells = append(cells, has[f.Key])
	}
	dir := r.Directory()
	ended := time.Time{}
	if !row.Open {
		ended = row.Ended
	}
	return j.csv.Row(append(cells, string(s.Phase()), dir.TeamName(row.Ball.Team), plainName(dir.Users[row.Ball.Person].Name), string(row.Ball.Act), day(row.Ball.Due), day(ended))...)
}

// loop is what a row says of the referral.
func (j *job) loop(dir *desk.Directory, row *store.Row, s *referral.State) map[string]string {
	has := map[string]string{"id": string(s.ID), "code": row.Code, "status": status(s.Phase()), "urgency": string(s.Urgency), "sender": dir.Orgs[s.Org].Name, "clinician": clinician(dir, s.Clinician),
		"sent": day(s.Sent), "seen": day(s.Seen), "seenby": day(s.SeenBy), "authorization": s.Authorization.Number}
	if s.Org == j.who.Org {
		has["team"] = dir.TeamName(s.Team)
	}
	if u := dir.Users[s.Claimed]; u.Org == j.who.Org {
		has["person"] = u.Email
	}
	var codes []string
	for _, c := range s.Reasons {
		if c.System == code.ICD10 || c.System == "" {
			codes = append(codes, c.Code)
		}
	}
	has["codes"] = strings.Join(codes, ", ")
	if len(s.Legs) == 0 {
		return has
	}
	leg := s.Legs[s.Leg()]
	to := s.Recipient()
	has["service"], has["receiver"], has["received"] = dir.ServicesByID[to.Service].Name, dir.Orgs[to.Org].Name, day(leg.Delivered)
	decided(s, &leg, has)
	if a := visit(s); a != nil {
		has["visit"], has["booked"] = day(a.Start), day(a.Booked)
	}
	return has
}

// decided says when it was decided what its phase is, and why.
func decided(s *referral.State, leg *referral.Leg, has map[string]string) {
	at := leg.Accepted
	switch s.Phase() {
	case referral.Review:
		at = leg.Opened
	case referral.Questioned:
		at = leg.Asked
	case referral.PhaseDeclined:
		at, has["why"] = leg.Declined, reasons[leg.DeclineReason]
	case referral.PhaseWaitlisted:
		at = leg.Waitlisted
	case referral.PhaseHeld:
		at, has["why"], has["until"] = s.Held, reasons[s.HeldReason], day(s.HeldUntil)
	case referral.PhaseSent, referral.PhaseDelivered:
		at = time.Time{}
	}
	has["decided"] = day(at)
}

// reasons are coded reasons in words the import knows.
var reasons = map[string]string{"no-capacity": "No capacity", "wrong-service": "Wrong service", "in-care": "Already in care", "out-of-scope": "Out of scope", "plan": "Plan does not cover us", "patient-declines": "Patient declined",
	"patient-asks": "Patient asks", "test-first": "Test first", "treatment": "Other treatment first"}

// visit is the appointment that stands, else the last that was made.
func visit(s *referral.State) (out *referral.Appointment) {
	if p := s.Phase(); p != referral.PhaseBooked && p != referral.PhaseMissed && p != referral.PhaseSeen && p.Open() {
		return nil // what was taken back is in the resources
	}
	for i := range s.Appointments {
		if a := &s.Appointments[i]; !a.Booked.IsZero() && a.Leg == s.Leg() && (out == nil || !a.Unbooked.After(a.Booked)) {
			out = a
		}
	}
	return out
}

// status is a phase as the import has it. What it cannot begin again, since its
// answer is there or it was never sent, is left out by it, in these words.
func status(p referral.Phase) string {
	switch p {
	case referral.Returning, referral.PhaseReported, referral.FollowThrough:
		return "Report received"
	case referral.PhaseAdvised:
		return "Advised"
	case referral.Draft, referral.Unsigned:
		return "Not sent"
	}
	for _, s := range said.Steps() {
		if s[0] == string(p) {
			return s[0]
		}
	}
	return "Closed"
}

func clinician(dir *desk.Directory, of party.PractitionerID) string {
	p := dir.Practitioners[of]
	out := plainName(p.Name)
	for _, i := range p.Identifiers {
		if i.System == code.NPI {
			out += " [" + i.Value + "]"
		}
	}
	return out
}

func plainName(n party.Name) string {
	if n.Family == "" {
		return ""
	}
	return strings.TrimSuffix(n.Family+", "+strings.Join(n.Given, " "), ", ")
}

// asked are the columns of the list of patients that an import passes over: how
// it is safe to reach somebody is asked anew.
var asked = []string{"Reach by", "Nothing to their home", "Number to reach", "E-mail to reach", "Best hours", "Who else may know", "Messages in", "Asked on"}

func patientHeadings() (out []string) {
	for _, f := range said.Fields(said.Patients) {
		out = append(out, f.Label)
	}
	return append(out, asked...)
}

// record gives a patient as a row that an import takes again.
func (j *job) record(p party.Patient) error {
	has := map[string]string{"patient": string(p.ID), "active": "yes"}
	person(p, has)
	var others []string
	for _, i := range p.Identifiers {
		if i.Value == has["number"] && has["numbersystem"] == "" {
			has["numbersystem"] = i.System
		} else {
			others = append(others, i.System+"|"+i.Value)
		}
	}
	has["numbers"] = strings.Join(others, "\n")
	if !p.Active || !p.Deceased.IsZero() {
		has["active"] = "no"
	}
	cells := make([]string, 0, 40)
	for _, f := range said.Fields(said.Patients) {
		cells = append(cells, has[f.Key])
	}
	var ways []string
	for _, w := range p.Safe.Ways {
		ways = append(ways, string(w))
	}
	home := ""
	if p.Safe.NotHome {
		home = "yes"
	}
	return j.people.Row(append(cells, strings.Join(ways, ", "), home, p.Safe.Number, p.Safe.Email, p.Safe.Hours, p.Safe.Knows, p.Safe.Language, day(p.Safe.Agreed))...)
}

// person is what a row says of the patient.
func person(p party.Patient, has map[string]string) {
	has["family"], has["given"], has["prefix"], has["born"], has["sex"] = p.Name.Family, strings.Join(p.Name.Given, " "), p.Name.Prefix, string(p.Born), p.Sex
	for n, i := range p.Identifiers {
		if n == 0 || i.Type == "MR" {
			has["number"] = i.Value
		}
	}
	for _, t := range p.Phones {
		key := "phone"
		if t.Use == "mobile" {
			key = "mobile"
		}
		if has[key] == "" {
			has[key] = t.Number
		}
	}
	has["email"], has["language"], has["access"], has["allergies"] = p.Email, p.Language, p.Access, p.Allergies
	has["deceased"] = day(p.Deceased)
	if p.Interpreter {
		has["interpreter"] = "yes"
	}
	a := p.Address
	has["city"], has["state"], has["postal"], has["country"] = a.City, a.State, a.PostalCode, a.Country
	for i, key := range []string{"line", "line2"} {
		if i < len(a.Lines) {
			has[key] = a.Lines[i]
		}
	}
}
