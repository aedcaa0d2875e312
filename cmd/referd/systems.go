package main

import "net/http"

// systems is the door for systems.
func (h *house) systems() http.Handler { return http.NotFoundHandler() }
