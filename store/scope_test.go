package store_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
)

// world is a small network the oracle knows by heart: for each loop and each
// patient record, which organizations stand in a relation to it now.
type world struct {
	now      time.Time
	orgs     []party.OrgID
	loops    []referral.ID
	patients []party.PatientID
	docs     map[chart.DocumentID]string // "loop/ID" or "patient/ID"
	sees     map[string]map[party.OrgID]bool
	rows     map[referral.ID]store.Row
	linked   map[party.PatientID]party.PatientID
	home     map[party.PatientID]party.OrgID // who registered it
}

// local are names of which each organization's patients have one.
var local = map[party.OrgID]string{"org0": "Zorna", "org1": "Zelma", "org2": "Zukko", "org3": "Zypra", "org4": "Zindt"}

// may is the oracle: it knows nothing of SQL.
func (w *world) may(s store.Scope, thing string) bool {
	if s.Only != "" {
		thing += " of " + string(s.Only)
	}
	return s.System || slices.ContainsFunc(s.Orgs, func(o party.OrgID) bool { return w.sees[thing][o] })
}

func (w *world) relate(tx *store.Tx, fact referral.ID, x store.Relation) error {
	if x.Until.IsZero() || x.Until.After(w.now) {
		for _, thing := range []string{"patient/" + string(x.Patient), "loop/" + string(fact)} {
			for _, key := range []string{thing, thing + " of " + string(fact)} {
				if w.sees[key] == nil {
					w.sees[key] = map[party.OrgID]bool{}
				}
				w.sees[key][x.Org] = true
			}
		}
	}
	return tx.Relate(fact, x)
}

// build makes a world by chance and writes it.
func build(t *testing.T, db *store.DB, seed uint64) *world {
	w := &world{now: db.Now(), docs: map[chart.DocumentID]string{}, sees: map[string]map[party.OrgID]bool{}, rows: map[referral.ID]store.Row{}, linked: map[party.PatientID]party.PatientID{}, home: map[party.PatientID]party.OrgID{}}
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range 5 {
		w.orgs = append(w.orgs, party.OrgID(fmt.Sprint("org", i)))
	}
	must(t, commit(t, db, func(tx *store.Tx) error {
		for i := range 12 {
			p := party.PatientID(fmt.Sprintf("pat%d-%d", seed, i))
			w.patients = append(w.patients, p)
			org := w.orgs[r.IntN(5)]
			w.sees["patient/"+string(p)], w.home[p] = map[party.OrgID]bool{org: true}, org
			if err := tx.PutPatient(party.Patient{ID: p, Org: org, Name: party.Name{Family: "Same", Given: []string{"Name", local[org]}}, Born: "1970-01-01", Active: true}); err != nil {
				return err
			}
			if err := tx.PutSafe(party.Patient{ID: p, Org: org, Name: party.Name{Family: "Same", Given: []string{"Name", local[org]}}, Born: "1970-01-01", Active: true}, party.SafeContact{Agreed: day0}, org, "u"); err != nil {
				return err
			}
			if i%4 == 3 {
				other := w.patients[r.IntN(i)]
				w.linked[p] = other
				if err := tx.LinkPersons(p, other, "u"); err != nil {
					return err
				}
			}
		}
		for _, o := range w.orgs {
			if err := errors.Join(brought(tx, o), tx.PutThing("team", string(teamOf(o)), o, nil)); err != nil {
				return err
			}
		}
		for i := range 20 {
			if err := w.loop(tx, r, referral.ID(fmt.Sprintf("loop%d-%d", seed, i)), i); err != nil {
				return err
			}
		}
		return nil
	}))
	return w
}

// teamOf is the team of an organization, which owes something on each of its loops.
func teamOf(o party.OrgID) party.TeamID { return "team of " + party.TeamID(o) }

// brought is an import of an organization, with a row and what that became.
func brought(tx *store.Tx, o party.OrgID) error {
	if err := tx.PutImport(store.Import{ID: "import" + string(o), Org: o, Kind: "patients", State: "applied", Made: day0, Body: []byte("{}")}); err != nil {
		return err
	}
	if err := tx.PutImportRows("import"+string(o), []store.ImportRow{{N: 2, State: "make", Key: "1", Body: []byte("{}")}}); err != nil {
		return err
	}
	return tx.Bring(o, "patients", store.ImportKey{Key: "1", Thing: "thing", Import: "import" + string(o)})
}

func (w *world) loop(tx *store.Tx, r *rand.Rand, id referral.ID, i int) error {
	patient, sender, receiver := w.patients[r.IntN(12)], w.orgs[r.IntN(5)], w.orgs[r.IntN(5)]
	x := row(string(id), 1)
	x.Code, x.Patient, x.Sender, x.Receiver, x.Relations = string(id), patient, sender, receiver, nil
	x.Ball.Due = day0.Add(time.Duration(i) * time.Hour)
	x.Class = 3
	x.Authored, x.Phase = day0, []referral.Phase{referral.PhaseDelivered, referral.PhaseBooked}[i%2]
	x.Tasks = []store.Task{{ID: "task" + string(id), Owner: receiver, Requester: sender, Status: "requested", Authored: day0, Updated: day0}}
	for _, o := range slices.Compact(slices.Sorted(slices.Values([]party.OrgID{sender, receiver}))) {
		x.Duties = append(x.Duties, store.Duty{Owed: referral.Owed{Team: teamOf(o), Act: referral.ActSettle, Due: day0.AddDate(2, 0, 0), From: day0, Duty: "of " + string(o)}, Kind: "settle"})
	}
	w.loops, w.rows[id] = append(w.loops, id), x
	if err := tx.Append([]referral.Entry{entry(1, referral.IncidentOpened{Reason: "wrong-patient"})}, x); err != nil {
		return err
	}
	for _, o := range slices.Compact(slices.Sorted(slices.Values([]party.OrgID{sender, receiver}))) {
		if err := tx.PutNote(store.Note{ID: string(id) + string(o), Referral: id, Org: o, By: "u", At: day0, Words: "for " + string(o)}); err != nil {
			return err
		}
		if err := tx.PutLook(store.Look{ID: string(id) + string(o), Referral: id, Org: o, Team: party.TeamID("looks of " + o), By: "u", At: day0, From: day0, Due: day0.AddDate(0, 0, 1), Words: "for " + string(o)}); err != nil {
			return err
		}
		if err := tx.PutAside(store.Aside{Who: "u" + party.UserID(o), Referral: id, Org: o, Until: day0.AddDate(9, 0, 0), Seq: 1, Words: "for " + string(o), At: day0}); err != nil {
			return err
		}
	}
	if err := tx.Pin("somebody", id, true, day0); err != nil {
		return err
	}
	until := []time.Time{{}, {}, w.now.Add(-time.Hour), w.now.Add(time.Hour)}[r.IntN(map[bool]int{true: 2, false: 4}[receiver == "org4"])] // of that one none ends
	for _, rel := range []store.Relation{{Org: sender, Patient: patient, Kind: "referring", Since: day0}, {Org: receiver, Patient: patient, Kind: "receiving", Since: day0, Until: until}} {
		if err := w.relate(tx, id, rel); err != nil {
			return err
		}
	}
	doc, about := chart.DocumentID(fmt.Sprintf("%020d", 100*i+len(w.docs))), id
	w.docs[doc] = "loop/" + string(id)
	if i%3 == 0 {
		about, w.docs[doc] = "", "patient/"+string(patient)
	}
	if err := tx.PutDocument(chart.Document{ID: doc, Patient: patient, Kind: chart.Question, Media: "text/plain", Held: "a name is missing"}, about, []byte("words")); err != nil {
		return err
	}
	k := store.Kept{Type: "ServiceRequest", ID: string(id), Version: 1, Updated: day0, Referral: id, Body: []byte("{}")}
	if err := tx.Keep(k, []store.Mark{{Param: "identifier", Value: "urn:x|" + string(id)}}, nil); err != nil {
		return err
	}
	if err := tx.Keep(store.Kept{Type: "Basic", ID: "b" + string(id), Version: 1, Updated: day0, Patient: patient, Body: []byte("{}")}, nil, nil); err != nil {
		return err
	}
	if err := tx.PutDraft("loop", "referral/"+string(id)+"/1", "text"); err != nil {
		return err
	}
	if err := tx.PutTicket(store.Ticket{ID: "ticket" + string(id), Kind: "partner", Referral: id, Org: receiver, Code: "123456", Made: day0, Ends: day0}); err != nil {
		return err
	}
	if err := tx.PutGuest(store.Guest{ID: "guest" + string(id), Ticket: "ticket" + string(id), Referral: id, Name: "Somebody", At: day0}); err != nil {
		return err
	}
	if _, err := tx.Tell(store.Notice{To: "u", Referral: id, Thing: "fact", Owed: referral.Owed{Act: referral.ActMiss, Duty: "fact/1"}}); err != nil {
		return err
	}
	return tx.Audit(access.Record{User: "u", Org: "elsewhere", Action: access.Read, Kind: "loop.read", Referral: id, Patients: []party.PatientID{patient}, Outcome: access.Success})
}

// answers is what a reader gets from every read, by the read's name: the loops,
// records and documents that came back, in the oracle's words.
func (w *world) answers(v *store.View, s store.Scope) map[string][]string {
	out := map[string][]string{}
	got := func(read, thing string, ok bool) {
		if ok {
			out[read] = append(out[read], thing)
		} else if out[read] == nil {
			out[read] = []string{}
		}
	}
	for _, id := range w.loops {
		loop := "loop/" + string(id)
		l, err := v.Ledger(id)
		got("Ledger", loop, err == nil && len(l) > 0)
		_, err = v.Loop(id)
		got("Loop", loop, err == nil)
		_, err = v.Row(id)
		got("Row", loop, err == nil)
		_, err = v.RowByCode(string(id))
		got("RowByCode", loop, err == nil)
		_, err = v.Tip(id)
		got("Tip", loop, err == nil)
		tasks, err := v.Tasks(id)
		got("Tasks", loop, err == nil && len(tasks) > 0)
		_, _, err = v.TaskLoop("task" + string(id))
		got("TaskLoop", loop, err == nil)
		_, found, err := v.Kept("ServiceRequest", string(id), 0)
		got("Kept", loop, err == nil && found)
		list, err := v.KeptOf("ServiceRequest", id, "", 9)
		got("KeptOf", loop, err == nil && len(list) > 0)
		ids, err := v.Marked("ServiceRequest", "identifier", string(id))
		got("Marked", loop, err == nil && len(ids) > 0)
		_, _, found, err = v.Draft("loop", "referral/"+string(id)+"/1")
		got("Draft", loop, err == nil && found)
		through, err := v.Through([]referral.ID{id}, nil)
		got("Through", loop, err == nil && (len(through) > 0 || s.System))
		tickets, err := v.Tickets(id)
		got("Tickets", loop, err == nil && len(tickets) > 0 && tickets[0].Code == "123456")
		notes, err := v.Notes(id)
		for _, n := range notes {
			got("Notes", loop+" "+string(n.Org), err == nil && n.Words == "for "+string(n.Org))
		}
		looks, err := v.Looks(id)
		for _, l := range looks {
			got("Looks", loop+" "+string(l.Org), err == nil && l.Words == "for "+string(l.Org))
		}
		lie, err := v.Asides([]referral.ID{id}, day0)
		pins, err := v.Pins([]referral.ID{id})
		got("Pins", loop, err == nil && pins[id])
		for _, a := range lie {
			got("Asides", loop+" "+string(a.Org), err == nil && a.Words == "for "+string(a.Org))
		}
		for _, o := range w.orgs {
			owed, err := v.LooksOwed([]string{"look/" + string(id) + string(o), "item/1"})
			for _, l := range owed {
				got("LooksOwed", loop+" "+string(o), err == nil && l.Org == o)
			}
			_, ok, err := v.LookOwed(id, "look/"+string(id)+string(o))
			got("LookOwed", loop+" "+string(o), err == nil && ok)
		}
		guests, err := v.Guests(id)
		got("Guests", loop, err == nil && len(guests) > 0)
		seen, err := v.Audits(access.Query{Referral: id})
		got("Audits", loop, err == nil && len(seen) > 0)
	}
	for _, p := range w.patients {
		patient := "patient/" + string(p)
		_, err := v.Patient(p)
		got("Patient", patient, err == nil)
		m, err := v.Patients([]party.PatientID{p})
		got("Patients", patient, err == nil && len(m) > 0)
		safe, err := v.SafeContacts(p)
		got("SafeContacts", patient, err == nil && len(safe) == 1)
		through, err := v.Through(nil, []party.PatientID{p})
		got("Through", patient, err == nil && (len(through) > 0 || s.System))
		_, err = v.PatientNamed(p)
		got("PatientNamed", patient, err == nil)
		rows, _ := v.LoopsOf([]party.PatientID{p}, false)
		for _, r := range rows {
			got("LoopsOf", "loop/"+string(r.ID), true)
		}
		called, err := v.CalledOf([]party.PatientID{p})
		got("CalledOf", patient, err == nil && len(called) > 0)
		open, err := v.OpenOf([]party.PatientID{p})
		got("OpenOf", fmt.Sprint(p, len(open[p])), err == nil)
		asked, _ := v.FindRequests(p, nil, 99)
		for _, k := range asked {
			got("FindRequests", "loop/"+k.ID, true)
		}
		if other, ok := w.linked[p]; ok {
			same, err := v.SamePerson(p)
			got("SamePerson", "patient/"+string(other), err == nil && slices.Contains(same, other))
		}
	}
	for d, of := range w.docs {
		doc := string(d) + " " + of
		_, _, _, err := v.Document(d)
		got("Document", doc, err == nil)
		m, _ := v.Documents([]chart.DocumentID{d})
		got("Documents", doc, len(m) > 0)
		words, _ := v.TextsOf([]chart.DocumentID{d})
		got("TextsOf", doc, len(words) > 0)
		p, _ := v.OwnerOf(d)
		got("OwnerOf", doc, p != "")
		if id, ok := strings.CutPrefix(of, "loop/"); !ok {
			all, _ := v.DocumentsApart(0, "", 99)
			got("DocumentsApart", doc, slices.ContainsFunc(all, func(x store.Apart) bool { return x.ID == d }))
		} else {
			all, _ := v.DocumentsOf(referral.ID(id))
			got("DocumentsOf", doc, len(all) > 0)
			texts, _ := v.Texts(referral.ID(id))
			got("Texts", doc, len(texts) > 0)
		}
	}
	w.lists(v, got)
	return out
}

func (w *world) lists(v *store.View, got func(read, thing string, ok bool)) {
	list, _ := v.Queue(store.Queue{Teams: []party.TeamID{"team"}, Limit: 99}, day0)
	for _, x := range list {
		got("Queue", "loop/"+string(x.ID), true)
	}
	short, _ := v.Queue(store.Queue{Teams: []party.TeamID{"team"}, Limit: 3, Offset: 1}, day0)
	for i, x := range short { // a page is a piece of the whole
		got("Queue by page", fmt.Sprint(i, x.ID), len(list) > i+1 && list[i+1].ID == x.ID)
	}
	n, _ := v.Count(store.Queue{Teams: []party.TeamID{"team"}}, day0)
	both, _ := v.Counts([]store.Queue{{Teams: []party.TeamID{"team"}}, {Teams: []party.TeamID{"team"}, Late: true}}, day0.Add(5*time.Hour))
	for _, o := range w.orgs {
		n, _ := v.Count(store.Queue{Teams: []party.TeamID{teamOf(o)}}, day0)
		rows, _ := v.Queue(store.Queue{Teams: []party.TeamID{teamOf(o)}, Limit: 99}, day0)
		got("Count of a team", fmt.Sprint(o, n, len(rows)), true)
	}
	phases, _ := v.Phases()
	total := 0
	for _, k := range phases {
		total += k
	}
	got("Count", fmt.Sprint(n), true)
	got("Counts", fmt.Sprint(both[0]), true)
	got("Phases", fmt.Sprint(total), true)
	late, _ := v.Late(day0.AddDate(1, 0, 0), 99)
	for _, x := range late {
		got("Late", "loop/"+string(x.ID), x.Owed.Kind != store.KindLook)
	}
	held, _ := v.HeldDocuments(99)
	for _, h := range held {
		got("HeldDocuments", string(h.Document.ID)+" loop/"+string(h.Referral), true)
	}
	told, _, _ := v.Told("u", 99, 0)
	for _, n := range told {
		got("Told", "loop/"+string(n.Referral), true)
	}
	unread, _ := v.Unread("u", 100)
	got("Unread", fmt.Sprint(unread), true)
	whole, _, _ := v.Wholes("", "", 99)
	for _, x := range whole {
		got("Wholes", "loop/"+string(x.ID), true)
	}
	folded, _ := v.Folded("", 99)
	for _, x := range folded {
		got("Folded", "loop/"+string(x.ID), true)
	}
	leaks, _ := v.IncidentLoops(99)
	for _, id := range leaks {
		got("IncidentLoops", "loop/"+string(id), true)
	}
	ids, _ := v.Loops("", 99)
	for _, id := range ids {
		got("Loops", "loop/"+string(id), true)
	}
	found, _ := v.FindPatients(store.Find{Name: "sam", Limit: 99})
	for _, p := range found {
		got("FindPatients", "patient/"+string(p.ID), true)
	}
	imports, _ := v.Imports([]string{"applied"}, 99)
	for _, i := range imports {
		got("Imports", i.ID, true)
	}
	own, _ := v.FoundBy([]store.Stretch{store.ByName("sam", false)}, 999)
	once := map[party.PatientID]bool{}
	for _, f := range own { // any two words of a name are a key
		got("FoundBy", "patient/"+string(f.Patient), !once[f.Patient])
		once[f.Patient] = true
	}
	for _, name := range local {
		near, _ := v.SpelledNear([]string{strings.ToLower(name) + "x"})
		for _, words := range near {
			got("SpelledNear", strings.Join(words, " "), true)
		}
	}
	for _, org := range w.orgs {
		name := "import" + string(org)
		_, err := v.Import(name)
		got("Import", name, err == nil)
		list, _ := v.ImportRows(store.Rows{Import: name, Limit: 9})
		got("ImportRows", name, len(list) > 0)
		n, _ := v.ImportCounts(name)
		got("ImportCounts", name, n["make"] > 0)
		_, found, _ := v.Brought(org, "patients", "1")
		got("Brought", name, found)
		tasks, _ := v.FindTasks(store.TaskQuery{Owner: org, Limit: 99})
		for _, k := range tasks {
			got("FindTasks", "loop/"+string(k.Referral), true)
		}
	}
	feed, _, _ := v.Feed(0, 999)
	fed := map[string]bool{}
	for _, c := range feed { // a loop, and again each look of an organization's own
		got("Feed", "loop/"+c.Name, !fed[c.Name] && c.Kind != "told")
		fed[c.Name] = true
	}
}

// expected is the same by the oracle.
func (w *world) expected(s store.Scope) map[string][]string {
	out := map[string][]string{}
	add := func(thing string, ok bool, reads ...string) {
		for _, read := range reads {
			if out[read] == nil {
				out[read] = []string{}
			}
			if ok {
				out[read] = append(out[read], thing)
			}
		}
	}
	n := 0
	for _, id := range w.loops {
		loop, r := "loop/"+string(id), w.rows[id]
		ok := w.may(s, loop)
		add(loop, ok, "Ledger", "Loop", "Row", "RowByCode", "Tip", "Tasks", "TaskLoop", "Kept", "KeptOf", "Marked", "Draft", "Audits", "LoopsOf", "FindRequests", "Queue", "Late", "Loops", "FindTasks", "Through", "Tickets", "Guests", "Told", "IncidentLoops")
		add(loop, s.System || (slices.Contains(s.Orgs, r.Sender) || slices.Contains(s.Orgs, r.Receiver)) && (s.Only == "" || s.Only == id), "Feed")
		add(loop, s.System, "Wholes", "Folded")
		for _, o := range slices.Compact(slices.Sorted(slices.Values([]party.OrgID{r.Sender, r.Receiver}))) {
			add(loop+" "+string(o), ok && slices.Contains(s.Orgs, o) && s.Only == "", "Notes", "Looks", "LooksOwed", "Asides")
			add(loop+" "+string(o), s.System, "LookOwed")
		}
		add(loop, ok && s.User == "somebody", "Pins")
		if ok {
			n++
		}
	}
	for _, o := range w.orgs {
		n := 0
		for _, id := range w.loops {
			if r := w.rows[id]; (r.Sender == o || r.Receiver == o) && w.may(s, "loop/"+string(id)) {
				n++
			}
		}
		add(fmt.Sprint(o, n, n), true, "Count of a team")
		add("import"+string(o), s.System || slices.Contains(s.Orgs, o), "Imports", "Import", "ImportRows", "ImportCounts", "Brought")
	}
	for _, p := range w.patients {
		add("patient/"+string(p), w.may(s, "patient/"+string(p)), "Patient", "Patients", "PatientNamed", "SafeContacts", "FindPatients", "Through", "CalledOf")
		add("patient/"+string(p), s.System || slices.Contains(s.Orgs, w.home[p]) && s.Only == "", "FoundBy") // of one's own, whatever else one may see
		n := 0
		for _, id := range w.loops {
			if w.rows[id].Patient == p && w.may(s, "loop/"+string(id)) {
				n++
			}
		}
		add(fmt.Sprint(p, n), true, "OpenOf")
		if other, ok := w.linked[p]; ok {
			add("patient/"+string(other), w.may(s, "patient/"+string(other)), "SamePerson")
		}
	}
	for org, name := range local {
		here := slices.Contains(slices.Collect(maps.Values(w.home)), org)
		add(strings.ToLower(name), here && (s.System || slices.Contains(s.Orgs, org) && s.Only == ""), "SpelledNear")
	}
	for d, of := range w.docs {
		reads := []string{"Document", "Documents", "TextsOf", "OwnerOf"}
		if strings.HasPrefix(of, "loop/") {
			reads = append(reads, "DocumentsOf", "Texts", "HeldDocuments")
		} else {
			reads = append(reads, "DocumentsApart")
		}
		add(string(d)+" "+of, w.may(s, of) && (s.Only == "" || of == "loop/"+string(s.Only)), reads...)
	}
	for _, read := range []string{"Count", "Counts", "Phases", "Unread"} {
		add(fmt.Sprint(n), true, read)
	}
	return out
}

// Whoever asks, by whatever read, gets exactly what an oracle that knows the
// relations says they may have: nothing of another's, and all of their own.
func TestNoReadShowsAnothersRow(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		w := build(t, db, 7)
		scopes := []store.Scope{{}, {System: true}, {User: "somebody", Teams: []party.TeamID{"team"}}, {Orgs: []party.OrgID{"stranger"}}, {Orgs: w.orgs}, {User: "somebody", Orgs: w.orgs[:2]}}
		for i, o := range w.orgs {
			scopes = append(scopes, store.Scope{Orgs: []party.OrgID{o}}, store.Scope{Orgs: []party.OrgID{o, w.orgs[(i+1)%5]}})
			for _, id := range w.loops[:8] {
				scopes = append(scopes, store.Scope{Orgs: []party.OrgID{o}, Only: id})
			}
		}
		for _, s := range scopes {
			must(t, view(t, db, s, func(v *store.View) error {
				got, want := w.answers(v, s), w.expected(s)
				if n, err := v.Orphans(); n != 0 || err != nil {
					t.Errorf("%d orphans, %v", n, err)
				}
				feed, _, err := v.Feed(0, 999)
				if told := slices.ContainsFunc(feed, func(c store.Change) bool { return c.Kind == "told" }); told != s.System || err != nil {
					t.Errorf("%+v follows who was told: %v, %v", s, told, err) // that is for the house alone
				}
				for read := range want {
					a, b := slices.Sorted(slices.Values(got[read])), slices.Sorted(slices.Values(want[read]))
					if strings.Join(a, " ") != strings.Join(b, " ") {
						t.Errorf("%+v by %s: got %v, may see %v", s, read, a, b)
					}
				}
				return nil
			}))
		}
	})
}
