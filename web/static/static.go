// Package static holds what the pages are dressed in: styles, the script, the
// icons and the type. Each file is served under a name that carries its hash,
// for ever, and compressed once at the start.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

//go:embed files
var files embed.FS

type asset struct {
	name, kind  string
	plain, gzip []byte
}

var (
	byURL  = map[string]*asset{}
	byName = map[string]string{}
)

// minified has scripts without what only their readers need.
var minified = minify.New()

var link = regexp.MustCompile(`url\(fonts/([^)]+)\)`)

func init() {
	minified.AddFunc("js", js.Minify)
	list, err := fs.ReadDir(files, "files")
	if err != nil {
		panic(err) // the files are part of the binary
	}
	var styles []string
	for _, f := range list {
		if f.IsDir() { // one served file of many, in the order of their names
			styles = append(styles, f.Name()+".css")
			continue
		}
		if path.Ext(f.Name()) == ".css" {
			styles = append(styles, f.Name()) // after the fonts they name
			continue
		}
		b := read(f.Name())
		if path.Ext(f.Name()) == ".js" {
			if b, err = minified.Bytes("js", b); err != nil {
				panic(err)
			}
		}
		add(f.Name(), b)
	}
	for _, name := range styles {
		add(name, link.ReplaceAllFunc(read(name), func(m []byte) []byte {
			return []byte("url(" + URL(string(link.FindSubmatch(m)[1])) + ")")
		}))
	}
}

// Scripts is how large the house's own scripts are together, uncompressed.
func Scripts() (n int) {
	for _, a := range byURL {
		if path.Ext(a.name) == ".js" {
			n += len(a.plain)
		}
	}
	return n
}

// read gives a file; a style that is a folder is its parts together.
func read(name string) (out []byte) {
	if parts, err := fs.ReadDir(files, "files/"+strings.TrimSuffix(name, ".css")); err == nil {
		for _, p := range parts {
			out = append(out, read(strings.TrimSuffix(name, ".css")+"/"+p.Name())...)
		}
		return out
	}
	b, err := files.ReadFile("files/" + name)
	if err != nil {
		panic(err)
	}
	return b
}

func add(name string, b []byte) {
	h := sha256.Sum256(b)
	ext := path.Ext(name)
	url := "/static/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(h[:6]) + ext
	a := &asset{name: name, kind: mime.TypeByExtension(ext), plain: b}
	if ext == ".woff2" {
		a.kind = "font/woff2"
	} else {
		var z bytes.Buffer
		w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
		w.Write(b)
		w.Close()
		a.gzip = z.Bytes()
	}
	byURL[url], byName[name] = a, url
}

// URL is where a file is served. A name that is not there is a fault of the
// build, and a test renders every page.
func URL(name string) string {
	u, ok := byName[name]
	if !ok {
		panic("static: there is no " + name)
	}
	return u
}

// Sent is how many bytes of a file travel.
func Sent(name string) int {
	a := byURL[URL(name)]
	if a.gzip != nil {
		return len(a.gzip)
	}
	return len(a.plain)
}

// Text is a file as it is, for a page that must stand alone.
func Text(name string) string { return string(byURL[URL(name)].plain) }

// Handler serves the files.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := byURL[r.URL.Path]
		if a == nil {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if a.gzip != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			w.Write(a.gzip)
			return
		}
		w.Write(a.plain)
	})
}
