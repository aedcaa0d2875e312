package chase

import (
	"fmt"

	"referd/base/id"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// unseen is what a clinician who leaves would have seen: their free times are taken
// back, and each visit booked with them is owed a look by whoever books there, the
// same day. The visit stands until they book it with somebody else: only they know
// with whom, and the patient is told once.
func unseen(w, sys *desk.Writing, u party.User, moved *int) error {
	dir, now := w.Directory(), w.Now()
	for _, s := range dir.ServicesByID {
		if s.Org != u.Org {
			continue
		}
		if err := w.Tx.EndSlotsWith(s.ID, u.Practitioner); err != nil {
			return err
		}
	}
	words := fmt.Sprintf("%s has left. Book this visit with somebody else, and tell the patient.", dir.PersonName(u.ID))
	for page := 0; ; page += 500 {
		rows, err := sys.Queue(store.Queue{Side: referral.Receiver, Org: u.Org, VisitFrom: now, VisitTo: far, Order: "visit", Limit: 500, Offset: page}, now)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, x := range rows {
			s, err := sys.Loop(x.ID)
			if err != nil {
				return err
			}
			if a, stands := s.Live(); !stands || a.Clinician != u.Practitioner {
				continue
			}
			w.SawLoop(s.ID, s.Seq)
			team := booker(dir, s.Recipient().Service, u.Org)
			l := store.Look{ID: id.New(now), Referral: s.ID, Org: u.Org, Team: team, From: now, Due: policy.SameDay(dir.Teams[team].Hours, now), Words: words, By: w.Who().User, At: now}
			if err := w.Tx.PutLook(l); err != nil {
				return err
			}
			*moved++
		}
	}
}

// booker is the team that books for a service, else one of its organization.
func booker(dir *desk.Directory, s party.ServiceID, org party.OrgID) party.TeamID {
	if t := dir.Teams[dir.ServicesByID[s].Scheduling]; t.Active && t.Org == org {
		return t.ID
	}
	return dir.TeamOf(org)
}
