package sheet

import (
	"strings"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/web/page"
	"referd/web/visit"
)

// RecordOf is the patient record the reader's side keeps.
func RecordOf(s referral.State, who desk.Who) party.PatientID {
	return s.RecordOf([]party.OrgID{who.Org})
}

// Paper gives a document's bytes, never as a page of ours.
func Paper(v *visit.Visit) error {
	var d chart.Document
	var data []byte
	err := v.Desk.Read(v.R.Context(), v.Who, "document.read", func(r *desk.Reading) (err error) {
		d, data, err = deskchart.Document(r, chart.DocumentID(v.R.PathValue("id")))
		return err
	})
	if err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", d.Media)
	if d.Media == "text/plain" {
		h.Set("Content-Type", "text/plain; charset=utf-8")
	}
	h.Set("Content-Disposition", `inline; filename="document-`+string(d.ID)+`"`)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	_, err = v.W.Write(data)
	return err
}

func Unread(s referral.State) *referral.Report {
	for i, r := range s.Reports {
		if !r.Written.IsZero() && r.Acknowledged.IsZero() && !r.Replaced {
			return &s.Reports[i]
		}
	}
	return nil
}

// Sections parts a report's text at its own headings: a short line that ends
// with a colon, or stands alone above text.
func Sections(text string) (out []page.Section) {
	now := page.Section{Heading: "What was found"}
	flush := func() {
		if len(now.Lines) > 0 {
			out = append(out, now)
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if head, ok := strings.CutSuffix(line, ":"); ok && len(head) < 60 && head != "" {
			flush()
			now = page.Section{Heading: head}
			continue
		}
		if line != "" {
			now.Lines = append(now.Lines, line)
		}
	}
	flush()
	return out
}

// Pressings say how soon somebody must act on a report.
var Pressings = map[referral.Actionable]string{referral.WithinDays: "within 3 days", referral.WithinHours: "within 6 hours, by voice", referral.WithinMinutes: "within 60 minutes, by voice"}
