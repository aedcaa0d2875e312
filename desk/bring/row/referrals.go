package row

import (
	"slices"
	"strings"
	"time"

	"referd/base/id"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/bring/said"
	"referd/desk/draft"
	"referd/desk/turn"
	"referd/store"
)

// referralItem is a row of a list of open referrals, with its patient.
type referralItem struct {
	draft.Brought
	of   party.Patient
	over bool // it is not open any more
	died bool // its patient has
	mine bool // the bringer is the receiver, and not the sender too
}

// referral reads an open referral.
func (r *Row) referral() *referralItem {
	x := &referralItem{}
	x.Step = draft.Step(r.word("status", said.Statuses))
	if x.over = x.Step == said.Over; x.over {
		return x // it is left out, whatever else it says or lacks: a draft was never sent
	}
	if x.died = r.died(); x.died {
		return x // as is what is over
	}
	if r.text("patient") == "" || r.text("born") != "" {
		x.of = r.patient()
	}
	x.Origin = "import"
	x.Service = r.service()
	x.Receiver = r.frame.dir.ServicesByID[x.Service].Org
	x.Urgency = party.Urgency(r.word("urgency", said.Urgencies))
	x.dates(r)
	x.sides(r)
	x.step(r)
	if code, ok := id.ParseCode(r.text("code")); ok {
		x.Code = code
	}
	x.Question, x.Reasons, x.Authorization = r.lines("question"), r.diagnoses("codes"), r.text("authorization")
	if w := party.Wrong(strings.ReplaceAll(x.Question, "\n", " "), 10_000); w != "" {
		r.wrong("question", w)
	}
	if w := party.Wrong(x.Authorization, 50); w != "" {
		r.wrong("authorization", w)
	}
	if s := r.text("codes"); s != "" && len(x.Reasons) == 0 {
		x.says("Diagnoses", s)
	}
	if !r.frame.dir.Here(x.Receiver) || x.Receiver == r.i.Org {
		x.Claimed = r.user("person", r.i.Org)
	}
	if w, _, of := said.Referred(r.text("person")); of != "" && x.Claimed == "" {
		x.says("Who had it", w)
	}
	return x
}

// says keeps what has no place of its own, in the other system's words.
func (x *referralItem) says(what, words string) {
	if x.Said != "" {
		x.Said += "\n"
	}
	x.Said += what + ": " + words
}

func (x *referralItem) dates(r *Row) {
	x.At, x.Received, x.Decided = r.past("sent"), r.past("received"), r.past("decided")
	x.Visit, x.BookedOn, x.Seen, x.SeenBy, x.Until = r.moment("visit"), r.past("booked"), r.past("seen"), r.moment("seenby"), r.moment("until")
	if x.At.IsZero() {
		x.At = x.Received
	}
	if x.At.IsZero() && len(r.Faults) == 0 {
		r.wrong("sent", "Say when it was sent, or received: its clock starts then.")
	}
	day := func(t time.Time) string { return t.In(r.frame.zone).Format(time.DateOnly) }
	for _, d := range []struct {
		key string
		at  *time.Time
	}{{"received", &x.Received}, {"decided", &x.Decided}, {"booked", &x.BookedOn}, {"seen", &x.Seen}, {"visit", &x.Visit}} {
		switch {
		case d.at.IsZero() || x.At.IsZero() || !d.at.Before(x.At):
		case day(*d.at) == day(x.At):
			*d.at = x.At // of the same day: the hours were not told alike
		default:
			r.wrong(d.key, "“"+short(r.text(d.key))+"” is before the referral was sent.")
		}
	}
	if !x.Visit.IsZero() && x.BookedOn.After(x.Visit) {
		x.BookedOn = x.Visit.Add(-time.Minute)
	}
}

// sides says who sent it and who answers for it on that side.
func (x *referralItem) sides(r *Row) {
	dir, own := r.frame.dir, r.i.Org
	if x.Sender = r.org("sender"); x.Sender == "" || x.Service == "" {
		return
	}
	x.mine = x.Receiver == own && x.Sender != own
	switch {
	case x.Receiver == own && r.text("sender") == "":
		r.wrong("sender", dir.ServicesByID[x.Service].Name+" is your own service. Say who sent it: yourselves, or another practice.")
	case x.Sender != own && x.Receiver != own:
		r.wrong("sender", "Neither the sender nor the service is yours.")
	case x.mine && dir.Here(x.Sender):
		r.wrong("sender", dir.Orgs[x.Sender].Name+" works here too, and brings what it has sent itself.")
	}
	switch s := r.text("clinician"); {
	case dir.Here(x.Sender) && s == "":
		r.wrong("clinician", "Name the clinician who referred: they answer for it.")
	case dir.Here(x.Sender):
		x.Clinician = r.clinician("clinician", x.Sender)
	case s != "":
		before, words := len(r.Faults), len(r.Words)
		if x.Clinician = r.clinician("clinician", x.Sender); x.Clinician == "" { // a partner's: kept as it is said
			r.Faults, r.Words = r.Faults[:before], r.Words[:words]
			x.says("Referring clinician", r.plain("clinician"))
		}
	}
	if x.Sender == own {
		x.Team = r.team("team", own)
	}
}

// step is where it stands, by its status and by its dates, and what that needs.
func (x *referralItem) step(r *Row) {
	early := slices.Contains([]draft.Step{"", draft.StepSent, draft.StepDelivered, draft.StepReview, draft.StepAccepted, draft.StepWaitlisted}, x.Step)
	switch {
	case (early || x.Step == draft.StepBooked) && !x.Seen.IsZero():
		x.Step = draft.StepSeen
	case early && !x.Visit.IsZero():
		x.Step = draft.StepBooked
	case x.Step == "" && !x.Received.IsZero():
		x.Step = draft.StepDelivered
	case x.Step == "":
		x.Step = draft.StepSent
	}
	why := r.text("why")
	switch x.Step {
	case draft.StepDeclined:
		x.Reason, x.Note = coded(said.Declines, why)
	case draft.StepHeld:
		if x.Reason, x.Note = coded(said.Holds, why); !x.Until.IsZero() && x.Until.Before(r.w.Now()) {
			r.wrong("until", "That day has passed. Say until when it is on hold, or give its status now.")
		}
	case draft.StepBooked:
		if x.Visit.IsZero() {
			r.wrong("visit", "It is booked: say for when.")
		}
		if !strings.Contains(r.text("visit"), ":") {
			x.Note = "The list said the day, and not the hour."
		}
	case draft.StepMissed:
		if x.Visit.IsZero() || x.Visit.After(r.w.Now()) {
			r.wrong("visit", "The patient did not attend: say which appointment, one that has been.")
		}
	case draft.StepSeen:
		if x.Seen.IsZero() {
			x.Seen = x.Visit
		}
		if x.Seen.IsZero() || x.Seen.After(r.w.Now()) {
			r.wrong("seen", "The patient was seen: say when.")
		}
		if x.Visit.After(r.w.Now()) {
			x.says("Next appointment", r.text("visit"))
			x.Visit = time.Time{}
		}
	default:
		if x.Note = why; why != "" {
			x.says("Status", r.text("status")+": "+why)
			x.Note = ""
		}
	}
	if r.frame.dir.Here(x.Receiver) && x.Receiver != r.i.Org {
		x.theirs(r)
	}
}

// theirs is a referral to somebody who works here: what they received, accepted
// and booked they say themselves. It is brought as sent, and what the list says
// goes with it as a message.
func (x *referralItem) theirs(r *Row) {
	if x.Step == draft.StepSent {
		return
	}
	said := r.text("status")
	if v := r.text("visit"); v != "" {
		said = strings.TrimPrefix(said+", appointment "+v, ", ")
	}
	if v := r.text("seen"); v != "" {
		said = strings.TrimPrefix(said+", seen "+v, ", ")
	}
	x.says("In our earlier system", said)
	x.Step, x.Received, x.Decided, x.Visit, x.BookedOn, x.Seen, x.Reason, x.Note = draft.StepSent, time.Time{}, time.Time{}, time.Time{}, time.Time{}, time.Time{}, "", ""
}

// coded is a reason as one of ours, or none and its words: nobody is said to have
// given a reason they did not give.
func coded(known map[string]string, words string) (reason, note string) {
	if c := known[said.Bare(words)]; c != "" {
		return c, ""
	}
	return "", words
}

func (x *referralItem) key(r *Row) string {
	switch {
	case r.text("id") != "":
		return "id " + r.text("id")
	case x.Code != "":
		return "code " + x.Code
	}
	return "row " + said.Digest(r.text("patient")+"|"+who(x.of)+"|"+mr(x.of)+"|"+string(x.Service)+"|"+x.At.String()+"|"+x.Question)
}

func (x *referralItem) check(r *Row) (Verdict, error) {
	if x.over {
		return Verdict{State: Left, Does: "Not begun anew: " + r.text("status")}, nil
	}
	if x.died {
		return Verdict{State: Left, Does: "The patient has died"}, nil
	}
	key := x.key(r)
	first, same, err := r.w.Tx.Mark(string(r.i.ID), key, r.Digest(), r.n)
	if err != nil {
		return Verdict{}, err
	}
	if first != r.n {
		if same {
			return Verdict{State: Left, Does: "The same as row " + itoa(first)}, nil
		}
		r.wrong("id", "Row "+itoa(first)+" has the same number and says something else.")
		return Verdict{State: Wrong}, nil
	}
	have, found, err := r.w.Brought(r.i.Org, string(said.Referrals), key)
	if err != nil || found {
		return Verdict{State: Same, Thing: have.Thing, Does: "Here already; what is here knows better"}, err
	}
	return x.patients(r)
}

// patients says whose it is, and whether the same is open already.
func (x *referralItem) patients(r *Row) (Verdict, error) {
	if wrong, err := x.earlier(r); wrong || err != nil {
		return Verdict{State: Wrong}, err
	}
	p, err := r.find(x.of)
	if err != nil || len(r.Faults) > 0 {
		return Verdict{State: Wrong}, err
	}
	v := Verdict{State: Make, Does: x.does(r)}
	switch {
	case p.have.ID != "":
		if !p.have.Active {
			v.Does += ", the record is in use again"
		}
		return x.similar(r, v, p.have.ID)
	case r.text("patient") != "" && x.of.Born == "" && len(p.alike) == 0:
		r.wrong("patient", "No patient of that key was brought before, nor is one in this list. Bring the patients first, or with it.")
		return Verdict{State: Wrong}, nil
	case len(p.alike) > 0:
		w, err := r.decided(p.alike, x.of)
		if err != nil || w.State != Make && w.State != Same && w.State != Change {
			return w, err
		}
		if w.State != Make {
			return x.similar(r, v, party.PatientID(w.Thing))
		}
	}
	v.Does += ", new patient, " + born(x.of)
	return v, nil
}

// earlier looks whether a row before has the same patient otherwise.
func (x *referralItem) earlier(r *Row) (wrong bool, err error) {
	if x.of.Born == "" {
		return false, nil
	}
	first, same, err := r.w.Tx.Mark(string(r.i.ID), "patient "+r.patientKey(x.of), said.Digest(who(x.of)), r.n)
	if err != nil || same {
		return false, err
	}
	r.wrong("number", "Row "+itoa(first)+" has the same record number, and another name or birth date.")
	return true, nil
}

// similar asks where the same is open already.
func (x *referralItem) similar(r *Row, v Verdict, of party.PatientID) (Verdict, error) {
	if x.Code != "" { // the house's own list, given back to it
		if l, err := r.frame.own.RowByCode(x.Code); err == nil && (l.Patient == of || l.ReceiverPatient == of) {
			return Verdict{State: Same, Thing: string(l.ID), Does: "Here already; what is here knows better"}, nil
		}
	}
	rows, err := r.frame.own.LoopsOf([]party.PatientID{of}, true)
	if err != nil {
		return v, err
	}
	if r.Like = ""; r.Other {
		return v, nil
	}
	for _, l := range rows {
		if l.Service == x.Service {
			r.Like = l.Code
			return Verdict{State: Ask, Does: "An open referral to the same service is here already: " + l.Code}, nil
		}
	}
	return v, nil
}

func (x *referralItem) does(r *Row) string {
	for _, s := range said.Steps() {
		if s[0] == string(x.Step) {
			return "To " + r.frame.dir.ServicesByID[x.Service].Name + ": " + strings.ToLower(s[1][:1]) + s[1][1:]
		}
	}
	return ""
}

// make makes the referral behind the veil, and its patient where that is new.
func (x *referralItem) make(r *Row) (string, error) {
	of, err := x.record(r)
	if err != nil {
		return "", err
	}
	if x.Patient = of; x.mine { // the sender's own record, from what the receiver has
		if x.Patient, err = turn.RecordAt(r.w, of, x.Sender); err != nil {
			return "", err
		}
		x.Mine = of
	}
	if x.Code != "" {
		if _, err := r.w.RowByCode(x.Code); err == nil {
			x.Code = ""
		}
	}
	if x.Code == "" {
		if x.Code, err = r.w.Tx.Code(); err != nil {
			return "", err
		}
	}
	r.With = string(of)
	done, err := draft.Bring(r.w, x.Brought)
	return string(done.ID), err
}

// record is the bringer's record of the patient: the one found, that of an
// earlier row, or a new one.
func (x *referralItem) record(r *Row) (party.PatientID, error) {
	key := r.patientKey(x.of)
	if of, found, err := r.w.Tx.Bringing(r.i.Org, string(said.Patients), key); err != nil || found {
		if err != nil {
			return "", err
		}
		have, err := r.w.Patient(party.PatientID(of))
		return r.woken(have), err
	}
	p, err := r.find(x.of)
	if err != nil || p.have.ID != "" {
		return r.woken(p.have), err
	}
	if n := slices.IndexFunc(p.alike, func(a party.Patient) bool { return string(a.ID) == r.Choice }); n >= 0 {
		return r.woken(p.alike[n]), nil
	}
	if len(r.Faults) > 0 || len(p.alike) > 0 && r.Choice != New {
		return "", moved("row.record")
	}
	x.of.ID, r.New = party.PatientID(id.New(r.w.Now())), true
	if err := r.w.Tx.PutPatient(x.of); err != nil {
		return "", err
	}
	return x.of.ID, r.w.Tx.Bring(r.i.Org, string(said.Patients), store.ImportKey{Key: key, Thing: string(x.of.ID), Import: string(r.i.ID)})
}

// woken is a record that a referral is of. One that was out of use, as of an import
// that was taken back, is in use again once all is shown, and out of it again when
// this is taken back.
func (r *Row) woken(have party.Patient) party.PatientID {
	r.New = r.New || have.ID != "" && !have.Active
	return have.ID
}

// Mistaken is the reason of a referral that an import made by mistake.
const Mistaken = "brought-by-mistake"

// unsent ends a referral that nobody has acted on since it was brought: what it
// told is struck, and it was entered in error. Where its receiver works here,
// and is another, they confirm the recall; else nobody heard of it.
func (r *Row) unsent(k store.ImportRow) (bool, error) {
	mine := r.w.As(desk.Who{User: r.i.By, Org: r.i.Org})
	t, err := turn.Begin(mine, turn.Form{Referral: referral.ID(k.Thing)})
	if err != nil {
		return false, err
	}
	r.w.Saw(t.State.Patient)
	t.Told, t.Quiet = true, true
	for _, e := range t.State.Entries() {
		if e.By.User != "" || e.By.Client != "" {
			return false, nil
		}
	}
	for _, e := range t.State.Entries() {
		switch e.What.(type) {
		case referral.Drafted, referral.Sent, referral.Signed, referral.Delivered:
		default:
			t.Add(referral.Struck{Fact: e.Key, Reason: Mistaken}, "")
		}
	}
	end := t.Add(referral.EnteredInError{Reason: Mistaken}, "")
	if to := t.State.Recipient().Org; to == r.i.Org || !r.frame.dir.Here(to) {
		t.Add(referral.Settled{Facts: []referral.Key{end}}, "")
	}
	if _, err := t.Commit(); err != nil || !r.New {
		return err == nil, err
	}
	_, err = r.inactive(party.PatientID(r.With))
	return err == nil, err
}
