package chart_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/access"
	corechart "referd/core/chart"
	"referd/core/party"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/desktest"
	"referd/store"
)

var ctx = context.Background()

const ada = party.PatientID("pat00000000000000001") // Ada Testcase, born 1961-11-12

func upload(h *desktest.House, who desk.Who, name, claimed string, data []byte, confirmed bool) (d corechart.Document, err error) {
	err = h.Write(ctx, who, "upload", func(w *desk.Writing) (err error) {
		d, err = chart.Upload(w, chart.File{Patient: ada, Kind: corechart.Attachment, Name: name, Claimed: claimed, Data: data, Confirmed: confirmed})
		return err
	})
	return d, err
}

// pdf writes a small true PDF whose page shows some text; more is put into its
// catalogue, and tail after its end.
func pdf(text, more string, deflate bool, tail string) []byte {
	var b bytes.Buffer
	var at []int
	obj := func(s string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	b.WriteString("%PDF-1.7\n")
	obj("<< /Type /Catalog /Pages 2 0 R " + more + " >>")
	obj("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	obj("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>")
	page, filter := "BT /F1 12 Tf 72 700 Td ("+text+") Tj ET", ""
	if deflate {
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		w.Write([]byte(page))
		w.Close()
		page, filter = z.String(), " /Filter /FlateDecode"
	}
	obj(fmt.Sprintf("<< /Length %d%s >>\nstream\n%s\nendstream", len(page), filter, page))
	obj("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n%s", len(at)+1, start, tail)
	return b.Bytes()
}

// packed is a PDF with a program in a stream of objects, after some blanks.
func packed(t *testing.T, filter, pad string, blanks int) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write(append(bytes.Repeat([]byte(" "), blanks), "5 0 << /S /JavaScript /JS (x) >>"...))
	w.Close()
	body := z.String()
	if strings.Contains(filter, "Hex") {
		body = hex.EncodeToString(z.Bytes()) + ">"
	}
	return pdf("Ada Testcase", "", false, fmt.Sprintf("\n6 0 obj\n<< /Type /ObjStm /N 1 /First 4 %s /Filter %s /Length %d >>\nstream\n%s\nendstream\nendobj\n", pad, filter, len(body), body))
}

func archive(t *testing.T) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("a.txt")
	if err != nil {
		t.Fatal(err)
	}
	f.Write(bytes.Repeat([]byte{0}, 1<<20))
	z.Close()
	return b.Bytes()
}

func picture(t *testing.T) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// vast is a picture of a few bytes that says it is 60,000 pixels wide and high.
func vast(t *testing.T) []byte {
	b := picture(t)
	copy(b[16:], []byte{0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60})
	crc := crc32.ChecksumIEEE(b[12:29])
	copy(b[29:], []byte{byte(crc >> 24), byte(crc >> 16), byte(crc >> 8), byte(crc)})
	return b
}

// Each file is what its bytes are: taken, held until somebody looks, or refused
// in words that say what to do instead.
func TestFilesAreWhatTheyAre(t *testing.T) {
	h := desktest.New(t)
	const taken, held, no = "taken", "held", "refused"
	zipped := archive(t)
	for _, x := range []struct {
		name, file, claimed string
		data                []byte
		person, system      string
		says                string
	}{
		{"a letter", "letter.pdf", "application/pdf", pdf("Ada Testcase", "", false, ""), taken, taken, ""},
		{"a picture", "scan.png", "image/png", picture(t), taken, taken, ""},
		{"plain text", "note.txt", "text/plain", []byte("Ada Testcase has been well."), taken, taken, ""},
		{"a PDF with a program", "form.pdf", "", pdf("Ada Testcase", "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", false, ""), held, held, "program"},
		{"a program under another spelling", "form.pdf", "", pdf("Ada Testcase", "/OpenAction << /S /J#61vaScript /JS (x) >>", false, ""), held, held, "program"},
		{"a PDF that starts a program", "x.pdf", "", pdf("Ada Testcase", "/OpenAction << /S /Launch /F (cmd.exe) >>", false, ""), held, held, "start"},
		{"a PDF with another file in it", "x.pdf", "", pdf("Ada Testcase", "/AF << /Type /Filespec /EF << /F 9 0 R >> >>", false, ""), held, held, "another file"},
		{"a program behind a word that begins a stream", "x.pdf", "", pdf("Ada Testcase", "% stream\n/OpenAction << /S /JavaScript /JS (x) >> % endstream\n", false, ""), held, held, "program"},
		{"a program among packed objects", "x.pdf", "", packed(t, "/FlateDecode", "", 0), held, held, "program"},
		{"the same by the short name of its filter", "x.pdf", "", packed(t, "/Fl", "", 0), held, held, "program"},
		{"the same far from its dictionary", "x.pdf", "", packed(t, "/FlateDecode", strings.Repeat(" ", 5000)+"% obj\n", 0), held, held, "program"},
		{"objects packed twice", "x.pdf", "", packed(t, "[/ASCIIHexDecode /FlateDecode]", "", 0), held, held, "cannot be read"},
		{"more packed objects than are read", "x.pdf", "", packed(t, "/FlateDecode", "", 2<<20), held, held, "cannot be read"},
		{"a form that sends itself", "x.pdf", "", pdf("Ada Testcase", "/OpenAction << /S /SubmitForm /F (http://elsewhere.example) >>", false, ""), held, held, "sends itself"},
		{"a locked PDF", "x.pdf", "", pdf("Ada Testcase", "", false, "trailer << /Encrypt 9 0 R >>"), held, held, "locked"},
		{"a PDF that is an archive as well", "x.pdf", "", append(pdf("Ada Testcase", "", false, ""), zipped...), held, held, "archive as well"},
		{"a picture that is an archive as well", "x.png", "", append(picture(t), zipped...), no, held, "archive as well"},
		{"a text that is a PDF as well", "x.txt", "", append([]byte("Dear colleague,\n"), pdf("Ada Testcase", "", false, "")...), no, held, "PDF as well"},
		{"a picture of gigabytes", "x.png", "", vast(t), no, held, "too large"},
		{"a damaged picture", "x.png", "", picture(t)[:20], no, held, "damaged"},
		{"an archive", "x.zip", "", zipped, no, held, "archive"},
		{"a program", "x.bin", "", []byte("MZ\x90\x00 this program cannot be run"), no, held, "program"},
		{"a web page", "x.txt", "", []byte("<!DOCTYPE html><script>alert(1)</script>"), no, held, "web page"},
		{"a drawing with a script", "x.svg", "", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`), no, held, "drawing"},
		{"said to be a PDF, and a picture", "x.pdf", "application/pdf", picture(t), no, no, "said to be"},
		{"named like a PDF, and a picture", "x.pdf", "", picture(t), no, no, "name says"},
		{"a clinical document", "x.xml", "", []byte(`<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="CDA.xsl"?><ClinicalDocument xmlns="urn:hl7-org:v3"/>`), taken, taken, ""},
		{"one with definitions of its own", "x.xml", "", []byte(`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><ClinicalDocument xmlns="urn:hl7-org:v3">&x;</ClinicalDocument>`), no, held, "DOCTYPE"},
		{"one with a script far down", "x.xml", "", []byte(`<ClinicalDocument xmlns="urn:hl7-org:v3">` + strings.Repeat(" ", 70<<10) + `<x:script xmlns:x="urn:x">y()</x:script></ClinicalDocument>`), no, held, "script"},
		{"nothing", "x.txt", "", nil, no, no, "empty"},
		{"more than 50 MB", "x.txt", "", bytes.Repeat([]byte("a"), 50<<20+1), no, no, "50 MB"},
	} {
		for who, want := range map[string]string{"person": x.person, "system": x.system} {
			w := h.As("moss")
			if who == "system" {
				w = desk.Who{Client: "ehr", Orgs: []party.OrgID{"home"}}
			}
			d, err := upload(h, w, x.file, x.claimed, x.data, false)
			got, said := taken, d.Held
			switch {
			case err != nil && fault.Of(err) == fault.Invalid:
				got, said = no, fault.Public(err)
			case err != nil:
				t.Errorf("%s, by a %s: %v", x.name, who, err)
			case d.Held != "":
				got = held
			}
			if got != want || !strings.Contains(said, x.says) {
				t.Errorf("%s, by a %s: %s (%s), want %s (%s)", x.name, who, got, said, want, x.says)
			}
		}
	}
}

// last is the newest record of the audit.
func last(t *testing.T, h *desktest.House) access.Record {
	var out []access.Record
	err := h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { out, err = v.Audits(access.Query{Limit: 1}); return err })
	if err != nil || len(out) == 0 {
		t.Fatal(out, err)
	}
	return out[0]
}

// A held file is opened by nobody and released by somebody who may, with why.
func TestHeldUntilReleased(t *testing.T) {
	h := desktest.New(t)
	d, err := upload(h, h.As("moss"), "form.pdf", "", pdf("Ada Testcase", "/OpenAction << /S /JavaScript >>", false, ""), false)
	if err != nil || d.Held == "" {
		t.Fatalf("%+v %v", d, err)
	}
	open := func(user party.UserID) (n int, err error) {
		err = h.Read(ctx, h.As(user), "document", func(r *desk.Reading) error {
			_, b, err := chart.Document(r, d.ID)
			n = len(b)
			return err
		})
		return n, err
	}
	for user, want := range map[party.UserID]fault.Kind{"moss": fault.Refused, "doc": fault.Refused, "kay": fault.Missing} {
		if n, err := open(user); fault.Of(err) != want || n != 0 {
			t.Errorf("%s opened it: %d bytes, %v", user, n, err)
		}
		if r := last(t, h); r.Outcome != access.Minor || r.User != user || r.Object != "DocumentReference/"+string(d.ID) {
			t.Errorf("%s was refused it, and the audit says %+v", user, r)
		}
	}
	release := func(user party.UserID, why string) error {
		return h.Write(ctx, h.As(user), "release", func(w *desk.Writing) error { return chart.Release(w, d.ID, why) })
	}
	for _, x := range []struct {
		user party.UserID
		why  string
		want fault.Kind
	}{{"moss", "Fine.", fault.Denied}, {"doc", "Fine.", fault.Denied}, {"kay", " ", fault.Invalid}, {"stranger", "Fine.", fault.Denied}} {
		if err := release(x.user, x.why); err == nil || fault.Of(err) != x.want {
			t.Errorf("%s releases it, %q: %v", x.user, x.why, err)
		}
	}
	if err := release("kay", "I looked: the form's own sums."); err != nil {
		t.Fatal(err)
	}
	if n, err := open("moss"); err != nil || n == 0 {
		t.Errorf("released, and still shut: %v", err)
	}
}

// The guard has three states; a person confirms what it cannot, with why.
func TestWhosePaperIsIt(t *testing.T) {
	h := desktest.New(t)
	moss, ehr := h.As("moss"), desk.Who{Client: "ehr", Orgs: []party.OrgID{"home"}}
	for _, x := range []struct {
		name string
		data []byte
		want corechart.Guard
	}{
		{"the whole name", []byte("Regarding: Ada Testcase. She is well."), corechart.Names},
		{"the name and the birth date", []byte("Patient: TESTCASE, born 11/12/1961"), corechart.Names},
		{"a page of a PDF", pdf("Patient: Testcase, Ada", "", false, ""), corechart.Names},
		{"a deflated page of a PDF", pdf("Patient: Testcase, Ada", "", true, ""), corechart.Names},
		{"somebody else", []byte("Patient: Maria Otherwise, DOB: 1961-11-12x\nMRN: 4"), corechart.Differs},
		{"somebody else in a PDF", pdf("Patient: Maria Otherwise", "", true, ""), corechart.Differs},
		{"her name and another birth date", []byte("Patient: Ada Testcase, DOB: 1950-01-02"), corechart.Differs},
		{"a picture", picture(t), corechart.Unread},
		{"no name at all", []byte("Sinus rhythm. No acute changes."), corechart.Unread},
	} {
		d, err := upload(h, ehr, "", "", x.data, false)
		if err != nil || d.Guard != x.want {
			t.Errorf("%s, by a system: %q %v, want %q", x.name, d.Guard, err, x.want)
		}
		d, err = upload(h, moss, "", "", x.data, false)
		if x.want == corechart.Differs {
			if fault.Of(err) != fault.Invalid || err == nil {
				t.Errorf("%s went in without a person's word: %v", x.name, err)
			}
			if d, err = upload(h, moss, "", "", x.data, true); err != nil || d.Guard != corechart.Accepted {
				t.Errorf("%s, looked at: %q %v", x.name, d.Guard, err)
			}
		} else if err != nil || d.Guard != x.want {
			t.Errorf("%s, by a person: %q %v", x.name, d.Guard, err)
		}
	}
	d, err := upload(h, ehr, "", "", []byte("Patient: Maria Otherwise"), false)
	if err != nil {
		t.Fatal(err)
	}
	confirm := func(user party.UserID, why string) error {
		return h.Write(ctx, h.As(user), "confirm", func(w *desk.Writing) error { return chart.ConfirmGuard(w, d.ID, why) })
	}
	if err := confirm("moss", ""); fault.Of(err) != fault.Invalid || err == nil {
		t.Errorf("confirmed without why: %v", err)
	}
	if err := confirm("kay", "I looked."); fault.Of(err) != fault.Denied {
		t.Errorf("confirmed by who does not work with the patient: %v", err)
	}
	if err := confirm("moss", "Her name before she married."); err != nil {
		t.Error(err)
	}
}

// Who may be on record already is shown for a person to choose, never guessed;
// two records never have one number; same person and apart undo each other.
func TestAPatientWhoMatchesTwo(t *testing.T) {
	h := desktest.New(t)
	twin := party.Patient{ID: "pat00000000000000002", Org: "home", Name: party.Name{Family: "Testcase", Given: []string{"Eva"}}, Born: "1961-11-12", Active: true, Identifiers: []code.Identifier{{System: "urn:home", Value: "LK 2"}}}
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error { return tx.PutPatient(twin) }); err != nil {
		t.Fatal(err)
	}
	add := func(p party.Patient, sure bool) (id party.PatientID, err error) {
		err = h.Write(ctx, h.As("moss"), "add", func(w *desk.Writing) (err error) { id, err = chart.Add(w, p, sure); return err })
		return id, err
	}
	who := party.Patient{Name: party.Name{Family: "Testcase", Given: []string{"A."}}, Born: "1961-11-12"}
	_, err := add(who, false)
	if m, ok := chart.MatchesOf(err); !ok || len(m) != 2 || fault.Of(err) != fault.Conflict {
		t.Errorf("it was not shown that two may be meant: %v, %v", m, err)
	}
	id, err := add(who, true)
	if err != nil || id == ada || id == twin.ID {
		t.Errorf("a person was sure that it is a third: %v %v", id, err)
	}
	who.Identifiers = []code.Identifier{{System: "urn:home", Value: "LK 1"}}
	if _, err := add(who, true); fault.Of(err) != fault.Conflict || strings.Contains(fault.Public(err), "Testcase") {
		t.Errorf("two records got one number: %v", err)
	}
	who = party.Patient{Name: party.Name{Family: "Other", Given: []string{"Bo"}}, Born: "1980-01-01", Identifiers: []code.Identifier{{System: "urn:referd:home", Value: "LK2"}}}
	if m, ok := chart.MatchesOf(func() error { _, err := add(who, false); return err }()); !ok || len(m) != 1 || m[0].ID != twin.ID {
		t.Errorf("the number that another system gave, typed without its space, was not shown: %v", m)
	}
	if _, err := add(who, true); err != nil {
		t.Errorf("a person was sure that two systems gave one number: %v", err)
	}
	phoned := party.Patient{Name: party.Name{Family: "Was", Given: []string{"Una"}}, Born: "1979-03-04", Phones: []party.Phoned{{Number: "(555) 010-4471"}}}
	first, err := add(phoned, false)
	if err != nil {
		t.Fatal(err)
	}
	phoned.Name, phoned.Phones[0].Number = party.Name{Family: "Married", Given: []string{"Oona"}}, "555 010 4471"
	if m, _ := chart.MatchesOf(func() error { _, err := add(phoned, false); return err }()); len(m) != 1 || m[0].ID != first {
		t.Errorf("another name with the same birth date and telephone was not shown: %v", m)
	}
	phoned.Born = "1999-03-04" // a daughter who gave her mother's
	if _, err := add(phoned, false); err != nil {
		t.Errorf("of another age with the same telephone: %v", err)
	}
	for field, p := range map[string]party.Patient{"family": {Name: party.Name{Given: []string{"A"}}, Born: "1961-11-12"}, "given": {Name: party.Name{Family: "T"}, Born: "1961-11-12"},
		"born": {Name: party.Name{Family: "T", Given: []string{"A"}}, Born: "1961-02-30"}} {
		if _, err := add(p, false); fault.Of(err) != fault.Invalid || err == nil {
			t.Errorf("without %s: %v", field, err)
		}
	}
	for _, day := range []party.Date{"2061-11-12", "1800-01-01"} {
		if _, err := add(party.Patient{Name: party.Name{Family: "T", Given: []string{"A"}}, Born: day}, false); fault.Of(err) != fault.Invalid {
			t.Errorf("born %s: %v", day, err)
		}
	}
	pair := func(f func(*desk.Writing) error) (n int) {
		if err := h.Write(ctx, h.As("moss"), "same", f); err != nil {
			t.Fatal(err)
		}
		h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error { ids, err := v.SamePerson(ada); n = len(ids); return err })
		return n
	}
	if n := pair(func(w *desk.Writing) error { return chart.Same(w, ada, id, "Same number at the counter.", false) }); n != 2 {
		t.Errorf("%d records are one person", n)
	}
	if n := pair(func(w *desk.Writing) error { return chart.Apart(w, ada, id, "Two sisters.") }); n != 1 {
		t.Errorf("apart, and still %d", n)
	}
}

// Papers of other people, our own and the public corpora's where they are, are
// looked at without harm: none is taken for this patient's.
func TestPapersOfOthers(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/neighbours/*/*")
	if len(files) < 3 {
		t.Fatalf("%d papers", len(files))
	}
	dir := os.Getenv("REFERD_FIXTURES")
	if dir == "" {
		dir = "../../../shared/fixtures"
	}
	for _, public := range []string{"ccda/*/*.xml", "fax/*"} {
		more, _ := filepath.Glob(filepath.Join(dir, public))
		files = append(files, more[:min(len(more), 30)]...)
	}
	h := desktest.New(t)
	ehr := desk.Who{Client: "ehr", Orgs: []party.OrgID{"home"}}
	looked := 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil || len(b) == 0 {
			continue
		}
		d, err := upload(h, ehr, "", "", b, false)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(f), err)
		}
		if looked++; d.Guard == corechart.Names {
			t.Errorf("%s is taken for this patient's", filepath.Base(f))
		}
	}
	if looked < 3 {
		t.Errorf("only %d were looked at", looked)
	}
}
