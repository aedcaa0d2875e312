package story

import (
	"bytes"
	"math"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"referd/cmd/referd/demo/cast"
	"referd/core/party"
)

// pdf sets a paper on one sheet: the letterhead of who wrote it, whose it is,
// what it says. Its text lies open, so that the guard can read the name.
func (p paper) pdf(who party.Patient, now time.Time) ([]byte, error) {
	f := fpdf.New("P", "mm", "Letter", "")
	f.SetCreationDate(now)
	f.SetModificationDate(now)
	f.SetCatalogSort(true)
	f.SetTitle(p.title, false)
	f.SetMargins(22, 18, 22)
	f.AddPage()
	say := f.UnicodeTranslatorFromDescriptor("")
	put := func(style string, size, line float64, words string) {
		f.SetFont("Helvetica", style, size)
		f.MultiCell(0, line, say(latin(words)), "", "L", false)
	}
	for _, o := range cast.Places {
		if o.ID == p.from {
			put("B", 14, 7, o.Name)
			put("", 9, 4.5, strings.Join(o.Lines, ", ")+", "+o.City+", WI. Telephone "+o.Phone)
		}
	}
	f.SetDrawColor(11, 93, 102)
	f.Line(22, f.GetY()+2, 194, f.GetY()+2)
	f.Ln(6)
	put("B", 16, 8, p.title)
	put("", 10, 5, cast.Local(now).Format("Monday 2 January 2006"))
	f.Ln(2)
	number := ""
	if len(who.Identifiers) > 0 {
		number = who.Identifiers[0].Value
	}
	put("B", 11, 6, "Patient: "+strings.ToUpper(who.Name.Family)+", "+strings.Join(who.Name.Given, " ")+" ("+who.Name.Prefix+")")
	put("", 10, 5, "Born "+string(who.Born)+", "+who.Sex+", record "+number)
	f.Ln(4)
	for _, part := range [][2]string{{"Question", p.question}, {"Answer", p.answer}, {"Findings", p.findings}, {"", p.words}} {
		if part[1] == "" {
			continue
		}
		if part[0] != "" {
			put("B", 11, 6, part[0])
		}
		put("", 11, 5.6, part[1])
		f.Ln(3)
	}
	if len(p.lines) > 0 {
		put("B", 11, 6, "Recommended")
		for _, l := range p.lines {
			put("", 11, 5.6, "-  "+l)
		}
		f.Ln(3)
	}
	if p.tracing {
		tracing(f)
	}
	if p.signed != "" {
		f.Ln(6)
		put("I", 11, 6, p.signed)
	}
	put("", 8, 8, "Made up for the demo. Nobody in it exists.")
	var b bytes.Buffer
	err := f.Output(&b)
	return b.Bytes(), err
}

// tracing draws three leads of an ECG on its grid.
func tracing(f *fpdf.Fpdf) {
	top := f.GetY() + 2
	f.SetLineWidth(0.1)
	f.SetDrawColor(244, 190, 190)
	for x := 22.0; x <= 192; x += 5 {
		f.Line(x, top, x, top+60)
	}
	for y := top; y <= top+60; y += 5 {
		f.Line(22, y, 192, y)
	}
	f.SetDrawColor(20, 20, 20)
	f.SetLineWidth(0.25)
	f.SetFont("Helvetica", "", 8)
	for i, lead := range []string{"II", "V2", "V5"} {
		base := top + 14 + 20*float64(i)
		f.Text(23, base-8, lead)
		var px, py float64
		for x := 0.0; x <= 168; x += 0.4 {
			y := base - beat(math.Mod(x, 21)/21, i)
			if x > 0 {
				f.Line(22+px, py, 22+x, y)
			}
			px, py = x, y
		}
	}
	f.SetY(top + 64)
}

// beat is the height in millimeters of one heart beat at a part of its length.
func beat(at float64, lead int) float64 {
	bump := func(center, width, height float64) float64 {
		d := (at - center) / width
		return height * math.Exp(-d*d)
	}
	s := []float64{9, 6, 11}[lead]
	y := bump(0.18, 0.035, 1.2) - bump(0.295, 0.008, 1.2) + bump(0.315, 0.011, s) - bump(0.335, 0.009, 2.2) + bump(0.58, 0.06, 2.2)
	if lead == 2 && at > 0.35 && at < 0.55 {
		y -= 1 // what it is about
	}
	return y
}

// latin leaves the letters a plain PDF font has and spells the others without
// their marks, as many machines do.
func latin(s string) string {
	var b strings.Builder
	for _, r := range cast.Letters.Replace(s) {
		if r < 0x100 {
			b.WriteRune(r)
			continue
		}
		b.WriteString(cast.PlainLetters(string(r)))
	}
	return b.String()
}
