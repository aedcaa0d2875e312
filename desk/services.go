package desk

import (
	"cmp"
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/search"
	"referd/store"
)

// spoken are words people use for a specialty (NUCC) and for what it sees,
// beside the name the code set gives it: for finding a service, no rule of care.
// Written for this house.
var spoken = map[string]string{
	"207RC0000X": "cardiology cardiologist heart chest pain palpitations murmur fainting syncope stress test angina",
	"2084N0400X": "neurology neurologist headache seizure epilepsy numbness tremor stroke weakness dizziness memory migraine neuropathy",
	"207RG0100X": "gi gastroenterologist stomach bowel reflux bleeding iron anemia liver swallowing dysphagia colon colonoscopy endoscopy diarrhea",
	"207RP1001X": "pulmonology pulmonologist lung cough breath nodule asthma wheeze sleep apnea",
	"208800000X": "urologist kidney stone prostate psa urine blood bladder",
	"207RR0500X": "rheumatologist joint joints stiffness arthritis raynaud lupus rash gout",
	"207X00000X": "orthopedics orthopedist orthopedic surgery knee hip shoulder bone fracture back pain tendon",
	"207RE0101X": "endocrinologist diabetes thyroid a1c hormone calcium weight",
	"207N00000X": "dermatologist skin mole rash eczema psoriasis lesion",
	"2085R0202X": "radiology radiologist scan ct mri ultrasound x-ray xray image imaging",
	"207Q00000X": "family doctor primary care general practice",
	"207R00000X": "internist internal medicine general",
	"208000000X": "pediatrics pediatrician child children",
	"207V00000X": "gynecology obstetrics pregnancy women obgyn",
	"207Y00000X": "ent ear nose throat hearing sinus tonsil",
	"207W00000X": "eye eyes vision ophthalmologist cataract glaucoma",
	"208600000X": "surgeon surgery hernia gallbladder",
	"207RN0300X": "kidney kidneys renal nephrologist dialysis",
	"207RH0003X": "oncology oncologist cancer blood hematologist anemia",
	"2084P0800X": "psychiatrist mental depression anxiety",
	"225100000X": "physical therapist therapy physio rehabilitation",
	"133V00000X": "dietitian nutrition diet weight",
}

// Offered is a service that was found, and what word of it was meant where that
// is not in what a list shows.
type Offered struct {
	party.Service
	Why string // "heart", "Dr Wei Chen", "Milwaukee"; empty where name, specialty or organization say it
}

// Services lists active services that some words find, the best fit first; no
// words list all, by name.
func (d *Directory) Services(words string) (out []party.Service) {
	for _, o := range d.Offered(words) {
		out = append(out, o.Service)
	}
	return out
}

// Offered is Services with what of each was meant: every word is the beginning
// of, or one error of typing from, a word of the name, the specialty, the
// organization, the place, what it sees or who works there.
func (d *Directory) Offered(words string) (out []Offered) {
	want := strings.Fields(store.Fold(words))
	fits := map[party.ServiceID]search.Fit{}
	for _, s := range d.ServicesByID {
		if !s.Active {
			continue
		}
		if fit, why := d.serves(s, want); fit < search.None {
			fits[s.ID] = fit
			out = append(out, Offered{s, why})
		}
	}
	slices.SortFunc(out, func(a, b Offered) int { // what is called so before what only does it
		return cmp.Or(int(fits[a.ID]-fits[b.ID]), int(all(want, a.Name)-all(want, b.Name)), strings.Compare(a.Name+string(a.ID), b.Name+string(b.ID)))
	})
	return out
}

// all is how well the worst of some words fits a name.
func all(words []string, name string) (fit search.Fit) {
	for _, w := range words {
		fit = max(fit, said(w, name))
	}
	return fit
}

// serves holds words against all that a service is known by.
func (d *Directory) serves(s party.Service, want []string) (fit search.Fit, why string) {
	at := d.Locations[s.Location]
	shown := s.Name + " " + s.Specialty.Display + " " + d.Orgs[s.Org].Name
	beside := []string{at.Name, at.Address.City, d.Orgs[s.Org].Address.City}
	for _, r := range d.Roles {
		if r.Active && r.Org == s.Org && r.Specialty.Code == s.Specialty.Code && !d.Left(r.Practitioner, r.Org) {
			beside = append(beside, d.ClinicianName(r.Practitioner))
		}
	}
	beside = append(beside, strings.Fields(spoken[s.Specialty.Code])...)
	for _, w := range want {
		best := said(w, shown)
		if best == search.None {
			for _, b := range beside {
				if f := said(w, b); f < best {
					best, why = f, b
				}
			}
		}
		fit = max(fit, best)
	}
	return fit, why
}

// said is how well a word fits the best of some words.
func said(word, text string) search.Fit {
	best := search.None
	for _, t := range strings.Fields(store.Fold(text)) {
		switch {
		case t == word:
			return search.Exact
		case strings.HasPrefix(t, word):
			best = min(best, search.Begins)
		case search.Near(word, t):
			best = min(best, search.Nearly)
		}
	}
	return best
}
