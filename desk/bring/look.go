package bring

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"referd/core/party"
	"referd/desk"
	"referd/desk/bring/row"
	"referd/desk/bring/said"
	"referd/store"
)

// List is the imports of the reader's organization that they might have brought,
// the newest first. Who may: May.
func List(r *desk.Reading) (out []*Import, err error) {
	if !slices.ContainsFunc(Kinds(), func(k Kind) bool { return May(r.Directory(), r.Who(), k) }) {
		return nil, may(r.Directory(), r.Who(), "bring.List", Patients)
	}
	all, err := r.Imports(nil, 100)
	for _, k := range all {
		i, err := open(k)
		if err != nil {
			return nil, err
		}
		if May(r.Directory(), r.Who(), i.Kind) {
			out = append(out, i)
		}
	}
	return out, err
}

// Of reads an import. Who may: May; another's is Missing like none.
func Of(r *desk.Reading, id ID) (*Import, error) { return of(r, "bring.Of", id) }

// Line is a row as the report shows it.
type Line struct {
	N      int
	State  string
	Cells  []string
	Does   string
	Faults []Fault
	Alike  []party.Patient // the records it may be
	Choice string
	Thing  string
}

// Lines reads rows of the report, in some states, after a number. Who may: May.
func Lines(r *desk.Reading, i *Import, states []string, after, most int) (out []Line, err error) {
	if err := may(r.Directory(), r.Who(), "bring.Lines", i.Kind); err != nil {
		return nil, err
	}
	list, err := r.ImportRows(store.Rows{Import: string(i.ID), States: states, After: after, Limit: most})
	for _, k := range list {
		var l row.Line
		if err := json.Unmarshal(k.Body, &l); err != nil {
			return nil, err
		}
		x := Line{N: k.N, State: k.State, Cells: l.Cells, Does: l.Does, Faults: l.Faults, Choice: l.Choice, Thing: k.Thing}
		var ids []party.PatientID
		for _, a := range l.Alike {
			ids = append(ids, party.PatientID(a))
		}
		found, err := r.Patients(ids)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if p, ok := found[id]; ok {
				r.Saw(id)
				x.Alike = append(x.Alike, p)
			}
		}
		out = append(out, x)
	}
	return out, err
}

// Column is the heading of the column a fault is about, with its letter.
func (i *Import) Column(key string) string {
	c := slices.Index(i.Map, key)
	if i.Elements != nil { // FHIR says where by the element
		if key != "" && c >= 0 && c < len(i.Elements) {
			return i.Elements[c]
		}
		return cmp.Or(said.Find(i.Kind, key).Label, key)
	}
	if key == "" || c < 0 {
		return said.Find(i.Kind, key).Label
	}
	if i.Headings[c] == "" {
		return letters(c)
	}
	return letters(c) + " " + i.Headings[c]
}

// Where is where a fault of a row stands: its column; of a resource the element,
// and which resource it is.
func (i *Import) Where(l Line, f Fault) string {
	at, c := i.Column(f.Field), slices.Index(i.Map, "id")
	if i.Elements == nil || c < 0 || c >= len(l.Cells) || l.Cells[c] == "" {
		return at
	}
	return strings.TrimSpace(at + " of " + l.Cells[c])
}

// Faults gives every fault of the report, in the order of the rows: the row, the
// column, and what is wrong in words. Who may: May.
func Faults(r *desk.Reading, i *Import, each func(n int, column, words string) error) error {
	for after := 0; ; {
		list, err := Lines(r, i, []string{Wrong}, after, slice)
		if err != nil {
			return err
		}
		for _, l := range list {
			for _, f := range l.Faults {
				if err := each(l.N, i.Where(l, f), f.Words); err != nil {
					return err
				}
			}
			after = l.N
		}
		if len(list) < slice {
			return nil
		}
	}
}

// Waits reports whether an import waits for a person; else it goes on by itself,
// or is over.
func (i *Import) Waits() bool { return i.State == Named || i.State == Checked }

// Works reports whether the house is at work on it.
func (i *Import) Works() bool {
	return slices.Contains([]State{Reading, Checking, Applying, Backing, Undoing}, i.State)
}

// Progress is how many rows of the step under way are done, and of how many.
func (i *Import) Progress() (done, all int) {
	switch i.State {
	case Reading:
		return i.Rows, 0
	case Applying:
		return i.Done, i.Counts[Make] + i.Counts[Change] + i.Counts[Same]
	case Undoing:
		return i.Done, i.Counts[Make] + i.Counts[Change]
	}
	return i.Done, i.Rows
}
