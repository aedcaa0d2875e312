package show

import (
	"cmp"
	"strconv"
	"strings"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/store"
	"referd/wire/r4"
)

// A Provenance is made from the ledger, one for each entry of a loop (its id is
// the loop's and the entry's number), and from what clients wrote, one for each
// version (its id is the type, the id and the version). What was kept and not
// read of an inbound resource is said in its extension.

// provenance reads one.
func provenance(r *desk.Reading, id string) (store.Kept, error) {
	part := strings.Split(id, "-")
	n, err := strconv.Atoi(part[len(part)-1])
	if err != nil || n < 1 {
		return store.Kept{}, outcome.Gone()
	}
	switch len(part) {
	case 2:
		entries, err := r.Ledger(referral.ID(part[0]))
		if err != nil || n > len(entries) {
			return store.Kept{}, outcome.Gone()
		}
		return OfEntry(referral.ID(part[0]), entries[n-1]), nil
	case 3:
		k, ok, err := r.Kept(part[0], part[1], n)
		if err != nil || !ok || k.Version != n {
			return store.Kept{}, outcome.Gone()
		}
		return OfVersion(r, k)
	}
	return store.Kept{}, outcome.Gone()
}

// OfEntry is the Provenance of one thing that happened.
func OfEntry(of referral.ID, e referral.Entry) store.Kept {
	id := string(of) + "-" + strconv.Itoa(e.Seq)
	o := r4.Object{"resourceType": "Provenance", "target": []any{element.Ref("ServiceRequest", string(of))}, "recorded": e.Noted.Format(element.StampForm), "occurredDateTime": e.At.Format(element.StampForm),
		"activity": element.Coded(element.Acts, referral.KindOf(e.What), "")[0], "agent": []any{agent(e.By)}}
	return store.Kept{Type: "Provenance", ID: id, Updated: e.Noted, Body: o.Bytes()}
}

// agent says who did it, and for whom.
func agent(by referral.By) r4.Object {
	who := r4.Object{"display": "the house: " + cmp.Or(by.Rule, "its own rule")}
	switch {
	case by.User != "":
		who = user(by.User)
	case by.Client != "":
		who = r4.Object{"identifier": r4.Object{"system": element.Clients, "value": string(by.Client)}}
	}
	a := r4.Object{"type": element.Coded("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "performer", "")[0], "who": who}
	switch {
	case by.For != "":
		a["onBehalfOf"] = element.Ref("Practitioner", string(by.For))
	case by.Org != "":
		a["onBehalfOf"] = element.Ref("Organization", string(by.Org))
	}
	return a
}

// OfVersion is the Provenance of what a client wrote, with what of it the
// house's people are not shown. Its source is the message as it came, which who
// sent it may read: a Binary with the id of the Provenance.
func OfVersion(r *desk.Reading, k store.Kept) (store.Kept, error) {
	o := r4.Object{"resourceType": "Provenance", "target": []any{r4.Object{"reference": k.Type + "/" + k.ID + "/_history/" + strconv.Itoa(k.Version)}}, "recorded": k.Updated.Format(element.StampForm),
		"activity": element.Coded("http://terminology.hl7.org/CodeSystem/v3-DataOperation", map[bool]string{true: "CREATE", false: "UPDATE"}[k.Version == 1], "")[0],
		"agent":    []any{r4.Object{"type": element.Coded("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "transmitter", "")[0], "who": r4.Object{"identifier": r4.Object{"system": element.Clients, "value": string(k.Client)}}}}}
	id := k.Type + "-" + k.ID + "-" + strconv.Itoa(k.Version)
	if has, err := kept.HasSent(r, k); err != nil {
		return store.Kept{}, err
	} else if has {
		o["entity"] = []any{r4.Object{"role": "source", "what": element.Ref("Binary", id)}}
	}
	if was, err := r4.Read(k.Body); err == nil {
		var list []any
		for _, l := range Losses(was) {
			list = append(list, r4.Object{"url": "https://referd.org/fhir/StructureDefinition/kept-not-shown", "valueString": l.Path})
		}
		if len(list) > 0 {
			o["extension"] = list
		}
	}
	return store.Kept{Type: "Provenance", ID: id, Updated: k.Updated, Body: o.Bytes()}, nil
}
