package chart

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
)

// A PDF is objects, some of which carry a stream between the words stream and
// endstream, mostly deflated (ISO 32000-1, 7.3.8). Programs are named in
// dictionaries, which lie open or in a stream of objects (7.5.7); text is
// shown by the operators Tj and TJ of page streams (9.4.3). This reads both
// without following references: enough to see a program and a name, not to
// show a page. What is encrypted, or set in glyphs without letters, stays unread.
type pdf struct {
	text   string
	danger string // what it carries that no paper does
	locked bool   // encrypted: its text cannot be read
}

// Bounds: a document may not cost more to look at than to keep.
const (
	mostStreams = 5_000
	mostOfOne   = 1 << 20
	mostOfAll   = 16 << 20
)

func scanned(data []byte) (p pdf) {
	var text strings.Builder
	spent, packed := 0, 0 // what was opened, of pages and of objects
	outside := func(b []byte) {
		b = plain(b)
		if p.danger == "" {
			p.danger = carries(b)
		}
		p.locked = p.locked || bytes.Contains(b, []byte("/Encrypt"))
	}
	for n := 0; n < mostStreams; n++ {
		i := bytes.Index(data, []byte("stream"))
		if i < 0 {
			break
		}
		outside(data[:i])
		before := plain(data[:i]) // since the stream before
		dict := before
		if o := bytes.LastIndex(dict, []byte("obj")); o >= 0 {
			dict = dict[o:]
		}
		start := i + len("stream")
		for _, c := range []byte("\r\n") { // its line ends with either or both
			if start < len(data) && data[start] == c {
				start++
			}
		}
		end := bytes.Index(data[start:], []byte("endstream"))
		if end < 0 {
			end = len(data) - start
		}
		body := data[start : start+end]
		if p.danger == "" { // whatever is called a stream may be none: a comment begins with that word, too
			p.danger = named(plain(body), loud)
		}
		if bytes.Contains(before, []byte("/ObjStm")) {
			in, whole := objects(before, body, mostOfAll-packed)
			if packed += len(in); !whole && p.danger == "" {
				p.danger = hidden
			}
			outside(in)
		} else if in := opened(dict, body, mostOfAll-spent); text.Len() < read {
			spent += len(in)
			if p.danger == "" {
				p.danger = named(plain(in), loud)
			}
			shown(in, &text)
		}
		data = data[min(len(data), start+end+len("endstream")):]
	}
	outside(data)
	if p.danger == "" && bytes.Contains(plain(data), []byte("/ObjStm")) { // more streams than are looked at
		p.danger = hidden
	}
	if !p.locked {
		p.text = text.String()
	}
	return p
}

// plain writes names without their escapes: /J#61vaScript is /JavaScript (7.3.5).
func plain(b []byte) []byte {
	if bytes.IndexByte(b, '#') < 0 {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '#' && i+2 < len(b) {
			if c, err := hex.DecodeString(string(b[i+1 : i+3])); err == nil {
				out = append(out, c[0])
				i += 2
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}

// carries says what a dictionary names that no paper has. A list of embedded
// files that is empty, as some writers always leave, is none: a file is a
// stream of that type, or a specification with EF (7.11.3, 7.11.4).
func carries(b []byte) string { return cmp.Or(named(b, loud), named(b, terse)) }

// loud are names that no bytes spell by chance; terse are others.
var (
	loud  = [][2]string{{"/JavaScript", "a program"}, {"/Launch", "a program to start"}, {"/EmbeddedFile", "another file"}, {"/RichMedia", "a film or a program"}, {"/SubmitForm", "a form that sends itself"}, {"/ImportData", "a form that fills itself"}}
	terse = [][2]string{{"/EF", "another file"}, {"/XFA", "a form with programs"}, {"/GoToR", "a way to a file elsewhere"}}
)

// hidden is what cannot be looked through.
const hidden = "objects that cannot be read here"

func named(b []byte, names [][2]string) string {
	for _, x := range names {
		if has(b, x[0]) {
			return x[1]
		}
	}
	return ""
}

// has reports whether a name stands in a dictionary, whole.
func has(b []byte, name string) bool {
	for {
		i := bytes.Index(b, []byte(name))
		if i < 0 {
			return false
		}
		b = b[i+len(name):]
		if len(b) == 0 || !letter(b[0]) {
			return true
		}
	}
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' }

// objects opens a stream of objects; whole is false when it is packed in a way
// that is not read here, or is larger than is read.
func objects(dict, body []byte, left int) (in []byte, whole bool) {
	for _, x := range []string{"/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL", "/Crypt", "/Predictor"} {
		if has(dict, x) {
			return nil, false
		}
	}
	in = opened(dict, body, left)
	return in, len(in) > 0 && len(in) < min(left, mostOfOne)
}

// opened is a stream's content; pictures and fonts are left alone.
func opened(dict, body []byte, left int) []byte {
	for _, x := range []string{"/Image", "/Length1", "/FontFile", "/XRef", "/DecodeParms"} {
		if bytes.Contains(dict, []byte(x)) && !bytes.Contains(dict, []byte("/ObjStm")) {
			return nil
		}
	}
	limit := int64(max(0, min(left, mostOfOne)))
	switch {
	case bytes.Contains(dict, []byte("/FlateDecode")), has(dict, "/Fl"):
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil
		}
		out, _ := io.ReadAll(io.LimitReader(z, limit)) // what came before a fault is read
		return out
	case bytes.Contains(dict, []byte("/Filter")):
		return nil
	}
	return body[:min(int64(len(body)), limit)]
}

// shown appends what a page stream shows.
func shown(b []byte, out *strings.Builder) {
	if !bytes.Contains(b, []byte("Tj")) && !bytes.Contains(b, []byte("TJ")) {
		return
	}
	var line strings.Builder // strings waiting for their operator
	for i := 0; i < len(b) && out.Len() < read; {
		switch c := b[i]; {
		case c == '(':
			i = literal(b, i+1, &line)
		case c == '<' && i+1 < len(b) && b[i+1] != '<':
			end := bytes.IndexByte(b[i:], '>')
			if end < 0 {
				return
			}
			if raw, err := hex.DecodeString(string(bytes.Join(bytes.Fields(b[i+1:i+end]), nil))); err == nil {
				latin(raw, &line)
			}
			i += end + 1
		case bytes.IndexByte([]byte(" \t\r\n[]<>/{}%)"), c) >= 0:
			i++
		default:
			end := i + 1
			for end < len(b) && bytes.IndexByte([]byte(" \t\r\n[]<>/{}%()"), b[end]) < 0 {
				end++
			}
			operator(string(b[i:end]), &line, out)
			i = end
		}
	}
}

func operator(word string, line, out *strings.Builder) {
	switch word {
	case "Tj", "TJ", "'", "\"":
		out.WriteString(line.String())
		line.Reset()
	case "Td", "TD", "T*", "Tm", "ET":
		out.WriteByte('\n')
		line.Reset()
	default:
		if n, err := strconv.ParseFloat(word, 64); err == nil && n < -180 { // a gap as wide as a space
			line.WriteByte(' ')
		}
	}
}

// literal reads a string in brackets (7.3.4.2) and gives where it ends.
func literal(b []byte, i int, out *strings.Builder) int {
	var raw []byte
	for depth := 1; i < len(b); i++ {
		c := b[i]
		switch {
		case c == '\\' && i+1 < len(b):
			i++
			switch b[i] {
			case 'n', 'r', 't':
				raw = append(raw, ' ')
			case '\r', '\n':
			default:
				n := 0
				for n < 3 && i+n < len(b) && b[i+n] >= '0' && b[i+n] <= '7' {
					n++
				}
				if n == 0 {
					raw = append(raw, b[i])
					break
				}
				v, _ := strconv.ParseUint(string(b[i:i+n]), 8, 16)
				raw = append(raw, byte(v))
				i += n - 1
			}
			continue
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				latin(raw, out)
				return i + 1
			}
		}
		raw = append(raw, c)
	}
	latin(raw, out)
	return i
}

// latin reads bytes as the simple fonts of the West do, near enough for names.
func latin(raw []byte, out *strings.Builder) {
	for _, c := range raw {
		if c >= ' ' && c < 0x7f || c >= 0xa0 {
			out.WriteRune(rune(c))
		}
	}
}
