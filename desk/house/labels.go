package house

import (
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
)

// longestLabel is how long a site's word for a phase may be: a row has no more room.
const longestLabel = 30

// labels are an organization's own words for phases, as its history says them. A
// phase without one is not named.
func labels(o party.Org) (out []Word) {
	for _, p := range referral.Phases() {
		if own := o.Labels[string(p)]; own != "" {
			out = append(out, Word{"Phase: " + p.Staff(), own})
		}
	}
	return out
}

// labelled refuses a word that cannot be kept, and one by which somebody would
// take a phase for another: a word that is another phase's, its own name or a
// site's.
func labelled(o party.Org) error {
	const op = "house.labels"
	var all []error
	said := map[string]referral.Phase{}
	for _, p := range referral.Phases() {
		said[strings.ToLower(p.Staff())] = p
	}
	for _, p := range referral.Phases() {
		own := o.Labels[string(p)]
		if own == "" {
			continue
		}
		field := "phase-" + Noun(p)
		wrong := party.Wrong(own, longestLabel)
		other, taken := said[strings.ToLower(own)]
		all = append(all, fault.If(wrong != "", op, field, wrong), fault.If(taken && other != p, op, field, "That is “"+other.Staff()+"” already. Nobody could tell one from the other."))
		said[strings.ToLower(own)] = p
	}
	for k := range o.Labels {
		all = append(all, fault.If(referral.Phase(k).Staff() == "", op, "", "There is no such phase."))
	}
	return fault.All(all...)
}

// Noun is a phase as the name of a field.
func Noun(p referral.Phase) string { return strings.ReplaceAll(string(p), " ", "-") }
