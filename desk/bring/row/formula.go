package row

import (
	"slices"
	"strings"

	"referd/base/cells"
	"referd/desk/bring/said"
)

// formulas notes cells that a spreadsheet would run: no name and no address begins
// so, and what is kept is written out again for other people's spreadsheets. What a
// clinician writes in sentences may begin with a plus or a sign; there only what
// is a formula for certain is wrong.
func (r *Row) formulas() {
	for _, f := range said.Fields(r.i.Kind) {
		c, ok := r.frame.at[f.Key]
		if !ok || c >= len(r.Cells) {
			continue
		}
		s := cells.Plain(r.Cells[c])
		if failed[strings.TrimSpace(s)] && !slices.ContainsFunc(r.Faults, func(x Fault) bool { return x.Field == f.Key }) {
			r.wrong(f.Key, "“"+strings.TrimSpace(s)+"” is what a spreadsheet writes where a formula failed. Write what is meant, or leave it empty.")
		}
		if formula(s, prose[f.Key]) {
			r.wrong(f.Key, "“"+short(strings.TrimSpace(s))+"” begins as a formula of a spreadsheet does. Write what is meant, without the sign before it, or leave it empty.")
		}
	}
}

// failed are the words of spreadsheets for a formula that came to nothing: a lookup
// without a match is nobody's name, number or allergy.
var failed = map[string]bool{"#N/A": true, "#REF!": true, "#VALUE!": true, "#NAME?": true, "#DIV/0!": true, "#NUM!": true, "#NULL!": true, "#SPILL!": true, "#CALC!": true}

// prose are the fields of sentences.
var prose = map[string]bool{"question": true, "why": true, "access": true, "allergies": true}

// formula reports whether a spreadsheet would take a cell for one. A number with
// its sign, as of a telephone, is none.
func formula(s string, prose bool) bool {
	s = strings.TrimSpace(s) // as it is kept: without a tab before it
	switch {
	case s == "":
		return false
	case prose:
		return len(s) > 1 && strings.ContainsRune("=@", rune(s[0])) && (s[1]|0x20 >= 'a' && s[1]|0x20 <= 'z')
	case s[0] == '+' && strings.Trim(s[1:], "0123456789 ().-/x") == "":
		return len(s) == 1
	}
	return strings.ContainsRune("=+@", rune(s[0]))
}
