// Package chart is what is written about a patient: who is on record, and
// which documents may lie in a loop.
package chart

import (
	"bytes"
	"net/http"
	"strings"
	"unicode/utf8"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// File is what somebody brings.
type File struct {
	Patient   party.PatientID
	Referral  referral.ID
	Kind      chart.Kind
	Name      string // as the sender called it; its ending is compared with its content
	Title     string
	Claimed   string // the media type the sender claimed, if any
	Data      []byte
	Confirmed bool // a person looked and says whose it is
}

// most is how large a document may be.
const most = 50 << 20

// kinds are the contents that are taken, as they are sniffed from the bytes.
var kinds = map[string][]string{
	"application/pdf": {".pdf"}, "image/png": {".png"}, "image/jpeg": {".jpg", ".jpeg"}, "image/tiff": {".tif", ".tiff"}, "text/plain": {".txt", ".text", ".md", ".csv", ".log"},
}

func invalid(words string) error { return fault.About("chart.Upload", "file", fault.Invalid, words) }

// Upload keeps a document after looking at it: its kind is read from its bytes,
// not from its name; a script or a program is refused; and a text is read for
// the patient's name, so that another patient's paper is stopped by a question.
func Upload(w *desk.Writing, f File) (chart.Document, error) {
	p, err := w.Patient(f.Patient)
	if err != nil {
		return chart.Document{}, err
	}
	media, err := sniff(f)
	if err != nil {
		return chart.Document{}, err
	}
	who := w.Who()
	d := chart.Document{ID: chart.DocumentID(id.New(w.Now())), Patient: f.Patient, Kind: f.Kind, Title: strings.TrimSpace(f.Title), Media: media, Author: who.Practitioner, By: who.User, Org: who.Org, Source: "house", Written: w.Now(), Received: w.Now()}
	if who.Client != "" {
		d.Source = "fhir:" + string(who.Client)
	}
	if d.Title == "" {
		d.Title = "Attached document"
	}
	d.Guard = guard(media, f.Data, p)
	if d.Guard != chart.Names && f.Confirmed {
		d.Guard = chart.Accepted
	}
	if d.Guard == chart.Differs && who.User != "" {
		return d, invalid("This file names somebody else. Look at it; if it is about this patient, tick that you looked.")
	}
	return d, w.Tx.PutDocument(d, f.Referral, f.Data)
}

// sniff reads what a file is from its bytes and refuses what may not come in.
func sniff(f File) (string, error) {
	switch {
	case len(f.Data) == 0:
		return "", invalid("The file is empty.")
	case len(f.Data) > most:
		return "", invalid("The file is larger than 50 MB.")
	}
	media, _, _ := strings.Cut(http.DetectContentType(f.Data), ";")
	if bytes.HasPrefix(f.Data, []byte("II*\x00")) || bytes.HasPrefix(f.Data, []byte("MM\x00*")) {
		media = "image/tiff"
	}
	head := strings.ToLower(string(f.Data[:min(len(f.Data), 4096)]))
	if media == "text/plain" && (!utf8.Valid(f.Data) || strings.Contains(head, "<script") || strings.Contains(head, "<html") || strings.Contains(head, "<svg") || strings.HasPrefix(head, "#!")) {
		return "", invalid("This file carries a script or a page, not a document. Send a PDF, a picture or plain text.")
	}
	if media == "application/pdf" && (bytes.Contains(f.Data, []byte("/JavaScript")) || bytes.Contains(f.Data, []byte("/Launch"))) {
		return "", invalid("This PDF carries a program. Print it to a new PDF and attach that.")
	}
	endings, ok := kinds[media]
	if !ok {
		return "", invalid("This kind of file is not taken (" + media + "). Send a PDF, a picture or plain text.")
	}
	if dot := strings.LastIndexByte(f.Name, '.'); dot >= 0 {
		if end := strings.ToLower(f.Name[dot:]); !contains(endings, end) && known(end) {
			return "", invalid("The name says " + end + ", the content is " + media + ". Save it again under its right kind.")
		}
	}
	return media, nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// known reports whether an ending promises a kind at all.
func known(end string) bool {
	for _, list := range kinds {
		if contains(list, end) {
			return true
		}
	}
	return contains([]string{".exe", ".js", ".html", ".svg", ".zip", ".docx", ".bat"}, end)
}

// guard reads a text for whose it is. What cannot be read is not checked, and
// a page says so.
func guard(media string, data []byte, p party.Patient) chart.Guard {
	if media != "text/plain" {
		return chart.Unread
	}
	text := " " + store.Fold(string(data)) + " "
	family := store.Fold(p.Name.Family)
	born := strings.ReplaceAll(string(p.Born), "-", "")
	flat := strings.Map(digit, string(data))
	switch {
	case strings.Contains(text, " "+family+" ") && family != "", born != "" && strings.Contains(flat, born):
		return chart.Names
	case strings.Contains(text, " born ") || strings.Contains(text, " patient ") || strings.Contains(text, " dob "):
		return chart.Differs
	}
	return chart.Unread
}

func digit(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// Document reads a document and its bytes; a held one is not given out.
func Document(r *desk.Reading, of chart.DocumentID) (chart.Document, []byte, error) {
	d, loop, data, err := r.Document(of)
	if err != nil {
		return d, nil, err
	}
	if d.Held != "" {
		return d, nil, fault.E("chart.Document", fault.Refused, "This document is held: "+d.Held, nil)
	}
	r.SawObject("DocumentReference/" + string(of))
	r.SawLoop(loop, 0)
	if d.Patient != "" {
		r.Saw(d.Patient)
	}
	return d, data, nil
}
