package measure

import (
	"math"
	"strconv"

	"referd/base/cells"
	"referd/base/fault"
	core "referd/core/measure"
	"referd/desk"
	"referd/desk/measure"
	"referd/web/sheet"
	"referd/web/sheet/csv"
	"referd/web/visit"
)

var figureHead = []string{"measure", "of", "which", "counted", "measured", "left out", "not yet", "too young", "value", "unit", "nine of ten within", "mean", "lower limit", "upper limit"}

// lines write a figure: the whole, then each week.
func lines(w *cells.Writer, x core.Figure) {
	of, from := "all", date(x.From)+" to "+date(x.Until-24*60)
	if x.Now {
		of, from = "now", ""
	}
	whole := line(x.Measure, of, from, x.Whole)
	whole[7] = strconv.Itoa(x.Young)
	if x.Limits.Known {
		whole[11], whole[12], whole[13] = number(x.Limits.Mean), number(x.Limits.Low), number(x.Limits.High)
	}
	w.Row(whole...)
	for _, p := range x.Weeks {
		w.Row(line(x.Measure, "week of", date(p.Week), p)...)
	}
}

func line(m *core.Measure, of, which string, p core.Point) []string {
	out := []string{m.Name, of, which, strconv.Itoa(p.Counted), strconv.Itoa(p.N), strconv.Itoa(p.LeftOut), strconv.Itoa(p.Waiting), "", "", "share", "", "", "", ""}
	if m.Unit == core.Time {
		out[9] = "minutes"
	}
	if p.Known {
		out[8] = number(p.Value)
	}
	if p.Most > 0 {
		out[10] = number(p.Most)
	}
	return out
}

// number is a figure to four places, as exact as any of them is.
func number(v float64) string { return strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64) }

// counting refuses a file while not all is counted: it would hold wrong numbers.
func counting(f measure.Figures) error {
	if f.Ready {
		return nil
	}
	return fault.E("measure.csv", fault.Busy, "The referrals are being counted. Try again in a minute.", nil)
}

func (p pages) allCSV(v *visit.Visit) error {
	return csv.File(v, "measures", func(w *cells.Writer) error {
		return p.read(v, "measures.csv", func(r *desk.Reading) error {
			f, err := p.board.Figures(r, asked(v))
			if err == nil {
				err = counting(f)
			}
			w.Row(figureHead...)
			for _, x := range f.List {
				lines(w, x)
			}
			return err
		})
	})
}

func (p pages) oneCSV(v *visit.Visit) error {
	m, err := named(v)
	if err != nil {
		return err
	}
	return csv.File(v, m.Name, func(w *cells.Writer) error {
		return p.read(v, "measures."+m.Name+".csv", func(r *desk.Reading) error {
			a := asked(v)
			a.Measure = m
			f, err := p.board.Figures(r, a)
			if err == nil {
				err = counting(f)
			}
			if err != nil {
				return err
			}
			w.Row(figureHead...)
			lines(w, f.List[index(m)])
			say := words{v, r.Directory(), f.Out}
			for _, x := range f.Parts {
				w.Row(line(m, f.By.String(), say.name(f.By, x.ID), x.Point)...)
			}
			return nil
		})
	})
}

// mostCases is how many lines a file of cases has at most.
const mostCases = 2000

func (p pages) casesCSV(v *visit.Visit) error {
	c, err := casesAsked(v)
	if err != nil {
		return err
	}
	return csv.File(v, c.Measure.Name+"-"+string(c.Group), func(w *cells.Writer) error {
		return p.read(v, "measures."+c.Measure.Name+".cases.csv", func(r *desk.Reading) error {
			c.Page, c.PerPage = 1, mostCases
			x, err := p.board.Cases(r, c)
			if err == nil {
				err = counting(x.Figures)
			}
			w.Row("referral", "sent", "service", "sender", "urgency", "phase", "coordinator", "why")
			say := words{v, r.Directory(), x.Out}
			for _, k := range x.List {
				w.Row(k.Code, v.Clock().Exact(k.Sent), say.name(core.Service, k.Service), say.name(core.Sender, k.Sender), k.Urgency, sheet.Phase(k.Phase), say.name(core.Coordinator, k.Done), k.Why)
			}
			if x.Total[c.Group] > mostCases {
				w.Row("The first 2000 lines. Narrow the cases for the rest.")
			}
			return err
		})
	})
}
