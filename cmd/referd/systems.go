package main

import (
	"net/http"

	"referd/edge/fhir"
)

// systems is the door for systems.
func (h *house) systems() http.Handler {
	return &fhir.Server{Desk: h.desk, Log: h.log, Public: h.cfg.Public, Behind: h.cfg.BehindProxy == "yes"}
}
