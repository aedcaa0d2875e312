package turn

import (
	"encoding/json"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Do is every act: begin, refuse what is stale, act, commit. The same press
// twice gives the first answer. Who may is decided by referral.Decide with the
// Standing of the one who acts.
func Do(w *desk.Writing, f Form, act func(*Turn) error) (Done, error) {
	t, err := Begin(w, f)
	if err != nil {
		return Done{}, err
	}
	by := party.ClientID("form:" + w.Who().Self())
	if f.Once != "" {
		first, again, err := w.Tx.Receive(by, f.Once, string(f.Referral))
		if err != nil {
			return Done{}, err
		}
		if again {
			var d Done
			err := json.Unmarshal(first, &d)
			d.Already = true
			return d, err
		}
	}
	if err := t.current(); err != nil {
		return Done{}, err
	}
	if err := act(t); err != nil {
		return Done{}, err
	}
	done, err := t.Commit()
	if err != nil || f.Once == "" {
		return done, err
	}
	b, err := json.Marshal(done)
	if err != nil {
		return Done{}, err
	}
	return done, w.Tx.Answer(by, f.Once, string(f.Referral), b, "")
}

// Plain is an act that is one event and perhaps a few words.
func Plain(w *desk.Writing, f Form, words string, ev func(leg int, note chart.DocumentID) referral.Event) (Done, error) {
	return Do(w, f, func(t *Turn) error {
		n, err := t.Note(words, chart.Comment)
		if err != nil {
			return err
		}
		return t.Ask(ev(t.State.Leg(), n))
	})
}
