package table

import "io"

func openNDJSON(body io.ReaderAt, size int64) (*Table, error) {
	return nil, invalid("FHIR NDJSON is not read yet.")
}
