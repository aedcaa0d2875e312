package show

import (
	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/edge/fhir/outcome"
	"referd/store"
)

// Loop is what a client last wrote of a loop's resource; for one the house
// made it is version 1 from the sending on.
func Loop(r *desk.Reading, kind, id string, version int) (store.Kept, error) {
	k, ok, err := r.Kept(kind, id, version)
	if err != nil || ok {
		return k, err
	}
	k = store.Kept{Type: kind, ID: id, Version: 1, Referral: referral.ID(id)}
	if kind == "Task" {
		if k.Referral, k.Leg, err = r.TaskLoop(id); err != nil {
			return k, absent(err)
		}
	}
	if b, ok := Born(k.Referral); ok {
		if k.Now, err = r.Tip(k.Referral); err != nil {
			return k, absent(err)
		}
		k.Seq, k.Shown, k.Updated, k.Patient = b.Seq, b.Shown, b.At, b.patient
		return k, nil
	}
	s, err := kept.Loop(r, k.Referral, 0)
	if err != nil {
		return k, absent(err)
	}
	shown := 0
	for _, e := range s.Entries() {
		if referral.Shows(e.What) {
			shown++
		}
		if _, ok := e.What.(referral.Sent); ok {
			if k.Seq, k.Shown, k.Updated = e.Seq, shown, e.Noted; r.Committed() {
				bear(k.Referral, birth{e.Seq, shown, e.Noted, s.Patient})
			}
			break
		}
	}
	k.Patient = s.Patient
	return k, nil
}

// AsOf finds the entry of the loop that a version of what was kept stands for.
func AsOf(r *desk.Reading, k *store.Kept, version int) error {
	if version == 0 || k.Referral == "" || Kinds[k.Type].Project == nil {
		return nil
	}
	s, err := kept.Loop(r, k.Referral, 0)
	if err != nil {
		return absent(err)
	}
	want, now := version-k.Version+k.Shown, store.Tip{}
	for _, e := range s.Entries() {
		if now.Seq = e.Seq; referral.Shows(e.What) {
			now.Shown, now.At = now.Shown+1, latest(now.At, e.Noted)
		}
		if e.Seq >= k.Seq && now.Shown == want {
			k.At, k.Now = e.Seq, now
			return nil
		}
	}
	return outcome.Gone()
}

// Find is what was kept of a resource, or, for one the house made, what it is
// made of.
func Find(r *desk.Reading, kind, id string, version int) (store.Kept, error) {
	if kind == "ServiceRequest" || kind == "Task" {
		return Loop(r, kind, id, version)
	}
	k, err := kept.Of(r, kind, id, version)
	if fault.Of(err) == fault.Missing && err != nil && version <= 1 {
		return Made(r, kind, id)
	}
	return k, err
}

// absent is the answer to what is not here, or not for this client; what could
// not be read is here, and says that.
func absent(err error) error {
	if fault.Of(err) == fault.Missing {
		return outcome.Gone()
	}
	return err
}
