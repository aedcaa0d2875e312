// Package archive writes a whole house to one sealed file, while it works, and
// brings it back: into an empty house, on either database, of this version or a
// later one.
//
// The file is age (https://age-encryption.org/v1) around zstd around tar. In it,
// in this order: referd.json, the format and the schema; key, the installation's
// key; tables/NAME/N.ndjson, the rows, of which the first line names the columns;
// vault/ID, the large documents as they lie there, sealed; manifest.json, how
// much there must be. A value that is not a whole number, a text or nothing is
// {"b": base64}; a text that is no UTF-8 is {"t": base64}.
package archive

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"time"
)

// House is where a house lives, as its settings have it.
type House struct {
	DSN   string // a SQLite file, or postgres://…
	Dir   string // where the key lives
	Vault string // where large documents live
}

func (h House) pg() bool        { return strings.HasPrefix(h.DSN, "postgres") }
func (h House) key() string     { return filepath.Join(h.Dir, "key") }
func (h House) readsOf() string { return strings.TrimSuffix(h.DSN, ".db") + ".reads.db" }

// Manifest says what is in an archive.
type Manifest struct {
	Format    int              `json:"format"`
	Schema    int64            `json:"schema"` // the newest migration of the database
	Made      time.Time        `json:"made"`
	Rows      map[string]int64 `json:"rows,omitempty"`
	Documents int64            `json:"documents"` // in the vault
}

// All is how many rows there are.
func (m Manifest) All() (n int64) {
	for _, rows := range m.Rows {
		n += rows
	}
	return n
}

const (
	format    = 1
	nameHead  = "referd.json"
	nameKey   = "key"
	nameEnd   = "manifest.json"
	dirTables = "tables/"
	dirVault  = "vault/"
)

// part is how many bytes of rows are one file of the archive; a row is never cut.
const part = 4 << 20

// largest is how long one file of an archive may be: a part and its last row, or
// a document, with room for the largest of either.
const largest = 512 << 20

func decode(b []byte, into any) error {
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.DisallowUnknownFields()
	return d.Decode(into)
}
