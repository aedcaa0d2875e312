package take

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"

	"referd/base/code"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/edge/fhir/element"
	"referd/store"
	"referd/wire/r4"
)

// An Observation is kept as it came, like every type the house does not model.
// It is also read for what the service of a referral asks for: of the one it is
// based on, of those its own transaction makes, and of one that names it as
// supporting information.

// Found is what a transaction has measured, and of which referrals it says so.
type Found struct {
	loops []referral.ID
	list  []draft.Measurement
}

// createObservation keeps it, and lets it answer what is asked for: in a
// transaction when all of that is here.
func createObservation(a *Act, o r4.Object) (store.Kept, error) {
	k, err := createOther(a, o)
	if err != nil {
		return k, err
	}
	x := Found{a.basedOn(o), measured(k, o)}
	if a.Found != nil {
		*a.Found = append(*a.Found, x)
		return k, nil
	}
	return k, a.answer(x.loops, x.list)
}

// updateObservation keeps its next version. What it answered before is taken
// back where it says something else now.
func updateObservation(a *Act, o r4.Object, k store.Kept) (store.Kept, error) {
	next, err := updateOther(a, o, k)
	if err != nil {
		return next, err
	}
	was, err := r4.Read(k.Body)
	if err != nil {
		return next, err
	}
	list := measured(next, o)
	if k.Patient != "" && !reflect.DeepEqual(measured(k, was), list) {
		rows, err := a.W.LoopsOf([]party.PatientID{k.Patient}, true)
		if err != nil {
			return next, err
		}
		for _, r := range rows {
			if _, err := draft.Remeasure(a.W, loop.Form{Referral: r.ID}, "Observation/"+k.ID, list...); err != nil {
				return next, err
			}
		}
	}
	return next, a.answer(a.basedOn(o), list)
}

// Answer lets what a transaction has measured answer what is asked for of the
// referrals it made, and of those it was based on.
func Answer(a *Act, made []referral.ID, all []Found) error {
	var list []draft.Measurement
	for _, x := range all {
		list = append(list, x.list...)
		for _, of := range x.loops {
			if !slices.Contains(made, of) {
				made = append(made, of)
			}
		}
	}
	return a.answer(made, list)
}

func (a *Act) answer(loops []referral.ID, list []draft.Measurement) error {
	if len(list) == 0 {
		return nil
	}
	for _, of := range loops {
		if _, err := draft.Meet(a.W, loop.Form{Referral: of}, list...); err != nil {
			return err
		}
	}
	return nil
}

// supported lets the Observations here that a referral names as its supporting
// information answer what its service asks for.
func (a *Act) supported(o r4.Object, of referral.ID) error {
	var list []draft.Measurement
	for _, s := range element.References(o, "supportingInfo") {
		kind, id, ok := a.ref(s)
		if !ok || kind != "Observation" {
			continue
		}
		k, here, err := a.W.Kept(kind, id, 0)
		if err != nil {
			return err
		}
		if x, err := r4.Read(k.Body); here && err == nil {
			list = append(list, measured(k, x)...)
		}
	}
	return a.answer([]referral.ID{of}, list)
}

// basedOn are the referrals here that a resource is based on and its client sees.
func (a *Act) basedOn(o r4.Object) (out []referral.ID) {
	for _, s := range a.loops(o, "basedOn") {
		of, ok := a.loopOf(s)
		if _, err := a.W.Tip(of); ok && err == nil && !slices.Contains(out, of) {
			out = append(out, of)
		}
	}
	return out
}

// measured is what an Observation says was measured, itself and its components;
// nothing, while it is not final or since it was taken back.
func measured(k store.Kept, o r4.Object) (out []draft.Measurement) {
	if !slices.Contains([]string{"final", "amended", "corrected"}, o.Text("status")) || k.Patient == "" {
		return nil
	}
	at := element.Instant(cmp.Or(o.Text("effectiveDateTime"), o.Text("effectiveInstant"), o.Text("effectivePeriod", "end"), o.Text("effectivePeriod", "start")))
	for _, x := range append([]r4.Object{o}, o.List("component")...) {
		m := draft.Measurement{Name: "Observation/" + k.ID, Patient: k.Patient, Measured: party.Measured{At: at}}
		for _, c := range x.Sub("code").List("coding") {
			if c.Text("system") == code.LOINC {
				m.Codes = append(m.Codes, c.Text("code"))
			}
		}
		if value(x, &m.Measured); len(m.Codes) > 0 && m.Value+m.Text != "" {
			out = append(out, m)
		}
	}
	return out
}

// value reads a value as it was written. One that is more or less than a number
// is no number; of a unit its UCUM code is what counts.
func value(x r4.Object, m *party.Measured) {
	q := x.Sub("valueQuantity")
	n, _ := q["value"].(json.Number)
	m.Value, m.Unit = q.Text("comparator")+n.String(), q.Text("unit")
	if q.Text("system") == "http://unitsofmeasure.org" {
		m.Unit = cmp.Or(q.Text("code"), m.Unit)
	}
	if i, ok := x["valueInteger"].(json.Number); ok {
		m.Value = i.String()
	}
	m.Text = cmp.Or(x.Text("valueString"), x.Text("valueCodeableConcept", "text"), x.Text("valueCodeableConcept", "coding", "display"))
}
