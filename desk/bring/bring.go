// Package bring takes in what a practice had before: people, the directory,
// patients and open referrals, from the lists of other systems. A file is read, its columns are named by a person, every row
// is checked, what would come of it is shown, and then all of it is made or
// nothing (docs/decisions/0032-brought-behind-a-veil.md).
package bring

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/desk"
	"referd/desk/bring/row"
	"referd/desk/bring/said"
	"referd/store"
)

// Names of the rooms inside that callers use.
type (
	ID    = row.ListID // names an import
	Kind  = said.Kind  // what the rows of a file are
	Fault = row.Fault
	Word  = row.Word
)

// Kinds, in the order in which a house is filled.
const (
	Organizations = said.Organizations
	Locations     = said.Locations
	Services      = said.Services
	Clinicians    = said.Clinicians
	People        = said.People
	Patients      = said.Patients
	Referrals     = said.Referrals
)

// Kinds lists them.
func Kinds() []Kind {
	return []Kind{Organizations, Locations, Services, Clinicians, People, Patients, Referrals}
}

// Fields are what the rows of a kind may say, in the order of the forms.
func Fields(k Kind) []said.Field { return said.Fields(k) }

// Label is what a field is called.
func Label(k Kind, key string) string { return said.Find(k, key).Label }

// Steps are what a referral's status may be, with the words for each.
func Steps() [][2]string { return said.Steps() }

// What becomes of a row.
const (
	Make   = row.Make
	Change = row.Change
	Same   = row.Same
	Left   = row.Left
	Ask    = row.Ask
	Wrong  = row.Wrong
)

// State is how far an import is.
type State string

// States. An import that is being worked on goes on by itself; Named and
// Checked wait for a person.
const (
	Named    State = "named"    // the columns are to be named
	Reading  State = "reading"  // the rows are being read
	Checking State = "checking" // they are being checked
	Checked  State = "checked"  // the report is there
	Applying State = "applying" // what it makes is being made, and nobody sees it
	Applied  State = "applied"  // everybody sees it
	Backing  State = "backing"  // what was made and never seen is being taken away
	Undoing  State = "undoing"
	Undone   State = "undone"
	Dropped  State = "dropped" // given up before it was applied
)

// worked are the states in which the house goes on by itself.
var worked = []State{Reading, Checking, Applying, Applied, Backing, Undoing, Dropped}

// Import is a file that was brought, and how far it is.
type Import struct {
	row.List
	State  State     `json:"-"`
	Digest string    `json:"-"` // SHA-256 of the file, hex
	Made   time.Time `json:"-"`
	Name   string    // what the file was called
	Size   int64
	Parts  []chart.DocumentID // the file, kept as it came
	Format string
	Sheets []string `json:",omitempty"`
	Sheet  string   `json:",omitempty"`

	Elements []string `json:",omitempty"` // where each column stands in a resource, of a file that is FHIR

	Head     int            // the row of the headings
	Headings []string       // one a column
	First    [][]string     `json:",omitempty"` // the first rows below them
	Rows     int            // read so far, and in all once read
	Read     bool           // all of them are
	At       int            // the last row of the step under way
	Done     int            // how many that were
	Then     State          `json:",omitempty"` // after Backing
	Counts   map[string]int `json:",omitempty"` // rows by what becomes of them
	Notes    int            `json:",omitempty"` // rows that are here already, whose numbers are not known here yet
	Unknown  []Word         `json:",omitempty"` // words nobody knows yet
	Why      string         `json:",omitempty"` // why it does not go on
	Clean    bool           // nothing of the work is left over
	Ended    time.Time      `json:",omitzero"` // applied
	Undid    time.Time      `json:",omitzero"`
	Stays    int            // of what was undone: used since, so it stays
}

// Grid is a file read as rows; cmd gives what opens one. Reading is below the
// desk's stairs: a verb means the same however it was asked.
type Grid struct {
	Format string
	Sheets []string
	Sheet  string
	Next   func() (n int, cells []string, err error) // io.EOF after the last; a *NoRow for a line that is no row
	Close  func() error

	Elements []string  // where each column stands in a resource, of a file that is FHIR
	Skip     func(int) // passes over the rows up to a number, where that is quicker than reading them
}

// NoRow is a line of a file that is no row of it: why it is left out, or else
// what is wrong with it. A fault's field may be an element's path.
type NoRow = row.NoRow

// Opener opens a file as a grid of rows of a kind; sheet is empty for its first.
type Opener func(k Kind, body io.ReaderAt, size int64, sheet string) (*Grid, error)

// Room is where files are brought: the desk, and how files are opened.
type Room struct {
	Desk *desk.Desk
	Open Opener
}

// Limits of one file: what a page can take, and what a person can answer for.
const (
	MostBytes   = 50 << 20
	MostRows    = 200_000
	MostChanges = 10_000 // of what is here already: they are made in the one commit that shows all
	MostListed  = 5_000  // of the directory, which is made in that one commit whole
	MostPeople  = 500
)

// May reports whether somebody may bring rows of a kind. Patients and referrals
// are brought by those who register them one by one, where they lead a team: an
// administrator reads no chart (docs/decisions/0025), and a file of patients is
// many. The directory is brought by an administrator, and the organizations that
// are not here by one of the organization that keeps the house.
func May(dir *desk.Directory, who desk.Who, k Kind) bool {
	if k.Directory() {
		return slices.Contains(Kinds(), k) && who.User != "" && who.Has(party.Admin) && (k != Organizations || dir.Keeps(who.Org))
	}
	return slices.Contains(Kinds(), k) && who.User != "" && who.Has(party.TeamLead) && who.Has(party.ReferringClinician, party.ReferringStaff, party.Intake)
}

func may(dir *desk.Directory, who desk.Who, op string, k Kind) error {
	if May(dir, who, k) {
		return nil
	}
	if k.Directory() {
		return desk.Denied(op, "An administrator brings the directory and its people.")
	}
	return desk.Denied(op, "The lead of a team who registers patients brings patients and referrals.")
}

// of reads an import the asker may work on; another's is Missing like none.
func of(r *desk.Reading, op string, id ID) (*Import, error) {
	k, err := r.Import(string(id))
	if err != nil {
		return nil, err
	}
	i, err := open(k)
	if err == nil && !r.Who().System {
		err = may(r.Directory(), r.Who(), op, i.Kind)
	}
	r.SawObject("Import/" + string(id))
	return i, err
}

func open(k store.Import) (*Import, error) {
	i := &Import{}
	err := json.Unmarshal(k.Body, i)
	i.ID, i.Org, i.Kind, i.State, i.Digest, i.Made = ID(k.ID), k.Org, Kind(k.Kind), State(k.State), k.Digest, k.Made
	return i, err
}

// put keeps an import as it is now.
func put(w *desk.Writing, i *Import) error {
	b, err := json.Marshal(i)
	if err != nil {
		return err
	}
	w.SawObject("Import/" + string(i.ID))
	return w.Tx.PutImport(store.Import{ID: string(i.ID), Org: i.Org, Kind: string(i.Kind), State: string(i.State), Digest: i.Digest, Made: i.Made, Body: b})
}

// house is the house itself, working on an organization's import.
func house(org party.OrgID) desk.Who {
	who := desk.System("import")
	who.Org = org
	return who
}

func (m Room) write(ctx context.Context, i *Import, f func(*desk.Writing) error) error {
	return m.Desk.Write(ctx, house(i.Org), "import", f)
}

func invalid(op, field, words string) error { return fault.About(op, field, fault.Invalid, words) }

func refused(op, words string) error { return fault.E(op, fault.Refused, words, nil) }
