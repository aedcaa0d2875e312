package setup

import (
	"net/url"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/house"
	"referd/web/page"
)

// phases are what an organization's own people call the phases of a referral. A
// word stands for a phase and makes none: what is counted, sent and shown
// elsewhere is the phase.
var phases = &subject{step: "phases", path: "/setup/phases", list: "/setup/phases", back: "Phases",
	name:  func(*asked) string { return "What you call the phases" },
	lines: func(x *asked) []house.Mark { return []house.Mark{{Kind: desk.KindOrg, ID: string(x.org())}} },
	fill: func(x *asked) (url.Values, error) {
		f := url.Values{}
		for p, own := range x.dir.Orgs[x.org()].Labels {
			f.Set("phase-"+house.Noun(referral.Phase(p)), own)
		}
		return f, nil
	},
	show: func(x *asked, p *page.SetupForm) {
		p.Back, p.Words = "", "Your people read these words on their pages. Empty is the phase’s own name, at most 30 letters."
		open, over := page.Part{Legend: "While it is open"}, page.Part{Legend: "When it is over"}
		for _, ph := range referral.Phases() {
			f := x.field("text", "phase-"+house.Noun(ph), ph.Staff(), "")
			if ph.Open() {
				open.Fields = append(open.Fields, f)
			} else {
				over.Fields = append(over.Fields, f)
			}
		}
		p.Parts = []page.Part{open, over}
	},
	read: func(x *asked) ([]house.Change, error) {
		o := x.dir.Orgs[x.org()]
		o.Labels = nil
		for _, p := range referral.Phases() {
			if own := x.get("phase-" + house.Noun(p)); own != "" && own != p.Staff() {
				if o.Labels == nil {
					o.Labels = map[string]string{}
				}
				o.Labels[string(p)] = own
			}
		}
		return []house.Change{{Kind: desk.KindOrg, ID: string(x.org()), Body: o}}, nil
	},
	happens: []string{"Each word stands for one phase and changes none: what you owe, what is measured, what systems and the other side read stays as it is.", "The next page shows what changes. It can be taken back; what was before stays in the history."}}
