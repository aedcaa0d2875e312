package mine

import (
	"cmp"
	"net/http"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/mine"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

func notes(v *visit.Visit) error { return showNotes(v, "", false, nil, http.StatusOK) }

func showNotes(v *visit.Visit, words string, own bool, wrong error, status int) error {
	id := referral.ID(v.R.PathValue("id"))
	at := "/referrals/" + string(id)
	p := page.Notes{Back: at, Action: at + "/" + sheet.NotesNoun, Words: words, Mine: own, Errors: page.Wrongs(wrong)}
	err := v.Desk.Read(v.R.Context(), v.Who, "notes", func(r *desk.Reading) error {
		list, err := mine.NotesOf(r, id)
		if err != nil {
			return err
		}
		g, err := loop.Look(r, id)
		if err != nil {
			return err
		}
		for _, n := range list {
			p.Notes = append(p.Notes, page.OwnNote{Who: cmp.Or(r.Directory().PersonName(n.By), "Somebody"), Words: n.Words, At: n.At, Mine: n.Mine})
		}
		p.Code, p.Banner, p.Org = g.Code, sheet.Banner(v, r, g.Patient), r.Directory().Orgs[v.Who.Org].Name
		p.Shell, err = v.Shell(r, g.Code+": our notes")
		return err
	})
	if err != nil {
		return err
	}
	return v.Page(status, page.NotesPage(p))
}

func addNote(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	id := referral.ID(v.R.PathValue("id"))
	err = v.Desk.Write(v.R.Context(), v.Who, "notes", func(w *desk.Writing) error { return mine.AddNote(w, id, f.Get("words"), f.Get("mine") != "") })
	if fault.Of(err) == fault.Invalid {
		return showNotes(v, f.Get("words"), f.Get("mine") != "", err, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	v.SayUndo(map[bool]string{true: "The note is kept. Only you see it.", false: "The note is kept. Only your own people see it."}[f.Get("mine") != ""], &page.Toast{})
	return v.Go("/referrals/" + string(id) + "/" + sheet.NotesNoun)
}
