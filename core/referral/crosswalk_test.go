package referral_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"referd/core/referral"
)

// reached is how a loop comes to each row of the crosswalk; the last step is
// what made it so.
var reached = map[string]string{
	"draft": "", "unsigned": "readied", "sent": "signed sent", "delivered": "signed sent delivered.0", "review": "signed sent opened.0", "questioned": "signed sent opened.0 asked.0", "advised": "signed sent opened.0 advised.0",
	"declined": "signed sent opened.0 declined.0", "declined/ended": "signed sent declined.0 ending.told next.end", "accepted": "signed sent opened.0 accepted.0", "accepted/scheduling": "signed sent accepted.0 reached",
	"accepted/unbooked": "signed sent accepted.0 booked.a unbooked.a", "waitlisted": "signed sent accepted.0 waitlisted.0", "held": "signed sent accepted.0 held", "booked": "signed sent accepted.0 booked.a", "missed": "signed sent booked.a missed.a",
	"seen": "signed sent booked.a seen", "seen/interim": "signed sent seen interim", "returning": "signed sent seen final", "reported": "signed sent seen final final.delivered", "follow-through": "signed sent seen final final.acknowledged",
	"closed": "signed sent seen final final.acknowledged final.told closed", "closed on advice": "signed sent advised.0 ending.told on-advice", "closed after decline": "signed sent declined.0 ending.told after-decline",
	"cancelled": "signed sent cancelled", "withdrawn": "signed sent withdrawn", "unreachable": "signed sent accepted.0 unreachable", "deceased": "signed sent deceased", "closed without proof": "signed sent closed-admin", "entered in error": "signed sent in-error",
	"earlier leg, forwarded": "signed sent opened.0 forwarded", "earlier leg, declined": "signed sent declined.0 forwarded",
}

// still are the kinds that change no status outside: what they lead to, if
// anything, has an entry of its own.
var still = strings.Fields("drafted signed spoke seen-by-set transmitted delivery-failed answered prioritised advice-answered sent-back confirmed arrived resumed report-opened planned handed-on item-accepted plan-done plan-refused rang new-facts authorization " +
	"claimed released attached detached messaged readdressed callback-set reassigned escalated reopened proposed proposal-refused asserted joined settled struck recomputed incident-opened desk-reviewed patient-informed")

// docs/crosswalk.md is walked: each row is reached by a real history, read off
// it, and written down; each kind of event leads to a row or changes none.
func TestCrosswalkIsWalked(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("# Crosswalk\n\nWalked by a test (core/referral): what each phase is to the outside, in FHIR R4, IHE 360X and HL7 v2, and the fact that leads there. A dash says nothing. The ServiceRequest is one for ever; each leg of the loop has its own Task.\n\n")
	b.WriteString("| phase | after | ServiceRequest | Task | businessStatus | 360X | HL7 v2 |\n|---|---|---|---|---|---|---|\n")
	leads := map[string]bool{}
	for _, row := range referral.Crosswalk {
		steps, ok := reached[row.Name]
		if !ok {
			t.Errorf("nobody comes to %q", row.Name)
			continue
		}
		s := walk(strings.Fields(steps)...)
		got := s.Codes()
		if strings.HasPrefix(row.Name, "earlier leg") {
			got = s.LegCodes(0)
		} else if string(s.Phase()) != strings.Split(row.Name, "/")[0] {
			t.Errorf("%q leads to %s", steps, s.Phase())
		}
		if got != row.Codes {
			t.Errorf("%s reads %v, the table says %v", row.Name, got, row.Codes)
		}
		kind := "drafted"
		if names := strings.Fields(steps); len(names) > 0 {
			kind = referral.KindOf(slots[slotNo[names[len(names)-1]]].ev)
			leads[kind] = true
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", row.Name, kind, dash(got.ServiceRequest), dash(got.Task), dash(got.Business), dash(got.X360), dash(got.V2))
	}
	for name := range reached {
		if !slices.ContainsFunc(referral.Crosswalk, func(r struct {
			Name string
			referral.Codes
		}) bool {
			return r.Name == name
		}) {
			t.Errorf("there is no row %q", name)
		}
	}
	for _, k := range referral.Kinds() {
		if leads[k] == slices.Contains(still, k) {
			t.Errorf("%s: leads to a row %v, and is said to change none %v", k, leads[k], !leads[k])
		}
	}
	fmt.Fprintf(&b, "\nNo status outside changes with: %s.\n", strings.Join(still, ", "))
	golden(t, "../../docs/crosswalk.md", b.Bytes())
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
