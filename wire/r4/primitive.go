package r4

import (
	"referd/wire/r4/moment"
	"referd/wire/r4/narrative"
)

// primitive is one of FHIR's primitive types (R4, Data Types). Zero is none.
type primitive uint8

const (
	noPrimitive primitive = iota
	pBoolean
	pInteger
	pUnsignedInt
	pPositiveInt
	pDecimal
	pString
	pMarkdown
	pCode
	pID
	pURI
	pURL
	pCanonical
	pOID
	pUUID
	pDate
	pDateTime
	pInstant
	pTime
	pBase64
	pXHTML
)

var primitives = map[string]primitive{
	"boolean": pBoolean, "integer": pInteger, "unsignedInt": pUnsignedInt, "positiveInt": pPositiveInt, "decimal": pDecimal,
	"string": pString, "markdown": pMarkdown, "code": pCode, "id": pID, "uri": pURI, "url": pURL, "canonical": pCanonical,
	"oid": pOID, "uuid": pUUID, "date": pDate, "dateTime": pDateTime, "instant": pInstant, "time": pTime,
	"base64Binary": pBase64, "xhtml": pXHTML,
}

// maxString is the most bytes of a string, by R4 (1,048,576 characters).
const maxString = 1 << 20

// wants is the JSON a primitive is written as.
func (p primitive) wants() Kind {
	switch p {
	case pBoolean:
		return Bool
	case pInteger, pUnsignedInt, pPositiveInt, pDecimal:
		return Number
	}
	return String
}

// wrong says what is wrong with a value; empty when nothing is. The words are
// those of the type: a value is never repeated.
func (p primitive) wrong(n Node) string {
	if k := n.Kind(); k != p.wants() {
		return map[Kind]string{Bool: "true or false is expected here, without quotes.", Number: "A number is expected here, without quotes.", String: "A string is expected here."}[p.wants()]
	}
	switch p {
	case pBoolean:
		return ""
	case pInteger, pUnsignedInt, pPositiveInt:
		return p.whole(n.Raw())
	case pDecimal:
		return ""
	}
	b := n.bytes()
	if len(b) == 0 {
		return "An empty string is not allowed; leave the element out."
	}
	if ok, words := p.text(b); !ok {
		return words
	}
	return ""
}

func (p primitive) whole(b []byte) string {
	digits := b
	if digits[0] == '-' {
		digits = digits[1:]
	}
	var v int64
	for _, c := range digits {
		if c < '0' || c > '9' || v > 1<<32 {
			return "A whole number of 32 bits is expected here."
		}
		v = v*10 + int64(c-'0')
	}
	if b[0] == '-' {
		v = -v
	}
	switch {
	case v > 1<<31-1 || v < -1<<31:
		return "A whole number of 32 bits is expected here."
	case p == pUnsignedInt && v < 0:
		return "A number that is not negative is expected here."
	case p == pPositiveInt && v < 1:
		return "A number of at least 1 is expected here."
	}
	return ""
}

func (p primitive) text(b []byte) (ok bool, words string) {
	switch p {
	case pString, pMarkdown:
		if len(b) > maxString*4 || len(b) > maxString && runes(b) > maxString {
			return false, "A string has at most 1,048,576 characters."
		}
		return !control(b), "A string holds no control characters but tab, line feed and carriage return."
	case pCode:
		return codeOK(b), "A code has no white space around it and single spaces inside."
	case pID:
		return idOK(b), "An id has 1 to 64 letters, digits, - and dots."
	case pURI, pURL, pCanonical:
		return !white(b) && !control(b), "An address has no white space in it."
	case pOID:
		return oidOK(b), "An OID is written urn:oid:1.2.3."
	case pUUID:
		return uuidOK(b), "A UUID is written urn:uuid: and 36 lower-case characters."
	case pDate:
		t, ok := moment.Parse(b)
		return ok && t.Precision <= moment.Day, "A date is written YYYY, YYYY-MM or YYYY-MM-DD, and is one of the calendar's."
	case pDateTime:
		t, ok := moment.Parse(b)
		return ok && (t.Precision <= moment.Day || t.Zoned && t.Precision >= moment.Second), "A dateTime is a date of the calendar, or one with time to the second and a zone: 2026-03-02T09:30:00Z."
	case pInstant:
		t, ok := moment.Parse(b)
		return ok && t.Zoned && t.Precision >= moment.Second, "An instant has a date of the calendar, time to the second and a zone: 2026-03-02T09:30:00.000Z."
	case pTime:
		return clockOK(b), "A time is written hh:mm:ss, without a zone."
	case pBase64:
		return base64OK(b), "This is not base64."
	case pXHTML:
		words = narrative.Wrong(b)
		return words == "", words
	}
	return true, ""
}

func runes(b []byte) (n int) {
	for _, c := range b {
		if c&0xc0 != 0x80 {
			n++
		}
	}
	return n
}

func control(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return true
		}
	}
	return false
}

func white(b []byte) bool {
	for _, c := range b {
		if isSpace(c) {
			return true
		}
	}
	return false
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

func codeOK(b []byte) bool {
	if isSpace(b[0]) || isSpace(b[len(b)-1]) || control(b) {
		return false
	}
	for i := 1; i < len(b); i++ {
		if isSpace(b[i]) && isSpace(b[i-1]) {
			return false
		}
	}
	return true
}

func idOK[T string | []byte](b T) bool {
	if len(b) < 1 || len(b) > 64 {
		return false
	}
	for i := 0; i < len(b); i++ {
		c := b[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '.' {
			return false
		}
	}
	return true
}

func oidOK(b []byte) bool {
	const head = "urn:oid:"
	if len(b) < len(head)+3 || string(b[:len(head)]) != head || b[8] < '0' || b[8] > '2' || b[9] != '.' {
		return false
	}
	for i := 9; i < len(b); {
		from := i + 1
		for i = from; i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
		}
		if i == from || b[from] == '0' && i > from+1 || i < len(b) && b[i] != '.' {
			return false
		}
	}
	return true
}

func uuidOK[T string | []byte](b T) bool {
	const head = "urn:uuid:"
	if len(b) != len(head)+36 || string(b[:len(head)]) != head {
		return false
	}
	for i := 0; i < 36; i++ {
		c := b[len(head)+i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func clockOK(b []byte) bool {
	_, rest, ok := moment.Clock(b)
	return ok && len(rest) == 0
}

// base64OK is whether it is base64 (RFC 4648), in groups of four. White space
// between the groups is ignored, as R4's own pattern and examples have it.
func base64OK(b []byte) bool {
	n, pad := 0, 0
	for _, c := range b {
		switch {
		case isSpace(c) && n%4 == 0:
			continue
		case c == '=':
			pad++
		case pad > 0, (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '+' && c != '/':
			return false
		}
		n++
	}
	return n > 0 && n%4 == 0 && pad <= 2
}
