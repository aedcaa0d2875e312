package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// sheet is docs/budgets.txt with what was measured.
type sheet struct{ lines []line }

// line is a budget: at most or at least a limit, and what we aim at.
type line struct {
	name       string
	most       bool
	limit, aim float64
	unit       string
	measured   bool
	value      float64
	beside     string // what stands beside it, in words
}

// readSheet reads the budgets: name, <= or >=, limit, aim or -, unit in words.
func readSheet(file string) (*sheet, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	s := &sheet{}
	for n, t := range strings.Split(string(text), "\n") {
		f := strings.Fields(t)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		if len(f) < 5 || f[1] != "<=" && f[1] != ">=" {
			return nil, fmt.Errorf("%s:%d: name, <= or >=, limit, aim, unit", file, n+1)
		}
		l := line{name: f[0], most: f[1] == "<=", unit: strings.Join(f[4:], " ")}
		if l.limit, err = strconv.ParseFloat(f[2], 64); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n+1, err)
		}
		if f[3] != "-" {
			if l.aim, err = strconv.ParseFloat(f[3], 64); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file, n+1, err)
			}
		}
		s.lines = append(s.lines, l)
	}
	return s, nil
}

// put writes a figure down, and says it at once: what comes later may fail. One
// without a budget is an error of the bench.
func (s *sheet) put(name string, value float64, beside string) error {
	for i := range s.lines {
		if s.lines[i].name == name {
			s.lines[i].measured, s.lines[i].value, s.lines[i].beside = true, value, beside
			fmt.Printf("  %s %s%s\n", name, number(value), beside)
			return nil
		}
	}
	return fmt.Errorf("%s has no line in docs/budgets.txt", name)
}

// kept reports whether a figure is within its budget.
func (l *line) kept() bool { return l.within(l.limit) }

func (l *line) within(bound float64) bool {
	if l.most {
		return l.value <= bound
	}
	return l.value >= bound
}

func (s *sheet) print(w io.Writer) {
	fmt.Fprintf(w, "\n%-18s %10s   %-12s %-10s %s\n", "", "measured", "budget", "aim", "")
	for _, l := range s.lines {
		if !l.measured {
			continue
		}
		sign, aim, verdict := ">=", "", "ok"
		if l.most {
			sign = "<="
		}
		if l.aim > 0 {
			aim = number(l.aim)
			if l.within(l.aim) {
				verdict = "ok, aim reached"
			}
		}
		if !l.kept() {
			verdict = "OVER"
		}
		fmt.Fprintf(w, "%-18s %10s   %s %-9s %-10s %-16s %s%s\n", l.name, number(l.value), sign, number(l.limit), aim, verdict, l.unit, l.beside)
	}
}

// number writes a figure with the digits it deserves.
func number(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}
