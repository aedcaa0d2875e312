package referral

// React says what must be done about an entry: effects as values, queued by
// the store in the same transaction. "notify" is of what somebody owes;
// "tell-side" is word of a fact, by its key, for the side that did not do it.
func React(before, after State, e Entry) []Effect {
	var out []Effect
	do := func(what, arg string) { out = append(out, Effect{Do: what, Arg: arg}) }
	switch x := e.What.(type) {
	case Sent, Forwarded:
		do("deliver", string(after.Receiver()))
	case Reported:
		if x.Kind != Interim || x.Actionable != "" {
			do("tell-loops", string(x.Report))
		}
		do("deliver-report", string(x.Report))
	case Unbooked:
		do("free-slot", string(x.Appointment))
	case Missed:
		do("free-slot", string(x.Appointment))
		do("tell-side", string(e.Key))
	case Prioritised, SeenBySet:
		if !after.Heard.IsZero() { // nobody else has a draft
			do("tell-side", string(e.Key))
		}
	case Deceased:
		do("stop-messages", "")
		do("tell-loops", "")
	case EnteredInError:
		do("recall", "")
	case Recomputed: // nobody owes anything else: the lists say by when
		return nil
	}
	// Who begins a draft knows it: the first word is when it is late. Whom it is
	// given back to does not.
	if ball := after.Ball(); ball.Team != "" && (ball.Act != ActFinish || after.GivenBack.After(before.GivenBack)) && !same(before.Ball(), ball) {
		do("notify", string(ball.Act))
	}
	for i := range after.owed {
		if o := &after.owed[i]; o.Duty != "" && o.Team != "" && !same(before.last(o.Duty), *o) {
			do("notify", o.Duty)
		}
	}
	return out
}

// same reports whether two balls ask the same of the same.
func same(a, b Owed) bool {
	return a.Team == b.Team && a.Person == b.Person && a.Act == b.Act && a.Due.Equal(b.Due) && a.Holder == b.Holder
}
