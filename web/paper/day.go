package paper

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/lists"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// visits is what is booked on a day, as a sheet to print.
func visits(v *visit.Visit) error {
	q := v.R.URL.Query()
	day, service := v.Desk.Now().In(v.Zone()), party.ServiceID(q.Get("service"))
	if on := q.Get("on"); on != "" {
		var err error
		if day, err = time.ParseInLocation(time.DateOnly, on, v.Zone()); err != nil {
			return fault.E("paper.visits", fault.Missing, "There is no such day.", nil)
		}
	}
	p := page.DayVisits{Day: day, Back: v.Home()}
	err := v.Desk.Read(v.R.Context(), v.Who, "day.visits", func(r *desk.Reading) error {
		dir := r.Directory()
		if service != "" && dir.ServicesByID[service].Org != v.Who.Org {
			return fault.E("paper.visits", fault.Missing, "There is no such service, or none of yours.", nil)
		}
		list, more, err := lists.Visits(r, day, service)
		if err != nil {
			return err
		}
		p.Org, p.Service, p.More, p.Lines = dir.Orgs[v.Who.Org].Name, dir.ServicesByID[service].Name, more, nil
		p.Filters = []page.Field{{Kind: "date", Name: "on", Label: "Day", Value: day.Format(time.DateOnly)}, {Kind: "select", Name: "service", Label: "Service", Value: string(service), Opts: services(v, dir)}}
		for _, x := range list {
			p.Lines = append(p.Lines, line(v, r, x))
		}
		p.Shell, err = v.Shell(r, "Visits on "+day.Format("02-Jan-2006"))
		return err
	})
	if err != nil {
		return err
	}
	at := func(days int) string {
		a := url.Values{"on": {day.AddDate(0, 0, days).Format(time.DateOnly)}}
		if service != "" {
			a.Set("service", string(service))
		}
		return "/visits?" + a.Encode()
	}
	p.Previous, p.Next = at(-1), at(1)
	return v.Page(http.StatusOK, page.DayVisitsPage(p))
}

// line is a visit as the sheet has it.
func line(v *visit.Visit, r *desk.Reading, x lists.Visit) page.VisitLine {
	dir, a := r.Directory(), x.Appointment
	l := sheet.Lines(v, dir, []lists.Listing{x.Listing})[0]
	b := sheet.Banner(v, r, x.Patient)
	out := page.VisitLine{At: x.Visit, Href: l.Href, Code: l.Code, Patient: l.Patient, Born: l.Born, Sex: l.Sex, Number: l.Number, Urgency: l.Urgency, Service: l.Service, From: l.From, Question: strings.Join(strings.Fields(x.Question), " "),
		Clinician: dir.ClinicianName(a.Clinician), Bring: x.Bring, Language: b.Language, Access: b.Access, Allergies: b.Allergies, Confirmed: !a.Confirmed.IsZero(), Arrived: !a.Arrived.IsZero()}
	switch place := dir.Locations[a.Location].Name; {
	case a.Tele:
		out.Place = "by video or telephone"
	default:
		out.Place = place
	}
	return out
}

// services are the reader's own, to narrow the sheet by.
func services(v *visit.Visit, dir *desk.Directory) []page.Opt {
	out := []page.Opt{{Words: "All services"}}
	for _, s := range dir.Services("") {
		if s.Org == v.Who.Org {
			out = append(out, page.Opt{Value: string(s.ID), Words: s.Name})
		}
	}
	return out
}

// myDay is what the reader has to do today, as a sheet to print.
func myDay(v *visit.Visit) error {
	p := page.MyDay{Back: v.Home()}
	err := v.Desk.Read(v.R.Context(), v.Who, "day.mine", func(r *desk.Reading) error {
		list, more, err := lists.MyDay(r)
		if err != nil {
			return err
		}
		p.More, p.Org, p.Lines = more, r.Directory().Orgs[v.Who.Org].Name, sheet.Lines(v, r.Directory(), list)
		p.Shell, err = v.Shell(r, "My day")
		return err
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.MyDayPage(p))
}
