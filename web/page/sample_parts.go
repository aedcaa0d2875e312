package page

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/a-h/templ"
)

// filled is a page with what it was filled with, so that a test can fill it
// with something else.
type filled struct {
	data   any
	render func(any) templ.Component
}

// Render shows it.
func (f filled) Render(ctx context.Context, w io.Writer) error {
	return f.render(f.data).Render(ctx, w)
}

func of[T any](name, state string, render func(T) templ.Component, data T) Sample {
	return Sample{name, state, filled{data, func(d any) templ.Component { return render(d.(T)) }}}
}

// States of a page that every list and every form has (ux.md, section 4).
const (
	FirstUse = "first use"
	Nothing  = "nothing now"
	ManyOf   = "many"
	Long     = "long names and texts"
	Partly   = "partly unavailable"
	StaleOne = "stale"
	Refused  = "refused"
	Gone     = "gone"
	Failed   = "error"
)

const (
	longName = "BRZĘCZYSZCZYKIEWICZ-CHRZĄSZCZYŻEWOSZYCKA, Grzegorzina Wawrzyńczysława (Mrs)"
	longWord = "Pneumonoultramicroscopicsilicovolcanoconiosis"
)

func longText() string {
	return strings.TrimSpace(strings.Repeat("She has had six weeks of exertional chest pressure that settles with rest, an abnormal ECG, and a family that worries. ", 43)) + " " + longWord + "?"
}

func clinicShell(title string, here int) Shell {
	s := Shell{Title: title, Org: "St Luke Medical Center", User: "Noor Haddad", Initial: "NH", Role: "Intake, St Luke Medical Center", Clock: Clock{Now: sampled, Zone: time.FixedZone("EDT", -4*3600)}, Ends: 1800, Idle: 1800, Demo: true,
		Rail: []Place{{Href: "/queue", Icon: "inbox", Name: "Queue", Count: 25, Counted: true, Key: "q"}, {Href: "/queue?view=to-book", Icon: "calendar", Name: "To book", Count: 7, Counted: true, Key: "s"},
			{Href: "/queue?view=to-report", Icon: "file-text", Name: "Reports owed", Count: 4, Counted: true}, {Href: "/exceptions", Icon: "shield-alert", Name: "Exceptions", Count: 2, Counted: true, Key: "e"}, {Href: "/ops", Icon: "activity", Name: "Operations", Key: "o"}}}
	if here >= 0 {
		s.Rail[here].Here = true
	}
	return s
}

func clinicBanner() Banner {
	return Banner{Name: "OKAFOR, Daniel (Mr)", Born: "03-Feb-1958 (68y)", Sex: "Male", Number: "SL 190 332", NumberOf: "Record no.", Phone: "(555) 010-3187"}
}

func longBanner() Banner {
	return Banner{Name: longName, Born: "29-Feb-1928 (98y)", Sex: "Female", Number: "SL 000 000 000 000 000 001", NumberOf: "Record no.", Phone: "+48 22 555 01 99 ext. 12345", Allergies: "penicillin (anaphylaxis, 2009), latex, iodinated contrast, codeine (vomiting, 2015)", Language: "Polish interpreter", Access: "Cannot climb stairs, comes with a wheelchair and her daughter"}
}

func sampleCrumb(here string) Crumb {
	return Crumb{Back: "/queue", BackName: "Queue", Here: here, At: "4 of 25", Previous: "/referrals/3", Next: "/referrals/5"}
}

func hence(h time.Duration) time.Time { return sampled.Add(h * time.Hour) }

func sampleAsked() Asked {
	return Asked{Heading: "Cardiology: the question", Urgency: "urgent", Ref: "Referral 5RT9-C7WD · Dr Ana Rivera, Lakeside Family Practice, 06-Jun 10:30", Question: "Fainted twice on exertion since May, loud systolic murmur. Is this severe aortic stenosis, and can he wait?", Reasons: "R55 Syncope and collapse",
		Ball: Ball{Mine: true, With: "St Luke triage", Act: "Decide", Due: hence(-48), Climbs: "Goes to Dr Wei Chen 08:00"}, SeenBy: hence(240), CallWho: "Lakeside Family Practice", CallN: "(555) 010-1100"}
}

func samplePressing() Pressing {
	return Pressing{Action: "/samples", Keeping: Keeping{Keep: "/samples", Kept: "Draft kept 10:41"}, Seq: "7", Once: "once"}
}

func stalePressing() Pressing {
	p := samplePressing()
	p.Beside = []Button{{Href: "/samples", Words: "Kept 10:38: open it"}}
	p.Conflict = &Conflict{Since: []string{"Accepted , Jo Brandt, Today 10:41"}, Acts: []Button{{Href: "/samples", Words: "Book a visit"}}}
	return p
}

func wrongPressing(field, words string) Pressing {
	p := samplePressing()
	p.Errors = []Wrong{{Field: field, Words: words}}
	return p
}

func sampleLine(i int) Line {
	urgency := []string{"emergency", "urgent", "urgent", "routine"}[min(i, 3)]
	l := Line{ID: fmt.Sprint("r", i), Href: fmt.Sprint("/referrals/r", i), Code: "8KQ2-M4TX", Patient: "TRAN, Minh (Mr)", Born: "30-Jan-1966 (60y)", Sex: "M", Number: "SL 231 504", Urgency: urgency, Service: "Gastroenterology", From: "Dr A. Rivera", Question: "Iron deficiency, weight loss 6 kg",
		Ring: "xxx------", Phase: "Being reviewed", With: "Jo Brandt", Act: "Decide", ActHref: "/samples", Due: hence(time.Duration(i*9 - 12)), Goes: "the lead", Climbs: hence(time.Duration(i*9 - 2)), Since: hence(-70), SeenBy: hence(240), Used: 0.2 * float64(i), Seq: 4}
	switch i % 4 {
	case 0:
		l.Extra, l.Call, l.Free = "Called: spoken before it was sent", true, true
	case 1:
		l.Mine, l.Extra = true, "New facts: read"
	case 2:
		l.Climbed = "Dr Wei Chen"
	}
	return l
}

func longLine() Line {
	l := sampleLine(1)
	l.Patient, l.Born, l.Number, l.Question = longName, "29-Feb-1928 (98y)", "SL 000 000 000 000 000 001", longText()
	l.Service, l.From, l.Phase, l.With, l.Mine = "Interventional Cardiology and Electrophysiology", "Dr W. Brzęczyszczykiewicz-Chrząszczyżewoszycka", "Acknowledged; something is open", "Brzęczyszczykiewicz-Chrząszczyżewoszycka", false
	return l
}
