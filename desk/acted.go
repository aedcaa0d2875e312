package desk

import (
	"maps"
	"slices"

	"referd/core/party"
	"referd/core/referral"
)

// acted is what a system that acts for several organizations saw and did, for
// the record to say for which of them it was. Nobody else needs it.
type acted struct {
	orgs  []party.OrgID
	loops map[referral.ID]party.OrgID // whose act it was; empty: it was only seen
}

// several reports whether somebody acts for more than one organization.
func (w Who) several() bool { return w.Client != "" && len(w.Orgs) > 1 }

// ActedFor notes of which organization something was that belongs to no patient.
func (r *Reading) ActedFor(org party.OrgID) {
	if r.who.several() && slices.Contains(r.who.Orgs, org) && !slices.Contains(r.acted.orgs, org) {
		r.acted.orgs = append(r.acted.orgs, org)
	}
}

// ActedOn notes for which organization something was done on a loop.
func (r *Reading) ActedOn(of referral.ID, org party.OrgID) {
	if r.ActedFor(org); r.who.several() {
		r.sawLoop(of, org)
	}
}

func (r *Reading) sawLoop(of referral.ID, org party.OrgID) {
	if !r.who.several() || of == "" {
		return
	}
	if r.acted.loops == nil {
		r.acted.loops = map[referral.ID]party.OrgID{}
	}
	if r.acted.loops[of] == "" {
		r.acted.loops[of] = org
	}
}

// complete makes the record whole: each patient once, and of a system that acts
// for several organizations those whose relation let it: the one it acted for on
// a loop, each through which it saw a loop, and each of a patient it saw without
// one. What came from none of them stands under the first.
func (r *Reading) complete() error {
	rest := map[party.PatientID]bool{}
	r.seen.Patients = slices.DeleteFunc(r.seen.Patients, func(p party.PatientID) bool {
		again := rest[p]
		rest[p] = true
		return again
	})
	r.seen.N = len(r.seen.Patients)
	if !r.who.several() {
		return nil
	}
	through, err := r.View.Through(slices.Collect(maps.Keys(r.acted.loops)), nil)
	if err != nil {
		return err
	}
	for _, x := range through {
		if delete(rest, x.Patient); r.acted.loops[x.Referral] == "" {
			r.ActedFor(x.Org)
		}
	}
	if through, err = r.View.Through(nil, slices.Collect(maps.Keys(rest))); err != nil {
		return err
	}
	for _, x := range through {
		r.ActedFor(x.Org)
	}
	if list := r.acted.orgs; len(list) > 0 {
		slices.Sort(list)
		r.seen.Org, r.seen.Also = list[0], list[1:]
	}
	return nil
}
