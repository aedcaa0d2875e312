package bring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/access"
	"referd/core/chart"
	"referd/desk"
	"referd/desk/bring/row"
	"referd/desk/bring/said"
	"referd/store"
)

// File is a list that is brought.
type File struct {
	Kind Kind
	Name string // as its bringer called it
	Size int64
	Body io.ReaderAt
}

// part is how much of a file is one document of the vault.
const part = 4 << 20

// Take keeps a file as it came and looks at its headings; its columns are then
// to be named (Name). The same file again, when it has been applied and not
// undone, is that import, and nothing is kept. Who may: May. It faults with
// Invalid, in words, for what is no list, and for one that is too large.
func (m Room) Take(ctx context.Context, who desk.Who, f File) (ID, error) {
	const op = "bring.Take"
	dir, err := m.Desk.Directory(ctx)
	if err != nil {
		return "", err
	}
	if err := may(dir, who, op, f.Kind); err != nil {
		return "", err
	}
	if f.Size > MostBytes {
		return "", invalid(op, "file", "The file has "+strconv.FormatInt(f.Size>>20, 10)+" MB; at most "+strconv.Itoa(MostBytes>>20)+" MB are taken. Split it, or leave columns out.")
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f.Body, 0, f.Size)); err != nil {
		return "", fault.E(op, fault.Invalid, "The file could not be read to its end. Choose it again.", err)
	}
	i := &Import{List: row.List{ID: ID(id.New(m.Desk.Now())), Org: who.Org, Kind: f.Kind, By: who.User, Zone: who.Zone.String()}, State: Named, Digest: hex.EncodeToString(sum.Sum(nil)), Made: m.Desk.Now(), Name: short(f.Name), Size: f.Size}
	have, err := m.same(ctx, who, i)
	if err != nil || have != "" {
		return have, err
	}
	if err := m.look(i, f.Body, ""); err != nil {
		return "", err
	}
	if err := m.keep(ctx, i, f); err != nil {
		return "", err
	}
	return i.ID, m.Desk.Write(ctx, who, "import.take", func(w *desk.Writing) error {
		if err := remember(w.Reading, i); err != nil {
			return err
		}
		w.Act(access.Create)
		return put(w, i)
	})
}

// same finds the import of the same file that stands.
func (m Room) same(ctx context.Context, who desk.Who, i *Import) (have ID, err error) {
	err = m.Desk.Read(ctx, who, "import.same", func(r *desk.Reading) error {
		list, err := r.Imports([]string{string(Applied), string(Applying)}, 500)
		for _, k := range list {
			if k.Digest == i.Digest && k.Kind == string(i.Kind) && k.Org == i.Org {
				have = ID(k.ID)
			}
		}
		return err
	})
	return have, err
}

// look reads the headings of a file and the first rows below them.
func (m Room) look(i *Import, body io.ReaderAt, sheet string) error {
	g, err := m.Open(i.Kind, body, i.Size, sheet)
	if err != nil {
		return err
	}
	defer g.Close()
	i.Format, i.Sheets, i.Sheet, i.Elements = g.Format, g.Sheets, g.Sheet, g.Elements
	type at struct {
		n     int
		cells []string
	}
	var first []at
	for range 30 {
		n, cells, err := g.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if u := (*NoRow)(nil); errors.As(err, &u) {
			cells, err = nil, nil
		}
		if err != nil {
			return err
		}
		first = append(first, at{n, cells})
	}
	best, most := 0, 0
	for n, x := range first[:min(len(first), 10)] {
		known := 0
		for _, h := range x.cells {
			if said.Means(i.Kind, h) != "" {
				known++
			}
		}
		if known > most {
			best, most = n, known
		}
	}
	if len(first) < best+2 {
		return invalid("bring.Take", "file", "There are no rows below the headings. The first row of a list says what its columns are; each row below it is one.")
	}
	i.Head, i.Headings, i.First = first[best].n, first[best].cells, nil
	for _, x := range first[best+1:] {
		for len(i.Headings) < len(x.cells) {
			i.Headings = append(i.Headings, "")
		}
		if len(i.First) < 3 && x.cells != nil {
			i.First = append(i.First, x.cells)
		}
	}
	for n := range i.Headings {
		i.Headings[n] = short(strings.Join(strings.Fields(i.Headings[n]), " "))
	}
	i.Map, i.Rows, i.Read, i.At, i.Done, i.Counts, i.Unknown, i.Order = said.Guess(i.Kind, i.Headings), 0, false, 0, 0, nil, nil, nil
	return nil
}

// keep keeps the file as it came, in parts, in documents that nobody's chart lists.
func (m Room) keep(ctx context.Context, i *Import, f File) error {
	for at := int64(0); at < f.Size; at += part {
		b := make([]byte, min(part, f.Size-at))
		if _, err := f.Body.ReadAt(b, at); err != nil && !errors.Is(err, io.EOF) {
			return fault.E("bring.Take", fault.Invalid, "The file could not be read to its end. Choose it again.", err)
		}
		d := chart.Document{ID: chart.DocumentID(id.New(m.Desk.Now())), Kind: chart.Inbound, Title: "Part of import " + string(i.ID), Media: "application/octet-stream", Org: i.Org, By: i.By, Source: "import", Received: m.Desk.Now()}
		if err := m.write(ctx, i, func(w *desk.Writing) error { return w.Tx.PutDocument(d, "", b) }); err != nil {
			return err
		}
		i.Parts = append(i.Parts, d.ID)
	}
	return nil
}

// kept reads a file out of its parts.
type kept struct {
	ctx  context.Context
	m    Room
	i    *Import
	have int
	b    []byte
}

func (k *kept) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) {
		if at >= k.i.Size {
			return n, io.EOF
		}
		if which := int(at / part); k.b == nil || which != k.have {
			err := k.m.Desk.DB.View(k.ctx, store.Scope{System: true}, func(v *store.View) (err error) {
				_, _, k.b, err = v.Document(k.i.Parts[which])
				return err
			})
			if err != nil {
				return n, err
			}
			k.have = which
		}
		c := copy(p[n:], k.b[at%part:])
		n, at = n+c, at+int64(c)
	}
	return n, nil
}

// ours is what a person said of a set of headings, for the next file.
type ours struct {
	Columns map[string]string // heading and which of its like → field
	Words   map[string]map[string]string
}

// nth names a column by its heading, whatever its place.
func nth(headings []string) []string {
	count, out := map[string]int{}, make([]string, len(headings))
	for i, h := range headings {
		h = said.Bare(h)
		out[i] = h + " " + itoa(count[h])
		count[h]++
	}
	return out
}

// remember names the columns as they were named the last time.
func remember(r *desk.Reading, i *Import) error {
	b, err := r.ImportMap(i.Org, string(i.Kind), said.Set(i.Headings))
	if err != nil || b == nil {
		return err
	}
	var o ours
	if err := json.Unmarshal(b, &o); err != nil {
		return err
	}
	for n, name := range nth(i.Headings) {
		if f := o.Columns[name]; f == "" || said.Find(i.Kind, f).Key != "" {
			i.Map[n] = f
		}
	}
	i.Words = o.Words
	return nil
}

func (i *Import) remembered(w *desk.Writing) error {
	o := ours{Columns: map[string]string{}, Words: i.Words}
	for n, name := range nth(i.Headings) {
		o.Columns[name] = i.Map[n]
	}
	b, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return w.Tx.PutImportMap(i.Org, string(i.Kind), said.Set(i.Headings), b)
}

// Sheet reads another sheet of a spreadsheet instead. Who may: May.
func (m Room) Sheet(ctx context.Context, who desk.Who, of ID, sheet string) error {
	i, err := m.mine(ctx, who, of)
	if err != nil {
		return err
	}
	if !slices.Contains(i.Sheets, sheet) {
		return invalid("bring.Sheet", "sheet", "There is no such sheet in the file.")
	}
	if err := m.look(i, &kept{ctx: ctx, m: m, i: i}, sheet); err != nil {
		return err
	}
	return m.step(ctx, who, "import.sheet", of, []State{Named, Checked}, func(w *desk.Writing, now *Import) error {
		i.State, i.Why = Named, ""
		*now = *i
		return remember(w.Reading, now)
	})
}

func (m Room) mine(ctx context.Context, who desk.Who, id ID) (i *Import, err error) {
	err = m.Desk.Read(ctx, who, "import", func(r *desk.Reading) (err error) { i, err = of(r, "bring.mine", id); return err })
	return i, err
}

// step moves an import on, from one of some states.
func (m Room) step(ctx context.Context, who desk.Who, what string, id ID, from []State, f func(*desk.Writing, *Import) error) error {
	return m.Desk.Write(ctx, who, what, func(w *desk.Writing) error {
		i, err := of(w.Reading, "bring.step", id)
		if err != nil {
			return err
		}
		if !slices.Contains(from, i.State) {
			return refused("bring.step", "This list is further on, or somebody is at work on it. Look at it again.")
		}
		if err := f(w, i); err != nil {
			return err
		}
		if err := put(w, i); err != nil || !slices.Contains(worked, i.State) {
			return err
		}
		return w.Tx.Enqueue(store.Job{Kind: Job, Arg: string(i.ID), Due: w.Now()})
	})
}

// Job is the kind of the jobs that go on with an import.
const Job = "import"

// Naming is what a person says of a file: the field of each of its columns, and
// what its words mean.
type Naming struct {
	Columns []string // the field of each column; empty is left out
	Words   map[string]map[string]string
}

// Name names the columns, remembers it for the next file of these headings, and
// has the rows checked. Who may: May. It faults with Invalid when a field is
// named twice or one that is needed is not.
func (m Room) Name(ctx context.Context, who desk.Who, id ID, n Naming) error {
	const op = "bring.Name"
	return m.step(ctx, who, "import.name", id, []State{Named, Checked}, func(w *desk.Writing, i *Import) error {
		if len(n.Columns) != len(i.Headings) {
			return invalid(op, "columns", "The list has "+itoa(len(i.Headings))+" columns. Name each, or leave it out.")
		}
		seen := map[string]int{}
		for c, key := range n.Columns {
			switch f := said.Find(i.Kind, key); {
			case key == "":
			case f.Key == "":
				return invalid(op, "column-"+itoa(c), "There is no such field.")
			case seen[key] > 0:
				return invalid(op, "column-"+itoa(c), "Columns "+letters(seen[key]-1)+" and "+letters(c)+" are both named “"+f.Label+"”. Leave one of them out.")
			default:
				seen[key] = c + 1
			}
		}
		if err := enough(i.Kind, seen); err != nil {
			return err
		}
		i.Map = n.Columns
		for f, list := range n.Words {
			for word, value := range list {
				if i.Words == nil {
					i.Words = map[string]map[string]string{}
				}
				if i.Words[f] == nil {
					i.Words[f] = map[string]string{}
				}
				i.Words[f][said.Bare(word)] = value
			}
		}
		if err := i.remembered(w); err != nil {
			return err
		}
		i.State, i.Why, i.At, i.Done, i.Counts, i.Unknown = Reading, "", 0, 0, nil, nil
		if i.Read {
			i.State = Checking
		}
		return w.Tx.Unmark(string(i.ID))
	})
}

// enough refuses a naming without which no row can be read.
func enough(k Kind, seen map[string]int) error {
	for _, f := range said.Fields(k) {
		if f.Need && seen[f.Key] == 0 {
			return invalid("bring.Name", "columns", "No column is named “"+f.Label+"”, and every row needs it.")
		}
	}
	_, whole := seen["name"]
	if k == Organizations || k == Locations || k == Services {
		return nil
	}
	if _, family := seen["family"]; !whole && !family && seen["patient"] == 0 {
		return invalid("bring.Name", "columns", "No column is named “Name” or “Family name”, and every row needs one.")
	}
	if k == Referrals && seen["sent"] == 0 && seen["received"] == 0 {
		return invalid("bring.Name", "columns", "No column is named “Sent on” or “Received on”, and every row needs one: its clock starts then.")
	}
	return nil
}

// letters names a column as a spreadsheet does: A, B, … Z, AA.
func letters(n int) string {
	out := ""
	for n++; n > 0; n = (n - 1) / 26 {
		out = string(rune('A'+(n-1)%26)) + out
	}
	return out
}

// Letters names a column as a spreadsheet does.
func Letters(n int) string { return letters(n) }

func itoa(n int) string { return strconv.Itoa(n) }

// short is a name or a heading as it is kept.
func short(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

// Twice are the headings that stand over more than one column.
func (i *Import) Twice() (out []string) {
	seen := map[string]int{}
	for _, h := range i.Headings {
		if b := said.Bare(h); b != "" {
			if seen[b]++; seen[b] == 2 {
				out = append(out, h)
			}
		}
	}
	return out
}
