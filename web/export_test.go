package web_test

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/desk"
	"referd/desk/give"
	fhirgive "referd/edge/fhir/give"
	"referd/store"
)

func givingRoom(s *site, t *testing.T) give.Room {
	return give.Room{Desk: s.h.Desk, Speak: fhirgive.Speaker("https://referd.example.org/fhir/R4"), Scratch: t.TempDir()}
}

// An administrator who works with patients takes everything along by the page,
// once they have typed their password; one who only administers is told who may,
// and gets nothing; an archive that fails on the way is broken off.
func TestEverythingIsGivenByAPage(t *testing.T) {
	s := open(t)
	random := make([]byte, 40<<10)
	rand.Read(random)
	for _, d := range []struct {
		id  chart.DocumentID
		of  party.PatientID
		org party.OrgID
	}{{"1jqxxxsh000000000001", "pat00000000000000001", "home"}, {"1jqxxxsh000000000002", "pat00000000000000002", "other"}} {
		if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
			hash, err := tx.Credential("user/doc")
			if err == nil {
				err = tx.PutCredential("user/kay", hash)
			}
			if err == nil {
				err = tx.PutThing(desk.KindMembership, "doc@home-team", "home", party.Membership{User: "doc", Team: "home-team", Roles: []party.Job{party.ReferringClinician, party.Admin}})
			}
			if err == nil && d.org == "other" {
				err = tx.PutPatient(party.Patient{ID: d.of, Org: d.org, Name: party.Name{Family: "Foreign", Given: []string{"Fay"}}, Born: "1970-01-01", Active: true})
			}
			if err == nil {
				err = tx.PutDocument(chart.Document{ID: d.id, Patient: d.of, Kind: chart.Attachment, Title: "A scan", Media: "image/png", Org: d.org, Received: s.h.Now()}, "", random)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	kay := &browser{s: s}
	kay.signIn(t, "kay@example.org", "open sesame")
	session := kay.cookie
	if res, page := kay.do(t, "GET", "/setup/export", nil); res.StatusCode != http.StatusOK || !strings.Contains(page, "reads no chart") || strings.Contains(page, `name="password"`) {
		t.Errorf("an administrator alone: %d", res.StatusCode)
	}
	kay.cookie = session
	if res, page := kay.do(t, "POST", "/setup/export", url.Values{"password": {"open sesame"}}); res.StatusCode == http.StatusOK || strings.HasPrefix(page, "PK") {
		t.Errorf("an administrator alone gets it: %d", res.StatusCode)
	}
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session = b.cookie
	if _, page := b.do(t, "GET", "/setup/export", nil); !strings.Contains(page, "Download everything") {
		t.Error("who may is not offered it")
	}
	b.cookie = session
	if res, page := b.do(t, "POST", "/setup/export", url.Values{"password": {"guessed"}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "Nothing was given") {
		t.Errorf("a wrong password: %d", res.StatusCode)
	}
	b.cookie = session
	res, body := b.do(t, "POST", "/setup/export", url.Values{"password": {"open sesame"}})
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "application/zip" || !strings.Contains(res.Header.Get("Content-Disposition"), `"referd-home-2026-06-01.zip"`) {
		t.Fatalf("given: %d %v", res.StatusCode, res.Header)
	}
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Contains(files["fhir/Patient.ndjson"], []byte(`"Testcase"`)) || !bytes.Equal(files["documents/1jqxxxsh000000000001.png"], random) || !bytes.Contains(files["fhir/DocumentReference.ndjson"], []byte("1jqxxxsh000000000001")) {
		t.Errorf("what is given is not whole: %d files", len(files))
	}
	for name, f := range files {
		if bytes.Contains(f, []byte("Foreign")) || bytes.Contains(f, []byte("0000000000000002")) {
			t.Errorf("%s has what is another's", name)
		}
	}
	if err := s.h.Read(t.Context(), s.h.As("doc"), "test", func(r *desk.Reading) error {
		list, err := r.Audits(access.Query{Patient: "pat00000000000000001", User: "doc"})
		n := 0
		for _, a := range list {
			if a.Kind == "export" {
				n++
			}
		}
		if n < 2 { // the record, and the document
			t.Errorf("%d of %d records of the audit say that they were taken along", n, len(list))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(s.logs.String(), "Testcase") {
		t.Error("a patient is in the log")
	}
}

// An archive that fails when part of it has left is no archive: the answer is
// broken off, and no page is put behind it.
func TestAnExportThatFailsIsBrokenOff(t *testing.T) {
	s := open(t)
	random := make([]byte, 400<<10)
	rand.Read(random)
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.PutThing(desk.KindMembership, "doc@home-team", "home", party.Membership{User: "doc", Team: "home-team", Roles: []party.Job{party.ReferringClinician, party.Admin}}),
			tx.PutDocument(chart.Document{ID: "1jqxxxsh000000000001", Patient: "pat00000000000000001", Kind: chart.Attachment, Media: "image/png", Org: "home", Received: s.h.Now()}, "", random))
	}); err != nil {
		t.Fatal(err)
	}
	s.failing.Store(true)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	req, err := http.NewRequest("POST", s.URL+"/setup/export", strings.NewReader("password=open+sesame"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.AddCookie(b.cookie)
	res, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err == nil || len(got) == 0 {
		t.Errorf("an archive that broke off is whole: %d bytes, %v", len(got), err)
	}
	if bytes.Contains(got, []byte("<html")) || !strings.Contains(s.logs.String(), "an export broke off") {
		t.Error("a page stands behind it, or nobody is told")
	}
}
