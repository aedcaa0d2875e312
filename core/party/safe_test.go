package party

import (
	"encoding/json"
	"testing"
	"time"
)

// Unknown is nothing but paper, and nothing that was not said is safe.
func TestWhatWasNotSaidIsNotSafe(t *testing.T) {
	said := SafeContact{Ways: []Way{ByCall}}
	if said.May(ByCall) {
		t.Error("what nobody has agreed to is safe")
	}
	said.Agreed = time.Unix(1, 0)
	for _, w := range Ways() {
		if said.May(w) != (w == ByCall) {
			t.Errorf("%s: %v", w, said.May(w))
		}
	}
	if none := (SafeContact{Agreed: said.Agreed}); !none.Known() || none.May(ByLetter) || none.Says() {
		t.Error("a patient who was asked and wants nothing is not one who was not asked")
	}
}

// What contradicts itself is refused in words, at its field.
func TestASafeContactIsOneThatCanBe(t *testing.T) {
	for _, x := range []struct {
		s     SafeContact
		field string
	}{
		{SafeContact{Ways: []Way{ByCall, ByVoicemail}}, ""}, {SafeContact{Ways: []Way{ByVoicemail}}, "safe-ways"}, {SafeContact{Ways: []Way{"pigeon"}}, "safe-ways"},
		{SafeContact{Ways: []Way{ByEmail}}, "safe-address"}, {SafeContact{Ways: []Way{ByEmail}, Email: "ada@example.org"}, ""}, {SafeContact{Email: "a@b"}, "safe-address"},
		{SafeContact{Email: "ada@example.org\r\nBcc: all@example.org"}, "safe-address"}, {SafeContact{Email: "a@example.org,b@example.org"}, "safe-address"},
		{SafeContact{NotHome: true, Ways: []Way{ByLetter}}, "safe-ways"}, {SafeContact{NotHome: true, Ways: []Way{ByCall}}, ""},
	} {
		if field, why := x.s.Wrong(); field != x.field || (why == "") != (field == "") {
			t.Errorf("%+v: %q %q, want %q", x.s, field, why, x.field)
		}
	}
}

// Records of earlier versions say what they said.
func TestAnEarlierSafeContactIsRead(t *testing.T) {
	var p struct{ Safe SafeContact }
	for text, ways := range map[string]string{
		`{"Safe":{"How":"voice","Agreed":"2026-05-01T00:00:00Z"}}`: `["call","voicemail"]`,
		`{"Safe":{}}`: `null`, `{}`: `null`,
		`{"Safe":{"Ways":["email"],"Email":"a@example.org","Agreed":"2026-05-01T00:00:00Z"}}`: `["email"]`,
	} {
		p.Safe = SafeContact{}
		if err := json.Unmarshal([]byte(text), &p); err != nil {
			t.Fatal(text, err)
		}
		if got, _ := json.Marshal(p.Safe.Ways); string(got) != ways {
			t.Errorf("%s: %s, want %s", text, got, ways)
		}
	}
	b, err := json.Marshal(SafeContact{Ways: []Way{ByText}, Knows: "her sister", Agreed: time.Unix(1, 0).UTC()})
	var back SafeContact
	if err != nil || json.Unmarshal(b, &back) != nil || !back.Same(SafeContact{Ways: []Way{ByText}, Knows: "her sister", Agreed: time.Unix(2, 0)}) {
		t.Errorf("%s came back as %+v, %v", b, back, err)
	}
}

// Who a patient is on record as is nobody else.
func TestAPatientIsOnRecordAsThemself(t *testing.T) {
	if p, ok := PatientID("p1").Self().Patient(); !ok || p != "p1" {
		t.Errorf("%q, %v", p, ok)
	}
	if _, ok := UserID("rivera").Patient(); ok {
		t.Error("a colleague is a patient")
	}
}
