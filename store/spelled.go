package store

import (
	"slices"
	"strconv"
	"strings"

	"referd/core/search"
)

// A word one error of typing away has the same first half or the same second
// half, or the two letters in the middle have changed places. So the words of an
// organization's names are kept forwards and backwards, by how many letters they
// have, and an error is looked for in two short stretches of each length.

// nearby is how many words of a stretch are looked at: the commonest halves
// begin some thousand names.
const nearby = 4000

// spelling is a stretch of spelled words: those that begin with a half, of so
// many letters, forwards or backwards.
type spelling struct {
	turned   bool
	n        int
	from, to string
}

// halves are where the words one error away from a word are.
func halves(word string) (out []spelling) {
	r := []rune(word)
	n, mid := len(r), len(r)/2
	for m := n - 1; m <= n+1; m++ {
		head, tail := string(r[:mid]), turned(string(r[mid:]))
		out = append(out, spelling{false, m, head, head + "\U0010ffff"}, spelling{true, m, tail, tail + "\U0010ffff"})
	}
	swapped := slices.Clone(r)
	swapped[mid-1], swapped[mid] = r[mid], r[mid-1]
	return append(out, spelling{false, n, string(swapped), string(swapped) + "\x01"})
}

// turned is a word backwards.
func turned(word string) string {
	r := []rune(word)
	slices.Reverse(r)
	return string(r)
}

// SpelledNear gives, for each word, those of the reader's own records that are
// one error of typing away (search.Near).
func (v *View) SpelledNear(words []string) (map[string][]string, error) {
	out := map[string][]string{}
	whose, orgs := v.whose()
	for _, w := range words {
		if !search.Long(w) {
			continue
		}
		for _, org := range orgs {
			var texts []string
			var with []any
			for i, s := range halves(w) {
				texts = append(texts, "select * from (select turned, word from spelled where "+whose+" and turned = ? and n = ? and word >= ? and word < ? limit ?) top"+strconv.Itoa(i))
				with = append(with, org, flag(s.turned), s.n, s.from, s.to, nearby)
			}
			if err := v.s.each(strings.Join(texts, " union all "), with, func(scan func(...any) error) error {
				var back int64
				var near string
				err := scan(&back, &near)
				if back == 1 {
					near = turned(near)
				}
				if near != w && search.Near(w, near) && !slices.Contains(out[w], near) {
					out[w] = append(out[w], near)
				}
				return err
			}); err != nil {
				return nil, broken("store.SpelledNear", err)
			}
		}
		slices.Sort(out[w])
	}
	return out, nil
}

// spellings are the words of a record's name keys in which errors of typing are
// looked for.
func spellings(keys []string) (out []string) {
	for _, k := range keys {
		if w, _, ok := strings.Cut(k, " "); ok && search.Long(w) && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
