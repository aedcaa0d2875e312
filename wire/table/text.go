package table

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// openText reads delimited text. Its letters are UTF-8, with or without a byte
// order mark, UTF-16, or Windows-1252, which is what an old program writes. A
// file may hold both of the last: somebody pasted two together. So a cell that
// is not UTF-8 is read as Windows-1252, and the others are as they are.
func openText(body io.ReaderAt, size int64) (*Table, error) {
	letters, r, err := decoded(body, size)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(64 << 10)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return nil, invalid("The file could not be read to its end.")
	}
	p := &delimited{in: in}
	t := &Table{next: p.next}
	if first, _, _ := bytes.Cut(head, []byte("\n")); len(bytes.TrimSpace(first)) == 5 && bytes.HasPrefix(first, []byte("sep=")) {
		p.by = first[4] // a spreadsheet's own word for it: a row of the file, and none of the list
		if _, err := p.next(); err != nil {
			return nil, err
		}
		t.n = 1
	} else {
		p.by = delimiter(head)
	}
	t.Format = "CSV, " + map[byte]string{',': "commas", ';': "semicolons", '\t': "tabs", '|': "bars"}[p.by] + ", " + letters
	return t, nil
}

// decoded says in which letters a file is written, and gives it without its
// byte order mark; of what is eight bits wide the cells are read one by one.
func decoded(body io.ReaderAt, size int64) (letters string, r io.Reader, err error) {
	head := make([]byte, min(size, 4096))
	body.ReadAt(head, 0)
	all := io.NewSectionReader(body, 0, size)
	wide := func(order unicode.Endianness) (string, io.Reader, error) {
		return "UTF-16", transform.NewReader(all, unicode.UTF16(order, unicode.UseBOM).NewDecoder()), nil
	}
	if bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")) || bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")) {
		return "", nil, invalid("The file is written in UTF-32. Save it as UTF-8.")
	}
	switch even, odd := nuls(head); {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), odd > len(head)/8 && even == 0:
		return wide(unicode.LittleEndian)
	case bytes.HasPrefix(head, []byte("\xfe\xff")), even > len(head)/8 && odd == 0:
		return wide(unicode.BigEndian)
	case even+odd > 0:
		return "", nil, invalid("This is no list of text, nor a spreadsheet. Save it as XLSX or CSV.")
	}
	marked := bytes.HasPrefix(head, []byte("\xef\xbb\xbf"))
	long, wrong := census(all)
	all.Seek(0, io.SeekStart)
	if marked {
		all.Seek(3, io.SeekStart)
	}
	switch {
	case wrong == 0:
		return "UTF-8", all, nil
	case long > 0 && !marked:
		return "UTF-8 and Windows-1252 mixed", all, nil
	}
	return "Windows-1252", all, nil
}

// nuls counts the zeros at even and at odd places: every second byte of Latin
// letters in UTF-16 is one.
func nuls(b []byte) (even, odd int) {
	for i, c := range b {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	return even, odd
}

// census counts the letters of several bytes that are UTF-8, and the bytes that
// are not.
func census(r io.Reader) (long, wrong int) {
	in := bufio.NewReaderSize(r, 64<<10)
	for {
		c, n, err := in.ReadRune()
		switch {
		case err != nil:
			return long, wrong
		case c == utf8.RuneError && n == 1:
			wrong++
		case n > 1:
			long++
		}
	}
}

// letter is a cell in UTF-8.
func letter(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(out)
}
