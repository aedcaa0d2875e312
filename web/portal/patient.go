package portal

import (
	"net/http"
	"net/url"
	"strings"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/draft"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// find is the first step of a new referral: the patient, found or added. What
// is typed is posted, so that no address carries a patient's words.
func find(v *visit.Visit) error {
	if !v.Referring() {
		return desk.Denied("portal.find", "Referring clinicians and their staff begin a referral.")
	}
	typed := url.Values{"service": {v.R.URL.Query().Get("service")}}
	if v.R.Method == http.MethodPost {
		var err error
		if typed, err = v.Form(); err != nil {
			return err
		}
	}
	return finder(v, typed, nil, nil, http.StatusOK)
}

func finder(v *visit.Visit, typed url.Values, wrong error, alike []party.Patient, status int) error {
	q := strings.TrimSpace(typed.Get("q"))
	p := page.FindPatient{Asked: q != "", Q: q, Once: visit.Once(), Fields: newPatient(typed)}
	err := v.Desk.Read(v.R.Context(), v.Who, "patient.find", func(r *desk.Reading) (err error) {
		if p.Shell, err = v.Shell(r, "New referral"); err != nil {
			return err
		}
		if q != "" {
			h, err := lists.Find(r, q, 25)
			if err != nil {
				return err
			}
			var found []party.Patient
			for _, x := range h.Patients {
				found = append(found, x.Patient)
			}
			if p.Found, err = persons(v, r, found); err != nil {
				return err
			}
			for i, x := range h.Patients {
				p.Found[i].Why, p.Found[i].Number, p.Found[i].Phone = x.Why, x.Number, page.Phone(x.Phone)
			}
			p.Said = sheet.Said(h.Query)
		}
		if s := r.Directory().ServicesByID[party.ServiceID(typed.Get("service"))]; s.Active {
			p.Service, p.ServiceName = string(s.ID), s.Name
		}
		p.Alike, err = persons(v, r, alike)
		return err
	})
	if err != nil {
		return err
	}
	if wrong != nil {
		p.Errors = page.Mark(wrong, p.Fields)
	}
	return v.Page(status, page.FindPatientPage(p))
}

func newPatient(typed url.Values) []page.Field {
	sexes := []page.Opt{{Value: "female", Words: "Female"}, {Value: "male", Words: "Male"}, {Value: "other", Words: "Other"}, {Value: "unknown", Words: "Not known"}}
	fields := []page.Field{
		{Kind: "text", Name: "prefix", Label: "Title", Hint: "Mr, Mrs, Ms; may stay empty"}, {Kind: "text", Name: "family", Label: "Family name"}, {Kind: "text", Name: "given", Label: "Given names"},
		{Kind: "date", Name: "born", Label: "Birth date"}, {Kind: "select", Name: "sex", Label: "Sex", Opts: sexes}, {Kind: "tel", Name: "phone", Label: "Phone"},
		{Kind: "select", Name: "language", Label: "Language they read", Opts: sheet.Languages()}, {Kind: "check", Name: "interpreter", Label: "Needs an interpreter"}, {Kind: "text", Name: "number", Label: "Your record number"}}
	for i := range fields {
		fields[i].Value = typed.Get(fields[i].Name)
	}
	return fields
}

// persons are patients with their open loops, so that a second referral for
// the same thing is seen before it is begun.
func persons(v *visit.Visit, r *desk.Reading, found []party.Patient) (out []page.Person, err error) {
	for _, x := range found {
		p := page.Person{ID: string(x.ID), Name: page.StaffName(x.Name.Family, x.Name.Given, x.Name.Prefix), Born: page.Born(string(x.Born), v.Desk.Now()), Sex: x.Sex, Refer: string(x.ID)}
		if !x.Active {
			p.Refer = ""
		}
		if len(x.Identifiers) > 0 {
			p.Number = x.Identifiers[0].Value
		}
		if len(x.Phones) > 0 {
			p.Phone = page.Phone(x.Phones[0].Number)
		}
		rows, err := r.LoopsOf([]party.PatientID{x.ID}, true)
		if err != nil {
			return nil, err
		}
		for _, l := range rows {
			name := r.Directory().ServicesByID[l.Service].Name
			if name == "" {
				name = "no service yet"
			}
			p.Loops = append(p.Loops, page.Button{Href: "/referrals/" + string(l.ID), Words: name + ": " + r.Directory().PhaseName(r.Who().Org, l.Phase) + ", " + l.Code})
		}
		out = append(out, p)
	}
	return out, nil
}

func addPatient(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	p := party.Patient{Name: party.Name{Prefix: strings.TrimSpace(f.Get("prefix")), Family: strings.TrimSpace(f.Get("family")), Given: strings.Fields(f.Get("given"))}, Born: party.Date(f.Get("born")), Sex: f.Get("sex"), Language: f.Get("language"), Interpreter: f.Get("interpreter") != ""}
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
		done, err = draft.Start(w, draft.Draft{Patient: id, Service: asked(w.Reading, f)})
		return err
	})
	if m, ok := deskchart.MatchesOf(err); ok {
		return finder(v, f, nil, m, http.StatusConflict)
	}
	if k := fault.Of(err); err != nil && (k == fault.Invalid || k == fault.Conflict) {
		return finder(v, f, err, nil, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return v.Go("/referrals/" + string(done.ID) + "/sending")
}

// asked is a service that was chosen before the patient was.
func asked(r *desk.Reading, f url.Values) party.ServiceID {
	return r.Directory().ServicesByID[party.ServiceID(f.Get("service"))].ID
}

// begin starts a draft for a patient who was found.
func begin(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	var done loop.Done
	err = v.Desk.Write(v.R.Context(), v.Who, "draft", func(w *desk.Writing) (err error) {
		done, err = draft.Start(w, draft.Draft{Patient: party.PatientID(f.Get("patient")), Service: asked(w.Reading, f)})
		return err
	})
	if err != nil {
		return err
	}
	return v.Go("/referrals/" + string(done.ID) + "/sending")
}
