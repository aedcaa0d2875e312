package page

// exportSamples are the page on which everything is taken along.
func exportSamples() []Sample {
	may := Export{Setup: sampleSetup("export"), Name: "St Luke Medical Center", May: true, Field: Field{Kind: "password", Name: "password", Label: "Your password, once more", Auto: "current-password"}}
	not, wrong, long := may, may, may
	not.May = false
	wrong.Field.Wrong = "The password is not right. Nothing was given."
	wrong.Errors = []Wrong{{Field: "password", Words: wrong.Field.Wrong}}
	long.Name = longest
	return []Sample{of("Export", FirstUse, ExportPage, may), of("Export", Nothing, ExportPage, not), of("Export", Refused, ExportPage, wrong), of("Export", Long, ExportPage, long)}
}
