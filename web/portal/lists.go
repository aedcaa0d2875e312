// Package portal is the referring side: what waits on me, my loops, and a new
// referral from the patient to the sending.
package portal

import (
	"fmt"

	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// Routes of the referring side.
func Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /waiting", To: waiting},
		{Pattern: "GET /loops", To: loops},
		{Pattern: "GET /referrals/new", To: find},
		{Pattern: "POST /referrals/new", To: find},
		{Pattern: "POST /patients", To: addPatient},
		{Pattern: "POST /referrals", To: begin},
		{Pattern: "GET /referrals/{id}/sending", To: sending},
		{Pattern: "POST /referrals/{id}/sending", Limit: visit.File, To: send},
		{Pattern: "POST /referrals/{id}/draft", To: keep},
	}
}

func waiting(v *visit.Visit) error {
	tabs := []sheet.Tab{{loop.Waiting, "All"}, {loop.ToRead, "To read"}, {loop.Declines, "Declined, advised"}, {loop.Questions, "Questions"}, {loop.ToSign, "To sign"}, {loop.Drafts, "Drafts"}, {loop.Late, "Late"}}
	return sheet.List(v, "/waiting", "Waiting on me", "Nothing waits on you. The loops that are with others are watched for you and come back when they are late.", tabs, func(p *page.List, l loop.List) {
		p.New = true
		late := l.Counts[loop.Late]
		p.Words = page.Many(l.Counts[loop.Waiting], "thing", "things") + ", " + map[bool]string{true: "none late", false: fmt.Sprintf("%d late", late)}[late == 0] + ". The rest is watched for you."
	})
}

func loops(v *visit.Visit) error {
	tabs := []sheet.Tab{{loop.LoopsOpen, "Open"}, {loop.LoopsWait, "With others"}, {loop.LoopsDone, "Closed with proof"}, {loop.LoopsOver, "Ended another way"}}
	return sheet.List(v, "/loops", "My loops", "No loop is in this view.", tabs, func(p *page.List, l loop.List) {
		p.New = true
		p.Words = fmt.Sprintf("%d open, %d closed with proof, %d ended another way. Only closed counts as closed.", l.Counts[loop.LoopsOpen], l.Counts[loop.LoopsDone], l.Counts[loop.LoopsOver])
	})
}
