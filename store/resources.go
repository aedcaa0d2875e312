package store

import (
	"slices"
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
	Now      Tip  // where the referral's ledger ends, where it is known already
	Lean     bool // listed without its body
	At       int  // read as it was at this entry of the referral; 0 is now
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

// KeptOf reads the newest version of everything of a type that belongs to a
// referral or a patient. Requests and tasks of a patient are asked for with
// FindRequests and FindTasks.
func (v *View) KeptOf(kind string, of referral.ID, patient party.PatientID, limit int) ([]Kept, error) {
	cond, with := v.keptVisible()
	q, a := "k.type = ?", []any{kind}
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

const faceColumns = "l.id, l.patient, l.seq, l.shown, l.shown_at, l.leg, coalesce(k.version, 0), coalesce(k.seq, 0), coalesce(k.shown, 0), coalesce(k.updated, 0)"

// face reads a loop's resource without its body: what is needed to know whether
// it has been shown before. One nobody wrote has version 0.
func (v *View) faces(kind, q string, with []any, more ...any) (out []Kept, err error) {
	err = v.s.each(q, with, func(scan func(...any) error) error {
		k := Kept{Type: kind, Lean: true}
		var at, updated int64
		err := scan(append([]any{&k.ID, &k.Referral, &k.Patient, &k.Now.Seq, &k.Now.Shown, &at, &k.Leg, &k.Version, &k.Seq, &k.Shown, &updated}, more...)...)
		k.Now.At, k.Updated = moment(&at), moment(&updated)
		out = append(out, k)
		return err
	})
	return out, broken("store.Faces", err)
}

// FindTasks lists tasks the reader may see, by when they were authored, and
// when the last of them was.
func (v *View) FindTasks(q TaskQuery) (out []Kept, last int64, err error) {
	cond, with := v.visible("referral", "x.referral")
	parts, a := []string{cond}, with
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
	out, err = v.faces("Task", "select x.id, "+strings.Replace(faceColumns, "l.leg", "x.leg", 1)+", x.authored from tasks x join referrals l on l.id = x.referral left join resources k on k.type = 'Task' and k.id = x.id and k.version = (select max(n.version) from resources n where n.type = 'Task' and n.id = x.id) where "+
		strings.Join(parts, " and ")+" order by "+order+" limit ?", append(a, q.Limit), &last)
	return out, last, err
}

// FindRequests lists the sent loops of a patient record, newest first.
func (v *View) FindRequests(patient party.PatientID, statuses []string, limit int) ([]Kept, error) {
	cond, with := v.visible("referral", "l.id")
	if len(statuses) > 0 {
		cond += " and l.sr_status in (" + marksFor(len(statuses)) + ")"
		with = append(with, args(statuses)...)
	}
	return v.faces("ServiceRequest", "select l.id, "+faceColumns+" from referrals l left join resources k on k.type = 'ServiceRequest' and k.id = l.id and k.version = (select max(n.version) from resources n where n.type = 'ServiceRequest' and n.id = l.id) where l.patient = ? and l.sent is not null and "+
		cond+" order by l.authored desc limit ?", append(append([]any{string(patient)}, with...), limit))
}
