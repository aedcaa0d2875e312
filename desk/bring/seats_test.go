package bring_test

import (
	"slices"
	"strings"
	"testing"

	"referd/core/party"
	"referd/desk/bring"
	"referd/desk/desktest"
)

// One list has a clinician at two organizations: by their NPI they are one, with
// two places where they work, and so they are when the list comes again. Without an
// NPI nobody can say that two of one name are one: they are two, one at each.
func TestAnNPIIsOneClinicianWhereverTheyWork(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		a := keeper(t, h)
		a.apply(bring.Organizations, "Practice Name;NPI;Phone\nNorthside Orthopedics;1000500631;(555) 010-7001\n")
		const list = "Provider,Provider NPI,Specialty,Practice\n\"Moreau, Ada\",1234567893,207X00000X,Northside Orthopedics\n\"Moreau, Ada\",1234567893,207X00000X,Far Partner\n\"Okafor, Ben\",,207X00000X,Northside Orthopedics\n\"Okafor, Ben\",,207X00000X,Far Partner\n"
		i := a.apply(bring.Clinicians, list)
		if i.State != bring.Applied || counts(i) != "make 4" {
			t.Fatalf("%s: %s %v", i.State, counts(i), a.faults(i))
		}
		called := func(family string) (of []party.PractitionerID, at []string) {
			dir := a.dir()
			for id, p := range dir.Practitioners {
				if p.Name.Family == family && p.Active {
					of = append(of, id)
				}
			}
			for _, r := range dir.Roles {
				if slices.Contains(of, r.Practitioner) && r.Active {
					at = append(at, dir.Orgs[r.Org].Name)
				}
			}
			slices.Sort(at)
			return of, at
		}
		of, at := called("Moreau")
		if len(of) != 1 || strings.Join(at, ", ") != "Far Partner, Northside Orthopedics" {
			t.Errorf("by one NPI there are %d clinicians, at %v", len(of), at)
		}
		if of, at := called("Okafor"); len(of) != 2 || len(at) != 2 {
			t.Errorf("without an NPI there are %d clinicians, at %v", len(of), at)
		}
		again := a.check(bring.Clinicians, list+"\n")
		if counts(again) != "same 4" {
			t.Errorf("the list again: %s %v", counts(again), a.faults(again))
		}
		if x := a.check(bring.Clinicians, "Provider,Provider NPI,Practice\n\"Abbott, Ada\",1245319599,Northside Orthopedics\n\"Zeller, Ada\",1245319599,Far Partner\n"); counts(x) != "make 1, wrong 1" || !strings.Contains(strings.Join(a.faults(x), " "), "another family name") {
			t.Errorf("one NPI, two names: %s %v", counts(x), a.faults(x))
		}
		a.must(a.m.Undo(t.Context(), a.who, i.ID))
		i = a.work(i.ID)
		if of, at := called("Moreau"); i.State != bring.Undone || i.Stays != 0 || len(of)+len(at) != 0 {
			t.Errorf("taken back: %s, %d stay, %v at %v", i.State, i.Stays, of, at)
		}
	})
}
