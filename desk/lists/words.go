package lists

import (
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/search"
	"referd/store"
)

// picked are the words of a name it is looked for by: the last that was typed,
// which may be unfinished, and the longest of the others; first is empty where
// there is one word.
type picked struct{ first, last string }

func pick(words []string) (p picked) {
	telling := slices.DeleteFunc(slices.Clone(words), search.Particle)
	if len(telling) == 0 {
		telling = words[len(words)-1:]
	}
	p.last = telling[len(telling)-1]
	for _, w := range telling[:len(telling)-1] {
		if len(w) > len(p.first) {
			p.first = w
		}
	}
	return p
}

// typed is where they are as they were typed.
func (p picked) typed() []store.Stretch {
	if p.first == "" {
		return []store.Stretch{store.ByName(p.last, false)}
	}
	return []store.Stretch{store.ByNames(p.first, p.last, false)}
}

// unfinished is where they are when both are beginnings.
func (p picked) unfinished() []store.Stretch {
	if p.first == "" {
		return nil
	}
	long, short := p.first, p.last
	if len(short) > len(long) {
		long, short = short, long
	}
	return []store.Stretch{store.ByBeginnings(long, short)}
}

// instead is where they are with others in their place: one of a list for the
// first word and one of the other for the last, or for one of the two alone.
func (p picked) instead(first, last [2][]string) (out []store.Stretch) {
	if p.first == "" {
		for _, b := range last[1] {
			out = append(out, store.ByName(b, true))
		}
		return out
	}
	for _, a := range first[0] {
		out = append(out, store.ByNames(a, p.last, false))
	}
	for _, b := range last[1] {
		out = append(out, store.ByNames(b, p.first, false))
	}
	for _, a := range first[0] {
		for _, b := range last[1] {
			out = append(out, store.ByNames(a, b, true))
		}
	}
	return out
}

// first are the first of some stretches, each once.
func first(list []store.Stretch, most int) (out []store.Stretch) {
	for _, s := range list {
		if len(out) < most && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// matched is search.Match, and with short words joined to the next where that
// fits better.
func matched(words []string, name []search.Part) (search.Fit, []string) {
	fit, why := search.Match(words, name)
	if joined, ok := search.Joined(words); ok && fit > search.Begins {
		if f, w := search.Match(joined, name); f < fit {
			return f, w
		}
	}
	return fit, why
}

// folded are the parts of a name that was folded before.
func folded(family, given string) (out []search.Part) {
	for _, part := range []string{family, given} {
		words := strings.Fields(part)
		if len(words) > 1 {
			out = append(out, search.Part{Folded: strings.Join(words, "")})
		}
		for _, w := range words {
			out = append(out, search.Part{Folded: w})
		}
	}
	return out
}

// bornOn reports whether a birth date is one of those asked for, or in a month
// or year of theirs.
func bornOn(asked []search.Born, day party.Date) bool {
	return len(asked) == 0 || slices.ContainsFunc(asked, func(b search.Born) bool { return strings.HasPrefix(string(day), string(b.Day)) })
}

// numbered and phoned report whether what is on record answers a number typed.
func numbered(kept, typed string) bool {
	kept = search.Bare(kept)
	return typed != "" && (strings.HasPrefix(kept, typed) || strings.HasPrefix(strings.TrimLeft(kept, "abcdefghijklmnopqrstuvwxyz"), typed))
}

func phoned(kept, typed string) bool {
	kept = search.Bare(kept)
	return len(typed) > 3 && (strings.HasSuffix(kept, typed) || len(typed) == 11 && strings.HasSuffix(kept, typed[1:]))
}
