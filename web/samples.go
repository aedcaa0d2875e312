package web

import (
	"net/http"

	"referd/web/page"
	"referd/web/visit"
)

// samples lists every state of every page; the demo alone shows them.
func samples(v *visit.Visit) error {
	return v.Page(http.StatusOK, page.SampleListPage(page.SampleList{Samples: page.Samples()}))
}

// sample shows one.
func sample(v *visit.Visit) error {
	for _, s := range page.Samples() {
		if s.Path() == v.R.URL.Path {
			return v.Page(http.StatusOK, s.Show)
		}
	}
	return nowhere(v)
}
