package clinic

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/bring"
	deskhouse "referd/desk/house"
	setup "referd/desk/house"
	"referd/desk/lists"
	"referd/desk/measure"
	"referd/web/page"
	"referd/web/visit"
)

// ops shows the state of the house to whoever runs it.
func ops(v *visit.Visit) error {
	var p page.Ops
	err := v.Desk.Read(v.R.Context(), v.Who, "operations", func(r *desk.Reading) error {
		shell, err := v.Shell(r, "Operations")
		if err != nil {
			return err
		}
		h, err := lists.Operations(r)
		p = house(v, r.Directory(), h)
		if err == nil {
			p.Leads, err = climbed(r)
		}
		p.Measures, p.Downtime = measure.May(v.Who), v.Downtime()
		p.Shell, p.Doubted, p.MayConfirm, p.MayBring = shell, v.Doubted(), deskhouse.MayConfirmClock(v.Who), bring.May(r.Directory(), v.Who, bring.Patients)
		if err == nil && v.Who.Has(party.Admin) {
			p.Lacks, err = unready(r)
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.OpsPage(p))
}

// unready is how many things the first referral of the reader's organization
// waits for.
func unready(r *desk.Reading) (n int, err error) {
	lacks, err := setup.Missing(r)
	for _, l := range lacks {
		if l.Must {
			n++
		}
	}
	return n, err
}

// confirmClock takes an operator's word that the machine's clock is right.
func confirmClock(v *visit.Visit) error {
	if err := v.Desk.Write(v.R.Context(), v.Who, "clock.confirm", deskhouse.ConfirmClock); err != nil {
		return err
	}
	if v.Doubt.Confirm != nil {
		v.Doubt.Confirm()
	}
	return v.Go("/ops")
}

var jobNames = map[string]string{"notify": "Notices to plan", "mail": "Letters to people", "cover": "Letters about covers", "cover.unanswered": "Covers nobody accepted", "partner": "Links to receivers without an account", "deliver": "Deliveries to partners", "deliver-report": "Reports to partners", "resume": "Holds that wake", "remind": "Reminders", "tick/escalation": "Escalations", "tick/partners": "The demo's partners", "tick/sessions": "Ended sessions forgotten", "tick/notices": "Notices of what is done put away", "tick/feed": "Old hints of change forgotten", "tick/vault": "What no document names removed", "tick/refused": "Refused messages forgotten", "import": "Lists brought in", "export": "Archives taken along"}

var climbs = []string{"Nobody yet: just late", "Its owner", "The team lead", "Both sides"}

func house(v *visit.Visit, dir *desk.Directory, h lists.Health) page.Ops {
	p := page.Ops{Orphans: h.Orphans, Open: h.Open, Late: h.Late, Behind: h.Backlog.Late, GivenUp: h.Backlog.GivenUp}
	for ph, n := range h.Phases {
		p.Phases = append(p.Phases, page.Count{Name: dir.PhaseName(v.Who.Org, ph), N: n, Open: ph.Open()})
	}
	slices.SortFunc(p.Phases, func(a, b page.Count) int {
		if a.Open != b.Open {
			return map[bool]int{true: -1, false: 1}[a.Open]
		}
		return cmp.Or(b.N-a.N, strings.Compare(a.Name, b.Name))
	})
	for i, n := range h.Climbed {
		p.Climbed = append(p.Climbed, page.Count{Name: climbs[i], N: n})
	}
	for _, w := range h.Work {
		name := jobNames[w.Kind]
		if name == "" {
			name = strings.ToUpper(w.Kind[:1]) + strings.NewReplacer("-", " ", "/", ", ").Replace(w.Kind[1:])
		}
		p.Work = append(p.Work, page.WorkLine{Name: name, Waiting: w.Waiting, GivenUp: w.GivenUp, Oldest: w.Oldest, Late: !w.Oldest.IsZero() && h.Now.Sub(w.Oldest) > time.Minute})
	}
	for _, w := range h.Ways {
		if o, ok := dir.Orgs[w.Org]; ok {
			p.Ways = append(p.Ways, way(dir, o, w, h.Heard[w.Org], h.Now))
		}
	}
	worst := map[string]int{"late": 0, "soon": 1, "ok": 2}
	slices.SortFunc(p.Ways, func(a, b page.Way) int {
		return cmp.Or(worst[a.State]-worst[b.State], b.OnWay-a.OnWay, strings.Compare(a.Name, b.Name))
	})
	if len(p.Ways) > 0 && p.Ways[0].State != "ok" {
		p.Loudest = &p.Ways[0]
	}
	ahead := v.Desk.Now().Sub(v.Desk.DB.Machine()) // the demo's clock
	if o := h.Outage; !o.Until.IsZero() {
		p.Outage = fmt.Sprintf("From %s to %s nothing could be kept: %s. Writes, and reads that need a record, were refused; nothing that was acknowledged is missing.", v.Clock().At(o.Since), v.Clock().At(o.Until), o.Why)
	}
	if h.Aside > 0 {
		p.Stored = append(p.Stored, page.Stat{Words: page.Many(h.Aside, "thing", "things") + " put aside until a day", Source: "By those who owe them, with why. Their clocks run, and what climbs comes back"})
	}
	k := h.Stored
	p.Stored = append(p.Stored, []page.Stat{{Words: fmt.Sprintf("%d referrals", h.Loops), Source: fmt.Sprintf("%d of them open", h.Open)},
		{Words: fmt.Sprintf("%d documents, %s", k.Documents, size(k.Bytes)), Source: "Counted " + v.Clock().At(k.Counted.Add(ahead)) + ". " + page.Many(k.Held, "is", "are") + " held back for a person to look at now"},
		{Words: fmt.Sprintf("%d audit records", k.Audits), Source: "The last " + v.Clock().At(k.LastAudit.Add(ahead)) + ". Every answer about a patient waits for its record"}}...)
	return p
}

func way(dir *desk.Directory, o party.Org, w lists.Reached, heard, now time.Time) page.Way {
	x := page.Way{Unheard: unheard(dir, o), Name: o.Name, Channel: channels[o.Channel], Phone: o.Phone, State: "ok", Words: "Has everything", Open: w.Open, OnWay: w.OnWay, Oldest: w.Oldest, Last: w.LastSent, Heard: heard}
	switch age := now.Sub(w.Oldest); {
	case w.OnWay == 0:
	case age > 4*time.Hour:
		x.State, x.Words = "late", "Silent "+page.Span(age)
	default:
		x.State, x.Words = "soon", page.Many(w.OnWay, "on its way", "on their way")
	}
	return x
}

// unheard says why a partner's own system has said nothing.
func unheard(dir *desk.Directory, o party.Org) string {
	switch o.Channel {
	case party.House:
		return "works here, sends nothing"
	case party.Phone:
		return "has no system: they answer by a link or call"
	}
	for _, c := range dir.Clients {
		if slices.Contains(c.Orgs, o.ID) {
			return "nothing yet from its client"
		}
	}
	return "no client of theirs is registered"
}

var channels = map[party.Channel]string{party.House: "works here", party.FHIR: "FHIR", party.Feed: "FHIR feed", party.Phone: "no system"}

func size(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%d KB", n>>10)
	case n < 1<<30:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
}
