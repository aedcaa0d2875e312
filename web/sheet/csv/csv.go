// Package csv writes lists as files of comma-separated values.
package csv

import (
	"bytes"

	"referd/base/cells"
	"referd/desk"
	"referd/desk/lists"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// most is how many lines a table has at most; past it the last line says so.
const most = 2000

// List answers with a view as a file of comma-separated values, the same rows in
// the same order. Its name holds no patient's words.
func List(v *visit.Visit, name string, a lists.Asking) error {
	a.Beside, a.Page = nil, 0
	return File(v, name+"-"+string(a.View), func(w *cells.Writer) error { return all(v, w, name, a) })
}

var tableHeads = []string{"code", "urgency", "patient", "born", "number", "service", "sender", "question", "phase", "with", "next act", "due", "seen by", "in phase since"}

// Table writes rows of a list with their heads.
func Table(v *visit.Visit, r *desk.Reading, w *cells.Writer, rows []lists.Listing) error {
	w.Row(tableHeads...)
	for _, x := range sheet.Lines(v, r.Directory(), rows) {
		w.Row(line(v.Clock(), x)...)
	}
	return nil
}

func all(v *visit.Visit, w *cells.Writer, name string, a lists.Asking) error {
	w.Row(tableHeads...)
	return v.Desk.Read(v.R.Context(), v.Who, name+".csv", func(r *desk.Reading) error {
		for n := 0; n < most; {
			a.Page++
			l, err := lists.LinesOf(r, a)
			if err != nil {
				return err
			}
			for _, x := range sheet.Lines(v, r.Directory(), l.Rows) {
				w.Row(line(v.Clock(), x)...)
			}
			if n += len(l.Rows); a.Page >= l.Pages {
				return nil
			}
		}
		return w.Row("The first 2000 lines. Narrow the view for the rest.")
	})
}

// File answers with rows as a file of comma-separated values, or not at all.
// Its name holds no patient's words.
func File(v *visit.Visit, name string, rows func(*cells.Writer) error) error {
	var b bytes.Buffer
	w := cells.To(&b)
	if err := rows(w); err != nil {
		return err
	}
	if err := w.End(); err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	_, err := v.W.Write(b.Bytes())
	return err
}

func line(c page.Clock, x page.Line) []string {
	with := x.With
	if x.Mine && !x.Free {
		with = page.You(x.For)
	}
	return []string{x.Code, x.Urgency, x.Patient, x.Born, x.Number, x.Service, x.From, x.Question, x.Phase, with, x.Act, c.Exact(x.Due), c.Exact(x.SeenBy), c.Exact(x.Since)}
}
