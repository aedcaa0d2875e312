package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/web/static"
)

// Banner says whose page it is: always first, always whole.
type Banner struct {
	Name, Born, Sex, Number, NumberOf, Phone string
	Allergies                                string // "" is not recorded
	Language, Access                         string
	Reach                                    string // how it is safe to reach the patient
	Careful                                  bool   // not every usual way is
	Withheld                                 bool   // whose page it is is not for this reader
}

// Wrong is something to mend in a form, and the field it is about.
type Wrong struct{ Field, Words string }

// Wrongs are what is wrong with a form, all of it.
func Wrongs(err error) (out []Wrong) {
	for _, f := range fault.Each(err) {
		out = append(out, Wrong{Field: f.Field, Words: fault.Public(f)})
	}
	if err != nil && len(out) == 0 {
		out = []Wrong{{Words: fault.Public(err)}}
	}
	return out
}

// WrongAt is what is wrong with one field of a form; empty is nothing.
func WrongAt(err error, field string) string {
	for _, w := range Wrongs(err) {
		if w.Field == field {
			return w.Words
		}
	}
	return ""
}

// WrongIn is what is wrong with one field, of a summary; empty is nothing.
func WrongIn(list []Wrong, field string) string {
	for _, w := range list {
		if w.Field == field {
			return w.Words
		}
	}
	return ""
}

// Mark says what is wrong beside the fields it is about, and for the summary on
// top in the order of the page: what has no field of its own comes first.
func Mark(err error, lists ...[]Field) (out []Wrong) {
	all := Wrongs(err)
	at := map[string]int{}
	for _, list := range lists {
		for i := range list {
			f := &list[i]
			at[f.Name] = len(at) + 1
			f.Wrong = cmp.Or(f.Wrong, WrongAt(err, f.Name))
		}
	}
	for i := range all {
		if at[all[i].Field] == 0 {
			all[i].Field = ""
		}
	}
	slices.SortStableFunc(all, func(a, b Wrong) int { return at[a.Field] - at[b.Field] })
	return all
}

// Steps are the nine segments' names.
var Steps = []string{"sent", "delivered", "reviewed", "accepted", "booked", "seen", "reported", "acknowledged", "closed"}

// RingWords says the ring for those who do not see it.
func RingWords(marks string) string {
	n, last := 0, ""
	for i, m := range marks {
		if m != '-' && i < len(Steps) {
			n, last = n+1, Steps[i]
		}
	}
	if n == 0 {
		return "Loop: not sent yet"
	}
	return "Loop: " + string(rune('0'+n)) + " of 9 steps done, last " + last
}

func barWidth(used float64, width int) float64 {
	if used > 1 {
		return float64(width)
	}
	return max(used, 0.02) * float64(width) * 0.92
}

func barTick(used float64, width int) float64 {
	if used > 1 {
		return max(0, float64(width)*0.92/used)
	}
	return float64(width) * 0.92
}

func iconURL(name string) string { return static.URL("icons.svg") + "#" + name }

// orNoNumber says that a patient who is shown has no record number here, so
// that a row never ends in nothing where a name is told from its like.
func orNoNumber(born, number string) string {
	if number == "" && born != "" {
		return "no record number"
	}
	return number
}

func orNone(s string) string {
	if s == "" {
		return "none recorded"
	}
	return s
}

// noneOr says that nothing is there, or that it is not for this reader.
func noneOr(withheld bool, none string) string {
	if withheld {
		return "Not shown to you."
	}
	return none
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func inputType(kind string) string {
	switch kind {
	case "date", "time", "password", "search", "email", "tel":
		return kind
	case "datetime":
		return "datetime-local"
	}
	return "text"
}

// changeOrAsk leads to how the patient is reached.
func changeOrAsk(r ReachLine) string {
	if r.At.IsZero() {
		return "Ask, and write it down"
	}
	return "Change"
}

func autoOr(auto string) string {
	if auto == "" {
		return "off"
	}
	return auto
}

// ringDone counts the steps done, inferred ones among them.
func ringDone(marks string) int { return strings.Count(marks, "x") + strings.Count(marks, "~") }

// barAt is where a share of the time allowed lies on a bar.
func barAt(share, used float64, width int) float64 {
	if used > 1 {
		share /= used
	}
	return min(max(share, 0), 1) * float64(width) * 0.92
}

// share is how wide a bar of 160 is, of the largest.
func share(n int, all []Count) string {
	top := 1
	for _, c := range all {
		top = max(top, c.N)
	}
	return strconv.Itoa(160 * n / top)
}

// joinDot puts words side by side, leaving out what is empty.
func joinDot(list ...string) string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " · ")
}

// notDone heads what is wrong with a form. A secret is not kept: where all that is
// wrong is one, nothing is said to be.
func notDone(errs []Wrong) string {
	for _, e := range errs {
		if e.Field != "password" && e.Field != "repeat" && e.Field != "code" {
			return "Not done yet. What you typed is kept."
		}
	}
	return "Not done yet."
}

// Offers reports whether something was chosen that a form offers.
func Offers(list []Opt, value string) bool {
	return slices.ContainsFunc(list, func(o Opt) bool { return o.Value == value && value != "" })
}
