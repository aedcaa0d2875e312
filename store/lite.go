package store

import (
	"fmt"
	"reflect"

	"github.com/ncruces/go-sqlite3"
)

// SQLite is asked through its own interface, not through database/sql: a
// question of the house is a few rows in the same process, and half its time
// went into carrying them through the general one.

// liteStmt is the statement for a text, prepared once a connection.
func (s *session) liteStmt(q string) (*sqlite3.Stmt, error) {
	if st := s.lites[q]; st != nil {
		return st, nil
	}
	s.moves = false
	st, _, err := s.lite.PrepareFlags(q, sqlite3.PREPARE_PERSISTENT)
	if err != nil {
		return nil, err
	}
	if s.moves {
		s.moving[q] = true
	}
	if len(s.lites) > manyTexts {
		for k, old := range s.lites {
			if !old.Busy() {
				old.Close()
				delete(s.lites, k)
				break
			}
		}
	}
	s.lites[q] = st
	return st, nil
}

func (s *session) liteExec(q string, args []any) (int64, error) {
	st, err := s.liteBound(q, args)
	if err != nil {
		return 0, err
	}
	err = st.Exec()
	for _, a := range args {
		if _, large := a.([]byte); large {
			st.ClearBindings() // a statement must not keep a document until it is asked again
			break
		}
	}
	return s.lite.Changes(), err
}

// liteEach runs f for every row, at most so many.
func (s *session) liteEach(q string, args []any, most int, f func(scan func(...any) error) error) (err error) {
	st, err := s.liteBound(q, args)
	if err != nil {
		return err
	}
	defer st.Reset()
	scan := func(into ...any) error { return columns(st, into) }
	for n := 0; n != most && st.Step(); n++ {
		if err := f(scan); err != nil {
			return err
		}
	}
	return st.Err()
}

// inLists are the tables that lists are made of and counted by (Queue).
var inLists = map[string]bool{"referrals": true, "owed": true, "relations": true, "asides": true, "pins": true, "patients": true}

// watch has SQLite itself say which statements write what lists are made of.
func (s *session) watch() error {
	s.moving = map[string]bool{}
	return s.lite.SetAuthorizer(func(action sqlite3.AuthorizerActionCode, table, _, _, _ string) sqlite3.AuthorizerReturnCode {
		switch action {
		case sqlite3.AUTH_INSERT, sqlite3.AUTH_UPDATE, sqlite3.AUTH_DELETE:
			s.moves = s.moves || inLists[table]
		}
		return sqlite3.AUTH_OK
	})
}

func (s *session) liteBound(q string, args []any) (*sqlite3.Stmt, error) {
	st, err := s.liteStmt(q)
	if err != nil {
		return nil, err
	}
	s.moved = s.moved || s.moving[q]
	for i, a := range args {
		if err := bind(st, i+1, a); err != nil {
			return nil, err
		}
	}
	return st, nil
}

func bind(st *sqlite3.Stmt, i int, a any) error {
	switch x := a.(type) {
	case nil:
		return st.BindNull(i)
	case string:
		return st.BindText(i, x)
	case int64:
		return st.BindInt64(i, x)
	case int:
		return st.BindInt64(i, int64(x))
	case []byte:
		if x == nil {
			return st.BindNull(i)
		}
		return st.BindBlob(i, x)
	}
	return fmt.Errorf("store: %T is no value of a table", a)
}

// columns reads a row: texts of any named kind, whole numbers, bytes, and
// numbers that may be missing.
func columns(st *sqlite3.Stmt, into []any) error {
	for i, p := range into {
		switch x := p.(type) {
		case *string:
			*x = st.ColumnText(i)
		case *int64:
			*x = st.ColumnInt64(i)
		case *int:
			*x = int(st.ColumnInt64(i))
		case **int64:
			if *x = nil; st.ColumnType(i) != sqlite3.NULL {
				n := st.ColumnInt64(i)
				*x = &n
			}
		case *[]byte:
			if *x = nil; st.ColumnType(i) != sqlite3.NULL {
				*x = st.ColumnBlob(i, []byte{})
			}
		default:
			v := reflect.ValueOf(p)
			if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.String {
				return fmt.Errorf("store: a column cannot be read into %T", p)
			}
			v.Elem().SetString(st.ColumnText(i))
		}
	}
	return st.Err()
}
