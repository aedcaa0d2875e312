package page

import "time"

// notesSamples are the states of an organization's own notes.
func notesSamples() []Sample {
	page := func(state string, fill func(*Notes)) Sample {
		p := Notes{Shell: sampleShell("8KQ2-M4TX: our notes", "/loops"), Back: "#", Code: "8KQ2-M4TX", Org: "Lakeside Family Practice", Banner: sampleBanner(false), Action: "#", Notes: []OwnNote{{Who: "Sam Moss", Words: "She asked for a Tuesday; her sister drives. Ask the front desk before calling twice.", At: ago(20 * time.Hour)}, {Who: "Dr Ana Rivera", Words: "Ask about the brother when she is alone.", At: ago(19 * time.Hour), Mine: true}}}
		fill(&p)
		return Sample{"Notes", state, NotesPage(p)}
	}
	return []Sample{page("first use", func(p *Notes) { p.Notes = nil }), page("now", func(*Notes) {}), page("long", func(p *Notes) { p.Banner, p.Notes[0].Words = sampleBanner(true), longQuestion }),
		page("error", func(p *Notes) { p.Errors = []Wrong{{"words", "Write the note."}} })}
}
