package chart

import "testing"

// A paper says whose it is by a word and a mark after it.
func TestLabelled(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "Patient: A": true, "PATIENT NAME  :\nA": true, "pt name=A": true, "Re: a knee": true, "Regarding,": true,
		"DOB:1/2/1960": true, "D.O.B. : 1/2/1960": true, "d.o.b: x": true, "date of birth\t: x": true, "Birth date: x": true, "birthdate=": true,
		`<birthTime value="1960"/>`: false, `birthTime="1960"`: true, "a name, and more": true, ": nothing before it": false,
		"Outpatient: no": false, "rename: no": false, "adapt: no": false, "more: no": false, "stubborn, no": false, "the patient is well. Her name is said": false, "pré: no": false, "x_name: no": false, "name2: no": false,
	} {
		if got := labelled(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
