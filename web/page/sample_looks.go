package page

import "time"

// looksSamples are the states of the days to look again.
func looksSamples() []Sample {
	page := func(state string, fill func(*Looks)) Sample {
		p := Looks{Shell: sampleShell("8KQ2-M4TX: look again", "/loops"), Back: "#", Code: "8KQ2-M4TX", Org: "Lakeside Family Practice", Banner: sampleBanner(false), Action: "#",
			New:  []Field{{Kind: "date", Name: "day", Label: "On which day"}, {Kind: "select", Name: "who", Label: "Who looks", Opts: []Opt{{"", "Me", ""}, {"moss", "Sam Moss", ""}, {"team:t", "Whoever of Lakeside practice", ""}}}, {Kind: "text", Name: "words", Label: "What to look for"}},
			Open: []LookLine{{ID: "1", Who: "Sam Moss", Words: "Has the plan answered? Else call them.", By: "Dr Ana Rivera", From: ago(6 * time.Hour), Due: sampled.Add(6 * time.Hour)}, {ID: "2", Who: "Lakeside practice", Words: "Is she back from Toledo?", By: "Sam Moss", From: hence(9 * 24), Due: hence(9*24 + 9), Ahead: true}},
			Done: []LookLine{{ID: "0", Words: "Did the tracing arrive?", By: "Sam Moss", From: ago(50 * time.Hour), Done: ago(47 * time.Hour), DoneBy: "Sam Moss"}}}
		fill(&p)
		return Sample{"Looks", state, LooksPage(p)}
	}
	return []Sample{page("now", func(*Looks) {}), page("first use", func(p *Looks) { p.Open, p.Done = nil, nil }),
		page("many", func(p *Looks) {
			for range 12 {
				p.Done = append(p.Done, p.Done[0])
			}
		}), page("long", func(p *Looks) { p.Banner, p.Open[0].Words = sampleBanner(true), longQuestion }),
		page("error", func(p *Looks) {
			p.Errors = []Wrong{{"again-1", "That day is over. Choose today or a later one."}}
			p.Open[0].Day = "2026-06-01"
		})}
}
