// Package give says everything of an organization in the words of FHIR: what is
// read at this door, resource by resource, for an archive.
package give

import (
	"bytes"
	"encoding/json"
	"strconv"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/give"
	"referd/edge/fhir/element"
	"referd/edge/fhir/show"
	"referd/store"
	"referd/wire/r4"
)

// Speaker speaks at a door: https://clinic.example/fhir/R4, to which whole
// addresses in what clients wrote lead.
func Speaker(door string) give.Speaker {
	s := speaker{element.Door(door)}
	return give.Speaker{Loop: s.loop, Patient: s.patient, Paper: s.paper, One: s.one, Where: where, Audits: s.audits}
}

type speaker struct{ door element.Door }

// every is more than belongs to one referral or patient.
const every = 1 << 20

// line is a resource as it is read, on one line.
func (s speaker) line(r *desk.Reading, k *store.Kept) (give.Line, error) {
	b, _, err := show.JSON(r, k)
	if err != nil {
		return give.Line{}, err
	}
	var out bytes.Buffer
	if err := json.Compact(&out, b); err != nil {
		return give.Line{}, err
	}
	l := give.Line{Kind: k.Type, ID: k.ID, JSON: out.Bytes()}
	d, err := r4.Parse(l.JSON, 0)
	if err != nil {
		return l, err
	}
	for n := range d.Root().References() {
		if kind, id, ok := s.door.Local(n.String()); ok && kind+"/"+id != l.Kind+"/"+l.ID {
			l.Names = append(l.Names, kind+"/"+id)
		}
	}
	return l, nil
}

func (s speaker) all(r *desk.Reading, list []store.Kept) (out []give.Line, err error) {
	for i := range list {
		l, err := s.line(r, &list[i])
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// loop is all of a referral: the request and its tasks, what clients wrote of
// it, what the house made, and where each comes from.
func (s speaker) loop(r *desk.Reading, of referral.ID) ([]give.Line, error) {
	request, err := show.Find(r, "ServiceRequest", string(of), 0)
	if err != nil {
		return nil, err
	}
	list := []store.Kept{request}
	tasks, err := r.Tasks(of)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{"ServiceRequest/" + string(of): true}
	for _, t := range tasks {
		k, err := show.Find(r, "Task", t.ID, 0)
		if err != nil {
			return nil, err
		}
		list, there["Task/"+t.ID] = append(list, k), true
	}
	wrote, err := r.KeptOf("", of, "", every)
	if err != nil {
		return nil, err
	}
	for _, k := range wrote {
		if name := k.Type + "/" + k.ID; !there[name] && k.Type != "Binary" {
			list, there[name] = append(list, k), true
		}
	}
	for _, kind := range []string{"Appointment", "DocumentReference", "Communication"} {
		made, err := show.OfLoop(r, kind, of, list)
		if err != nil {
			return nil, err
		}
		list = append(list, made...)
	}
	entries, err := r.Ledger(of)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		list = append(list, show.OfEntry(of, e))
	}
	if list, err = sources(r, list, wrote); err != nil {
		return nil, err
	}
	return s.all(r, list)
}

// sources adds where each version of what clients wrote comes from.
func sources(r *desk.Reading, list, wrote []store.Kept) ([]store.Kept, error) {
	for _, k := range wrote {
		for n := k.Version; n > 0; n-- {
			was, ok, err := r.Kept(k.Type, k.ID, n)
			if err != nil {
				return nil, err
			}
			if !ok || was.Version != n {
				continue
			}
			p, err := show.OfVersion(r, was)
			if err != nil {
				return nil, err
			}
			list = append(list, p)
		}
	}
	return list, nil
}

// patient is a record, and what clients wrote about it that is no referral's.
func (s speaker) patient(r *desk.Reading, of party.PatientID) ([]give.Line, error) {
	p, err := show.Find(r, "Patient", string(of), 0)
	if err != nil {
		return nil, err
	}
	list := []store.Kept{p}
	var wrote []store.Kept
	about, err := r.KeptOf("", "", of, every)
	if err != nil {
		return nil, err
	}
	for _, k := range about {
		if k.Referral == "" {
			wrote = append(wrote, k)
			if k.Type != "Patient" && k.Type != "Binary" {
				list = append(list, k)
			}
		}
	}
	if p.Version > 0 && !has(wrote, "Patient", p.ID) {
		wrote = append(wrote, p)
	}
	if list, err = sources(r, list, wrote); err != nil {
		return nil, err
	}
	return s.all(r, list)
}

// paper is a document of no referral, where it is a resource and no client wrote
// that.
func (s speaker) paper(r *desk.Reading, of chart.DocumentID) (out []give.Line, err error) {
	for _, kind := range []string{"DocumentReference", "Communication"} {
		_, wrote, err := r.Kept(kind, string(of), 0)
		if err != nil || wrote {
			return nil, err
		}
		k, err := show.Made(r, kind, string(of))
		if err != nil && fault.Of(err) != fault.Missing {
			return nil, err
		}
		if err != nil {
			continue
		}
		l, err := s.line(r, &k)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func has(list []store.Kept, kind, id string) bool {
	for _, k := range list {
		if k.Type == kind && k.ID == id {
			return true
		}
	}
	return false
}

// one is a resource by its id; false where there is none.
func (s speaker) one(r *desk.Reading, kind, id string) (give.Line, bool, error) {
	k, err := find(r, kind, id)
	if err != nil || k.ID == "" {
		return give.Line{}, false, err
	}
	l, err := s.line(r, &k)
	return l, err == nil, err
}

// find is show.Find; what is not here, or not theirs, has no id.
func find(r *desk.Reading, kind, id string) (store.Kept, error) {
	if show.Kinds[kind] == nil || kind == "Binary" {
		return store.Kept{}, nil
	}
	k, err := show.Find(r, kind, id, 0)
	if err != nil && fault.Of(err) == fault.Missing {
		return store.Kept{}, nil
	}
	return k, err
}

// where is what a reference leads to: what belongs to a referral that is seen
// is given with it, and what is about a patient of the organization's with them.
func where(r *desk.Reading, kind, id string) (give.Place, error) {
	switch {
	case show.Directory[kind]:
		if show.Listed(r.Directory(), kind, id) {
			return give.Loose, nil
		}
		return give.Outside, nil
	case kind == "ServiceRequest":
		_, err := r.Tip(referral.ID(id))
		return seen(give.Inside, err)
	case kind == "Task":
		_, _, err := r.TaskLoop(id)
		return seen(give.Inside, err)
	case kind == "Patient":
		p, err := r.Patient(party.PatientID(id))
		if err == nil && p.Org != r.Who().Org {
			return give.Loose, nil
		}
		return seen(give.Inside, err)
	}
	k, err := find(r, kind, id)
	if err != nil || k.ID == "" {
		return give.Outside, err
	}
	if k.Referral != "" || k.Version == 0 {
		return give.Inside, nil
	}
	if k.Patient != "" {
		if p, err := r.Patient(k.Patient); err != nil || p.Org == r.Who().Org {
			return seen(give.Inside, err)
		}
	}
	return give.Loose, nil
}

func seen(at give.Place, err error) (give.Place, error) {
	if err == nil {
		return at, nil
	}
	if fault.Of(err) == fault.Missing {
		return give.Outside, nil
	}
	return give.Outside, err
}

// audits are who did and saw what, of the organization's own people, the newest
// first.
func (s speaker) audits(r *desk.Reading, before int64, limit int) (out []give.Line, next int64, err error) {
	list, err := r.Audits(access.Query{Orgs: r.Who().Orgs, Before: before, Limit: limit})
	if err != nil {
		return nil, 0, err
	}
	for _, a := range list {
		k := show.Recorded(r, a)
		l, err := s.line(r, &k)
		if err != nil {
			return nil, 0, err
		}
		out = append(out, l)
	}
	if len(list) == limit {
		next, err = strconv.ParseInt(out[len(out)-1].ID, 10, 64)
	}
	return out, next, err
}
