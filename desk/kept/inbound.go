package kept

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// Message is a body as it came.
type Message struct {
	Key    string // its name: its sender's, else what it made, else its kind and digest
	Digest string
	Media  string
	Body   []byte
	Answer []byte     // the first answer, where the next try gets it again
	Made   store.Kept // what it became, where that was written just now
	Inside bool       // the resource it became holds it as its data
}

// Digest is the SHA-256 of a body, in hex.
func Digest(b []byte) string { h := sha256.Sum256(b); return hex.EncodeToString(h[:]) }

// Heard keeps the bytes of a message where its row of the inbox leads to them:
// in the resource that holds the same bytes, else in a document that nobody's
// chart lists. The same again stores nothing. Who may: a system.
func Heard(w *desk.Writing, m Message) error {
	if err := client(w, "kept.Heard"); err != nil {
		return err
	}
	if m.Digest == "" {
		m.Digest = Digest(m.Body)
	}
	at, apart := "", !m.Inside && (m.Made.Version == 0 || !bytes.Equal(m.Made.Body, m.Body))
	if at = m.Made.Type + "/" + m.Made.ID + "/" + strconv.Itoa(m.Made.Version); apart {
		at = id.New(w.Now())
	}
	switch {
	case m.Answer != nil:
		if err := w.Tx.Answer(w.Who().Client, m.Key, m.Digest, m.Answer, at); err != nil {
			return err
		}
	default:
		if fresh, err := w.Tx.Hear(w.Who().Client, m.Key, m.Digest, at); err != nil || !fresh {
			return err
		}
	}
	if !apart {
		return nil
	}
	d := chart.Document{ID: chart.DocumentID(at), Kind: chart.Inbound, Media: m.Media, Source: "fhir:" + string(w.Who().Client), Received: w.Now()}
	if orgs := w.Who().Orgs; len(orgs) > 0 {
		d.Org = orgs[0]
	}
	return w.Tx.PutDocument(d, "", m.Body)
}

// Inbound is a body as it came, by the client and the name of its message. It
// may tell of many patients, so nobody reads it but the house: an operator, by
// its command; and who sent it (Sent).
func Inbound(r *desk.Reading, from party.ClientID, message string) ([]byte, error) {
	if !r.Who().System {
		return nil, desk.Denied("kept.Inbound", "A body as it came is read by the operator: referd inbound.")
	}
	m, err := r.View.Inbound(from, message)
	if err == nil {
		r.SawObject(m.At)
	}
	return m.Body, err
}

// Name is what the message that made a version is called.
func Name(k store.Kept) string {
	return cmp.Or(k.Message, k.Type+"/"+k.ID+"/_history/"+strconv.Itoa(k.Version))
}

// sender is the inbox as it is read by who sent a version; nil is anybody else.
func sender(r *desk.Reading, k store.Kept) *store.View {
	if r.Who().Client == "" || r.Who().Client != k.Client {
		return nil
	}
	return r.View.As(store.Scope{System: true})
}

// HasSent reports whether a version came with a message that is kept as it came
// and that this client sent.
func HasSent(r *desk.Reading, k store.Kept) (bool, error) {
	v := sender(r, k)
	if v == nil {
		return false, nil
	}
	at, err := v.InboundAt(k.Client, Name(k))
	return at != "", err
}

// Sent is the message that made a version, as it came. Who may: the client that
// sent it, while it sees the version. look looks at what else was answered to have
// come of it: what it may no longer see hides the message.
func Sent(r *desk.Reading, k store.Kept, look func(answer []byte) error) (m store.Inbound, err error) {
	v := sender(r, k)
	if v == nil {
		return m, fault.E("kept.Sent", fault.Missing, "There is no such message, or none of yours.", nil)
	}
	if m, err = v.Inbound(k.Client, Name(k)); err != nil {
		return m, err
	}
	if _, err := Of(r, k.Type, k.ID, k.Version); err != nil {
		return m, err
	}
	return m, look(m.Answer)
}
