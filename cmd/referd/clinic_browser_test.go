package main

import "testing"

// One state of every page on a tablet, a dark phone and in forced colours: axe
// finds nothing, nothing is wider than the window, and nothing moves once it is
// painted. The story looks at every state at a desk and 320 wide.
func TestEverySampleInABrowser(t *testing.T) { browse(t, "samples.mjs") }

// An open page hears of what happens elsewhere, and its bell with it.
func TestAnOpenPageIsLive(t *testing.T) { browse(t, "live.mjs") }

// Each daily act of the clinic by keyboard alone; drafts, the session's end, and
// a form that comes back with every word without scripts.
func TestTheClinicByKeyboard(t *testing.T) { browse(t, "keys.mjs") }

// The queue is worked with a thumb: boxes, the bar of the selected, and a way to
// every other page.
func TestTheQueueOnAPhone(t *testing.T) { browse(t, "phone.mjs") }
