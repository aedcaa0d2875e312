package cast

import (
	"fmt"
	"math/rand/v2"
	"time"

	"referd/core/party"
)

// The names of a region: as with real ones a few are common and most are rare.
var (
	heads = []string{"Ander", "Ash", "Bar", "Bel", "Berg", "Bex", "Brad", "Bren", "Cal", "Car", "Clay", "Crom", "Dal", "Del", "Dorn", "Eck", "El", "Fair", "Fen", "Fos", "Gal", "Gar", "Gris", "Hal", "Har", "Hol", "Ing", "Jar", "Kel", "Kir", "Kron", "Lam", "Lar", "Lin", "Mal", "Mar", "Mon", "Nor", "Old", "Pal", "Par", "Pen", "Quin", "Ram", "Ros", "Rud", "Sal", "Sand", "Shel", "Sol", "Stan", "Tal", "Thor", "Tol", "Ulv", "Val", "Ver", "Wal", "West", "Wil", "Yar", "Zel"}
	tails = []string{"ado", "aldi", "ano", "bach", "bert", "borg", "brook", "by", "cott", "dahl", "den", "dottir", "es", "ett", "ez", "feld", "ford", "gard", "ham", "haus", "hurst", "i", "ini", "itch", "ke", "land", "ley", "lund", "man", "mark", "mere", "mont", "oğlu", "os", "ova", "ridge", "rup", "sen", "skog", "ski", "son", "stad", "stein", "stone", "ström", "ton", "vik", "ville", "wick", "worth", "wright", "yama", "zak"}
)

// family is a family name: every fourth of the common ones, the rest of some
// three thousand, every ninth of two.
func family(r *rand.Rand) string {
	one := func() string {
		if r.IntN(4) == 0 {
			return families[r.IntN(len(families))]
		}
		return heads[r.IntN(len(heads))] + tails[r.IntN(len(tails))]
	}
	if r.IntN(9) == 0 {
		return one() + "-" + one()
	}
	return one()
}

// Another is the i-th of the many of a region: what tells them from each other.
func Another(i int, sex string, now time.Time) (p party.Patient) {
	r := rand.New(rand.NewPCG(13, uint64(i)))
	list, prefix := women, "Mrs"
	if sex == "male" {
		list, prefix = men, "Mr"
	}
	p.Name = named(prefix, list[r.IntN(len(list))], family(r))
	if r.IntN(3) == 0 {
		p.Name.Given = append(p.Name.Given, list[r.IntN(len(list))])
	}
	p.Born = party.Date(now.AddDate(-18-r.IntN(72), -r.IntN(12), -r.IntN(28)).Format(time.DateOnly))
	p.Phones = []party.Phoned{{Number: fmt.Sprintf("(%d) 555-%04d", 201+r.IntN(780), r.IntN(10000)), Use: "mobile"}}
	p.Address = party.Address{Lines: []string{fmt.Sprintf("%d %s", 3+r.IntN(900), streets[r.IntN(len(streets))])}, City: "Lakeside", State: "WI", PostalCode: "53190", Country: "US"}
	return p
}

var streets = []string{"Shore Road", "Mill Lane", "Third Street", "Orchard Avenue", "Ferry Street"}
