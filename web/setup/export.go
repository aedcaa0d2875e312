package setup

import (
	"net/http"
	"time"

	"referd/base/fault"
	"referd/desk"
	"referd/desk/give"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/visit"
)

// giver is where everything of an organization is given.
type giver struct{ give.Room }

// show says what is in an export, and asks for the password of who may have it.
func (g giver) show(v *visit.Visit, wrong error) error {
	p := page.Export{May: give.May(v.Who), Field: page.Field{Kind: "password", Name: "password", Label: "Your password, once more", Auto: "current-password"}}
	err := v.Desk.Read(v.R.Context(), v.Who, "setup.export", func(r *desk.Reading) (err error) {
		p.Name = r.Directory().Orgs[v.Who.Org].Name
		p.Setup, err = Around(v, r, "export")
		return err
	})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if wrong != nil {
		fields := []page.Field{p.Field}
		status, p.Errors = http.StatusUnprocessableEntity, page.Mark(wrong, fields)
		p.Field = fields[0]
	}
	return v.Page(status, page.ExportPage(p))
}

// write gives the archive as it is made. What fails before its first byte is a
// page; what fails later breaks the answer off, so that nobody takes half for
// the whole.
func (g giver) write(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if !give.May(v.Who) {
		return g.show(v, desk.Denied("setup.export", "An administrator who works with patients takes everything along, or who keeps the machine does, by referd export."))
	}
	ok, err := people.Confirmed(v.R.Context(), v.Desk, v.Who, f.Get("password"))
	if err == nil && !ok {
		err = fault.About("setup.export", "password", fault.Invalid, "The password is not right. Nothing was given.")
	}
	if k := fault.Of(err); err != nil && (k == fault.Invalid || k == fault.Busy) {
		return g.show(v, err)
	}
	if err != nil {
		return err
	}
	out := &download{v: v, line: http.NewResponseController(v.W)}
	out.name = "referd-" + string(v.Who.Org) + "-" + v.Desk.Now().In(v.Zone()).Format(time.DateOnly) + ".zip"
	_, err = g.Write(v.R.Context(), v.Who, out, nil)
	if err == nil || !out.begun {
		return err
	}
	v.Log.Error("an export broke off", "user", v.Who.User, "err", err)
	panic(http.ErrAbortHandler)
}

// download is an answer that takes as long as it moves.
type download struct {
	v     *visit.Visit
	line  *http.ResponseController
	name  string
	begun bool
}

// still is how long a reader may take nothing.
const still = 2 * time.Minute

func (d *download) Write(b []byte) (int, error) {
	if !d.begun {
		h := d.v.W.Header()
		h.Set("Content-Type", "application/zip")
		h.Set("Content-Disposition", `attachment; filename="`+d.name+`"`)
		d.begun = true
	}
	d.line.SetWriteDeadline(time.Now().Add(still)) // a test's recorder has none
	return d.v.W.Write(b)
}
