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
	Op     string   // where: "desk.Accept"
	Public string   // what the caller may read; says what to do next, never names a patient
	Field  string   // the input it is about, in the caller's own name for it; may be empty
	Err    error    // why, for the log only
	More   []*Fault // what else is wrong with the same input
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

// If is Invalid about an input when something is wrong with it, for All to gather.
func If(wrong bool, op, field, public string) error {
	if !wrong {
		return nil
	}
	return About(op, field, Invalid, public)
}

// All is one fault of everything that is wrong with an input, so that whoever
// sent it mends it once; nil when nothing is. What is not of the sender's words
// stands alone: that somebody was faster, or that it is not theirs to do. What is
// refused is said when nothing is Invalid: it may be by what is missing.
func All(errs ...error) error {
	var all []*Fault
	var refused error
	for _, err := range errs {
		f, ok := errors.AsType[*Fault](err)
		switch {
		case err == nil:
		case Of(err) == Refused:
			if refused == nil {
				refused = err
			}
		case !ok || f.Kind != Invalid:
			return err
		default:
			all = append(all, Each(f)...)
		}
	}
	if len(all) == 0 {
		return refused
	}
	first := *all[0]
	first.More = all[1:]
	return &first
}

// Each lists what is wrong, the first first.
func Each(err error) []*Fault {
	f, ok := errors.AsType[*Fault](err)
	if !ok {
		return nil
	}
	one := *f
	one.More = nil
	return append([]*Fault{&one}, f.More...)
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
