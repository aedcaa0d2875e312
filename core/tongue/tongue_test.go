package tongue

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var place = regexp.MustCompile(`\{[a-z]\}`)

// Every sentence a patient can read is there in every tongue, with the same
// places to fill, in order, and no two lines say one key.
func TestEverySentenceIsInEveryTongue(t *testing.T) {
	var keys []string
	for _, l := range strings.Split(strings.TrimRight(catalogue, "\n"), "\n")[1:] {
		key, _, _ := strings.Cut(l, "\t")
		keys = append(keys, key)
		x := lines[key]
		want := place.FindAllString(x.Words[English], -1)
		slices.Sort(want)
		for _, tg := range All() {
			got := place.FindAllString(x.Words[tg], -1)
			slices.Sort(got)
			if strings.TrimSpace(x.Words[tg]) == "" || !slices.Equal(got, want) {
				t.Errorf("%s in %s: %q, with %v to fill, want %v", key, tg, x.Words[tg], got, want)
			}
		}
		if x.Signed != "" && !strings.Contains(x.Signed, " ") {
			t.Errorf("%s is signed by %q, which is not a name", key, x.Signed)
		}
	}
	if len(keys) < 100 || !slices.IsSorted(keys) {
		t.Errorf("%d keys, sorted %v", len(keys), slices.IsSorted(keys))
	}
	unsigned := strings.Contains(catalogue, "\t\n") || strings.HasSuffix(catalogue, "\t")
	if Spanish.Draft() != unsigned || English.Draft() {
		t.Errorf("Spanish is a draft: %v, and some of it is not signed: %v", Spanish.Draft(), unsigned)
	}
}

// The sentences are as easy to read as was promised: English at the sixth grade
// or below (Flesch–Kincaid), Spanish fairly easy (Fernández-Huerta, 70 or more).
func TestTheSentencesAreEasyToRead(t *testing.T) {
	for tg, score := range map[Tongue]func(words, sentences, syllables float64) float64{
		English: func(w, s, y float64) float64 { return 6 - (0.39*w/s + 11.8*y/w - 15.59) },
		Spanish: func(w, s, y float64) float64 { return 206.84 - 60*y/w - 1.02*w/s - 70 },
	} {
		var words, sentences, syllables float64
		for key, l := range lines {
			w, s, y := counted(tg, l.Words[tg])
			words, sentences, syllables = words+w, sentences+s, syllables+y
			if w/s > 26 { // the longest is the list beside 911
				t.Errorf("%s in %s has sentences of %.0f words", key, tg, w/s)
			}
		}
		if got := score(words, sentences, syllables); got < 0 || math.IsNaN(got) {
			t.Errorf("%s is too hard by %.1f", tg, -got)
		} else {
			t.Logf("%s has %.1f to spare", tg, got)
		}
	}
	if w, s, y := counted(English, "Dermatological examination necessitates comprehensive documentation."); 6-(0.39*w/s+11.8*y/w-15.59) > 0 {
		t.Error("anything is easy")
	}
}

var (
	word  = regexp.MustCompile(`[\p{L}’'-]+`)
	ends  = regexp.MustCompile(`[.?!:]+(\s|$)`)
	vowel = map[Tongue]*regexp.Regexp{English: regexp.MustCompile(`[aeiouy]+`), Spanish: regexp.MustCompile(`[aáeéoó]?[iuü]?[aáeéoóiíuúü]|[aáeéoóiíuúü]`)}
)

// counted is how many words, sentences and syllables some words have.
func counted(tg Tongue, s string) (words, sentences, syllables float64) {
	s = place.ReplaceAllString(s, "it")
	for _, w := range word.FindAllString(strings.ToLower(s), -1) {
		n := len(vowel[tg].FindAllString(w, -1))
		if tg == English && strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "le") && n > 1 {
			n--
		}
		words, syllables = words+1, syllables+float64(max(n, 1))
	}
	return words, float64(max(len(ends.FindAllString(s, -1)), 1)), syllables
}

// Days and hours are said as each tongue says them.
func TestDaysAndHours(t *testing.T) {
	now := time.Date(2026, 6, 9, 12, 0, 0, 0, time.UTC)
	at := time.Date(2026, 6, 15, 13, 20, 0, 0, time.UTC)
	for got, want := range map[string]string{
		English.Day(at, now): "Monday 15 June", Spanish.Day(at, now): "lunes 15 de junio", English.Day(at.AddDate(1, 0, 0), now): "Tuesday 15 June 2027", Spanish.Day(at.AddDate(1, 0, 0), now): "martes 15 de junio de 2027",
		English.Time(at): "1:20\u00a0pm", Spanish.Time(at): "la 1:20\u00a0p.\u00a0m.", English.Time(now): "12\u00a0pm", Spanish.Time(now.Add(-4 * time.Hour)): "las 8\u00a0a.\u00a0m.",
		English.Say("now.booked", "d", "Monday", "t", "2 pm"): "You have a visit: Monday, 2 pm.", Spanish.Say("call.now", "t", "las 5 p. m."): "Están ahí ahora, hasta las 5 p. m.", string(Accepted("fr-CA, es-MX;q=0.8, en;q=0.5")): "es", string(Accepted("")): "en", string(Of("es-419")): "es", string(Of("pl")): "en",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
