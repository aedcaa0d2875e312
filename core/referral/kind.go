package referral

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// kinds are the names events have in the ledger, for ever.
var kinds = map[string]reflect.Type{}

// names is kinds the other way round.
var names = map[reflect.Type]string{}

func init() {
	for name, ev := range map[string]Event{
		"drafted": Drafted{}, "readied": Readied{}, "signed": Signed{}, "spoke": Spoke{}, "sent": Sent{}, "seen-by-set": SeenBySet{},
		"delivered": Delivered{}, "transmitted": Transmitted{}, "delivery-failed": DeliveryFailed{}, "opened": Opened{}, "asked": Asked{}, "answered": Answered{},
		"prioritised": Prioritised{}, "accepted": Accepted{}, "declined": Declined{}, "advised": Advised{}, "advice-answered": AdviceAnswered{},
		"next-step": NextStep{}, "forwarded": Forwarded{}, "sent-back": SentBack{}, "waitlisted": Waitlisted{}, "booked": Booked{},
		"confirmed": Confirmed{}, "unbooked": Unbooked{}, "missed": Missed{}, "arrived": Arrived{}, "seen": Seen{}, "desk-reviewed": DeskReviewed{},
		"held": Held{}, "resumed": Resumed{}, "reported": Reported{}, "report-delivered": ReportDelivered{}, "report-opened": ReportOpened{},
		"acknowledged": Acknowledged{}, "patient-informed": PatientInformed{}, "planned": Planned{}, "handed-on": HandedOn{},
		"item-accepted": ItemAccepted{}, "plan-done": PlanDone{}, "plan-refused": PlanRefused{}, "contacted": Contacted{}, "rang": Rang{},
		"new-facts": NewFacts{}, "authorization": Authorization{}, "claimed": Claimed{}, "released": Released{}, "attached": Attached{},
		"detached": Detached{}, "messaged": Messaged{}, "readdressed": Readdressed{}, "callback-set": CallbackSet{}, "reassigned": Reassigned{},
		"escalated": Escalated{}, "closed": Closed{}, "cancelled": Cancelled{}, "withdrawn": Withdrawn{}, "unreachable": Unreachable{},
		"deceased": Deceased{}, "closed-admin": ClosedAdmin{}, "entered-in-error": EnteredInError{}, "incident-opened": IncidentOpened{}, "reopened": Reopened{}, "proposed": Proposed{},
		"proposal-refused": ProposalRefused{}, "asserted": Asserted{}, "joined": Joined{}, "settled": Settled{}, "struck": Struck{}, "recomputed": Recomputed{},
	} {
		kinds[name] = reflect.TypeOf(ev)
		names[reflect.TypeOf(ev)] = name
	}
}

// KindOf is the name an event has in the ledger.
func KindOf(ev Event) string { return names[reflect.TypeOf(ev)] }

// Kinds lists every name, unsorted.
func Kinds() []string {
	out := make([]string, 0, len(kinds))
	for k := range kinds {
		out = append(out, k)
	}
	return out
}

// Encode gives an event its name and its body for the ledger.
func Encode(ev Event) (kind string, body []byte, err error) {
	kind = KindOf(ev)
	if kind == "" {
		return "", nil, fmt.Errorf("referral: %T has no name in the ledger", ev)
	}
	body, err = json.Marshal(ev)
	return kind, body, err
}

// Decode reads an event back. A name nobody knows is an error; a field nobody
// knows is not, because fields are added and the ledger outlives binaries.
func Decode(kind string, body []byte) (Event, error) {
	t, ok := kinds[kind]
	if !ok {
		return nil, fmt.Errorf("referral: %q is no kind of event", kind)
	}
	p := reflect.New(t)
	if err := json.Unmarshal(body, p.Interface()); err != nil {
		return nil, fmt.Errorf("referral: %s: %w", kind, err)
	}
	return p.Elem().Interface().(Event), nil
}

func (Drafted) event()         {}
func (Readied) event()         {}
func (Signed) event()          {}
func (Spoke) event()           {}
func (Sent) event()            {}
func (SeenBySet) event()       {}
func (Delivered) event()       {}
func (Transmitted) event()     {}
func (DeliveryFailed) event()  {}
func (Opened) event()          {}
func (Asked) event()           {}
func (Answered) event()        {}
func (Prioritised) event()     {}
func (Accepted) event()        {}
func (Declined) event()        {}
func (Advised) event()         {}
func (AdviceAnswered) event()  {}
func (NextStep) event()        {}
func (Forwarded) event()       {}
func (SentBack) event()        {}
func (Waitlisted) event()      {}
func (Booked) event()          {}
func (Confirmed) event()       {}
func (Unbooked) event()        {}
func (Missed) event()          {}
func (Arrived) event()         {}
func (Seen) event()            {}
func (DeskReviewed) event()    {}
func (Held) event()            {}
func (Resumed) event()         {}
func (Reported) event()        {}
func (ReportDelivered) event() {}
func (ReportOpened) event()    {}
func (Acknowledged) event()    {}
func (PatientInformed) event() {}
func (Planned) event()         {}
func (HandedOn) event()        {}
func (ItemAccepted) event()    {}
func (PlanDone) event()        {}
func (PlanRefused) event()     {}
func (Contacted) event()       {}
func (Rang) event()            {}
func (NewFacts) event()        {}
func (Authorization) event()   {}
func (Claimed) event()         {}
func (Released) event()        {}
func (Attached) event()        {}
func (Detached) event()        {}
func (Messaged) event()        {}
func (Readdressed) event()     {}
func (CallbackSet) event()     {}
func (Reassigned) event()      {}
func (Escalated) event()       {}
func (Closed) event()          {}
func (Cancelled) event()       {}
func (Withdrawn) event()       {}
func (Unreachable) event()     {}
func (Deceased) event()        {}
func (ClosedAdmin) event()     {}
func (EnteredInError) event()  {}
func (IncidentOpened) event()  {}
func (Reopened) event()        {}
func (Proposed) event()        {}
func (ProposalRefused) event() {}
func (Asserted) event()        {}
func (Joined) event()          {}
func (Settled) event()         {}
func (Struck) event()          {}
func (Recomputed) event()      {}
