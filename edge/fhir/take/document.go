package take

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"referd/base/code"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	deskchart "referd/desk/chart"
	"referd/desk/kept"
	"referd/desk/loop"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/store"
	"referd/wire/r4"
)

// BinaryLimit is how many bytes a Binary holds.
const BinaryLimit = 50 << 20

// createBinary keeps bytes until a document names them; posted raw, they are
// wrapped in the resource. They belong to the organization of the client.
func createBinary(a *Act, o r4.Object) (store.Kept, error) {
	if a.Media != "" {
		o = r4.Object{"resourceType": "Binary", "contentType": a.Media, "data": base64.StdEncoding.EncodeToString(a.Raw)}
	}
	if o.Text("contentType") == "" {
		return store.Kept{}, outcome.Required("Binary.contentType", "A contentType is needed.")
	}
	data := strings.Join(strings.Fields(o.Text("data")), "")
	if _, err := base64.StdEncoding.DecodeString(data); err != nil {
		return store.Kept{}, outcome.Invalid("Binary.data", "This is not base64.")
	}
	if base64.StdEncoding.DecodedLen(len(data)) > BinaryLimit+2 {
		return store.Kept{}, outcome.Status(http.StatusRequestEntityTooLarge, "too-long", "A Binary is at most 50 MiB.")
	}
	k := store.Kept{ID: a.name()}
	if orgs := a.W.Who().Orgs; len(orgs) > 0 {
		k.Org = orgs[0]
	}
	return a.keep(o, k)
}

// createDocument: a document of a patient. One that names a referral is filed
// in it; a consult note of the receiving side is its report.
func createDocument(a *Act, o r4.Object) (store.Kept, error) {
	content := o.List("content")
	if len(content) == 0 || content[0].Sub("attachment") == nil {
		return store.Kept{}, outcome.Required("DocumentReference.content", "A content with an attachment is needed.")
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
func (a *Act) filed(s *referral.State, o r4.Object, doc chart.Document, id string, i int) (int, error) {
	side := a.side(s)
	isNote := slices.ContainsFunc(element.At(o, "type"), func(t any) bool { return element.IsToken(t, code.LOINC+"|11488-4") })
	if !isNote || side != referral.Receiver || i > 0 || a.companion(s, "DiagnosticReport") != "" {
		d, err := loop.Tell(a.W, loop.Form{Referral: s.ID}, referral.Attached{Document: doc.ID, Side: string(side)})
		return d.Seq, err
	}
	ev := referral.Reported{Leg: s.LegOf(a.W.Who().All()), Report: referral.ReportID(newID(a)), Kind: referral.Final, Claim: "answered", More: []chart.DocumentID{doc.ID}, Author: a.author(o, "author")}
	if o.Text("docStatus") == "preliminary" {
		ev.Kind = referral.Interim
	}
	if heads := s.Heads(); o.Text("relatesTo", "code") == "replaces" && len(heads) > 0 {
		ev.Kind, ev.Replaces = referral.Amended, heads[len(heads)-1].ID
	}
	words := chart.Document{ID: chart.DocumentID(newID(a)), Patient: s.Patient, Kind: chart.Report, Media: "text/plain", Org: s.Recipient().Org, Author: ev.Author, Source: doc.Source, Written: a.W.Now(), Received: a.W.Now()}
	if err := a.W.Tx.PutDocument(words, s.ID, []byte(cmp.Or(o.Text("description"), "The report is attached."))); err != nil {
		return 0, err
	}
	ev.Document = words.ID
	d, err := loop.Tell(a.W, loop.Form{Referral: s.ID, Key: reportKey(id), At: element.Instant(o.Text("date"))}, ev)
	return d.Seq, err
}

// file keeps what an attachment holds; one that holds nothing and points
// nowhere here keeps nothing.
func (a *Act) file(att r4.Object, expression string, p party.PatientID, of referral.ID, kind chart.Kind, title string) (chart.Document, error) {
	data, claimed := att.Text("data"), att.Text("contentType")
	if data == "" {
		to, id, ok := a.ref(att.Text("url"))
		if !ok || to != "Binary" {
			return chart.Document{}, nil
		}
		b, err := kept.Of(a.W.Reading, "Binary", id, 0)
		if err != nil {
			return chart.Document{}, outcome.Absent(expression+".url", "The Binary it refers to is not here, or none you may see.")
		}
		x, err := r4.Read(b.Body)
		if err != nil {
			return chart.Document{}, err
		}
		data, claimed = x.Text("data"), cmp.Or(claimed, x.Text("contentType"))
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
	if err != nil {
		return chart.Document{}, outcome.Invalid(expression+".data", "This is not base64.")
	}
	return deskchart.Upload(a.W, deskchart.File{Patient: p, Referral: of, Kind: kind, Title: cmp.Or(att.Text("title"), title), Claimed: claimed, Data: raw})
}

// stored is an attachment whose bytes are a document of ours now.
func stored(att r4.Object, doc chart.Document) r4.Object {
	att = att.Clone()
	delete(att, "data")
	att["url"] = "Binary/" + string(doc.ID)
	return att
}
