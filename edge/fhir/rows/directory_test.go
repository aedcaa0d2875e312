package rows

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"referd/base/fault"
	"referd/desk/bring"
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
		"services": {`{"resourceType":"HealthcareService","id":"s1","name":"Knees","providedBy":{"reference":"Organization/o1","display":"Northside"},"location":[{"reference":"Location/l1","display":"North wing"}],"specialty":[{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"207X00000X"}]}],"telecom":[{"system":"phone","value":"557"}]}`,
			"Number|Name|Organization|Specialty|Phone|Place|Still there", "s1|Knees|Northside [Organization/o1]|207X00000X|557|North wing [Location/l1]|yes"},
		"places": {`{"resourceType":"Location","id":"l1","status":"active","name":"North wing","managingOrganization":{"reference":"Organization/o1"},"telecom":[{"system":"phone","value":"558"}],"address":{"line":["1 North St"],"city":"Lakeside"}}`,
			"Number|Name|Organization|Phone|Address|Address line 2|City|State|ZIP code|Country|Still there", "l1|North wing|[Organization/o1]|558|1 North St||Lakeside||||yes"},
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

// Who works where is read with who they are, in any order of lines; a second role
// at one organization is left out and said, and a role of nobody is a fault.
func TestWhoWorksWhere(t *testing.T) {
	role := func(id, more string) string {
		return `{"resourceType":"PractitionerRole","id":"` + id + `"` + more + "}\n"
	}
	ada := `{"resourceType":"Practitioner","id":"p1","name":[{"family":"Moreau","given":["Ada"]}],"identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}]}` + "\n"
	text := role("r1", `,"practitioner":{"reference":"Practitioner/p1"},"organization":{"reference":"Organization/o1"},"specialty":[{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"207X00000X"}]}]`) +
		ada + strings.ReplaceAll(ada, "p1", "p2") +
		role("r2", `,"practitioner":{"identifier":{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}},"organization":{"display":"Southside"}`) +
		`{"resourceType":"Organization","id":"o1","name":"Northside"}` + "\n" +
		role("r3", `,"practitioner":{"reference":"Practitioner/p1"},"organization":{"reference":"Organization/o1"}`) +
		role("r4", `,"practitioner":{"reference":"Practitioner/gone"}`) +
		role("r5", `,"active":false,"practitioner":{"reference":"Practitioner/p9","display":"Dr Bo Berg"}`) + "{\n"
	text = strings.Replace(text, "Practitioner\",\"id\":\"p2\"", "Practitioner\",\"active\":true,\"id\":\"p2\"", 1)
	g, err := Open(bring.Clinicians, strings.NewReader(text), int64(len(text)), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		n, cells, err := g.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		line := fmt.Sprint(n, " ", strings.Join(cells, "|"))
		if no := (*bring.NoRow)(nil); errors.As(err, &no) {
			line = fmt.Sprint(n, " ", no.Left, no.Faults)
		} else if err != nil {
			t.Fatal(err)
		}
		got = append(got, line)
	}
	for i, want := range []string{"0 Number|Name|Family name|Given names|Title|NPI|Specialty|Organization|Still there", "1 p1||Moreau|Ada||1234567893|207X00000X|Northside [Organization/o1]|yes", "3 p2||Moreau|Ada||1234567893|||yes",
		"4 [{PractitionerRole.practitioner Two resources", "6 At this organization already, by line 1", "7 [{PractitionerRole.practitioner A Practitioner is expected", "8 p9|Dr Bo Berg||||||", "9 [{Resource One whole resource in JSON"} {
		if i >= len(got) || !strings.HasPrefix(got[i], want) {
			t.Errorf("no %q in\n%s", want, strings.Join(got, "\n"))
		}
	}
}
