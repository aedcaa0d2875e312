// Package safety is what people report as unsafe about the house, and how the
// one it goes to answers.
package safety

import (
	"net/url"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Letters are the jobs that tell the officer by mail.
const Letters = "concern"

// Concern is one.
type Concern = store.Concern

// How bad a concern is.
const (
	Unsafe = "unsafe"
	Near   = "near"
	Harm   = "harm"
)

// How far its answer is.
const (
	Open    = "open"
	Looking = "looking"
	Done    = "done"
)

// longest is how much somebody writes.
const longest = 4000

// Officers are whom an organization's concerns go to: the one it named, while
// they work here, else its administrators, else who leads its teams. A practice
// whose accounts others open has leads and no administrator.
func Officers(dir *desk.Directory, org party.OrgID) (out []party.UserID) {
	if u := dir.Users[dir.Orgs[org].Safety]; u.Active && u.Org == org {
		return []party.UserID{u.ID}
	}
	for _, job := range []party.Job{party.Admin, party.TeamLead} {
		for _, m := range dir.Memberships {
			if u := dir.Users[m.User]; u.Org == org && u.Active && m.Until.IsZero() && slices.Contains(m.Roles, job) && !slices.Contains(out, u.ID) {
				out = append(out, u.ID)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	slices.Sort(out)
	return out
}

// Officer reports whether concerns go to who asks.
func Officer(r *desk.Reading) bool {
	return r.Who().User != "" && slices.Contains(Officers(r.Directory(), r.Who().Org), r.Who().User)
}

// secret are the addresses that end with what lets somebody in.
var secret = regexp.MustCompile(`^/(a|p|join|password|unsubscribe|setup)/([^/]+)`)

var ofReferral = regexp.MustCompile(`^/referrals/([0-9A-Za-z]{20})(/|$)`)

// Page is an address as it is kept: the path alone, so that no word that was
// searched for goes with it; empty when it is none of this house.
func Page(at string) string {
	u, err := url.Parse(at)
	if err != nil || !strings.HasPrefix(u.Path, "/") || len(u.Path) > 200 || party.Wrong(u.Path, 200) != "" {
		return ""
	}
	if m := secret.FindStringSubmatch(u.Path); m != nil && (m[1] != "setup" || len(m[2]) > 16) { // setup has pages of its own
		return "/" + m[1] + "/…" + strings.TrimPrefix(u.Path, m[0])
	}
	return u.Path
}

// Report keeps what somebody who works here saw, with the state of the page they
// came from, and has its officer told. The phase is that of a referral they may
// see. It faults with Invalid when words or how bad are missing.
func Report(w *desk.Writing, at, grade, words string) (Concern, error) {
	const op = "safety.Report"
	who := w.Who()
	if who.User == "" {
		return Concern{}, desk.Denied(op, "Who works here reports.")
	}
	words = strings.TrimSpace(words)
	if err := fault.All(fault.If(words == "", op, "words", "Say what happened."), fault.If(len([]rune(words)) > longest, op, "words", "That is too long: 4,000 characters at most."),
		fault.If(grade != Unsafe && grade != Near && grade != Harm, op, "grade", "Choose how bad it is.")); err != nil {
		return Concern{}, err
	}
	c := Concern{ID: id.New(w.Now()), Org: who.Org, By: who.User, At: w.Now(), Page: Page(at), Version: version(), Grade: grade, Words: words, State: Open}
	if m := ofReferral.FindStringSubmatch(c.Page); m != nil && who.Charts() {
		row, err := w.Row(referral.ID(m[1]))
		switch {
		case err == nil:
			c.Phase = string(row.Phase)
			w.SawLoop(row.ID, 0)
		case fault.Of(err) != fault.Missing:
			return c, err
		}
	}
	w.SawObject("Concern/" + c.ID)
	if err := w.Tx.PutConcern(c); err != nil {
		return c, err
	}
	return c, w.Tx.Enqueue(store.Job{Kind: Letters, Arg: string(c.Org) + "/" + c.ID, Due: w.Now()})
}

func version() string {
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" {
		return b.Main.Version
	}
	return "unreleased"
}

// List gives the concerns of the asker's organization to its officer, to anybody
// else their own, the newest first.
func List(r *desk.Reading) (out []Concern, err error) {
	if r.Who().User == "" {
		return nil, desk.Denied("safety.List", "Who works here reports.")
	}
	list, err := r.Concerns(r.Who().Org)
	officer := Officer(r)
	for _, c := range list {
		if officer || c.By == r.Who().User {
			out = append(out, c)
		}
	}
	return out, err
}

// One reads one the asker may see; any other is Missing.
func One(r *desk.Reading, which string) (Concern, error) {
	list, err := List(r)
	for _, c := range list {
		if c.ID == which {
			r.SawObject("Concern/" + c.ID)
			return c, nil
		}
	}
	if err == nil {
		err = fault.E("safety.One", fault.Missing, "There is no such concern here, or none you may see.", nil)
	}
	return Concern{}, err
}

// Waiting counts what an officer has not done; nothing for anybody else.
func Waiting(r *desk.Reading) (int, error) {
	if !Officer(r) {
		return 0, nil
	}
	return r.OpenConcerns(r.Who().Org)
}

// Answer says how far a concern is, and what was found: the officer does. One
// that is done has an answer, which who reported it reads.
func Answer(w *desk.Writing, which, state, words string) error {
	const op = "safety.Answer"
	c, err := One(w.Reading, which)
	if err != nil {
		return err
	}
	if !Officer(w.Reading) {
		return desk.Denied(op, "The one it went to answers.")
	}
	words = strings.TrimSpace(words)
	if err := fault.All(fault.If(state != Looking && state != Done, op, "state", "Choose how far it is."), fault.If(state == Done && words == "", op, "words", "Say what was found and what was done."),
		fault.If(len([]rune(words)) > longest, op, "words", "That is too long: 4,000 characters at most.")); err != nil {
		return err
	}
	c.State, c.Answer, c.Answered, c.Answerer = state, words, w.Now(), w.Who().User
	return w.Tx.PutConcern(c)
}

// Told is what the letter about a concern says: how bad it is, and no more.
func Told(r *desk.Reading, which string, org party.OrgID) (grade string, found bool, err error) {
	list, err := r.Concerns(org)
	for _, c := range list {
		if c.ID == which {
			return c.Grade, c.State == Open, nil
		}
	}
	return "", false, err
}
