package store

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/core/search"
)

// What the search box finds a record by is kept beside it, under the
// organization whose record it is: any two words of its names, either first, each
// identifier and number, the birth date. From a referral's delivery on each side
// has a record of its own and finds that: whose records there are elsewhere
// changes nothing of what a search does, nor of how long it takes.

// form counts up when keys are made in another way: all are made again at the
// next start.
const form = 1

// paired is of how many words of a name any two are a key together; the rest,
// and particles, are keys alone.
const paired = 5

// keysOf are a record's keys.
func keysOf(p party.Patient) (out []string) {
	words, joined := wordsOf(p.Name)
	var pairs []string
	for _, w := range words {
		if !search.Particle(w) && len(pairs) < paired {
			pairs = append(pairs, w)
		}
	}
	for _, a := range words {
		if !slices.Contains(pairs, a) || len(pairs) == 1 {
			out = append(out, a+" ")
			continue
		}
		for _, b := range pairs {
			if a != b {
				out = append(out, a+" "+b+" ")
			}
		}
	}
	for _, j := range joined {
		if j.beside == "" {
			out = append(out, j.word+" ")
		} else {
			out = append(out, j.word+" "+j.beside+" ", j.beside+" "+j.word+" ")
		}
	}
	for _, i := range p.Identifiers {
		if n := clipped(search.Bare(i.Value)); n != "" {
			out = append(out, "#"+n)
			if tail := strings.TrimLeft(n, "abcdefghijklmnopqrstuvwxyz"); tail != n && len(tail) > 3 {
				out = append(out, "#"+tail) // people leave out the letters before it
			}
		}
	}
	for _, x := range p.Phones {
		if d := digits(x.Number); len(d) > 3 {
			out = append(out, "+"+backwards(clipped(d)))
		}
	}
	if p.Born != "" {
		out = append(out, "*"+string(p.Born))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// clipped is a text no longer than a key need be.
func clipped(s string) string {
	if r := []rune(s); len(r) > 64 {
		return string(r[:64])
	}
	return s
}

// together is several words written as one, and a word of the other part of the
// name beside it.
type together struct{ word, beside string }

// wordsOf are the words of a name, folded, and each part of several as one word:
// "De la Cruz" is also looked for as delacruz.
func wordsOf(n party.Name) (words []string, joined []together) {
	family, given := strings.Fields(Fold(n.Family)), strings.Fields(Fold(strings.Join(n.Given, " ")))
	for _, w := range append(slices.Clone(family), given...) {
		if w = clipped(w); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	for _, x := range [2][2][]string{{family, given}, {given, family}} {
		if part, other := x[0], x[1]; len(part) > 1 {
			j := together{word: clipped(strings.Join(part, ""))}
			if len(other) > 0 {
				j.beside = other[0]
			}
			joined = append(joined, j)
		}
	}
	return words, joined
}

// Parts are the words of a name for search.Match: as written and folded, and
// those that are looked for as one.
func Parts(n party.Name) (out []search.Part) {
	for _, part := range []string{n.Family, strings.Join(n.Given, " ")} {
		folded := strings.Fields(Fold(part))
		if len(folded) > 1 {
			out = append(out, search.Part{Shown: part, Folded: strings.Join(folded, "")})
		}
		for _, shown := range strings.FieldsFunc(part, func(r rune) bool { return r == ' ' || r == '-' }) {
			if f := Fold(shown); f != "" {
				out = append(out, search.Part{Shown: shown, Folded: f})
			}
		}
	}
	return out
}

// Stretch is where to look among an organization's keys.
type Stretch struct{ from, to, has string }

func beginning(s string) Stretch { return Stretch{from: s, to: s + "\U0010ffff"} }

// ByName finds a folded word of a name; not whole, its beginning.
func ByName(word string, whole bool) Stretch {
	if word = clipped(word); whole {
		word += " "
	}
	return beginning(word)
}

// ByNames finds two words of a name: the first whole, the second too, or its
// beginning.
func ByNames(first, then string, whole bool) Stretch {
	then = clipped(then)
	if whole {
		then += " "
	}
	return beginning(clipped(first) + " " + then)
}

// ByBeginnings finds two words that are both unfinished: it goes through the
// names that begin with the first, many at most.
func ByBeginnings(first, then string) Stretch {
	s := beginning(clipped(first))
	s.has = " " + clipped(then)
	return s
}

// ByNumber finds the beginning of an identifier (search.Bare), or of its digits.
func ByNumber(bare string) Stretch { return beginning("#" + clipped(bare)) }

// ByPhone finds the end of a phone number.
func ByPhone(digits string) Stretch { return beginning("+" + backwards(clipped(digits))) }

// ByBirth finds a birth date, or all of a month or a year.
func ByBirth(day party.Date) Stretch { return beginning("*" + string(day)) }

// Found is a record a stretch found, and the key it was found by: the name's
// words where it was one.
type Found struct {
	Stretch int // which of those asked
	Key     string
	Patient party.PatientID
}

// looked is how many keys a search by two beginnings goes through.
const looked = 10_000

// FoundBy finds the reader's own records in some stretches, at most so many keys
// of each, in the order of the keys: a whole word before a longer one.
func (v *View) FoundBy(list []Stretch, most int) (out []Found, err error) {
	whose, orgs := v.whose()
	find := v.foundIn
	if v.s.pg {
		find = v.foundInEach
	}
	for _, org := range orgs {
		if err := find(list, whose, org, most, func(f Found) { out = append(out, f) }); err != nil {
			return nil, broken("store.FoundBy", err)
		}
	}
	slices.SortFunc(out, func(a, b Found) int {
		return cmp.Or(cmp.Compare(a.Stretch, b.Stretch), strings.Compare(a.Key, b.Key), strings.Compare(string(a.Patient), string(b.Patient)))
	})
	return out, nil
}

// foundIn asks SQLite about an organization's stretches, a part of the question
// each.
func (v *View) foundIn(list []Stretch, whose string, org any, most int, found func(Found)) error {
	from := 0
	return pieces(list, func(list []Stretch) error {
		var texts []string
		var with []any
		for i, s := range list {
			n := strconv.Itoa(i)
			q, mine := "select "+n+" as stretch, key, patient from found where "+whose+" and key >= ? and key < ?", []any{org, s.from, s.to}
			of := "found"
			if s.has != "" {
				of = "topmost"
				q, mine = "select * from ("+q+" order by key limit ?) "+of+" where instr(key, ?) > 0", append(mine, looked, s.has)
			}
			seen, seenWith := v.visible("patient", of+".patient") // an import's are not, until it is shown
			q, with = q+" and "+seen+" order by key, patient limit ?", append(slices.Concat(with, mine, seenWith), most)
			texts = append(texts, "select * from ("+q+") top"+n)
		}
		err := v.eachFound(strings.Join(texts, " union all "), with, from, found)
		from += len(list)
		return err
	})
}

// foundInEach asks PostgreSQL about all of them at once, in one text for every
// number of them: planning a question with as many parts takes longer than its
// answer.
func (v *View) foundInEach(list []Stretch, whose string, org any, most int, found func(Found)) error {
	var from, to, has []string
	for _, s := range list {
		from, to, has = append(from, s.from), append(to, s.to), append(has, s.has)
	}
	seen, with := v.visible("patient", "topmost.patient")
	q := `select s.n - 1, top.key, top.patient from unnest(?::text[], ?::text[], ?::text[]) with ordinality s (f, t, has, n), lateral (
		select key, patient from (select key, patient from found where ` + whose + ` and key >= s.f and key < s.t order by key, patient limit ?) topmost
		where strpos(key, s.has) > 0 and ` + seen + ` order by key, patient limit ?) top`
	return v.eachFound(q, slices.Concat([]any{from, to, has, org, looked}, with, []any{most}), 0, found)
}

func (v *View) eachFound(q string, with []any, from int, found func(Found)) error {
	return v.s.each(q, with, func(scan func(...any) error) error {
		var f Found
		err := scan(&f.Stretch, &f.Key, &f.Patient)
		f.Stretch += from
		found(f)
		return err
	})
}

// whose is the condition on an organization's own rows, and with what it is
// asked, one after the other; the house itself has everybody's, and who is let
// into one loop looks for nobody.
func (v *View) whose() (cond string, with []any) {
	switch {
	case v.scope.System:
		return "org >= ?", []any{""}
	case v.scope.Only != "":
		return "", nil
	}
	return "org = ?", args(v.scope.Orgs)
}

// Called is what a record is told from others by before it is read whole: its
// names, folded, and the birth date.
type Called struct {
	Family, Given string
	Born          party.Date
}

// CalledOf reads how records the reader may see are called.
func (v *View) CalledOf(ids []party.PatientID) (map[party.PatientID]Called, error) {
	out := map[party.PatientID]Called{}
	err := v.s.among(ids, func(list string, ids []any) error {
		cond, with := v.visible("patient", "p.id")
		return v.s.each("select p.id, p.family, p.given, p.born from patients p where p.id in "+list+" and "+cond, append(ids, with...), func(scan func(...any) error) error {
			var id party.PatientID
			var c Called
			err := scan(&id, &c.Family, &c.Given, &c.Born)
			out[id] = c
			return err
		})
	})
	return out, broken("store.CalledOf", err)
}

// OpenOf says with whom the open loops of some records are, of those the reader
// may see.
func (v *View) OpenOf(ids []party.PatientID) (map[party.PatientID][]referral.Owed, error) {
	out := map[party.PatientID][]referral.Owed{}
	err := v.s.among(ids, func(list string, ids []any) error {
		cond, with := v.visible("referral", "l.id")
		for _, column := range []string{"patient", "receiver_patient"} {
			q := "select l." + column + ", l.owner_team, l.owner_person, l.holder from referrals l where l." + column + " in " + list + " and l." + column + " <> '' and l.open = 1 and " + cond
			if err := v.s.each(q, slices.Concat(ids, with), func(scan func(...any) error) error {
				var id party.PatientID
				var o referral.Owed
				err := scan(&id, &o.Team, &o.Person, &o.Holder)
				out[id] = append(out[id], o)
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return out, broken("store.OpenOf", err)
}
