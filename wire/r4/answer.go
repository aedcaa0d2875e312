package r4

// Done is what became of one entry of a transaction or a batch. Resource and
// Outcome are JSON, and may be nil.
type Done struct {
	FullURL  string
	Resource []byte
	Status   string // 201 Created
	Location string // Patient/1/_history/1
	ETag     string // W/"1"
	Modified string // an instant
	Outcome  []byte // an OperationOutcome
}

// Responses writes the answer to a Bundle: kind is transaction-response or
// batch-response, and the list has the order of the entries that were sent.
func Responses(kind string, list []Done) []byte {
	out := append(make([]byte, 0, 256*(len(list)+1)), `{"resourceType":"Bundle","type":`...)
	out = appendString(out, kind)
	sep := `,"entry":[`
	for _, d := range list {
		out = append(append(out, sep...), '{')
		if d.FullURL != "" {
			out = append(appendString(append(out, `"fullUrl":`...), d.FullURL), ',')
		}
		if len(d.Resource) > 0 {
			out = append(append(append(out, `"resource":`...), d.Resource...), ',')
		}
		out = appendString(append(out, `"response":{"status":`...), d.Status)
		for _, x := range [][2]string{{`,"location":`, d.Location}, {`,"etag":`, d.ETag}, {`,"lastModified":`, d.Modified}} {
			if x[1] != "" {
				out = appendString(append(out, x[0]...), x[1])
			}
		}
		if len(d.Outcome) > 0 {
			out = append(append(out, `,"outcome":`...), d.Outcome...)
		}
		out = append(out, "}}"...)
		sep = ","
	}
	if len(list) > 0 {
		out = append(out, ']')
	}
	return append(out, '}')
}
