package page

import "referd/base/fault"

func concernSamples() []Sample {
	opts := []Opt{{Value: "unsafe", Words: "Something is unsafe", Hint: "Nobody was harmed yet."}, {Value: "harm", Words: "Somebody was or may be harmed"}}
	fields := func() []Field {
		return []Field{{Kind: "radio", Name: "grade", Label: "How bad is it?", Opts: opts}, {Kind: "area", Name: "words", Label: "What happened", Hint: "Name no patient."}}
	}
	form := NewConcern{Shell: clinicShell("Report a safety concern", -1), Pressing: Pressing{Action: "/samples"}, At: "/referrals/01j8q2m4tx7hk3pwz9ab", To: []string{"Ruth Adler"}, Fields: fields()}
	refused := form
	refused.Fields, refused.At, refused.To = fields(), "", nil
	refused.Errors = Mark(fault.About("sample", "words", fault.Invalid, "Say what happened."), refused.Fields)
	one := ConcernLine{Href: "/samples", Grade: "Somebody was or may be harmed", Harm: true, By: "Noor Haddad", At: hence(-5), State: "Not looked into yet", Waits: true}
	done := ConcernLine{Href: "/samples", Grade: "A near miss", By: longName, At: hence(-50), State: "Done"}
	list := Concerns{Shell: clinicShell("Safety concerns", -1), Words: "1 waits, 1 is done", Officer: true, Lines: []ConcernLine{one, done}}
	none := list
	none.Lines, none.Officer, none.Words = nil, false, "None waits"
	open := Concern{Shell: clinicShell("A safety concern", -1), ConcernLine: one, Pressing: Pressing{Action: "/samples"}, Words: longText(), Facts: []Fact{{Name: "Page", Words: "/queue"}, {Name: "Version", Words: "v0.3.0"}},
		Fields: []Field{{Kind: "radio", Name: "state", Label: "How far it is", Opts: []Opt{{Value: "looking", Words: "Being looked into"}, {Value: "done", Words: "Done"}}}, {Kind: "area", Name: "words", Label: "What was found and what was done"}}}
	answered := open
	answered.ConcernLine, answered.Fields, answered.Answer, answered.Answered, answered.Answerer = done, nil, "The due was counted from the wrong day for one service. It is set right.", hence(-2), "Ruth Adler"
	outside := OutsideConcern{Pressing: Pressing{Action: "/samples"}, Back: "/samples", Fields: append(fields(), Field{Kind: "text", Name: "reach", Label: "Your name and how you are reached", Hint: "If you want an answer."})}
	lacking, sent := outside, outside
	lacking.Fields = fields()
	lacking.Errors = Mark(fault.About("sample", "words", fault.Invalid, "Say what happened."), lacking.Fields)
	sent.Done = true
	return []Sample{of("OutsideConcern", FirstUse, OutsideConcernPage, outside), of("OutsideConcern", Refused, OutsideConcernPage, lacking), of("OutsideConcern", Nothing, OutsideConcernPage, sent), of("NewConcern", FirstUse, NewConcernPage, form), of("NewConcern", Refused, NewConcernPage, refused), of("Concerns", Nothing, ConcernsPage, none), of("Concerns", ManyOf, ConcernsPage, list), of("Concern", FirstUse, ConcernPage, open), of("Concern", ManyOf, ConcernPage, answered)}
}
