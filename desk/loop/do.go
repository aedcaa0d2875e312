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
	if f.Once != "" {
		first, again, err := w.Tx.Receive(party.ClientID("form:"+string(w.Who().User)), f.Once, string(f.Referral))
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
	t, err := begin(w, f)
	if err != nil {
		return Done{}, err
	}
	if err := t.current("loop.do"); err != nil {
		return Done{}, err
	}
	if err := act(t); err != nil {
		return Done{}, err
	}
	done, err := t.commit()
	if err != nil {
		return Done{}, err
	}
	if f.Once != "" {
		b, err := json.Marshal(done)
		if err != nil {
			return Done{}, err
		}
		return done, w.Tx.Answer(party.ClientID("form:"+string(w.Who().User)), f.Once, b)
	}
	return done, nil
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

// undoable marks an act whose messages wait, so that it may be undone.
func undoable(w *desk.Writing, f Form, act func(*turn) (referral.Key, error)) (Done, error) {
	var key referral.Key
	urgent := false
	d, err := do(w, f, func(t *turn) (err error) {
		urgent = t.state.Urgency == party.Emergency
		key, err = act(t)
		return err
	})
	if err == nil && !d.Already && !urgent {
		d.Undo, d.UndoUntil = key, w.Now().Add(w.Desk().UndoFor)
	}
	return d, err
}

// lastKey is the key of the entry added last.
func (t *turn) lastKey() referral.Key { return t.added[len(t.added)-1].Key }

// member refuses who does not work in a team.
func (t *turn) member(team party.TeamID) error {
	who := t.w.Who()
	if who.System || who.Client != "" {
		return nil
	}
	for _, mine := range who.Teams {
		if mine == team {
			return nil
		}
	}
	return desk.Denied("loop.member", "This is with "+t.w.Directory().TeamName(team)+". Somebody there may do it.")
}
