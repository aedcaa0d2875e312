package bring_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/bring"
	"referd/desk/desktest"
	"referd/store"
	"referd/wire/table"
)

func grid(_ bring.Kind, body io.ReaderAt, size int64, sheet string) (*bring.Grid, error) {
	t, err := table.Open(body, size, table.Options{Sheet: sheet})
	if err != nil {
		return nil, err
	}
	return &bring.Grid{Format: t.Format, Sheets: t.Sheets, Sheet: t.Sheet, Close: t.Close, Next: func() (int, []string, error) {
		r, err := t.Next()
		return r.N, r.Cells, err
	}}, nil
}

// at is a house with somebody who brings a list.
type at struct {
	*testing.T
	h   *desktest.House
	m   bring.Room
	who desk.Who
}

func in(t *testing.T, h *desktest.House, user party.UserID) at {
	return at{t, h, bring.Room{Desk: h.Desk, Open: grid}, h.As(user)}
}

func (a at) must(err error) {
	a.Helper()
	if err != nil {
		a.Fatal(err)
	}
}

func (a at) take(k bring.Kind, text string) bring.ID {
	a.Helper()
	id, err := a.m.Take(a.Context(), a.who, bring.File{Kind: k, Name: "list.csv", Size: int64(len(text)), Body: strings.NewReader(text)})
	a.must(err)
	return id
}

func (a at) of(id bring.ID) (i *bring.Import) {
	a.Helper()
	a.must(a.h.Read(a.Context(), a.who, "import", func(r *desk.Reading) (err error) { i, err = bring.Of(r, id); return err }))
	return i
}

// work lets the house go on, in as many pieces as can be.
func (a at) work(id bring.ID) *bring.Import {
	a.Helper()
	for more := true; more; {
		var err error
		more, err = a.m.Work(a.Context(), id, time.Time{})
		a.must(err)
	}
	return a.of(id)
}

// check brings a list as far as its report, its columns named as they are guessed.
func (a at) check(k bring.Kind, text string) *bring.Import {
	a.Helper()
	id := a.take(k, text)
	a.must(a.m.Name(a.Context(), a.who, id, bring.Naming{Columns: a.of(id).Map}))
	return a.work(id)
}

func (a at) apply(k bring.Kind, text string) *bring.Import {
	a.Helper()
	i := a.check(k, text)
	if err := a.m.Apply(a.Context(), a.who, i.ID); err != nil {
		a.Fatalf("%v\n%v", err, a.faults(i))
	}
	return a.work(i.ID)
}

func (a at) faults(i *bring.Import) (out []string) {
	a.Helper()
	a.must(a.h.Read(a.Context(), a.who, "faults", func(r *desk.Reading) error {
		return bring.Faults(r, i, func(n int, column, words string) error {
			out = append(out, fmt.Sprintf("%d %s: %s", n, column, words))
			return nil
		})
	}))
	return out
}

func (a at) lines(i *bring.Import) (out []string) {
	a.Helper()
	a.must(a.h.Read(a.Context(), a.who, "lines", func(r *desk.Reading) error {
		list, err := bring.Lines(r, i, nil, 0, 1000)
		for _, l := range list {
			out = append(out, fmt.Sprintf("%d %s %s", l.N, l.State, l.Does))
		}
		return err
	}))
	return out
}

func (a at) patients(name string) (out []party.Patient) {
	a.Helper()
	a.must(a.h.Read(a.Context(), a.who, "find", func(r *desk.Reading) (err error) {
		out, err = r.FindPatients(store.Find{Name: name, Limit: 50})
		return err
	}))
	return out
}

func counts(i *bring.Import) string {
	var out []string
	for k, n := range i.Counts {
		if n > 0 {
			out = append(out, fmt.Sprint(k, " ", n))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

const patients = `MRN;Last Name;First Name;DOB;Gender;Home Phone;Cell Phone;Preferred Language;ZIP
LK 7;Łukaszewicz;Świętosława Maria;12/31/1961;F;(555) 010-1001;;Polish;02139
LK 8;بن يوسف;محمد;02/29/1988;M;;+1 555 010 1002;Arabic;02140
LK 9;李;小龍;11/27/1940;M;;;Chinese;
LK 1;Testcase;Ada;11/12/1961;F;(555) 010-4471;;;02141
`

// A list of patients is read, shown, made whole, found by the same row again,
// and taken back where nobody used it.
func TestPatientsAreBrought(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		a := in(t, h, "doc")
		i := a.check(bring.Patients, patients)
		if i.State != bring.Checked || i.Format != "CSV, semicolons, UTF-8" || counts(i) != "change 1, make 3" {
			t.Fatalf("%s, %s, %s\n%s", i.State, i.Format, counts(i), a.faults(i))
		}
		if got := a.lines(i); got[3] != "5 change Changes address" {
			t.Errorf("shown as %q", got)
		}
		if n := len(a.patients("Łukaszewicz")); n != 0 {
			t.Fatalf("%d are made before anybody said so", n)
		}
		a.must(a.m.Apply(t.Context(), a.who, i.ID))
		if i = a.work(i.ID); i.State != bring.Applied || !i.Clean {
			t.Fatalf("%s: %s", i.State, i.Why)
		}
		p := a.patients("lukaszewicz")[0]
		if p.Name.Given[1] != "Maria" || p.Born != "1961-12-31" || p.Sex != "female" || p.Language != "pl" || p.Address.PostalCode != "02139" || p.Identifiers[0].Value != "LK 7" || p.Org != "home" || !p.Active {
			t.Errorf("%+v", p.Name)
		}
		if p := a.patients("محمد"); len(p) != 1 || p[0].Born != "1988-02-29" || p[0].Phones[0].Number != "+1 555 010 1002" {
			t.Errorf("%d of the name", len(p))
		}
		if p := a.patients("Testcase"); len(p) != 1 || p[0].Address.PostalCode != "02141" || p[0].Phones[0].Number != "(555) 010-4471" {
			t.Errorf("changed into %d", len(p))
		}
		if again := a.take(bring.Patients, patients); again != i.ID {
			t.Error("the same file again is another import")
		}
		if i := a.check(bring.Patients, "DOB,Last Name,First Name,MRN,Gender,Home Phone,Cell Phone,Preferred Language,ZIP\n12/31/1961,Łukaszewicz,Świętosława Maria,LK 7,F,(555) 010-1001,,Polish,02139\n"); counts(i) != "same 1" {
			t.Errorf("the same row in another file: %s", counts(i))
		} else if err := a.m.Apply(t.Context(), a.who, i.ID); fault.Of(err) != fault.Refused {
			t.Errorf("nothing is applied: %v", err)
		}
		a.must(a.m.Undo(t.Context(), a.who, i.ID))
		if i = a.work(i.ID); i.State != bring.Undone || i.Stays != 0 {
			t.Fatalf("%s, %d stay", i.State, i.Stays)
		}
		if p := a.patients("lukaszewicz"); len(p) != 1 || p[0].Active {
			t.Error("who was taken back is still active, or is deleted")
		}
		if p := a.patients("Testcase"); p[0].Address.PostalCode != "" {
			t.Error("what was changed is not as it was")
		}
		if i := a.apply(bring.Patients, patients); i.State != bring.Applied || counts(i) != "change 4" {
			t.Errorf("brought again after it was undone: %s %s", i.State, counts(i))
		}
	})
}

// What is wrong is said by row and column, in words, a thousand times over.
func TestEveryFaultIsSaid(t *testing.T) {
	h := desktest.New(t)
	a := in(t, h, "doc")
	text := "MRN,Name,DOB,Sex,Phone,Email,Language\n" +
		"1,\"Smith, John\",02/30/1970,M,555-010-1234,j@example.org,en\n" +
		"2,,01/02/1970,M,,,\n" +
		"3,Cher,01/02/1970,F,,,\n" +
		"4,\"Doe, Jane\",13/13/1970,elf,12,nowhere,Klingonish\n" +
		"5,\"Roe, Rick\",01/02/70,M,,,\n" +
		"6,\"Future, Fay\",01/02/2199,F,,,\n" +
		"LK 1,\"Somebody, Else\",01/02/1970,F,,,\n" +
		"8,\"Twice, Tom\",01/02/1970,M,,,\n" +
		"8,\"Twice, Tim\",01/02/1970,M,,,\n" +
		"8,\"Twice, Tom\",01/02/1970,M,,,\n" +
		"9,\"evil\u202Egpj, Ada\",01/02/1970,M,,,\n"
	for n := range 1000 {
		text += fmt.Sprintf("N%d,\"Many, Number\",%d/31/2020,M,,,\n", n, []int{2, 4, 6, 9, 11}[n%5])
	}
	i := a.check(bring.Patients, text)
	got := a.faults(i)
	for _, want := range []string{
		"2 C DOB: “02/30/1970” is no day of the calendar. Write it as 1961-11-12.", "3 B Name: The family name is needed.", "4 Given names: The given name is needed.",
		"5 C DOB: “13/13/1970” is no day", "5 D Sex: “elf” is not known here.", "5 E Phone: “12” is no telephone number.", "5 F Email: “nowhere” is no e-mail", "5 G Language: “Klingonish” is no language",
		"6 C DOB: “01/02/70” has two figures", "7 C DOB: “01/02/2199” cannot be", "8 A MRN: The number LK 1 is that of somebody else here", "10 A MRN: Row 9 has the same number", "12 Family name: It holds a character that cannot be seen",
		"1012 C DOB: “11/31/2020” is no day",
	} {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("nothing says %q", want)
		}
	}
	if len(got) < 1013 {
		t.Errorf("%d faults: %q", len(got), got[:20])
	}
	if !slices.ContainsFunc(i.Unknown, func(w bring.Word) bool { return w == bring.Word{Field: "sex", Word: "elf", N: 1} }) {
		t.Errorf("asked about %v", i.Unknown)
	}
	if err := a.m.Apply(t.Context(), a.who, i.ID); fault.Of(err) != fault.Refused || !strings.Contains(fault.Public(err), "whole or not at all") {
		t.Errorf("a list with faults is applied: %v", err)
	}
	if n := len(a.patients("Twice")); n != 0 {
		t.Errorf("%d of it are made", n)
	}
	columns := slices.Clone(i.Map)
	a.must(a.m.Name(t.Context(), a.who, i.ID, bring.Naming{Columns: columns, Words: map[string]map[string]string{"sex": {"elf": "other"}, "language": {"Klingonish": bring.Nothing}}}))
	if i = a.work(i.ID); slices.ContainsFunc(a.faults(i), func(s string) bool { return strings.Contains(s, "elf") || strings.Contains(s, "Klingonish") }) {
		t.Error("a word that was explained is still unknown")
	}
}

// Columns are named by their headings, as other systems call them; of two that
// would be one none is, and what a person said is remembered for the next file.
func TestColumnsAreNamed(t *testing.T) {
	h := desktest.New(t)
	a := in(t, h, "doc")
	id := a.take(bring.Patients, "Pt. Last Name,Patient First Name,D.O.B.,MRN,MRN,Zip Code,Whatever\nA,B,1970-01-01,1,2,3,4\n")
	i := a.of(id)
	if got := strings.Join(i.Map, ","); got != "family,given,born,,,postal," || !slices.Equal(i.Twice(), []string{"MRN"}) {
		t.Fatalf("named %s; twice %v", got, i.Twice())
	}
	columns := slices.Clone(i.Map)
	columns[3], columns[4] = "number", "number"
	if err := a.m.Name(t.Context(), a.who, id, bring.Naming{Columns: columns}); fault.Of(err) != fault.Invalid || !strings.Contains(fault.Public(err), "D and E are both named “Record number”") {
		t.Errorf("one field twice: %v", err)
	}
	columns[3], columns[2] = "", ""
	if err := a.m.Name(t.Context(), a.who, id, bring.Naming{Columns: columns}); fault.Of(err) != fault.Invalid || !strings.Contains(fault.Public(err), "“Birth date”") {
		t.Errorf("a field that is needed: %v", err)
	}
	columns[2], columns[6] = "born", "access"
	a.must(a.m.Name(t.Context(), a.who, id, bring.Naming{Columns: columns}))
	next := a.of(a.take(bring.Patients, "Whatever,MRN,D.O.B.,Patient First Name,Pt. Last Name,MRN,Zip Code\nx,1,1971-01-01,B,C,2,3\n"))
	if got := strings.Join(next.Map, ","); got != "access,,born,given,family,number,postal" {
		t.Errorf("the next file of these headings is named %s", got)
	}
	other := in(t, h, "stranger")
	other.who.Jobs = append(other.who.Jobs, party.TeamLead)
	if got := other.of(other.take(bring.Patients, "Whatever,MRN,D.O.B.,Patient First Name,Pt. Last Name,MRN,Zip Code\nx,1,1971-01-01,B,C,2,3\n")).Map; got[0] != "" {
		t.Errorf("another organization's word counts: %v", got)
	}
	if a.of(a.take(bring.Patients, "Open patients as of today\n\nName,DOB\n\"A, B\",1970-01-01\n")).Head != 3 {
		t.Error("a line above the headings is taken for them")
	}
}

// Which figure is the month of a birth date, the report says in letters before
// anything is made.
func TestTheReportSaysTheBirthDateAsItWasRead(t *testing.T) {
	a := in(t, desktest.New(t), "doc")
	for list, want := range map[string]string{
		"MRN,Name,DOB\n1,\"Early, Ann\",03/04/1971\n":                              "2 make New patient, born 04-Mar-1971",
		"MRN,Name,DOB\n1,\"Early, Ann\",03/04/1971\n2,\"Early, Bob\",25/12/1971\n": "2 make New patient, born 03-Apr-1971",
		"MRN,Name,DOB\n1,\"Early, Ann\",1971-04-03\n":                              "2 make New patient, born 03-Apr-1971",
	} {
		if got := a.lines(a.check(bring.Patients, list)); got[0] != want {
			t.Errorf("%q: %q, want %q", list, got[0], want)
		}
	}
}

// Who may be somebody on record is a person's to decide, row by row.
func TestAPersonDecidesWhoItIs(t *testing.T) {
	h := desktest.New(t)
	a := in(t, h, "doc")
	a.apply(bring.Patients, "MRN,Name,DOB,Phone\n1,\"Twin, Ann\",1970-01-01,5550101111\n2,\"Twin, Ann\",1970-01-01,5550102222\n")
	i := a.check(bring.Patients, "Name,DOB,Phone,Email\n\"Twin, Ann\",1970-01-01,,a@example.org\n\"Twin, Ann\",1970-01-01,5550109999,\n\"Other, One\",1970-01-01,,\n\"Testcase, Ada\",1961-11-12,5550104471,t@example.org\n")
	if counts(i) != "ask 1, change 1, make 1, wrong 1" { // two rows of one name and birth date in one file need a number
		t.Fatalf("%s\n%q %q", counts(i), a.lines(i), a.faults(i))
	}
	i = a.check(bring.Patients, "Name,DOB,Phone,Email\n\"Twin, Ann\",1970-01-01,,a@example.org\n\"Other, One\",1970-01-01,,\n")
	if err := a.m.Apply(t.Context(), a.who, i.ID); fault.Of(err) != fault.Refused {
		t.Errorf("applied before anybody decided: %v", err)
	}
	var of []party.PatientID
	a.must(h.Read(t.Context(), a.who, "lines", func(r *desk.Reading) error {
		list, err := bring.Lines(r, i, []string{bring.Ask}, 0, 9)
		for _, p := range list[0].Alike {
			of = append(of, p.ID)
		}
		return err
	}))
	if len(of) != 2 {
		t.Fatalf("it may be %d", len(of))
	}
	if err := a.m.Decide(t.Context(), a.who, i.ID, 2, "pat00000000000000001"); fault.Of(err) != fault.Invalid {
		t.Errorf("somebody who was not shown: %v", err)
	}
	a.must(a.m.Decide(t.Context(), a.who, i.ID, 2, "new"))
	if got := counts(a.of(i.ID)); got != "make 2" {
		t.Error(got)
	}
	a.must(a.m.Decide(t.Context(), a.who, i.ID, 2, string(of[1])))
	if got := counts(a.of(i.ID)); got != "change 1, make 1" {
		t.Error(got)
	}
	a.must(a.m.Apply(t.Context(), a.who, i.ID))
	a.work(i.ID)
	n := 0
	for _, p := range a.patients("Twin") {
		if p.Email == "a@example.org" && p.ID == of[1] {
			n++
		}
	}
	if n != 1 || len(a.patients("Twin")) != 2 {
		t.Errorf("decided for %d of %d", n, len(a.patients("Twin")))
	}
}

// Who may bring what; another's import is like one that is not there.
func TestWhoMayBring(t *testing.T) {
	h := desktest.New(t)
	a := in(t, h, "doc")
	id := a.take(bring.Patients, patients)
	for _, x := range []struct {
		user party.UserID
		kind bring.Kind
		may  bool
	}{{"doc", bring.Patients, true}, {"doc", bring.Referrals, true}, {"moss", bring.Patients, false}, {"kay", bring.Patients, false}, {"doc", "people", false}, {"kay", bring.People, true}, {"kay", bring.Clinicians, true}, {"kay", bring.Organizations, false}, {"moss", bring.Services, false}, {"kay", "teams", false}, {"nurse", bring.Patients, false}} {
		_, err := a.m.Take(t.Context(), h.As(x.user), bring.File{Kind: x.kind, Name: "x", Size: 3, Body: strings.NewReader("a,b")})
		if may := fault.Of(err) != fault.Denied; may != x.may {
			t.Errorf("%s brings %s: %v", x.user, x.kind, err)
		}
	}
	stranger := h.As("stranger")
	stranger.Jobs = append(stranger.Jobs, party.TeamLead)
	kay := h.As("kay")
	for name, f := range map[string]func(who desk.Who, id bring.ID) error{
		"see": func(who desk.Who, id bring.ID) error {
			return h.Read(t.Context(), who, "x", func(r *desk.Reading) error { _, err := bring.Of(r, id); return err })
		},
		"name":   func(who desk.Who, id bring.ID) error { return a.m.Name(t.Context(), who, id, bring.Naming{}) },
		"sheet":  func(who desk.Who, id bring.ID) error { return a.m.Sheet(t.Context(), who, id, "x") },
		"apply":  func(who desk.Who, id bring.ID) error { return a.m.Apply(t.Context(), who, id) },
		"decide": func(who desk.Who, id bring.ID) error { return a.m.Decide(t.Context(), who, id, 2, "new") },
		"undo":   func(who desk.Who, id bring.ID) error { return a.m.Undo(t.Context(), who, id) },
		"drop":   func(who desk.Who, id bring.ID) error { return a.m.Drop(t.Context(), who, id) },
	} {
		foreign, absent, denied := f(stranger, id), f(stranger, "nowhere"), f(kay, id)
		if fault.Of(foreign) != fault.Missing || fault.Public(foreign) != fault.Public(absent) {
			t.Errorf("%s: another's is %v, none is %v", name, foreign, absent)
		}
		if fault.Of(denied) != fault.Denied {
			t.Errorf("%s by an administrator: %v", name, denied)
		}
	}
	if err := h.Read(t.Context(), kay, "list", func(r *desk.Reading) error {
		list, err := bring.List(r)
		if len(list) > 0 {
			t.Errorf("an administrator sees the lists of patients: %+v", list)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	if err := h.Read(t.Context(), h.As("moss"), "list", func(r *desk.Reading) error { _, err := bring.List(r); return err }); fault.Of(err) != fault.Denied {
		t.Errorf("staff see the lists: %v", err)
	}
	a.must(a.m.Drop(t.Context(), a.who, id))
	if i := a.work(id); i.State != bring.Dropped || len(a.lines(i)) != 0 {
		t.Errorf("%s, %d rows", i.State, len(a.lines(i)))
	}
}

// A process that ends in the middle of any slice leaves nothing half done: what
// is begun goes on, and is there once; until the last commit nobody sees any.
func TestAnInterruptedImportGoesOn(t *testing.T) {
	h := desktest.New(t)
	a := in(t, h, "doc")
	text := "MRN,Name,DOB\n"
	for n := range 700 {
		text += fmt.Sprintf("X%d,\"Slice, S%d\",1970-01-01\n", n, n)
	}
	id := a.take(bring.Patients, text)
	a.must(a.m.Name(t.Context(), a.who, id, bring.Naming{Columns: a.of(id).Map}))
	pieces := 0
	for more, applied := true, false; more; pieces++ {
		ctx, stop := context.WithCancel(t.Context())
		stopped := a.m
		stopped.Open = func(_ bring.Kind, body io.ReaderAt, size int64, sheet string) (*bring.Grid, error) {
			g, err := grid("", body, size, sheet)
			if err == nil && pieces%2 == 0 {
				next, n := g.Next, 0
				g.Next = func() (int, []string, error) {
					if n++; n > 550 {
						return 0, nil, errors.New("the power went")
					}
					return next()
				}
			}
			return g, err
		}
		var err error
		more, err = stopped.Work(ctx, id, time.Time{})
		stop()
		if err != nil && !strings.Contains(err.Error(), "the power went") {
			t.Fatal(err)
		}
		i := a.of(id)
		more = more || err != nil
		if i.State == bring.Applying {
			if n := len(a.patients("Slice")); n != 0 {
				t.Fatalf("%d are seen while it is under way", n)
			}
		}
		if i.State == bring.Checked && !applied {
			a.must(a.m.Apply(t.Context(), a.who, id))
			applied, more = true, true
		}
	}
	i := a.of(id)
	if i.State != bring.Applied || i.Rows != 700 || counts(i) != "make 700" || pieces < 10 {
		t.Fatalf("%s, %d rows, %s, in %d pieces", i.State, i.Rows, counts(i), pieces)
	}
	var found []party.Patient
	a.must(h.Read(t.Context(), a.who, "count", func(r *desk.Reading) (err error) {
		found, err = r.FindPatients(store.Find{Family: "Slice", Limit: 2000})
		return err
	}))
	if len(found) != 700 {
		t.Errorf("%d of 700 are there", len(found))
	}
}
