package visit

import (
	"net/url"
	"strings"
	"unicode"
)

// clean takes out of a form what nobody sees and what turns the writing around
// what follows (Unicode TR 36, 2.5): pasted along, or meant to show one word as
// another. A page finds the direction of a text by its letters, so that Arabic and
// Hebrew lose nothing; what scripts need inside a word stays. A password is
// whatever was typed.
func clean(form url.Values) {
	for name, list := range form {
		if name == "password" || name == "old" || name == "new" {
			continue
		}
		for i, s := range list {
			if strings.IndexFunc(s, unseen) >= 0 {
				list[i] = strings.Map(func(r rune) rune {
					if unseen(r) {
						return -1
					}
					return r
				}, s)
			}
		}
	}
}

// unseen reports whether a character is a control, a mark or a form of direction,
// an operator that is not drawn, or a byte order mark. Zero, which no database keeps, is left
// to be refused; the joiners of Persian and of Hindi are none of these.
func unseen(r rune) bool {
	switch {
	case r == 0 || r == '\n' || r == '\r' || r == '\t' || r == unicode.ReplacementChar:
		return false
	case unicode.IsControl(r):
		return true
	}
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0x061C || r >= 0x2060 && r <= 0x2064 || r == 0xFEFF
}
