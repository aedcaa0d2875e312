package bring_test

import (
	"testing"

	"referd/core/party"
	"referd/desk"
	"referd/desk/bring"
	"referd/desk/desktest"
	"referd/desk/measure"
)

// What is brought all at once is measured like what came one by one, from the
// commit on that shows it.
func TestWhatIsBroughtIsMeasured(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		a := in(t, h, "intake")
		a.who.Jobs = append(a.who.Jobs, party.TeamLead)
		b := measure.New(h.Desk)
		a.must(b.Catch(t.Context()))
		a.apply(bring.Referrals, `Referral ID,Referral Status,MRN,Patient Name,DOB,Refer To Department,Referring Practice,Referral Date
1,New,M1,"Alpha, Ann",01/02/1950,Clinic Cardiology,Far Partner,05/04/2026
2,In Review,M2,"Beta, Ben",01/02/1951,Clinic Cardiology,Far Partner,05/05/2026
`)
		look := func() (f measure.Figures) {
			a.must(b.Fresh(t.Context()))
			a.must(h.Read(t.Context(), a.who, "measures", func(r *desk.Reading) (err error) { f, err = b.Figures(r, measure.Asking{}); return err }))
			return f
		}
		if f := look(); f.Ready {
			t.Errorf("shown before what was brought is counted: %+v", f)
		}
		a.must(b.Catch(t.Context()))
		if f := look(); !f.Ready || f.List[len(f.List)-1].Whole.N != 2 {
			t.Errorf("brought, and not measured: %+v", f)
		}
	})
}
