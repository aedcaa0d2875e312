package loop

import "referd/base/fault"

func refused(words string) error { return fault.E("loop", fault.Refused, words, nil) }

func invalid(field, words string) error { return fault.About("loop", field, fault.Invalid, words) }
