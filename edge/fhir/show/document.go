package show

import (
	"encoding/base64"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/edge/fhir/element"
	"referd/store"
	"referd/wire/r4"
)

// binaryOf is the bytes of a document of ours; one that is held is not given out.
func binaryOf(r *desk.Reading, d chart.Document) (r4.Object, error) {
	_, data, err := deskchart.Document(r, d.ID)
	if fault.Of(err) == fault.Refused && err != nil {
		return nil, nil
	}
	return r4.Object{"resourceType": "Binary", "contentType": d.Media, "data": base64.StdEncoding.EncodeToString(data)}, err
}

// shownKinds are the documents of a loop that are documents to a system too;
// words beside an act are not.
var shownKinds = map[chart.Kind][3]string{chart.Report: {"11488-4", "Consult note", "report"}, chart.Letter: {"57133-1", "Referral note", "letter"}, chart.Attachment: {"34133-9", "Summary of episode note", "attachment"},
	chart.Advice: {"34133-9", "Summary of episode note", "advice"}}

// fromDocument makes a DocumentReference, its Binary, or the Communication a
// message is.
func fromDocument(r *desk.Reading, k *store.Kept) (r4.Object, error) {
	docs, err := r.Documents([]chart.DocumentID{chart.DocumentID(k.ID)})
	if err != nil {
		return nil, err
	}
	d, ok := docs[chart.DocumentID(k.ID)]
	if !ok || d.Held != "" {
		return nil, nil
	}
	k.Updated, k.Patient = d.Received, d.Patient
	r.Saw(d.Patient)
	switch _, shown := shownKinds[d.Kind]; {
	case k.Type == "Communication" && d.Kind == chart.Message:
		words, err := r.TextsOf([]chart.DocumentID{d.ID})
		return r4.Object{"resourceType": "Communication", "status": "completed", "subject": element.Ref("Patient", string(d.Patient)), "sent": d.Written.Format(time.RFC3339),
			"payload": []any{r4.Object{"contentString": words[d.ID]}}}, err
	case k.Type == "DocumentReference" && shown:
		return documentReference(d), nil
	case k.Type == "Binary" && (shown || d.Kind == chart.Inbound):
		return binaryOf(r, d)
	}
	return nil, nil
}

func documentReference(d chart.Document) r4.Object {
	t := shownKinds[d.Kind]
	system, of, display := d.Type.System, d.Type.Code, d.Type.Display
	if of == "" {
		system, of, display = "http://loinc.org", t[0], t[1]
	}
	o := r4.Object{"resourceType": "DocumentReference", "status": "current", "type": element.Coded(system, of, display)[0], "date": d.Received.Format(time.RFC3339),
		"content": []any{r4.Object{"attachment": element.Tidy(r4.Object{"contentType": d.Media, "url": "Binary/" + string(d.ID), "size": d.Size, "title": d.Title})}}}
	if d.Size == 0 {
		delete(o["content"].([]any)[0].(r4.Object)["attachment"].(r4.Object), "size")
	}
	if d.Patient != "" {
		o["subject"] = element.Ref("Patient", string(d.Patient))
	}
	if d.Author != "" {
		o["author"] = []any{element.Ref("Practitioner", string(d.Author))}
	}
	if d.Org != "" {
		o["custodian"] = element.Ref("Organization", string(d.Org))
	}
	return o
}
