package visit

import (
	"bytes"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"referd/base/fault"
)

// Whatever body comes as whatever type, reading a form gives values or a fault
// in words, never a panic, and a file is what was sent.
func FuzzForm(f *testing.F) {
	f.Add("application/x-www-form-urlencoded", []byte("a=1&b=%41"))
	f.Add("application/x-www-form-urlencoded", []byte("%zz=1;;&&=="))
	f.Add("multipart/form-data; boundary=x", []byte("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF\r\n--x--\r\n"))
	f.Add("multipart/form-data", []byte("--\r\n"))
	f.Add("application/json", []byte(`{"a":1}`))
	f.Add("", []byte("a=1"))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		r := httptest.NewRequest("POST", "/claims", bytes.NewReader(body))
		r.Header["Content-Type"] = []string{kind}
		v := &Visit{W: httptest.NewRecorder(), R: r}
		form, err := v.Form()
		if err != nil {
			if fault.Of(err) != fault.Invalid || fault.Public(err) == "" {
				t.Fatalf("%v", err)
			}
			return
		}
		if form == nil {
			t.Fatal("no values and no fault")
		}
		if _, _, _, err := v.File("file"); err != nil && fault.Of(err) != fault.Invalid {
			t.Fatalf("%v", err)
		}
	})
}

// A body that is no form is said to be none, rather than read as empty.
func TestOnlyAFormIsAForm(t *testing.T) {
	for _, kind := range []string{"application/json", "text/plain", "", "application/fhir+json"} {
		r := httptest.NewRequest("POST", "/claims", strings.NewReader(`{"id":"x"}`))
		r.Header.Set("Content-Type", kind)
		if _, err := (&Visit{W: httptest.NewRecorder(), R: r}).Form(); fault.Of(err) != fault.Invalid {
			t.Errorf("%q was read as a form: %v", kind, err)
		}
	}
}

// Bytes that are no text, and the letter no database keeps, come no further
// than the form, in a value or in a name.
func TestAFormIsText(t *testing.T) {
	for body, ok := range map[string]bool{"family=%C3%85str%C3%B6m&given=%E6%9D%8E": true, "family=%ff%fe": false, "family=a%00b": false, "%ff=a": false, "a=1&a=%c3%28": false} {
		r := httptest.NewRequest("POST", "/patients", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if _, err := (&Visit{W: httptest.NewRecorder(), R: r}).Form(); (err == nil) != ok {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// What turns the writing around, or is not seen, comes no further than the form,
// and nothing else is lost: no letter of a script written from the right, no joiner,
// no line.
func TestAFormTurnsNothingAround(t *testing.T) {
	for typed, want := range map[string]string{
		"note \u202egnp.exe": "note gnp.exe", "\u2066a\u2069\u200e\u200f\u061c\ufeff\u2060b\u0007\u009f": "ab",
		"\u0635\u062f\u0627\u0639 \u0645\u0646\u0630 3": "\u0635\u062f\u0627\u0639 \u0645\u0646\u0630 3", "\u05db\u05d0\u05d1 (2)": "\u05db\u05d0\u05d1 (2)",
		"\u0645\u06cc\u200c\u0631\u0648\u0645 \u0915\u094d\u200d": "\u0645\u06cc\u200c\u0631\u0648\u0645 \u0915\u094d\u200d", "one\r\n\ttwo": "one\r\n\ttwo",
	} {
		r := httptest.NewRequest("POST", "/p/x/bell", strings.NewReader(url.Values{"words": {"first", typed}, "password": {typed}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		f, err := (&Visit{W: httptest.NewRecorder(), R: r}).Form()
		if err != nil || f["words"][1] != want || f.Get("password") != typed {
			t.Errorf("%+q is %+q, %v", typed, f, err)
		}
	}
}
