package setup

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"referd/core/party"
	"referd/desk"
	"referd/desk/house"
	"referd/web/page"
	"referd/web/visit"
)

// address are the fields of an address; typed reads them back.
func (x *asked) address() []page.Field {
	return []page.Field{x.field("text", "street", "Street and number", ""), x.field("text", "more", "Suite, floor", ""), x.field("text", "city", "City", ""), x.field("text", "state", "State", "Two letters."), x.field("text", "postal", "ZIP code", "")}
}

func (x *asked) typedAddress() (a party.Address) {
	for _, l := range []string{x.get("street"), x.get("more")} {
		if l != "" {
			a.Lines = append(a.Lines, l)
		}
	}
	a.City, a.State, a.PostalCode = x.get("city"), x.get("state"), x.get("postal")
	if a.City+a.State+a.PostalCode != "" || len(a.Lines) > 0 {
		a.Country = "US"
	}
	return a
}

func fillAddress(f url.Values, a party.Address) {
	lines := append(slices.Clone(a.Lines), "", "")
	f.Set("street", lines[0])
	f.Set("more", strings.TrimSpace(strings.Join(lines[1:], " ")))
	f.Set("city", a.City)
	f.Set("state", a.State)
	f.Set("postal", a.PostalCode)
}

// zone is a field of a time zone.
func (x *asked) zone(label, hint string) page.Field {
	f := x.field("list", "zone", label, hint)
	f.Opts = zones
	return f
}

// org is the organization a form is about: the reader's own, or one of the network.
func (x *asked) org() party.OrgID {
	if x.id == "own" {
		return x.Who.Org
	}
	return party.OrgID(x.made)
}

func fillOrg(o party.Org) url.Values {
	f := url.Values{"name": {o.Name}, "npi": {house.NPI(o.Identifiers)}, "phone": {o.Phone}, "fax": {o.Fax}, "nurse": {o.Nurse}, "zone": {o.Zone}, "safety": {string(o.Safety)}}
	fillAddress(f, o.Address)
	for _, j := range o.Factor {
		f.Set("factor-"+string(j), "yes")
	}
	if o.Active {
		f.Set("active", "yes")
	}
	return f
}

func (x *asked) typedOrg(o party.Org) party.Org {
	o.Name, o.Phone, o.Fax, o.Nurse, o.Zone, o.Address, o.Identifiers = x.get("name"), x.get("phone"), x.get("fax"), x.get("nurse"), x.get("zone"), x.typedAddress(), house.WithNPI(o.Identifiers, x.get("npi"))
	return o
}

func (x *asked) orgParts() []page.Part {
	return []page.Part{{Legend: "Who you are", Fields: []page.Field{x.field("text", "name", "Name", "As patients and the other side know it."), x.field("text", "npi", "NPI", "Ten digits of the organization, not of a clinician. The last checks the others."), x.zone("Time zone", "Choose one, or type its name.")}},
		{Legend: "How you are reached", Fields: append([]page.Field{x.field("tel", "phone", "Telephone", "The other side calls it, and an emergency is spoken."), x.field("tel", "fax", "Fax", ""), x.field("tel", "nurse", "Nurse line", "A nurse answers it day and night. A patient who feels worse when nobody is here reads it on their page, beside 911.")}, x.address()...)}}
}

// factorPart asks who shows a code beside the password.
func (x *asked) factorPart() page.Part {
	p := page.Part{Legend: "A code at sign-in, from the telephone, is asked of", Hint: "Who has none yet sets it up at their next sign-in", Wrap: true}
	for _, j := range house.Jobs() {
		p.Fields = append(p.Fields, x.field("check", "factor-"+string(j), visit.Job(j), ""))
	}
	return p
}

func (x *asked) typedFactor() (out []party.Job) {
	for _, j := range house.Jobs() {
		if x.is("factor-" + string(j)) {
			out = append(out, j)
		}
	}
	return out
}

var organization = &subject{step: "organization", path: "/setup/organization", list: "/setup/organization", back: "Organization",
	name:  func(x *asked) string { return "Organization" },
	lines: func(x *asked) []house.Mark { return []house.Mark{{Kind: desk.KindOrg, ID: string(x.org())}} },
	fill:  func(x *asked) (url.Values, error) { return fillOrg(x.dir.Orgs[x.org()]), nil },
	show: func(x *asked, p *page.SetupForm) {
		p.Parts, p.Back = append(x.orgParts(), page.Part{Legend: "Safety", Fields: []page.Field{x.choice("safety", "Safety concerns go to", "Nobody chosen: to the administrators.", peopleOpts(x.dir, x.Who.Org, false))}}, x.factorPart()), ""
	},
	read: func(x *asked) ([]house.Change, error) {
		o := x.typedOrg(x.dir.Orgs[x.org()])
		o.Factor, o.Safety = x.typedFactor(), party.UserID(x.get("safety"))
		return []house.Change{{Kind: desk.KindOrg, ID: string(x.org()), Body: o}}, nil
	},
	happens: []string{"The next page shows what changes and whom it touches. Nothing is kept before that.", "It can be taken back; what was before stays in the history."}}

// locations lists the places patients are seen at.
func locations(v *visit.Visit) error {
	p := page.SetupList{Heading: "Locations", One: "location", More: "locations", Words: "Where patients are seen.", Empty: "No place yet. A service says where it is.", AddHref: "/setup/locations/new", AddWords: "Add a location"}
	return listed(v, "locations", &p, func(r *desk.Reading) {
		for _, l := range r.Directory().Locations {
			if l.Org == v.Who.Org {
				row := page.SetupRow{Name: l.Name, Words: joined(house.Address(l.Address), l.Phone), Href: "/setup/locations/" + string(l.ID)}
				into(&p, row, l.Active)
			}
		}
	})
}

// listed answers with a list, by name.
func listed(v *visit.Visit, step string, p *page.SetupList, fill func(*desk.Reading)) error {
	err := v.Desk.Read(v.R.Context(), v.Who, "setup."+step, func(r *desk.Reading) (err error) {
		if p.Setup, err = Around(v, r, step); err == nil {
			fill(r)
		}
		return err
	})
	if err != nil {
		return err
	}
	byName := func(a, b page.SetupRow) int { return strings.Compare(a.Name+a.Href, b.Name+b.Href) }
	slices.SortFunc(p.Rows, byName)
	slices.SortFunc(p.Closed, byName)
	return v.Page(http.StatusOK, page.SetupListPage(*p))
}

func into(p *page.SetupList, row page.SetupRow, active bool) {
	if active {
		p.Rows = append(p.Rows, row)
	} else {
		p.Closed = append(p.Closed, row)
	}
}

func joined(list ...string) string {
	return strings.Join(slices.DeleteFunc(list, func(s string) bool { return s == "" }), " · ")
}

var location = &subject{step: "locations", path: "/setup/locations", list: "/setup/locations", back: "Locations",
	name: func(x *asked) string {
		if x.fresh {
			return "New location"
		}
		return x.dir.Locations[party.LocationID(x.id)].Name
	},
	lines: func(x *asked) []house.Mark { return []house.Mark{{Kind: desk.KindLocation, ID: x.made}} },
	fill: func(x *asked) (url.Values, error) {
		o := x.dir.Orgs[x.Who.Org]
		l := party.Location{Phone: o.Phone, Address: o.Address, Active: true}
		if len(x.dir.Locations) == 0 || x.fresh && !hasPlace(x.dir, o.ID) {
			l.Name = o.Name
		}
		if have, ok := x.dir.Locations[party.LocationID(x.id)]; ok && have.Org == x.Who.Org {
			l = have
		} else if !x.fresh {
			return nil, absent()
		}
		f := url.Values{"name": {l.Name}, "phone": {l.Phone}}
		fillAddress(f, l.Address)
		if l.Active {
			f.Set("active", "yes")
		}
		return f, nil
	},
	show: func(x *asked, p *page.SetupForm) {
		fields := append([]page.Field{x.field("text", "name", "Name", "Main street clinic, or just the building."), x.field("tel", "phone", "Telephone", "")}, x.address()...)
		if !x.fresh {
			fields = append(fields, x.field("check", "active", "In use", "Without the tick nobody is booked there any more."))
		}
		p.Parts = []page.Part{{Legend: "The place", Hint: "What the patient is told", Fields: fields}}
	},
	read: func(x *asked) ([]house.Change, error) {
		l := x.dir.Locations[party.LocationID(x.made)]
		l.ID, l.Org, l.Name, l.Phone, l.Address, l.Active = party.LocationID(x.made), x.Who.Org, x.get("name"), x.get("phone"), x.typedAddress(), x.fresh || x.is("active")
		return []house.Change{{Kind: desk.KindLocation, ID: x.made, Body: l}}, nil
	}}

func hasPlace(dir *desk.Directory, o party.OrgID) bool {
	for _, l := range dir.Locations {
		if l.Org == o {
			return true
		}
	}
	return false
}
