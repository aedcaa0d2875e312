package sheet

import (
	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/web/visit"
)

var chooseFile = fault.About("sheet.attach", "file", fault.Invalid, "Choose a file.")

// record is the patient record the reader's side keeps.
func record(s referral.State, who desk.Who) party.PatientID {
	if s.ReceiverPatient != "" && s.Org != who.Org {
		return s.ReceiverPatient
	}
	return s.Patient
}

// document gives a document's bytes, never as a page of ours.
func document(v *visit.Visit) error {
	var d chart.Document
	var data []byte
	err := v.Desk.Read(v.R.Context(), v.Who, "document.read", func(r *desk.Reading) (err error) {
		d, data, err = deskchart.Document(r, chart.DocumentID(v.R.PathValue("id")))
		return err
	})
	if err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", d.Media)
	if d.Media == "text/plain" {
		h.Set("Content-Type", "text/plain; charset=utf-8")
	}
	h.Set("Content-Disposition", `inline; filename="document-`+string(d.ID)+`"`)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	_, err = v.W.Write(data)
	return err
}
