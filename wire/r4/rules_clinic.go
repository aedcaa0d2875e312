package r4

import (
	"slices"
)

const (
	conditionClinical = "http://terminology.hl7.org/CodeSystem/condition-clinical"
	conditionVerified = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
	allergyVerified   = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
)

// coded is whether a CodeableConcept has one of the codes of a system.
func coded(n Node, system string, codes ...string) bool {
	for c := range n.member("coding").Each() {
		if c.member("system").Is(system) && slices.Contains(codes, c.member("code").String()) {
			return true
		}
	}
	return false
}

// clinicRules are those of what is known of people and patients.
var clinicRules = map[string][]rule{
	"AllergyIntolerance": {
		{"ait-1", "A clinical status is needed unless the record was entered in error.", func(n Node) bool {
			return coded(n.member("verificationStatus"), allergyVerified, "entered-in-error") || has(n, "clinicalStatus")
		}},
		{"ait-2", "A record entered in error has no clinical status.", func(n Node) bool {
			return !coded(n.member("verificationStatus"), allergyVerified, "entered-in-error") || !has(n, "clinicalStatus")
		}},
	},
	"Condition": {
		{"con-4", "A condition that has abated is inactive, resolved or in remission.", func(n Node) bool {
			return !choice(n, "abatement") || coded(n.member("clinicalStatus"), conditionClinical, "resolved", "remission", "inactive")
		}},
		{"con-5", "A record entered in error has no clinical status.", func(n Node) bool {
			return !coded(n.member("verificationStatus"), conditionVerified, "entered-in-error") || !has(n, "clinicalStatus")
		}},
	},
	"Condition.stage":    {{"con-1", "A stage has a summary or an assessment.", either("summary", "assessment")}},
	"Condition.evidence": {{"con-2", "Evidence has a code or a detail.", either("code", "detail")}},
	"FamilyMemberHistory": {
		{"fhs-1", "Age and birth are not both there.", notBoth("age[x]", "born[x]")},
		{"fhs-2", "An age is estimated only where there is one.", implies("estimatedAge", "age[x]")},
	},
	"Goal.target":            {{"gol-1", "A target's detail comes with its measure.", implies("detail[x]", "measure")}},
	"Group":                  {{"grp-1", "Only a group of actual things has members.", func(n Node) bool { return !has(n, "member") || n.member("actual").True() }}},
	"Immunization.education": {{"imm-1", "Education has a document type or a reference.", either("documentType", "reference")}},
	"ImmunizationRecommendation.recommendation": {{"imr-1", "A recommendation has a vaccine or a target disease.", either("vaccineCode", "targetDisease")}},
	"MedicationAdministration.dosage":           {{"mad-1", "A dosage has a dose or a rate.", either("dose", "rate[x]")}},
	"MedicationDispense":                        {{"mdd-1", "It is not handed over before it was prepared.", ordered("whenPrepared", "whenHandedOver")}},
	"Observation": {
		{"obs-6", "A reason for absent data comes only without a value.", notBoth("dataAbsentReason", "value[x]")},
		{"obs-7", "When the value is there, no component has the same code.", noSameComponent},
	},
	"Observation.referenceRange": {{"obs-3", "A reference range has a low, a high or a text.", either("low", "high", "text")}},
	"Organization":               {{"org-1", "An organization has an identifier or a name.", either("identifier", "name")}, {"org-2", "An organization's address is not a home.", noHome("address")}, {"org-3", "An organization's contact is not a home's.", noHome("telecom")}},
	"Patient.contact":            {{"pat-1", "A contact has a name, an address, an organization or a way to reach it.", either("name", "telecom", "address", "organization")}},
	"RiskAssessment.prediction":  {{"ras-2", "A probability in percent is at most 100.", percent}},
	"AuditEvent.entity":          {{"sev-1", "An entity has a name or a query, not both.", notBoth("name", "query")}},
	"List":                       listRules,
	"Composition.section":        {{"cmp-1", "A section has text, entries or sections.", either("text", "entry", "section")}, {"cmp-2", "Only an empty section says why it is empty.", notBoth("emptyReason", "entry")}},
	"Consent":                    {{"ppc-1", "A consent has a policy or a rule.", either("policy", "policyRule")}},
	"InsurancePlan":              {{"ipn-1", "A plan has an identifier or a name.", either("identifier", "name")}},
	"MolecularSequence":          {{"msq-3", "coordinateSystem is 0 or 1.", func(n Node) bool { v := n.member("coordinateSystem").String(); return v == "0" || v == "1" || v == "" }}},
	"CoverageEligibilityResponse.insurance.item": {{"ces-1", "An item has a category or a product, not both.", one("category", "productOrService")}},
}

var listRules = []rule{
	{"lst-1", "Only an empty list says why it is empty.", notBoth("emptyReason", "entry")},
	{"lst-2", "Only a list of changes marks entries deleted.", func(n Node) bool { return n.member("mode").Is("changes") || !inEntries(n, "deleted") }},
	{"lst-3", "Only a working list dates its entries.", func(n Node) bool { return n.member("mode").Is("working") || !inEntries(n, "date") }},
}

func inEntries(n Node, name string) bool {
	for e := range n.member("entry").Each() {
		if has(e, name) {
			return true
		}
	}
	return false
}

func noHome(list string) func(Node) bool {
	return func(n Node) bool {
		for x := range n.member(list).Each() {
			if x.member("use").Is("home") {
				return false
			}
		}
		return true
	}
}

func percent(n Node) bool {
	v, ok := number(n.member("probabilityDecimal"))
	if !ok {
		return true
	}
	f, _ := v.Float64()
	return f <= 100
}

// noSameComponent is obs-7: with a value, no component is coded as the whole.
func noSameComponent(n Node) bool {
	if !choice(n, "value") {
		return true
	}
	for c := range n.member("component").Each() {
		for x := range c.Get("code", "coding").Each() {
			for y := range n.Get("code", "coding").Each() {
				if x.member("code").Exists() && x.member("code").String() == y.member("code").String() && x.member("system").String() == y.member("system").String() &&
					x.member("version").String() == y.member("version").String() && x.member("display").String() == y.member("display").String() {
					return false
				}
			}
		}
	}
	return true
}
