package party

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Way is a way to reach a patient. What is not named is not safe.
type Way string

// Ways, in the order in which pages offer them.
const (
	ByText      Way = "text"
	ByCall      Way = "call"
	ByVoicemail Way = "voicemail"
	ByEmail     Way = "email"
	ByLetter    Way = "letter"
)

// Ways are all there are.
func Ways() []Way { return []Way{ByText, ByCall, ByVoicemail, ByEmail, ByLetter} }

// SafeContact is how a patient may be reached without harm (hazard H5), as they
// said it at a moment. Nothing is assumed: while it is unknown nothing goes to
// the patient but paper that is handed over, and when it is known what it does
// not name is not done.
type SafeContact struct {
	Ways     []Way     `json:",omitempty"`
	NotHome  bool      `json:",omitempty"` // nothing to their home: no letter there, no call to a number there
	Number   string    `json:",omitempty"` // the one to call or text, where it is not the record's
	Email    string    `json:",omitempty"` // the address, where mail is safe
	Hours    string    `json:",omitempty"` // when it is best, in their words
	Knows    string    `json:",omitempty"` // who else may know, in their words
	Language string    `json:",omitempty"` // BCP 47: what a message is written in; empty is the record's
	Agreed   time.Time `json:",omitzero"`  // when they said it; zero: nobody has asked
}

// Known reports whether the patient was asked.
func (s SafeContact) Known() bool { return !s.Agreed.IsZero() }

// May reports whether a way is safe.
func (s SafeContact) May(w Way) bool { return s.Known() && slices.Contains(s.Ways, w) }

// Says reports whether anything was said, asked or not: a form that says
// nothing keeps nothing.
func (s SafeContact) Says() bool { return len(s.Ways) > 0 || s.NotHome || s.words() != "" }

func (s SafeContact) words() string {
	return s.Number + s.Email + s.Hours + s.Knows + s.Language
}

// Same reports whether two say the same, whenever they were said.
func (s SafeContact) Same(o SafeContact) bool {
	return s.Known() == o.Known() && slices.Equal(s.Ways, o.Ways) && s.NotHome == o.NotHome && s.Number == o.Number && s.Email == o.Email && s.Hours == o.Hours && s.Knows == o.Knows && s.Language == o.Language
}

// Narrows reports whether less is safe than was said before: a way of before is
// not named any more, nothing goes home now, or a number, an address or who else
// may know is another. Who was not asked before had named nothing.
func (s SafeContact) Narrows(was SafeContact) bool {
	gone := slices.ContainsFunc(was.Ways, func(w Way) bool { return !slices.Contains(s.Ways, w) })
	other := func(was, is string) bool { return was != "" && is != was }
	return was.Known() && (gone || s.NotHome && !was.NotHome || other(was.Number, s.Number) || other(was.Email, s.Email) || other(was.Knows, s.Knows))
}

// Wrong says which field cannot be right, and why; empty when all can be.
func (s SafeContact) Wrong() (field, why string) {
	for _, w := range s.Ways {
		if !slices.Contains(Ways(), w) {
			return "safe-ways", "That is no way to reach a patient."
		}
	}
	_, host, at := strings.Cut(s.Email, "@")
	switch {
	case slices.Contains(s.Ways, ByVoicemail) && !slices.Contains(s.Ways, ByCall):
		return "safe-ways", "A voicemail comes of a call: say that a call is safe too, or leave voicemail out."
	case slices.Contains(s.Ways, ByEmail) && s.Email == "":
		return "safe-address", "E-mail is said to be safe: write the address that is."
	case s.Email != "" && (!at || !strings.Contains(host, ".") || strings.ContainsAny(s.Email, " ,;<>\"\r\n") || strings.Count(s.Email, "@") != 1):
		return "safe-address", "This is not one e-mail address. Write it as name@example.org."
	case s.NotHome && slices.Contains(s.Ways, ByLetter):
		return "safe-ways", "A letter goes to the home, which is said not to be safe. Leave one of the two out."
	}
	for _, x := range []string{s.Number, s.Email, s.Hours, s.Knows, s.Language} {
		if len([]rune(x)) > 200 {
			return "safe-ways", "This is too long: 200 letters a field at most."
		}
	}
	return "", ""
}

// before is how it was kept before the ways had names of their own: one choice
// of four, with what its words promised.
var before = map[string][]Way{"text": {ByText, ByCall, ByVoicemail}, "voice": {ByCall, ByVoicemail}, "voice-only": {ByCall}, "letter": {ByLetter}}

// UnmarshalJSON reads what is kept, also as earlier versions kept it:
// {"How":"text","Agreed":…}.
func (s *SafeContact) UnmarshalJSON(b []byte) error {
	type plain SafeContact
	var x struct {
		plain
		How string
	}
	if err := json.Unmarshal(b, &x); err != nil {
		return err
	}
	if *s = SafeContact(x.plain); x.How != "" && len(s.Ways) == 0 {
		s.Ways = before[x.How]
	}
	return nil
}

// ofPatient begins the user a patient is on record as.
const ofPatient = "patient/"

// Self is a patient as who acts and who looks, in the ledger and the audit.
func (p PatientID) Self() UserID { return UserID(ofPatient + string(p)) }

// Patient is whom a user is, where it is a patient.
func (u UserID) Patient() (PatientID, bool) {
	p, ok := strings.CutPrefix(string(u), ofPatient)
	return PatientID(p), ok
}
