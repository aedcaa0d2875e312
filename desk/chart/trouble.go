package chart

import (
	"bytes"
	"image"
	_ "image/jpeg" // their sizes are read, never their pixels
	_ "image/png"
)

// inPDF says why a PDF may not be shown as it is. Such a one is held rather
// than refused: many an honest form carries a program, and a person can look.
func inPDF(b []byte) string {
	p := scanned(b)
	switch {
	case p.danger != "":
		return "This PDF carries " + p.danger + ". Print it to a new PDF and send that."
	case p.locked:
		return "This PDF is locked with a password, so that nobody can check it. Send it without."
	}
	return twofold(b)
}

// pixels is how large a picture may be when it is opened: a few bytes may ask
// for gigabytes of memory.
const pixels = 200 << 20

func inPicture(b []byte) string {
	c, _, err := image.DecodeConfig(bytes.NewReader(b))
	switch {
	case err != nil:
		return "This picture is damaged. Make it again, or send a PDF."
	case c.Width*c.Height > pixels:
		return "This picture is too large to open safely. Make it smaller and send that."
	}
	return twofold(b)
}

// twofold says that a file is another kind as well (a polyglot): a PDF that
// begins later than its first byte, as readers allow within 1,024 (ISO 32000-1,
// annex H, note 13), or an archive, which is read from its end (APPNOTE 4.3.16).
func twofold(b []byte) string {
	if i := bytes.Index(b[:min(len(b), 1024+5)], []byte("%PDF-")); i > 0 {
		return "This file is a PDF as well as what it seems. Make it again and send that."
	}
	if tail := b[max(0, len(b)-(64<<10)-22):]; bytes.Contains(tail, []byte("PK\x05\x06")) && bytes.Contains(b, []byte("PK\x01\x02")) {
		return "This file is an archive as well as what it seems. Make it again and send that."
	}
	return ""
}
