package sheet

import (
	"strings"
	"testing"
	"time"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk/loop"
	"referd/web/page"
)

// Every phase has words.
func TestEveryPhaseHasWords(t *testing.T) {
	for _, p := range referral.Phases() {
		if Phase(p) == "" {
			t.Errorf("%s has no words", p)
		}
	}
}

// The report's button says what a press makes of what there is.
func TestTheReportsButton(t *testing.T) {
	report := func(id string, kind referral.ReportKind) referral.Entry {
		return referral.Entry{What: referral.Reported{Report: referral.ReportID(id), Kind: kind, Document: "d"}}
	}
	for want, entries := range map[string][]referral.Entry{
		"Write the report":             {{What: referral.Seen{}}},
		"Add the report that followed": {{What: referral.Seen{}}, report("i", referral.Interim)},
		"Amend the report":             {{What: referral.Seen{}}, report("i", referral.Interim), report("f", referral.Final)},
	} {
		for i := range entries {
			at := time.Date(2026, 6, 1, 9, i, 0, 0, time.UTC)
			entries[i].Seq, entries[i].At, entries[i].Noted, entries[i].Key = i+1, at, at, referral.KeyOf(entries[i].What, "k")
		}
		if s := referral.Fold("x", entries); Says(&s, referral.ActReport) != want {
			t.Errorf("%q, want %q", Says(&s, referral.ActReport), want)
		}
	}
}

// What happened is said in words: no reason that a form offers is shown as its code.
func TestNoReasonIsShownAsItsCode(t *testing.T) {
	for _, list := range [][]page.Opt{UnbookReasons, HoldReasons, DetachReasons, CancelReasons, AdminReasons, ErrorReasons, ReopenReasons, StrikeReasons} {
		for _, o := range list {
			if got := spelled(list, o.Value); got == o.Value || strings.Contains(got, "-") {
				t.Errorf("%s is shown as %q", o.Value, got)
			}
		}
	}
	if got := spelled(UnbookReasons, "room-flooded"); got != "room flooded" {
		t.Errorf("a partner's own code is shown as %q", got)
	}
}

// An answer typed for a service's own item is called by that item, and a file by its title.
func TestWhatIsTypedIsCalledByItsItem(t *testing.T) {
	for _, c := range []struct {
		d                 chart.Document
		text, name, words string
	}{
		{chart.Document{Kind: chart.Letter, Media: "text/plain"}, "Weight: 70 kg", "Weight", "70 kg"},
		{chart.Document{Kind: chart.Letter, Media: "text/plain"}, "As you asked", "", "As you asked"},
		{chart.Document{Kind: chart.Attachment, Media: "text/plain", Title: "Stress ECG"}, "Rest: 70/min", "Stress ECG", "Rest: 70/min"},
	} {
		if name, words := Saying(c.d, c.text); name != c.name || words != c.words {
			t.Errorf("%q is called %q and says %q", c.text, name, words)
		}
	}
}

// Whoever acknowledged a report had it open, also who is not its reader by name:
// the table of the delivery does not say the contrary.
func TestAnAcknowledgedReportWasOpened(t *testing.T) {
	written, read := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		name string
		of   referral.Report
		want time.Time
	}{
		{"acknowledged", referral.Report{ID: "r", Written: written, Acknowledged: read}, read},
		{"opened before", referral.Report{ID: "r", Written: written, Opened: written, Acknowledged: read}, written},
		{"neither", referral.Report{ID: "r", Written: written}, time.Time{}},
	} {
		p := loop.Picture{State: referral.State{Reports: []referral.Report{x.of}}}
		if got := ladder(&p); len(got) != 1 || !got[0].Opened.Equal(x.want) {
			t.Errorf("%s: %+v", x.name, got)
		}
	}
}
