package fhir

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"referd/base/code"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	deskchart "referd/desk/chart"
	"referd/desk/kept"
	"referd/desk/loop"
	"referd/store"
	"referd/wire/r4"
)

// of is the loop a resource is based on; an expression says where it was looked for.
func (a *act) of(expression string, refs ...string) (referral.State, error) {
	id, ok := a.loopOf(refs...)
	if !ok {
		return referral.State{}, required(expression, "A reference to a ServiceRequest or its Task is needed here.")
	}
	s, err := kept.Loop(a.w.Reading, id, 0)
	if err != nil {
		return s, absent(expression, "The ServiceRequest it refers to is not here, or none you may see.")
	}
	return s, nil
}

// loops are the references of an element to ServiceRequests and Tasks here; one
// that is an identifier alone is found by it.
func (a *act) loops(o r4.Object, path string) (out []string) {
	for _, v := range at(o, path) {
		x, _ := v.(r4.Object)
		s := x.Text("reference")
		if kind, _, ok := a.ref(s); ok && (kind == "ServiceRequest" || kind == "Task") {
			out = append(out, s)
		} else if i := x.Sub("identifier"); s == "" && i.Text("value") != "" {
			if ids, err := a.w.Marked("ServiceRequest", "identifier", i.Text("system")+"|"+i.Text("value")); err == nil && len(ids) == 1 {
				out = append(out, "ServiceRequest/"+ids[0])
			}
		}
	}
	return out
}

// chart keeps what belongs to no referral with the patient it is about.
func (a *act) chart(o r4.Object) (store.Kept, error) {
	k := store.Kept{ID: a.name()}
	if err := a.whose(o, &k); err != nil {
		return k, err
	}
	return a.keep(o, k)
}

// references are all references of an element.
func references(o r4.Object, path string) (out []string) {
	for _, v := range at(o, path) {
		if x, ok := v.(r4.Object); ok && x.Text("reference") != "" {
			out = append(out, x.Text("reference"))
		}
	}
	return out
}

// reportKey is the key of a report that came as a resource of a client.
func reportKey(id string) referral.Key { return referral.Key("reported/" + id) }

// createReport: a DiagnosticReport against a referral is its report. Where the
// same client sent the document of it before, it is that report and no second.
func createReport(a *act, o r4.Object) (store.Kept, error) {
	based := a.loops(o, "basedOn")
	if len(based) == 0 {
		return a.chart(o) // of no referral here: it goes with the patient
	}
	s, err := a.of("DiagnosticReport.basedOn", based...)
	if err != nil {
		return store.Kept{}, err
	}
	if err := a.about(&s, o.Text("subject", "reference"), "DiagnosticReport.subject"); err != nil {
		return store.Kept{}, err
	}
	if err := a.receives(&s, "DiagnosticReport.basedOn"); err != nil {
		return store.Kept{}, err
	}
	k := store.Kept{ID: a.name(), Referral: s.ID, Seq: s.Seq, Patient: s.Patient}
	kind := map[string]referral.ReportKind{"registered": referral.Interim, "partial": referral.Interim, "preliminary": referral.Interim, "final": referral.Final,
		"amended": referral.Amended, "corrected": referral.Amended, "appended": referral.Amended}[o.Text("status")]
	if kind == "" || kind == referral.Final && a.companion(&s, "DocumentReference") != "" {
		return a.keep(o, k) // cancelled or in error: kept, no report; or the same report said again
	}
	x := loop.Report{Kind: kind, Answer: cmp.Or(o.Text("conclusion"), "The report is attached."), Claim: "answered", Author: a.author(o, "resultsInterpreter", "performer")}
	if kind == referral.Amended {
		heads := s.Heads()
		if len(heads) == 0 {
			x.Kind = referral.Final
		} else {
			x.Replaces = heads[len(heads)-1].ID
		}
	}
	d, err := loop.WriteTold(a.w, loop.Form{Referral: s.ID, Key: reportKey(k.ID), At: instant(o.Text("issued"))}, x)
	if err != nil {
		return store.Kept{}, err
	}
	k.Seq = d.Seq
	for _, f := range o.List("presentedForm") {
		if k.Seq, err = a.form(&s, k.Seq, f); err != nil {
			return store.Kept{}, err
		}
	}
	return a.keep(o, k)
}

// form files what a report presents itself as.
func (a *act) form(s *referral.State, seq int, f r4.Object) (int, error) {
	doc, err := a.file(f, "DiagnosticReport.presentedForm", s.Patient, s.ID, chart.Attachment, "Report")
	if err != nil || doc.ID == "" {
		return seq, err
	}
	d, err := loop.Tell(a.w, loop.Form{Referral: s.ID}, referral.Attached{Document: doc.ID, Side: string(referral.Receiver)})
	return d.Seq, err
}

// companion is the report this client told of already as another type and that
// waits for its other half: a report and its document are one report.
func (a *act) companion(s *referral.State, other string) referral.ReportID {
	found := referral.ReportID("")
	for _, e := range s.Entries() {
		x, ok := e.What.(referral.Reported)
		if !ok || e.By.Client == "" || e.By.Client != a.w.Who().Client || x.Leg != s.Leg() || !strings.HasPrefix(string(e.Key), "reported/") {
			continue
		}
		of := strings.TrimPrefix(string(e.Key), "reported/")
		if _, here, err := a.w.Kept(other, of, 0); err == nil && here && a.w.Now().Sub(e.Noted) < 24*time.Hour {
			found = x.Report
		} else {
			found = "" // its other half has come
		}
	}
	return found
}

// createDocument: a document of a patient. One that names a referral is filed
// in it; a consult note of the receiving side is its report.
func createDocument(a *act, o r4.Object) (store.Kept, error) {
	content := o.List("content")
	if len(content) == 0 || content[0].Sub("attachment") == nil {
		return store.Kept{}, required("DocumentReference.content", "A content with an attachment is needed.")
	}
	k := store.Kept{ID: a.name()}
	refs := a.loops(o, "context.related")
	of, related := a.loopOf(refs...)
	var s referral.State
	if related {
		var err error
		if s, err = a.of("DocumentReference.context.related", refs...); err != nil {
			return k, err
		}
		if err := a.about(&s, o.Text("subject", "reference"), "DocumentReference.subject"); err != nil {
			return k, err
		}
		k.Referral, k.Patient, k.Seq = of, s.Patient, s.Seq
	} else if kind, _, _ := a.ref(o.Text("subject", "reference")); kind != "Patient" && o["subject"] != nil {
		return a.chart(o)
	} else {
		p, err := a.patientOf(o.Text("subject", "reference"), "DocumentReference.subject")
		if err != nil {
			return k, err
		}
		k.Patient = p.ID
	}
	o, list := o.Clone(), make([]any, len(content))
	for i, c := range content {
		expression := "DocumentReference.content[" + strconv.Itoa(i) + "].attachment"
		doc, err := a.file(c.Sub("attachment"), expression, k.Patient, of, chart.Attachment, o.Text("type", "coding", "display"))
		if err != nil {
			return k, err
		}
		if list[i] = c; doc.ID == "" {
			continue
		}
		c = c.Clone()
		c["attachment"], list[i] = stored(c.Sub("attachment"), doc), c
		if i == 0 {
			k.ID = string(doc.ID) // the resource and the document it is are one name
		}
		if related && o.Text("status") == "current" {
			if k.Seq, err = a.filed(&s, o, doc, k.ID, i); err != nil {
				return k, err
			}
		}
	}
	o["content"] = list
	k.Body = o.Bytes()
	return a.keep(o, k)
}

// filed puts a document into the loop: as its report, as the document of the
// report told before, or as what either side adds.
func (a *act) filed(s *referral.State, o r4.Object, doc chart.Document, id string, i int) (int, error) {
	side := a.side(s)
	isNote := slices.ContainsFunc(at(o, "type"), func(t any) bool { return isToken(t, code.LOINC+"|11488-4") })
	if !isNote || side != referral.Receiver || i > 0 || a.companion(s, "DiagnosticReport") != "" {
		d, err := loop.Tell(a.w, loop.Form{Referral: s.ID}, referral.Attached{Document: doc.ID, Side: string(side)})
		return d.Seq, err
	}
	ev := referral.Reported{Leg: s.Leg(), Report: referral.ReportID(newID(a)), Kind: referral.Final, Claim: "answered", More: []chart.DocumentID{doc.ID}, Author: a.author(o, "author")}
	if o.Text("docStatus") == "preliminary" {
		ev.Kind = referral.Interim
	}
	if heads := s.Heads(); o.Text("relatesTo", "code") == "replaces" && len(heads) > 0 {
		ev.Kind, ev.Replaces = referral.Amended, heads[len(heads)-1].ID
	}
	words := chart.Document{ID: chart.DocumentID(newID(a)), Patient: s.Patient, Kind: chart.Report, Media: "text/plain", Org: s.Recipient().Org, Author: ev.Author, Source: doc.Source, Written: a.w.Now(), Received: a.w.Now()}
	if err := a.w.Tx.PutDocument(words, s.ID, []byte(cmp.Or(o.Text("description"), "The report is attached."))); err != nil {
		return 0, err
	}
	ev.Document = words.ID
	d, err := loop.Tell(a.w, loop.Form{Referral: s.ID, Key: reportKey(id), At: instant(o.Text("date"))}, ev)
	return d.Seq, err
}

// file keeps what an attachment holds; one that holds nothing and points
// nowhere here keeps nothing.
func (a *act) file(att r4.Object, expression string, p party.PatientID, of referral.ID, kind chart.Kind, title string) (chart.Document, error) {
	data, claimed := att.Text("data"), att.Text("contentType")
	if data == "" {
		to, id, ok := a.ref(att.Text("url"))
		if !ok || to != "Binary" {
			return chart.Document{}, nil
		}
		b, err := kept.Of(a.w.Reading, "Binary", id, 0)
		if err != nil {
			return chart.Document{}, absent(expression+".url", "The Binary it refers to is not here, or none you may see.")
		}
		x, err := r4.Read(b.Body)
		if err != nil {
			return chart.Document{}, err
		}
		data, claimed = x.Text("data"), cmp.Or(claimed, x.Text("contentType"))
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
	if err != nil {
		return chart.Document{}, invalid(expression+".data", "This is not base64.")
	}
	return deskchart.Upload(a.w, deskchart.File{Patient: p, Referral: of, Kind: kind, Title: cmp.Or(att.Text("title"), title), Claimed: claimed, Data: raw})
}

// stored is an attachment whose bytes are a document of ours now.
func stored(att r4.Object, doc chart.Document) r4.Object {
	att = att.Clone()
	delete(att, "data")
	att["url"] = "Binary/" + string(doc.ID)
	return att
}

// about refuses a resource of another patient than the loop's.
func (a *act) about(s *referral.State, subject, expression string) error {
	kind, id, ok := a.ref(subject)
	if subject == "" || ok && kind == "Patient" && (id == string(s.Patient) || id == string(s.ReceiverPatient)) {
		return nil
	}
	return status(422, "business-rule", expression+": this is not the patient of the ServiceRequest.")
}

// receives refuses whom the loop has not been sent to.
func (a *act) receives(s *referral.State, expression string) error {
	if a.side(s) == referral.Receiver {
		return nil
	}
	return status(403, "forbidden", expression+": this client does not act for the organization the referral was sent to.")
}

// side is where the client stands in a loop; one that acts for both sides
// answers for the receiving one.
func (a *act) side(s *referral.State) referral.Side {
	if st := loop.Standing(a.w.Reading, s); st.Side == referral.Sender && !st.Both {
		return referral.Sender
	}
	return referral.Receiver
}

// author is the first practitioner an element names.
func (a *act) author(o r4.Object, elements ...string) party.PractitionerID {
	for _, e := range elements {
		for _, r := range references(o, e) {
			switch kind, id, ok := a.ref(r); {
			case ok && kind == "Practitioner":
				return party.PractitionerID(id)
			case ok && kind == "PractitionerRole":
				return a.w.Directory().Roles[party.RoleID(id)].Practitioner
			}
		}
	}
	return ""
}

func newID(a *act) string { return id.New(a.w.Now()) }

// name is the id a resource gets: the one its transaction gave it, else a new one.
func (a *act) name() string {
	if a.id != "" {
		return a.id
	}
	return newID(a)
}
