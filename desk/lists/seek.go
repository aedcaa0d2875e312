package lists

import (
	"maps"
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/search"
	"referd/desk"
	"referd/store"
)

// How far a search goes: how many records it looks at for each it may show, in one
// way of reading what was typed; under how many it looks for names with an unfinished
// first word and for errors of typing; and in how many places it looks for those.
const (
	each   = 12
	scarce = 3
	places = 64
)

// seeker gathers whose records what was typed may mean, and how well each fits.
type seeker struct {
	r     *desk.Reading
	most  int // records that are looked at, of each place
	fits  map[party.PatientID]search.Fit
	order []party.PatientID // as they were found
	more  bool              // there are some that were not looked at
}

func (s *seeker) note(id party.PatientID, fit search.Fit) {
	have, ok := s.fits[id]
	if !ok {
		s.order = append(s.order, id)
	}
	if !ok || fit < have {
		s.fits[id] = fit
	}
}

// seek finds whom one reading means.
func (s *seeker) seek(x search.Reading) error {
	var found map[party.PatientID]search.Fit
	var err error
	partly := len(x.Born) > 0 && len(x.Born[0].Day) < len("2006-01-02") && len(x.Words) > 0
	switch {
	case x.Number != "":
		found, err = s.numbered(x.Number)
	case len(x.Born) > 0 && !partly:
		found, err = s.born(x.Born)
	default:
		return s.names(x)
	}
	if err != nil || len(found) == 0 {
		return err
	}
	return s.hold(x, found)
}

// hold keeps those of some records whose names and birth date fit too.
func (s *seeker) hold(x search.Reading, found map[party.PatientID]search.Fit) error {
	ids := slices.Sorted(maps.Keys(found))
	if len(x.Words) == 0 && (x.Number == "" || len(x.Born) == 0) {
		for _, id := range ids {
			s.note(id, found[id])
		}
		return nil
	}
	called, err := s.r.CalledOf(ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		c, ok := called[id]
		if !ok || !bornOn(x.Born, c.Born) {
			continue
		}
		if fit, _ := matched(x.Words, folded(c.Family, c.Given)); fit < search.None {
			s.note(id, max(fit, found[id]))
		}
	}
	return nil
}

// numbered finds identifiers that begin with a number and phones that end with it.
func (s *seeker) numbered(n string) (map[party.PatientID]search.Fit, error) {
	list := []store.Stretch{store.ByNumber(n)}
	if d := strings.Trim(n, "0123456789") == ""; d && len(n) > 3 {
		list = append(list, store.ByPhone(n))
		if len(n) == 11 && n[0] == '1' { // with the country's code, and kept without
			list = append(list, store.ByPhone(n[1:]))
		}
	}
	return s.by(list, func(f store.Found) search.Fit {
		if len(f.Key) == 1+len(n) {
			return search.Exact
		}
		return search.Begins
	})
}

func (s *seeker) born(days []search.Born) (map[party.PatientID]search.Fit, error) {
	var list []store.Stretch
	for _, b := range days {
		list = append(list, store.ByBirth(b.Day))
	}
	return s.by(list, func(f store.Found) search.Fit { return min(search.Fit(f.Stretch), search.Begins) })
}

func (s *seeker) by(list []store.Stretch, fit func(store.Found) search.Fit) (map[party.PatientID]search.Fit, error) {
	found, err := s.look(list)
	out := map[party.PatientID]search.Fit{}
	for _, f := range found {
		if have, ok := out[f.Patient]; !ok || fit(f) < have {
			out[f.Patient] = fit(f)
		}
	}
	return out, err
}

func (s *seeker) look(list []store.Stretch) ([]store.Found, error) {
	found, err := s.r.FoundBy(list, s.most)
	n := map[int]int{}
	for _, f := range found {
		if n[f.Stretch]++; n[f.Stretch] == s.most {
			s.more = true
		}
	}
	return found, err
}

// names finds whom words mean: as they are typed, by other names people of that
// name go by, and, where that gives few, with the first word unfinished, with an
// error of typing, and with a short word and the next written as one.
func (s *seeker) names(x search.Reading) error {
	p := pick(x.Words)
	also := [2][]string{search.Nicknames(p.first), search.Nicknames(p.last)}
	n, err := s.called(x, first(append(p.typed(), p.instead(also, also)...), places))
	if err != nil || n >= scarce {
		return err
	}
	near, err := s.r.SpelledNear([]string{p.first, p.last})
	if err != nil {
		return err
	}
	wrong := [2][]string{near[p.first], near[p.last]}
	list := slices.Concat(p.unfinished(), p.instead(wrong, also), p.instead(also, wrong), p.instead(wrong, wrong))
	if _, err = s.called(x, first(list, places)); err != nil {
		return err
	}
	if joined, ok := search.Joined(x.Words); ok {
		x.Words = joined
		_, err = s.called(x, pick(joined).typed())
	}
	return err
}

// called notes whose names fit of those some stretches find, and says how many.
func (s *seeker) called(x search.Reading, list []store.Stretch) (n int, err error) {
	found, err := s.look(list)
	if err != nil {
		return 0, err
	}
	more := len(x.Born) > 0
	for _, w := range x.Words {
		more = more || search.Particle(w)
	}
	if more || len(x.Words) > 2 { // a key holds two words, and no more
		all := map[party.PatientID]search.Fit{}
		for _, f := range found {
			all[f.Patient] = search.Exact
		}
		before := len(s.order)
		err := s.hold(x, all)
		return len(s.order) - before, err
	}
	was := map[party.PatientID]bool{}
	for _, f := range found {
		fit, _ := matched(x.Words, folded(f.Key, ""))
		if fit == search.None {
			continue
		}
		if s.note(f.Patient, fit); !was[f.Patient] {
			was[f.Patient], n = true, n+1
		}
	}
	return n, nil
}

// ranked puts the best fit first, and of as good ones those whose ball the reader
// has, then those with an open loop, then as they were found.
func (s *seeker) ranked() ([]party.PatientID, error) {
	byFit := func(a, b party.PatientID) int { return int(s.fits[a] - s.fits[b]) }
	slices.SortStableFunc(s.order, byFit)
	if len(s.order) > s.most {
		s.order, s.more = s.order[:s.most], true
	}
	open, err := s.r.OpenOf(s.order)
	if err != nil {
		return nil, err
	}
	pressing := map[party.PatientID]int{}
	for id, balls := range open {
		pressing[id] = 1
		for _, b := range balls {
			if s.r.Who().Owes(b) {
				pressing[id] = 2
			}
		}
	}
	slices.SortStableFunc(s.order, func(a, b party.PatientID) int {
		if n := byFit(a, b); n != 0 {
			return n
		}
		return pressing[b] - pressing[a]
	})
	return s.order, nil
}
