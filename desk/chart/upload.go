// Package chart is what is written about a patient: who is on record, and
// which documents may lie in a loop.
package chart

import (
	"slices"
	"strings"

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
	Referral  referral.ID // empty: it lies in the chart alone
	Kind      chart.Kind
	Name      string // as the sender called it; its ending is compared with its content
	Title     string
	Claimed   string // the media type the sender claimed, if any
	Data      []byte
	Confirmed bool // a person looked and says whose it is
}

func invalid(words string) error { return fault.About("chart.Upload", "file", fault.Invalid, words) }

// Upload keeps a document after looking at it: its kind is read from its bytes,
// not from its name; and what can be read of it is read for the patient's name,
// so that another patient's paper is stopped by a question. What may not be
// shown as it is (a program, a page, an archive) is refused to a person, who
// has it before them, and kept but held from a system, which has let it go; a
// PDF that carries what no paper does is held from either, until somebody
// releases it. Who may: somebody who works with the patient; a system.
// It faults with Invalid in words that say what to do, and with Missing for a
// patient or a referral the sender may not see.
func Upload(w *desk.Writing, f File) (chart.Document, error) {
	p, err := w.Patient(f.Patient)
	if err != nil {
		return chart.Document{}, err
	}
	if who := w.Who(); who.Client == "" && !who.System && !who.Has(clinical...) && !who.Has(party.LinkHolder) {
		return chart.Document{}, desk.Denied("chart.Upload", "Somebody who works with the patient adds a document.")
	}
	if err := belongs(w, f); err != nil {
		return chart.Document{}, err
	}
	media, trouble, err := sniff(f)
	if err != nil {
		return chart.Document{}, err
	}
	who := w.Who()
	person := who.User != "" || who.Guest != ""
	if trouble != "" && person && media != "application/pdf" {
		return chart.Document{}, invalid(trouble)
	}
	d := chart.Document{ID: chart.DocumentID(id.New(w.Now())), Patient: f.Patient, Kind: f.Kind, Title: strings.TrimSpace(f.Title), Media: media, Held: trouble,
		Author: who.Practitioner, By: who.User, Org: whose(who, p), Source: who.Source(), Written: w.Now(), Received: w.Now()}
	if d.Title == "" {
		d.Title = "Attached document"
	}
	if trouble == "" {
		d.Guard = guard(wordsOf(media, f.Data), p)
	}
	if d.Guard != chart.Names && f.Confirmed && person {
		d.Guard = chart.Accepted
	}
	if d.Guard == chart.Differs && person {
		return d, invalid("This file names somebody else. Look at it; if it is about this patient, tick that you looked.")
	}
	w.SawObject("DocumentReference/" + string(d.ID))
	return d, w.Tx.PutDocument(d, f.Referral, f.Data)
}

// belongs refuses a document of another patient on a loop.
func belongs(w *desk.Writing, f File) error {
	if f.Referral == "" {
		return nil
	}
	row, err := w.Row(f.Referral)
	if err != nil || f.Patient == row.Patient || f.Patient == row.ReceiverPatient {
		return err
	}
	same, err := w.View.As(store.Scope{System: true}).SamePerson(f.Patient)
	if err != nil {
		return err
	}
	if slices.Contains(same, row.Patient) || row.ReceiverPatient != "" && slices.Contains(same, row.ReceiverPatient) {
		return nil
	}
	return fault.About("chart.Upload", "subject", fault.Invalid, "This referral is about another patient. Nothing was attached.")
}

// whose document it is: a client's, of the organization that has the record if
// it acts for it.
func whose(who desk.Who, p party.Patient) party.OrgID {
	all := who.All()
	if who.Client != "" && slices.Contains(all, p.Org) || len(all) == 0 {
		return p.Org
	}
	return all[0]
}

// Document reads a document and its bytes; a held one is not given out, and one
// that was taken off as another patient's is given to who filed it alone.
func Document(r *desk.Reading, of chart.DocumentID) (chart.Document, []byte, error) {
	if id.Is(string(of)) {
		r.SawObject("DocumentReference/" + string(of)) // what was tried, should it be refused
	}
	if !r.Who().Charts() {
		return chart.Document{}, nil, desk.NoChart("chart.Document")
	}
	d, loop, data, err := r.Document(of)
	if err != nil {
		return d, nil, err
	}
	if d.Held != "" {
		return d, nil, fault.E("chart.Document", fault.Refused, "This document is held: "+d.Held, nil)
	}
	if loop != "" && d.Kind == chart.Attachment {
		s, err := r.Loop(loop)
		if err != nil {
			return chart.Document{}, nil, err
		}
		if TakenOff(r.Who(), d, &s) {
			return chart.Document{}, nil, desk.NoChart("chart.Document")
		}
	}
	r.SawLoop(loop, 0)
	if d.Patient != "" {
		r.Saw(d.Patient)
	}
	return d, data, nil
}

// TakenOff reports whether a paper of another organization lay on a referral by
// mistake, was another patient's, and was taken off: a privacy incident says so.
// An old address of it still names it, and gives it to nobody there, nor its title.
func TakenOff(who desk.Who, d chart.Document, s *referral.State) bool {
	return d.Kind == chart.Attachment && !slices.Contains(who.All(), d.Org) &&
		slices.ContainsFunc(s.Incidents, func(i referral.Incident) bool { return i.Document == d.ID }) &&
		!slices.ContainsFunc(s.Documents, func(f referral.Filed) bool { return f.ID == d.ID })
}
