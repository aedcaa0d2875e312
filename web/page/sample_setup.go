package page

import "referd/base/fault"

const sampleLink = "https://referd.stluke.example/join/b1Zk3nQ0xT7uWc9yLm2Vpg"

func setupSamples() []Sample {
	password := []Field{{Kind: "password", Name: "password", Label: "Password", Hint: "At least twelve characters.", Auto: "new-password"}, {Kind: "password", Name: "repeat", Label: "The same once more", Auto: "new-password"}}
	door := Door{Pressing: Pressing{Action: "/samples"}, Fields: append([]Field{{Kind: "text", Name: "family", Label: "Your family name"}, {Kind: "email", Name: "email", Label: "Your work e-mail"}, {Kind: "list", Name: "zone", Label: "Its time zone", Value: "America/New_York", Opts: []Opt{{Value: "America/Chicago", Words: "Central"}}}}, password...)}
	refused := door
	refused.Fields = append([]Field{}, door.Fields...)
	refused.Errors = Mark(fault.About("sample", "email", fault.Invalid, "That is not an e-mail address."), refused.Fields)
	join := Join{Pressing: Pressing{Action: "/samples"}, Name: "Kim Lee", Email: "lee@stluke.example", Org: "St Luke Medical Center", Fields: password}
	long, short := join, join
	long.Name, long.Email = longest, "wawrzynczanna.brzeczyszczykiewicz-chrzaszczewoszycka@university-hospital.example"
	short.Fields = append([]Field{}, password...)
	short.Errors = Mark(fault.About("sample", "repeat", fault.Invalid, "The two differ. Type the password once more."), short.Fields)
	slip := Slip{Shell: clinicShell("Invitation for Kim Lee", -1), Name: "Kim Lee", Email: "lee@stluke.example", Link: sampleLink, Ends: sampled.AddDate(0, 0, 7)}
	return []Sample{of("Door", FirstUse, DoorPage, door), of("Door", Refused, DoorPage, refused), of("Join", FirstUse, JoinPage, join), of("Join", Long, JoinPage, long), of("Join", Refused, JoinPage, short),
		of("Over", Gone, OverPage, Over{Heading: "This invitation is over", Words: "It let you in for seven days, and they are over. Ask your administrator for another."}), of("Slip", ManyOf, SlipPage, slip)}
}
