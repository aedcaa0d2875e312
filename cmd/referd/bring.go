package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"referd/base/cells"
	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/bring"
	"referd/desk/people"
	"referd/edge/fhir/rows"
	"referd/store"
	"referd/wire/table"
	"referd/work"
)

// room is where lists are brought in.
func (h *house) room() bring.Room { return room(h.desk, h.cfg.Data) }

func room(d *desk.Desk, data string) bring.Room {
	return bring.Room{Desk: d, Open: func(k bring.Kind, body io.ReaderAt, size int64, sheet string) (*bring.Grid, error) {
		if rows.Is(body, size) {
			return rows.Open(k, body, size, data)
		}
		t, err := table.Open(body, size, table.Options{Sheet: sheet, Scratch: data})
		if err != nil {
			return nil, err
		}
		next := func() (int, []string, error) {
			r, err := t.Next()
			return r.N, r.Cells, err
		}
		return &bring.Grid{Format: t.Format, Sheets: t.Sheets, Sheet: t.Sheet, Next: next, Close: t.Close}, nil
	}}
}

// turn is how long an import is worked on before other jobs have theirs.
const turn = 30 * time.Second

// goOn works on an import, and comes back while there is more to do.
func goOn(ctx context.Context, m bring.Room, j work.Job) error {
	more, err := m.Work(ctx, bring.ID(j.Arg), m.Desk.DB.Machine().Add(turn))
	if err == nil && more {
		return &work.Later{At: m.Desk.Now()}
	}
	return err
}

// asked is what the command import is told.
type asked struct {
	as, at, kind, in, sheet, columns, words, faults, undo string
	apply, invite                                         bool
}

// importList brings a list in, as somebody who may, on a house that is not
// served meanwhile (SQLite has one process) or beside one (PostgreSQL). Without
// -apply it only reports.
func importList(ctx context.Context, c *call) error {
	a := asked{}
	cfg, err := configure("import", c, func(fs *flag.FlagSet) {
		fs.StringVar(&a.as, "as", "", "the e-mail of who brings it: the lead of a team who registers patients; an administrator, where it is the directory or its people")
		fs.StringVar(&a.at, "at", "", "the organization they do it for, by its name or id, where they work in several")
		fs.StringVar(&a.kind, "kind", "", "what its rows are: "+kindsInWords())
		fs.StringVar(&a.in, "in", "", "the file: CSV or XLSX; or FHIR NDJSON, of Patient, Organization, Location, HealthcareService or Practitioner; of PractitionerRole or ServiceRequest with what they refer to")
		fs.StringVar(&a.sheet, "sheet", "", "the sheet of a spreadsheet; empty is its first that has anything")
		fs.StringVar(&a.columns, "columns", "", "columns that are not named by their headings, as A=family,Born on=born,C= (C is left out)")
		fs.StringVar(&a.words, "words", "", "what words of the file mean, as status:Pend Auth=review,sex:D=other")
		fs.StringVar(&a.faults, "faults", "", "write every fault to this file, as CSV")
		fs.BoolVar(&a.apply, "apply", false, "make what the report says, all of it or nothing")
		fs.BoolVar(&a.invite, "invite", false, "with -apply, of people: have the letters with their links written; without it nobody is written to")
		fs.StringVar(&a.undo, "undo", "", "take back the import of this name instead")
	})
	if err != nil {
		return err
	}
	if a.as == "" || a.undo == "" && (a.in == "" || !slices.Contains(bring.Kinds(), bring.Kind(a.kind))) {
		return fmt.Errorf("%w: say -as, -in and -kind (%s), or -as and -undo", errUse, kindsInWords())
	}
	return operate(ctx, cfg, c, func(d *desk.Desk) error {
		who, err := person(ctx, d, a.as, "-at", a.at)
		if err != nil {
			return err
		}
		return a.run(ctx, c, room(d, cfg.Data), who)
	})
}

func kindsInWords() string {
	var out []string
	for _, k := range bring.Kinds() {
		out = append(out, string(k))
	}
	return strings.Join(out, ", ")
}

// operate opens the database for a command and closes it behind it; what is
// wrong is said in the words of the fault.
func operate(ctx context.Context, cfg *Config, c *call, f func(*desk.Desk) error) error {
	if err := cfg.stands(); err != nil {
		return err
	}
	db, err := store.Open(ctx, store.Options{DSN: cfg.DB, Dir: cfg.Data, Vault: cfg.Vault})
	if err != nil {
		return err
	}
	defer db.Close()
	running := make(chan error, 1)
	go func() { running <- db.Run(context.WithoutCancel(ctx)) }()
	err = f(desk.New(db, slog.New(slog.NewJSONHandler(c.err, nil))))
	db.Stop()
	if e := <-running; err == nil {
		err = e
	}
	if err != nil && fault.Of(err) != fault.Broken {
		return errors.New(fault.Public(err))
	}
	return err
}

// person is somebody who has an account, by their address, at an organization that
// is said with a flag where they work in several.
func person(ctx context.Context, d *desk.Desk, email, flag, at string) (desk.Who, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return desk.Who{}, err
	}
	u, ok := dir.ByEmail(email)
	if !ok {
		return desk.Who{}, fmt.Errorf("%w: nobody signs in as %s", errUse, email)
	}
	seat, seats := u.ID, dir.Seats(u.ID)
	if len(seats) == 1 {
		seat = seats[0]
	}
	if len(seats) > 1 {
		i := slices.IndexFunc(seats, func(s party.UserID) bool {
			o := dir.Orgs[dir.Users[s].Org]
			return string(o.ID) == at || strings.EqualFold(o.Name, at)
		})
		if i < 0 {
			return desk.Who{}, fmt.Errorf("%w: %s works in %d organizations: say with %s for which", errUse, email, len(seats), flag)
		}
		seat = seats[i]
	}
	who, err := people.As(ctx, d, seat)
	who.Request = "command"
	return who, err
}

func (a *asked) run(ctx context.Context, c *call, m bring.Room, who desk.Who) error {
	if a.undo != "" {
		if err := m.Undo(ctx, who, bring.ID(a.undo)); err != nil {
			return err
		}
		i, err := finish(ctx, c, m, who, bring.ID(a.undo))
		if err == nil {
			fmt.Fprintf(c.out, "Taken back. %d that were used since stay.\n", i.Stays)
		}
		return err
	}
	f, err := os.Open(a.in)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	id, err := m.Take(ctx, who, bring.File{Kind: bring.Kind(a.kind), Name: filepath.Base(a.in), Size: info.Size(), Body: f})
	if err != nil {
		return err
	}
	i, err := see(ctx, m, who, id)
	if err != nil {
		return err
	}
	if i.State == bring.Applied {
		fmt.Fprintf(c.out, "This file was applied before, as import %s. Nothing was changed.\n", i.ID)
		return nil
	}
	if a.sheet != "" {
		if err := m.Sheet(ctx, who, id, a.sheet); err != nil {
			return err
		}
		if i, err = see(ctx, m, who, id); err != nil {
			return err
		}
	}
	if err := a.name(ctx, c, m, who, i); err != nil {
		return err
	}
	if i, err = finish(ctx, c, m, who, id); err != nil {
		return err
	}
	if err := a.report(ctx, c, m, who, i); err != nil || !a.apply {
		return err
	}
	if err := m.Apply(ctx, who, id); err != nil {
		return err
	}
	if i, err = finish(ctx, c, m, who, id); err != nil {
		return err
	}
	if i.State != bring.Applied {
		return errors.New(cmp.Or(i.Why, "It could not be applied. Nothing was changed."))
	}
	if a.invite {
		n, err := m.Invite(ctx, who, id)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%d letters wait for the mail.\n", n)
	}
	at := ""
	if a.at != "" {
		at = fmt.Sprintf(" -at %q", a.at)
	}
	fmt.Fprintf(c.out, "Applied. referd import -as %s%s -undo %s takes it back.\n", a.as, at, i.ID)
	return nil
}

func see(ctx context.Context, m bring.Room, who desk.Who, id bring.ID) (i *bring.Import, err error) {
	err = m.Desk.Read(ctx, who, "import", func(r *desk.Reading) (err error) { i, err = bring.Of(r, id); return err })
	return i, err
}

// finish goes on with an import until it waits for a person or is over.
func finish(ctx context.Context, c *call, m bring.Room, who desk.Who, id bring.ID) (i *bring.Import, err error) {
	for more := true; more && err == nil; {
		if more, err = m.Work(ctx, id, m.Desk.DB.Machine().Add(2*time.Second)); err != nil {
			break
		}
		if i, err = see(ctx, m, who, id); err == nil && i.Works() {
			done, all := i.Progress()
			fmt.Fprintf(c.err, "%s: %d of %d rows\n", i.State, done, max(done, all))
		}
	}
	return i, err
}

// name names the columns as they are guessed or remembered, and as it was told.
func (a *asked) name(ctx context.Context, c *call, m bring.Room, who desk.Who, i *bring.Import) error {
	n := bring.Naming{Columns: slices.Clone(i.Map), Words: map[string]map[string]string{}}
	for x := range strings.SplitSeq(a.columns, ",") {
		if x == "" {
			continue
		}
		column, key, ok := cutLast(x, "=")
		at := slices.IndexFunc(i.Headings, func(h string) bool { return strings.EqualFold(h, column) })
		for k := range i.Headings {
			if at < 0 && bring.Letters(k) == strings.ToUpper(column) {
				at = k
			}
		}
		if !ok || at < 0 {
			return fmt.Errorf("%w: -columns: there is no column %q", errUse, column)
		}
		n.Columns[at] = key
	}
	for x := range strings.SplitSeq(a.words, ",") {
		if x == "" {
			continue
		}
		key, rest, ok := strings.Cut(x, ":")
		word, value, ok2 := cutLast(rest, "=")
		if !ok || !ok2 {
			return fmt.Errorf("%w: -words is field:word=value, commas between", errUse)
		}
		if n.Words[key] == nil {
			n.Words[key] = map[string]string{}
		}
		n.Words[key][word] = value
	}
	fmt.Fprint(c.out, i.Format)
	if i.Head > 0 {
		fmt.Fprintf(c.out, ", headings in row %d", i.Head)
	}
	fmt.Fprintln(c.out, ":")
	for k, h := range i.Headings {
		fmt.Fprintf(c.out, "  %-3s %-30s %s\n", bring.Letters(k), h, cmp.Or(n.Columns[k], "left out"))
	}
	return m.Name(ctx, who, i.ID, n)
}

func cutLast(s, by string) (before, behind string, ok bool) {
	i := strings.LastIndex(s, by)
	if i < 0 {
		return s, "", false
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len(by):]), true
}

// report says what would come of a list, and what is wrong with it.
func (a *asked) report(ctx context.Context, c *call, m bring.Room, who desk.Who, i *bring.Import) error {
	if i.State != bring.Checked {
		return errors.New(cmp.Or(i.Why, "It could not be checked."))
	}
	n := i.Counts
	fmt.Fprintf(c.out, "%d rows: %d new, %d changed, %d here already, %d left out, %d for a person to decide, %d wrong.\n", i.Rows, n[bring.Make], n[bring.Change], n[bring.Same], n[bring.Left], n[bring.Ask], n[bring.Wrong])
	for _, w := range i.Unknown {
		fmt.Fprintf(c.out, "  unknown: %s:%s (%d rows)\n", w.Field, w.Word, w.N)
	}
	if err := leftOut(ctx, c, m, who, i); err != nil {
		return err
	}
	out := io.Discard
	if a.faults != "" {
		f, err := os.OpenFile(a.faults, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer f.Close()
		out = f
	}
	w, shown := cells.To(out), 0
	w.Row("row", "column", "what is wrong")
	err := m.Desk.Read(ctx, who, "import.faults", func(r *desk.Reading) error {
		return bring.Faults(r, i, func(n int, column, words string) error {
			if shown++; shown <= 50 {
				fmt.Fprintf(c.out, "  row %d, %s: %s\n", n, column, words)
			}
			return w.Row(fmt.Sprint(n), column, words)
		})
	})
	if shown > 50 {
		fmt.Fprintf(c.out, "  and %d more%s\n", shown-50, map[bool]string{true: "; -faults FILE writes all"}[a.faults == ""])
	}
	if err == nil {
		err = w.End()
	}
	if err == nil && n[bring.Wrong] > 0 {
		err = fmt.Errorf("%d rows are wrong; nothing was changed", n[bring.Wrong])
	}
	if err == nil && n[bring.Ask] > 0 {
		err = fmt.Errorf("%d rows wait for a person, on the page of the import; nothing was changed", n[bring.Ask])
	}
	return err
}

// leftOut says why rows are left out, the most frequent reasons first, each with
// the first row it is said of.
func leftOut(ctx context.Context, c *call, m bring.Room, who desk.Who, i *bring.Import) error {
	const most, slice = 10, 1000
	type reason struct {
		words    string
		n, first int
	}
	var all []*reason
	by := map[string]*reason{}
	for after := 0; i.Counts[bring.Left] > 0; {
		var list []bring.Line
		err := m.Desk.Read(ctx, who, "import.left", func(r *desk.Reading) (err error) {
			list, err = bring.Lines(r, i, []string{bring.Left}, after, slice)
			return err
		})
		if err != nil {
			return err
		}
		for _, l := range list {
			x := by[l.Does]
			if x == nil {
				x = &reason{words: l.Does, first: l.N}
				by[l.Does], all = x, append(all, x)
			}
			x.n++
			after = l.N
		}
		if len(list) < slice {
			break
		}
	}
	slices.SortStableFunc(all, func(a, b *reason) int { return b.n - a.n })
	for n, x := range all {
		if n == most {
			fmt.Fprintf(c.out, "  and %d more reasons; the page of the import has every row\n", len(all)-most)
			break
		}
		fmt.Fprintf(c.out, "  left out: %s (row %d%s)\n", x.words, x.first, map[bool]string{true: fmt.Sprintf(" and %d more", x.n-1)}[x.n > 1])
	}
	return nil
}
