package referral

import "referd/core/party"

// rules is loop.md's table of who may do what.
var rules = map[Act]rule{
	ActDeliver:       {nil, "", before},
	ActDeliverReport: {nil, "", hasHead("There is no report to deliver.")},
	ActReady:         {rcrs, Sender, unsent},
	ActSign: {rc, Sender, func(s *State, d *reading, p Phase) string {
		if !s.Signed.IsZero() {
			return "It is signed already."
		}
		return open(s, d, p)
	}},
	ActSpeak: {anybody, "", open},
	ActSend:  {rcrs, Sender, unsent},
	ActOpen:  {append([]party.Job{party.Scheduler}, clinic...), Receiver, before},
	ActAsk:   {triage, Receiver, calm(before)},
	ActAnswer: {rcrs, Sender, func(s *State, d *reading, p Phase) string {
		for _, a := range s.Asks {
			if a.Answered.Before(a.Asked) {
				return open(s, d, p)
			}
		}
		return "No question waits for an answer."
	}},
	ActPrioritise: {[]party.Job{party.ReferringClinician, party.TriageNurse, party.Specialist}, "", before},
	ActSeenBy:     {[]party.Job{party.ReferringClinician, party.TriageNurse, party.Specialist}, "", before},
	ActAccept: {triage, Receiver, func(s *State, d *reading, p Phase) string {
		if d.answer == accepted {
			return "It is accepted already."
		}
		return free(s, d, p)
	}},
	ActAdvise:       {[]party.Job{party.Specialist}, Receiver, calm(before)},
	ActAnswerAdvice: {rc, Sender, inPhase("No advice waits for an answer.", PhaseAdvised)},
	ActDecline:      {triage, Receiver, before},
	ActNextStep:     {rc, Sender, inPhase("It is not declined.", PhaseDeclined)},
	ActForward:      {triage, Receiver, free},
	ActWaitlist: {booking, Receiver, calm(func(s *State, d *reading, p Phase) string {
		if d.live != nil {
			return "A visit is booked. Cancel the booking first."
		}
		return takenOn(s, d, p)
	})},
	ActBook: {booking, Receiver, func(s *State, d *reading, p Phase) string {
		if d.live != nil {
			return "A visit is booked already. Change that booking."
		}
		return takenOn(s, d, p)
	}},
	ActConfirm: {booking, Receiver, booked},
	ActArrive:  {append([]party.Job{party.Specialist, party.Imaging}, booking...), Receiver, booked},
	ActUnbook: {booking, Receiver, func(s *State, d *reading, p Phase) string {
		for _, a := range s.Appointments {
			if a.Booked.After(latest(a.Unbooked, a.Missed)) && a.Seen.IsZero() && !s.Seen.After(a.Booked) {
				return ""
			}
		}
		return "No visit is booked."
	}},
	ActMiss: {append([]party.Job{party.Specialist, party.Imaging}, booking...), Receiver, func(s *State, d *reading, p Phase) string {
		if d.evidence {
			return seenAlready
		}
		return booked(s, d, p)
	}},
	ActSee: {seeing, Receiver, func(s *State, d *reading, p Phase) string {
		if !s.Seen.IsZero() {
			return "The visit is recorded already."
		}
		if why := sent(s, d, p); why != "" {
			return why
		}
		return open(s, d, p)
	}},
	ActDeskReview: {[]party.Job{party.Specialist, party.TriageNurse}, Receiver, func(s *State, d *reading, p Phase) string {
		if why := sent(s, d, p); why != "" {
			return why
		}
		return open(s, d, p)
	}},
	ActHold: {[]party.Job{party.Scheduler, party.TriageNurse, party.ReferringClinician}, "", calm(func(s *State, d *reading, p Phase) string {
		if d.answer == declined {
			return "It is declined. Choose the next step."
		}
		return free(s, d, p)
	})},
	ActResume: {[]party.Job{party.Scheduler, party.TriageNurse, party.ReferringClinician}, "", inPhase("It is not on hold.", PhaseHeld)},
	ActReport: {writers, Receiver, func(s *State, d *reading, p Phase) string {
		if why := sent(s, d, p); why != "" {
			return why
		}
		if !d.evidence {
			return "Record the visit, or a documented desk review, first."
		}
		return ""
	}},
	ActOpenReport: {append([]party.Job{party.TeamLead}, rcrs...), Sender, func(s *State, d *reading, p Phase) string {
		for _, r := range s.Reports {
			if !r.Written.IsZero() {
				return ""
			}
		}
		return "There is no report yet."
	}},
	ActAcknowledge: {rc, Sender, func(s *State, d *reading, p Phase) string {
		for _, r := range s.Reports {
			if !r.Written.IsZero() && r.Acknowledged.IsZero() && !r.Replaced {
				return ""
			}
		}
		return "There is no report to acknowledge."
	}},
	ActInform: {[]party.Job{party.ReferringClinician, party.ReferringStaff, party.Specialist, party.TriageNurse}, "", func(s *State, d *reading, p Phase) string {
		if len(d.heads) == 0 && d.answer != declined && d.answer != advised {
			return "There is no answer yet to tell the patient."
		}
		return ""
	}},
	ActPlan: {[]party.Job{party.ReferringClinician, party.Specialist}, "", func(s *State, d *reading, p Phase) string {
		if !d.evidence && d.answer != advised {
			return "Nothing is recommended before the patient is seen or advised on."
		}
		return open(s, d, p)
	}},
	ActHandOn:     {anybody, "", owedItem},
	ActAcceptItem: {anybody, "", owedItem},
	ActDoItem:     {anybody, "", owedItem},
	ActRefuseItem: {anybody, "", owedItem},
	ActContact:    {[]party.Job{party.Scheduler, party.ReferringStaff, party.ReferringClinician, party.Intake, party.TriageNurse}, "", sent},
	ActAuthorize:  {[]party.Job{party.ReferringStaff, party.Scheduler, party.ReferringClinician}, "", open},
	ActClaim:      {anybody, "", open},
	ActRelease:    {anybody, "", open},
	ActAssign:     {anybody, "", open},
	ActAttach:     {anybody, "", open},
	ActDetach:     {anybody, "", open},
	ActMessage:    {anybody, "", sent},
	ActReaddress:  {[]party.Job{party.ReferringClinician, party.TeamLead}, Sender, open},
	ActClose: {append([]party.Job{party.TeamLead}, rcrs...), Sender, func(s *State, d *reading, p Phase) string {
		if !p.Open() {
			return over
		}
		return s.lacks(d)
	}},
	ActCancel: {rcrs, Sender, func(s *State, d *reading, p Phase) string {
		if !p.Open() {
			return over
		}
		if d.evidence {
			return seenAlready
		}
		return ""
	}},
	ActWithdraw:    {append([]party.Job{party.Scheduler}, rcrs...), "", before},
	ActUnreachable: {[]party.Job{party.Scheduler, party.ReferringClinician}, "", inPhase("Only a patient who is to be booked can be unreachable.", PhaseMissed, PhaseAccepted, PhaseWaitlisted)},
	ActDeceased:    {anybody, "", open},
	ActCloseAdmin:  {leads, "", open},
	ActInError: {[]party.Job{party.ReferringClinician, party.ReferringStaff, party.Admin}, Sender, func(s *State, d *reading, p Phase) string {
		if p == InError {
			return "It is marked as entered in error already."
		}
		if !s.Seen.IsZero() {
			return seenAlready
		}
		return ""
	}},
	ActReopen: {[]party.Job{party.ReferringClinician, party.ReferringStaff, party.Scheduler, party.Admin, party.TeamLead}, "", func(s *State, d *reading, p Phase) string {
		if p.Open() {
			return "It is open."
		}
		if p == InError {
			return "What was entered in error stays so. Send a new referral."
		}
		return ""
	}},
	ActSettle: {anybody, "", func(s *State, d *reading, p Phase) string {
		for _, du := range s.Duties() {
			if len(du.Facts) > 0 && (du.Act == ActSettle || du.Act == ActReadFacts || du.Kind == "bell" || du.Kind == "bell-worse") {
				return ""
			}
		}
		if s.unsettledReopening() {
			return ""
		}
		return "There is nothing to settle."
	}},
	ActStrike: {append([]party.Job{party.Admin}, anybody...), "", func(*State, *reading, Phase) string { return "" }},
	ActRefuseProposal: {anybody, "", func(s *State, d *reading, p Phase) string {
		if len(s.Proposals) == 0 {
			return "Nothing is proposed."
		}
		return ""
	}},
}
