package cast

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Letters spells the letters that are no other letter with a mark.
var Letters = strings.NewReplacer("ł", "l", "Ł", "L", "đ", "d", "Đ", "D", "ı", "i", "“", "\"", "”", "\"")

// PlainLetters takes the marks off.
func PlainLetters(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(Letters.Replace(s)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
