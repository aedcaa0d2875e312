package referral

import "slices"

// speakable: a call is recorded while the loop is open, and also later where a
// result still has to be accepted by voice.
func speakable(s *State) string {
	if slices.ContainsFunc(s.Reports, func(r Report) bool { return !r.Written.IsZero() && r.unspoken() }) {
		return ""
	}
	return open(s)
}

func reportable(s *State) string {
	if why := sent(s); why != "" || s.is.evidence {
		return why
	}
	return "Record the visit, or a documented desk review, first."
}

func written(why string) func(*State) string {
	return func(s *State) string {
		if slices.ContainsFunc(s.Reports, func(r Report) bool { return !r.Written.IsZero() }) {
			return ""
		}
		return why
	}
}

func unread(s *State) string {
	if slices.ContainsFunc(s.Reports, func(r Report) bool { return !r.Written.IsZero() && r.Acknowledged.IsZero() && !r.Replaced }) {
		return ""
	}
	return "There is no report to acknowledge."
}

func tellable(s *State) string {
	interim := func(r Report) bool { return !r.Written.IsZero() && r.Actionable != "" }
	if len(s.is.heads) == 0 && !s.ends() && !slices.ContainsFunc(s.Reports, interim) {
		return "There is no answer yet to tell the patient."
	}
	return ""
}

func plannable(s *State) string {
	if !s.is.evidence && s.is.answer != advised {
		return "Nothing is recommended before the patient is seen or advised on."
	}
	return open(s)
}

func owedItem(s *State) string {
	if slices.ContainsFunc(s.Items, Item.Owed) {
		return ""
	}
	return "No line of the plan is open."
}

func settleable(s *State) string {
	for _, d := range s.Duties() {
		if len(d.Facts) > 0 && (d.Act == ActSettle || d.Act == ActReadFacts || d.Act == ActIncident || d.Kind == "bell" || d.Kind == "bell-worse") {
			return ""
		}
	}
	if s.is.phase == FollowThrough && len(s.ball().about) > 0 {
		return ""
	}
	return "There is nothing to settle."
}

func proposed(s *State) string {
	if len(s.Proposals) == 0 {
		return "Nothing is proposed."
	}
	return ""
}

func provable(s *State) string {
	if why := open(s); why != "" {
		return why
	}
	return s.Lacks()
}

func retractable(s *State) string {
	switch {
	case s.is.phase == InError:
		return "It is marked as entered in error already."
	case !s.Seen.IsZero():
		return seenAlready
	}
	return ""
}

func reopenable(s *State) string {
	switch {
	case s.is.phase.Open():
		return "It is open."
	case s.is.phase == InError:
		return "What was entered in error stays so. Send a new referral."
	}
	return ""
}
