package referral

import "referd/core/party"

// Facts is everything a state says, without the ledger it was read from: what
// must not depend on the order or the number of tellings.
func (s State) Facts() State {
	s.entries, s.owed, s.Seq = nil, nil, 0
	return s
}

// Order is the order of phases with the words for each; an empty phase stands
// for the paper endings.
func Order() (phases []Phase, when []string) {
	for _, o := range order {
		phases, when = append(phases, o.phase), append(when, o.when)
	}
	return phases, when
}

// Linked is what a receiver may do by a link.
func Linked() []Act { return linked }

// Table gives who may do each act, in the order of pages, and whether the house does it by itself.
func Table() (acts []Act, jobs map[Act][]party.Job, house map[Act]bool) {
	jobs, house = map[Act][]party.Job{}, map[Act]bool{}
	for a, r := range rules {
		jobs[a] = r.jobs
	}
	for _, a := range automatic {
		house[a] = true
	}
	return append(actsInOrder[:len(actsInOrder):len(actsInOrder)], ActDeliverReport), jobs, house
}
