package store

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Kept is what another system wrote, at one version of it.
type Kept struct {
	Type, ID string
	Version  int
	Updated  time.Time
	Referral referral.ID
	Seq      int // of the referral when it was written
	Shown    int // entries of it that had shown by then
	Leg      int
	Patient  party.PatientID
	Org      party.OrgID
	Client   party.ClientID
	Message  string // what its client's message is called; empty: as the version itself
	Body     []byte
	Now      Tip   // where the referral's ledger ends, where it is known already
	Lean     bool  // listed without its body
	Authored int64 // of a task or a request that is listed
	At       int   // read as it was at this entry of the referral; 0 is now
}

// Mark is a value a resource can be found by.
type Mark struct{ Param, Value string } // system|value, or a value of no system

// Keep writes a version. It is found by its marks from now on, and no longer by
// those the version before had.
func (tx *Tx) Keep(k Kept, marks, before []Mark) error {
	const op = "store.Keep"
	if _, err := tx.s.exec("insert into resources (type, id, version, updated, referral, seq, shown, leg, patient, org, client, message, body) values ("+marksFor(13)+")",
		k.Type, k.ID, k.Version, us0(k.Updated), string(k.Referral), k.Seq, k.Shown, k.Leg, string(k.Patient), string(k.Org), string(k.Client), k.Message, k.Body); err != nil {
		return broken(op, err)
	}
	clear(tx.memo.kept)
	if k.Type == "Task" {
		if _, err := tx.s.exec("update tasks set version = ?, kept_seq = ?, kept_shown = ?, kept_at = ? where id = ?", k.Version, k.Seq, k.Shown, us0(k.Updated), k.ID); err != nil {
			return broken(op, err)
		}
	}
	return broken(op, tx.mark(k, marks, before))
}

// mark makes a resource found by these, and by nothing else it was found by.
func (tx *Tx) mark(k Kept, now, before []Mark) error {
	for _, m := range before {
		if slices.Contains(now, m) {
			continue
		}
		system, value := m.parts()
		if _, err := tx.s.exec("delete from marks where type = ? and param = ? and value = ? and system = ? and id = ?", k.Type, m.Param, value, system, k.ID); err != nil {
			return err
		}
	}
	for _, m := range now {
		if slices.Contains(before, m) {
			continue
		}
		system, value := m.parts()
		if _, err := tx.s.exec("insert into marks (type, param, value, system, id) values (?, ?, ?, ?, ?) on conflict (type, param, value, system, id) do nothing", k.Type, m.Param, value, system, k.ID); err != nil {
			return err
		}
	}
	return nil
}

// parts are the system and the value of a mark; without a bar it has no system.
func (m Mark) parts() (system, value string) {
	if system, value, ok := strings.Cut(m.Value, "|"); ok {
		return system, value
	}
	return "", m.Value
}

const keptColumns = "k.type, k.id, k.version, k.updated, k.referral, k.seq, k.shown, k.leg, k.patient, k.org, k.client, k.message, k.body"

// keptVisible: through its referral, its patient, or the client that wrote it;
// a directory resource is everybody's.
func (v *View) keptVisible() (string, []any) {
	if v.scope.System {
		return "1 = 1", nil
	}
	a, x := v.visible("referral", "k.referral")
	if v.scope.Only != "" {
		return "k.referral <> '' and " + a, x
	}
	b, y := v.visible("patient", "k.patient")
	own, z := "1 = 0", []any(nil)
	if len(v.scope.Orgs) > 0 {
		own, z = v.own("k.org")
	}
	return "(case when k.referral <> '' then " + a + " when k.patient <> '' then " + b + " else k.org = '' or " + own + " end)", append(append(x, y...), z...)
}

func (v *View) kept(q string, with []any) (out []Kept, err error) {
	err = v.s.each("select "+keptColumns+" from resources k where "+q, with, func(scan func(...any) error) error {
		var k Kept
		var at int64
		err := scan(&k.Type, &k.ID, &k.Version, &at, &k.Referral, &k.Seq, &k.Shown, &k.Leg, &k.Patient, &k.Org, &k.Client, &k.Message, &k.Body)
		k.Updated = moment(&at)
		out = append(out, k)
		return err
	})
	return out, broken("store.Kept", err)
}

// Kept reads the newest version at or before one; 0 is the newest of all.
func (v *View) Kept(kind, id string, version int) (Kept, bool, error) {
	key := keptSeen{v.eyes(), kind, id}
	if k, ok := v.memo.kept[key]; ok && version == 0 {
		if k == nil {
			return Kept{}, false, nil
		}
		return *k, true, nil
	}
	cond, with := v.keptVisible()
	q, a := "k.type = ? and k.id = ?", []any{kind, id}
	if version > 0 {
		q += " and k.version <= ?"
		a = append(a, version)
	}
	out, err := v.kept(q+" and "+cond+" order by k.version desc limit 1", append(a, with...))
	if err != nil {
		return Kept{}, false, err
	}
	if version == 0 {
		if v.memo.kept[key] = nil; len(out) > 0 {
			v.memo.kept[key] = &out[0]
		}
	}
	if len(out) == 0 {
		return Kept{}, false, nil
	}
	return out[0], true, nil
}

// KeptOf reads the newest version of everything of a type, or of any where it is
// empty, that belongs to a referral or a patient. Requests and tasks of a patient are asked for with
// FindRequests and FindTasks.
func (v *View) KeptOf(kind string, of referral.ID, patient party.PatientID, limit int) ([]Kept, error) {
	cond, with := v.keptVisible()
	q, a := "k.type = ?", []any{kind}
	if kind == "" {
		q, a = "1 = 1", nil
	}
	if of != "" {
		q += " and k.referral = ?"
		a = append(a, string(of))
	}
	if patient != "" {
		q += " and k.patient = ? and k.type not in ('ServiceRequest', 'Task')"
		a = append(a, string(patient))
	}
	return v.kept(q+" and k.version = (select max(version) from resources n where n.type = k.type and n.id = k.id) and "+cond+" order by k.updated desc limit ?", append(append(a, with...), limit))
}

// Marked finds ids of a type by a value: system|value, |value of no system, or
// a value of any system; of those the reader may see.
func (v *View) Marked(kind, param, value string) (out []string, err error) {
	q, with := "m.type = ? and m.param = ? and m.value = ?", []any{kind, param}
	if system, of, ok := strings.Cut(value, "|"); ok {
		q, with = q+" and m.system = ?", append(with, of, system)
	} else {
		with = append(with, value)
	}
	cond, own := v.keptVisible()
	err = v.s.each("select m.id from marks m where "+q+" and exists (select 1 from resources k where k.type = m.type and k.id = m.id and "+cond+") order by m.id limit 50", append(with, own...), func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		out = append(out, id)
		return err
	})
	slices.Sort(out) // of any system they come system by system
	return slices.Compact(out), broken("store.Marked", err)
}

// TaskQuery asks for tasks: the wire of a work queue.
type TaskQuery struct {
	Owner     party.OrgID
	Statuses  []string
	Referral  referral.ID
	Patient   party.PatientID
	Newest    bool
	Limit     int
	AfterTime int64
	AfterID   string
}

// taskFace are the columns of a task's face: its loop, where that stands, and
// the version that was kept last.
const taskFace = "x.id, x.referral, x.patient, x.seq, x.shown, x.shown_at, x.leg, x.authored, x.version || ' ' || x.kept_seq || ' ' || x.kept_shown || ' ' || x.kept_at"

// requestFace are those of a request's.
func (s *session) requestFace() string {
	text := ""
	if s.pg {
		text = "::text"
	}
	return "l.id, l.id, l.patient, l.seq, l.shown, l.shown_at, l.leg, coalesce(l.authored, 0), coalesce((select k.version" + text + " || ' ' || k.seq || ' ' || k.shown || ' ' || k.updated from resources k where k.type = 'ServiceRequest' and k.id = l.id order by k.version desc limit 1), '0 0 0 0')"
}

// faces reads loops' resources without their bodies: what is needed to know
// whether they have been shown before, and through whom the reader sees them.
// One nobody wrote has version 0.
func (v *View) faces(kind, q string, with []any) (out []Kept, err error) {
	err = v.s.each(q, with, func(scan func(...any) error) error {
		k := Kept{Type: kind, Lean: true}
		var at int64
		var newest, through string
		if err := scan(&k.ID, &k.Referral, &k.Patient, &k.Now.Seq, &k.Now.Shown, &at, &k.Leg, &k.Authored, &newest, &through); err != nil {
			return err
		}
		var n [4]int64
		for i, word := range strings.Fields(newest) {
			n[i], _ = strconv.ParseInt(word, 10, 64)
		}
		k.Version, k.Seq, k.Shown, k.Updated, k.Now.At = int(n[0]), int(n[1]), int(n[2]), moment(&n[3]), moment(&at)
		v.noteThrough(k.Referral, through)
		out = append(out, k)
		return nil
	})
	return out, broken("store.Faces", err)
}

// FindTasks lists tasks the reader may see, by when they were authored. What one
// of a reader's several organizations owns is nearly always seen through it: the
// few rows that are not are left out here, so that none is looked at twice.
func (v *View) FindTasks(q TaskQuery) (out []Kept, err error) {
	if !v.several() || !slices.Contains(v.scope.Orgs, q.Owner) {
		cond, with := v.visible("referral", "x.referral")
		return v.tasksWhere(q, cond, with)
	}
	for limit := q.Limit; ; {
		rows, err := v.tasksWhere(q, "1 = 1", nil)
		for _, k := range rows {
			if len(v.memo.through[loopSeen{v.eyes(), k.Referral}]) > 0 {
				out = append(out, k)
			}
		}
		if err != nil || len(out) >= limit || len(rows) < q.Limit {
			return out[:min(len(out), limit)], err
		}
		q.AfterTime, q.AfterID = rows[len(rows)-1].Authored, rows[len(rows)-1].ID
	}
}

func (v *View) tasksWhere(q TaskQuery, cond string, with []any) ([]Kept, error) {
	through, a := v.throughs("x.referral")
	parts := []string{cond}
	a = append(a, with...)
	add := func(p string, y ...any) { parts = append(parts, p); a = append(a, y...) }
	if q.Owner != "" {
		add("x.owner = ?", string(q.Owner))
	}
	if len(q.Statuses) > 0 {
		add("x.status in ("+marksFor(len(q.Statuses))+")", args(q.Statuses)...)
	}
	if q.Referral != "" {
		add("x.referral = ?", string(q.Referral))
	}
	if q.Patient != "" {
		add("x.referral in (select id from referrals where patient = ?)", string(q.Patient))
	}
	order, than := "x.authored, x.id", ">"
	if q.Newest {
		order, than = "x.authored desc, x.id desc", "<"
	}
	if q.AfterID != "" {
		add("(x.authored, x.id) "+than+" (?, ?)", q.AfterTime, q.AfterID)
	}
	return v.faces("Task", "select "+taskFace+", "+through+" from tasks x where "+strings.Join(parts, " and ")+" order by "+order+" limit ?", append(a, q.Limit))
}

// FindRequests lists the sent loops of a patient record, newest first.
func (v *View) FindRequests(patient party.PatientID, statuses []string, limit int) ([]Kept, error) {
	cond, with := v.visible("referral", "l.id")
	if len(statuses) > 0 {
		cond += " and l.sr_status in (" + marksFor(len(statuses)) + ")"
		with = append(with, args(statuses)...)
	}
	through, shown := v.throughs("l.id")
	return v.faces("ServiceRequest", "select "+v.s.requestFace()+", "+through+" from referrals l where l.patient = ? and l.sent is not null and "+cond+" order by l.authored desc limit ?", slices.Concat(shown, []any{string(patient)}, with, []any{limit}))
}
