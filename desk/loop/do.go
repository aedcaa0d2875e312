package loop

import (
	"encoding/json"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// do is every act: begin, refuse what is stale, act, commit. The same press
// twice gives the first answer. Who may is decided by referral.Decide with the
// Standing of the one who acts.
func do(w *desk.Writing, f Form, act func(*turn) error) (Done, error) {
	t, err := begin(w, f)
	if err != nil {
		return Done{}, err
	}
	by := party.ClientID("form:" + string(w.Who().User))
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
	done, err := t.commit()
	if err != nil || f.Once == "" {
		return done, err
	}
	b, err := json.Marshal(done)
	if err != nil {
		return Done{}, err
	}
	return done, w.Tx.Answer(by, f.Once, b, "")
}

// plain is an act that is one event and perhaps a few words.
func plain(w *desk.Writing, f Form, words string, ev func(leg int, note chart.DocumentID) referral.Event) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.Comment)
		if err != nil {
			return err
		}
		return t.ask(ev(t.state.Leg(), n))
	})
}
