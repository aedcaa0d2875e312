package turn

import "referd/base/fault"

// Refused is the fault of an act that is not possible now, in words for who asked.
func Refused(words string) error { return fault.E("loop", fault.Refused, words, nil) }

// Invalid is the fault of a field of the form, in words for who filled it in.
func Invalid(field, words string) error { return fault.About("loop", field, fault.Invalid, words) }

// If is Invalid when something is wrong, to be gathered by fault.All.
func If(wrong bool, field, words string) error {
	return fault.If(wrong, "loop", field, words)
}
