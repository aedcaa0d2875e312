package visit

import "time"

// Doubt is what the pages know of the machine's clock: since when its time is
// doubted, and how an operator's word ends that. Its zero doubts nothing.
type Doubt struct {
	Since   func() (at time.Time, yes bool) // by the machine's clock
	Confirm func()
}

// Doubted is since when the machine's time is doubted, in the house's time;
// zero when it is not.
func (v *Visit) Doubted() time.Time {
	if v.Doubt.Since == nil {
		return time.Time{}
	}
	at, yes := v.Doubt.Since()
	if !yes {
		return time.Time{}
	}
	return at.Add(v.Desk.Now().Sub(v.Desk.DB.Machine()))
}
