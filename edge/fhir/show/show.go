// Package show is how resources are read: what a client wrote with what the
// house knows laid over it, and what the house itself made.
package show

import (
	"strconv"

	"referd/desk"
	"referd/desk/kept"
	"referd/edge/fhir/element"
	"referd/store"
	"referd/wire/r4"
)

// JSON is a resource as it is read: the client's own JSON with what we own laid
// over it. A version that was shown before is not made again; what the house
// makes of itself (version 0) always is, and so is what a commit shows that may
// not come to be.
func JSON(r *desk.Reading, k *store.Kept) ([]byte, int, error) {
	version, err := Version(r, k)
	if err != nil {
		return nil, 0, err
	}
	v := Kinds[k.Type]
	if k.Version == 0 && !ofLoop(*k) {
		b, err := face(r, v, *k, version)
		return b, version, err
	}
	key := k.Type + "/" + k.ID + "/" + strconv.Itoa(version) + "/" + strconv.Itoa(k.At) + "/" + k.Updated.Format("150405.000000")
	if b := cache.take(key); b != nil {
		return b, version, nil
	}
	if k.Lean {
		whole, _, err := r.Kept(k.Type, k.ID, 0)
		if err != nil {
			return nil, 0, err
		}
		k.Body, k.Client = whole.Body, whole.Client
	}
	b, err := face(r, v, *k, version)
	if err == nil && r.Committed() {
		cache.put(key, b)
	}
	return b, version, err
}

// ofLoop reports whether the house says part of a resource: what of it comes
// from a loop.
func ofLoop(k store.Kept) bool { return k.Referral != "" && Kinds[k.Type].Project != nil }

// Version is the version a resource is at, and notes what is shown of it.
func Version(r *desk.Reading, k *store.Kept) (version int, err error) {
	version = max(k.Version, 1)
	if ofLoop(*k) {
		if k.Now.Seq == 0 {
			if k.Now, err = r.Tip(k.Referral); err != nil {
				return 0, err
			}
		}
		if version = kept.Version(*k, k.Now.Shown); k.Now.Shown > k.Shown {
			k.Updated = latest(k.Updated, k.Now.At)
		}
		r.SawLoop(k.Referral, k.Now.Seq)
	}
	if k.Patient != "" {
		r.Saw(k.Patient)
	}
	return version, nil
}

// face makes what is read of a resource.
func face(r *desk.Reading, v *Kind, k store.Kept, version int) ([]byte, error) {
	if v.Raw {
		return whole(k, version)
	}
	theirs, o := r4.Node{}, r4.New(k.Type)
	if len(k.Body) > 0 {
		d, err := r4.Parse(k.Body, 0)
		if err != nil {
			return nil, err
		}
		theirs = d.Root()
	}
	meta := r4.Object{"versionId": strconv.Itoa(version)}
	if !k.Updated.IsZero() {
		meta["lastUpdated"] = k.Updated.Format(element.StampForm)
	}
	owned := stamped
	if v.Project != nil && k.Referral != "" {
		if theirs.Exists() {
			o = theirs.Object()
		}
		var err error
		if o, err = v.Project(r, k, o); err != nil {
			return nil, err
		}
		owned = v.owns
	}
	o["id"], o["meta"] = k.ID, meta
	return r4.Overlay(o, theirs, owned), nil
}
