// Package schema holds the numbered migrations, one text for both databases.
// They go forward only and are never edited once released. Five words differ
// between the databases and are written in braces: {{serial}}, a key that
// counts by itself, {{norowid}}, a table kept in the order of its key,
// {{instr}}, where in a text another begins, {{json}}, a text taken as JSON, and
// {{bytes}}, a text in the order of its bytes, whatever the database's language.
// What stands between {{sqlite}} or {{postgres}} and {{end}} is that one's alone.
package schema

import (
	"embed"
	"io/fs"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing/fstest"
)

//go:embed *.sql reads/*.sql
var files embed.FS

// Lite is the address by which SQLite opens the file of this name and no other: a
// sign that means something in an address stands for itself.
func Lite(file string) string {
	return "file:" + (&url.URL{Path: filepath.Clean(file)}).EscapedPath()
}

// Reads gives the migrations of SQLite's file of what was read.
func Reads() (fs.FS, error) { return fs.Sub(files, "reads") }

// For gives the migrations in the words of one database.
func For(postgres bool) (fs.FS, error) {
	words := strings.NewReplacer("{{serial}}", "integer primary key autoincrement", "{{norowid}}", "without rowid", "{{instr}}", "instr", "{{json}}", "", "{{bytes}}", "")
	if postgres {
		words = strings.NewReplacer("{{serial}}", "bigint generated always as identity primary key", "{{norowid}}", "", "{{instr}}", "strpos", "{{json}}", "::json", "{{bytes}}", `collate "C"`)
	}
	own, others := "sqlite", "postgres"
	if postgres {
		own, others = others, own
	}
	alone := func(text, of, keep string) string {
		return regexp.MustCompile(`(?s)\{\{`+of+`\}\}(.*?)\{\{end\}\}`).ReplaceAllString(text, keep)
	}
	out := fstest.MapFS{}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		b, err := files.ReadFile(n)
		if err != nil {
			return nil, err
		}
		out[n] = &fstest.MapFile{Data: []byte(words.Replace(alone(alone(string(b), own, "${1}"), others, "")))}
	}
	return out, nil
}
