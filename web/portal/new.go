package portal

import (
	"net/http"
	"net/url"
	"strings"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// find is the first step of a new referral: the patient, found or added. What
// is typed is posted, so that no address carries a patient's words.
func find(v *visit.Visit) error {
	typed := url.Values{}
	if v.R.Method == http.MethodPost {
		var err error
		if typed, err = v.Form(); err != nil {
			return err
		}
	}
	return finder(v, typed.Get("q"), v.R.Method == http.MethodPost, typed, nil, nil, http.StatusOK)
}

func finder(v *visit.Visit, q string, asked bool, typed url.Values, wrong error, matches []party.Patient, status int) error {
	p := page.Find{Heading: "New referral: the patient", Words: "Find the patient first. Nothing is sent until you press Send.", Action: "/referrals/new", Asked: asked}
	err := v.Desk.Read(v.R.Context(), v.Who, "patient.find", func(r *desk.Reading) (err error) {
		if p.Shell, err = v.Shell(r, "New referral"); err != nil || q == "" {
			return err
		}
		found, err := loop.Find(r, q)
		for _, x := range found {
			p.Found = append(p.Found, person(v, x))
		}
		return err
	})
	if err != nil {
		return err
	}
	p.Add = &page.AddPatient{Once: visit.Once(), Fields: []page.Field{
		{Kind: "text", Name: "family", Label: "Family name", Value: typed.Get("family")}, {Kind: "text", Name: "given", Label: "Given name", Value: typed.Get("given")},
		{Kind: "date", Name: "born", Label: "Birth date", Value: typed.Get("born")}, {Kind: "select", Name: "sex", Label: "Sex", Value: typed.Get("sex"), Opts: []page.Opt{{Value: "female", Words: "Female"}, {Value: "male", Words: "Male"}, {Value: "other", Words: "Other"}, {Value: "unknown", Words: "Not known"}}},
		{Kind: "tel", Name: "phone", Label: "Phone", Value: typed.Get("phone")}, {Kind: "select", Name: "language", Label: "Language they read", Value: typed.Get("language"), Opts: []page.Opt{{Value: "en", Words: "English"}, {Value: "es", Words: "Spanish"}, {Value: "pt", Words: "Portuguese"}}},
		{Kind: "text", Name: "number", Label: "Your record number", Value: typed.Get("number")}}}
	if wrong != nil {
		f := fault.Public(wrong)
		p.Add.Errors = []page.Wrong{{Field: fieldOf(wrong), Words: f}}
	}
	for _, m := range matches {
		p.Add.Matches = append(p.Add.Matches, person(v, m))
	}
	return v.Page(status, page.FindPage(p))
}

func fieldOf(err error) string {
	if f, ok := err.(*fault.Fault); ok {
		return f.Field
	}
	return ""
}

func person(v *visit.Visit, x party.Patient) page.Person {
	p := page.Person{ID: string(x.ID), Name: page.StaffName(x.Name.Family, x.Name.Given, x.Name.Prefix), Born: page.Born(string(x.Born), v.Desk.Now()), Sex: x.Sex, Refer: string(x.ID)}
	if len(x.Identifiers) > 0 {
		p.Number = x.Identifiers[0].Value
	}
	if len(x.Phones) > 0 {
		p.Phone = x.Phones[0].Number
	}
	return p
}

func addPatient(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	p := party.Patient{Name: party.Name{Family: strings.TrimSpace(f.Get("family")), Given: strings.Fields(f.Get("given"))}, Born: party.Date(f.Get("born")), Sex: f.Get("sex"), Language: f.Get("language")}
	if f.Get("phone") != "" {
		p.Phones = []party.Phoned{{Number: f.Get("phone"), Use: "mobile"}}
	}
	if f.Get("number") != "" {
		p.Identifiers = []code.Identifier{{System: "urn:referd:" + string(v.Who.Org), Value: f.Get("number"), Type: "MR"}}
	}
	var done loop.Done
	err = v.Desk.Write(v.R.Context(), v.Who, "patient.add", func(w *desk.Writing) error {
		id, err := deskchart.Add(w, p, f.Get("sure") != "")
		if err != nil {
			return err
		}
		done, err = loop.Start(w, loop.Draft{Patient: id})
		return err
	})
	if m, ok := deskchart.MatchesOf(err); ok {
		return finder(v, "", false, f, nil, m, http.StatusConflict)
	}
	if fault.Of(err) == fault.Invalid && err != nil {
		return finder(v, "", false, f, err, nil, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return v.Go("/referrals/" + string(done.ID) + "/sending")
}

// begin starts a draft for a patient who was found.
func begin(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	var done loop.Done
	err = v.Desk.Write(v.R.Context(), v.Who, "draft", func(w *desk.Writing) (err error) {
		done, err = loop.Start(w, loop.Draft{Patient: party.PatientID(f.Get("patient"))})
		return err
	})
	if err != nil {
		return err
	}
	return v.Go("/referrals/" + string(done.ID) + "/sending")
}

// typed reads the draft's form over what was kept.
func typedDraft(v *visit.Visit, f url.Values, d loop.Draft) loop.Draft {
	d.Service, d.Question, d.Urgency, d.Clinician = party.ServiceID(f.Get("service")), f.Get("question"), party.Urgency(f.Get("urgency")), party.PractitionerID(f.Get("clinician"))
	d.Override, d.Told, d.TellWhen, d.Safe, d.CallWith, d.CallAt = f.Get("override"), f.Get("told") != "", f.Get("tell-when"), f.Get("safe"), f.Get("call-with"), f.Get("call-at")
	d.Reasons = nil
	if c := strings.TrimSpace(f.Get("icd")); c != "" {
		d.Reasons = []code.Concept{{System: code.ICD10, Code: strings.ToUpper(c)}}
	}
	if d.Answers == nil {
		d.Answers = map[string]string{}
	}
	for name := range f {
		if need, ok := strings.CutPrefix(name, "need-"); ok {
			d.Answers[need] = strings.TrimSpace(f.Get(name))
		}
	}
	return d
}

// keep saves the draft two seconds after the last key.
func keep(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if _, err := save(v, f); err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err = v.W.Write([]byte("Draft kept " + v.Desk.Now().In(v.Zone()).Format("15:04")))
	return err
}

func save(v *visit.Visit, f url.Values) (loop.Draft, error) {
	id := referral.ID(v.R.PathValue("id"))
	var d loop.Draft
	err := v.Desk.Write(v.R.Context(), v.Who, "draft", func(w *desk.Writing) error {
		was, _, err := loop.Written(w.Reading, id)
		if err != nil {
			return err
		}
		d = typedDraft(v, f, was)
		return loop.Save(w, id, d)
	})
	return d, err
}

// sending is the form of a referral, with what is checked before it goes.
func sending(v *visit.Visit) error { return sender(v, nil, nil, http.StatusOK) }

func sender(v *visit.Visit, over *loop.Draft, wrong error, status int) error {
	id := referral.ID(v.R.PathValue("id"))
	var a page.Act
	var gone bool
	err := v.Desk.Read(v.R.Context(), v.Who, "draft.read", func(r *desk.Reading) error {
		d, s, err := loop.Written(r, id)
		if err != nil {
			return err
		}
		if gone = !s.Sent.IsZero(); gone {
			return nil
		}
		if over != nil {
			d = *over
		}
		if a, err = sheetOf(v, r, id, d, s); err != nil {
			return err
		}
		a.Shell, err = v.Shell(r, "New referral")
		return err
	})
	if err != nil {
		return err
	}
	if gone {
		return v.Go("/referrals/" + string(id))
	}
	if wrong != nil {
		a.Errors = []page.Wrong{{Field: fieldOf(wrong), Words: fault.Public(wrong)}}
	}
	return v.Page(status, page.ActPage(a))
}

// sheetOf makes the form of a draft.
func sheetOf(v *visit.Visit, r *desk.Reading, id referral.ID, d loop.Draft, s referral.State) (page.Act, error) {
	dir := r.Directory()
	p, err := r.Patient(d.Patient)
	if err != nil {
		return page.Act{}, err
	}
	b := sheet.Banner(v, r, p)
	sv := dir.ServicesByID[d.Service]
	at := "/referrals/" + string(id)
	a := page.Act{Back: "/waiting", BackName: "Waiting on me", Banner: &b, Heading: "New referral", Action: at + "/sending", Keep: at + "/draft", Kept: "Nothing is sent until you press Send.", File: true, Seq: s.Seq, Once: visit.Once(), Button: "Send referral", Icon: "send", Final: true,
		Also: []page.Choice2{{Name: "then", Value: "keep", Words: "Keep draft and check"}}}
	sign := v.Who.Practitioner != "" && v.Who.Practitioner == d.Clinician
	if !sign {
		a.Also = append(a.Also, page.Choice2{Name: "then", Value: "ready", Words: "Ask for the signature"})
	}
	var services, clinicians []page.Opt
	for _, x := range dir.Services("") {
		services = append(services, page.Opt{Value: string(x.ID), Words: x.Name + " · " + dir.Orgs[x.Org].Name})
	}
	for _, u := range dir.Members(s.Team) {
		if u.Practitioner != "" {
			clinicians = append(clinicians, page.Opt{Value: string(u.Practitioner), Words: dir.ClinicianName(u.Practitioner)})
		}
	}
	soon := func(u party.Urgency, words string) page.Opt {
		return page.Opt{Value: string(u), Words: words, Hint: "seen by " + v.Clock().Day(loop.SeenBy(r, sv, u))}
	}
	emergency := page.Opt{Value: "emergency", Words: "Emergency", Hint: "call first: " + sv.Phone}
	icd := ""
	if len(d.Reasons) > 0 {
		icd = d.Reasons[0].Code
	}
	a.Parts = []page.Part{
		{Legend: "1. To whom", Fields: []page.Field{{Kind: "select", Name: "service", Label: "Service", Value: string(d.Service), Opts: services, Hint: "Keep the draft after choosing: the form then asks what this service needs."}, {Kind: "select", Name: "clinician", Label: "Accountable clinician", Value: string(d.Clinician), Opts: clinicians}}},
		{Legend: "2. What do you want to know", Fields: []page.Field{{Kind: "area", Name: "question", Label: "Your question", Hint: "One or two sentences. It stands on top of everything the specialist sees.", Value: d.Question},
			{Kind: "radio", Name: "urgency", Label: "How soon", Value: string(d.Urgency), Opts: []page.Opt{soon(party.Routine, "Routine"), soon(party.Urgent, "Urgent"), emergency}}, {Kind: "text", Name: "icd", Label: "Reason, coded (ICD-10-CM)", Value: icd, Hint: "For example R07.89"}}},
	}
	if d.Urgency == party.Emergency {
		a.Parts = append(a.Parts, page.Part{Legend: "The call", Hint: "An emergency is spoken before it is sent", Fields: []page.Field{{Kind: "text", Name: "call-with", Label: "I spoke to", Value: d.CallWith}, {Kind: "datetime", Name: "call-at", Label: "At", Value: d.CallAt}}})
	}
	if need := needs(v, sv, d); len(need.Fields) > 0 {
		a.Parts = append(a.Parts, need)
	}
	a.Parts = append(a.Parts,
		page.Part{Legend: "Attach a file", Hint: "Each is looked at: its kind, its size, whether it names this patient", Fields: []page.Field{{Kind: "file", Name: "file", Label: "PDF, picture or text, at most 50 MB"}, {Kind: "text", Name: "title", Label: "What it is"}, {Kind: "select", Name: "meets", Label: "It answers", Opts: needOpts(sv)}, {Kind: "check", Name: "confirmed", Label: "I looked: it is about this patient"}}},
		page.Part{Legend: "The patient", Fields: []page.Field{{Kind: "check", Name: "told", Label: "I told the patient, and why", Value: yes(d.Told)}, {Kind: "radio", Name: "tell-when", Label: "When the answer comes, the patient hears", Value: d.TellWhen, Opts: []page.Opt{{Value: "ready", Words: "When it is ready"}, {Value: "after", Words: "After my doctor talks to me"}}},
			{Kind: "select", Name: "safe", Label: "How is it safe to reach the patient", Value: d.Safe, Opts: []page.Opt{{Value: "text", Words: "Text and voicemail"}, {Value: "voice-only", Words: "Voice only, no voicemail"}, {Value: "letter", Words: "Letter"}}, Hint: "A message never names the service."}}},
		page.Part{Legend: "Something missing?", Fields: []page.Field{{Kind: "text", Name: "override", Label: "It goes without, because", Value: d.Override, Hint: "What is missing stays owed by your practice."}}})
	checks, err := loop.Checks(r, d, s)
	for _, c := range checks {
		line := page.CheckLine{State: c.State, Words: c.Words, Source: c.Source}
		if c.Source != "" {
			line.Source += ", " + c.At.In(v.Zone()).Format("15:04")
		}
		a.Checks = append(a.Checks, line)
	}
	a.Happens = happens(v, r, sv, d)
	return a, err
}

func happens(v *visit.Visit, r *desk.Reading, sv party.Service, d loop.Draft) (out []string) {
	if sv.ID == "" {
		return []string{"Choose the service first."}
	}
	if r.Directory().Here(sv.Org) {
		out = append(out, sv.Name+" works here: it is in their queue at once.")
	} else {
		out = append(out, sv.Name+" is a partner: the referral travels, and your practice chases until it has arrived.")
	}
	if d.Urgency != "" {
		out = append(out, "They must see the patient by "+v.Clock().Day(loop.SeenBy(r, sv, d.Urgency))+".")
	}
	if loop.Shut(r, sv, d.Urgency) {
		out = append(out, "They are shut now. Call "+sv.Phone+" as well, or choose another service.")
	}
	return append(out, "You get it back as a report that answers your question, to acknowledge line by line.")
}

func needs(v *visit.Visit, sv party.Service, d loop.Draft) page.Part {
	p := page.Part{Legend: "3. What " + sv.Name + " needs", Hint: "In their own words"}
	for _, n := range sv.Needs {
		label := n.Label
		if n.Required {
			label += " (required)"
		}
		f := page.Field{Kind: "text", Name: "need-" + n.Code, Label: label, Hint: n.Why, Value: d.Answers[n.Code]}
		if n.Document {
			f = page.Field{Kind: "plain", Label: label + ". " + n.Why + map[bool]string{true: " Attached.", false: " Attach it below and say that it answers this."}[d.Documents[n.Code] != ""]}
		}
		p.Fields = append(p.Fields, f)
	}
	return p
}

func needOpts(sv party.Service) (out []page.Opt) {
	for _, n := range sv.Needs {
		out = append(out, page.Opt{Value: n.Code, Words: n.Label})
	}
	return out
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// send keeps what is typed, takes a file if there is one, and then sends, asks
// for the signature, or shows the checks again. Nothing typed is ever lost.
func send(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	d, err := save(v, f)
	if err != nil {
		return err
	}
	if err := takeFile(v, f, &d); err != nil {
		if k := fault.Of(err); k == fault.Invalid {
			return sender(v, &d, err, http.StatusUnprocessableEntity)
		}
		return err
	}
	id := referral.ID(v.R.PathValue("id"))
	then := f.Get("then")
	if then == "keep" {
		return v.Go("/referrals/" + string(id) + "/sending")
	}
	form := loop.Form{Referral: id, Once: f.Get("once")}
	if v.Who.Practitioner == "" && len(v.Who.For) > 0 {
		form.For = v.Who.For[0]
	}
	var done loop.Done
	err = v.Desk.Write(v.R.Context(), v.Who, "sending", func(w *desk.Writing) (err error) {
		if then == "ready" {
			done, err = loop.Ready(w, form)
		} else {
			done, err = loop.Send(w, form)
		}
		return err
	})
	if k := fault.Of(err); err != nil && (k == fault.Invalid || k == fault.Refused) {
		return sender(v, &d, err, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	if then == "ready" {
		v.Say("Ready. The clinician is asked to sign.", done)
		return v.Go("/waiting")
	}
	v.Say("Sent. You see every step of it here.", done)
	return v.Go("/referrals/" + string(id))
}

func takeFile(v *visit.Visit, f url.Values, d *loop.Draft) error {
	name, data, ok, err := v.File("file")
	if err != nil || !ok {
		return err
	}
	id := referral.ID(v.R.PathValue("id"))
	return v.Desk.Write(v.R.Context(), v.Who, "attachment", func(w *desk.Writing) error {
		doc, err := deskchart.Upload(w, deskchart.File{Patient: d.Patient, Referral: id, Name: name, Title: f.Get("title"), Data: data, Confirmed: f.Get("confirmed") != "", Kind: chart.Attachment})
		if err != nil {
			return err
		}
		if meets := f.Get("meets"); meets != "" {
			if d.Documents == nil {
				d.Documents = map[string]string{}
			}
			d.Documents[meets] = string(doc.ID)
		} else {
			d.More = append(d.More, doc.ID)
		}
		return loop.Save(w, id, *d)
	})
}
