package referral

// KeyOf gives a fact its key: the kind and the object it can happen to only
// once; else the kind and the name the teller gave it (a partner's id of the
// fact, or a fresh id of ours). The same fact told twice has the same key.
func KeyOf(ev Event, fallback string) Key {
	kind, own := KindOf(ev), ""
	switch e := ev.(type) {
	case Drafted, Sent:
		return Key(kind)
	case Asked:
		own = string(e.Ask)
	case Reported:
		own = string(e.Report)
	case ReportDelivered:
		own = string(e.Report)
	case Acknowledged:
		own = string(e.Report)
	case Planned:
		own = string(e.Item)
	case PlanDone:
		own = string(e.Item)
	case PlanRefused:
		own = string(e.Item)
	case NewFacts:
		if e.Report != "" { // a death may be taken back, and be told again
			own = string(e.From) + "." + string(e.Report) + "." + e.Side
		}
	case Proposed:
		own = string(e.Proposal)
	case Arrived:
		own = string(e.Appointment)
	case Messaged:
		own = string(e.Message)
	case Struck:
		own = string(e.Fact)
	case Joined:
		own = string(e.Into)
	}
	if own == "" {
		own = fallback
	}
	return Key(kind + "/" + own)
}

// KeyFor is KeyOf for a fact that happens again after it was struck: it is
// another fact, and has another key.
func (s State) KeyFor(ev Event, fallback string) Key {
	k := KeyOf(ev, fallback)
	for _, e := range s.entries {
		if x, ok := e.What.(Struck); ok && x.Fact == k && Strikable(ev) {
			return k + "/" + Key(fallback)
		}
	}
	return k
}
