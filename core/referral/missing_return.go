package referral

import "slices"

// missingToReturn: what the answer, its reading and its plan need.
func (s *State) missingToReturn(who Standing, ev Event) string {
	switch e := ev.(type) {
	case Reported:
		return s.missingToReport(e)
	case Acknowledged:
		return s.missingToAcknowledge(e, who)
	case PatientInformed:
		return s.missingToInform(e)
	case Planned:
		if e.Item == "" || e.What == "" || e.Team == "" || e.Due.IsZero() {
			return "A line of the plan says what is done, by which team and by when."
		}
	case HandedOn:
		if e.Team == "" && e.Person == "" {
			return "Say to whom you give it."
		}
		return s.owes(e.Item)
	case ItemAccepted:
		if e.Due.IsZero() {
			return "Say by when you do it."
		}
		return s.owes(e.Item)
	case PlanDone:
		if e.Evidence == "" {
			return "Say what shows that it is done."
		}
		return s.owes(e.Item)
	case PlanRefused:
		if e.Note == "" {
			return "Say why it is not done."
		}
		return s.owes(e.Item)
	}
	return ""
}

// owes says why a line of the plan cannot be acted on; empty when it is owed.
func (s *State) owes(id ItemID) string {
	for _, i := range s.Items {
		if i.ID != id || i.Planned.IsZero() {
			continue
		}
		if !i.Owed() {
			if i.Done.IsZero() && i.Refused.IsZero() {
				return "That line was in a report that another version replaced."
			}
			return "That line is done or refused already."
		}
		return ""
	}
	return "There is no such line in the plan."
}

// missingToInform: the patient is told of one document, or of the decline or
// the advice, in a way that reaches them.
func (s *State) missingToInform(e PatientInformed) string {
	switch {
	case !oneOf(e.How, "visit", "call", "page", "letter"):
		return "Say how the patient was told."
	case e.Report != "" && s.written(e.Report) == nil:
		return "There is no such report."
	case e.Report == "" && !s.ends():
		return "Say which report the patient was told of."
	}
	return ""
}

// written finds a report that was written, not only heard of.
func (s *State) written(id ReportID) *Report {
	i := slices.IndexFunc(s.Reports, func(r Report) bool { return r.ID == id && !r.Written.IsZero() })
	if i < 0 {
		return nil
	}
	return &s.Reports[i]
}

func (s *State) missingToReport(e Reported) string {
	switch {
	case e.Document == "":
		return "Write the report."
	case !oneOf(string(e.Kind), string(Interim), string(Final), string(Amended)):
		return "Say whether it is interim, final or amended."
	case !oneOf(string(e.Actionable), "", string(WithinDays), string(WithinHours), string(WithinMinutes)):
		return "Say how soon somebody must act: in days, hours or minutes, or not at all."
	case e.Kind == Amended && (e.Replaces == "" || s.written(e.Replaces) == nil):
		return "Say which report this one replaces."
	}
	return ""
}

// missingToAcknowledge: only that document, only by the accountable clinician
// or a named cover, with the password typed again when it is actionable, and
// every line of it decided.
func (s *State) missingToAcknowledge(e Acknowledged, who Standing) string {
	r := s.written(e.Report)
	switch {
	case r == nil:
		return "There is no such report."
	case !r.Acknowledged.IsZero():
		return "It has been acknowledged."
	case !who.Accountable:
		return "Only the clinician who asked, or the named cover, acknowledges."
	case e.Answered != "yes" && e.Answered != "partly" && e.Answered != "no":
		return "Say whether it answered your question."
	case e.Answered != "yes" && e.Note == "":
		return "Say what is still open."
	case r.Actionable != "" && !who.Confirmed:
		return "This report asks somebody to act. Type your password to acknowledge it."
	}
	return ""
}
