package measure

import (
	"math"
	"slices"
)

// Limits are what is ordinary from week to week: the mean of the weeks and 2.66
// times their mean moving range to each side (Shewhart's individuals chart, XmR).
type Limits struct {
	Known           bool // eight weeks or more have a value
	Mean, Low, High float64
	Signals         []Signal
}

// Rule says how a signal was told from noise.
type Rule uint8

// Rules: a week outside the limits, eight in a row on one side of the mean, six
// in a row that rise or fall.
const (
	Beyond Rule = iota
	OneSide
	Trend
)

// Signal is something that is not ordinary noise, from one week to another, by
// their place among the weeks.
type Signal struct {
	Rule     Rule
	From, To int
	Up       bool
}

// fewest is how many weeks say what is ordinary; ofOneSide and inTrend how many
// in a row are a signal.
const (
	fewest    = 8
	ofOneSide = 8
	inTrend   = 6
)

// limits reads what is ordinary of the weeks that have a value, none of which
// can be more than most.
func limits(weeks []Point, most float64) (l Limits) {
	var at []int
	for i, p := range weeks {
		if p.Known {
			at = append(at, i)
		}
	}
	if len(at) < fewest {
		return l
	}
	value := func(i int) float64 { return weeks[at[i]].Value }
	sum, moving := value(0), 0.0
	for i := 1; i < len(at); i++ {
		sum += value(i)
		moving += math.Abs(value(i) - value(i-1))
	}
	l.Known, l.Mean = true, sum/float64(len(at))
	reach := 2.66 * moving / float64(len(at)-1)
	l.Low, l.High = max(l.Mean-reach, 0), min(l.Mean+reach, most)
	const hair = 1e-9
	l.runs(at, Beyond, 1, func(i int) int {
		switch v := value(i); {
		case v > l.High+hair:
			return 1
		case v < l.Low-hair:
			return -1
		}
		return 0
	})
	l.runs(at, OneSide, ofOneSide, func(i int) int { return sign(value(i)-l.Mean, hair) })
	l.runs(at, Trend, inTrend-1, func(i int) int {
		if i == 0 {
			return 0
		}
		return sign(value(i)-value(i-1), hair)
	})
	slices.SortStableFunc(l.Signals, func(a, b Signal) int { return a.To - b.To })
	return l
}

func sign(x, hair float64) int {
	switch {
	case x > hair:
		return 1
	case x < -hair:
		return -1
	}
	return 0
}

// runs notes every stretch, as long as it is, in which the weeks are of one
// kind at least so often in a row. A trend of steps began a week before its first.
func (l *Limits) runs(at []int, rule Rule, least int, kind func(i int) int) {
	for from := 0; from < len(at); {
		to, k := from+1, kind(from)
		for to < len(at) && kind(to) == k {
			to++
		}
		if k != 0 && to-from >= least {
			first := from
			if rule == Trend {
				first--
			}
			l.Signals = append(l.Signals, Signal{rule, at[first], at[to-1], k > 0})
		}
		from = to
	}
}
