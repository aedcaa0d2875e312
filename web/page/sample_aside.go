package page

// asideSamples are the states of putting something aside.
func asideSamples() []Sample {
	page := func(state string, fill func(*Asides)) Sample {
		p := Asides{Shell: sampleShell("8KQ2-M4TX: put aside", "/waiting"), Back: "#", Code: "8KQ2-M4TX", Org: "Lakeside Family Practice", Banner: sampleBanner(false), Action: "#",
			New: []Field{{Kind: "radio", Name: "duty", Label: "What", Opts: []Opt{{"", "Answer the question", "by Mon 15-Jun"}, {"missing/weight", "Attach what was missing", "by Wed 17-Jun"}}}, {Kind: "date", Name: "until", Label: "Until"}, {Kind: "text", Name: "words", Label: "Why it may wait"}}}
		fill(&p)
		return Sample{"Asides", state, AsidesPage(p)}
	}
	lies := func(p *Asides) {
		p.Lie = []AsideLine{{What: "Answer the question", Who: "you", Words: "She calls back on Thursday with the list.", Until: hence(48), Mine: true}, {Duty: "missing/weight", What: "Attach what was missing", Who: "Dr Ana Rivera", Words: "The scale is being mended.", Until: hence(72)}}
	}
	return []Sample{page("now", func(*Asides) {}), page("many", lies),
		page("nothing now", func(p *Asides) { p.New, p.Why = nil, "Nothing here is on your list." }),
		page("refused", func(p *Asides) {
			p.New, p.Why = nil, "An emergency, what is urgent, a report that asks for action and a patient who is worse are not put aside."
		}),
		page("long", func(p *Asides) { lies(p); p.Banner, p.Lie[0].Words = sampleBanner(true), longQuestion }),
		page("error", func(p *Asides) {
			p.Errors = []Wrong{{"until", "Choose a day after today."}}
			p.New[1].Wrong = "Choose a day after today."
		})}
}
