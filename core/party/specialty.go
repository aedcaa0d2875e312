package party

import (
	"regexp"
	"strings"

	"referd/base/code"
)

// specialties are those most referred to and from, by their code of the NUCC
// Health Care Provider Taxonomy. Any other code may be typed.
var specialties = []string{"207K00000X Allergy & Immunology", "207L00000X Anesthesiology", "231H00000X Audiologist", "207RC0000X Cardiovascular Disease", "2084P0804X Child & Adolescent Psychiatry", "111N00000X Chiropractor",
	"207RC0001X Clinical Cardiac Electrophysiology", "1041C0700X Clinical Social Worker", "208C00000X Colon & Rectal Surgery", "207N00000X Dermatology", "2085R0202X Diagnostic Radiology", "133V00000X Dietitian, Registered",
	"207P00000X Emergency Medicine", "207RE0101X Endocrinology, Diabetes & Metabolism", "207Q00000X Family Medicine", "207RG0100X Gastroenterology", "208D00000X General Practice", "207RG0300X Geriatric Medicine", "207VX0201X Gynecologic Oncology",
	"207RH0003X Hematology & Oncology", "207RH0002X Hospice and Palliative Medicine", "207RI0200X Infectious Disease", "207R00000X Internal Medicine", "207RI0011X Interventional Cardiology", "208VP0014X Interventional Pain Medicine",
	"207VM0101X Maternal & Fetal Medicine", "207RX0202X Medical Oncology", "207RN0300X Nephrology", "207T00000X Neurological Surgery", "2084N0400X Neurology", "363L00000X Nurse Practitioner", "207V00000X Obstetrics & Gynecology",
	"225X00000X Occupational Therapist", "207W00000X Ophthalmology", "152W00000X Optometrist", "207X00000X Orthopaedic Surgery", "207Y00000X Otolaryngology", "208VP0000X Pain Medicine", "208000000X Pediatrics",
	"208100000X Physical Medicine & Rehabilitation", "225100000X Physical Therapist", "363A00000X Physician Assistant", "208200000X Plastic Surgery", "213E00000X Podiatrist", "2084P0800X Psychiatry", "103T00000X Psychologist",
	"207RP1001X Pulmonary Disease", "2085R0001X Radiation Oncology", "207RR0500X Rheumatology", "207RS0012X Sleep Medicine", "235Z00000X Speech-Language Pathologist", "208600000X Surgery", "2086X0206X Surgical Oncology",
	"208G00000X Thoracic Surgery", "208800000X Urology", "2085R0204X Vascular & Interventional Radiology", "2086S0129X Vascular Surgery"}

// Specialties are the ones that are offered, by name.
func Specialties() (out []code.Concept) {
	for _, s := range specialties {
		c, name, _ := strings.Cut(s, " ")
		out = append(out, code.Concept{System: code.NUCC, Code: c, Display: name})
	}
	return out
}

var taxonomy = regexp.MustCompile(`\b[0-9]{3}[0-9A-Z]{6}X\b`)

// Specialty reads what somebody typed or chose: a code of the taxonomy, with or
// without its name, or a name that is offered. What is neither has no code.
func Specialty(typed string) code.Concept {
	typed = strings.TrimSpace(typed)
	c := taxonomy.FindString(strings.ToUpper(typed))
	for _, s := range Specialties() {
		if s.Code == c || c == "" && strings.EqualFold(s.Display, typed) {
			return s
		}
	}
	name := strings.Trim(strings.Replace(typed, c, "", 1), " ,()")
	if c == "" {
		return code.Concept{Display: name}
	}
	return code.Concept{System: code.NUCC, Code: c, Display: name}
}
