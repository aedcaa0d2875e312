// Package kept is what other systems wrote and may read again: each resource
// with its versions, the elements we do not model included.
package kept

import (
	"slices"
	"strings"

	"referd/base/code"
	"referd/base/fault"
	"referd/base/id"
	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// client refuses a person: what other systems write is written by them.
func client(w *desk.Writing, op string) error {
	if w.Who().Client == "" && !w.Who().System {
		return desk.Denied(op, "A system with credentials of its own keeps this.")
	}
	return nil
}

// actsFor refuses a system for an organization that is not its own.
func actsFor(w *desk.Writing, op, field string, org party.OrgID) error {
	if err := client(w, op); err != nil {
		return err
	}
	if !w.Who().System && !slices.Contains(w.Who().Orgs, org) {
		return fault.About(op, field, fault.Denied, "This client does not act for that organization.")
	}
	w.ActedFor(org)
	return nil
}

// theirs is actsFor for what may name no organization at all.
func theirs(w *desk.Writing, op, field string, org party.OrgID) error {
	if org == "" {
		return client(w, op)
	}
	return actsFor(w, op, field, org)
}

// Put keeps a new version of a resource. Who may: a system.
func Put(w *desk.Writing, k store.Kept, marks, before []store.Mark) (store.Kept, error) {
	if err := client(w, "kept.Put"); err != nil {
		return k, err
	}
	k.Updated, k.Client = w.Now(), w.Who().Client
	if k.ID == "" {
		k.ID = id.New(w.Now())
	}
	if k.Version == 0 {
		k.Version = 1
	}
	w.SawObject(k.Type + "/" + k.ID)
	w.ActedFor(k.Org)
	if k.Version == 1 {
		w.Act(access.Create)
	}
	if k.Patient != "" {
		w.Saw(k.Patient)
	}
	return k, w.Tx.Keep(k, marks, before)
}

// Of reads a resource at a version (0 is the newest). A foreign one is Missing
// like an absent one.
func Of(r *desk.Reading, kind, id string, version int) (store.Kept, error) {
	k, ok, err := r.Kept(kind, id, version)
	if err != nil {
		return k, err
	}
	if !ok {
		return k, fault.E("kept.Of", fault.Missing, "There is no such resource, or none you may see.", nil)
	}
	r.SawObject(kind + "/" + id)
	r.SawLoop(k.Referral, k.Seq)
	r.ActedFor(k.Org)
	if k.Patient != "" {
		r.Saw(k.Patient)
	}
	return k, nil
}

// named is the id a message gave something before it was made, else a new one.
func named(w *desk.Writing, was string) string {
	if was != "" {
		return was
	}
	return id.New(w.Now())
}

// ByNPI is the Organization or Practitioner that has an NPI: of the directory, or
// registered since that was read, by a commit just before this one.
func ByNPI(r *desk.Reading, kind, npi string) (string, error) {
	if npi == "" {
		return "", nil
	}
	of := map[string]string{"Organization": "org/", "Practitioner": "practitioner/"}[kind]
	if have, ok := strings.CutPrefix(r.Directory().ByNPI(npi), of); ok {
		return have, nil
	}
	ids, err := r.Marked(kind, "identifier", code.NPI+"|"+npi)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// known is ByNPI; who finds nobody registers one, and others wait for that.
func known(w *desk.Writing, kind, npi string) (string, error) {
	have, err := ByNPI(w.Reading, kind, npi)
	if err == nil && have == "" && npi != "" {
		err = w.Tx.Alone("NPI " + npi)
	}
	return have, err
}

// OwnNPI refuses an NPI that is somebody else's, an organization's or a
// clinician's: whoever took it would get the referrals that name its owner by it.
// What has the form of none (interop.md, pitfalls) is not looked at.
func OwnNPI(w *desk.Writing, kind, self string, list []code.Identifier) error {
	for _, i := range list {
		if i.System != code.NPI || !id.NPI(i.Value) {
			continue
		}
		for _, k := range []string{"Organization", "Practitioner"} {
			if have, err := known(w, k, i.Value); err != nil {
				return err
			} else if have != "" && (k != kind || have != self) {
				return fault.About("kept.OwnNPI", kind+".identifier", fault.Conflict, "Somebody else has this NPI. Nothing was changed; look at the number again.")
			}
		}
	}
	return nil
}

// AddOrg registers an organization a client told of. One whose NPI is known is
// that one, and grants the client nothing; else the client acts for it.
func AddOrg(w *desk.Writing, o party.Org, npi string) (party.OrgID, bool, error) {
	if err := client(w, "kept.AddOrg"); err != nil {
		return "", false, err
	}
	if npi != "" && !id.NPI(npi) {
		return "", false, fault.About("kept.AddOrg", "Organization.identifier", fault.Invalid, "The NPI's check digit is wrong.")
	}
	if have, err := known(w, "Organization", npi); err != nil || have != "" {
		return party.OrgID(have), true, err
	}
	o.ID = party.OrgID(named(w, string(o.ID)))
	if err := OwnNPI(w, "Organization", string(o.ID), o.Identifiers); err != nil {
		return "", false, err
	}
	if err := w.Tx.PutThing(desk.KindOrg, string(o.ID), o.ID, o); err != nil {
		return "", false, err
	}
	var c party.Client // read in this commit: another may have added one just before
	if _, err := w.Thing(desk.KindClient, string(w.Who().Client), &c); err != nil {
		return "", false, err
	}
	c.Orgs = append(c.Orgs, o.ID)
	if err := w.Tx.PutThing(desk.KindClient, string(c.ID), "", c); err != nil {
		return "", false, err
	}
	w.Gain(o.ID)
	return o.ID, false, nil
}

// AddPractitioner registers a clinician; one whose NPI is known is that one.
func AddPractitioner(w *desk.Writing, p party.Practitioner, npi string) (party.PractitionerID, bool, error) {
	if err := client(w, "kept.AddPractitioner"); err != nil {
		return "", false, err
	}
	if npi != "" && !id.NPI(npi) {
		return "", false, fault.About("kept.AddPractitioner", "Practitioner.identifier", fault.Invalid, "The NPI's check digit is wrong.")
	}
	if have, err := known(w, "Practitioner", npi); err != nil || have != "" {
		return party.PractitionerID(have), true, err
	}
	p.ID = party.PractitionerID(named(w, string(p.ID)))
	if err := OwnNPI(w, "Practitioner", string(p.ID), p.Identifiers); err != nil {
		return "", false, err
	}
	return p.ID, false, w.Tx.PutThing(desk.KindPractitioner, string(p.ID), "", p)
}

// AddService registers what an organization of the client takes referrals for.
func AddService(w *desk.Writing, s party.Service) (party.ServiceID, error) {
	if err := actsFor(w, "kept.AddService", "HealthcareService.providedBy", s.Org); err != nil {
		return "", err
	}
	s.ID = party.ServiceID(named(w, string(s.ID)))
	return s.ID, w.Tx.PutThing(desk.KindService, string(s.ID), s.Org, s)
}

// AddLocation and AddRole register places and roles of the client's organizations.
func AddLocation(w *desk.Writing, l party.Location) (party.LocationID, error) {
	if err := theirs(w, "kept.AddLocation", "Location.managingOrganization", l.Org); err != nil {
		return "", err
	}
	l.ID = party.LocationID(named(w, string(l.ID)))
	return l.ID, w.Tx.PutThing(desk.KindLocation, string(l.ID), l.Org, l)
}

// AddRole registers a clinician at work in an organization.
func AddRole(w *desk.Writing, r party.Role) (party.RoleID, error) {
	if err := theirs(w, "kept.AddRole", "PractitionerRole.organization", r.Org); err != nil {
		return "", err
	}
	r.ID = party.RoleID(named(w, string(r.ID)))
	return r.ID, w.Tx.PutThing(desk.KindRole, string(r.ID), r.Org, r)
}

// AddPatient registers a patient of one of the client's organizations.
func AddPatient(w *desk.Writing, p party.Patient) (party.PatientID, error) {
	who := w.Who()
	if p.Org == "" && len(who.Orgs) > 0 {
		p.Org = who.Orgs[0]
	}
	if err := actsFor(w, "kept.AddPatient", "Patient.managingOrganization", p.Org); err != nil {
		return "", err
	}
	if p.ID == "" {
		p.ID = party.PatientID(id.New(w.Now()))
	}
	w.Saw(p.ID)
	return p.ID, w.Tx.PutPatient(p)
}

// Version is the version of a loop's resource when so many entries have shown:
// one more for each since it was last written, whoever caused it, so that a
// version is never given twice and vread can walk back to its entry.
func Version(k store.Kept, shown int) int { return k.Version + shown - k.Shown }

// Loop folds a loop for a client and records that it was seen.
func Loop(r *desk.Reading, of referral.ID, at int) (referral.State, error) {
	r.Tried(of)
	entries, err := r.Ledger(of)
	if err != nil {
		return referral.State{}, err
	}
	for at > 0 && len(entries) > 0 && entries[len(entries)-1].Seq > at {
		entries = entries[:len(entries)-1]
	}
	s := referral.Fold(of, entries)
	r.SawLoop(of, s.Seq)
	r.Saw(s.Patient)
	return s, nil
}
