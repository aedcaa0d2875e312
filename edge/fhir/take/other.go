package take

import (
	"referd/core/party"
	"referd/edge/fhir/outcome"
	"referd/store"
	"referd/wire/r4"
)

// createOther keeps a resource as it came. It is the patient's whom it is
// about, where that is one of ours; else the organization's of the client.
func createOther(a *Act, o r4.Object) (store.Kept, error) {
	k := store.Kept{ID: a.name(), Body: a.Raw}
	if err := a.whose(o, &k); err != nil {
		return k, err
	}
	return a.keep(o, k)
}

// whose finds the patient a resource is about, else the organization of the
// client.
func (a *Act) whose(o r4.Object, k *store.Kept) error {
	for _, element := range []string{"subject", "patient", "beneficiary", "individual"} {
		kind, id, ok := a.ref(o.Text(element, "reference"))
		if !ok || kind != "Patient" {
			continue
		}
		p, err := a.W.Patient(party.PatientID(id))
		if err != nil {
			return outcome.Absent(o.Type()+"."+element, "The Patient it refers to is not here, or none you may see.")
		}
		k.Patient = p.ID
	}
	if orgs := a.W.Who().Orgs; k.Patient == "" && len(orgs) > 0 {
		k.Org = orgs[0]
	}
	return nil
}

// updateOther keeps its next version; only who wrote it changes it.
func updateOther(a *Act, o r4.Object, k store.Kept) (store.Kept, error) {
	if k.Client != a.W.Who().Client {
		return k, outcome.Status(403, "forbidden", "Only who wrote it changes it.")
	}
	next, err := createOther(&Act{Door: a.Door, W: a.W, Message: a.Message, ID: k.ID, Raw: a.Raw, version: k.Version + 1}, o)
	return next, err
}
