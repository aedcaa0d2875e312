package show

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"referd/edge/fhir/element"
	"referd/store"
	"referd/wire/r4"
)

// Others are the R4 types that are kept as they came, read by id and not
// searched: a chart that goes with a referral keeps everything it holds.
var Others = strings.Fields(`Account ActivityDefinition AdverseEvent AllergyIntolerance AppointmentResponse Basic BiologicallyDerivedProduct BodyStructure Bundle CapabilityStatement CarePlan CareTeam
CatalogEntry ChargeItem ChargeItemDefinition Claim ClaimResponse ClinicalImpression CodeSystem CommunicationRequest CompartmentDefinition Composition ConceptMap Condition Consent Contract Coverage
CoverageEligibilityRequest CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric DeviceRequest DeviceUseStatement DocumentManifest EffectEvidenceSynthesis Encounter Endpoint
EnrollmentRequest EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceVariable ExampleScenario ExplanationOfBenefit FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse
ImagingStudy Immunization ImmunizationEvaluation ImmunizationRecommendation ImplementationGuide InsurancePlan Invoice Library Linkage List Measure MeasureReport Media Medication MedicationAdministration
MedicationDispense MedicationKnowledge MedicationRequest MedicationStatement MedicinalProduct MedicinalProductAuthorization MedicinalProductContraindication MedicinalProductIndication
MedicinalProductIngredient MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition
MessageHeader MolecularSequence NamingSystem NutritionOrder Observation ObservationDefinition OperationDefinition OperationOutcome OrganizationAffiliation Parameters PaymentNotice PaymentReconciliation
Person PlanDefinition Procedure Questionnaire QuestionnaireResponse RelatedPerson RequestGroup ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment
RiskEvidenceSynthesis Schedule SearchParameter Slot Specimen SpecimenDefinition StructureDefinition StructureMap Subscription Substance SubstanceNucleicAcid SubstancePolymer SubstanceProtein
SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification SupplyDelivery SupplyRequest TerminologyCapabilities TestReport TestScript ValueSet VerificationResult VisionPrescription`)

// whole is a resource as it came, byte for byte, with the id and the meta the
// house gave it put at its beginning.
func whole(k store.Kept, version int) ([]byte, error) {
	cut, err := without(k.Body, "id", "meta")
	if err != nil {
		return nil, err
	}
	meta := r4.Object{}
	if o, err := r4.Read(k.Body); err == nil {
		if m := o.Sub("meta"); m != nil {
			meta = m.Clone()
		}
	}
	meta["versionId"], meta["lastUpdated"] = strconv.Itoa(version), k.Updated.Format(element.StampForm)
	own := r4.Object{"id": k.ID, "meta": meta}.Bytes()
	body := bytes.TrimLeft(bytes.TrimLeft(cut, " \t\r\n")[1:], " \t\r\n")
	out := append(slices.Clone(own[:len(own)-1]), ',')
	return append(out, body...), nil
}

// without cuts elements of the top out of a resource and leaves every other
// byte of it.
func without(b []byte, names ...string) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	var out []byte
	from := 0
	for d.More() {
		start := d.InputOffset()
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return nil, err
		}
		if name, _ := t.(string); slices.Contains(names, name) {
			out = append(out, b[from:start]...)
			from = int(d.InputOffset())
		}
	}
	return commaed(append(out, b[from:]...)), nil
}

// commaed mends the comma a cut element leaves behind at the beginning.
func commaed(b []byte) []byte {
	i := bytes.IndexByte(b, '{') + 1
	rest := bytes.TrimLeft(b[i:], " \t\r\n")
	if len(rest) > 0 && rest[0] == ',' {
		return append(slices.Clone(b[:i]), rest[1:]...)
	}
	return b
}
