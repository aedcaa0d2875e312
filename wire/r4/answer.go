package r4

import "strconv"

// Found is one entry of a searchset. Its Resource is JSON.
type Found struct {
	FullURL  string
	Resource []byte
	Mode     string // match, include or outcome; empty is match
}

// Pages are the addresses of a searchset: of itself, and of those beside it
// where there are any.
type Pages struct{ Self, First, Previous, Next string }

// Searchset writes the answer to a search. total is how many match in all, and
// is left out when negative.
func Searchset(pages Pages, total int, list []Found) []byte {
	size := 256
	for _, f := range list {
		size += len(f.Resource) + len(f.FullURL) + 64
	}
	out := append(make([]byte, 0, size), `{"resourceType":"Bundle","type":"searchset"`...)
	if total >= 0 {
		out = strconv.AppendInt(append(out, `,"total":`...), int64(total), 10)
	}
	sep := `,"link":[`
	for _, l := range [][2]string{{"self", pages.Self}, {"first", pages.First}, {"previous", pages.Previous}, {"next", pages.Next}} {
		if l[1] != "" {
			out = append(append(append(out, sep...), `{"relation":"`...), l[0]...)
			out = append(appendString(append(out, `","url":`...), l[1]), '}')
			sep = ","
		}
	}
	if sep == "," {
		out = append(out, ']')
	}
	sep = `,"entry":[`
	for _, f := range list {
		out = append(append(out, sep...), '{')
		if f.FullURL != "" {
			out = append(appendString(append(out, `"fullUrl":`...), f.FullURL), ',')
		}
		if f.Mode == "" {
			f.Mode = "match"
		}
		out = append(append(out, `"resource":`...), f.Resource...)
		out = append(append(append(out, `,"search":{"mode":"`...), f.Mode...), `"}}`...)
		sep = ","
	}
	if len(list) > 0 {
		out = append(out, ']')
	}
	return append(out, '}')
}

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
