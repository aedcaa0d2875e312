// Package clinic is the receiving side's work queue, and what team leads and
// operators watch.
package clinic

import "referd/web/visit"

// Routes of the receiving side and of those who watch.
func Routes() []visit.Route {
	return append(decideRoutes(), []visit.Route{
		{Pattern: "GET /referrals/{id}/decline", To: declineShown},
		{Pattern: "POST /referrals/{id}/decline", To: declined},
		{Pattern: "GET /referrals/{id}/booking", To: bookShown},
		{Pattern: "POST /referrals/{id}/booking", To: booked},
		{Pattern: "GET /referrals/{id}/rebooking", To: moveShown},
		{Pattern: "POST /referrals/{id}/rebooking", To: moved},
		{Pattern: "GET /referrals/{id}/contact", To: reachShown},
		{Pattern: "POST /referrals/{id}/contact", To: reached},
		{Pattern: "GET /referrals/{id}/report", To: composeShown},
		{Pattern: "POST /referrals/{id}/report", Limit: visit.File, To: write},
		{Pattern: "POST /referrals/{id}/words/{form}", To: keep},
		{Pattern: "GET /queue", To: queue},
		{Pattern: "GET /queue.csv", To: table},
		{Pattern: "GET /queue/next", To: next},
		{Pattern: "GET /queue/people", To: workload},
		{Pattern: "POST /claims", To: claim},
		{Pattern: "POST /releases", To: release},
		{Pattern: "POST /assignments", To: assign},
		{Pattern: "POST /assignments/undo", To: takeBack},
		{Pattern: "POST /questions", To: asks.press},
		{Pattern: "POST /questions/undo", To: takeBack},
		{Pattern: "POST /holds", To: holds.press},
		{Pattern: "POST /holds/undo", To: takeBack},
		{Pattern: "POST /forwards", To: forwards.press},
		{Pattern: "POST /prints", To: printed},
		{Pattern: "POST /queue.csv", To: chosenTable},
		{Pattern: "POST /views", To: saveView},
		{Pattern: "POST /views/removal", To: dropView},
		{Pattern: "GET /exceptions", To: exceptions},
		{Pattern: "POST /settlements", To: settles},
		{Pattern: "GET /ops", To: ops},
		{Pattern: "GET /ops/escalations.csv", To: climbedTable},
		{Pattern: "POST /ops/clock", To: confirmClock},
	}...)
}
