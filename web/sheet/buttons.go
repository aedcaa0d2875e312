package sheet

import (
	"slices"
	"strings"

	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet/climb"
	"referd/web/visit"
)

func BallOf(v *visit.Visit, dir *desk.Directory, p *loop.Picture) page.Ball {
	b := page.Ball{Over: !p.Phase.Open(), Mine: p.Mine, Act: Act(p.Ball.Act), Due: p.Ball.Due, With: dir.TeamName(p.Ball.Team)}
	if n := dir.PersonName(p.Ball.Person); n != "" {
		b.With = n
		switch s := &p.State; {
		case dir.Own(v.Who, s.Org, s.Clinician, p.Ball.Person, v.Desk.Now()):
			b.With = dir.PersonName(v.Who.User)
		case p.Mine && p.Ball.Person != v.Who.User:
			b.With = "for " + n
		}
	}
	if p.Ball.Holder != "" {
		b.With = dir.Orgs[p.Ball.Holder].Name + "; " + dir.TeamName(p.Ball.Team) + " chases"
	}
	if p.Phase.Open() {
		b.Climbs = climb.Of(v, dir, &p.State, p.Ball)
	}
	if ends, ok := policy.ClaimEnds(&p.State, p.Ball, dir.Teams[p.Ball.Team].Hours); ok && p.Phase.Open() {
		b.Climbs = strings.TrimPrefix(b.Climbs+"; ", "; ") + "claimed until " + v.Clock().At(ends) + " unless something is done on it"
	}
	return b
}

// Quiet are acts whose button is elsewhere on the page, or that reading it does.
var Quiet = map[referral.Act]bool{referral.ActOpen: true, referral.ActOpenReport: true, referral.ActClaim: true, referral.ActMessage: true, referral.ActAttach: true,
	referral.ActHandOn: true, referral.ActAcceptItem: true, referral.ActRefuseItem: true, referral.ActDoItem: true, referral.ActStrike: true, referral.ActAssign: true, referral.ActReady: true}

// Seldom are acts behind More.
var Seldom = map[referral.Act]bool{referral.ActPrioritise: true, referral.ActSeenBy: true, referral.ActCancel: true, referral.ActWithdraw: true, referral.ActUnreachable: true, referral.ActDeceased: true, referral.ActCloseAdmin: true, referral.ActInError: true,
	referral.ActHold: true, referral.ActForward: true, referral.ActDeskReview: true, referral.ActMiss: true, referral.ActUnbook: true, referral.ActWaitlist: true,
	referral.ActSpeak: true, referral.ActAuthorize: true, referral.ActReaddress: true, referral.ActRelease: true, referral.ActDetach: true, referral.ActConfirm: true, referral.ActArrive: true, referral.ActPlan: true}

// buttons offers what may be done now: the next act first, the usual ones
// beside it, the rest behind More.
func buttons(g *page.Loop, p *loop.Picture) {
	next := p.Ball.Act
	if next == referral.ActReach {
		next = referral.ActContact
	}
	if next == referral.ActDecide {
		next = referral.ActAccept
	}
	if next == referral.ActFinish {
		next = referral.ActSend
	}
	for _, a := range p.Acts {
		b := page.Button{Href: Path(p.ID, a), Words: Says(&p.State, a), Icon: "check"}
		switch {
		case Waiting(p, a) || a == referral.ActSettle && Recalled(p) || a == referral.ActDetach && len(p.State.Documents) == 0: // answered below, on a page of its own
		case a == next && p.Mine, a == next && p.Ball.Holder == "" && g.Primary == nil && next != referral.ActClose && !Quiet[a]:
			g.Primary = &b
		case a == referral.ActDoItem && next == a:
			g.Primary = &b
		case Quiet[a], a == referral.ActSend && next == referral.ActSign, a == referral.ActRefuseProposal: // signing sends; a proposal is offered once, below
		case Seldom[a]:
			g.More = append(g.More, b)
		default:
			g.Buttons = append(g.Buttons, b)
		}
	}
	if _, stands := p.State.Live(); stands && slices.Contains(p.Acts, referral.ActUnbook) {
		g.Buttons = append(g.Buttons, page.Button{Href: "/referrals/" + string(p.ID) + "/rebooking", Words: "Move the visit"})
	}
	if g.Primary != nil && p.Ball.Act == referral.ActDecide { // all the answers are on one page
		g.Primary.Href, g.Primary.Words = Path(p.ID, referral.ActDecide), Act(referral.ActDecide)
	}
	second(g, p)
	for _, a := range []referral.Act{referral.ActClaim, referral.ActAttach, referral.ActAssign, referral.ActStrike} {
		if slices.Contains(p.Acts, a) && (p.Mine || a != referral.ActClaim && a != referral.ActAssign) {
			g.More = append(g.More, page.Button{Href: Path(p.ID, a), Words: Act(a)})
		}
	}
}

// second offers what waits for a second person, and a number to call back on.
func second(g *page.Loop, p *loop.Picture) {
	add := func(list *[]page.Button, noun, words string) {
		*list = append(*list, page.Button{Href: "/referrals/" + string(p.ID) + "/" + noun, Words: words})
	}
	if Recalled(p) && slices.Contains(p.Acts, referral.ActSettle) {
		add(&g.Buttons, RecallNoun, RecallWords)
	}
	if slices.ContainsFunc(p.State.Proposals, func(x referral.Proposal) bool {
		return slices.Contains(p.Acts, x.Act) || slices.Contains(p.Acts, referral.ActRefuseProposal) || slices.ContainsFunc(p.Duties, func(d loop.Owing) bool { return d.Mine && d.Key == "proposal/"+string(x.ID) })
	}) {
		add(&g.Buttons, ProposalNoun, ProposalWords)
	}
	if !p.Withheld {
		add(&g.More, NotesNoun, NotesWords)
		add(&g.More, string(referral.ActLook), Act(referral.ActLook))
		if slices.ContainsFunc(p.Duties, func(d loop.Owing) bool { return d.Mine }) || p.Mine || len(p.Asides) > 0 {
			add(&g.More, AsideNoun, AsideWords)
		}
	}
	if slices.Contains(p.Acts, referral.ActSpeak) {
		add(&g.More, CallbackNoun, CallbackWords)
	}
	if slices.Contains(p.Acts, referral.ActHear) && p.Phase.Open() {
		add(&g.More, LinkNoun, LinkWords)
		add(&g.More, "packet", "Print the packet")
	}
}

// Waiting reports whether an act was proposed and waits for a second person.
func Waiting(p *loop.Picture, a referral.Act) bool {
	return slices.ContainsFunc(p.State.Proposals, func(x referral.Proposal) bool { return x.Act == a })
}

// Recalled reports whether the reader's side is asked to take the referral out
// of its own records.
func Recalled(p *loop.Picture) bool {
	return slices.ContainsFunc(p.Duties, func(d loop.Owing) bool { return d.Kind == "recall" })
}
