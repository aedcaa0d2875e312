package party

import (
	"strings"
	"testing"
)

// A quantity is in the unit the service asks for, or turned into it exactly,
// and what was written stays beside it; else it says why it is not taken.
func TestNeedReadsItsUnit(t *testing.T) {
	weight := Need{Code: "weight", Label: "Weight in kg", Unit: "kg", Low: "1", High: "400"}
	grown := Need{Code: "gained", Label: "Weight gained", Unit: "kg"}
	creatinine := Need{Code: "creatinine", Label: "Creatinine", Unit: "mg/dL"}
	height := Need{Code: "height", Label: "Height", Unit: "cm", Low: "30"}
	inches := Need{Code: "inches", Label: "Length", Unit: "[in_i]", High: "100"}
	for _, c := range []struct {
		n            Need
		answer, want string // want: what is read, or a piece of why not
	}{
		{weight, "82", "82 kg"}, {weight, "82 kg", "82 kg"}, {weight, " 82.5 Kilograms ", "82.5 kg"}, {weight, "82kg.", "82 kg"},
		{weight, "82 pounds", "37.19 kg (82 lb as written)"}, {weight, "82 [lb_av]", "37.19 kg (82 lb as written)"}, {weight, "12 stone", "76.2 kg (12 stone as written)"},
		{grown, "20 g", "0.02 kg (20 g as written)"}, {grown, "3250 g", "3.25 kg (3250 g as written)"}, {grown, "1 lb", "0.45359237 kg (1 lb as written)"},
		{weight, "82000 g", "82 kg (82000 g as written)"}, {weight, "900 lb", "outside what can be right, 1 to 400 kg"}, {weight, "0 kg", "outside"}, {weight, "401", "outside"}, {weight, "400", "400 kg"}, {weight, "1", "1 kg"},
		{weight, "82 mg/dL", "asked for in kg"}, {weight, "82 cm", "asked for in kg"}, {weight, "82 kg with shoes", "asked for in kg"}, {weight, "heavy", "a number and its unit"}, {weight, "", "a number and its unit"},
		{weight, "1,200 kg", "asked for in kg"}, {weight, "-3 kg", "a number and its unit"}, {weight, "8e2 kg", "asked for in kg"},
		{creatinine, "1.1 mg/dl", "1.1 mg/dL"}, {creatinine, "97 umol/L", "asked for in mg/dL"},
		{height, "6 ft", "182.88 cm (6 ft as written)"}, {height, "1.8 m", "180 cm (1.8 m as written)"}, {height, "12", "at least 30 cm"},
		{inches, "1 cm", "does not come out even"}, {inches, "127 cm", "50 in (127 cm as written)"}, {inches, "101", "at most 100 in"},
	} {
		q, why := c.n.Reads(c.answer)
		if got := q.String(); why == "" && got != c.want || why != "" && !strings.Contains(why, c.want) {
			t.Errorf("%s %q: %s, %q; want %q", c.n.Code, c.answer, got, why, c.want)
		}
	}
	if q, _ := weight.Reads("82 lb"); q.Value != "37.19457434" { // what is kept is exact, however it is shown
		t.Errorf("82 lb is kept as %s kg", q.Value)
	}
}
