// Package bring is the pages on which lists of other systems are brought in.
package bring

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"referd/base/cells"
	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	deskbring "referd/desk/bring"
	"referd/desk/house"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/visit"
)

// Room is where lists are brought.
type Room struct{ deskbring.Room }

// Routes of bringing.
func Routes(of deskbring.Room) []visit.Route {
	m := Room{of}
	return []visit.Route{
		{Pattern: "GET /bring", To: func(v *visit.Visit) error { return m.list(v, "", nil) }},
		{Pattern: "POST /bring", Limit: visit.File, To: m.take},
		{Pattern: "GET /bring/{import}", To: func(v *visit.Visit) error { return m.one(v, nil) }},
		{Pattern: "GET /bring/{import}/faults.csv", To: m.faults},
		{Pattern: "POST /bring/{import}/sheet", To: m.sheet},
		{Pattern: "POST /bring/{import}/naming", To: m.name},
		{Pattern: "POST /bring/{import}/decisions", To: m.decide},
		{Pattern: "POST /bring/{import}/letters", To: m.letters},
		{Pattern: "POST /bring/{import}/applying", To: m.does(deskbring.Room.Apply, "It is being made.")},
		{Pattern: "POST /bring/{import}/undoing", To: m.does(deskbring.Room.Undo, "It is being taken back.")},
		{Pattern: "POST /bring/{import}/dropping", To: m.does(deskbring.Room.Drop, "The list is given up.")},
	}
}

var kinds = map[deskbring.Kind]string{deskbring.Organizations: "Organizations that are not here", deskbring.Locations: "Places", deskbring.Services: "Services", deskbring.Clinicians: "Clinicians", deskbring.People: "People who work here", deskbring.Patients: "Patients", deskbring.Referrals: "Open referrals"}

var states = map[deskbring.State]string{deskbring.Named: "Columns to name", deskbring.Reading: "Being read", deskbring.Checking: "Being checked", deskbring.Checked: "Report ready", deskbring.Applying: "Being made", deskbring.Applied: "Made",
	deskbring.Backing: "Being looked at again", deskbring.Undoing: "Being taken back", deskbring.Undone: "Taken back", deskbring.Dropped: "Given up"}

func at(v *visit.Visit) deskbring.ID { return deskbring.ID(v.R.PathValue("import")) }

// list shows the lists that were brought, and takes another.
func (m Room) list(v *visit.Visit, kind string, wrong error) error {
	p := page.BringList{Kind: kind}
	var dir *desk.Directory
	err := v.Desk.Read(v.R.Context(), v.Who, "imports", func(r *desk.Reading) error {
		dir = r.Directory()
		list, err := deskbring.List(r)
		if err != nil {
			return err
		}
		for _, i := range list {
			l := page.BringLine{Kind: kinds[i.Kind], File: i.Name, By: r.Directory().PersonName(i.By), State: states[i.State], Made: i.Made}
			if deskbring.May(r.Directory(), v.Who, i.Kind) {
				l.Href = "/bring/" + string(i.ID)
			}
			if n := i.Counts[deskbring.Make] + i.Counts[deskbring.Change]; n > 0 {
				l.Words = page.Many(n, "row", "rows")
			}
			p.Lists = append(p.Lists, l)
		}
		p.Shell, err = v.Shell(r, "Bring in a list")
		return err
	})
	if err != nil {
		return err
	}
	for _, k := range deskbring.Kinds() {
		if deskbring.May(dir, v.Who, k) {
			p.Kinds = append(p.Kinds, page.Opt{Value: string(k), Words: kinds[k]})
		}
	}
	status := http.StatusOK
	if wrong != nil {
		status, p.Errors = http.StatusUnprocessableEntity, []page.Wrong{{Field: fieldOf(wrong), Words: fault.Public(wrong)}}
	}
	return v.Page(status, page.BringListPage(p))
}

func fieldOf(err error) string {
	if f, ok := err.(*fault.Fault); ok && (f.Field == "file" || f.Field == "kind") {
		return f.Field
	}
	return ""
}

// mend reports whether a fault is for the person to mend on the page.
func mend(err error) bool {
	k := fault.Of(err)
	return err != nil && (k == fault.Invalid || k == fault.Refused || k == fault.Conflict)
}

func (m Room) take(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	kind := deskbring.Kind(f.Get("kind"))
	if kinds[kind] == "" {
		return m.list(v, f.Get("kind"), fault.About("bring.take", "kind", fault.Invalid, "Say what the rows of the list are."))
	}
	var heads = v.R.MultipartForm
	if heads == nil || len(heads.File["file"]) == 0 {
		return m.list(v, f.Get("kind"), fault.About("bring.take", "file", fault.Invalid, "Choose the file."))
	}
	head := heads.File["file"][0]
	body, err := head.Open()
	if err != nil {
		return m.list(v, f.Get("kind"), fault.About("bring.take", "file", fault.Invalid, "The file could not be read. Choose it again."))
	}
	defer body.Close()
	id, err := m.Take(v.R.Context(), v.Who, deskbring.File{Kind: kind, Name: head.Filename, Size: head.Size, Body: body})
	if mend(err) {
		return m.list(v, f.Get("kind"), err)
	}
	if err != nil {
		return err
	}
	return v.Go("/bring/" + string(id))
}

func (m Room) sheet(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	return m.then(v, m.Sheet(v.R.Context(), v.Who, at(v), f.Get("sheet")), "")
}

// then goes back to the list, or says on it what is to be mended.
func (m Room) then(v *visit.Visit, err error, said string) error {
	if mend(err) {
		return m.one(v, err)
	}
	if err != nil {
		return err
	}
	if said != "" {
		v.Say(said, loop.Done{})
	}
	return v.Go("/bring/" + string(at(v)))
}

func (m Room) name(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	n := deskbring.Naming{Words: map[string]map[string]string{}}
	for i := 0; f.Has("column-" + strconv.Itoa(i)); i++ {
		n.Columns = append(n.Columns, f.Get("column-"+strconv.Itoa(i)))
	}
	for i := 0; f.Has("word-" + strconv.Itoa(i)); i++ {
		key, means := f.Get("of-"+strconv.Itoa(i)), f.Get("means-"+strconv.Itoa(i))
		if means == "" {
			continue
		}
		if n.Words[key] == nil {
			n.Words[key] = map[string]string{}
		}
		n.Words[key][f.Get("word-"+strconv.Itoa(i))] = means
	}
	err = m.Name(v.R.Context(), v.Who, at(v), n)
	if mend(err) {
		return m.oneWith(v, err, n.Columns)
	}
	return m.then(v, err, "")
}

func (m Room) decide(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(f.Get("row"))
	return m.then(v, m.Decide(v.R.Context(), v.Who, at(v), n, f.Get("choice")), "")
}

// does is a press that moves the list on.
func (m Room) does(f func(deskbring.Room, visitContext, desk.Who, deskbring.ID) error, said string) func(*visit.Visit) error {
	return func(v *visit.Visit) error {
		if _, err := v.Form(); err != nil {
			return err
		}
		return m.then(v, f(m.Room, v.R.Context(), v.Who, at(v)), said)
	}
}

// letters has everybody a list made invited, now that their administrator says so.
func (m Room) letters(v *visit.Visit) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	n, err := m.Invite(v.R.Context(), v.Who, at(v))
	return m.then(v, err, page.Many(n, "letter with a link is on its way.", "letters, each with its own link, are on their way."))
}

// faults is every fault as a file of comma-separated values.
func (m Room) faults(v *visit.Visit) error {
	var b strings.Builder
	w := cells.To(&b)
	err := v.Desk.Read(v.R.Context(), v.Who, "import.faults", func(r *desk.Reading) error {
		i, err := deskbring.Of(r, at(v))
		if err == nil {
			err = w.Row("row", "column", "what is wrong")
		}
		if err != nil {
			return err
		}
		return deskbring.Faults(r, i, func(n int, column, words string) error { return w.Row(strconv.Itoa(n), column, words) })
	})
	if err == nil {
		err = w.End()
	}
	if err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="to-correct.csv"`)
	_, err = v.W.Write([]byte(b.String()))
	return err
}

// options are what a word of a field may mean.
func options(dir *desk.Directory, own party.OrgID, field string) (out []page.Opt) {
	add := func(value, words string) { out = append(out, page.Opt{Value: value, Words: words}) }
	switch field {
	case "status":
		for _, s := range deskbring.Steps() {
			add(s[0], s[1])
		}
		return out
	case "service":
		for _, s := range dir.Services("") {
			add(string(s.ID), s.Name+", "+dir.Orgs[s.Org].Name)
		}
	case "sender", "receiver", "organization":
		for id, o := range dir.Orgs {
			add(string(id), o.Name)
		}
	case "clinician":
		for id := range dir.Practitioners {
			add(string(id), dir.ClinicianName(id))
		}
	case "jobs":
		for _, j := range house.Jobs() {
			add(string(j), visit.Job(j))
		}
	case "location":
		for id, l := range dir.Locations {
			if l.Org == own && l.Active {
				add(string(id), l.Name)
			}
		}
	case "team", "intake", "triage", "scheduling", "clinic":
		for id, t := range dir.Teams {
			if t.Org == own && t.Active {
				add(string(id), t.Name)
			}
		}
	case "person":
		for id, u := range dir.Users {
			if u.Org == own && u.Active {
				add(string(id), dir.PersonName(id))
			}
		}
	case "urgency":
		out = []page.Opt{{Value: "routine", Words: "Routine"}, {Value: "urgent", Words: "Urgent"}, {Value: "emergency", Words: "Emergency"}}
	case "sex":
		out = []page.Opt{{Value: "female", Words: "Female"}, {Value: "male", Words: "Male"}, {Value: "other", Words: "Other"}, {Value: "unknown", Words: "Not known"}}
	case "interpreter", "deceased":
		out = []page.Opt{{Value: "yes", Words: "Yes"}, {Value: "no", Words: "No"}}
	}
	if field == "service" || field == "sender" || field == "clinician" || field == "team" || field == "person" || field == "receiver" || field == "organization" {
		slices.SortFunc(out, func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	}
	if field != "service" && field != "sender" && field != "clinician" {
		add(deskbring.Nothing, "Pass over it")
	}
	return out
}
