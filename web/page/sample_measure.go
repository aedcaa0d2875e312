package page

import (
	"fmt"
	"time"
)

// sampleWeeks are a share of each of 26 weeks to a Monday, with what is ordinary.
func sampleWeeks(name string, values ...float64) XmR {
	x := XmR{Name: name, Limits: true, Mean: .66, Low: .56, High: .76, SaidMean: "66%", SaidLow: "56%", SaidHigh: "76%"}
	first := time.Date(2025, 12, 8, 0, 0, 0, 0, time.UTC)
	for i := range 26 {
		v := values[i%len(values)]
		x.Weeks = append(x.Weeks, Week{From: first.AddDate(0, 0, 7*i), Known: v >= 0, Value: v, Said: fmt.Sprintf("%.0f%%", v*100), N: 60 + i, Counted: int(v * float64(60+i)), Href: "/samples"})
	}
	return x
}

func sampleFigures() (out []Figure) {
	calm := sampleWeeks("Closed with proof", .64, .67, .63, .66, .68, .65, .69, .62)
	risen := sampleWeeks("Closed with proof", .64, .67, .63, .66, -1, .65)
	for i := 18; i < 26; i++ {
		risen.Weeks[i].Known, risen.Weeks[i].Value, risen.Weeks[i].Said, risen.Weeks[i].Signal = true, .71, "71%", "ok"
	}
	risen.Signals = []Signaled{{Words: "8 weeks, 13-Apr-2026 to 01-Jun-2026, above the mean.", Tone: "ok"}}
	bad := sampleWeeks("Overdue now", .64, .67, .63)
	bad.Weeks[25].Value, bad.Weeks[25].Said, bad.Weeks[25].Signal = .81, "81%", "late"
	bad.Signals = []Signaled{{Words: "8 weeks, 05-Jan-2026 to 23-Feb-2026, above the mean.", Tone: "late"}, {Words: "the week of 01-Jun-2026 is above what is ordinary.", Tone: "late"}}
	flat := sampleWeeks("Delivered in time", 1)
	flat.Mean, flat.Low, flat.High, flat.SaidMean = 1, 1, 1, "100%"
	none := XmR{Name: "Seen"}
	ends := []Count{{Name: "Booked", N: 12, Open: true}, {Name: "Closed with proof", N: 1210}, {Name: "Closed without proof", N: 84}, {Name: "Cancelled", N: 33}}
	add := func(name, title, value, of, also string, x XmR, e []Count) {
		out = append(out, Figure{Name: name, Href: "/samples", Title: title, Sentence: "Of the referrals sent at least 180 days ago, those closed with every proof: seen, delivered, acknowledged, the patient told, each line of the plan with somebody.",
			Censored: "Every other ending counts as not closed. Withdrawn by the patient and deceased are left out, and said.", Source: "house, closed-loop rate", Value: value, Of: of, Also: also, Period: "26 weeks, 08-Dec-2025 to 07-Jun-2026", Chart: x, Endings: e, EndingsOf: "Where they stand now"})
	}
	add("delivered", "Delivered in time", "100%", "1,704 of 1,704 referrals sent", "", flat, nil)
	add("time-to-accept", "Time to accept", "2.0 d", "1,361 of 1,704 referrals sent", "Nine of ten within 5.9 d; 343 undecided so far, or to their end; 61 too young to count.", calm, ends)
	add("completed", "Seen", "", "0 of 0 referrals sent at least 90 days ago", "251 too young to count.", none, nil)
	add("closed-loop", "Closed with proof", "71%", "1,210 of 1,704 referrals sent at least 180 days ago", "21 left out.", risen, ends)
	add("overdue", "Overdue now", "11%", "12 of 110 referrals open", "", bad, ends)
	return out
}

func sampleMeasuring() Measuring {
	pick := func(name, label string, words ...string) Field {
		f := Field{Name: name, Label: label, Opts: []Opt{{Words: "All"}}}
		for _, w := range words {
			f.Opts = append(f.Opts, Opt{Value: w, Words: w})
		}
		return f
	}
	return Measuring{Words: "Referrals that came to St Luke Medical Center", At: ago(time.Minute), Sides: []Tab{{Href: "/samples", Name: "Came to us", Count: -1, Here: true}, {Href: "/samples", Name: "Sent by us", Count: -1}},
		Filters: []Field{pick("service", "Service", "St Luke Cardiology"), pick("site", "Site", "Main"), pick("sender", "Sender", "Lakeside Family Practice"), pick("urgency", "Urgency", "Urgent"), pick("channel", "Channel", "FHIR"), pick("coordinator", "Coordinator", "Noor Haddad")}}
}

func measureSamples() (out []Sample) {
	shell := clinicShell("Measures", 4)
	all := Measures{Shell: shell, Measuring: sampleMeasuring(), CSV: "/samples", List: sampleFigures()}
	counting := all
	counting.Measuring, counting.List = Measuring{Words: all.Words, Counting: "412,000 so far. Figures are shown when every referral is counted, and never before."}, nil
	first := all
	first.List = sampleFigures()[2:3]
	narrow := all
	narrow.Clear, narrow.Sides, narrow.Words = "/samples", nil, "Referrals sent by Lakeside Family Practice"
	out = append(out, of("Measures", FirstUse, MeasuresPage, first), of("Measures", ManyOf, MeasuresPage, all), of("Measures", Partly, MeasuresPage, counting), of("Measures", "narrowed", MeasuresPage, narrow))

	one := Measured{Shell: shell, Measuring: all.Measuring, Figure: sampleFigures()[4], Here: "/samples", Back: "/samples", CSV: "/samples", Split: "Service", HasTimes: true, Cases: []Button{{Href: "/samples", Words: "Past their due time: 12"}, {Href: "/samples", Words: "Within their due time: 98"}},
		Splits: []Tab{{Href: "/samples", Name: "Service", Count: -1, Here: true}, {Href: "/samples", Name: "Site", Count: -1}, {Href: "/samples", Name: "Sender", Count: -1}, {Href: "/samples", Name: "Urgency", Count: -1}, {Href: "/samples", Name: "Channel", Count: -1}, {Href: "/samples", Name: "Coordinator", Count: -1}, {Href: "/samples", Name: "Team", Count: -1}},
		Parts:  []Share{{Name: "St Luke Cardiology", Href: "/samples", N: 612, Counted: 40, Value: "7%", Most: "5.9 d", Used: .4, Known: true}, {Name: "St Luke Neurology", Href: "/samples", N: 98, Counted: 17, Value: "17%", Most: "12.0 d", Used: 1, Known: true}, {Name: "Nobody by name", N: 2, Value: ""}}, More: 12}
	none := one
	none.Figure, none.Parts, none.Cases, none.More = sampleFigures()[2], nil, one.Cases[:1], 0
	waits := one
	waits.Measuring = counting.Measuring
	long := one
	long.Parts = []Share{{Name: longest, Href: "/samples", N: 1_204_612, Counted: 1_000_040, Value: "83%", Most: "125.9 d", Used: 1, Known: true}}
	out = append(out, of("Measured", FirstUse, MeasuredPage, none), of("Measured", ManyOf, MeasuredPage, one), of("Measured", Long, MeasuredPage, long), of("Measured", Partly, MeasuredPage, waits))
	return append(out, caseSamples(shell)...)
}

func caseSamples(shell Shell) []Sample {
	row := MeasureCase{Code: "8KQ2-M4TX", Href: "/samples", WhyHref: "/samples", Sent: hence(-70), Service: "St Luke Cardiology", Sender: "Lakeside Family Practice", Urgency: "urgent", Coordinator: "Noor Haddad", Phase: "Being reviewed", Why: "Measured as waiting: undecided for 2.9 d so far. It is of the week of 01-Jun-2026."}
	cases := MeasureCases{Shell: shell, Measuring: sampleMeasuring(), Title: "Time to accept", Here: "/samples", Back: "/samples", CSV: "/samples", Groups: []Tab{{Href: "/samples", Name: "Decided", Count: 1361}, {Href: "/samples", Name: "Undecided so far, or to their end", Count: 343, Here: true}},
		Empty: "No referral of those measured is one of these.", Page: 2, Pages: 7, PageHref: "/samples?x=1"}
	none, waits, long := cases, cases, cases
	none.Pages = 1
	waits.Measuring = Measuring{Words: cases.Words, Counting: "412,000 so far. Figures are shown when every referral is counted, and never before."}
	for i := range 50 {
		r := row
		r.Urgency = []string{"routine", "urgent", "emergency"}[i%3]
		cases.Rows = append(cases.Rows, r)
	}
	gone := row
	gone.Code, gone.Href, gone.WhyHref, gone.Coordinator, gone.Sender = "", "", "", longest, longest
	long.Rows = []MeasureCase{gone, row}
	why := WhyCounted{Shell: shell, Code: "8KQ2-M4TX", Href: "/samples", Reasons: []Reason{{Title: "Delivered in time", Href: "/samples", Words: "Counted: delivered 5 min after it was sent; 1 h is allowed. It is of the week of 01-Jun-2026.", Sentence: "Of the referrals sent, those delivered within 1 hour of it."}, {Title: "Report returned", Href: "/samples", Words: "Not measured: nobody was seen yet.", Sentence: "Of the referrals whose patient was seen at least 14 days ago, those whose final report reached who asked."}}}
	return []Sample{of("MeasureCases", Nothing, MeasureCasesPage, none), of("MeasureCases", ManyOf, MeasureCasesPage, cases), of("MeasureCases", Long, MeasureCasesPage, long), of("MeasureCases", Partly, MeasureCasesPage, waits), of("WhyCounted", ManyOf, WhyCountedPage, why)}
}
