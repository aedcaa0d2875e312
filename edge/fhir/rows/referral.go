package rows

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"referd/base/code"
	"referd/desk/bring"
	"referd/wire/r4"
)

// column is a column of the rows of referrals: the import's own key, and where it
// stands in FHIR.
type column struct{ key, element string }

var referralColumns = append([]column{
	{"id", "ServiceRequest.id"}, {"status", "ServiceRequest.status"}, {"service", "ServiceRequest.performer"}, {"receiver", "ServiceRequest.performer"}, {"sender", "ServiceRequest.requester"},
	{"clinician", "ServiceRequest.requester"}, {"urgency", "ServiceRequest.priority"}, {"sent", "ServiceRequest.authoredOn"}, {"received", "Provenance.occurred"}, {"decided", "Task.lastModified"}, {"visit", "Appointment.start"},
	{"booked", "Appointment.created"}, {"seen", "Appointment.start"}, {"seenby", "ServiceRequest.occurrence"}, {"why", "Task.statusReason"}, {"question", "ServiceRequest.note"},
	{"codes", "ServiceRequest.reasonCode"}, {"person", "Task.owner"},
}, patientColumns...)

var patientColumns = []column{
	{"patient", "ServiceRequest.subject"}, {"number", "Patient.identifier"}, {"numbersystem", "Patient.identifier"}, {"numbers", "Patient.identifier"}, {"family", "Patient.name"}, {"given", "Patient.name"}, {"prefix", "Patient.name"},
	{"born", "Patient.birthDate"}, {"sex", "Patient.gender"}, {"phone", "Patient.telecom"}, {"mobile", "Patient.telecom"}, {"email", "Patient.telecom"}, {"line", "Patient.address"}, {"line2", "Patient.address"}, {"city", "Patient.address"},
	{"state", "Patient.address"}, {"postal", "Patient.address"}, {"country", "Patient.address"}, {"language", "Patient.communication"}, {"interpreter", "Patient.extension"},
}

// referrals reads a file of ServiceRequests with their Patients, Tasks and
// Appointments, in any order of lines; a row has the number of the request's line.
func referrals(body io.ReaderAt, size int64, scratch string) (*bring.Grid, error) {
	return grid(body, size, scratch, bring.Referrals, []string{"ServiceRequest"}, []string{"Patient", "Task", "Appointment", "Practitioner", "PractitionerRole", "Organization", "HealthcareService", "Condition", "Provenance"}, referralColumns, (*file).request)
}

// request is the row of a ServiceRequest.
func (f *file) request(o r4.Object, has map[string]string) error {
	x := &request{f: f, o: o, has: has}
	has["id"] = o.Text("id")
	if has["id"] == "" {
		_, has["id"] = o.Identifier("PLAC")
	}
	if left := x.left(); left != "" {
		return &bring.NoRow{Left: left}
	}
	for _, step := range []func() error{x.subject, x.parties, x.progress} {
		if err := step(); err != nil {
			return err
		}
	}
	has["urgency"], has["sent"] = o.Text("priority"), o.Text("authoredOn")
	has["seenby"] = cmp.Or(o.Text("occurrencePeriod", "end"), o.Text("occurrenceDateTime"))
	if err := x.reasons(); err != nil {
		return err
	}
	if len(x.faults) > 0 {
		return &bring.NoRow{Faults: x.faults}
	}
	return nil
}

// request is a ServiceRequest being read.
type request struct {
	f      *file
	o      r4.Object
	has    map[string]string
	acts   map[string]string // the last of each act of the ledger, as its Provenance says
	faults []bring.Fault
}

func (x *request) wrong(element, words string) {
	x.faults = append(x.faults, bring.Fault{Field: element, Words: words})
}

// left is why a request is no open referral.
func (x *request) left() string {
	o := x.o
	switch s := o.Text("status"); s {
	case "completed", "revoked", "entered-in-error", "draft":
		return "Not open: ServiceRequest.status is " + s
	}
	sent := has(o, "category", "referral", "3457005", "103696004", "306206005")
	switch s := o.Text("intent"); {
	case (s == "proposal" || s == "plan" || s == "option") && !sent:
		return "Asked of nobody yet: ServiceRequest.intent is " + s
	case o["doNotPerform"] == true:
		return "It asks for something not to be done: ServiceRequest.doNotPerform"
	case has(o, "category", "108252007", "laboratory"):
		return "An order for the laboratory, and no referral: ServiceRequest.category"
	}
	return ""
}

// has reports whether a list of concepts has one of some codes.
func has(o r4.Object, name string, codes ...string) bool {
	return slices.ContainsFunc(o.List(name), func(c r4.Object) bool {
		return slices.ContainsFunc(c.List("coding"), func(k r4.Object) bool { return slices.Contains(codes, k.Text("code")) })
	})
}

// subject is whose it is: a Patient of the file or contained, or one the house
// knows by what the reference says.
func (x *request) subject() error {
	const at = "ServiceRequest.subject"
	if x.o["modifierExtension"] != nil {
		x.wrong("ServiceRequest.modifierExtension", "An extension that changes what a request means is not understood here; none is expected.")
	}
	ref := x.o.Sub("subject")
	t, err := x.f.follow(x.o, ref, "Patient")
	switch {
	case err != nil:
		return err
	case t.dangles != "":
		x.wrong(at, t.dangles)
	case t.kind == "" && t.key == "":
		x.wrong(at, "A reference to a Patient, or an identifier of one, is expected.")
	case t.kind != "Patient":
		x.wrong(at, "A Patient is expected, and this leads to "+t.kind+".")
	case t.is == nil && strings.Contains(t.key, "?"):
		x.has["patient"] = t.key[len("Patient?"):]
	case t.is == nil:
		x.has["patient"] = t.id
	default:
		patient(t.is, x.has)
		x.has["patient"] = t.id // a contained one's is its own only there
		if t.is["deceasedBoolean"] == true || t.is.Text("deceasedDateTime") != "" {
			return &bring.NoRow{Left: "The patient has died: Patient.deceased"}
		}
	}
	return nil
}

// reasons are what is asked and why, in words and in codes.
func (x *request) reasons() error {
	o := x.o
	var words, codes []string
	concept := func(c r4.Object) {
		if t := c.Text("text"); t != "" {
			words = append(words, t)
		}
		one := ""
		for _, k := range c.List("coding") {
			if s := k.Text("system"); s == code.ICD10 || s == "" && one == "" {
				one = k.Text("code")
			}
		}
		if k := c.Sub("coding"); one == "" && k.Text("code") != "" {
			one = strings.NewReplacer(",", " ", ";", " ", "|", " ", "/", " ").Replace(strings.TrimSpace(k.Text("display") + " (" + k.Text("code") + ")"))
		}
		if one != "" {
			codes = append(codes, one)
		}
	}
	for _, c := range o.List("reasonCode") {
		concept(c)
	}
	for _, ref := range o.List("reasonReference") {
		t, err := x.f.follow(o, ref, "Condition")
		if err != nil {
			return err
		}
		if concept(t.is.Sub("code")); t.is.Sub("code") == nil && t.display != "" {
			words = append(words, t.display)
		}
	}
	for _, n := range o.List("note") {
		words = append(words, n.Text("text"))
	}
	x.has["question"], x.has["codes"] = strings.Join(slices.Compact(words), "\n"), strings.Join(codes, ", ")
	return nil
}
