package rows

import (
	"errors"
	"io"
	"strings"
	"testing"

	"referd/base/fault"
)

// all reads a file to its end.
func all(text string) (out [][]string, err error) {
	g := alike(strings.NewReader(text), int64(len(text)))
	for {
		_, cells, err := g.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, cells)
	}
}

// A file of organizations, clinicians or services is a list of them; the first
// line says of which, and a line of another type is named by its number alone.
func TestADirectoryAsFHIR(t *testing.T) {
	for name, x := range map[string]struct{ text, headings, row string }{
		"organizations": {"\n" + `{"resourceType":"Organization","id":"o1","active":true,"name":"Northside","identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1000500631"}],"telecom":[{"system":"phone","value":"555"},{"system":"fax","value":"556"}],"address":[{"line":["1 North St"],"city":"Lakeside","state":"WI","postalCode":"53001"}]}`,
			"Number|Name|NPI|Phone|Fax|E-mail|Address|Address line 2|City|State|ZIP code|Country|Still there", "o1|Northside|1000500631|555|556||1 North St||Lakeside|WI|53001||yes"},
		"clinicians": {`{"resourceType":"Practitioner","id":"p1","active":false,"name":[{"family":"Moreau","given":["Ada"],"prefix":["Dr"]}],"identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}],"qualification":[{"code":{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"207X00000X"}]}}]}`,
			"Number|Family name|Given names|Title|NPI|Specialty|Still there", "p1|Moreau|Ada|Dr|1234567893|207X00000X|no"},
		"services": {`{"resourceType":"HealthcareService","id":"s1","name":"Knees","providedBy":{"reference":"Organization/o1","display":"Northside"},"specialty":[{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"207X00000X"}]}],"telecom":[{"system":"phone","value":"557"}]}`,
			"Number|Name|Organization|Specialty|Phone|Still there", "s1|Knees|Northside|207X00000X|557|yes"},
	} {
		got, err := all(x.text + "\n")
		if err != nil || len(got) != 2 || strings.Join(got[0], "|") != x.headings || strings.Join(got[1], "|") != x.row {
			t.Errorf("%s: %v %q", name, err, got)
		}
		_, err = all(x.text + "\n" + `{"resourceType":"Patient","id":"Hurry"}`)
		if fault.Of(err) != fault.Invalid || !strings.Contains(fault.Public(err), "is Patient and no") || strings.Contains(fault.Public(err), "Hurry") {
			t.Errorf("%s, then a patient: %v", name, err)
		}
	}
}
