package story

import _ "embed"

// clientKeys is the public half of the demo EHR's test key. The private half
// lies open in testdata/fhirclient: it opens the demo and nothing else.
//
//go:embed demo-ehr.jwks.json
var clientKeys []byte
