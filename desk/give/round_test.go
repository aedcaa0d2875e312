package give_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/desk"
	"referd/desk/bring"
	"referd/desk/desktest"
	"referd/desk/give"
	fhirgive "referd/edge/fhir/give"
	"referd/edge/fhir/rows"
	"referd/store"
	"referd/wire/table"
)

// side is somebody who brings and takes lists along at a house.
type side struct {
	*testing.T
	h   *desktest.House
	m   bring.Room
	who desk.Who
}

func at(t *testing.T, h *desktest.House) side {
	who := h.As("doc")
	return side{t, h, bring.Room{Desk: h.Desk, Open: func(k bring.Kind, body io.ReaderAt, size int64, sheet string) (*bring.Grid, error) {
		if rows.Is(body, size) {
			return rows.Open(k, body, size, t.TempDir())
		}
		x, err := table.Open(body, size, table.Options{Sheet: sheet})
		if err != nil {
			return nil, err
		}
		return &bring.Grid{Format: x.Format, Close: x.Close, Next: func() (int, []string, error) {
			r, err := x.Next()
			return r.N, r.Cells, err
		}}, nil
	}}, who}
}

func (s side) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(fault.Public(err), err)
	}
}

func (s side) of(id bring.ID) (i *bring.Import) {
	s.Helper()
	s.must(s.h.Read(s.Context(), s.who, "import", func(r *desk.Reading) (err error) { i, err = bring.Of(r, id); return err }))
	return i
}

func (s side) work(id bring.ID) *bring.Import {
	s.Helper()
	for more := true; more; {
		var err error
		more, err = s.m.Work(s.Context(), id, time.Time{})
		s.must(err)
	}
	return s.of(id)
}

// check brings a list as far as its report.
func (s side) check(k bring.Kind, text string) *bring.Import {
	s.Helper()
	id, err := s.m.Take(s.Context(), s.who, bring.File{Kind: k, Name: "list", Size: int64(len(text)), Body: strings.NewReader(text)})
	s.must(err)
	if i := s.of(id); i.State != bring.Named {
		return i
	}
	s.must(s.m.Name(s.Context(), s.who, id, bring.Naming{Columns: s.of(id).Map}))
	return s.work(id)
}

func (s side) bring(k bring.Kind, text string) *bring.Import {
	s.Helper()
	i := s.check(k, text)
	if err := s.m.Apply(s.Context(), s.who, i.ID); err != nil {
		s.Fatalf("%v: %v\n%q", err, i.Counts, s.faults(i))
	}
	return s.work(i.ID)
}

func (s side) faults(i *bring.Import) (out []string) {
	s.must(s.h.Read(s.Context(), s.who, "faults", func(r *desk.Reading) error {
		return bring.Faults(r, i, func(n int, column, words string) error {
			out = append(out, fmt.Sprintf("%d %s: %s", n, column, words))
			return nil
		})
	}))
	return out
}

// all is everything of an organization, by file.
func (s side) all() map[string]string {
	s.Helper()
	var b bytes.Buffer
	_, err := give.Room{Desk: s.h.Desk, Speak: fhirgive.Speaker("https://referd.example/fhir/R4"), Scratch: s.TempDir()}.Write(s.Context(), give.Operator("home"), &b, nil)
	s.must(err)
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	s.must(err)
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		s.must(err)
		text, err := io.ReadAll(r)
		s.must(err)
		out[f.Name] = string(text)
	}
	return out
}

// patients are those who are on record, as lines that can be compared; whose
// number it is matters, what kind it has here does not.
func (s side) patients() (out []string) {
	s.must(s.h.Read(s.Context(), s.who, "patients", func(r *desk.Reading) error {
		list, err := r.FindPatients(store.Find{Org: "home", Limit: 500})
		for _, p := range list {
			line := fmt.Sprint(p.Name, p.Born, p.Sex, p.Email, p.Address, p.Language, p.Interpreter)
			for _, i := range p.Identifiers {
				line += " " + i.System + "|" + i.Value
			}
			for _, t := range p.Phones {
				line += " " + t.Number
			}
			out = append(out, line)
		}
		return err
	}))
	slices.Sort(out)
	return out
}

// open are the open referrals, by code.
func (s side) open() (out []string) {
	s.must(s.h.DB.View(s.Context(), store.Scope{Orgs: []party.OrgID{"home"}}, func(v *store.View) error {
		ids, err := v.Loops("", 1000)
		for _, id := range ids {
			row, e := v.Row(id)
			st, e2 := v.Loop(id)
			if e != nil || e2 != nil {
				return fmt.Errorf("%v %v", e, e2)
			}
			if !row.Open {
				continue
			}
			p, e := v.Patient(st.Patient)
			words, e2 := v.TextsOf([]chart.DocumentID{st.Question})
			if e != nil || e2 != nil {
				return fmt.Errorf("%v %v", e, e2)
			}
			line := fmt.Sprint(row.Code, " ", st.Phase(), " ", row.Service, " ", st.Org, " ", st.Clinician, " ", st.Team, " ", st.Urgency, " ", st.Sent, " ", st.SeenBy.Format(time.DateOnly), " ", p.Name.Family, " ", words[st.Question], " ", row.Ball.Act, " ", st.Claimed, " ", st.HeldReason, st.HeldUntil, " ", st.Seen, " ", st.Authorization.Number)
			for _, c := range st.Reasons {
				line += " " + c.Code
			}
			for _, a := range st.Appointments {
				line += " " + a.Start.String()
			}
			out = append(out, line)
		}
		return err
	}))
	slices.Sort(out)
	return out
}

const before = `Referral ID;Referral Status;MRN;Patient Name;DOB;Gender;Cell Phone;Email;Address;City;ZIP;Preferred Language;Interpreter;Refer To Department;Referring Provider;Priority;Referral Date;Date Received;Status Date;Appt Date;Date Seen;Reason for Referral;ICD-10;Status Reason;Hold Until;Assigned To;Auth No
1;New;M1;Łukaszewicz, Świętosława Maria;01/02/1950;F;(555) 010-1001;s@example.org;1 Mill Lane;Lakeside;53190;Polish;yes;Far Cardiology;"doc, Some";Routine;05/04/2026;;;;;"Chest pain, ""new""?
Two lines.";I20.9;;;moss@example.org;A-1
2;In Review;M2;بن يوسف, محمد;01/02/1951;M;;;;;;Arabic;;Far Cardiology;"doc, Some";Urgent;05/05/2026;05/06/2026;05/07/2026;;;=2+2;;;;;
3;Ready to Schedule;M3;"Gamma, Gus";01/02/1952;M;;;;;;;;Far Cardiology;"doc, Some";;05/06/2026;05/06/2026;05/11/2026;;;;I48.91, R00.2;;;;
4;Scheduled;M4;"Delta, Dee";01/02/1953;F;;;;;;;;Far Cardiology;"doc2, Some";;05/07/2026;;05/12/2026;06/20/2026 09:30;;;;;;;
5;No Show;M5;"Eps, Eve";01/02/1954;F;;;;;;;;Far Cardiology;"doc, Some";;05/08/2026;;;05/28/2026 10:00;;;;;;;
6;Awaiting consult note;M6;"Zeta, Zoe";01/02/1955;F;;;;;;;;Far Cardiology;"doc, Some";;05/08/2026;;;;05/29/2026;;;;;;
7;Waitlist;M7;"Eta, Eli";01/02/1956;M;;;;;;;;Far Cardiology;"doc, Some";;05/09/2026;;05/20/2026;;;;;;;;
8;On hold;M8;"Theta, Tim";01/02/1957;M;;;;;;;;Far Cardiology;"doc, Some";;05/10/2026;;05/21/2026;;;;;Awaiting labs;07/01/2026;;
9;Denied;M9;"Iota, Ida";01/02/1958;F;;;;;;;;Far Cardiology;"doc, Some";;05/11/2026;;05/22/2026;;;;;No capacity;;;
10;Need more info;M10;"Kappa, Kim";01/02/1959;U;;;;;;;;Far Cardiology;"doc, Some";;05/12/2026;;05/23/2026;;;;;;;;
11;New;M1;Łukaszewicz, Świętosława Maria;01/02/1950;F;;;;;;;;Clinic Cardiology;"doc, Some";;05/20/2026;;;;;Palpitations?;;;;;
`

// What is taken along is brought again: the patients, by FHIR or by their list,
// and every open referral stand in an empty house as they stood, and the same
// files once more change nothing.
func TestWhatIsTakenAlongIsBroughtAgain(t *testing.T) {
	for _, file := range []string{"fhir/Patient.ndjson", "patients.csv"} {
		t.Run(file, func(t *testing.T) {
			was, now := at(t, desktest.New(t)), at(t, desktest.New(t))
			if i := was.bring(bring.Referrals, before); i.State != bring.Applied || i.Counts[bring.Make] != 11 {
				t.Fatalf("%s %v %s", i.State, i.Counts, i.Why)
			}
			was.must(was.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
				return tx.PutPatient(party.Patient{ID: "pat00000000000000009", Org: "home", Name: party.Name{Family: "Gone", Given: []string{"Gus"}}, Born: "1940-01-01", Sex: "male"})
			}))
			all := was.all()
			patients := now.bring(bring.Patients, all[file])
			if c := patients.Counts; patients.State != bring.Applied || c[bring.Make] != 10 || c[bring.Left] != 1 || c[bring.Same] != 1 {
				t.Errorf("the patients: %s %v", patients.State, c)
			}
			referrals := now.bring(bring.Referrals, all["referrals.csv"])
			if referrals.State != bring.Applied || referrals.Counts[bring.Make] != 11 {
				t.Errorf("the referrals: %s %v", referrals.State, referrals.Counts)
			}
			had, have := slices.DeleteFunc(was.patients(), func(s string) bool { return strings.Contains(s, "Gone") }), now.patients()
			if !slices.Equal(had, have) {
				t.Errorf("the patients were\n%s\nand are\n%s", strings.Join(had, "\n"), strings.Join(have, "\n"))
			}
			if had, have := was.open(), now.open(); len(had) != 11 || !slices.Equal(had, have) {
				t.Errorf("the referrals were\n%s\nand are\n%s", strings.Join(had, "\n"), strings.Join(have, "\n"))
			}
			if i := now.check(bring.Patients, all[file]); i.ID != patients.ID {
				t.Errorf("the same file is another import: %s %v", i.State, i.Counts)
			}
			if i := now.check(bring.Patients, all[file]+"\n"); i.Counts[bring.Make]+i.Counts[bring.Change]+i.Counts[bring.Wrong]+i.Counts[bring.Ask] != 0 || i.Counts[bring.Same] != 11 {
				t.Errorf("the same patients again: %v %q", i.Counts, now.faults(i))
			}
			if i := now.check(bring.Referrals, all["referrals.csv"]+"\n"); i.Counts[bring.Same] != 11 || len(i.Counts) != 1 {
				t.Errorf("the same referrals again: %v %q", i.Counts, now.faults(i))
			}
			if i := was.check(bring.Referrals, all["referrals.csv"]); i.Counts[bring.Same] != 11 || len(i.Counts) != 1 {
				t.Errorf("the list given back to the house it is from: %v %q", i.Counts, was.faults(i))
			}
			now.must(now.m.Undo(t.Context(), now.who, referrals.ID))
			if i := now.work(referrals.ID); i.State != bring.Undone || len(now.open()) > 1 { // the clinic works there: it confirms the recall of its one
				t.Errorf("taken back: %s, %q", i.State, now.open())
			}
		})
	}
}

// What is no file of patients is said, by the line and never by what is in it;
// a thousand wrong rows are each said.
func TestBadFHIR(t *testing.T) {
	s := at(t, desktest.New(t))
	good := `{"resourceType":"Patient","id":"p1","name":[{"family":"Alpha","given":["Ann"]}],"birthDate":"1950-02-01"}` + "\n"
	for text, want := range map[string]string{
		good + "{\n": "Line 2 is no FHIR resource", good + `{"resourceType":"Practitioner"}`: "Line 2 is Practitioner", good + `{"resourceType":"<script>"}`: "Line 2 is something else",
		good + "\n\n" + `{"resourceType":"Patient","text":"` + strings.Repeat("x", 5<<20) + `"}`: "Line 4 is longer than 4 MB", good + "\x00\xff": "Line 2 is no FHIR resource",
	} {
		_, err := s.m.Take(t.Context(), s.who, bring.File{Kind: bring.Patients, Name: "list", Size: int64(len(text)), Body: strings.NewReader(text)})
		if fault.Of(err) != fault.Invalid || !strings.Contains(fault.Public(err), want) || strings.Contains(fault.Public(err), "Alpha") {
			t.Errorf("%.60q: %v", text[len(good):], fault.Public(err))
		}
	}
	var many strings.Builder
	many.WriteString("\xef\xbb\xbf" + good)
	for n := range 1000 {
		fmt.Fprintf(&many, `{"resourceType":"Patient","id":"w%d","name":[{"family":"Wrong","given":["=cmd|A%d"]}],"birthDate":"1950-13-01","gender":"elf"}`+"\n", n, n)
	}
	i := s.check(bring.Patients, many.String())
	if list := s.faults(i); i.State != bring.Checked || i.Counts[bring.Wrong] != 1000 || i.Counts[bring.Make] != 1 || len(list) != 3000 || !strings.HasPrefix(list[0], "2 ") {
		t.Errorf("%s %v, %d faults, %.200q", i.State, i.Counts, len(list), list)
	}
	if err := s.m.Apply(t.Context(), s.who, i.ID); fault.Of(err) != fault.Refused {
		t.Errorf("a list with faults is applied: %v", err)
	}
}
