package rows

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"referd/base/fault"
	"referd/desk/bring"
)

// row is a line of a file, as it is read: its cells by the import's keys, or why
// it is none.
type row struct {
	n   int
	has map[string]string
	no  *bring.NoRow
}

func requests(t *testing.T, text string) (out []row, format string) {
	t.Helper()
	g, err := Open(bring.Referrals, strings.NewReader(text), int64(len(text)), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if n, head, err := g.Next(); n != 0 || len(head) != len(referralColumns) || err != nil {
		t.Fatal(n, head, err)
	}
	for {
		n, cells, err := g.Next()
		if errors.Is(err, io.EOF) {
			return out, g.Format
		}
		x := row{n: n, has: map[string]string{}}
		if err != nil && !errors.As(err, &x.no) {
			t.Fatal(err)
		}
		for i := range cells {
			if cells[i] != "" {
				x.has[referralColumns[i].key] = cells[i]
			}
		}
		out = append(out, x)
	}
}

const ann = `{"resourceType":"Patient","id":"p1","identifier":[{"type":{"coding":[{"code":"MR"}]},"system":"urn:oid:1.2.3","value":"M1"}],"name":[{"family":"Alpha","given":["Ann"]}],"birthDate":"1950-02-01","gender":"female"}`

const cardiology = `{"resourceType":"HealthcareService","id":"s1","name":"Cardiology","providedBy":{"reference":"Organization/o1"}}
{"resourceType":"Organization","id":"o1","name":"The Clinic"}
{"resourceType":"Practitioner","id":"d1","name":[{"family":"Rivera","given":["Ana"]}],"identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}]}
{"resourceType":"PractitionerRole","id":"r1","practitioner":{"reference":"Practitioner/d1"},"organization":{"reference":"Organization/o2","display":"Home Practice"}}
`

// request is a ServiceRequest with more said of it.
func ask(id, more string) string {
	return `{"resourceType":"ServiceRequest","id":"` + id + `","status":"active","intent":"order","authoredOn":"2026-05-04T09:00:00-06:00"` + more + "}\n"
}

// A patient is found however a request refers to one, before it in the file or
// behind it; who sends and who receives by the resources they are.
func TestARequestAndWhatItRefersTo(t *testing.T) {
	to := `,"performer":[{"reference":"HealthcareService/s1"}],"requester":{"reference":"Practitioner/d1"},"priority":"asap"`
	uuid := strings.ReplaceAll(ann, `"p1"`, `"0b2f3f1c-0a3e-4a56-9a5f-0f1f5f3a1b11"`)
	for name, x := range map[string]struct{ text, patient, born string }{
		"by its id":                   {ask("1", to+`,"subject":{"reference":"Patient/p1"}`) + ann, "p1", "1950-02-01"},
		"before it":                   {ann + "\n" + ask("1", to+`,"subject":{"reference":"Patient/p1"}`), "p1", "1950-02-01"},
		"at another server":           {ask("1", to+`,"subject":{"reference":"https://ehr.example/fhir/R4/Patient/p1"}`) + ann, "p1", "1950-02-01"},
		"by urn:uuid":                 {ask("1", to+`,"subject":{"reference":"urn:uuid:0b2f3f1c-0a3e-4a56-9a5f-0f1f5f3a1b11"}`) + uuid, "0b2f3f1c-0a3e-4a56-9a5f-0f1f5f3a1b11", "1950-02-01"},
		"by an identifier":            {ask("1", to+`,"subject":{"identifier":{"system":"urn:oid:1.2.3","value":"M1"}}`) + ann, "p1", "1950-02-01"},
		"by a search":                 {ask("1", to+`,"subject":{"reference":"Patient?identifier=urn:oid:1.2.3|M1"}`) + ann, "p1", "1950-02-01"},
		"contained":                   {ask("1", to+`,"subject":{"reference":"#p1"},"contained":[`+ann+`]`), "", "1950-02-01"},
		"not in the file":             {ask("1", to+`,"subject":{"reference":"Patient/p9"}`), "p9", ""},
		"an identifier of the house":  {ask("1", to+`,"subject":{"identifier":{"system":"urn:oid:1.2.3","value":"M9"},"display":"Ann Alpha"}`), "urn:oid:1.2.3|M9", ""},
		"an identifier and no system": {ask("1", to+`,"subject":{"identifier":{"value":"M9"}}`), "|M9", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := requests(t, cardiology+x.text)
			if len(got) != 1 || got[0].no != nil {
				t.Fatalf("%+v", got)
			}
			has := got[0].has
			if has["patient"] != x.patient || has["born"] != x.born || x.born != "" && (has["family"] != "Alpha" || has["number"] != "M1") {
				t.Errorf("the patient is %v", has)
			}
			if has["service"] != "Cardiology [HealthcareService/s1]" || has["receiver"] != "The Clinic [Organization/o1]" || has["clinician"] != "Rivera, Ana [1234567893] [Practitioner/d1]" || has["sender"] != "Home Practice [Organization/o2]" || has["urgency"] != "asap" || has["status"] != "active" || has["id"] != "1" || has["sent"] != "2026-05-04T09:00:00-06:00" {
				t.Errorf("%v", has)
			}
		})
	}
}

// How far a referral is, is what the Task says that stands, and the appointment.
func TestARequestIsAsFarAsItsTask(t *testing.T) {
	task := func(id, status, more string) string {
		return `{"resourceType":"Task","id":"` + id + `","status":"` + status + `","intent":"order","focus":{"reference":"ServiceRequest/1"},"lastModified":"2026-05-0` + id + `T10:00:00Z"` + more + "}\n"
	}
	visit := func(status, start string) string {
		return `{"resourceType":"Appointment","status":"` + status + `","basedOn":[{"reference":"ServiceRequest/1"}],"start":"` + start + `"}` + "\n"
	}
	for name, x := range map[string]struct{ text, want string }{
		"requested":             {task("5", "requested", ""), "status=sent"},
		"received":              {task("5", "received", ""), "status=delivered"},
		"accepted":              {task("5", "accepted", ""), "status=accepted decided=2026-05-05T10:00:00Z"},
		"rejected, with why":    {task("5", "rejected", `,"statusReason":{"text":"No capacity"}`), "status=declined decided=2026-05-05T10:00:00Z why=No capacity"},
		"a later one stands":    {task("6", "accepted", "") + task("5", "rejected", ""), "status=accepted decided=2026-05-06T10:00:00Z"},
		"the earlier was ended": {task("6", "rejected", "") + task("5", "requested", ""), "status=sent"},
		"one to cancel is none": {task("5", "accepted", "") + task("6", "requested", `,"code":{"coding":[{"code":"abort"}]}`), "status=accepted decided=2026-05-05T10:00:00Z"},
		"in words":              {task("5", "in-progress", `,"businessStatus":{"text":"Wait list"}`), "status=waitlisted decided=2026-05-05T10:00:00Z"},
		"of referd":             {task("5", "on-hold", `,"businessStatus":{"coding":[{"code":"awaiting-information"}]}`), "status=questioned decided=2026-05-05T10:00:00Z"},
		"with somebody":         {task("5", "received", `,"owner":{"reference":"Practitioner/d1"}`), "status=delivered person=Rivera, Ana [1234567893] [Practitioner/d1]"},
		"nobody has it":         {task("5", "cancelled", ""), "status=Task cancelled"},
		"booked":                {visit("booked", "2026-06-12T11:00:00Z") + visit("cancelled", "2026-06-20T11:00:00Z"), "status=active visit=2026-06-12T11:00:00Z"},
		"kept":                  {visit("fulfilled", "2026-05-20T11:00:00Z"), "status=active visit=2026-05-20T11:00:00Z seen=2026-05-20T11:00:00Z"},
		"missed":                {task("5", "in-progress", "") + visit("noshow", "2026-05-20T11:00:00Z"), "status=missed visit=2026-05-20T11:00:00Z"},
	} {
		got, _ := requests(t, x.text+ask("1", `,"subject":{"reference":"Patient/p1"}`)+cardiology)
		var said []string
		for _, k := range []string{"status", "decided", "visit", "seen", "why", "person"} {
			if v := got[0].has[k]; v != "" {
				said = append(said, k+"="+v)
			}
		}
		if strings.Join(said, " ") != x.want || got[0].no != nil {
			t.Errorf("%s: %q, want %q", name, strings.Join(said, " "), x.want)
		}
	}
}

// What is over, or nothing that somebody is asked for, is left out and said; what
// is none is a fault of its line, in the words of FHIR and with nothing of a patient.
func TestLinesThatAreNoOpenReferral(t *testing.T) {
	subject := `,"subject":{"reference":"Patient/p1","display":"Ann Alpha"}`
	for name, x := range map[string]struct{ line, left, wrong string }{
		"completed":     {strings.Replace(ask("1", subject), "active", "completed", 1), "ServiceRequest.status is completed", ""},
		"revoked":       {strings.Replace(ask("1", subject), "active", "revoked", 1), "ServiceRequest.status is revoked", ""},
		"a plan":        {strings.Replace(ask("1", subject), `"order"`, `"plan"`, 1), "ServiceRequest.intent is plan", ""},
		"not to do":     {ask("1", subject+`,"doNotPerform":true`), "ServiceRequest.doNotPerform", ""},
		"a laboratory":  {ask("1", subject+`,"category":[{"coding":[{"code":"108252007"}]}]`), "ServiceRequest.category", ""},
		"answered":      {ask("1", subject) + `{"resourceType":"Task","status":"completed","focus":{"reference":"ServiceRequest/1"}}`, "Task.status is completed", ""},
		"of the dead":   {ask("1", strings.Replace(subject, "Patient/p1", "#p1", 1)+`,"contained":[`+strings.Replace(ann, `"gender"`, `"deceasedBoolean":true,"gender"`, 1)+`]`), "Patient.deceased", ""},
		"no status":     {strings.Replace(ask("1", subject), `"status":"active",`, "", 1), "", "ServiceRequest.status: It is missing"},
		"a device":      {ask("1", `,"subject":{"reference":"Device/x"}`), "", "ServiceRequest.subject: A Patient is expected, and this leads to Device."},
		"no subject":    {ask("1", ""), "", "ServiceRequest.subject: A reference to a Patient, or an identifier of one, is expected."},
		"a name alone":  {ask("1", `,"subject":{"display":"Ann Alpha"}`), "", "ServiceRequest.subject: A reference to a Patient, or an identifier of one, is expected."},
		"dangles":       {ask("1", `,"subject":{"reference":"#nobody"}`), "", "ServiceRequest.subject: Nothing contained in it has the id"},
		"changed":       {ask("1", subject+`,"modifierExtension":[{"url":"http://x"}]`), "", "ServiceRequest.modifierExtension: "},
		"cut":           {`{"resourceType":"ServiceRequest","note":[{"text":"Ann Alpha`, "", "One whole resource in JSON is expected on each line."},
		"not a type":    {`{"resourceType":"AnnAlpha"}`, "", "resourceType: This is no type of FHIR R4."},
		"no type":       {`{"id":"1"}`, "", "resourceType: It is missing"},
		"a bundle":      {`{"resourceType":"Bundle","type":"collection"}`, "", "Bundle: Each resource is expected on a line of its own"},
		"too long":      {`{"resourceType":"Patient","id":"` + strings.Repeat("x", 5<<20) + `"}`, "", "The line is longer than 4 MB."},
		"an id of two":  {ann + "\n" + strings.Replace(ann, "Ann", "Bea", 1), "", "Patient.id: Line 2 has this id too"},
		"two of a kind": {strings.Replace(ann, `"p1"`, `"p2"`, 1) + "\n" + strings.Replace(ann, `"p1"`, `"p3"`, 1) + "\n" + ask("1", `,"subject":{"identifier":{"system":"urn:oid:1.2.3","value":"M1"}}`), "", "ServiceRequest.subject: Two resources of the file have the identifier"},
		"not UTF-8":     {"{\"resourceType\":\"Patient\xff\"}", "", "One whole resource in JSON is expected on each line. The text is not UTF-8"},
	} {
		got, _ := requests(t, ask("good", `,"subject":{"reference":"Patient/p7"}`)+x.line+"\n\n"+ask("last", `,"subject":{"reference":"Patient/p7"}`))
		if len(got) != 3 || got[0].has["id"] != "good" || got[2].has["id"] != "last" || got[1].no == nil {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		said := ""
		for _, f := range got[1].no.Faults {
			said += strings.TrimPrefix(f.Field+": "+f.Words, ": ")
		}
		if x.left != "" && !strings.Contains(got[1].no.Left, x.left) || !strings.Contains(said, x.wrong) || x.wrong == "" && said != "" || strings.Contains(said+got[1].no.Left, "Alpha") {
			t.Errorf("%s: left %q, wrong %q", name, got[1].no.Left, said)
		}
	}
}

// A file of other resources is no list of referrals, and says so; one with a
// thousand broken lines is read to its end, each said.
func TestAFileOfNoRequests(t *testing.T) {
	_, err := Open(bring.Referrals, strings.NewReader(ann), int64(len(ann)), t.TempDir())
	if fault.Of(err) != fault.Invalid || !strings.Contains(fault.Public(err), "no ServiceRequest in the file") {
		t.Errorf("%v", err)
	}
	var b strings.Builder
	b.WriteString("\xef\xbb\xbf")
	for n := range 1000 {
		fmt.Fprintf(&b, "{\"resourceType\": %d\n", n)
	}
	b.WriteString(ask("1", `,"subject":{"reference":"Patient/p1"}`) + ann)
	got, format := requests(t, b.String())
	if len(got) != 1001 || got[999].n != 1000 || got[999].no == nil || got[1000].n != 1001 || got[1000].no != nil || format != "FHIR NDJSON: 1 Patient, 1 ServiceRequest" {
		t.Errorf("%d rows, %q", len(got), format)
	}
}

// A large file waits on the disk while it is read, and leaves nothing there; begun
// again it goes on behind the row it had.
func TestALargeFile(t *testing.T) {
	var b strings.Builder
	for n := range 9000 {
		b.WriteString(ask(fmt.Sprint(n), fmt.Sprintf(`,"subject":{"reference":"Patient/p%d"},"note":[{"text":"%s"}]`, n, strings.Repeat("why ", 40))))
	}
	for n := range 9000 {
		b.WriteString(strings.Replace(ann, `"p1"`, fmt.Sprintf(`"p%d"`, n), 1) + "\n")
	}
	dir := t.TempDir()
	g, err := Open(bring.Referrals, strings.NewReader(b.String()), int64(b.Len()), dir)
	if err != nil || b.Len() <= small {
		t.Fatal(err, b.Len())
	}
	g.Skip(8998)
	var ns []int
	for {
		n, cells, err := g.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || !slices.Contains(cells, "Alpha") {
			t.Fatal(n, err, cells)
		}
		ns = append(ns, n)
	}
	if !slices.Equal(ns, []int{8999, 9000}) {
		t.Errorf("rows %v", ns)
	}
	if err := g.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := fsNames(dir); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}

func fsNames(dir string) (out []string, err error) {
	list, err := os.ReadDir(dir)
	for _, f := range list {
		out = append(out, f.Name())
	}
	return out, err
}
