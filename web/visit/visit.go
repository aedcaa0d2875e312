// Package visit is one request by one person: who they are, what they may
// send, and how they are answered. Rooms of pages list their routes in its
// terms, so that no page can be served around sign-in, limits and headers.
package visit

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"

	"referd/base/fault"
	"referd/desk"
	"referd/web/page"
)

// Visit is one request.
type Visit struct {
	W    http.ResponseWriter
	R    *http.Request
	Desk *desk.Desk
	Who  desk.Who // zero where the route is open to all
	Log  *slog.Logger
	Demo bool
	Tour func(*Visit) *page.Tour // what the demo's tour says on this page; nil outside the demo

	Doubt  Doubt
	Secure bool   // the public address is https: cookies travel only so
	Public string // the address people see
	Mail   bool   // a relay takes mail out
	From   string // where the request came from: an IP address

	Moved func(desk.Who) // tells the open pages of a session where its reader works now; may be nil
	Zones bool           // the page is of two sides with other clocks: an hour says its zone
}

// Cookie is what holds a session.
func Cookie(secure bool) string {
	if secure {
		return "__Host-referd"
	}
	return "referd-session"
}

// Enter lets the reader in by a session's token.
func (v *Visit) Enter(token string) {
	http.SetCookie(v.W, &http.Cookie{Name: Cookie(v.Secure), Value: token, Path: "/", HttpOnly: true, Secure: v.Secure, SameSite: http.SameSiteLaxMode})
}

// Route is one thing that may be asked of the pages. A route without a session
// says so; every other needs one.
type Route struct {
	Pattern string // "GET /queue", "POST /referrals/{id}/acceptance"
	Open    bool   // needs no session
	Demo    bool   // exists in the demo only
	Quiet   bool   // asked by the page itself, not by a person: the session's end is not put off
	Limit   int64  // of the body, in bytes; zero is 256 KiB
	To      func(*Visit) error
}

// Unasked reports whether an open page shows itself anew, and nobody opened it: by
// that no session goes on, and nothing is said to a person.
func (v *Visit) Unasked() bool {
	return v.R.Method == http.MethodGet && v.R.Header.Get("Sec-Fetch-Dest") == "empty"
}

// Small is the body limit of a form without files; Document how large a document
// may be; File the body limit of a form with one: what is too large, as a film of a
// telephone is, is read past, so that the words beside it come back to who typed them.
const (
	Small    = 256 << 10
	Document = 50 << 20
	File     = 4 * Document
)

// Page answers with a whole page, or not at all: it is rendered before the
// first byte leaves.
func (v *Visit) Page(status int, c templ.Component) error {
	var b bytes.Buffer
	// A reader who is gone, or whose form did not come in time, is answered too.
	if err := c.Render(context.WithoutCancel(v.R.Context()), &b); err != nil {
		return fault.E("visit.Page", fault.Broken, "", err)
	}
	h := v.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Encoding")
	out := &b
	if v.Who.User != "" {
		out = forSeat(b.Bytes(), string(v.Who.User))
	}
	if strings.Contains(v.R.Header.Get("Accept-Encoding"), "gzip") && out.Len() > 1400 {
		h.Set("Content-Encoding", "gzip")
		out = zipped(out.Bytes())
	}
	h.Set("Content-Length", strconv.Itoa(out.Len()))
	v.W.WriteHeader(status)
	if v.R.Method != http.MethodHead {
		io.Copy(v.W, out)
	}
	return nil
}

var zips = sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed); return w }}

// zipped is a page as it travels. Pages hold no secret that an answer repeats
// beside what a stranger chose, so that their length tells nothing.
func zipped(b []byte) *bytes.Buffer {
	out := bytes.NewBuffer(make([]byte, 0, len(b)/4))
	w := zips.Get().(*gzip.Writer)
	defer zips.Put(w)
	w.Reset(out)
	w.Write(b)
	w.Close()
	return out
}

// Go sends the reader to another page of the house after an act (303).
func (v *Visit) Go(to string) error {
	http.Redirect(v.W, v.R, to, http.StatusSeeOther)
	return nil
}

// Form gives what was typed. A body over the route's limit, or one that is no
// form, is a fault in words for the person.
func (v *Visit) Form() (url.Values, error) {
	const op = "visit.Form"
	var err error
	if isMultipart(v.R) {
		err = v.R.ParseMultipartForm(1 << 20)
		if err == nil && len(v.R.PostForm)+len(v.R.MultipartForm.File) == 0 {
			err = io.ErrUnexpectedEOF // cut off in its first part, which the reader takes for none
		}
	} else {
		if kind, _, _ := mime.ParseMediaType(v.R.Header.Get("Content-Type")); kind != "application/x-www-form-urlencoded" && v.R.ContentLength != 0 {
			return nil, fault.E(op, fault.Invalid, "That is not a form this page can read. Nothing was changed. Go back and press the button there.", nil)
		}
		err = v.R.ParseForm()
	}
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &tooBig):
		limit := "The limit is 50 MB for a document."
		if tooBig.Limit < File {
			limit = fmt.Sprintf("This form takes %d KB of words at most: write it shorter.", tooBig.Limit>>10)
		}
		return nil, fault.E(op, fault.Invalid, "What you sent is too large. "+limit, err)
	case errors.Is(err, syscall.ENOSPC):
		return nil, fault.E(op, fault.Busy, "There is no room for a document just now. Nothing was changed. Try again later, or without it.", err)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, fault.E(op, fault.Busy, "The form did not come in time: the line is slow. Nothing was changed. Go back, your text is still there, and try again.", err)
	case err != nil:
		return nil, fault.E(op, fault.Invalid, "The form could not be read. Go back, your text is still there, and try again.", err)
	}
	clean(v.R.PostForm)
	for name, list := range v.R.PostForm {
		for _, x := range append(list, name) {
			if !utf8.ValidString(x) || strings.ContainsRune(x, 0) {
				return nil, fault.E(op, fault.Invalid, "The form holds letters that cannot be told. Nothing was changed. Go back, your text is still there, and type them again.", nil)
			}
		}
	}
	return v.R.PostForm, v.seated()
}

// File gives an uploaded file's bytes and what the sender called it; ok is
// false when none was chosen.
func (v *Visit) File(field string) (name string, data []byte, ok bool, err error) {
	if v.R.MultipartForm == nil || len(v.R.MultipartForm.File[field]) == 0 {
		return "", nil, false, nil
	}
	head := v.R.MultipartForm.File[field][0]
	data, err = read(field, head)
	return head.Filename, data, err == nil, err
}

// Upload is a file that came with a form, and what the sender called it.
type Upload struct {
	Name string
	Data []byte
}

// Files gives each file that was chosen in a field that takes several.
func (v *Visit) Files(field string) (out []Upload, err error) {
	if v.R.MultipartForm == nil {
		return nil, nil
	}
	heads := v.R.MultipartForm.File[field]
	for _, head := range heads {
		data, err := read(field, head)
		switch {
		case err != nil && len(heads) > 1: // which of them
			return nil, fault.About("visit.Files", field, fault.Invalid, head.Filename+": "+fault.Public(err))
		case err != nil:
			return nil, err
		}
		out = append(out, Upload{head.Filename, data})
	}
	return out, nil
}

func read(field string, head *multipart.FileHeader) ([]byte, error) {
	if head.Size > Document {
		return nil, fault.About("visit.File", field, fault.Invalid, "The file is larger than 50 MB.")
	}
	f, err := head.Open()
	if err != nil {
		return nil, fault.E("visit.File", fault.Invalid, "The file could not be read. Choose it again.", err)
	}
	defer f.Close()
	return io.ReadAll(f)
}

func isMultipart(r *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return kind == "multipart/form-data"
}

// Zone is the reader's time zone.
func (v *Visit) Zone() *time.Location {
	if v.Who.Zone != nil {
		return v.Who.Zone
	}
	return time.UTC
}
