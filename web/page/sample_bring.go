package page

import "time"

func bringSamples() []Sample {
	kinds := []Opt{{Value: "patients", Words: "Patients", Hint: "one a row"}, {Value: "referrals", Words: "Open referrals", Hint: "with their patients"}}
	none := BringList{Shell: sampleShell("Bring in a list", ""), Kinds: kinds, Kind: "referrals"}
	lists := none
	lists.Lists = []BringLine{{Href: "/samples", Kind: "Open referrals", File: "workqueue.xlsx", By: "Dr Ana Rivera", State: "Applied", Words: "412 made", Made: ago(time.Hour)}, {Kind: "Patients", By: "Sam Moss", State: "Taken back", Words: "3 stay", Made: ago(30 * time.Hour)}}
	refused := none
	refused.Errors = []Wrong{{Field: "file", Words: "This is a PDF. Give the list as XLSX or CSV."}}
	long := lists
	long.Lists = []BringLine{{Href: "/samples", Kind: "Open referrals", File: "all_open_referrals_of_every_department_as_exported_on_the_last_day_before_we_moved_FINAL (2).xlsx", By: longest, State: "Waits for you", Words: "1,000 rows to correct", Made: ago(time.Hour)}}

	one := Bring{Shell: sampleShell("Open referrals", ""), Action: "/samples", Kind: "Open referrals", File: "workqueue.csv", Words: "CSV, semicolons, UTF-8; headings in row 3"}
	naming := one
	naming.MayName, naming.MayDrop = true, true
	naming.Fields = []Opt{{Value: "number", Words: "Record number"}, {Value: "name", Words: "Name"}, {Value: "born", Words: "Birth date"}}
	naming.Columns = []BringColumn{{Letter: "A", Heading: "MRN", Field: "number", First: []string{"LK 26 540", "LK 26 541"}}, {Letter: "B", Heading: "Patient", Field: "name", First: []string{"Morales, Elena", "محمد بن يوسف"}}, {Letter: "C", Heading: "MRN", Twice: true, First: []string{"1", "2"}}}
	lengthy := naming
	lengthy.File = long.Lists[0].File
	sheets := naming
	sheets.Sheets, sheets.Sheet = []Opt{{Value: "a", Words: "Notes"}, {Value: "b", Words: "Open"}}, "b"
	sheets.Errors = []Wrong{{Words: "No column is named “Birth date”, and every row needs it."}}
	working := one
	working.Step, working.Done, working.All, working.MayDrop = "The rows are being checked", 1250, 4120, true
	report := naming
	report.Counts = []Count{{Name: "New", N: 398}, {Name: "Here already", N: 12}, {Name: "Left out", N: 2}}
	report.MayApply, report.Tabs = true, []Tab{{Name: "New 398", Href: "/samples", Here: true}, {Name: "Left out 2", Href: "/samples"}}
	report.Rows = []BringRow{{N: 4, Row: "LK 26 540 · Morales, Elena · Cardiology", Does: "To St Luke Cardiology: booked, new patient"}, {N: 5, Row: longest, Does: "To St Luke Cardiology: sent"}}
	wrong := report
	wrong.MayApply, wrong.Wrong = false, 1000
	wrong.Counts = append(wrong.Counts, Count{Name: "You decide", N: 1}, Count{Name: "To correct", N: 1000})
	wrong.Unknown = []BringWord{{Field: "Status", Key: "status", Word: "Pend Auth", N: 811, Opts: []Opt{{Value: "review", Words: "Being reviewed"}, {Value: "-", Words: "Pass over it"}}}}
	wrong.Asks = []BringAsk{{N: 9, Row: "Morales, Elena · 12-Nov-1961", Why: "May be somebody on record", Alike: []Person{{ID: "p", Name: "MORALES, Elena (Mrs)", Born: "12-Nov-1961 (64y)", Number: "LK 26 540", Phone: "(555) 010-4471"}}, Other: "new", None: "Somebody else"}}
	wrong.MoreAsks = 3
	wrong.Faults = []BringFault{{N: 4, Column: "C DOB", Words: "“13/13/1970” is no day of the calendar. Write it as 1961-11-12."}, {N: 7, Column: "F Appointment", Words: "It is booked: say for when."}}
	fhir := wrong
	fhir.File, fhir.Words = "open.ndjson", "FHIR NDJSON: 2 Patient, 3 ServiceRequest, 2 Task; passed over: 12 AuditEvent"
	fhir.Columns = []BringColumn{{Letter: "A", Heading: "ServiceRequest.id", Field: "id", First: []string{"ref-1001", "ref-1002"}}, {Letter: "B", Heading: "ServiceRequest.performer", Field: "service", First: []string{"Cardiology [HealthcareService/hs-3]"}}, {Letter: "C", Heading: "Patient.communication", Field: "language", Set: true}}
	fhir.Faults = []BringFault{{N: 4, Column: "ServiceRequest.subject of ref-1001", Words: "A Patient is expected, and this leads to Device."}, {N: 7, Words: "One whole resource in JSON is expected on each line. The resource is cut short (column 34)."}}
	done := one
	joined := done
	joined.Kind, joined.Ended, joined.MayUndo, joined.Listed, joined.Letters, joined.Mailed = "People who work here", "14 rows were made and one record changed, Tue 09-Jun-2026 14:20.", true, true, 12, true
	unmailed := joined
	unmailed.Mailed, unmailed.Letters = false, 1
	done.Ended, done.MayUndo = "398 were made on Tue 09-Jun-2026, 14:20.", true
	failed := naming
	failed.Why = "The file has more than 200000 rows. Split it, and bring one part after the other."
	return []Sample{of("BringList", FirstUse, BringListPage, none), of("BringList", ManyOf, BringListPage, lists), of("BringList", Long, BringListPage, long), of("BringList", Refused, BringListPage, refused),
		of("Bring", "people to invite", BringPage, joined), of("Bring", "people, no mail", BringPage, unmailed), of("Bring", FirstUse, BringPage, naming), of("Bring", Long, BringPage, lengthy), of("Bring", Refused, BringPage, sheets), of("Bring", Partly, BringPage, working), of("Bring", ManyOf, BringPage, report), of("Bring", StaleOne, BringPage, wrong), of("Bring", "resources", BringPage, fhir), of("Bring", Nothing, BringPage, done), of("Bring", Failed, BringPage, failed)}
}
