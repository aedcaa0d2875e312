// Package loop is what may be asked about a referral: every act of loop.md's
// table, a file each, and what each side sees of it.
package loop

import "referd/desk/turn"

// Form is what every act carries, and Done what came of it.
type (
	Form = turn.Form
	Done = turn.Done
)
