package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// tapped counts what is read of a body.
type tapped struct {
	io.Reader
	n int
}

func (c *tapped) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

// Who guesses at a link has no document of theirs read, and is told no more than
// that it opens nothing: nobody without a link fills the disk.
func TestAGuessHasNoDocumentRead(t *testing.T) {
	s := open(t)
	for _, noun := range []string{"report", "acceptance"} {
		body := &tapped{Reader: io.MultiReader(strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"), strings.NewReader(strings.Repeat("A", 8<<20)), strings.NewReader("\r\n--b--\r\n"))}
		r := httptest.NewRequest("POST", "/a/thisisaguess/"+noun, body)
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		w := httptest.NewRecorder()
		s.web.ServeHTTP(w, r)
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "This link opens nothing") || body.n > 0 {
			t.Errorf("%s: %d, and %d bytes were read", noun, w.Code, body.n)
		}
	}
}
