package main

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"referd/web/page"
)

// bring uploads a file as the form of the page does.
func (r *reader) bring(kind, name, text string) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	w.WriteField("kind", kind)
	f, err := w.CreateFormFile("file", name)
	if err != nil {
		r.fail("%v", err)
	}
	f.Write([]byte(text))
	w.Close()
	r.take(r.client.Post(r.base+"/bring", w.FormDataContentType(), &body))
}

// until opens the page of an import until it says something.
func (r *reader) until(what string) {
	at := r.at.Path
	for range 200 {
		if r.open(at); strings.Contains(words(r.page), what) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	r.fail("%s does not say %q:\n%.2000s", at, what, words(r.page))
}

// A FHIR file is brought in by its page in a running house: the columns are known,
// a line that is none is said by its number, what is right is shown before it is
// made, made, found by its name, and taken back, after which nobody is referred by it; the same file again makes nothing.
func TestAFHIRFileIsBroughtByItsPage(t *testing.T) {
	base := start(t)
	r := visit(t, base)
	r.signIn("rivera@lakeside.example")
	const patients = `{"resourceType":"Patient","id":"p1","identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"system":"https://lakeside.example/mrn","value":"ND-1"}],"name":[{"family":"Ndjsonsson","given":["Björk"]}],"gender":"female","birthDate":"1961-02-03"}
{"resourceType":"Patient","id":"p2","identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"system":"https://lakeside.example/mrn","value":"ND-2"}],"name":[{"family":"Ndjsonsson","given":["Ole"]}],"gender":"male","birthDate":"1990-12-31"}
`
	r.open("/bring")
	r.bring("patients", "patients.ndjson", patients+"{\"resourceType\":\"Patient\",\n")
	if text := words(r.page); !strings.Contains(text, "Line 3") {
		t.Fatalf("half a line is not said:\n%.1500s", text)
	}
	r.bring("patients", "patients.ndjson", patients)
	r.form("/naming", nil)
	r.until("Make")
	r.form("/applying", nil)
	r.until("2 rows were made")
	at := r.at.Path
	r.post("/search", url.Values{"q": {"Ndjsonsson"}})
	patient := ""
	each(r.page, "input", func(i *html.Node) {
		if attr(i, "name") == "patient" {
			patient = attr(i, "value")
		}
	})
	if !strings.Contains(words(r.page), "Björk") {
		t.Errorf("nobody is found by the name:\n%.1000s", words(r.page))
	}
	r.bring("patients", "again.ndjson", patients)
	if r.at.Path != at || !strings.Contains(words(r.page), "2 rows were made") {
		t.Errorf("the same file again leads to %s:\n%.1500s", r.at, words(r.page))
	}
	r.open(at)
	r.form("/undoing", nil)
	r.until("2 rows were taken back")
	r.post("/search", url.Values{"q": {"Ndjsonsson"}})
	if text := words(r.page); !strings.Contains(text, page.NotInUse) || strings.Contains(text, "Refer this patient") {
		t.Errorf("who was taken back may still be referred:\n%.1500s", text)
	}
	if r.post("/referrals", url.Values{"patient": {patient}}); patient == "" || !strings.Contains(words(r.page), "not in use any more") {
		t.Errorf("a referral of %q began:\n%.1500s", patient, words(r.page))
	}
}

// The command says why rows are left out, each reason once with its first row and
// how many more: who moves sees what stays behind.
func TestTheCommandSaysWhyRowsAreLeftOut(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a whole house")
	}
	house, file := filepath.Join(t.TempDir(), "house"), filepath.Join(t.TempDir(), "list.csv")
	if err := furnished(house); err != nil {
		t.Fatal(err)
	}
	const list = "Status,Service,Birth date,Deceased,Name,Sent on\nReport received,Cardiology,,,,\nClosed,Cardiology,,,,\nClosed,Urology,,,,\nClosed,Neurology,,,,\naccepted,Cardiology,1930-01-02,yes,Adam Ann,\n"
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	out := told(t, 0, "import", "-data", house, "-as", "rivera@lakeside.example", "-kind", "referrals", "-in", file)
	for _, want := range []string{"5 left out", "left out: Not begun anew: Closed (row 3 and 2 more)", "left out: Not begun anew: Report received (row 2)", "left out: The patient has died (row 6)"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}
