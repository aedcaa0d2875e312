package page

import "referd/base/fault"

// factorSamples are the pages of codes at sign-in.
func factorSamples() []Sample {
	code := func() []Field { return []Field{{Kind: "text", Name: "code", Label: "Code", Auto: "one-time-code"}} }
	on := Onward{Next: "/queue"}
	interrupted := Onward{Again: "/samples", Typed: []Hidden{{Name: "words", Value: "She has called twice about the echo; please book this week."}}}
	second := Second{Pressing: Pressing{Action: "/samples"}, Onward: on, Email: "chen@stluke.example", Code: code()}
	wrong := second
	wrong.Code, wrong.Onward = code(), interrupted
	wrong.Errors = Mark(fault.About("sample", "code", fault.Invalid, "That code is not right, or was used already. Type the one your telephone shows now."), wrong.Code)
	wait := second
	wait.Code = code()
	wait.Errors = Mark(fault.About("sample", "code", fault.Busy, "Too many tries. Wait 8 seconds and try again."), wait.Code)
	factor := Factor{Pressing: Pressing{Action: "/samples"}, Back: "/me", Secret: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP", Square: "M4 4h7v1h-7zM13 4h3v1h-3zM4 6h1v1h-1z", Side: 29, Code: code()}
	must := factor
	must.Must, must.Onward, must.Code = true, interrupted, code()
	must.Errors = Mark(fault.About("sample", "code", fault.Invalid, "That code is not right, or was used already. Type the one your telephone shows now."), must.Code)
	spares := Spares{On: true, Back: "/queue", Codes: []string{"3FW7-K2PD-9QXM", "7HTC-R4NB-2WKD", "9QXM-3FW7-K2PD", "K2PD-9QXM-7HTC", "R4NB-2WKD-3FW7", "2WKD-7HTC-R4NB", "4NBR-9QXM-K2PD", "TC7H-2WKD-9QXM", "PDK2-3FW7-R4NB", "XM9Q-7HTC-2WKD"}}
	renewed := spares
	renewed.On, renewed.Action, renewed.Typed = false, interrupted.Again, interrupted.Typed
	return []Sample{of("Second", FirstUse, SecondPage, second), of("Second", Refused, SecondPage, wrong), of("Second", "wait", SecondPage, wait), of("Factor", FirstUse, FactorPage, factor), of("Factor", Refused, FactorPage, must), of("Spares", FirstUse, SparesPage, spares), of("Spares", ManyOf, SparesPage, renewed)}
}
