package chart

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// most is how large a document may be.
const most = 50 << 20

// kinds are the contents that are taken, as they are sniffed from the bytes,
// with the endings they go by.
var kinds = map[string][]string{
	"application/pdf": {".pdf"}, "image/png": {".png"}, "image/jpeg": {".jpg", ".jpeg"}, "image/tiff": {".tif", ".tiff"},
	"text/plain": {".txt", ".text", ".md", ".csv", ".log"}, "application/xml": {".xml", ".cda"},
}

// others are endings that promise something else.
var others = []string{".exe", ".dll", ".js", ".html", ".htm", ".svg", ".zip", ".docx", ".doc", ".rtf", ".bat", ".cmd", ".com", ".ps1", ".sh", ".msi", ".jar", ".gz", ".7z", ".rar", ".gif", ".webp", ".heic", ".dcm"}

// also are other names of the kinds that are taken.
var also = map[string]string{"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "application/x-pdf": "application/pdf", "image/tif": "image/tiff", "text/xml": "application/xml", "application/hl7-v3+xml": "application/xml", "application/cda+xml": "application/xml",
	"text/csv": "text/plain", "text/markdown": "text/plain"}

// sniff reads what a file is from its bytes. trouble says in words why it may
// not be shown as it is. It faults with Invalid when there is nothing, too
// much, or something else than the name or the sender says.
func sniff(f File) (media, trouble string, err error) {
	switch {
	case len(f.Data) == 0:
		return "", "", invalid("The file is empty.")
	case len(f.Data) > most:
		return "", "", invalid("The file is larger than 50 MB.")
	}
	media, trouble = content(f.Data)
	if says, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(f.Claimed)), ";"); says != "" {
		says = strings.TrimSpace(says)
		if other, ok := also[says]; ok {
			says = other
		}
		if _, taken := kinds[says]; taken && says != media {
			return "", "", invalid("It is said to be " + says + "; the content is " + media + ". Send it under its right kind.")
		}
	}
	if dot := strings.LastIndexByte(f.Name, '.'); dot >= 0 {
		end := strings.ToLower(f.Name[dot:])
		if mine := kinds[media]; trouble == "" && !slices.Contains(mine, end) && promises(end) {
			return "", "", invalid("The name says " + end + ", the content is " + media + ". Save it again under its right kind.")
		}
	}
	return media, trouble, nil
}

// promises reports whether an ending says what a file is.
func promises(end string) bool {
	for _, list := range kinds {
		if slices.Contains(list, end) {
			return true
		}
	}
	return slices.Contains(others, end)
}

const instead = " Send a PDF, a picture or plain text."

// content is what bytes are, and what is wrong with them.
func content(b []byte) (media, trouble string) {
	starts := func(s string) bool { return bytes.HasPrefix(b, []byte(s)) }
	media, _, _ = strings.Cut(http.DetectContentType(b), ";")
	switch {
	case starts("%PDF-"):
		return media, inPDF(b)
	case starts("II*\x00"), starts("MM\x00*"):
		return "image/tiff", twofold(b)
	case media == "image/png", media == "image/jpeg":
		return media, inPicture(b)
	case starts("MZ"), starts("\x7fELF"), starts("#!"), starts("\xca\xfe\xba\xbe"), starts("\xcf\xfa\xed\xfe"):
		return "application/octet-stream", "This is a program, not a document."
	case starts("PK\x03\x04") && bytes.Contains(b[:min(len(b), 4096)], []byte("word/")), starts("\xd0\xcf\x11\xe0"), starts(`{\rtf`):
		return media, "This is a file of a word processor. Save it as a PDF and send that."
	case media == "application/zip", media == "application/x-gzip", media == "application/x-rar-compressed", starts("7z\xbc\xaf"):
		return media, "This is an archive. Send each document by itself."
	case media == "text/html", media == "text/xml", media == "text/plain":
		if t := twofold(b); t != "" {
			return media, t
		}
		return written(media, b)
	}
	return media, "This kind of file is not taken (" + media + ")." + instead
}

// inXML says why a clinical document may not be shown as it is: one brings no
// definitions of its own, which may pull in other files, and no script however
// far down.
func inXML(b []byte) string {
	b = bytes.ToLower(b)
	switch {
	case bytes.Contains(b, []byte("<!doctype")):
		return "This document brings definitions of its own (DOCTYPE)." + instead
	case bytes.Contains(b, []byte("<script")), bytes.Contains(b, []byte(":script")), bytes.Contains(b, []byte("javascript:")):
		return "This file carries a script." + instead
	}
	return ""
}

// written looks at what can be read as text: a page or a drawing may carry a
// script, a clinical document (HL7 CDA) may not.
func written(media string, b []byte) (string, string) {
	low := strings.ToLower(string(b[:min(len(b), 64<<10)]))
	script := strings.Contains(low, "<script") || strings.Contains(low, "javascript:")
	switch {
	case media == "text/html", strings.Contains(low, "<!doctype html"), strings.Contains(low, "<html"):
		return "text/html", "This is a web page, which may carry a script." + instead
	case strings.Contains(low, "<svg"):
		return "image/svg+xml", "This is a drawing that may carry a script." + instead
	case script:
		return media, "This file carries a script." + instead
	case strings.Contains(low, "<clinicaldocument"):
		return "application/xml", inXML(b)
	case media == "text/xml":
		return "application/xml", "This is data for a program, not a document." + instead
	case !utf8.Valid(b):
		return media, "This text is in letters that cannot be told. Save it as UTF-8, or as a PDF."
	}
	return media, ""
}
