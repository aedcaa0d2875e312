package element

import (
	"referd/base/code"
	"referd/core/party"
	"referd/wire/r4"
)

// Systems of the names that referrals, people and clients have here, and of acts.
const (
	Numbers = "https://referd.org/fhir/NamingSystem/referral"
	Users   = "https://referd.org/fhir/NamingSystem/user"
	Clients = "https://referd.org/fhir/NamingSystem/client"
	Acts    = "https://referd.org/fhir/CodeSystem/act"
)

// Ref is a reference to a resource at this door.
func Ref(kind, id string) r4.Object { return r4.Object{"reference": kind + "/" + id} }

// Identifiers are identifiers of ours as FHIR says them.
func Identifiers(list []code.Identifier) (out []any) {
	for _, i := range list {
		x := r4.Object{"value": i.Value}
		if i.System != "" {
			x["system"] = i.System
		}
		out = append(out, x)
	}
	return out
}

// Name is a HumanName.
func Name(n party.Name) r4.Object {
	o := r4.Object{}
	if n.Family != "" {
		o["family"] = n.Family
	}
	var given []any
	for _, g := range n.Given {
		given = append(given, g)
	}
	if len(given) > 0 {
		o["given"] = given
	}
	if n.Prefix != "" {
		o["prefix"] = []any{n.Prefix}
	}
	return o
}

// Tidy drops what is empty: FHIR has no empty lists or strings.
func Tidy(o r4.Object) r4.Object {
	for n, v := range o {
		list, isList := v.([]any)
		sub, isSub := v.(r4.Object)
		if v == nil || v == "" || isList && len(list) == 0 || isSub && len(Tidy(sub)) == 0 {
			delete(o, n)
		}
	}
	return o
}

// Coded is a list of one CodeableConcept.
func Coded(system, code, display string) []any {
	return []any{r4.Object{"coding": []any{Tidy(r4.Object{"system": system, "code": code, "display": display})}}}
}
