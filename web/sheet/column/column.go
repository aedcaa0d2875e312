// Package column is how a list is narrowed and sorted, as addresses: what its heads
// lead to, and where a view of it is.
package column

import (
	"net/url"
	"slices"
	"strings"

	"referd/desk/lists"
	"referd/web/page"
)

// columns are what a column's head sorts by, in the order of the columns.
var columns = []string{"urgency", "patient", "service", "phase", "seen", "due", "since"}

// Sortable reports whether a list can be put in an order: a column's, from its
// other end with a minus before it, or none, which is the safe one.
func Sortable(order string) bool {
	return order == "" || slices.Contains(columns, strings.TrimPrefix(order, "-"))
}

// Address is where a view of the list at a path is, narrowed as asked and in an
// order: codes and ids, never words of a patient.
func Address(path string, a lists.Asking, view lists.View, order string) string {
	q := url.Values{"view": {string(view)}}
	for k, x := range map[string]string{"service": string(a.Service), "sender": string(a.Sender), "for": string(a.For), "order": order, "with": map[bool]string{true: string(a.With)}[view == lists.Person || view == lists.PersonLate]} {
		if x != "" {
			q.Set(k, x)
		}
	}
	return path + "?" + q.Encode()
}

// Sorts are what the heads lead to: up, then down, then the safe order again.
func Sorts(path string, a lists.Asking) (out []page.Sort) {
	for _, o := range columns {
		s := page.Sort{Href: Address(path, a, a.View, o)}
		switch a.Order {
		case o:
			s = page.Sort{Href: Address(path, a, a.View, "-"+o), Now: "ascending"}
		case "-" + o:
			s = page.Sort{Href: Address(path, a, a.View, ""), Now: "descending"}
		}
		out = append(out, s)
	}
	return out
}
