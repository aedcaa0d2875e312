package page

import (
	"referd/core/tongue"
	"referd/web/page/phone"
)

// phoneSamples are the patient's pages, each in every tongue there is.
func phoneSamples() (out []Sample) {
	for _, in := range tongue.All() {
		out = append(out, askedSamples(in)...)
		out = append(out, whereSamples(in)...)
	}
	return append(out, linkSamples()...)
}

func phoneFrame(in tongue.Tongue) phone.Frame {
	f := phone.Frame{Tongue: in, Unsafe: "/samples"}
	for _, t := range tongue.All() {
		f.Langs = append(f.Langs, phone.Lang{Tongue: t, Href: "/samples"})
	}
	return f
}

func askedSamples(in tongue.Tongue) []Sample {
	f, of := phoneFrame(in), func(s string) string { return s + " " + string(in) }
	born := phone.Born{Frame: f, Action: "/samples"}
	wrong := born
	wrong.Day, wrong.Month, wrong.Year, wrong.Wrong = "12", "11", "1960", in.Say("born.wrong")
	away := born
	away.Kept = []phone.Line{{Name: "typed.words", Value: "My foot is worse."}}
	soon := wrong
	soon.Wrong = in.Say("wait", "n", "4")
	shut := func(key string) phone.Shut {
		return phone.Shut{Frame: f, Heading: in.Say(key + ".h"), Words: in.Say(key + ".p")}
	}
	gone, locked := shut("gone"), shut("locked")
	gone.Again = "/samples"
	locked.Call = &phone.Number{Words: in.Say("call.x", "x", "Lakeside Family Practice", "n", "(555) 010-3000"), Tel: "5550103000"}
	wish := phone.Wish{Frame: f, Action: "/samples", Back: "/samples"}
	for _, k := range []string{"text", "call", "voicemail", "email", "letter", "home"} {
		wish.Ticks = append(wish.Ticks, phone.Line{Name: "safe-" + k, Words: in.Say("reach." + k)})
	}
	for _, k := range []string{"number", "address", "hours", "knows"} {
		wish.Lines = append(wish.Lines, phone.Line{Name: "safe-" + k, Words: in.Say("reach." + k)})
	}
	unsafe := phone.Concern{Frame: f, Action: "/samples", Back: "/samples"}
	wordless, reported := unsafe, unsafe
	wordless.Wrong, wordless.Harm, reported.Done = in.Say("concern.none"), true, true
	empty := wish
	empty.Wrong = in.Say("reach.none")
	slip := phone.Slip{Frame: f, Home: "/samples", HomeName: "8KQ2-M4TX", SayCode: in.Say("call.say", "c", "8KQ2-M4TX"),
		Calls: []phone.Number{{Words: in.Say("call.x", "x", "Lakeside Family Practice", "n", "(555) 010-3000")}, {Words: in.Say("call.x", "x", "St Luke Medical Center", "n", "(555) 010-2230")}}}
	linked := slip
	linked.Code, linked.Link, linked.Square, linked.Side, linked.Asks = "482913", "https://referd.example.org/p/kX3vQe0hT9yYw2mB5cDfGg", sampleSquare, 33, in.Say("slip.asks", "d", in.Day(hence(168), sampled))
	return []Sample{{"Born", of(FirstUse), phone.BornPage(born)}, {"Born", of("wrong"), phone.BornPage(wrong)}, {"Born", of("too soon"), phone.BornPage(soon)}, {"Born", of("back"), phone.BornPage(away)},
		{"Shut", of("unknown, expired or ended link"), phone.ShutPage(gone)}, {"Shut", of("locked"), phone.ShutPage(locked)}, {"Shut", of("not just now"), phone.ShutPage(shut("busy"))},
		{"Typed", of(FirstUse), phone.TypedPage(phone.Typed{Frame: f})}, {"Wish", of(FirstUse), phone.WishPage(wish)}, {"Wish", of("empty"), phone.WishPage(empty)},
		{"Concern", of(FirstUse + " of a patient"), phone.ConcernPage(unsafe)}, {"Concern", of("empty"), phone.ConcernPage(wordless)}, {"Concern", of("sent"), phone.ConcernPage(reported)},
		{"Slip", of("with a link"), phone.SlipPage(linked)}, {"Slip", of("without a link"), phone.SlipPage(slip)}}
}

// sampleSquare is a drawing that leads nowhere.
const sampleSquare = "M4 4h7v1h-7zM4 5h1v5h-1zM10 5h1v5h-1zM4 10h7v1h-7zM6 6h3v3h-3zM22 4h7v1h-7zM22 5h1v5h-1zM28 5h1v5h-1zM22 10h7v1h-7zM24 6h3v3h-3zM4 22h7v1h-7zM4 23h1v5h-1zM10 23h1v5h-1zM4 28h7v1h-7zM6 24h3v3h-3zM13 6h2v2h-2zM16 9h3v1h-3zM14 13h1v4h-1zM18 15h5v2h-5zM13 20h4v3h-4zM20 21h2v6h-2zM25 19h3v2h-3z"

func whereSamples(in tongue.Tongue) (out []Sample) {
	day := in.Day(hence(48), sampled)
	names := []string{"sent", "delivered", "reviewed", "accepted", "booked", "seen", "reported", "acknowledged", "closed"}
	at := func(key string, done int) phone.Referral {
		p := phone.Referral{Frame: phoneFrame(in), Now: in.Say("now."+key, "x", "St Luke Medical Center", "d", in.Day(hence(144), sampled), "t", in.Time(hence(144))), Next: in.Say("next.over"), SayCode: in.Say("call.say", "c", "8KQ2-M4TX"), Foot: in.Say("foot", "d", in.Day(hence(168), sampled)),
			Who: in.Say("who.with", "x", "St Luke Medical Center"), Since: in.Say("who.since", "d", in.Day(ago(24*3600e9), sampled)),
			Calls: []phone.Number{{Words: in.Say("call.x", "x", "St Luke Medical Center", "n", "(555) 010-2230"), Tel: "5550102230", Hours: in.Say("call.now", "t", in.Time(hence(4)))}, {Words: in.Say("call.x", "x", "Lakeside Family Practice", "n", "(555) 010-3000"), Tel: "5550103000", Hours: in.Say("call.then", "d", day, "t", in.Time(ago(6*3600e9)))}},
			Code:  &phone.Code{Action: "/samples", Lost: &phone.Number{Words: in.Say("code.lost", "x", "St Luke Medical Center", "n", "(555) 010-2230"), Tel: "5550102230"}},
			Bell:  &phone.Bell{Action: "/samples", Offers: []phone.Offer{{Value: "nothing", Words: in.Say("bell.nothing"), By: in.Say("bell.by", "d", day)}, {Value: "worse", Words: in.Say("bell.worse"), By: in.Say("bell.worse.by", "t", in.Time(hence(1)))}}}}
		if tongue.Has("next." + key) {
			p.Next = in.Say("next."+key, "x", "St Luke Medical Center", "d", day)
		}
		for i, n := range names {
			s := phone.Step{Name: in.Say("step." + n), Done: i < done, Now: i == done}
			if s.Done {
				s.Day = in.Day(ago(3600e9*24*10), sampled)
			}
			p.Steps = append(p.Steps, s)
		}
		return p
	}
	add := func(state string, p phone.Referral) {
		out = append(out, Sample{"Referral", state + " " + string(in), phone.ReferralPage(p)})
	}
	over := func(key string) phone.Referral {
		p := at(key, 2)
		p.Who, p.Since, p.Bell = "", "", nil
		return p
	}
	review := at("review", 2)
	review.Late = in.Say("late", "d", in.Day(ago(3600e9*30), sampled))
	add("being decided, late", review)
	asked := at("questioned", 2)
	asked.Code.Wrong = in.Say("code.wrong")
	add("asks the code, wrong", asked)
	night := at("accepted", 4)
	night.Bell.Offers = night.Bell.Offers[:1]
	night.Bell.Shut, night.Bell.Nurse = in.Say("bell.shut"), &phone.Number{Words: in.Say("bell.nurse", "n", "(555) 010-2299"), Tel: "5550102299"}
	night.Bell.Told = []string{in.Say("bell.worse") + ": " + in.Say("bell.kept", "d", day, "t", in.Time(ago(6*3600e9)))}
	add("accepted, nobody there", night)
	told := at("waitlisted", 4)
	told.Bell.Told = []string{in.Say("bell.nothing") + ": " + in.Say("bell.answered", "d", day), in.Say("bell.worse") + ": " + in.Say("bell.worse.answered", "t", in.Time(hence(1)))}
	add("rang", told)
	booked := at("booked", 5)
	booked.Visit = &phone.Visit{Day: in.Day(hence(144), sampled), Time: in.Time(hence(144)), More: in.Say("visit.more")}
	add("booked", booked)
	after := at("visited", 5)
	after.Now = in.Say("now.visited", "d", in.Day(ago(30*3600e9), sampled), "t", in.Time(ago(30*3600e9)))
	after.Bell.Offers = append(after.Bell.Offers, phone.Offer{Value: "seen", Words: in.Say("bell.seen"), By: in.Say("bell.by", "d", day)})
	add("after the visit", after)
	ready := at("booked", 5)
	ready.Code, ready.ReachHref, ready.For = nil, "/samples", "Cardiology"
	ready.Visit = &phone.Visit{Day: booked.Visit.Day, Time: booked.Visit.Time, Place: []string{"Mill Street entrance", "12 Mill Street", "Lakeside NY 13069"}, With: "Dr Wei Chen", Ready: in.Say("ready.bring"), Interpreter: in.Say("ready.interpreter"), Wrote: "Wear shoes you can walk in.\nTake your morning pills. No coffee that day.", Note: in.Say("ready.english")}
	ready.Bell.Offers = append(ready.Bell.Offers, phone.Offer{Value: "cannot", Words: in.Say("bell.cannot"), By: in.Say("bell.by", "d", day)})
	add("booked, with the code", ready)
	missed := at("missed", 5)
	missed.Bell.Offers = append(missed.Bell.Offers, phone.Offer{Value: "seen", Words: in.Say("bell.seen"), By: in.Say("bell.by", "d", day)})
	add("missed", missed)
	held := at("held", 4)
	held.Now += " " + in.Say("held.test-first")
	add("held", held)
	for i, key := range []string{"sent", "declined", "seen", "reported", "follow-through"} {
		add(key, at(key, []int{1, 3, 6, 7, 8}[i]))
	}
	for _, key := range []string{"closed", "withdrawn", "unreachable"} {
		add("ended "+key, over(key))
	}
	return out
}

// linkSamples are what staff see of the links they give.
func linkSamples() []Sample {
	p := PatientLink{Shell: sampleShell("8KQ2-M4TX: the patient's page", ""), Back: "/samples", BackName: "8KQ2-M4TX", Banner: sampleBanner(false), Action: "/samples", Reach: "Reach by text, call, no voicemail, not at home", ReachHref: "/samples", Asked: true, SlipHref: "/samples", Call: true, Mail: true, Tongue: "es", Tongues: []Opt{{"en", "English", ""}, {"es", "Español", ""}}}
	many, unasked, none, refused := p, p, p, p
	many.Links = []LinkLine{{ID: "a", By: "Sam Moss", State: "Opens the page", Tone: "ok", Code: "482913", Made: ago(3600e9), Ends: hence(168), Used: ago(600e9), Wrong: 1, Live: true, Renews: true}, {ID: "b", By: "Priya Nair", State: "Locked: five wrong answers", Tone: "late", Code: "118204", Made: ago(30 * 3600e9), Ends: hence(120), Wrong: 5, Renews: true}, {ID: "c", By: "Sam Moss", State: "Ended", Made: ago(300 * 3600e9), Ends: ago(100 * 3600e9), Used: ago(200 * 3600e9)}}
	unasked.Asked, unasked.Banner.Reach = false, "Not asked how to reach: paper only"
	none.Why = "The patient is under 18: nobody can say yet which parent may see what. Give the paper slip without a link."
	refused.Errors = []Wrong{{Words: "The patient did not say that this is safe. Hand over a slip, or ask them again."}}
	told := LinkGiven{Shell: p.Shell, Back: "/samples", BackName: "The patient's links", Banner: p.Banner, Spoken: "K7QM-3XTP-9HWC", At: "https://referd.example.org/p", Code: "482913", Ends: hence(168)}
	mailed := told
	mailed.Spoken = ""
	return []Sample{of("PatientLink", Nothing, PatientLinkPage, p), of("PatientLink", ManyOf, PatientLinkPage, many), of("PatientLink", "not asked", PatientLinkPage, unasked), of("PatientLink", "none", PatientLinkPage, none), of("PatientLink", Refused, PatientLinkPage, refused),
		of("LinkGiven", "read out", LinkGivenPage, told), of("LinkGiven", "mailed", LinkGivenPage, mailed)}
}
