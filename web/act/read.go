package act

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// readReport opens the report: it is read whole, then acknowledged line by line.
func readReport(v *visit.Visit) error {
	id := referral.ID(v.R.PathValue("id"))
	var first bool
	err := v.Desk.Read(v.R.Context(), v.Who, "report.read", func(r *desk.Reading) error {
		r.Tried(id)
		if r.Withheld() {
			return desk.NoChart("act.readReport")
		}
		s, err := r.Loop(id)
		if err != nil {
			return err
		}
		h := asked(v, s)
		st := turn.Standing(r, &s)
		first = h != nil && st.Side == referral.Sender && (st.Accountable && h.Opened.IsZero() || h.Viewed.IsZero())
		return nil
	})
	if err != nil {
		return err
	}
	if first {
		if err := opening(v, id); err != nil {
			return err
		}
	}
	return reading(v, nil, nil, http.StatusOK)
}

// opening records that a person opened the report: a clinician's opening and a
// view by staff are two things.
func opening(v *visit.Visit, id referral.ID) error {
	return v.Desk.Write(v.R.Context(), v.Who, "report-opening", func(w *desk.Writing) error {
		s, err := w.Loop(id)
		if err != nil {
			return err
		}
		if h := asked(v, s); h != nil {
			_, err = loop.OpenReport(w, loop.Form{Referral: id}, h.ID)
		}
		return err
	})
}

// asked is the report the reader asked for; without one, the first that nobody
// acknowledged, else the newest.
func asked(v *visit.Visit, s referral.State) *referral.Report {
	if want := referral.ReportID(v.R.URL.Query().Get("report")); want != "" {
		for i, r := range s.Reports {
			if r.ID == want && !r.Written.IsZero() {
				return &s.Reports[i]
			}
		}
	}
	if h := sheet.Unread(s); h != nil {
		return h
	}
	for i := len(s.Reports) - 1; i >= 0; i-- {
		if !s.Reports[i].Written.IsZero() {
			return &s.Reports[i]
		}
	}
	return nil
}

// reading is the page under the opened report. Nothing is chosen for anybody.
func reading(v *visit.Visit, typed url.Values, wrong *refusal, status int) error {
	p, r, shell, err := sheet.Glance(v, ": read and acknowledge")
	if err != nil {
		return err
	}
	h := asked(v, p.State)
	if h == nil {
		return v.Go("/referrals/" + string(p.ID))
	}
	g := report(v, r, p, h, shell)
	if g.Crumb, err = sheet.CrumbIn(v, p.ID, p.Code, "/acknowledgement"); err != nil {
		return err
	}
	if slices.Contains(p.Acts, referral.ActAcknowledge) && p.Standing.Accountable && h.Acknowledged.IsZero() && !h.Replaced {
		g.Form = acknowledging(v, r, p, h, typed)
		wrong.show(v, r, p, g.Form)
	} else {
		g.Staff, g.Late = unable(v, r, p, h), late(v, r, p, wrong, typed)
	}
	return v.Page(status, page.ReportPage(g))
}

// unable says why this reader does not acknowledge this report.
func unable(v *visit.Visit, r *desk.Reading, p *loop.Picture, h *referral.Report) string {
	dir := r.Directory()
	switch {
	case h.Replaced:
		return "This version was replaced by a later one. It stays readable; the later one is acknowledged."
	case !h.Acknowledged.IsZero():
		return "Acknowledged by " + sheet.By(dir, h.AcknowledgedBy) + ", " + v.Clock().At(h.Acknowledged) + map[string]string{"yes": ": the question was answered.", "partly": ": the question was partly answered.", "no": ": the question was not answered."}[h.Answered]
	case p.Standing.Side == referral.Receiver:
		return "You read this on the clinic's side. " + sheet.Asker(dir, p) + " acknowledges it."
	}
	return "You see this as staff: it is not an opening. " + orElse(dir.ClinicianName(p.State.Clinician), "The clinician who asked") + " or the named cover acknowledges it."
}

// report fills what is read: the two sentences that matter, then the rest.
func report(v *visit.Visit, r *desk.Reading, p *loop.Picture, h *referral.Report, shell page.Shell) page.Report {
	dir, s, c := r.Directory(), &p.State, v.Clock()
	answer, findings := loop.Parts(p.Words[h.Document])
	g := page.Report{Shell: shell, Banner: sheet.Banner(v, r, p.Patient), Asked: "The question", Question: p.Words[s.Question], AskedAt: s.Sent, Author: orElse(dir.ClinicianName(h.Author), p.Receiver.Name),
		Answer: orElse(answer, "No answer was written: the report is a document of its own."), Claim: sheet.Claims[h.Claim], Kind: string(h.Kind), Seen: s.Seen, Signed: h.Written, Sections: sheet.Sections(findings), Phase: dir.PhaseName(v.Who.Org, p.Phase), Ball: sheet.BallOf(v, dir, p), Code: p.Code, Href: "/referrals/" + string(p.ID) + sheet.Suffix(v)}
	if p.Standing.Accountable {
		g.Asked = "You asked"
	} else if n := dir.ClinicianName(s.Clinician); n != "" {
		g.Asked = n + " asked"
	}
	for _, m := range h.More {
		if d, ok := p.Files[m]; ok {
			g.Files = append(g.Files, page.Doc{Href: "/documents/" + string(m), Title: orElse(d.Title, "Report"), From: dir.Orgs[d.Org].Name, At: h.Written})
		}
	}
	for _, x := range s.Reports {
		if x.ID != h.ID && !x.Written.IsZero() {
			words := "The report of " + c.Exact(x.Written)
			if x.ID == h.Replaces {
				words = "What it replaces: the report of " + c.Exact(x.Written) + ". It stays readable"
			}
			g.Versions = append(g.Versions, page.Version{Words: words, Href: "/referrals/" + string(p.ID) + "/acknowledgement?report=" + string(x.ID)})
		}
	}
	for _, st := range s.Ring() {
		g.Ring += stepMark(st)
	}
	g.Facts = []page.Fact{{Name: "Action", Words: orElse(sheet.Pressings[h.Actionable], "not marked as pressing")}, {Name: "Delivered", Words: orElse(c.Short(h.Delivered), "not yet")}, {Name: "Opened", Words: "by nobody yet"}, {Name: "Seen by", Words: orElse(c.Day(s.SeenBy), "no date")}}
	if !h.Opened.IsZero() {
		g.Facts[2].Words = "by a clinician, " + c.At(h.Opened)
	} else if !h.Viewed.IsZero() {
		g.Facts[2].Words = "looked at by staff " + c.At(h.Viewed) + ", which is not an opening"
	}
	if !s.Seen.IsZero() {
		g.Facts[3].Words += ". Seen " + c.Day(s.Seen)
	}
	if !h.Spoken.IsZero() {
		g.Facts[0].Words += ". Spoken " + c.At(h.Spoken)
	}
	return g
}

func stepMark(st referral.Step) string {
	switch {
	case !st.At.IsZero():
		return "x"
	case st.Inferred:
		return "~"
	}
	return "-"
}

// acknowledging fills the form with what was typed, and nothing else.
func acknowledging(v *visit.Visit, r *desk.Reading, p *loop.Picture, h *referral.Report, typed url.Values) *page.Reading {
	dir, s := r.Directory(), &p.State
	f := &page.Reading{Action: "/referrals/" + string(p.ID) + "/acknowledgement" + sheet.Suffix(v), Once: visit.Once(), Seq: p.Seq, Report: string(h.ID), Answered: typed.Get("answered"), Open: typed.Get("open"), Told: typed.Get("told"), How: typed.Get("tell"),
		Words: typed.Get("tell-words"), Who: typed.Get("tell-who"), By: typed.Get("tell-by"), StepUp: h.Actionable != "", Reads: reads(p.Patient.Language), Wrong: map[string]string{}}
	if slices.Contains(p.Acts, referral.ActMessage) {
		f.Ask = "/referrals/" + string(p.ID) + sheet.Suffix(v) + "#m"
	}
	if p.Patient.Interpreter {
		f.Care = "An interpreter is needed: a call without one does not count as told."
	}
	if a := p.Patient.Access; a != "" {
		f.Care = strings.TrimSpace(f.Care + " " + a + ".")
	}
	people := colleagues(v, dir, s.Team)
	f.People = append([]page.Opt{{Value: string(v.Who.User), Words: "I do"}}, people...)
	given := receivers(v, dir, p)
	for _, i := range s.Items {
		if i.Report != h.ID || !i.Owed() || i.Team != s.Team {
			continue
		}
		key := string(i.ID)
		l := page.Recommended{Key: key, N: len(f.Lines) + 1, What: p.Words[i.What], Proposes: "Proposed to " + proposed(v, dir, i) + ", by " + v.Clock().Day(i.Due), How: typed.Get("line-" + key), By: typed.Get("by-" + key), To: typed.Get("to-" + key), Because: typed.Get("because-" + key), People: given}
		if l.By == "" && typed == nil {
			l.By = i.Due.In(v.Zone()).Format("2006-01-02")
		}
		f.Lines = append(f.Lines, l)
	}
	f.Left = left(f)
	return f
}

// reads says the patient's language where one is on record; none is assumed.
func reads(language string) string {
	for _, l := range sheet.Languages() {
		if l.Value == language {
			return "Reads " + l.Words
		}
	}
	return "Language not recorded"
}

// proposed is whom the author had in mind, in the reader's eyes.
func proposed(v *visit.Visit, dir *desk.Directory, i referral.Item) string {
	if i.Person == v.Who.User {
		return "you"
	}
	return orElse(orElse(dir.PersonName(i.Person), dir.TeamName(i.Team)), "nobody by name")
}

// colleagues are the others of a team.
func colleagues(v *visit.Visit, dir *desk.Directory, team party.TeamID) (out []page.Opt) {
	for _, u := range dir.Members(team) {
		if u.ID != v.Who.User {
			out = append(out, page.Opt{Value: string(u.ID), Words: dir.PersonName(u.ID)})
		}
	}
	return out
}

// receivers are who a line may be given to: the others of the practice, and
// the team that wrote it.
func receivers(v *visit.Visit, dir *desk.Directory, p *loop.Picture) (out []page.Opt) {
	for _, o := range colleagues(v, dir, p.State.Team) {
		out = append(out, page.Opt{Value: "person/" + o.Value, Words: o.Words})
	}
	if t := p.Service.Clinic; t != "" {
		out = append(out, page.Opt{Value: "team/" + string(t), Words: dir.TeamName(t)})
	}
	return out
}

// left says what is still to be chosen.
func left(f *page.Reading) string {
	var open []string
	if f.Answered == "" {
		open = append(open, "answered")
	}
	n := 0
	for _, l := range f.Lines {
		if l.How == "" {
			n++
		}
	}
	if n > 0 {
		open = append(open, page.Many(n, "line", "lines"))
	}
	if f.Told == "" {
		open = append(open, "how and when the patient is told")
	}
	if f.StepUp {
		open = append(open, "your password")
	}
	if len(open) == 0 {
		return "Everything is chosen."
	}
	return "Still to choose: " + strings.Join(open, ", ")
}
