// Package find is the search box: patients, referrals, services, pages and acts
// by what somebody types, as a page and, while it is typed, as lines of the
// palette. What is typed is posted; no address carries it.
package find

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/search"
	"referd/desk"
	"referd/desk/lists"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// How many patients a page shows, how many the palette, and how many referrals
// of each on the page.
const (
	shown = 25
	lines = 8
	loops = 4
)

// Routes of the search.
func Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /search", To: begin},
		{Pattern: "POST /search", To: searched},
		{Pattern: "POST /search/lines", To: typing},
	}
}

// begin is the page before anything was typed; with a patient's id, the referrals
// of that one.
func begin(v *visit.Visit) error {
	p := page.Find{Heading: "Search", Words: "Only what your organization may see is found."}
	of := party.PatientID(v.R.URL.Query().Get("patient"))
	err := v.Desk.Read(v.R.Context(), v.Who, "search", func(r *desk.Reading) (err error) {
		if p.Shell, err = v.Shell(r, "Search"); err != nil || of == "" {
			return err
		}
		h, err := lists.Patient(r, of)
		if err != nil {
			return err
		}
		x := patient(v, r, h, len(h.Loops))
		x.Href = ""
		p.Words = "Their referrals that your organization may see."
		if len(h.Loops) == 0 {
			p.Words = "No referral of theirs is on record here."
		}
		p.Heading, p.Groups = x.Name, []page.Hits{{Name: "Patient", Of: 1, List: []page.Hit{x}}}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.FindPage(p))
}

// searched answers what was typed with a page; the code of a referral with that.
func searched(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	typed := strings.TrimSpace(f.Get("q"))
	p := page.Find{Heading: "Search", Words: "Only what your organization may see is found.", Asked: typed != "", Add: v.Referring()}
	h, refused, err := look(v, f, shown, func(r *desk.Reading, h lists.Hits) (err error) {
		if h.Loop == "" {
			p.Groups = groups(v, r, h, loops)
			p.Shell, err = v.Shell(r, "Search")
		}
		return err
	})
	if err != nil {
		return err
	}
	if h.Loop != "" {
		return v.Go("/referrals/" + string(h.Loop))
	}
	if refused != "" {
		if err := v.Desk.Read(v.R.Context(), v.Who, "page", func(r *desk.Reading) (err error) { p.Shell, err = v.Shell(r, "Search"); return err }); err != nil {
			return err
		}
	}
	acts, err := acts(v, f.Get("on"), h.Query.Words)
	if err != nil {
		return err
	}
	p.Sought, p.Refused, p.Said = typed, refused, sheet.Said(h.Query)
	p.Groups = slices.Concat(acts, p.Groups, pages(p.Shell, h.Query.Words))
	return v.Page(http.StatusOK, page.FindPage(p))
}

// typing answers what has been typed so far with lines of the palette, which
// knows the places and the acts of its page itself.
func typing(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	var found []page.Hits
	_, _, err = look(v, f, lines, func(r *desk.Reading, h lists.Hits) error {
		if h.Loop != "" {
			row, err := r.Row(h.Loop)
			found = []page.Hits{{Name: "Referral", Of: 1, List: []page.Hit{{Href: "/referrals/" + string(row.ID), Icon: "refresh-cw", Name: row.Code, Short: r.Directory().PhaseName(v.Who.Org, row.Phase)}}}}
			return err
		}
		found = groups(v, r, h, 1)
		return nil
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.HitLines(found))
}

// look searches, and has what was found shown before the record of it is kept;
// refused says who finds patients, where the reader does not.
func look(v *visit.Visit, f url.Values, most int, show func(*desk.Reading, lists.Hits) error) (h lists.Hits, refused string, err error) {
	err = v.Desk.Read(v.R.Context(), v.Who, "search", func(r *desk.Reading) error {
		var err error
		if h, err = lists.Search(r, f.Get("q"), most); err != nil {
			return err
		}
		return show(r, h)
	})
	if fault.Of(err) == fault.Denied && err != nil {
		return h, fault.Public(err), nil
	}
	return h, "", err
}

// groups are what was found, as the page shows it.
func groups(v *visit.Visit, r *desk.Reading, h lists.Hits, each int) (out []page.Hits) {
	var people, services []page.Hit
	for _, x := range h.Patients {
		people = append(people, patient(v, r, x, each))
	}
	for _, s := range h.Services {
		services = append(services, service(v, r, s))
	}
	for _, g := range []page.Hits{{Name: "Patients", Of: h.Of, More: h.More, List: people}, {Name: "Services", Of: len(services), List: services}} {
		if len(g.List) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// patient is a record with its referrals, at most so many.
func patient(v *visit.Visit, r *desk.Reading, x lists.Hit, most int) page.Hit {
	at := "/search?patient=" + string(x.ID)
	born := page.Born(string(x.Born), v.Desk.Now())
	number := x.Number
	if number == "" {
		number = "no record number"
	}
	h := page.Hit{Href: at, Icon: "user-search", Name: page.StaffName(x.Name.Family, x.Name.Given, x.Name.Prefix), Why: x.Why, Short: "born " + page.Day(string(x.Born)) + " · " + number}
	h.Rest = said("born "+born, x.Sex, number, phone(x.Phone))
	if x.Order != "" {
		h.Why = append(h.Why, "the "+x.Order)
	}
	switch {
	case !x.Active:
		h.Why = append(h.Why, page.NotInUse)
	case v.Referring() && x.Org == v.Who.Org:
		h.Refer = string(x.ID)
	}
	if len(x.Loops) == 1 {
		h.Href = "/referrals/" + string(x.Loops[0].ID)
	}
	for _, l := range x.Loops[:min(most, len(x.Loops))] {
		name := r.Directory().ServicesByID[l.Service].Name
		if name == "" {
			name = "no service yet"
		}
		b := page.Button{Href: "/referrals/" + string(l.ID), Words: name + ": " + r.Directory().PhaseName(v.Who.Org, l.Phase) + ", " + l.Code}
		if x.Mine[l.Code] {
			b.Key = "you"
		}
		h.Loops = append(h.Loops, b)
	}
	if len(x.Loops) > most {
		h.AllHref = at
	}
	return h
}

// service is where a patient can be sent, and leads where the reader may go:
// who refers begins a referral to it, who works there sees its queue, anybody
// else may call.
func service(v *visit.Visit, r *desk.Reading, s desk.Offered) page.Hit {
	org := r.Directory().Orgs[s.Org].Name
	h := page.Hit{Icon: "hospital", Name: s.Name, Rest: said(org, s.Specialty.Display, phone(s.Phone)), Short: org}
	if s.Why != "" {
		h.Why = []string{s.Why}
	}
	switch {
	case v.Receiving() && s.Org == v.Who.Org:
		h.Href = "/queue?view=all&service=" + url.QueryEscape(string(s.ID))
	case v.Referring():
		h.Href = "/referrals/new?service=" + url.QueryEscape(string(s.ID))
	case s.Phone != "":
		h.Href = "tel:" + search.Bare(s.Phone)
	}
	return h
}

// phone is a number on one line.
func phone(n string) string { return strings.ReplaceAll(page.Phone(n), " ", "\u00a0") }

// said are those of some words that say something.
func said(words ...string) []string {
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}
