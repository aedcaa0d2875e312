package store

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"referd/core/party"
)

// Lines say what is kept of a person, a line a row, with ids numbered as they
// come: of two people of whom the same was done, at the same moments, they are
// alike. Who they are, the keys of the audit and when it was recorded are left
// out; so is where a document's bytes are sealed.
func (m *Model) Lines() []string {
	names := map[int]string{}
	for i, r := range m.Records {
		names[m.where[string(r.ID)]] = "record at " + string(r.Org)
		if slices.ContainsFunc(m.Records[:i], func(o party.Patient) bool { return o.Org == r.Org }) {
			names[m.where[string(r.ID)]] += ", another"
		}
	}
	var out []string
	for i, l := range m.loops { // numbered by what does not depend on chance: the ledgers
		names[l.id] = "loop " + strconv.Itoa(i)
		for _, r := range l.rows {
			if r.table == inEntries {
				out = append(out, r.line(names, true))
			}
		}
	}
	sent := len(out)
	for _, r := range m.own {
		line := r.line(names, false)
		if r.table == inSame { // the lower id stands first, which is chance
			other := pressed{r.table, slices.Clone(r.values)}
			other.values[0], other.values[1] = r.values[1], r.values[0]
			line = min(line, other.line(names, false))
		}
		out = append(out, line)
	}
	for _, r := range m.Records {
		r.ID, r.Name, r.Born, r.Phones, r.Address, r.Identifiers = "", party.Name{}, "", nil, party.Address{}, r.Identifiers[:0:0]
		with, _, err := patientArgs(r)
		out = append(out, fmt.Sprint("patients ", with, err))
	}
	for _, l := range m.loops {
		for _, r := range l.rows {
			if r.table != inEntries {
				out = append(out, r.line(names, false))
			}
		}
		for _, r := range l.audits {
			out = append(out, pressed{r.table, r.values[2:]}.line(names, false))
		}
		for _, d := range l.papers {
			out = append(out, m.paperLine(names, d))
		}
	}
	slices.Sort(out[sent:])
	return out
}

// line is a row in words; number gives ids without a name the next number.
func (r pressed) line(names map[int]string, number bool) string {
	var b strings.Builder
	b.WriteString(plates[r.table].name)
	for _, v := range r.values {
		b.WriteString(" | ")
		if v.parts == nil {
			fmt.Fprint(&b, v.fixed)
		}
		for _, x := range v.parts {
			switch {
			case x.hole == coded:
				b.WriteString("a code")
			case x.hole < 0:
				b.WriteString(x.text)
			default:
				if names[x.hole] == "" && number {
					names[x.hole] = "#" + strconv.Itoa(len(names))
				}
				b.WriteString(cmp.Or(names[x.hole], "an id"))
			}
		}
	}
	return b.String()
}

func (m *Model) paperLine(names map[int]string, x paper) string {
	d, nobody := x.is, Somebody{Name: party.Name{Family: "N", Given: []string{"N"}}}
	name := func(id string) string { return cmp.Or(names[m.where[id]], "an id") }
	for _, r := range m.Records {
		x.data = nobody.renamed(x.data, r)
	}
	return fmt.Sprint("documents ", name(string(d.ID)), " of ", name(string(d.Patient)), " on ", name(string(x.of)), " ", d.Kind, d.Type, d.Title, d.Media, d.Author, d.By, d.Org, d.Source, d.Guard, d.Held, d.Written.UnixMicro(), d.Received.UnixMicro(), " ", string(x.data))
}
