// Package give is what an organization takes along: everything of it as one
// archive of open formats, read as it is asked for and never held whole. The
// resources are FHIR NDJSON, one file a type; the referrals are a list that an
// import takes again; the documents are files, each with its digest
// (docs/decisions/0038-given-whole.md).
package give

import (
	"context"
	"slices"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Line is one resource of a file, and what it refers to.
type Line struct {
	Kind, ID string
	JSON     []byte   // on one line
	Names    []string // Patient/1, as it says it
}

func (l Line) name() string { return l.Kind + "/" + l.ID }

// Place is where what a resource refers to is.
type Place int

// Places.
const (
	Outside Place = iota // not here, or not this organization's
	Inside               // given with its referral or its patient
	Loose                // given by itself, where something refers to it
)

// Speaker says what the house knows in the words of FHIR; cmd gives it, because
// a dialect is above the desk. All of it is read by who asks, and is audited as
// their reading.
type Speaker struct {
	Loop    func(*desk.Reading, referral.ID) ([]Line, error)      // all of one referral
	Patient func(*desk.Reading, party.PatientID) ([]Line, error)  // a patient, and what is no referral's
	Paper   func(*desk.Reading, chart.DocumentID) ([]Line, error) // a document of no referral
	One     func(r *desk.Reading, kind, id string) (Line, bool, error)
	Where   func(r *desk.Reading, kind, id string) (Place, error)
	Audits  func(r *desk.Reading, before int64, limit int) (list []Line, next int64, err error) // next is zero after the last
}

// Room is where everything is given.
type Room struct {
	Desk    *desk.Desk
	Speak   Speaker
	Scratch string // where the files wait while the archive is written
}

// May reports whether somebody may take everything of their organization along:
// an administrator whose work is with patients too, since one who only
// administers reads no chart (docs/decisions/0025); and the house, asked by who
// keeps its machine.
func May(who desk.Who) bool {
	return who.User == operator || who.User != "" && who.Has(party.Admin) && who.Charts()
}

// operator is who keeps the machine, as the audit has them.
const operator = party.UserID("operator")

// Operator is who keeps the machine, for one organization: they see what it
// sees, and nothing of another's.
func Operator(of party.OrgID) desk.Who {
	return desk.Who{User: operator, Org: of, Jobs: []party.Job{party.System}, Zone: time.UTC, Request: "command"}
}

// Progress is how far it is.
type Progress struct{ Patients, Referrals, Documents int }

// ours are the organizations that have people here, in order of id.
func ours(dir *desk.Directory) (out []party.OrgID) {
	for id := range dir.Orgs {
		if dir.Here(id) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// Ours lists the organizations that work here, for who must name one.
func Ours(ctx context.Context, d *desk.Desk) ([]party.OrgID, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return nil, err
	}
	return ours(dir), nil
}
