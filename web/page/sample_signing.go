package page

import "time"

// signingSamples are the states of reading what waits for the signature.
func signingSamples() []Sample {
	page := func(state string, fill func(*Signing)) Sample {
		p := Signing{Shell: sampleShell("Read and sign", "/waiting"), At: 2, Of: 5, Action: "#", Once: "once", Next: "x", Skip: "#", Change: "#", Prepared: "Prepared by Sam Moss, today 08:40.", Banner: sampleBanner(false),
			Asked:   Asked{Heading: "To St Luke Cardiology: the question", Urgency: "routine", Question: "Six weeks of exertional chest pressure and an abnormal stress ECG. Is this ischemia?", Reasons: "R07.89", SeenBy: sampled.Add(30 * 24 * time.Hour), Ref: "Asked by Dr Ana Rivera"},
			Facts:   []Fact{{"To", "St Luke Cardiology, St Luke Medical Center"}, {"Accountable", "Dr Ana Rivera"}, {"The patient", "was told, and why"}, {"Hears the answer", "when it is ready"}, {"Reached", "Text or call, after 17:00"}},
			Came:    []Came{{Name: "Weight in kg", Words: "71 kg", From: "typed in this draft", At: ago(time.Hour)}, {Name: "12-lead ECG tracing", Words: "Stress ECG report", From: "Lakeside Family Practice", At: ago(30 * time.Hour), Href: "#", State: "ok"}},
			Checks:  []CheckLine{{State: "unchecked", Words: "Current medicines: not given. It helps, and is not required.", Source: "the service's own list, 10:41"}, {State: "ok", Words: "No other open referral for the same", Source: "loops of your practice, 10:41"}},
			Checked: "10:41", Happens: []string{"You sign what is on this page, and it leaves at once. It cannot be undone: a message, a document or a cancellation corrects it.", "St Luke Cardiology works here: it is in their queue at once."}}
		fill(&p)
		return Sample{"Signing", state, SigningPage(p)}
	}
	end := func(state string, left int) Sample {
		return Sample{"Signed", state, SignedPage(Signed{Shell: sampleShell("Read and sign", "/waiting"), Left: left})}
	}
	return []Sample{page("now", func(*Signing) {}), page("long", func(p *Signing) {
		p.Banner, p.Asked.Question, p.Facts[0].Words = sampleBanner(true), longQuestion, longest
	}),
		page("given back before", func(p *Signing) {
			p.Back = &GivenBack{Who: "Dr Ana Rivera", Words: "The tracing of last week is missing, and ask about the stairs.", At: ago(20 * time.Hour)}
		}),
		page("stale", func(p *Signing) {
			p.Changed = "It was changed after you opened it. Nothing was signed: read it as it is now."
		}),
		page("refused", func(p *Signing) {
			p.Errors = []Wrong{{"", "12-lead ECG tracing is missing. Add it, or say why it goes without."}}
			p.Checks[0] = CheckLine{State: "missing", Words: "12-lead ECG tracing is missing. St Luke Cardiology would ask for it first: we decide from it.", Source: "the service's own list, 10:41"}
		}),
		page("error", func(p *Signing) { p.Errors = []Wrong{{"words", "Write what is to be changed."}} }),
		page("sent unsigned", func(p *Signing) {
			p.Sent, p.Checks, p.Facts, p.Change = true, nil, p.Facts[:2], ""
			p.Prepared, p.Happens = "It was sent yesterday and nobody has signed it.", []string{"It has gone already: the signature that it lacks is added under your name, and cannot be undone."}
		}),
		end("nothing now", 0), end("now", 2)}
}
