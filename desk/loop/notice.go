package loop

import (
	"context"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Notice is what a message outside the house may say: kind, due and code,
// never a name or a diagnosis.
type Notice struct {
	Referral referral.ID
	Code     string
	Act      referral.Act
	Owed     referral.Owed
	To       []party.User
}

// NoticeOf says who is told that something is theirs; nobody when it no longer is.
func NoticeOf(ctx context.Context, d *desk.Desk, of referral.ID, duty string) (n Notice, err error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return n, err
	}
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		row, err := v.Row(of)
		if err != nil {
			return err
		}
		s, err := v.Loop(of)
		if err != nil {
			return err
		}
		o, ok := s.OwedFor(duty)
		if !ok || o.Holder != "" {
			return nil
		}
		n = Notice{Referral: of, Code: row.Code, Act: o.Act, Owed: o}
		if u, ok := dir.Users[o.Person]; ok && u.Active {
			n.To = []party.User{u}
			return nil
		}
		n.To = dir.Members(o.Team)
		return nil
	})
	return n, err
}
