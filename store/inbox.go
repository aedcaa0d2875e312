package store

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
)

// Receive says whether a message was answered before. The same key and bytes give
// the first answer again; the same key with other bytes is a Conflict, beside it.
// What is new is answered in the same commit.
func (tx *Tx) Receive(client party.ClientID, key, digest string) (answer []byte, again bool, err error) {
	const op = "store.Receive"
	var was string
	again, err = tx.s.one("select digest, answer from inbox where client = ? and key = ?", []any{string(client), key}, &was, &answer)
	switch {
	case err != nil:
		err = broken(op, err)
	case again && was != digest:
		err = fault.E(op, fault.Conflict, "Something else was sent before under the same name. Nothing was changed; send it under a name of its own.", nil)
	}
	return answer, again, err
}

// Answer keeps what was answered, for the next time, and where the bytes are;
// at is empty for what is no message.
func (tx *Tx) Answer(client party.ClientID, key, digest string, answer []byte, at string) error {
	const op = "store.Answer"
	_, err := tx.s.exec("insert into inbox (client, key, digest, answer, kept, noted) values (?, ?, ?, ?, nullif(?, ''), ?)", string(client), key, digest, answer, at, tx.db.Now().UnixMicro())
	if unique(err) { // another got in at the same moment: on PostgreSQL it is tried again, and then finds the answer
		return fault.E(op, fault.Conflict, "The same was sent at the same moment. Send it again to hear what came of it.", err)
	}
	return broken(op, err)
}

// Hear notes a message that is answered anew each time, and where its bytes
// are; false when it was noted before.
func (tx *Tx) Hear(client party.ClientID, key, digest, at string) (bool, error) {
	n, err := tx.s.exec("insert into inbox (client, key, digest, kept, noted) values (?, ?, ?, ?, ?) on conflict (client, key) do nothing", string(client), key, digest, at, tx.db.Now().UnixMicro())
	return n > 0, broken("store.Hear", err)
}

// Alone lets the commits that would make the same thing come one after the other,
// whoever asks, each seeing what the one before made. On SQLite all do. Its row
// is of no client, and is written each time: two that write it are in each
// other's way, and the second is tried again.
func (tx *Tx) Alone(thing string) error {
	if !tx.s.pg {
		return nil
	}
	_, err := tx.s.exec("insert into inbox (client, key, digest, noted) values ('', ?, '', ?) on conflict (client, key) do update set noted = excluded.noted", "alone "+hashed([]byte(thing)), tx.db.Now().UnixMicro())
	return broken("store.Alone", err)
}

// Inbound is a message as it came: where its bytes are kept (a document, or the
// version of a resource that holds the same ones, as Type/id/version), what was
// answered, where the next try gets that again, and its bytes.
type Inbound struct {
	At, Media    string
	Answer, Body []byte
}

// InboundAt says where the bytes of a message are kept; empty when they are not.
// It is the house's own and System's alone, like Inbound.
func (v *View) InboundAt(client party.ClientID, key string) (at string, err error) {
	if !v.scope.System {
		return "", nil
	}
	_, err = v.s.one("select coalesce(kept, '') from inbox where client = ? and key = ?", []any{string(client), key}, &at)
	return at, broken("store.InboundAt", err)
}

// Inbound is a body as it came, by the name of its message.
func (v *View) Inbound(client party.ClientID, key string) (m Inbound, err error) {
	const op = "store.Inbound"
	var digest string
	ok, err := v.s.one("select digest, coalesce(kept, ''), answer from inbox where client = ? and key = ?", []any{string(client), key}, &digest, &m.At, &m.Answer)
	switch {
	case err != nil:
		return m, broken(op, err)
	case !ok || m.At == "" || !v.scope.System:
		return Inbound{}, gone(op)
	}
	if part := strings.Split(m.At, "/"); len(part) == 3 {
		n, _ := strconv.Atoi(part[2])
		k, _, err := v.Kept(part[0], part[1], n)
		if err != nil {
			return m, err
		}
		if m.Media, m.Body = "application/fhir+json", k.Body; hashed(m.Body) != digest { // a Binary that came as what it holds
			var o struct{ ContentType, Data string }
			if err := json.Unmarshal(m.Body, &o); err != nil {
				return m, broken(op, err)
			}
			if m.Body, err = base64.StdEncoding.DecodeString(o.Data); err != nil {
				return m, broken(op, err)
			}
			m.Media = o.ContentType
		}
	} else if d, _, body, err := v.Document(chart.DocumentID(m.At)); err != nil {
		return m, err
	} else {
		m.Media, m.Body = d.Media, body
	}
	if hashed(m.Body) != digest {
		return Inbound{At: m.At}, fault.E(op, fault.Broken, "These are not the bytes that came.", nil)
	}
	return m, nil
}

// Refused is a body that was refused, and where it is kept.
type Refused struct {
	Client party.ClientID
	Key    string
	At     chart.DocumentID
}

// Refused lists bodies of a client that were refused before a moment. It is the
// house's own and System's alone.
func (v *View) Refused(client party.ClientID, before time.Time, limit int) (out []Refused, err error) {
	if !v.scope.System {
		return nil, nil
	}
	err = v.s.each("select key, coalesce(kept, '') from inbox where client = ? and key >= 'refused ' and key < 'refused!' and noted < ? order by key limit ?", []any{string(client), before.UnixMicro(), limit}, func(scan func(...any) error) error {
		x := Refused{Client: client}
		err := scan(&x.Key, &x.At)
		out = append(out, x)
		return err
	})
	return out, broken("store.Refused", err)
}

// ForgetRefused removes refused bodies. What of them is in the vault goes with
// the next sweep.
func (tx *Tx) ForgetRefused(list []Refused) error {
	for _, x := range list {
		for _, q := range []string{"delete from blobs where document = ?", "delete from documents where id = ? and kind = 'inbound'"} {
			if _, err := tx.s.exec(q, string(x.At)); err != nil {
				return broken("store.ForgetRefused", err)
			}
		}
		if _, err := tx.s.exec("delete from inbox where client = ? and key = ?", string(x.Client), x.Key); err != nil {
			return broken("store.ForgetRefused", err)
		}
	}
	return nil
}

func hashed(b []byte) string { h := sha256.Sum256(b); return hex.EncodeToString(h[:]) }
