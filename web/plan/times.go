package plan

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/house"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/setup"
	"referd/web/visit"
)

var weekdays = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

// begun is what the form holds before anything was typed: a working week, from the
// next Monday on.
func begun(now time.Time) url.Values {
	next := now.AddDate(0, 0, (8-int(now.Weekday()))%7)
	if !next.After(now) {
		next = next.AddDate(0, 0, 7)
	}
	f := url.Values{"from": {"08:00"}, "to": {"12:00"}, "minutes": {"40"}, "weeks": {"8"}, "first": {next.Format(time.DateOnly)}}
	for d := 1; d <= 5; d++ {
		f.Set("day-"+strconv.Itoa(d), "yes")
	}
	return f
}

// read reads what was typed; what is no hour or number is said.
func read(service party.ServiceID, f url.Values) (t house.Times, err error) {
	const op = "plan.read"
	t = house.Times{Service: service, Clinician: party.PractitionerID(f.Get("clinician")), Location: party.LocationID(f.Get("location")), Tele: f.Get("tele") != ""}
	for d := range t.Days {
		t.Days[d] = f.Get("day-"+strconv.Itoa(d)) != ""
	}
	from, ok := party.ReadClock(strings.TrimSpace(f.Get("from")))
	to, ok2 := party.ReadClock(strings.TrimSpace(f.Get("to")))
	if to == 0 {
		to = 24 * 60
	}
	minutes, bad := strconv.Atoi(strings.TrimSpace(f.Get("minutes")))
	weeks, bad2 := strconv.Atoi(strings.TrimSpace(f.Get("weeks")))
	t.From, t.To, t.Minutes, t.Weeks, t.First = from, to, minutes, weeks, strings.TrimSpace(f.Get("first"))
	return t, fault.All(fault.If(!ok, op, "from", "Write an hour as 08:00."), fault.If(!ok2, op, "to", "Write an hour as 12:00."), fault.If(bad != nil, op, "minutes", "Write the length in minutes."), fault.If(bad2 != nil, op, "weeks", "Write a number of weeks."))
}

// times shows what a service offers, and the form of more; with what was typed it
// says what that would make.
func times(v *visit.Visit, typed url.Values, wrong error) error {
	p := page.Times{Pressing: page.Pressing{Action: v.R.URL.Path}, Back: "/setup/services/" + v.R.PathValue("id")}
	err := v.Desk.Read(v.R.Context(), v.Who, "times", func(r *desk.Reading) error {
		list, err := house.TimesOf(r, of(v))
		if err != nil {
			return err
		}
		dir := r.Directory()
		s := dir.ServicesByID[of(v)]
		p.Name = s.Name
		for _, o := range list {
			x := page.TimesOffered{At: o.At, Who: dir.PersonName(o.By), Words: said(dir, o.Times), Free: o.Free, Taken: o.Taken, Ended: o.Ended}
			if !o.Ended && o.Free > 0 {
				x.EndHref = p.Action + "/" + o.Batch + "/ending"
			}
			p.List = append(p.List, x)
		}
		f := typed
		if f == nil {
			f = begun(r.Now().In(v.Zone()))
			f.Set("location", string(s.Location))
		} else if wrong == nil {
			p.Look, wrong = looked(v, r, f)
		}
		p.Days, p.When, p.Who = fields(dir, s.Org, f)
		p.Setup, err = setup.Around(v, r, "services")
		p.Shell.Title = "Bookable times of " + p.Name
		return err
	})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if wrong != nil {
		if fault.Of(wrong) != fault.Invalid && fault.Of(wrong) != fault.Refused {
			return wrong
		}
		status, p.Errors = http.StatusUnprocessableEntity, page.Mark(wrong, p.Days, p.When, p.Who)
	}
	return v.Page(status, page.TimesPage(p))
}

func fields(dir *desk.Directory, org party.OrgID, f url.Values) (days, when, who []page.Field) {
	field := func(kind, name, label, hint string) page.Field {
		return page.Field{Kind: kind, Name: name, Label: label, Hint: hint, Value: f.Get(name)}
	}
	for _, d := range []int{1, 2, 3, 4, 5, 6, 0} {
		days = append(days, field("check", "day-"+strconv.Itoa(d), weekdays[d], ""))
	}
	when = []page.Field{field("text", "from", "From", "As 08:00"), field("text", "to", "To", "As 12:00"), field("text", "minutes", "Length of one, in minutes", ""), field("date", "first", "From this day on", ""), field("text", "weeks", "For how many weeks", "At most 26")}
	clinician := field("select", "clinician", "With", "May stay empty: whoever the clinic has.")
	for _, x := range dir.Roles {
		if x.Org == org && x.Active && dir.Practitioners[x.Practitioner].Active && !dir.Left(x.Practitioner, org) {
			clinician.Opts = append(clinician.Opts, page.Opt{Value: string(x.Practitioner), Words: dir.ClinicianName(x.Practitioner)})
		}
	}
	place := field("select", "location", "Where", "")
	for id, l := range dir.Locations {
		if l.Org == org && l.Active {
			place.Opts = append(place.Opts, page.Opt{Value: string(id), Words: l.Name})
		}
	}
	for _, list := range [][]page.Opt{clinician.Opts, place.Opts} {
		slices.SortFunc(list, func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	}
	return days, when, []page.Field{clinician, place, field("check", "tele", "By telephone or video", "")}
}

// looked says what an offer would make.
func looked(v *visit.Visit, r *desk.Reading, f url.Values) ([]string, error) {
	t, err := read(of(v), f)
	if err != nil {
		return nil, err
	}
	o, err := house.LookTimes(r, t)
	if err != nil {
		return nil, err
	}
	out := []string{page.Many(o.N, "new time", "new times") + "."}
	if o.N > 0 {
		out[0] = fmt.Sprintf("%s, from %s to %s.", page.Many(o.N, "new time", "new times"), v.Clock().Exact(o.First), v.Clock().Exact(o.Last))
	}
	if o.There > 0 {
		out = append(out, page.Many(o.There, "is", "are")+" there already with the same clinician, or would overlap: they stay as they are.")
	}
	if o.Past > 0 {
		out = append(out, page.Many(o.Past, "is", "are")+" over already.")
	}
	if len(o.Shut) > 0 {
		out = append(out, "Left out, since nobody works then: "+strings.Join(o.Shut, ", ")+".")
	}
	return out, nil
}

// said is an offer in a line: "Mon, Wed 08:00 to 12:00, 40 min, 8 weeks from …".
func said(dir *desk.Directory, t house.Times) string {
	var days []string
	for _, d := range []int{1, 2, 3, 4, 5, 6, 0} {
		if t.Days[d] {
			days = append(days, weekdays[d][:3])
		}
	}
	out := fmt.Sprintf("%s %s to %s, %d min, %s from %s", strings.Join(days, ", "), party.Clock(t.From), party.Clock(t.To%(24*60)), t.Minutes, page.Many(t.Weeks, "week", "weeks"), t.First)
	for _, x := range []string{dir.ClinicianName(t.Clinician), dir.Locations[t.Location].Name} {
		if x != "" {
			out += ", " + x
		}
	}
	if t.Tele {
		out += ", by telephone or video"
	}
	return out
}

// offer shows what was typed would make, and makes it once that was seen.
func offer(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if f.Get("do") != "save" {
		return times(v, f, nil)
	}
	t, err := read(of(v), f)
	var o house.Offer
	if err == nil {
		err = v.Desk.Write(v.R.Context(), v.Who, "times.offer", func(w *desk.Writing) (err error) { o, err = house.SaveTimes(w, t); return err })
	}
	if err != nil && (fault.Of(err) == fault.Invalid || fault.Of(err) == fault.Refused) {
		return times(v, f, err)
	}
	if err != nil {
		return err
	}
	v.SayUndo(page.Many(o.N, "time is", "times are")+" offered.", &page.Toast{Undo: v.R.URL.Path + "/" + o.Batch + "/ending"})
	return v.Go(v.R.URL.Path)
}

// end takes back what nobody took of an offer.
func end(v *visit.Visit) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	ended, taken := 0, 0
	err := v.Desk.Write(v.R.Context(), v.Who, "times.end", func(w *desk.Writing) (err error) {
		ended, taken, err = house.EndTimes(w, v.R.PathValue("batch"))
		return err
	})
	if err != nil {
		return err
	}
	words := page.Many(ended, "time is", "times are") + " taken back."
	if taken > 0 {
		words += " " + page.Many(taken, "visit that is booked stays.", "visits that are booked stay.")
	}
	v.Say(words, loop.Done{})
	return v.Go("/setup/services/" + string(of(v)) + "/times")
}
