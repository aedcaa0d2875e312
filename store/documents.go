package store

import (
	"crypto/rand"
	"encoding/json"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
)

// small is the size up to which a document is a row in the commit that makes it.
const small = 64 << 10

// PutDocument keeps bytes under a key of their own, wrapped by the
// installation's. Up to 64 KiB are a row of this commit; larger ones are a file
// that is durable before the row that names it.
func (tx *Tx) PutDocument(d chart.Document, of referral.ID, data []byte) error {
	const op = "store.PutDocument"
	place, wrapped, sealed, err := tx.db.sealed(&d, data)
	if err != nil {
		return broken(op, err)
	}
	if err := tx.putDocumentRow(d, of, place, wrapped); err != nil {
		return broken(op, err)
	}
	if place == "row" {
		_, err = tx.s.exec("insert into blobs (document, data) values (?, ?)", string(d.ID), sealed)
	}
	return broken(op, err)
}

// sealed notes how large a document is, and its hash, and gives where its bytes
// are kept, the wrapped key and the bytes under it; in the vault they are already.
func (db *DB) sealed(d *chart.Document, data []byte) (place string, wrapped, sealed []byte, err error) {
	own := make([]byte, 32)
	rand.Read(own)
	if wrapped, err = seal(db.key, own); err != nil {
		return "", nil, nil, err
	}
	if sealed, err = seal(own, data); err != nil {
		return "", nil, nil, err
	}
	d.Size, d.Hash = int64(len(data)), db.Hash(data)
	if len(data) > small {
		return "vault", wrapped, sealed, db.vault.Put(string(d.ID), sealed)
	}
	return "row", wrapped, sealed, nil
}

func (tx *Tx) putDocumentRow(d chart.Document, of referral.ID, place string, wrapped []byte) error {
	with, err := documentArgs(d, of, place, wrapped)
	if err != nil {
		return err
	}
	_, err = tx.s.exec("insert into documents ("+documentKept+") values ("+marksFor(13)+")", with...)
	return err
}

// ChangeDocument rewrites what is known of a document (its guard, why it is
// held), never its bytes.
func (tx *Tx) ChangeDocument(d chart.Document) error {
	body, err := json.Marshal(d)
	if err != nil {
		return broken("store.ChangeDocument", err)
	}
	_, err = tx.s.exec("update documents set body = ?, patient = ?, held = ? where id = ?", string(body), string(d.Patient), flag(d.Held != ""), string(d.ID))
	return broken("store.ChangeDocument", err)
}

// documentVisible: through the loop it belongs to, or the patient it is about;
// who is let into one loop has no chart.
func (v *View) documentVisible() (string, []any) {
	if v.scope.System {
		return "1 = 1", nil
	}
	a, x := v.visible("referral", "d.referral")
	if v.scope.Only != "" {
		return "d.referral <> '' and " + a, x
	}
	b, y := v.visible("patient", "d.patient")
	return "((d.referral <> '' and " + a + ") or (d.referral = '' and d.patient <> '' and " + b + "))", append(x, y...)
}

// Documents describes documents of a list the reader may see.
func (v *View) Documents(ids []chart.DocumentID) (out map[chart.DocumentID]chart.Document, err error) {
	out = map[chart.DocumentID]chart.Document{}
	if len(ids) == 0 {
		return out, nil
	}
	cond, with := v.documentVisible()
	err = v.s.each("select d.body from documents d where d.id in ("+marksFor(len(ids))+") and "+cond, append(args(ids), with...), func(scan func(...any) error) error {
		var b []byte
		if err := scan(&b); err != nil {
			return err
		}
		var d chart.Document
		err := json.Unmarshal(b, &d)
		out[d.ID] = d
		return err
	})
	return out, broken("store.Documents", err)
}

// DocumentsOf describes all documents of a loop the reader may see.
func (v *View) DocumentsOf(id referral.ID) (out []chart.Document, err error) {
	cond, with := v.documentVisible()
	err = v.s.each("select d.body from documents d where d.referral = ? and "+cond+" order by d.received, d.id", append([]any{string(id)}, with...), func(scan func(...any) error) error {
		var b []byte
		if err := scan(&b); err != nil {
			return err
		}
		var d chart.Document
		err := json.Unmarshal(b, &d)
		out = append(out, d)
		return err
	})
	return out, broken("store.DocumentsOf", err)
}

// Apart is a document that is about a patient and no loop's.
type Apart struct {
	chart.Document
	At int64 // its place: when it was received
}

// DocumentsApart describes documents about patients that are no loop's, by when
// they were received, after a place.
func (v *View) DocumentsApart(at int64, after chart.DocumentID, limit int) (out []Apart, err error) {
	cond, with := v.documentVisible()
	q := "select d.received, d.body from documents d where d.referral = '' and d.patient <> '' and (d.received > ? or d.received = ? and d.id > ?) and " + cond + " order by d.received, d.id limit ?"
	err = v.s.each(q, append(append([]any{at, at, string(after)}, with...), limit), func(scan func(...any) error) error {
		var x Apart
		var b []byte
		if err := scan(&x.At, &b); err != nil {
			return err
		}
		err := json.Unmarshal(b, &x.Document)
		out = append(out, x)
		return err
	})
	return out, broken("store.DocumentsApart", err)
}

// Document reads a document and its bytes.
func (v *View) Document(id chart.DocumentID) (chart.Document, referral.ID, []byte, error) {
	const op = "store.Document"
	cond, with := v.documentVisible()
	var of referral.ID
	var place string
	var wrapped, body, sealed []byte
	ok, err := v.s.one("select d.referral, d.place, d.key, d.body, b.data from documents d left join blobs b on b.document = d.id where d.id = ? and "+cond, append([]any{string(id)}, with...), &of, &place, &wrapped, &body, &sealed)
	switch {
	case err != nil:
		return chart.Document{}, "", nil, broken(op, err)
	case !ok:
		return chart.Document{}, "", nil, gone(op)
	case wrapped == nil:
		return chart.Document{}, "", nil, fault.E(op, fault.Missing, "This document has been erased.", nil)
	}
	var d chart.Document
	if err := json.Unmarshal(body, &d); err != nil {
		return d, of, nil, broken(op, err)
	}
	if place == "vault" {
		if sealed, err = v.db.vault.Read(string(id)); err != nil {
			return d, of, nil, broken(op, err)
		}
	}
	own, err := unseal(v.db.key, wrapped)
	if err != nil {
		return d, of, nil, broken(op, err)
	}
	data, err := unseal(own, sealed)
	return d, of, data, broken(op, err)
}

// Texts reads the words of small documents of a loop: questions, comments,
// answers. Whoever may read the loop may read them.
func (v *View) Texts(id referral.ID) (map[chart.DocumentID]string, error) {
	cond, with := v.documentVisible()
	return v.texts("d.referral = ? and d.kind <> 'attachment' and d.kind <> 'inbound' and d.words = 1 and "+cond, append([]any{string(id)}, with...))
}

// TextsOf reads the words of a list of small documents.
func (v *View) TextsOf(ids []chart.DocumentID) (map[chart.DocumentID]string, error) {
	if len(ids) == 0 {
		return map[chart.DocumentID]string{}, nil
	}
	cond, with := v.documentVisible()
	return v.texts("d.id in ("+marksFor(len(ids))+") and "+cond, append(args(ids), with...))
}

func (v *View) texts(cond string, with []any) (map[chart.DocumentID]string, error) {
	out := map[chart.DocumentID]string{}
	err := v.s.each("select d.id, d.key, b.data from documents d join blobs b on b.document = d.id where d.key is not null and "+cond, with, func(scan func(...any) error) error {
		var id chart.DocumentID
		var wrapped, sealed []byte
		if err := scan(&id, &wrapped, &sealed); err != nil {
			return err
		}
		own, err := unseal(v.db.key, wrapped)
		if err != nil {
			return err
		}
		data, err := unseal(own, sealed)
		out[id] = string(data)
		return err
	})
	return out, broken("store.Texts", err)
}

// OwnerOf is whom a document the reader may see is about.
func (v *View) OwnerOf(id chart.DocumentID) (p party.PatientID, err error) {
	cond, with := v.documentVisible()
	_, err = v.s.one("select d.patient from documents d where d.id = ? and "+cond, append([]any{string(id)}, with...), &p)
	return p, broken("store.OwnerOf", err)
}
