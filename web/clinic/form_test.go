package clinic

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"referd/base/fault"
	"referd/desk/desktest"
	"referd/web/visit"
)

// Whatever is posted as a report is read without a panic: at most twenty lines,
// a date is a date or a fault about its field, and no text is cut.
func FuzzReport(f *testing.F) {
	f.Add("answer=Yes&claim=answered&lines=4&line-1=Repeat+lipids&line-by-1=2030-01-01&line-who-1=lakeside-team")
	f.Add("lines=99999999999999999999&line-who-1=person:&line-by-1=31-02-2026&spoke-with=x&spoke-at=tomorrow")
	f.Add("%zz&answer=%00&claim=no&open=%E2%80%AE")
	h := desktest.New(f)
	f.Fuzz(func(t *testing.T, body string) {
		typed, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		v := &visit.Visit{R: httptest.NewRequest("POST", "/referrals/x/report", nil), Desk: h.Desk}
		x := reportFrom(v, typed)
		if err := lacking(v, typed, x); err != nil && fault.Of(err) != fault.Invalid {
			t.Fatalf("%v", err)
		}
		if len(x.Lines) > allLines {
			t.Fatalf("%d lines", len(x.Lines))
		}
		if !strings.HasPrefix(x.Answer, strings.TrimSpace(typed.Get("answer"))) {
			t.Fatal("the answer was cut")
		}
	})
}
