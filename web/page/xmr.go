package page

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// XmR is a value of each week with what is ordinary of it: the mean and the
// limits, and the weeks that are not ordinary as diamonds (ux.md, section 7).
type XmR struct {
	Name            string
	Weeks           []Week // the oldest first
	Limits          bool   // there are weeks enough to say what is ordinary
	Mean, Low, High float64
	SaidMean        string // as values are said: "66%", "3.2 d"
	SaidLow         string
	SaidHigh        string
	Signals         []Signaled
}

// Week is what was counted of one.
type Week struct {
	From    time.Time
	Known   bool // there is a value; otherwise the line has a gap
	Value   float64
	Said    string
	N       int
	Counted int
	Signal  string // ok or late: not ordinary, and for the better or not
	Href    string // its cases; empty where there are none to list
}

// Signaled is what is not ordinary noise, in words.
type Signaled struct {
	Words string
	Tone  string // ok: for the better; late: not
}

// Alt is the chart in a sentence, for who does not see it.
func (x XmR) Alt(c Clock) string {
	n := 0
	for _, w := range x.Weeks {
		if w.Known {
			n++
		}
	}
	s := fmt.Sprintf("%s, XmR chart of %s", x.Name, Many(n, "week", "weeks"))
	if x.Limits {
		s += fmt.Sprintf(", mean %s, ordinary from %s to %s", x.SaidMean, x.SaidLow, x.SaidHigh)
	}
	if n := len(x.Signals); n > 0 {
		s += ". " + x.Signals[n-1].Words
	}
	return s
}

// any reports whether a week has a value.
func (x XmR) any() bool {
	return slices.ContainsFunc(x.Weeks, func(w Week) bool { return w.Known })
}

// plot is where things lie in a drawing of a width and a height, the words at
// its right and below it left room.
type plot struct {
	XmR
	width, height int
	top, bottom   float64 // the values at the upper and the lower edge
}

const plotLeft, plotRight, plotTop, plotFoot = 4, 62, 6, 18

func plotOf(x XmR, width, height int) plot {
	p := plot{XmR: x, width: width, height: height, top: math.Inf(-1), bottom: math.Inf(1)}
	add := func(v float64) { p.top, p.bottom = max(p.top, v), min(p.bottom, v) }
	for _, w := range x.Weeks {
		if w.Known {
			add(w.Value)
		}
	}
	if x.Limits {
		add(x.Low)
		add(x.High)
	}
	if p.top-p.bottom < 1e-9 { // all alike: in the middle
		p.top, p.bottom = p.top+1, p.bottom-1
	}
	return p
}

func (p plot) x(i int) float64 {
	return plotLeft + float64(i)*float64(p.width-plotLeft-plotRight)/float64(max(len(p.Weeks)-1, 1))
}

func (p plot) y(v float64) float64 {
	return plotTop + (p.top-v)/(p.top-p.bottom)*float64(p.height-plotTop-plotFoot)
}

func (p plot) end() string { return at(float64(p.width - plotRight)) }

func at(v float64) string { return fmt.Sprintf("%.1f", v) }

// line is the path through the weeks that have a value, broken where one has none.
func (p plot) line() string {
	var b strings.Builder
	pen := "M"
	for i, w := range p.Weeks {
		if !w.Known {
			pen = "M"
			continue
		}
		fmt.Fprintf(&b, "%s%.1f %.1f", pen, p.x(i), p.y(w.Value))
		pen = "L"
	}
	return b.String()
}

// diamond is the shape of a week that is not ordinary.
func (p plot) diamond(i int) string {
	return fmt.Sprintf("M%.1f %.1fl4 4-4 4-4-4z", p.x(i), p.y(p.Weeks[i].Value)-4)
}

// rule is a line across with its words, moved apart where they would touch.
type rule struct {
	class, words string
	y, text      float64
}

func (p plot) rules() []rule {
	switch {
	case !p.Limits:
		return nil
	case p.High-p.Low < 1e-9:
		return []rule{{"cl", "mean " + p.SaidMean, p.y(p.Mean), p.y(p.Mean) + 4}}
	}
	out := []rule{{"lim", "upper " + p.SaidHigh, p.y(p.High), 0}, {"cl", "mean " + p.SaidMean, p.y(p.Mean), 0}, {"lim", "lower " + p.SaidLow, p.y(p.Low), 0}}
	const apart = 12
	slices.SortStableFunc(out, func(a, b rule) int { return int(a.y*10) - int(b.y*10) })
	for i := range out {
		if out[i].text = out[i].y + 4; i > 0 {
			out[i].text = max(out[i].text, out[i-1].text+apart)
		}
	}
	return out
}

// Thousands is a number in groups: "1,210".
func Thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
