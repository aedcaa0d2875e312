package policy

import (
	"strings"
	"time"

	"referd/base/code"
	"referd/core/party"
)

// What a link to the patient's page would tell whoever holds it is not known
// here yet: there are no proxies and no sensitivity labels. Until there are, no
// link is made for a child, who shares a telephone with a parent, nor for the
// services whose very name is a secret (hazard H5).

// NoLink is why a patient gets no link to a referral's page; empty: they may.
type NoLink string

// Reasons for no link.
const (
	Minor     NoLink = "minor"     // under 18
	Ageless   NoLink = "ageless"   // no whole birth date: neither the age nor the question at the door
	Sensitive NoLink = "sensitive" // behavioral, reproductive, HIV, substance use, violence
	Nameless  NoLink = "nameless"  // nobody has said what the service treats
)

// adult is the age from which a patient has a page of their own.
const adult = 18

// Link reports why a patient gets no link to the page of a referral to a
// service, for some reasons (ICD-10-CM).
func Link(born party.Date, now time.Time, specialty code.Concept, reasons []code.Concept) NoLink {
	day, err := time.Parse(time.DateOnly, string(born))
	switch {
	case err != nil:
		return Ageless
	case day.AddDate(adult, 0, 0).After(now):
		return Minor
	case specialty.Code == "":
		return Nameless
	case begins(specialty.Code, private):
		return Sensitive
	}
	for _, r := range reasons {
		if begins(strings.ToUpper(strings.ReplaceAll(r.Code, ".", "")), secret) {
			return Sensitive
		}
	}
	return ""
}

func begins(code string, list []string) bool {
	for _, p := range list {
		if strings.HasPrefix(code, p) {
			return true
		}
	}
	return false
}

// private are specialties that have no page, as beginnings of NUCC codes.
//
// Source: the Health Care Provider Taxonomy Code Set of the National Uniform
// Claim Committee (nucc.org), version 20 and later, gone through whole for the
// five kinds; for mental health and substance use it holds what CMS counts as
// such in the T-MSIS Analytic Files (variables of the MH and SUD taxonomy). The
// code set has no code for HIV, so that infectious disease stands for it, and
// hardly any for violence: what is not coded so is caught by the reasons below.
var private = []string{
	// behavioral: the grouping "Behavioral Health & Social Service Providers"
	// begins with 10; psychiatry, its nurses, pharmacists, units and homes
	"10", "163WP08", "167G", "1835P1300X", "2080P0006X", "2080P0008X", "2084B0040X", "2084F0202X", "2084P0005X", "2084P0015X", "2084P08", "221700000X", "225A", "2256", "225XM0800X",
	"251S", "252Y", "261QM08", "273R", "283Q", "3104A06", "3105", "3115", "315P", "3206", "3208", "3209", "322D", "323P", "363LP0808X", "364SP08", "385HR205", "385HR206",
	// substance use: addiction medicine in each discipline, its nurses and houses
	"163WA0400X", "207LA0401X", "207QA0401X", "207RA0401X", "2083A0300X", "2084A0401X", "261QM2800X", "261QR0405X", "2764", "3245",
	// reproductive: obstetrics and gynecology whole, midwives, fertility, family planning
	"163WL0100X", "163WM0102X", "163WP1700X", "163WR1000X", "163WW0101X", "163WX0002X", "163WX0003X", "174N", "175M", "176B", "207V", "2088F0040X", "261QA0005X", "261QA0006X", "261QB0400X", "261QF0050X",
	"282NW0100X", "363LP1700X", "363LW0102X", "363LX0001X", "364SP1700X", "364SW0102X", "367A", "374J",
	// HIV
	"1835I0206X", "2080P0208X", "207RI0200X",
	// violence
	"2080C0008X",
}

// secret are reasons that have no page whatever the service, as beginnings of
// ICD-10-CM codes without their point: a clinic for everything is referred to
// for these too. Source: ICD-10-CM (CDC/NCHS), by chapter.
var secret = []string{
	"F",                                         // mental, behavioral and substance-use disorders
	"B20", "Z21", "R75", "O987", "Z114", "Z206", // HIV: the disease, the test, the exposure
	"O", "Z30", "Z31", "Z32", "Z33", "Z34", "Z36", "Z37", "Z39", "Z3A", "Z640", "Z7253", "N46", "N97", // pregnancy, contraception, fertility
	"T74", "T76", "X92", "X93", "X94", "X95", "X96", "X97", "X98", "X99", "Y0", "Z044", "Z047", "Z69", "Z914", // abuse, neglect, assault
	"R4585", "R4588", "T1491", "X71", "X72", "X73", "X74", "X75", "X76", "X77", "X78", "X79", "X80", "X81", "X82", "X83", "Z9151", "Z9152", // self-harm
	"Z79891", "Z7151", "Z7141", // opioids and counselling for drugs and alcohol
}
