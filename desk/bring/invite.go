package bring

import (
	"context"

	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
	"referd/store"
)

// Waiting are the people a list made who have not come in and were sent no letter
// yet. Who may: May.
func Waiting(r *desk.Reading, i *Import) (out []party.UserID, err error) {
	if err := may(r.Directory(), r.Who(), "bring.Waiting", i.Kind); err != nil || i.Kind != People || i.State != Applied {
		return nil, err
	}
	waits, err := people.Waiting(r, i.Org)
	for after := 0; err == nil; {
		var list []store.ImportRow
		list, err = r.ImportRows(store.Rows{Import: string(i.ID), States: []string{Make}, After: after, Limit: slice})
		for _, k := range list {
			if ends, waits := waits[party.UserID(k.Thing)]; waits && ends.IsZero() {
				out = append(out, party.UserID(k.Thing))
			}
			after = k.N
		}
		if len(list) < slice {
			break
		}
	}
	return out, err
}

// Invite has a letter written to everybody a list made who was sent none yet, and
// says to how many. Until then nobody is written to. Who may: May.
func (m Room) Invite(ctx context.Context, who desk.Who, id ID) (n int, err error) {
	err = m.Desk.Write(ctx, who, "import.invite", func(w *desk.Writing) error {
		i, err := of(w.Reading, "bring.Invite", id)
		if err != nil {
			return err
		}
		list, err := Waiting(w.Reading, i)
		if err != nil {
			return err
		}
		for _, u := range list {
			if err := people.Invite(w, u); err != nil {
				return err
			}
		}
		n = len(list)
		w.Act(access.Execute)
		w.SawObject("Import/" + string(id))
		return nil
	})
	return n, err
}
