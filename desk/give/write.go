package give

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"referd/base/cells"
	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Manifest says what an archive holds.
type Manifest struct {
	Format       string         `json:"format"` // referd-export-1
	Organization string         `json:"organization"`
	Name         string         `json:"name"`
	Made         time.Time      `json:"made"`
	People       int            `json:"people"` // who works there, once for each team
	Patients     int            `json:"patients"`
	Referrals    int            `json:"referrals"`
	Documents    int            `json:"documents"` // as files
	NotGiven     int            `json:"notGiven"`  // documents that are held or erased: named, and no file
	Outside      int            `json:"outside"`   // references that lead out of the archive
	Files        map[string]int `json:"files"`     // lines of each file
}

// Limits of one look: patients under one record of the audit, so that each is
// found by it (access.MostFound); loops whose ids are read at once.
const (
	patientsAtOnce = 2
	loopsAtOnce    = 500
)

// job is one archive being written.
type job struct {
	Room
	ctx     context.Context
	who     desk.Who
	out     *archive
	m       Manifest
	loose   []string        // what is to be given by itself
	given   map[string]bool // what was, and patients of others
	csv     *cells.Writer
	people  *cells.Writer // the patients
	staffed *cells.Writer // who works here
	docs    *cells.Writer
	away    *cells.Writer
	said    func(Progress)
}

// Write writes everything of an organization to out, as a zip archive. Each
// patient, referral and document is read by itself and audited as an export
// before any byte of it is written; what changes meanwhile is given as it was
// when its turn came. It faults with Denied for who may not, and leaves an
// archive without its end, that no program opens, where it fails on the way.
// Who may: May.
func (m Room) Write(ctx context.Context, who desk.Who, out io.Writer, said func(Progress)) (Manifest, error) {
	if !May(who) {
		return Manifest{}, desk.Denied("give.Write", "An administrator who works with patients takes everything along, or who keeps the machine does, by referd export.")
	}
	who.Orgs = []party.OrgID{who.Org}
	j := &job{Room: m, ctx: ctx, who: who, out: begin(out, m.Scratch, m.Desk.Now()), given: map[string]bool{}, said: said}
	defer j.out.shut()
	err := j.begin()
	for _, step := range []func() error{j.patients, j.referrals, j.apart, j.others, j.audits, j.end} {
		if err == nil {
			err = step()
		}
	}
	return j.m, err
}

// read is one look of the export, with its record in the audit.
func (j *job) read(f func(*desk.Reading) error) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	return j.Desk.Read(j.ctx, j.who, "export", f)
}

func (j *job) begin() error {
	return j.read(func(r *desk.Reading) (err error) {
		o, ok := r.Directory().Orgs[j.who.Org]
		if !ok {
			return fault.E("give.Write", fault.Missing, "There is no such organization here.", nil)
		}
		j.m = Manifest{Format: "referd-export-1", Organization: string(o.ID), Name: o.Name, Made: r.Now()}
		for _, x := range []struct {
			name string
			to   **cells.Writer
			head []string
		}{{staffFile, &j.staffed, staffHeadings()}, {patientsFile, &j.people, patientHeadings()}, {referralsFile, &j.csv, headings()}, {documentsFile, &j.docs, documentHeadings}, {outsideFile, &j.away, []string{"Resource", "Refers to"}}} {
			s, err := j.out.to(x.name)
			if err != nil {
				return err
			}
			*x.to = cells.To(s.w)
			if err := (*x.to).Row(x.head...); err != nil {
				return err
			}
		}
		for id, l := range r.Directory().Locations {
			if l.Org == o.ID {
				j.want("Location/" + string(id))
			}
		}
		for id, s := range r.Directory().ServicesByID {
			if s.Org == o.ID {
				j.want("HealthcareService/" + string(id))
			}
		}
		for id, x := range r.Directory().Roles {
			if x.Org == o.ID {
				j.want("PractitionerRole/" + string(id))
			}
		}
		for _, u := range r.Directory().Users {
			if u.Org == o.ID && u.Practitioner != "" {
				j.want("Practitioner/" + string(u.Practitioner))
			}
		}
		j.want("Organization/" + string(o.ID))
		return j.staff(r)
	})
}

// patients gives every record the organization registered, with what clients
// wrote about it that is no referral's.
func (j *job) patients() error {
	for after := party.PatientID("0"); ; {
		var list []party.Patient
		err := j.read(func(r *desk.Reading) (err error) {
			if list, err = r.FindPatients(store.Find{Org: j.who.Org, After: after, Limit: patientsAtOnce}); err != nil {
				return err
			}
			for _, p := range list {
				r.Saw(p.ID)
				lines, err := j.Speak.Patient(r, p.ID)
				if err == nil {
					err = j.lines(r, lines)
				}
				if err == nil {
					err = j.record(p)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(list) == 0 {
			return err
		}
		after, j.m.Patients = list[len(list)-1].ID, j.m.Patients+len(list)
		j.tell()
	}
}

// apart gives the documents about patients that are no referral's.
func (j *job) apart() error {
	for at, after := int64(0), chart.DocumentID(""); ; {
		var docs []paper
		err := j.read(func(r *desk.Reading) error {
			docs = nil
			list, err := r.DocumentsApart(at, after, patientsAtOnce)
			for _, d := range list {
				r.Saw(d.Patient)
				lines, err := j.Speak.Paper(r, d.ID)
				if err == nil {
					err = j.lines(r, lines)
				}
				if err != nil {
					return err
				}
				docs, at, after = append(docs, paper{Document: d.Document}), d.At, d.ID
			}
			return err
		})
		if err != nil || len(docs) == 0 {
			return err
		}
		if err := j.papers(docs); err != nil {
			return err
		}
	}
}

// referrals gives every referral the organization sees, one after the other.
func (j *job) referrals() error {
	for after := referral.ID(""); ; {
		var list []referral.ID
		err := j.Desk.DB.View(j.ctx, store.Scope{Orgs: j.who.Orgs}, func(v *store.View) (err error) { // ids alone
			list, err = v.Loops(after, loopsAtOnce)
			return err
		})
		if err != nil || len(list) == 0 {
			return err
		}
		for _, of := range list {
			if err := j.referral(of); err != nil {
				return err
			}
		}
		after = list[len(list)-1]
	}
}

func (j *job) referral(of referral.ID) error {
	var docs []paper
	err := j.read(func(r *desk.Reading) error {
		docs = nil
		lines, err := j.Speak.Loop(r, of)
		if err != nil {
			return err
		}
		if err := j.row(r, of); err != nil {
			return err
		}
		list, err := r.DocumentsOf(of)
		if err != nil {
			return err
		}
		for _, d := range list {
			docs = append(docs, paper{d, of})
		}
		return j.lines(r, lines)
	})
	if err != nil {
		return err
	}
	j.m.Referrals++
	j.tell()
	return j.papers(docs)
}

func (j *job) tell() {
	if j.said != nil {
		j.said(Progress{j.m.Patients, j.m.Referrals, j.m.Documents})
	}
}

// lines gives resources that belong together, and sees to what they refer to.
func (j *job) lines(r *desk.Reading, list []Line) error {
	here := map[string]Place{}
	for _, l := range list {
		here[l.name()] = Inside
	}
	for _, l := range list {
		if j.given[l.name()] {
			continue // it stood by itself already
		}
		if err := j.out.line("fhir/"+l.Kind+".ndjson", l.JSON); err != nil {
			return err
		}
		for _, n := range l.Names {
			at, known := here[n]
			if !known {
				kind, id, _ := strings.Cut(n, "/")
				var err error
				if at, err = j.Speak.Where(r, kind, id); err != nil {
					return err
				}
				here[n] = at
			}
			switch at {
			case Loose:
				j.want(n)
			case Outside:
				j.m.Outside++
				if err := j.away.Row(l.name(), n); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// want notes what is to be given by itself.
func (j *job) want(name string) {
	if !j.given[name] {
		j.given[name] = true
		j.loose = append(j.loose, name)
	}
}

// others gives what stands in the directory, and what something refers to and
// belongs to no referral and no patient of the organization's.
func (j *job) others() error {
	for len(j.loose) > 0 {
		name := j.loose[0]
		j.loose = j.loose[1:]
		kind, id, _ := strings.Cut(name, "/")
		err := j.read(func(r *desk.Reading) error {
			l, ok, err := j.Speak.One(r, kind, id)
			if err != nil || !ok {
				return err
			}
			delete(j.given, name)
			err = j.lines(r, []Line{l})
			j.given[name] = true
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// audits gives who did and saw what, of the organization's own people, up to
// this export.
func (j *job) audits() error {
	for before := int64(0); ; {
		err := j.read(func(r *desk.Reading) error {
			list, next, err := j.Speak.Audits(r, before, 200)
			if err != nil {
				return err
			}
			before = next
			return j.lines(r, list)
		})
		if err != nil {
			return err
		}
		if err := j.others(); err != nil {
			return err
		}
		if before == 0 {
			return nil
		}
	}
}

// end writes what waits, and says what there is.
func (j *job) end() (err error) {
	for _, w := range []*cells.Writer{j.staffed, j.people, j.csv, j.docs, j.away} {
		if err := w.End(); err != nil {
			return err
		}
	}
	if j.m.Files, err = j.out.unspool(); err != nil {
		return err
	}
	for _, name := range []string{staffFile, setupFile, patientsFile, referralsFile, documentsFile, outsideFile} {
		delete(j.m.Files, name)
	}
	b, err := json.MarshalIndent(j.m, "", "  ")
	if err != nil {
		return err
	}
	for _, x := range [][2]string{{"manifest.json", string(b) + "\n"}, {"README.txt", fmt.Sprintf(readme, j.m.Name, j.m.Made.Format(time.RFC3339))}} {
		if _, err := j.out.file(x[0], zip.Deflate, strings.NewReader(x[1])); err != nil {
			return err
		}
	}
	slices.Sort(j.out.sums)
	if _, err := j.out.file("SHA256SUMS", zip.Deflate, strings.NewReader(strings.Join(j.out.sums, "\n")+"\n")); err != nil {
		return err
	}
	return j.out.zip.Close()
}

// Files of an archive.
const (
	staffFile     = "people.csv"
	setupFile     = "setup.ndjson"
	patientsFile  = "patients.csv"
	referralsFile = "referrals.csv"
	documentsFile = "documents.csv"
	outsideFile   = "outside.csv"
)

const readme = `Everything of %s, as it was at %s.

fhir/*.ndjson   FHIR R4, one resource a line, one file a type
people.csv      who works there, in which team and as what; referd import takes
                it (-kind people) where the teams are set up. No password is in it
setup.ndjson    teams with their hours and holidays, places, services with what
                they need and their times, who is on call, who acts for whom:
                one a line, as JSON
patients.csv    every patient you registered, one a row, with how it is safe to
                reach them; referd import takes it (-kind patients), as it does
                fhir/Patient.ndjson
referrals.csv   every referral, one a row; referd import takes it (-kind referrals)
documents/      every document, byte for byte, as documents.csv lists them;
                Binary/ID in a resource is documents/ID.*
documents.csv   whose each document is, what it is, and its SHA-256
outside.csv     what a resource refers to that is not in here: another
                organization's, or nothing that is a FHIR resource here
manifest.json   how many of each
SHA256SUMS      sha256sum -c SHA256SUMS says whether it is whole

referd import takes lists and resources. What it does not take is here to be kept
and read: setup.ndjson (set up by page), documents/, how it is safe to reach each
patient (asked anew), and referrals that are drafts, over, or have their answer.
`
