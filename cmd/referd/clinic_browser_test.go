package main

import "testing"

// Every page in every state: axe finds nothing at a desk, and for each page on
// a tablet, a dark phone, 320 wide and in forced colours; nothing is wider than
// the window, and nothing moves once it is painted.
func TestEverySampleInABrowser(t *testing.T) { browse(t, "samples.mjs") }

// Each daily act of the clinic by keyboard alone; drafts, the session's end, and
// a form that comes back with every word without scripts.
func TestTheClinicByKeyboard(t *testing.T) { browse(t, "keys.mjs") }
