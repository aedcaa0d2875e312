package r4

import (
	"unicode/utf16"
	"unicode/utf8"
)

// text passes over a string and says whether it has a backslash in it.
func (s *scanner) text() (escaped, ok bool) {
	i := s.pos + 1
	for i < s.size {
		switch c := s.src[i]; {
		case c == '"':
			s.pos = i + 1
			return escaped, true
		case c == '\\':
			escaped = true
			n := s.escape(i)
			if n == 0 {
				s.pos = i
				return true, s.fail("An escape in a string is not one of JSON's, is half a character, or is NUL.")
			}
			i += n
		case c < ' ':
			s.pos = i
			return escaped, s.fail("A control character stands bare in a string.")
		default:
			i++
		}
	}
	s.pos = s.size
	return escaped, s.fail("The resource is cut short.")
}

// escape is the length of the escape at i, 0 when it is none.
func (s *scanner) escape(i int) int {
	if i+1 >= s.size {
		return 0
	}
	switch s.src[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		r := hex(s.src[:s.size], i+2)
		switch {
		case r <= 0 || r >= 0xdc00 && r < 0xe000: // no hex, NUL, or the second half alone
			return 0
		case r >= 0xd800 && r < 0xdc00:
			if i+7 >= s.size || s.src[i+6] != '\\' || s.src[i+7] != 'u' {
				return 0
			}
			if low := hex(s.src[:s.size], i+8); low < 0xdc00 || low >= 0xe000 {
				return 0
			}
			return 12
		}
		return 6
	}
	return 0
}

// hex reads four hexadecimal digits at i, -1 when there are none.
func hex(b []byte, i int) (r rune) {
	if i+4 > len(b) {
		return -1
	}
	for _, c := range b[i : i+4] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}

// appendText appends what a checked string says, without its escapes.
func appendText(out, in []byte) []byte {
	for i := 0; i < len(in); i++ {
		if in[i] != '\\' {
			out = append(out, in[i])
			continue
		}
		i++
		switch c := in[i]; c {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r := hex(in, i+1)
			i += 4
			if utf16.IsSurrogate(r) {
				r = utf16.DecodeRune(r, hex(in, i+3))
				i += 6
			}
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, c)
		}
	}
	return out
}

// appendString writes a string as JSON, with no more escapes than it needs.
func appendString[T string | []byte](out []byte, s T) []byte {
	const digits = "0123456789abcdef"
	out = append(out, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		out = append(out, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\n':
			out = append(out, '\\', 'n')
		case '\r':
			out = append(out, '\\', 'r')
		case '\t':
			out = append(out, '\\', 't')
		default:
			out = append(out, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
	}
	return append(append(out, s[from:]...), '"')
}

// number passes over a number; what it says is kept as it was written.
func (s *scanner) number() bool {
	if s.peek() == '-' {
		s.pos++
	}
	if s.peek() == '0' {
		s.pos++
	} else if !s.digits() {
		return s.fail("A number is not one of JSON's.")
	}
	if s.peek() == '.' {
		s.pos++
		if !s.digits() {
			return s.fail("A number is not one of JSON's.")
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.pos++
		if c := s.peek(); c == '+' || c == '-' {
			s.pos++
		}
		if !s.digits() {
			return s.fail("A number is not one of JSON's.")
		}
	}
	return true
}

func (s *scanner) digits() bool {
	from := s.pos
	for s.pos < s.size && s.src[s.pos] >= '0' && s.src[s.pos] <= '9' {
		s.pos++
	}
	return s.pos > from
}
