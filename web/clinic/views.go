package clinic

import (
	"referd/desk"
	"referd/desk/loop"
	"referd/web/visit"
)

func saveView(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	var query string
	err = v.Desk.Write(v.R.Context(), v.Who, "view.save", func(w *desk.Writing) error {
		id, err := desk.SaveView(w, f.Get("name"), f.Get("query"), f.Get("team") != "")
		query = f.Get("query")
		_ = id
		return err
	})
	if err != nil {
		return err
	}
	v.Say("The view is kept.", loop.Done{})
	return v.Go("/queue?" + query)
}

func dropView(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	err = v.Desk.Write(v.R.Context(), v.Who, "view.drop", func(w *desk.Writing) error { return desk.DropView(w, desk.ViewID(f.Get("id"))) })
	if err != nil {
		return err
	}
	v.Say("The view is gone.", loop.Done{})
	return v.Go("/me")
}
