package said

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"referd/core/party"
)

// Words of other systems, in the form bare gives them, and what they are here.
// What is in none of these is asked about once for a file (Import.Words).

// Over is the step of a referral that is not open: it is left out.
const Over = "over"

func table(lines ...[2]string) map[string]string {
	out := map[string]string{}
	for _, l := range lines {
		for w := range strings.SplitSeq(l[1], ",") {
			out[Bare(w)] = l[0]
		}
	}
	return out
}

// Words of each field, and what they are here.
var Sexes = table([2]string{"female", "f, female, woman, w"}, [2]string{"male", "m, male, man"}, [2]string{"other", "o, other, x, nonbinary, non-binary, nb"}, [2]string{"unknown", "u, unknown, unk, not known, undifferentiated, decline to answer, n/a"})

var Yeses = table([2]string{"yes", "y, yes, true, 1, t, needed, required"}, [2]string{"no", "n, no, false, 0, f, none, not needed, not required"})

// Dead says whether somebody has died; a day of it is a yes as well.
var Dead = table([2]string{"yes", "y, yes, true, 1, t, deceased, dead, died, expired"}, [2]string{"no", "n, no, false, 0, f, none, alive, living"})

var Urgencies = table([2]string{string(party.Routine), "routine, normal, elective, standard, non-urgent, low, r, regular, open, within 30 days, next available"},
	[2]string{string(party.Urgent), "urgent, asap, priority, high, expedited, u, soon, urgent priority, within 7 days"}, [2]string{string(party.Emergency), "emergency, emergent, stat, immediate, critical"})

var Statuses = table(
	[2]string{"sent", "sent, new, open, ordered, requested, active, pending, submitted, faxed, referral sent, sent to specialist, new referral, created, authorized, approved, auth approved, not scheduled, unscheduled, sent not yet delivered"},
	[2]string{"delivered", "delivered, received, referral received, acknowledged receipt, delivered not opened, in queue, unassigned"},
	[2]string{"review", "review, in review, being reviewed, under review, pending review, triage, in triage, opened, clinical review, pended for review, reviewed, being triaged, provider review, pending triage, pending provider review"},
	[2]string{"questioned", "questioned, need more info, needs more information, more information needed, additional information needed, information requested, awaiting information, pending information, sender's answer awaited, incomplete, records requested, pending records, awaiting records, info needed, returned for information"},
	[2]string{"declined", "declined, denied, rejected, refused, not accepted, declined the sender must act, returned"},
	[2]string{"accepted", "accepted, accepted to be booked, ready to schedule, to be scheduled, pending scheduling, scheduling, to schedule, contacting patient, attempting to contact, left message, awaiting scheduling, ready for scheduling, called patient, lm, lvm, pending appointment, patient contacted, attempted to contact, needs appointment"},
	[2]string{"waitlisted", "waitlisted, wait list, waitlist, waiting list, on waitlist, accepted no slot yet, on wait list"},
	[2]string{"held", "held, on hold, hold, deferred, postponed, delayed"},
	[2]string{"booked", "booked, scheduled, appointment made, appt made, appointment scheduled, appt scheduled, rescheduled, confirmed, appointment booked, visit scheduled"},
	[2]string{"missed", "missed, no show, noshow, no-show, did not attend, dna, failed to attend"},
	[2]string{"seen", "seen, seen report owed, visit completed, patient seen, arrived, checked out, awaiting report, awaiting consult note, pending consult note, appointment completed, visit complete, pending report, consult note pending, appt completed, awaiting notes, seen awaiting note"},
	[2]string{Over, "closed, complete, completed, cancelled, canceled, expired, closed with proof, withdrawn, patient declined, entered in error, voided, void, discontinued, deceased, referral closed, loop closed, report received, consult note received, done, inactive, resolved, not sent, draft, unable to contact, duplicate, closed on advice, advised, closed after decline, cancelled by patient, withdrawn by the patient, patient not reached, closed without proof"},
)

// Steps are what a status may be, with the words for it, for a form that asks.
func Steps() [][2]string {
	return [][2]string{{"sent", "Sent"}, {"delivered", "Received, not looked at"}, {"review", "Being reviewed"}, {"questioned", "More information asked for"}, {"declined", "Declined: the sender must act"},
		{"accepted", "Accepted, to be booked"}, {"waitlisted", "On the waiting list"}, {"held", "On hold"}, {"booked", "Booked"}, {"missed", "Did not attend"}, {"seen", "Seen, report owed"}, {Over, "Over: leave it out"}}
}

var Declines = table([2]string{"no-capacity", "no capacity, capacity, no availability, not accepting new patients, full"}, [2]string{"wrong-service", "wrong service, wrong department, wrong specialty, inappropriate referral"}, [2]string{"in-care", "already in care, in care elsewhere, established elsewhere"},
	[2]string{"out-of-scope", "out of scope, outside what we treat, does not meet criteria, not treated here"}, [2]string{"plan", "plan does not cover us, insurance, out of network, not covered, authorization denied"}, [2]string{"patient-declines", "patient declined, patient declines, patient refused, patient does not want it"})

var Holds = table([2]string{"patient-asks", "patient asks, patient request, patient preference, patient deferred, patient asks for it, per patient"}, [2]string{"test-first", "test first, a test comes first, awaiting labs, awaiting test, needs labs, needs imaging, pending labs"}, [2]string{"treatment", "treatment, other treatment first, treatment first, in treatment"})

// Tongues are languages by the names lists give them.
var Tongues = table([2]string{"en", "english"}, [2]string{"es", "spanish, español, espanol, castilian, spanish; castilian"}, [2]string{"zh", "chinese, mandarin, chinese mandarin, mandarin chinese, cantonese, chinese cantonese"}, [2]string{"vi", "vietnamese"}, [2]string{"ar", "arabic"}, [2]string{"ru", "russian"}, [2]string{"fr", "french"},
	[2]string{"ht", "haitian creole, creole, haitian"}, [2]string{"pt", "portuguese"}, [2]string{"ko", "korean"}, [2]string{"tl", "tagalog, filipino"}, [2]string{"de", "german"}, [2]string{"pl", "polish"}, [2]string{"hi", "hindi"}, [2]string{"ur", "urdu"}, [2]string{"fa", "farsi, persian"}, [2]string{"it", "italian"},
	[2]string{"ja", "japanese"}, [2]string{"bn", "bengali"}, [2]string{"gu", "gujarati"}, [2]string{"pa", "punjabi"}, [2]string{"te", "telugu"}, [2]string{"ta", "tamil"}, [2]string{"so", "somali"}, [2]string{"am", "amharic"}, [2]string{"sw", "swahili"}, [2]string{"ne", "nepali"}, [2]string{"my", "burmese"},
	[2]string{"th", "thai"}, [2]string{"lo", "lao"}, [2]string{"km", "khmer, cambodian"}, [2]string{"hmn", "hmong"}, [2]string{"uk", "ukrainian"}, [2]string{"ro", "romanian"}, [2]string{"he", "hebrew"}, [2]string{"el", "greek"}, [2]string{"tr", "turkish"}, [2]string{"ase", "american sign language, asl, sign language"},
	[2]string{"ps", "pashto"}, [2]string{"prs", "dari"}, [2]string{"sq", "albanian"}, [2]string{"hy", "armenian"}, [2]string{"hr", "croatian"}, [2]string{"sr", "serbian"}, [2]string{"bs", "bosnian"}, [2]string{"yi", "yiddish"}, [2]string{"nv", "navajo"})

// Tongue is a language as its code; empty words are none.
func Tongue(s string) (code string, ok bool) {
	if c, ok := Tongues[Bare(s)]; ok {
		return c, true
	}
	t, err := language.Parse(s)
	if err != nil || len(s) > 12 {
		return "", false
	}
	return t.String(), true
}

// Listed are the parts of a cell that Holds several things.
func Listed(s string) (out []string) {
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;|/\n", r) }) {
		if p = strings.TrimSpace(p); p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// Named parts a name that is written in one cell: Family, Given, or Given
// Family, with a title before or behind.
func Named(whole string) (n party.Name) {
	family, given, comma := strings.Cut(whole, ",")
	if !comma {
		words := strings.Fields(whole)
		for len(words) > 1 && titles[Bare(words[0])] != "" {
			n.Prefix, words = titles[Bare(words[0])], words[1:]
		}
		for len(words) > 1 && behind[Bare(words[len(words)-1])] {
			words = words[:len(words)-1]
		}
		if len(words) == 0 {
			return n
		}
		n.Family, n.Given = words[len(words)-1], words[:len(words)-1]
		return n
	}
	given, _, _ = strings.Cut(given, ",") // "Rivera, Ana, MD"
	n.Family = strings.TrimSpace(family)
	for _, w := range strings.Fields(given) {
		if t := titles[Bare(w)]; t != "" && n.Prefix == "" {
			n.Prefix = t
		} else if !behind[Bare(w)] || len(n.Given) == 0 {
			n.Given = append(n.Given, w)
		}
	}
	return n
}

var titles = map[string]string{"mr": "Mr", "mrs": "Mrs", "ms": "Ms", "miss": "Miss", "dr": "Dr", "prof": "Prof", "mx": "Mx"}

var behind = map[string]bool{"md": true, "do": true, "np": true, "pa": true, "pac": true, "rn": true, "phd": true, "aprn": true, "fnp": true, "dnp": true, "facc": true, "facs": true, "mph": true, "dpm": true, "dds": true}
