package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

var today = time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)

// plain folds what these tests type; the store's own fold takes marks too.
func plain(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		case unicode.IsSpace(r), r == '-':
			return ' '
		}
		return -1
	}, s)), " ")
}

// said is a query in a line: code, and each reading as "words ~ days # number".
func said(q Query) string {
	var out []string
	if q.Code != "" {
		out = append(out, "code "+q.Code)
	}
	for _, r := range q.Readings {
		line := strings.Join(r.Words, " ")
		for _, b := range r.Born {
			line += " ~" + string(b.Day)
			if b.How != "" {
				line += "(" + b.How + ")"
			}
		}
		if r.Number != "" {
			line += " #" + r.Number
		}
		out = append(out, strings.TrimSpace(line))
	}
	return strings.Join(out, " | ")
}

// Whatever form it is typed in, each thing it may be is looked for, the
// likeliest first.
func TestWhatWasTyped(t *testing.T) {
	nov12 := "~1961-11-12(month first) ~1961-12-11(day first)"
	for typed, want := range map[string]string{
		"":                         "",
		"  Morales ":               "morales",
		"elena  MORALES":           "elena morales",
		"m":                        "",
		"李":                        "李",
		"王小明":                      "王小明 | 王 小明 | 王小 明",
		"王 小明":                     "王 小明",
		"김민수 1961-11-12":           "김민수 ~1961-11-12 | 김 민수 ~1961-11-12 | 김민 수 ~1961-11-12 | #김민수19611112 | 김민수 #19611112 | 김 민수 #19611112 | 김민 수 #19611112",
		"m elena":                  "m elena",
		"8kq2-m4tx":                "code 8KQ2-M4TX | #8kq2m4tx",
		"8KQ2 M4TX":                "code 8KQ2-M4TX | #8kq2m4tx",
		"waterman":                 "code WATE-RMAN | waterman",
		"11/12/1961":               nov12 + " | #11121961",
		"11-12-61":                 nov12 + " | #111261",
		"12.11.1961":               "~1961-11-12(day first) ~1961-12-11(month first) | #12111961",
		"1961-11-12":               "~1961-11-12 | #19611112",
		"1961/11/12":               "~1961-11-12 | #19611112",
		"12-Nov-1961":              "~1961-11-12 | #12nov1961",
		"25/12/1961":               "~1961-12-25 | #25121961",
		"11/11/1961":               "~1961-11-11 | #11111961",
		"11 / 12 / 1961":           nov12 + " | #11121961",
		"61-11-12":                 "~1961-11-12 | #611112",
		"11121961":                 nov12 + " | #11121961",
		"19611112":                 "~1961-11-12 | #19611112",
		"111261":                   nov12 + " | #111261",
		"11/12/24":                 "~2024-11-12(month first) ~1924-11-12(month first) ~2024-12-11(day first) ~1924-12-11(day first) | #111224",
		"12/25/26":                 "~1926-12-25 | #122526", // next month: a century ago, or not yet
		"30/02/1961":               "#30021961",
		"11/12/2161":               "#11122161",
		"Nov 1961 ":                "~1961-11 | nov ~1961 | #nov1961 | nov #1961",
		"11/1961":                  "~1961-11 | #111961",
		"morales 11/12/1961":       "morales " + nov12 + " | #morales11121961 | morales #11121961",
		"12-nov-61 Morales, Elena": "morales elena ~1961-11-12 | #12nov61moraleselena | morales elena #12nov61",
		"morales 1961":             "morales ~1961 | #morales1961 | morales #1961",
		"May 1990":                 "~1990-05 | may ~1990 | #may1990 | may #1990",
		"1961":                     "#1961",
		"4471":                     "#4471",
		"(555) 010-4471":           "#5550104471",
		"+1 555.010.4471":          "#15550104471",
		"tran 4471":                "#tran4471 | tran #4471",
		"LK 26 540":                "#lk26540 | lk #26540",
		"ng-08812":                 "#ng08812",
		"morales LK26540":          "#moraleslk26540 | morales #lk26540",
		"o'brien":                  "obrien",
		"room 12":                  "room",
	} {
		if got := said(Read(typed, plain, today)); got != want {
			t.Errorf("%q: %s, want %s", typed, got, want)
		}
	}
	for _, typed := range []string{"Nov 12 61", "12 Nov 1961", "Nov 12, 1961", "November 12th, 1961", "12th of November 1961", "12 de noviembre de 1961", "1961 Nov 12", "12nov61", "12NOV1961", "nov. 12 '61"} {
		if q := Read(typed, plain, today); len(q.Readings) == 0 || said(Query{Readings: q.Readings[:1]}) != "~1961-11-12" {
			t.Errorf("%q: %s", typed, said(q))
		}
	}
}

// Whatever bytes are typed: no panic, no day that is none, no more work than a
// few readings of a few words.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"Nov 12 61", "11/12/1961", "8KQ2-M4TX", "(555) 010-4471", "morales 31.12.99 4471", "٣/٤/٢٠٠١", "a\x00b\xff", "12121212121212121212", "-//-.5.5.5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		q := Read(typed, plain, today)
		if len(q.Readings) > 5 {
			t.Errorf("%d readings", len(q.Readings))
		}
		for _, r := range q.Readings {
			if len(r.Words) > mostWords || len(r.Born) > 4 || slices.Contains(r.Words, "") {
				t.Errorf("%q: %+v", typed, r)
			}
			for _, b := range r.Born {
				day, err := time.Parse("2006-01-02"[:len(b.Day)], string(b.Day))
				if err != nil || day.After(today) {
					t.Errorf("%q: born %s", typed, b.Day)
				}
			}
		}
	})
}

// A word fits a name by what can be said of it, and the worst of several counts.
func TestANameFits(t *testing.T) {
	name := func(words ...string) (out []Part) {
		for _, w := range words {
			out = append(out, Part{w, plain(w)})
		}
		return out
	}
	morales, kid := name("Elena", "Morales"), name("William", "Smith")
	for _, c := range []struct {
		typed string
		name  []Part
		want  string
	}{
		{"morales elena", morales, "0"}, {"elena", morales, "0"}, {"el mor", morales, "1"}, {"morales e", morales, "1"},
		{"bill smith", kid, "2 Bill is William"}, {"will smith", kid, "1"}, {"smith liam", kid, "2 Liam is William"},
		{"smtih william", kid, "3 “smtih” is nearly Smith"}, {"bill smyth", kid, "3 Bill is William “smyth” is nearly Smith"}, {"moralez", morales, "3 “moralez” is nearly Morales"},
		{"morales morales", morales, "4"}, {"elena smith", morales, "4"}, {"pepe", name("José"), "4"}, // the store's fold takes the mark
		{"pepe", []Part{{"José", "jose"}}, "2 Pepe is José"}, {"jose", []Part{{"Pepe", "pepe"}}, "2 Jose is Pepe"}, {"ana", name("Eva"), "4"}, {"maja", name("Maya"), "3 “maja” is nearly Maya"},
	} {
		fit, why := Match(strings.Fields(c.typed), c.name)
		if got := strings.TrimSpace(fmt.Sprint(int(fit), " ", strings.Join(why, " "))); got != c.want {
			t.Errorf("%q and %v: %s, want %s", c.typed, c.name, got, c.want)
		}
	}
}

// One error of typing is near: by brute force, every edit of a word, and no two.
func TestNear(t *testing.T) {
	letters := []rune("abs")
	for _, word := range []string{"abba", "morales", "łucja", "aaaa"} {
		r := []rune(word)
		for i := 0; i <= len(r); i++ {
			edits := []string{}
			for _, c := range letters {
				edits = append(edits, string(r[:i])+string(c)+string(r[i:]))
				if i < len(r) {
					edits = append(edits, string(r[:i])+string(c)+string(r[i+1:]))
				}
			}
			if i < len(r) {
				edits = append(edits, string(r[:i])+string(r[i+1:]))
			}
			if i+1 < len(r) {
				edits = append(edits, string(r[:i])+string(r[i+1])+string(r[i])+string(r[i+2:]))
			}
			for _, e := range edits {
				if !Near(word, e) {
					t.Errorf("%s is not near %s", e, word)
				}
			}
		}
	}
	for a, b := range map[string]string{"morales": "moarels", "elena": "eln", "ana": "eva", "abcd": "badc", "abc": "abcd", "smith": "smthi2"} {
		if Near(a, b) {
			t.Errorf("%s is near %s", a, b)
		}
	}
}

// The table of nicknames has no name twice on a line and says each both ways.
func TestNicknames(t *testing.T) {
	for line := range strings.Lines(called) {
		names := strings.Fields(line)
		for i, n := range names {
			if slices.Contains(names[:i], n) || n != plain(strings.ReplaceAll(n, "-", "")) && !strings.Contains(n, "-") {
				t.Errorf("%s in %q", n, line)
			}
		}
	}
	for _, pair := range [][2]string{{"bill", "william"}, {"pepe", "jose"}, {"paco", "francisco"}, {"peggy", "margaret"}, {"nacho", "ignacio"}, {"lupita", "guadalupe"}, {"majo", "mariajose"}} {
		if !slices.Contains(Nicknames(pair[0]), pair[1]) || !slices.Contains(Nicknames(pair[1]), pair[0]) {
			t.Errorf("%v", pair)
		}
	}
	if Nicknames("morales") != nil {
		t.Error("a family name is no nickname")
	}
}
