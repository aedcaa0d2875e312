package clinic

import (
	"cmp"
	"net/http"

	"referd/base/cells"
	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/sheet/csv"
	"referd/web/visit"
)

// selection are the referrals a form is about; none is said, and ok is false.
func selection(v *visit.Visit) (ids []referral.ID, ok bool, err error) {
	f, err := v.Form()
	if err != nil {
		return nil, false, err
	}
	if ids = chosen(f); len(ids) == 0 {
		v.SayNot(nothing)
		return nil, false, v.Go(back(f))
	}
	if len(ids) > most {
		return nil, false, fault.E("clinic.selection", fault.Invalid, "At most 500 can be done by one press.", nil)
	}
	return ids, true, nil
}

// printed is a page with the referral sheet of each that was selected. Each is
// looked at on record like a referral that is opened.
func printed(v *visit.Visit) error {
	ids, ok, err := selection(v)
	if err != nil || !ok {
		return err
	}
	p := page.Prints{Back: back(v.R.PostForm), BackName: "Queue"}
	for _, id := range ids {
		var s page.PrintSheet
		err := v.Desk.Read(v.R.Context(), v.Who, "print", func(r *desk.Reading) error {
			at, err := loop.Look(r, id)
			if err != nil {
				return err
			}
			if at.Withheld {
				return desk.NoChart("clinic.printed")
			}
			s = sheetOn(v, r, at)
			return nil
		})
		switch fault.Of(err) {
		case fault.Missing, fault.Denied:
			p.Gone++
			continue
		}
		if err != nil {
			return err
		}
		p.Sheets = append(p.Sheets, s)
	}
	err = v.Desk.Read(v.R.Context(), v.Who, "page", func(r *desk.Reading) (err error) { p.Shell, err = v.Shell(r, "Print"); return err })
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.PrintsPage(p))
}

// chosenTable is what was selected as a file, in the order of the list.
func chosenTable(v *visit.Visit) error {
	ids, ok, err := selection(v)
	if err != nil || !ok {
		return err
	}
	return csv.File(v, "queue-selected", func(w *cells.Writer) error {
		return v.Desk.Read(v.R.Context(), v.Who, "queue.csv", func(r *desk.Reading) error {
			list, err := lists.Chosen(r, ids)
			if err != nil {
				return err
			}
			var rows []lists.Listing
			for _, c := range list {
				if !c.Gone {
					rows = append(rows, c.Listing)
				}
			}
			return csv.Table(v, r, w, rows)
		})
	})
}

// sheetOn is a referral on a sheet of paper of its own.
func sheetOn(v *visit.Visit, r *desk.Reading, p *loop.Picture) page.PrintSheet {
	dir := r.Directory()
	s := page.PrintSheet{Code: p.Code, Banner: sheet.Banner(v, r, p.Patient), Asked: sheet.AskedOf(v, dir, p), Phase: dir.PhaseName(v.Who.Org, p.Phase), Came: sheet.CameOf(dir, p), Visits: sheet.Visits(v, dir, p), Sent: p.State.Sent}
	if heads := p.State.Heads(); len(heads) > 0 {
		h := heads[len(heads)-1]
		s.Answer, _ = loop.Parts(p.Words[h.Document])
		s.Answer, s.Answers = cmp.Or(s.Answer, "The report is a document of its own."), cmp.Or(dir.ClinicianName(h.Author), p.Receiver.Name)
	}
	return s
}
