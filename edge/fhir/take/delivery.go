package take

import (
	"slices"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/desk/loop"
	"referd/store"
)

// Arrival is a report that a reading hands to the requester's system: that
// reading is its delivery.
type Arrival struct {
	of     referral.ID
	report referral.ReportID
}

// Arrivals finds what a resource delivers to the client that reads it.
func Arrivals(r *desk.Reading, k store.Kept) (out []Arrival, err error) {
	of := k.Referral
	switch k.Type {
	case "DiagnosticReport", "DocumentReference", "Binary":
	default:
		return nil, nil
	}
	if of == "" && k.Type != "DiagnosticReport" {
		docs, err := r.Documents([]chart.DocumentID{chart.DocumentID(k.ID)})
		if err != nil || len(docs) == 0 {
			return nil, err
		}
		if _, of, _, err = r.View.Document(chart.DocumentID(k.ID)); err != nil {
			return nil, err
		}
	}
	if of == "" {
		return nil, nil
	}
	s, err := kept.Loop(r, of, 0)
	if err != nil || !slices.Contains(r.Who().Orgs, s.Org) {
		return nil, err
	}
	told := map[referral.ReportID]bool{}
	for _, e := range s.Entries() {
		if x, ok := e.What.(referral.Reported); ok && e.Key == reportKey(k.ID) {
			told[x.Report] = true
		}
	}
	for _, h := range s.Reports {
		doc := chart.DocumentID(k.ID)
		if !h.Written.IsZero() && h.Delivered.IsZero() && (told[h.ID] || h.Document == doc || slices.Contains(h.More, doc)) {
			out = append(out, Arrival{of, h.ID})
		}
	}
	return out, nil
}

func Delivered(w *desk.Writing, list []Arrival) error {
	for _, x := range list {
		if _, err := loop.Tell(w, loop.Form{Referral: x.of}, referral.ReportDelivered{Report: x.report, Channel: party.FHIR}); err != nil {
			return err
		}
	}
	return nil
}

// Conflicting puts a second, different message of the same name beside the
// loop the first one made, for a person to settle.
func Conflicting(w *desk.Writing, of, digest string) error {
	_, err := loop.Tell(w, loop.Form{Referral: referral.ID(of), Key: referral.Key("asserted/" + digest)}, referral.Asserted{What: "sent again, differently"})
	return err
}
