// Package fault is the one error type that crosses a floor.
//
// A Fault says what kind of thing went wrong, in words safe to show anyone,
// and keeps the private cause for the log. Each edge owns one switch from
// Kind to its own dialect: an HTTP status, an OperationOutcome code, a page.
package fault

import "errors"

// Kind is the class of a fault. The zero Kind is Broken: an error nobody
// classified is ours, not the caller's.
type Kind uint8

// Kinds of fault. Append only: they are stored with held messages.
const (
	Broken   Kind = iota // our bug or our disk
	Invalid              // the sender must change what was sent
	Denied               // the sender may not do this
	Missing              // no such thing, or none the sender may know of
	Conflict             // someone else moved first; read again
	Refused              // understood, allowed, and not possible in this phase
	Busy                 // try the same thing again later
)

// String names the kind for logs and tests.
func (k Kind) String() string {
	return [...]string{"broken", "invalid", "denied", "missing", "conflict", "refused", "busy"}[k]
}

// Fault is an error with a kind and a public sentence.
type Fault struct {
	Kind   Kind
	Op     string // where: "desk.Accept"
	Public string // what the caller may read; says what to do next, never names a patient
	Field  string // the input it is about, in the caller's own name for it; may be empty
	Err    error  // why, for the log only
}

func (f *Fault) Error() string {
	s := f.Op + ": " + f.Public
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Unwrap gives the private cause.
func (f *Fault) Unwrap() error { return f.Err }

// E makes a fault. err may be nil.
func E(op string, k Kind, public string, err error) error {
	return &Fault{Kind: k, Op: op, Public: public, Err: err}
}

// About makes a fault about one input, named as the caller knows it.
func About(op, field string, k Kind, public string) error {
	return &Fault{Kind: k, Op: op, Public: public, Field: field}
}

// Spoken is an error in a dialect of its own that knows which kind of fault it
// is: an edge's answer to somebody who must change what was sent is not ours to
// mend.
type Spoken interface {
	error
	Fault() Kind
}

// Of reports the kind of the outermost fault in err's chain, Broken if none.
func Of(err error) Kind {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Kind
	}
	if s, ok := errors.AsType[Spoken](err); ok {
		return s.Fault()
	}
	return Broken
}

// Public gives the sentence a caller may read; a plain one when err is no fault.
func Public(err error) string {
	if f, ok := errors.AsType[*Fault](err); ok && f.Kind != Broken {
		return f.Public
	}
	return "Something broke on our side. Nothing was changed. Please try again."
}
