package store_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"referd/store"
)

// A house whose records have to be made findable anew starts with the memory a
// connection has, however many they are: here with a quarter of it.
func TestManyAreMadeFindableInLittleMemory(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "referd.db")
	o := store.Options{DSN: file, Dir: dir, Read: 1}
	db, err := store.Open(t.Context(), o)
	must(t, err)
	must(t, db.Close())
	raw, err := sql.Open("sqlite3", "file:"+file)
	must(t, err)
	defer raw.Close()
	_, err = raw.Exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 60000)
		insert into patients (id, org, family, given, born, sex, phones, active, body, email, postal)
		select printf('p%019d', i), 'home', '', '', '', '', '', true, cast(json_object('Name', json_object('Family', 'Family' || i, 'Given', json_array('Ana' || i, 'Bea' || i, 'Cleo' || i, 'Dora' || i))) as blob), '', '' from n`)
	must(t, err)
	_, err = raw.Exec("delete from made")
	must(t, err)
	db, err = store.Open(sqlite3.WithMaxMemory(t.Context(), 64<<20), o)
	must(t, err)
	defer db.Close()
	var n int
	must(t, raw.QueryRow("select count(distinct patient) from found where key like 'family% dora%' or key like 'dora% family%'").Scan(&n))
	if n != 60_000 {
		t.Errorf("%d can be found", n)
	}
}
