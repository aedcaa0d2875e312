package portal

import (
	"net/http"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// signing opens what waits for the reader's signature, one after the other: the
// first, or the one a form named as the next. Where none is, it says so.
func signing(v *visit.Visit) error {
	next := referral.ID(v.R.URL.Query().Get("next"))
	through := v.R.URL.Query().Has("through")
	var p page.Signed
	var to referral.ID
	err := v.Desk.Read(v.R.Context(), v.Who, "list."+string(lists.ToSign), func(r *desk.Reading) error {
		ids, err := lists.Signing(r)
		if err != nil {
			return err
		}
		if p.Left = len(ids); p.Left > 0 && !through {
			to = ids[max(slices.Index(ids, next), 0)]
			return nil
		}
		p.Shell, err = v.Shell(r, "Read and sign")
		return err
	})
	switch {
	case err != nil:
		return err
	case to != "":
		return v.Go(sheet.Path(to, referral.ActSign))
	}
	return v.Page(http.StatusOK, page.SignedPage(p))
}

// unsigned is a referral being read before the signature: what was typed for
// giving it back, and what is wrong.
type unsigned struct {
	words, changed string
	wrong          error
	status         int
}

func readToSign(v *visit.Visit) error { return showToSign(v, unsigned{status: http.StatusOK}) }

// showToSign shows one whole. Whoever does not sign it is sent to where they
// write it, or to its own page.
func showToSign(v *visit.Visit, u unsigned) error {
	id := referral.ID(v.R.PathValue("id"))
	at := "/referrals/" + string(id)
	var p page.Signing
	elsewhere := ""
	err := v.Desk.Read(v.R.Context(), v.Who, "signing", func(r *desk.Reading) error {
		d, s, err := draft.Written(r, id)
		if err != nil {
			return err
		}
		switch {
		case !s.Sent.IsZero() && !slices.Contains(duties(s), referral.ActSign), !s.Signed.IsZero():
			elsewhere = at
		case s.Sent.IsZero() && u.words != "" && signs(v, d.Clinician): // given back meanwhile: what was typed stays
		case s.Sent.IsZero() && (s.Phase() != referral.Unsigned || !signs(v, d.Clinician)):
			elsewhere = at + "/sending"
		case !signs(v, s.Clinician) && !s.Sent.IsZero():
			elsewhere = at
		}
		if elsewhere != "" {
			return nil
		}
		if p, err = toSign(v, r, id, d, s); err != nil {
			return err
		}
		p.Shell, err = v.Shell(r, "Read and sign")
		return err
	})
	if err != nil {
		return err
	}
	if elsewhere != "" && u.status != http.StatusOK {
		v.SayNot(orElse(u.changed, fault.Public(u.wrong)))
	}
	if elsewhere != "" {
		return v.Go(elsewhere)
	}
	p.Words, p.Changed = u.words, u.changed
	for _, w := range page.Wrongs(u.wrong) {
		if w.Field != "words" {
			w.Field = "" // mended where it is written
		}
		p.Errors = append(p.Errors, w)
	}
	return v.Page(u.status, page.SigningPage(p))
}

// signs reports whether the reader is the clinician, or their named cover.
func signs(v *visit.Visit, c party.PractitionerID) bool {
	return v.Who.Practitioner != "" && v.Who.Practitioner == c || slices.Contains(v.Who.Cover, c)
}

func duties(s referral.State) (out []referral.Act) {
	for _, d := range s.Duties() {
		out = append(out, d.Act)
	}
	return out
}

// toSign makes the page, in the order its receiver reads it.
func toSign(v *visit.Visit, r *desk.Reading, id referral.ID, d draft.Draft, s referral.State) (p page.Signing, err error) {
	dir, at := r.Directory(), sheet.Path(id, referral.ActSign)
	ids, err := lists.Signing(r)
	if err != nil {
		return p, err
	}
	p = page.Signing{Action: at, Once: visit.Once(), Read: draft.Mark(d), Seq: s.Seq, Of: len(ids), At: slices.Index(ids, id) + 1, Sent: !s.Sent.IsZero()}
	switch {
	case p.At == 0:
		p.Of = 0
	case p.At < len(ids):
		p.Next = string(ids[p.At])
		p.Skip = "/signing?next=" + p.Next
	case len(ids) > 1:
		p.Skip = "/signing?through"
	}
	patient, err := r.Patient(d.Patient)
	if err != nil {
		return p, err
	}
	p.Banner = sheet.Banner(v, r, patient)
	if p.Sent {
		return p, sentUnsigned(&p, v, r, id)
	}
	for _, e := range s.Happened() {
		if _, ok := e.What.(referral.Readied); ok {
			p.Prepared = "Prepared by " + sheet.By(dir, e.By) + ", " + v.Clock().At(e.At) + "."
		}
	}
	sv := dir.ServicesByID[d.Service]
	p.Change = "/referrals/" + string(id) + "/sending"
	p.Asked = page.Asked{Heading: "To " + orElse(sv.Name, "no service yet") + ": the question", Question: orElse(d.Question, "No question is written."), Urgency: string(d.Urgency), Ref: "Asked by " + orElse(dir.ClinicianName(d.Clinician), "nobody yet")}
	if sv.ID != "" && d.Urgency != "" {
		p.Asked.SeenBy = loop.SeenBy(r, sv, d.Urgency)
	}
	var codes []string
	for _, x := range d.Reasons {
		codes = append(codes, strings.TrimSpace(x.Code+" "+x.Display))
	}
	p.Asked.Reasons = strings.Join(codes, ", ")
	goesWith(&p, v, dir, sv, d, patient)
	if p.Came, err = goesAlong(r, sv, d); err != nil {
		return p, err
	}
	if b := d.Back; b != nil {
		p.Back = &page.GivenBack{Who: orElse(dir.PersonName(b.By), "Somebody"), Words: b.Words, At: b.At}
	}
	if p.Checks, err = looked(v, r, d, s); err != nil {
		return p, err
	}
	p.Checked = v.Desk.Now().In(v.Zone()).Format("15:04")
	p.Happens = append([]string{"You sign what is on this page, and it leaves at once. It cannot be undone: a message, a document or a cancellation corrects it."}, happens(v, r, sv, d)...)
	return p, nil
}

// goesWith says how it goes: to whom, under whose name, what the patient knows.
func goesWith(p *page.Signing, v *visit.Visit, dir *desk.Directory, sv party.Service, d draft.Draft, patient party.Patient) {
	add := func(name, words string) { p.Facts = append(p.Facts, page.Fact{Name: name, Words: words}) }
	if sv.ID != "" {
		add("To", sv.Name+", "+dir.Orgs[sv.Org].Name)
	}
	add("Accountable", orElse(dir.ClinicianName(d.Clinician), "nobody yet"))
	add("The patient", map[bool]string{true: "was told, and why", false: "nobody has said that they know"}[d.Told])
	if words := map[string]string{"ready": "when it is ready", "after": "after their doctor talks to them"}[d.TellWhen]; words != "" {
		add("Hears the answer", words)
	}
	safe, _ := d.Safe(patient)
	if !safe.Known() && safe.Says() {
		safe.Agreed = v.Desk.Now()
	}
	words := sheet.Safe(safe)
	if patient.Safe.Known() && !safe.Same(patient.Safe) { // the banner says what is on record, which this changes
		words += ", as this draft says. On record until it is signed: " + sheet.Safe(patient.Safe)
	}
	add("Safe contact", words)
	if d.Urgency == party.Emergency && d.CallWith != "" {
		add("Spoken to", d.CallWith+", "+strings.Replace(d.CallAt, "T", " ", 1))
	}
	if d.Override != "" {
		add("Goes without what is missing, because", d.Override)
	}
}

// goesAlong are the answers to what the service asks for, and the documents.
func goesAlong(r *desk.Reading, sv party.Service, d draft.Draft) (out []page.Came, err error) {
	var ids []chart.DocumentID
	answers := map[chart.DocumentID]string{}
	for _, n := range sv.Needs {
		if id := chart.DocumentID(d.Documents[n.Code]); id != "" {
			ids, answers[id] = append(ids, id), n.Label
		} else if words := d.Answers[n.Code]; words != "" {
			out = append(out, page.Came{Name: n.Label, Words: words, From: "typed in this draft", At: d.Saved})
		}
	}
	ids = append(ids, d.More...)
	docs, err := r.Documents(ids)
	for _, id := range ids {
		x, ok := docs[id]
		if !ok {
			continue
		}
		c := page.Came{Name: orElse(answers[id], "Document"), Words: orElse(x.Title, "A document"), From: r.Directory().Orgs[x.Org].Name, At: x.Received, Href: "/documents/" + string(id), State: map[chart.Guard]string{chart.Differs: "differs", chart.Unread: "unread", chart.Names: "ok", chart.Accepted: "ok"}[x.Guard]}
		if x.Held != "" {
			c.State = "held"
		}
		out = append(out, c)
	}
	return out, err
}

// sentUnsigned fills the page of one that another system sent without a signature.
func sentUnsigned(p *page.Signing, v *visit.Visit, r *desk.Reading, id referral.ID) error {
	g, err := loop.Look(r, id)
	if err != nil {
		return err
	}
	p.Asked, p.Came = sheet.AskedOf(v, r.Directory(), g), sheet.CameOf(r.Directory(), g)
	p.Prepared = "It was sent " + v.Clock().At(g.State.Sent) + " and nobody has signed it."
	p.Facts = []page.Fact{{Name: "To", Words: orElse(g.Service.Name, g.Receiver.Name)}, {Name: "Accountable", Words: orElse(r.Directory().ClinicianName(g.State.Clinician), "nobody yet")}, {Name: "Stands", Words: r.Directory().PhaseName(v.Who.Org, g.Phase)}}
	p.Happens = []string{"It has gone already: the signature that it lacks is added under your name, and cannot be undone."}
	return nil
}

// sign signs what was read, or gives it back, and goes on to the next.
func sign(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	act := loop.Form{Referral: referral.ID(v.R.PathValue("id")), Once: f.Get("once")}
	var done loop.Done
	said := "Signed and sent."
	err = v.Desk.Write(v.R.Context(), v.Who, "signature", func(w *desk.Writing) (err error) {
		if f.Get("then") == "back" {
			said = "Given back."
			done, err = draft.GiveBack(w, act, f.Get("words"))
			return err
		}
		s, err := w.Loop(act.Referral)
		if err != nil {
			return err
		}
		if !s.Sent.IsZero() {
			said = "Signed."
			done, err = draft.Sign(w, act)
			return err
		}
		done, err = draft.SignRead(w, act, f.Get("read"))
		return err
	})
	u := unsigned{words: f.Get("words"), wrong: err}
	switch fault.Of(err) {
	case fault.Conflict:
		u.wrong, u.changed, u.status = nil, fault.Public(err), http.StatusConflict
		return showToSign(v, u)
	case fault.Invalid, fault.Refused:
		u.status = http.StatusUnprocessableEntity
		return showToSign(v, u)
	}
	if err != nil {
		return err
	}
	v.Say(said, done)
	if next := f.Get("next"); next != "" {
		return v.Go("/signing?next=" + next)
	}
	return v.Go("/signing?through")
}
