package portal

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"referd/base/code"
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

// form is a draft being shown: what is kept, what was typed, what is wrong.
type form struct {
	over   *draft.Draft // what was typed, where it is not what was kept
	wrong  error
	about  url.Values // what was typed about a file that was not kept
	find   string
	looked bool
	status int
}

// sending is the form of a referral, with what is checked before it goes.
func sending(v *visit.Visit) error { return sender(v, form{status: http.StatusOK}) }

func sender(v *visit.Visit, f form) error {
	id := referral.ID(v.R.PathValue("id"))
	var p page.New
	var gone bool
	err := v.Desk.Read(v.R.Context(), v.Who, "draft.read", func(r *desk.Reading) error {
		d, s, err := draft.Written(r, id)
		if err != nil {
			return err
		}
		if gone = !s.Sent.IsZero() || !s.Phase().Open(); gone && f.over == nil {
			return nil
		}
		if f.over != nil {
			d = *f.over
		}
		if p, err = written(v, r, id, d, s, f); err != nil {
			return err
		}
		if gone {
			p.Kept, p.Gone, p.GoneHref = "", overtaken(v, r.Directory(), s), "/referrals/"+string(id)
		}
		p.Shell, err = v.Shell(r, "New referral")
		return err
	})
	if err != nil {
		return err
	}
	if gone && f.over == nil {
		return v.Go("/referrals/" + string(id))
	}
	p.Wrong = map[string]string{}
	if gone { // nothing is mended here any more
		f.wrong, f.status = nil, http.StatusConflict
	}
	for _, w := range page.Wrongs(f.wrong) {
		p.Wrong[w.Field] = w.Words
		p.Errors = append(p.Errors, page.Wrong{Field: place(p, w.Field), Words: w.Words})
	}
	return v.Page(f.status, page.NewPage(p))
}

// keeping says when the draft was kept, and what it was before it was written over
// unseen. A page that is shown again goes on as the one it was.
func keeping(v *visit.Visit, r *desk.Reading, id referral.ID, f form) (k page.Keeping, out []page.Before, err error) {
	k = page.Keeping{Keep: "/referrals/" + string(id) + "/draft", Kept: "Nothing is sent until you press Send.", Window: visit.Once()}
	now, _, err := draft.Written(r, id)
	if err != nil {
		return k, nil, err
	}
	if k.Upon = now.Mark(); f.over != nil {
		k.Window, k.Upon = orElse(f.over.Window, k.Window), f.over.Upon
	}
	if !now.Saved.IsZero() {
		k.Kept = "Draft kept " + v.Clock().At(now.Saved) + ". " + k.Kept
	}
	list, err := draft.Versions(r, id)
	for i, x := range slices.Backward(list) {
		out = append(out, page.Before{Number: i + 1, Who: orElse(r.Directory().PersonName(x.By), "Somebody"), Words: orElse(sheet.Short(x.Question), "Without a question yet"), At: x.Saved})
	}
	return k, out, err
}

// overtaken says what became of a referral while somebody else, or another
// window, was still writing it.
func overtaken(v *visit.Visit, dir *desk.Directory, s referral.State) string {
	words := "It has ended: " + dir.PhaseName(v.Who.Org, s.Phase()) + "."
	for _, e := range s.Happened() {
		if _, ok := e.What.(referral.Sent); ok {
			words = "It was sent by " + sheet.By(dir, e.By) + ", " + v.Clock().At(e.At) + "."
		}
	}
	return words + " What you typed is kept on this page and nowhere else: copy what is still to be said, and send it as a message there."
}

// place is the field where something is mended: a missing item without a field
// of its own is mended where files are attached or where it goes without.
func place(p page.New, field string) string {
	if slices.ContainsFunc(p.Needs, func(n page.Field) bool { return n.Name == "need-"+field }) {
		return "need-" + field
	}
	switch field {
	case "service", "question", "urgency", "clinician", "spoke", "call-at", "file", "told", "safe-address":
		return field
	case "safe-ways", "phone":
		return "safe"
	case "":
		return ""
	}
	return "override"
}

// written makes the page of a draft.
func written(v *visit.Visit, r *desk.Reading, id referral.ID, d draft.Draft, s referral.State, f form) (p page.New, err error) {
	dir := r.Directory()
	patient, err := r.Patient(d.Patient)
	if err != nil {
		return p, err
	}
	suggested, err := draft.Suggest(r, d)
	if err != nil {
		return p, err
	}
	presumed := presume(&d, suggested)
	sv, at := dir.ServicesByID[d.Service], "/referrals/"+string(id)
	p = page.New{Banner: sheet.Banner(v, r, patient), Heading: "New referral", Action: at + "/sending", Once: visit.Once(), Seq: s.Seq, Find: f.find, Looked: f.looked, Service: string(d.Service), Clinician: string(d.Clinician), Question: d.Question,
		Urgency: string(d.Urgency), CallWords: calls(r.Directory(), sv, v.Desk.Now()), CallWith: d.CallWith, CallAt: d.CallAt, Told: d.Told, TellWhen: d.TellWhen, Override: d.Override, Presumed: presumed.words(v, d),
		Attach: page.Attach{Title: f.about.Get("title"), Meets: f.about.Get("meets"), Looked: f.about.Get("confirmed") != ""}}
	if f.about != nil {
		p.Find = f.about.Get("find")
	}
	if p.Keeping, p.Versions, err = keeping(v, r, id, f); err != nil {
		return p, err
	}
	if err := offers(&p, v, r, id, d, suggested, f); err != nil {
		return p, err
	}
	for _, u := range dir.Members(s.Team) {
		if u.Practitioner != "" {
			p.Clinicians = append(p.Clinicians, page.Opt{Value: string(u.Practitioner), Words: dir.ClinicianName(u.Practitioner)})
		}
	}
	if len(d.Reasons) > 0 {
		p.ICD = d.Reasons[0].Code
	}
	if len(d.Reasons) > 1 {
		p.Also = d.Reasons[1].Code
	}
	if b := d.Back; b != nil {
		p.Back = &page.GivenBack{Who: orElse(dir.PersonName(b.By), "Somebody"), Words: b.Words, At: b.At}
	}
	soon(&p, v, r, sv)
	needs(&p, sv, d)
	if err := files(&p, v, r, sv, d); err != nil {
		return p, err
	}
	press(&p, v, dir, sv, d, s)
	p.Happens = happens(v, r, sv, d)
	reach(v, &p, d, patient, f.wrong)
	return p, checks(&p, v, r, d, s)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// reach asks how it is safe to reach the patient: what is on record, or what was
// typed over it. What is known is folded away.
func reach(v *visit.Visit, p *page.New, d draft.Draft, patient party.Patient, wrong error) {
	safe, _ := d.Safe(patient)
	if !safe.Known() && safe.Says() {
		safe.Agreed = v.Desk.Now()
	}
	p.Reach, p.ReachOpen, p.Asked = sheet.Safe(safe), !patient.Safe.Known() || !safe.Same(patient.Safe), v.Desk.Now()
	p.Ticks, p.ReachMore = sheet.SafeFields(safe)
	p.ReachWrong = page.WrongAt(wrong, "safe-ways") + page.WrongAt(wrong, "phone")
	for _, w := range page.Mark(wrong, p.ReachMore) {
		p.ReachOpen = p.ReachOpen || strings.HasPrefix(w.Field, "safe-") || p.ReachWrong != ""
	}
}

// calls says whom to call before an emergency is sent, and whose number that is.
func calls(dir *desk.Directory, sv party.Service, now time.Time) string {
	line := "the service's direct line"
	if sv.Phone != "" {
		line = page.Phone(sv.Phone) + ", " + line
	}
	o, named := dir.Emergency(sv, now)
	who := dir.PersonName(o.User)
	switch {
	case sv.ID == "":
		return "Choose the service first: then its number stands here."
	case named && o.Phone != "":
		if who != "" {
			who += ", "
		}
		return "Call " + who + page.Phone(o.Phone) + " now: on call for " + dir.TeamName(o.Team) + ", as " + dir.Orgs[sv.Org].Name + " named under On call. Else " + line + "."
	case named:
		return who + " is on call for " + dir.TeamName(o.Team) + ", without a number of their own. Call " + line + ", now."
	case sv.Phone == "":
		return "There is no number here: nobody is named on call at " + dir.Orgs[sv.Org].Name + ", and the service gives no direct line. Call " + orElse(page.Phone(dir.Orgs[sv.Org].Phone), "the organization") + " now."
	}
	return "Call " + line + ", now. Nobody is named on call there at this hour."
}

func soon(p *page.New, v *visit.Visit, r *desk.Reading, sv party.Service) {
	for _, u := range []party.Urgency{party.Routine, party.Urgent} {
		o := page.Opt{Value: string(u), Words: map[party.Urgency]string{party.Routine: "Routine", party.Urgent: "Urgent"}[u]}
		if sv.ID != "" {
			o.Hint = "seen by " + v.Clock().Day(loop.SeenBy(r, sv, u))
		}
		p.Soon = append(p.Soon, o)
	}
	p.Soon = append(p.Soon, page.Opt{Value: "emergency", Words: "Emergency", Hint: "call first: " + orElse(page.Phone(r.Directory().EmergencyNumber(sv, v.Desk.Now())), "choose the service") + ". It asks whom you spoke to, and when"})
}

// needs are the service's minimum data set: a field for words, a choice of what
// a file answers for documents.
func needs(p *page.New, sv party.Service, d draft.Draft) {
	for _, n := range sv.Needs {
		label := n.Label
		if n.Required {
			label += ", required"
		}
		if n.Document {
			p.Wanted = append(p.Wanted, page.Opt{Value: n.Code, Words: n.Label})
			continue
		}
		hint, wrong := n.Why, ""
		if n.Unit != "" {
			hint = n.Within() + ". " + n.Why
		}
		if given := d.Answers[n.Code]; n.Unit != "" && given != "" {
			_, wrong = n.Reads(given)
		}
		p.Needs = append(p.Needs, page.Field{Kind: "text", Name: "need-" + n.Code, Label: label, Hint: hint, Value: d.Answers[n.Code], Wrong: wrong})
	}
}

func files(p *page.New, v *visit.Visit, r *desk.Reading, sv party.Service, d draft.Draft) error {
	meets := map[chart.DocumentID]string{}
	var ids []chart.DocumentID
	for need, id := range d.Documents {
		ids = append(ids, chart.DocumentID(id))
		meets[chart.DocumentID(id)] = need
		for _, n := range sv.Needs {
			if n.Code == need {
				meets[chart.DocumentID(id)] = n.Label
			}
		}
	}
	ids = append(ids, d.More...)
	slices.Sort(ids)
	docs, err := r.Documents(ids)
	for _, id := range ids {
		x, ok := docs[id]
		if !ok {
			continue
		}
		a := page.Attachment{ID: string(id), Title: x.Title, Meets: meets[id], Href: "/documents/" + string(id), State: string(x.Guard), At: v.Clock().Short(x.Received)}
		if x.Held != "" {
			a.State = "held"
		}
		p.Files = append(p.Files, a)
	}
	return err
}

// press says which button leads on, and what it does beside it.
func press(p *page.New, v *visit.Visit, dir *desk.Directory, sv party.Service, d draft.Draft, s referral.State) {
	who := orElse(dir.ClinicianName(d.Clinician), "the clinician")
	mine := v.Who.Practitioner != "" && v.Who.Practitioner == d.Clinician || slices.Contains(v.Who.Cover, d.Clinician)
	switch {
	case mine && !s.Readied.IsZero():
		p.Heading, p.Button, p.Icon, p.Then = "Read and sign", "Sign and send", "send", "send"
		p.Sum = "Prepared for your signature. You sign what is on this page."
	case mine:
		p.Button, p.Icon, p.Then = "Sign and send", "send", "send"
	case slices.Contains(v.Who.Sign, d.Clinician):
		p.Button, p.Icon, p.Then, p.Ready = "Send for "+who, "send", "send", true
		p.Sum = "It goes under " + who + "’s standing order; both names are kept."
	default:
		p.Button, p.Icon, p.Then = "Ready for "+who+"’s signature", "pen-line", "ready"
		p.Sum = "It waits on " + who + ", who reads it, signs and sends. You may still change it until then."
		return
	}
	if sv.ID != "" && d.Urgency != "" {
		p.Sum = strings.TrimSpace(p.Sum + " It leaves at once. It cannot be undone: a message, a document or a cancellation corrects it.")
	}
}

func happens(v *visit.Visit, r *desk.Reading, sv party.Service, d draft.Draft) (out []string) {
	if sv.ID == "" {
		return []string{"Choose the service: the form then asks what it needs."}
	}
	if r.Directory().Here(sv.Org) {
		out = append(out, sv.Name+" works here: it is in their queue at once.")
	} else {
		out = append(out, sv.Name+" is a partner: the referral travels, and your practice chases until it has arrived.")
	}
	if d.Urgency != "" {
		out = append(out, "They must see the patient by "+v.Clock().Day(loop.SeenBy(r, sv, d.Urgency))+".")
	}
	if draft.Shut(r, sv, d.Urgency) {
		out = append(out, "They are shut now. Call "+sv.Phone+" as well, or choose another service.")
	}
	return append(out, "You get it back as a report that answers your question, to acknowledge line by line.")
}

// checks shows what was looked at, and asks why it goes without what is missing.
func checks(p *page.New, v *visit.Visit, r *desk.Reading, d draft.Draft, s referral.State) (err error) {
	p.Checks, err = looked(v, r, d, s)
	p.Without = d.Override != "" || slices.ContainsFunc(p.Checks, func(c page.CheckLine) bool { return c.State == "missing" })
	p.Checked = v.Desk.Now().In(v.Zone()).Format("15:04")
	return err
}

// looked is what was looked at before sending, each with its source and time.
func looked(v *visit.Visit, r *desk.Reading, d draft.Draft, s referral.State) (out []page.CheckLine, err error) {
	lines, err := draft.Checks(r, d, s)
	if err != nil {
		return nil, err
	}
	var asked map[string]int
	var of int
	if slices.ContainsFunc(lines, func(c draft.Check) bool { return c.State == "missing" }) {
		if asked, of, err = lists.Asked(r, d.Service); err != nil {
			return nil, err
		}
	}
	for _, c := range lines {
		line := page.CheckLine{State: c.State, Words: c.Words, Source: c.Source}
		if c.Source != "" {
			line.Source += ", " + c.At.In(v.Zone()).Format("15:04")
		}
		if n := asked[c.Code]; n > 0 && c.State == "missing" {
			line.Words += fmt.Sprintf(" They asked for it in %d of your last %d referrals.", n, of)
		}
		if c.Code == "similar" && c.State != "ok" {
			if line.More, err = similar(r, d, s); err != nil {
				return nil, err
			}
		}
		out = append(out, line)
	}
	return out, nil
}

// similar lists the other open loops of the patient to the same specialty.
func similar(r *desk.Reading, d draft.Draft, s referral.State) (out []page.Button, err error) {
	dir := r.Directory()
	rows, err := r.LoopsOf([]party.PatientID{d.Patient}, true)
	for _, x := range rows {
		if x.ID != s.ID && dir.ServicesByID[x.Service].Specialty.Code == dir.ServicesByID[d.Service].Specialty.Code {
			out = append(out, page.Button{Href: "/referrals/" + string(x.ID), Words: dir.ServicesByID[x.Service].Name + ": " + dir.PhaseName(r.Who().Org, x.Phase) + ", " + x.Code})
		}
	}
	return out, err
}

// typedDraft reads the draft's form over what was kept.
func typedDraft(f url.Values, d draft.Draft) draft.Draft {
	in := visit.Window(f)
	d.Window, d.Upon = in.ID, in.Upon
	d.Service, d.Question, d.Urgency, d.Clinician = party.ServiceID(f.Get("service")), f.Get("question"), party.Urgency(f.Get("urgency")), party.PractitionerID(f.Get("clinician"))
	if pick := f.Get("pick"); pick != "" {
		d.Service = party.ServiceID(pick)
	}
	if f.Has("override") {
		d.Override = strings.TrimSpace(f.Get("override"))
	}
	d.Told, d.TellWhen, d.CallWith, d.CallAt = f.Get("told") != "", f.Get("tell-when"), f.Get("call-with"), f.Get("call-at")
	if s := sheet.SafeOf(f); s != nil {
		d.Reach = s
		d.Reached, _ = time.Parse(time.RFC3339Nano, f.Get(sheet.SafeAsked)) // no time is one of a draft of before: as it was saved
	}
	before := d.Reasons
	d.Reasons = nil
	for _, name := range []string{"icd", "icd2"} {
		if c := strings.TrimSpace(f.Get(name)); c != "" {
			x := code.Concept{System: code.ICD10, Code: coded(c)}
			for _, b := range before { // its words came from another system or an earlier referral
				if b.System == x.System && b.Code == x.Code {
					x = b
				}
			}
			d.Reasons = append(d.Reasons, x)
		}
	}
	if d.Answers == nil {
		d.Answers = map[string]string{}
	}
	for name := range f {
		if need, ok := strings.CutPrefix(name, "need-"); ok {
			d.Answers[need] = strings.TrimSpace(f.Get(name))
		}
	}
	for name := range f {
		if id, ok := strings.CutPrefix(name, "meets-"); ok && f.Get(name) != "" {
			answers(&d, chart.DocumentID(id), f.Get(name))
		}
	}
	if out := f.Get("remove"); out != "" {
		for need, id := range d.Documents {
			if id == out {
				delete(d.Documents, need)
			}
		}
		d.More = slices.DeleteFunc(d.More, func(x chart.DocumentID) bool { return string(x) == out })
	}
	return d
}

// answers says of a file that goes along already, as one that was carried over,
// what the service asks for that it answers; one that did so before goes along.
func answers(d *draft.Draft, id chart.DocumentID, need string) {
	i := slices.Index(d.More, id)
	if i < 0 {
		return
	}
	d.More = slices.Delete(slices.Clone(d.More), i, i+1)
	if d.Documents == nil {
		d.Documents = map[string]string{}
	}
	if was := d.Documents[need]; was != "" {
		d.More = append(d.More, chart.DocumentID(was))
	}
	d.Documents[need] = string(id)
}

// coded is an ICD-10-CM code as it is written: "r0789" is R07.89. What is none
// stays as it was typed, and the checks say so.
func coded(typed string) string {
	c := strings.ToUpper(strings.ReplaceAll(typed, " ", ""))
	switch {
	case !code.Diagnosis(c):
		return typed
	case len(c) > 3 && c[3] != '.':
		return c[:3] + "." + c[3:]
	}
	return c
}
