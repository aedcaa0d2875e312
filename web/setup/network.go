package setup

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"time"

	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	"referd/desk/house"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/visit"
)

// network lists the organizations of the house, for who keeps it.
func network(v *visit.Visit) error {
	p := page.SetupList{Heading: "Network", One: "organization", More: "organizations", Words: "The organizations of this house, and the partners they refer to and from.", AddHref: "/setup/network/new", AddWords: "Add an organization"}
	if dir, err := v.Desk.Directory(v.R.Context()); err != nil || !dir.Keeps(v.Who.Org) {
		if err == nil {
			err = absent()
		}
		return err
	}
	var wrong error
	err := listed(v, "network", &p, func(r *desk.Reading) {
		dir := r.Directory()
		for id, o := range dir.Orgs {
			row := page.SetupRow{Name: o.Name, Words: joined(house.Channels[o.Channel], o.Phone, house.Address(o.Address))}
			switch {
			case o.ID == v.Who.Org:
				row.Href = "/setup/organization"
			case !dir.Here(id):
				row.Href = "/setup/network/" + string(id)
			default:
				var waiting map[party.UserID]time.Time
				if waiting, wrong = people.Waiting(r, id); wrong != nil {
					return
				}
				for u := range waiting {
					row.Note = "nobody has come in yet"
					if row.Posts = []page.SetupPost{{Action: "/admin/people/" + string(u) + "/slip", Words: "Slip"}}; v.Mail {
						row.Posts = append(row.Posts, page.SetupPost{Action: "/admin/people/" + string(u) + "/invitation", Words: "Write again"})
					}
				}
			}
			into(&p, row, o.Active)
		}
	})
	return cmp.Or(wrong, err)
}

// partner is an organization nobody of which works here.
var partner = &subject{step: "network", path: "/setup/network", list: "/setup/network", back: "Network",
	name: func(x *asked) string { return x.dir.Orgs[party.OrgID(x.id)].Name },
	lines: func(x *asked) []house.Mark {
		return []house.Mark{{Kind: desk.KindOrg, ID: x.id}}
	},
	fill: func(x *asked) (url.Values, error) {
		o, ok := x.dir.Orgs[party.OrgID(x.id)]
		if !ok || !x.dir.Keeps(x.Who.Org) || x.dir.Here(o.ID) {
			return nil, absent()
		}
		return fillOrg(o), nil
	},
	show: func(x *asked, p *page.SetupForm) {
		p.Parts = x.orgParts()
		p.Parts[0].Legend, p.Parts[1].Legend = "Who they are", "How they are reached"
		p.Parts[1].Fields = append(p.Parts[1].Fields, x.field("check", "active", "In the directory", "Without the tick nobody refers to them any more."))
		p.Links = []page.Button{{Href: "/setup/services/new?org=" + x.id, Words: "Add a service of theirs", Icon: "plus"}}
	},
	read: func(x *asked) ([]house.Change, error) {
		o := x.typedOrg(x.dir.Orgs[party.OrgID(x.id)])
		o.Active = x.is("active")
		return []house.Change{{Kind: desk.KindOrg, ID: x.id, Body: o}}, nil
	}}

// newcomer asks for another organization, and who sets it up there.
func newcomer(v *visit.Visit, typed url.Values, wrong error) error {
	p := page.SetupForm{Pressing: page.Pressing{Action: "/setup/network/new"}, Back: "/setup/network", BackName: "Network", Heading: "New organization", Button: "Add it",
		Happens: []string{"With somebody who sets it up it works here: they are invited, and its referrals are delivered in the commit that sends them.", "Without, it is a partner that is reached by telephone and fax: your team calls, and records what they say."}}
	err := v.Desk.Read(v.R.Context(), v.Who, "setup.network", func(r *desk.Reading) (err error) {
		x := &asked{Visit: v, r: r, dir: r.Directory(), f: typed}
		if !x.dir.Keeps(v.Who.Org) {
			return absent()
		}
		if typed == nil {
			x.f = url.Values{"zone": {x.dir.Orgs[v.Who.Org].Zone}, "made": {id.New(v.Desk.Now())}}
		}
		p.Hidden = []page.Hidden{{Name: "made", Value: x.f.Get("made")}}
		p.Parts = x.orgParts()
		p.Parts[0].Legend, p.Parts[1].Legend = "Who they are", "How they are reached"
		p.After = []page.Part{{Legend: "Who sets it up there", Hint: "Empty for a partner", Fields: []page.Field{x.field("text", "given", "Given names", ""), x.field("text", "family", "Family name", ""), x.field("email", "email", "Work e-mail", "They get a link that works once.")}}}
		p.Setup, err = Around(v, r, "network")
		return err
	})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if wrong != nil {
		status, p.Errors = http.StatusUnprocessableEntity, markAll(&p, wrong)
	}
	p.Shell.Title = p.Heading
	return v.Page(status, page.SetupFormPage(p))
}

// found adds the organization, and invites who sets it up.
func found(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if !id.Is(f.Get("made")) {
		return absent()
	}
	x := &asked{Visit: v, f: f}
	o := x.typedOrg(party.Org{ID: party.OrgID(f.Get("made"))})
	first := people.Account{Email: x.get("email"), Name: party.Name{Given: strings.Fields(x.get("given")), Family: x.get("family")}}
	var made []house.Mark
	err = v.Desk.Write(v.R.Context(), v.Who, "setup.network", func(w *desk.Writing) (err error) { made, err = house.Found(w, o, first); return err })
	if again(err) {
		return newcomer(v, f, err)
	}
	if err != nil {
		return err
	}
	if first.Email != "" && !v.Mail {
		dir, err := v.Desk.Directory(v.R.Context())
		if err != nil {
			return err
		}
		u, _ := dir.At(o.ID, first.Email)
		return slip(v, u.ID)
	}
	saved(v, made)
	return v.Go("/setup/network")
}
