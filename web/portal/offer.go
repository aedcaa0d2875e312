package portal

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// presumption is a service that is chosen before anybody has chosen one; the
// zero is none.
type presumption struct{ draft.Suggestion }

// presume chooses the service of the last referral for the same coded reason,
// where the draft has none. It is kept with the next press, and said.
func presume(d *draft.Draft, list []draft.Suggestion) (p presumption) {
	if d.Service != "" || len(list) == 0 || list[0].ProblemAt.IsZero() {
		return p
	}
	d.Service = list[0].Service
	return presumption{list[0]}
}

func (p presumption) words(v *visit.Visit, d draft.Draft) string {
	if p.Service == "" {
		return ""
	}
	return "Chosen as the last time for " + p.Problem.Code + ", " + v.Clock().Day(p.ProblemAt) + ". Choose another where this is another matter."
}

// offers are the services found, or suggested, each with why, and with what is
// open for this patient already; and what may be carried over.
func offers(p *page.New, v *visit.Visit, r *desk.Reading, id referral.ID, d draft.Draft, suggested []draft.Suggestion, f form) error {
	dir := r.Directory()
	live, err := draft.Live(r, d, id)
	if err != nil {
		return err
	}
	whys := map[party.ServiceID]draft.Suggestion{}
	for _, x := range suggested {
		whys[x.Service] = x
	}
	offer := func(s party.Service) page.Offer {
		o := sheet.Offer(dir, s)
		o.Why, o.Star, o.Live = because(v, whys[s.ID]), whys[s.ID].Favourite, doubles(dir, v.Who.Org, s, live)
		return o
	}
	if s := dir.ServicesByID[d.Service]; s.ID != "" {
		o := offer(s)
		p.Chosen = &o
	}
	if f.looked {
		for _, x := range dir.Services(f.find) {
			p.Offers = append(p.Offers, offer(x))
		}
	}
	for _, x := range suggested {
		if x.Service != d.Service {
			p.Suggested = append(p.Suggested, offer(dir.ServicesByID[x.Service]))
		}
	}
	past, err := draft.Earlier(r, d, id, 5)
	for _, x := range past {
		p.Earlier = append(p.Earlier, page.Earlier{ID: string(x.ID), Href: "/referrals/" + string(x.ID), Words: orElse(dir.ServicesByID[x.Service].Name, "A service") + ", " + v.Clock().Day(x.Sent) + ", " + x.Code})
	}
	if d.Copied != nil {
		p.Copied = carried(v, *d.Copied)
	}
	return err
}

// because says why a service is offered.
func because(v *visit.Visit, x draft.Suggestion) (out []string) {
	if !x.ProblemAt.IsZero() {
		out = append(out, "The last time for "+x.Problem.Code+", "+v.Clock().Day(x.ProblemAt))
	}
	if x.Favourite {
		out = append(out, "Your favourite")
	}
	if x.Times > 0 {
		out = append(out, "Sent here "+page.Many(x.Times, "time", "times")+" lately, last "+v.Clock().Day(x.Last))
	}
	return out
}

// doubles are the open referrals that one to this service may double.
func doubles(dir *desk.Directory, org party.OrgID, s party.Service, live []draft.Past) (out []page.LiveLoop) {
	for _, x := range live {
		other := dir.ServicesByID[x.Service]
		same := other.ID == s.ID
		if same || other.Specialty.Code != "" && other.Specialty.Code == s.Specialty.Code {
			out = append(out, page.LiveLoop{ID: string(x.ID), Href: "/referrals/" + string(x.ID), Words: other.Name + ": " + dir.PhaseName(org, x.Phase) + ", " + x.Code, Same: same})
		}
	}
	return out
}

// carried says what was copied, and what never is.
func carried(v *visit.Visit, c draft.Copied) string {
	what := []string{}
	for _, w := range c.What {
		what = append(what, map[string]string{"service": "the service", "question": "the question", "reason": "the coded reason"}[w])
	}
	if c.Documents > 0 {
		what = append(what, page.Many(c.Documents, "document", "documents"))
	}
	words := "nothing: all of it was filled in here already"
	if len(what) > 0 {
		words = strings.Join(what, ", ")
	}
	return fmt.Sprintf("Carried from %s of %s: %s. Read it as if it were new; how soon, what was measured and what the patient was told are said again.", c.Code, v.Clock().Day(c.Sent), words)
}

// aside does what is pressed beside the writing, which is kept: marking a
// service as one's own, joining another referral, carrying an earlier one over.
func aside(v *visit.Visit, f url.Values, d draft.Draft) error {
	id := referral.ID(v.R.PathValue("id"))
	at := "/referrals/" + string(id)
	into := referral.ID(f.Get("join"))
	var done loop.Done
	err := v.Desk.Write(v.R.Context(), v.Who, "draft", func(w *desk.Writing) (err error) {
		switch {
		case into != "":
			done, err = loop.Join(w, loop.Form{Referral: id, Once: f.Get("once")}, into)
		case f.Get("copy") != "":
			_, err = draft.Copy(w, id, referral.ID(f.Get("copy")))
		case f.Get("star") != "":
			err = draft.Favour(w, party.ServiceID(f.Get("star")), true)
		default:
			err = draft.Favour(w, party.ServiceID(f.Get("unstar")), false)
		}
		return err
	})
	if k := fault.Of(err); err != nil && (k == fault.Invalid || k == fault.Refused) {
		return sender(v, form{over: &d, wrong: err, status: http.StatusUnprocessableEntity})
	}
	if err != nil {
		return err
	}
	if into != "" {
		v.Say("Joined. This one goes on; what you had written stays with the draft that was joined.", done)
		return v.Go("/referrals/" + string(into))
	}
	// what was looked for is still before who marks one of what was found
	if words := f.Get("find"); words != "" && f.Get("copy") == "" {
		return sender(v, form{find: words, looked: true, status: http.StatusOK})
	}
	return v.Go(at + "/sending#f-service")
}
