package setup

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/house"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/visit"
)

// step is a step of setting up, in the order in which one goes through them.
type step struct {
	name, path, called string
	keeps              bool // of the organization that keeps the house
}

var steps = []step{{"", "/setup", "Checklist", false}, {"organization", "/setup/organization", "Organization", false}, {"locations", "/setup/locations", "Locations", false}, {"teams", "/setup/teams", "Teams", false}, {"services", "/setup/services", "Services", false},
	{"people", "/admin/people", "People", false}, {"hours", "/setup/hours", "Hours", false}, {"on-call", "/setup/on-call", "On call", false}, {"network", "/setup/network", "Network", true}, {"times", "/setup/times", "Times allowed", true},
	{"lists", "/bring", "Bring in lists", false}, {"phases", "/setup/phases", "Phases", false}, {"sheet", "/setup/sheet", "Practice sheet", false}, {"history", "/setup/history", "History", false}, {"export", "/setup/export", "Export", false}}

// Around is the frame of a page of setting up, with what is missing at each step.
func Around(v *visit.Visit, r *desk.Reading, here string) (s page.Setup, err error) {
	lacks, err := house.Missing(r)
	if err != nil {
		return s, err
	}
	return aroundWith(v, r, here, lacks)
}

func aroundWith(v *visit.Visit, r *desk.Reading, here string, lacks []house.Lack) (s page.Setup, err error) {
	keeps := r.Directory().Keeps(v.Who.Org)
	for _, x := range steps {
		if x.keeps && !keeps {
			continue
		}
		one := page.SetupStep{Href: x.path, Name: x.called, Here: x.name == here}
		for _, l := range lacks {
			if l.Must && l.Step == x.name {
				one.Missing++
			}
		}
		s.Steps = append(s.Steps, one)
		if one.Here {
			s.Title = x.called
		}
	}
	s.Shell, err = v.Shell(r, s.Title)
	return s, err
}

// home says what is still missing before the first referral.
func home(v *visit.Visit) error {
	var p page.SetupHome
	err := v.Desk.Read(v.R.Context(), v.Who, "setup", func(r *desk.Reading) error {
		lacks, err := house.Missing(r)
		if err != nil {
			return err
		}
		for _, l := range lacks {
			x := page.SetupLack{Words: l.Words}
			for _, s := range steps {
				if s.name == l.Step {
					x.Href, x.Step = s.path, s.called
				}
			}
			if l.Must {
				p.Must = append(p.Must, x)
			} else {
				p.Good = append(p.Good, x)
			}
		}
		p.Setup, err = aroundWith(v, r, "", lacks)
		return err
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.SetupHomePage(p))
}

// history is what was changed, of everything or of one thing.
func history(v *visit.Visit) error {
	var p page.SetupPast
	kind, id, _ := strings.Cut(v.R.URL.Query().Get("of"), " ")
	until, _ := strconv.ParseInt(v.R.URL.Query().Get("until"), 10, 64)
	err := v.Desk.Read(v.R.Context(), v.Who, "setup.history", func(r *desk.Reading) error {
		list, next, err := house.Past(r, kind, id, until, 50)
		if err != nil {
			return err
		}
		p.Lines, p.Words = told(list), "Of "+r.Directory().Orgs[v.Who.Org].Name+": who changed what, when, and what it was before."
		if next > 0 {
			q := url.Values{"until": {strconv.FormatInt(next, 10)}}
			if kind != "" {
				q.Set("of", kind+" "+id)
			}
			p.Next = "/setup/history?" + q.Encode()
		}
		p.Setup, err = Around(v, r, "history")
		return err
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.SetupPastPage(p))
}

// told is a history as a page says it.
func told(list []house.Step) (out []page.SetupStepPast) {
	for _, s := range list {
		x := page.SetupStepPast{At: s.At, Who: s.Who, About: s.About, Made: s.Made, Lines: differences(s.Differences)}
		for i := range x.Lines {
			x.Lines[i].About = "" // the step says it
		}
		if s.Newest && !s.Made && !s.At.IsZero() {
			x.Undo = undoOf([]house.Mark{s.Mark})
		}
		out = append(out, x)
	}
	return out
}

// jobs says jobs as people do, where a value is of their codes.
func jobs(codes string) string {
	var out []string
	for _, c := range strings.Split(codes, ", ") {
		if visit.Job(party.Job(c)) == "" {
			return codes
		}
		out = append(out, visit.Job(party.Job(c)))
	}
	return strings.Join(out, ", ")
}

// undo takes back what was just saved, or what a history shows.
func undo(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	var list []house.Mark
	for _, w := range f["line"] {
		part := strings.SplitN(w, " ", 3)
		if len(part) != 3 {
			return absent()
		}
		n, _ := strconv.ParseInt(part[1], 10, 64)
		list = append(list, house.Mark{Kind: part[0], Version: n, ID: part[2]})
	}
	err = v.Desk.Write(v.R.Context(), v.Who, "setup.undo", func(w *desk.Writing) error { _, err := house.Undo(w, list...); return err })
	switch {
	case again(err):
		v.SayNot(fault.Public(err))
	case err != nil:
		return err
	default:
		v.Say("Taken back. It is what it was before.", loop.Done{})
	}
	return v.Go("/setup/history")
}
