package store

// SessionsOf lists the sessions of somebody, the newest first.
func (v *View) SessionsOf(who string) (out []Session, err error) {
	err = v.s.each("select token, who, seat, kind, scopes, made, used, ends, confirmed from sessions where who = ? order by made desc", []any{who}, func(scan func(...any) error) error {
		var s Session
		var made, used, ends, confirmed int64
		err := scan(&s.Token, &s.Who, &s.Seat, &s.Kind, &s.Scopes, &made, &used, &ends, &confirmed)
		s.Made, s.Used, s.Ends, s.Confirmed = moment(&made), moment(&used), moment(&ends), moment(&confirmed)
		out = append(out, s)
		return err
	})
	return out, broken("store.SessionsOf", err)
}
