package page

import (
	"strings"
	"time"

	"github.com/a-h/templ"
)

// Sample is one state of one page, with invented people, for looking at in the
// demo under /samples and for the tests that look at every state.
type Sample struct {
	Page  string // the template's name without "Page"
	State string // first use, nothing now, many, long, partly, stale, refused, gone, error
	Show  templ.Component
}

// Path is where it is shown.
func (s Sample) Path() string {
	return "/samples/" + s.Page + "/" + strings.ReplaceAll(s.State, " ", "-")
}

// Samples are all states of all pages.
func Samples() (out []Sample) {
	for _, list := range [][]Sample{portalSamples(), listSamples(), clinicSamples(), ownSamples(), findSamples(), reachingSamples(), phoneSamples(), adminSamples(), bringSamples(), setupSamples(), guestSamples(), measureSamples(), manySamples(), noticeSamples(), paperSamples(), demoSamples()} {
		out = append(out, list...)
	}
	return out
}

// sampled is the moment every sample is looked at.
var sampled = time.Date(2026, 6, 9, 14, 42, 0, 0, time.UTC)

func sampleShell(title, here string) Shell {
	zone := time.FixedZone("EDT", -4*3600)
	return Shell{Title: title, Org: "Lakeside Family Practice", User: "Dr Ana Rivera", Initial: "AR", Role: "Referring clinician, Lakeside Family Practice", Clock: Clock{Now: sampled, Zone: zone}, Demo: true, Unread: 3,
		Rail: []Place{{Href: "/waiting", Icon: "bell", Name: "Waiting on me", Count: 9, Counted: true, Here: here == "/waiting"}, {Href: "/referrals/new", Icon: "file-plus", Name: "New referral", Here: here == "/referrals/new"}, {Href: "/loops", Icon: "refresh-cw", Name: "My loops", Count: 31, Counted: true}}}
}

// longest is the longest name and words somebody may have and write.
const longest = "BRZĘCZYSZCZYKIEWICZ-CHRZĄSZCZEWOSZYCKA, Wawrzyńcjanna Stanisława Krzysztofa (Mrs)"

var longQuestion = strings.Repeat("Six weeks of exertional chest pressure, worse on hills and in the cold, gone in two minutes at rest; the stress tracing of last week was abnormal and nobody has told her why. ", 30) + "Is this ischemia, and does she need an angiogram?"

func sampleBanner(long bool) Banner {
	b := Banner{Name: "MORALES, Elena (Mrs)", Born: "12-Nov-1961 (64y)", Sex: "Female", Number: "LK 26 540", NumberOf: "Record no.", Phone: "(555) 010-4471", Allergies: "penicillin (rash, 2009)", Language: "Spanish interpreter", Access: "Cannot climb stairs", Reach: "Reach by text, call, no voicemail, not at home", Careful: true}
	if long {
		b.Name, b.Allergies, b.Access = longest, "penicillin (anaphylaxis, 1987), sulfonamides (hives), iodinated contrast (bronchospasm, 2011), latex, adhesive tape", "Uses a power wheelchair; needs a lift, a transfer board and a second person"
	}
	return b
}

func ago(d time.Duration) time.Time { return sampled.Add(-d) }
