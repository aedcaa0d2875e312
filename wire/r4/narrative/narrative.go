// Package narrative holds the text of a resource against the little of XHTML
// that FHIR allows.
package narrative

import (
	"bytes"
	"html"
	"strings"
)

// Wrong says what is wrong with the div of a Narrative; empty when nothing
// is. It is well-formed XHTML of the elements R4 allows (Narrative, txt-1), and
// holds nothing active: no script, no form, no handler, no address that runs.
// That it says something (txt-2) is not asked: some of FHIR's own examples do not.
func Wrong(b []byte) string {
	x := xhtml{b: bytes.TrimSpace(b)}
	if !bytes.HasPrefix(x.b, []byte("<div")) {
		return "A narrative is one div element."
	}
	for x.pos < len(x.b) && x.words == "" {
		x.next()
	}
	switch {
	case x.words != "":
		return x.words
	case len(x.open) > 0:
		return "The XHTML is cut short: an element is not closed."
	}
	return ""
}

type xhtml struct {
	b     []byte
	pos   int
	open  []string
	done  bool   // the first div is closed
	words string // what is wrong
}

func (x *xhtml) next() {
	rest := x.b[x.pos:]
	switch {
	case rest[0] != '<':
		n := bytes.IndexByte(rest, '<')
		if n < 0 {
			n = len(rest)
		}
		x.text(rest[:n])
		x.pos += n
	case bytes.HasPrefix(rest, []byte("<!--")):
		n := bytes.Index(rest[4:], []byte("-->"))
		if n < 0 {
			x.words = "The XHTML is cut short: a comment is not closed."
			return
		}
		x.pos += n + 7
	case len(rest) > 1 && (rest[1] == '!' || rest[1] == '?'):
		x.words = "A narrative holds no declarations or processing instructions."
	case len(rest) > 1 && rest[1] == '/':
		x.close(rest)
	default:
		x.element(rest)
	}
}

// text looks at what stands between tags.
func (x *xhtml) text(b []byte) {
	if len(bytes.TrimSpace(b)) == 0 {
		return
	}
	if len(x.open) == 0 {
		x.words = "There is text outside the narrative's div."
		return
	}
	x.entities(b)
}

// entities looks that every & begins one.
func (x *xhtml) entities(b []byte) {
	for {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			return
		}
		b = b[i+1:]
		n := bytes.IndexByte(b, ';')
		if n < 1 || n > 12 || bytes.ContainsAny(b[:n], " <&\t\r\n") {
			x.words = "An & in XHTML is written &amp;."
			return
		}
		b = b[n+1:]
	}
}

func (x *xhtml) close(rest []byte) {
	n := bytes.IndexByte(rest, '>')
	if n < 0 {
		x.words = "The XHTML is cut short: a tag is not closed."
		return
	}
	name := strings.TrimSpace(string(rest[2:n]))
	if len(x.open) == 0 || x.open[len(x.open)-1] != name {
		x.words = "The XHTML is not well formed: an end tag closes another element."
		return
	}
	x.open = x.open[:len(x.open)-1]
	x.done = len(x.open) == 0
	x.pos += n + 1
}

func (x *xhtml) element(rest []byte) {
	n := 1
	for n < len(rest) && !isSpace(rest[n]) && rest[n] != '>' && rest[n] != '/' && rest[n] != '<' {
		n++
	}
	name := string(rest[1:n])
	switch {
	case x.done:
		x.words = "A narrative is one div element, and there is more behind it."
	case !allowed[name]:
		x.words = "A narrative holds text, tables, lists, links and images only: an element here is not allowed (R4, txt-1)."
	case len(x.open) >= 200:
		x.words = "The XHTML is nested too deep."
	}
	if x.words != "" {
		return
	}
	x.pos += n
	closed := x.attributes()
	if !closed && x.words == "" {
		x.open = append(x.open, name)
	} else if closed && len(x.open) == 0 {
		x.done = true
	}
}

// attributes reads to the end of a tag; closed when it ends in />.
func (x *xhtml) attributes() (closed bool) {
	for x.words == "" {
		for x.pos < len(x.b) && isSpace(x.b[x.pos]) {
			x.pos++
		}
		rest := x.b[x.pos:]
		switch {
		case len(rest) == 0:
			x.words = "The XHTML is cut short: a tag is not closed."
		case rest[0] == '>':
			x.pos++
			return false
		case bytes.HasPrefix(rest, []byte("/>")):
			x.pos += 2
			return true
		default:
			x.attribute(rest)
		}
	}
	return false
}

func (x *xhtml) attribute(rest []byte) {
	eq := bytes.IndexByte(rest, '=')
	if eq < 1 || bytes.ContainsAny(rest[:eq], "<>/\"'&") {
		x.words = "The XHTML is not well formed: an attribute has no value."
		return
	}
	name := strings.ToLower(strings.TrimSpace(string(rest[:eq])))
	v := bytes.TrimLeft(rest[eq+1:], " \t\r\n")
	if len(v) == 0 || v[0] != '"' && v[0] != '\'' {
		x.words = "The XHTML is not well formed: an attribute's value has no quotes."
		return
	}
	n := bytes.IndexByte(v[1:], v[0])
	if n < 0 || bytes.IndexByte(v[1:1+n], '<') >= 0 {
		x.words = "The XHTML is not well formed: an attribute's value is not closed."
		return
	}
	value := v[1 : 1+n]
	x.entities(value)
	x.pos = len(x.b) - len(v) + n + 2
	_, local, _ := strings.Cut(name, ":")
	switch {
	case strings.HasPrefix(name, "on") || strings.HasPrefix(local, "on"), name == "formaction" || name == "srcdoc":
		x.words = "A narrative holds nothing that runs: an attribute here is a handler."
	case name == "href" || local == "href" || name == "src" || name == "background" || name == "cite" || name == "longdesc":
		if runs(value) {
			x.words = "A narrative holds nothing that runs: an address here is a script."
		}
	case name == "style" && hostile(value):
		x.words = "A narrative holds nothing that runs: a style here loads or runs something."
	}
}

// allowed are the elements of a narrative: HTML 4.0 chapters 7 to 11 (but
// section 4 of chapter 9) and 15, and a, img and map (R4, Narrative).
var allowed = set(`div p br h1 h2 h3 h4 h5 h6 a span b em i strong small big tt dfn q var abbr acronym cite blockquote hr address
	bdo kbd sub sup ul ol li dl dt dd pre table caption colgroup col thead tr tfoot tbody th td code samp img map area
	u s strike del ins font center`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// scheme is an address without what a browser skips before reading its scheme.
func scheme(v []byte) string {
	s := strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, unentity(string(v)))
	head, _, ok := strings.Cut(strings.ToLower(s), ":")
	if !ok || strings.ContainsAny(head, "/?#") {
		return ""
	}
	if head == "data" && strings.HasPrefix(strings.ToLower(s), "data:image/") && !strings.HasPrefix(strings.ToLower(s), "data:image/svg") {
		return ""
	}
	return head
}

// runs is whether following the address could run something.
func runs(v []byte) bool {
	switch scheme(v) {
	case "javascript", "vbscript", "livescript", "data", "blob", "filesystem":
		return true
	}
	return false
}

func hostile(v []byte) bool {
	s := strings.ToLower(unentity(string(v)))
	s = strings.NewReplacer("\\", "", "/*", "", "*/", "").Replace(s)
	for _, w := range []string{"expression(", "javascript:", "vbscript:", "behavior:", "-moz-binding", "@import"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// unentity undoes the entities that could hide an address's scheme.
func unentity(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return html.UnescapeString(s)
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }
