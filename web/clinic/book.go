package clinic

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/act"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// shown is how many free times a page offers, in time and past the seen-by date each.
const shown = 12

func bookShown(v *visit.Visit) error { return book(v, "booking", nil, nil) }
func moveShown(v *visit.Visit) error { return book(v, "rebooking", nil, nil) }

// book shows the page that books a visit, or moves the one that stands.
func book(v *visit.Visit, noun string, typed url.Values, wrong error) error {
	s, err := open(v, noun, "book a visit", typed, wrong)
	if err != nil {
		return err
	}
	need, why := referral.ActBook, "A visit cannot be booked here now: it is accepted first, and it is for scheduling to book."
	live, stands := s.p.State.Live()
	if noun == "rebooking" {
		need, why = referral.ActUnbook, "There is no visit to move."
	}
	if wrong == nil && (!contains(s.p.Acts, need) || noun == "rebooking" && !stands) {
		return fault.E("clinic.book", fault.Refused, why, nil)
	}
	p := page.Book{Shell: s.shell, Crumb: s.crumb("Book a visit"), Pressing: s.pressing(), Banner: s.banner(), Asked: s.asked(), Heading: "Book a visit", Button: "Book the visit", Slot: s.get("slot"), SlotWrong: s.wrongAt("slot")}
	p.Asked.CallWho, p.Asked.CallN = "the patient", p.Banner.Phone
	if noun == "rebooking" {
		p.Crumb = s.crumb("Move the visit")
		p.Heading, p.Button, p.Moving, p.Now = "Move the visit", "Move the visit", true, "Booked for "+v.Clock().Exact(live.Start)+" "+s.dir.ClinicianName(live.Clinician)
		p.By = s.pick("radio", "by", "Who asks for it", "", opt("patient", "The patient", "the delay is left out of the adjusted clock"), opt("clinic", "The clinic", "it counts in both clocks"))
		p.Reason = s.pick("select", "reason", "Why", "", moves...)
	}
	if err := s.slots(&p); err != nil {
		return err
	}
	s.bookFields(&p)
	p.Protocol, p.Calls = act.Protocol(s.v, s.p), sheet.Calls(s.v, s.dir, s.p)
	if contains(s.p.Acts, referral.ActContact) {
		p.LogAt = sheet.Path(s.p.ID, referral.ActContact)
	}
	p.After = "The referrer sees the date at once. The clinic sees the patient by then and says so the day after; past the seen-by date the referrer is told the same day."
	return v.Page(s.status(), page.BookPage(p))
}

// slots reads the free times and parts them at the seen-by date.
func (s *sheetOf) slots(p *page.Book) error {
	by := s.p.State.SeenBy
	in, past := page.SlotGroup{Name: "In time, by " + s.v.Clock().Day(by)}, page.SlotGroup{Name: "After the seen-by date: say why below", Late: true}
	if by.IsZero() {
		in.Name = "The first that are free"
	}
	err := s.v.Desk.Read(s.v.R.Context(), s.v.Who, "slots", func(r *desk.Reading) error {
		list, err := lists.Slots(r, s.p.Service.ID, 8)
		for _, x := range list {
			at := x.Start.In(s.v.Zone())
			l := page.SlotLine{ID: string(x.ID), Start: x.Start, Day: at.Format("Mon 02-Jan"), Time: at.Format("15:04"), Clinician: s.dir.ClinicianName(x.Clinician), Place: s.dir.Locations[x.Location].Name, Tele: x.Tele, Minutes: strconv.Itoa(int(x.End.Sub(x.Start).Minutes())) + " min"}
			g := &in
			if late(s.v, x.Start, by) {
				g = &past
			}
			if len(g.Slots) < shown {
				g.Slots = append(g.Slots, l)
			}
		}
		return err
	})
	for _, g := range []page.SlotGroup{in, past} {
		if len(g.Slots) > 0 {
			p.Slots = append(p.Slots, g)
		}
	}
	return err
}

// late reports whether a visit is on a later day than the one the patient should
// be seen by: that day is still in time, as the loop has it.
func late(v *visit.Visit, start, by time.Time) bool {
	if by.IsZero() || start.IsZero() {
		return false
	}
	const day = "2006-01-02"
	return start.In(v.Zone()).Format(day) > by.In(v.Zone()).Format(day)
}

func (s *sheetOf) bookFields(p *page.Book) {
	p.Start, p.Minutes = s.field("datetime", "start", "When", "In your time zone"), s.field("text", "minutes", "How long, in minutes", "30 when you leave it empty")
	var who []page.Opt
	for _, u := range s.dir.Members(s.p.Service.Clinic) {
		if u.Practitioner != "" {
			who = append(who, opt(string(u.Practitioner), s.dir.ClinicianName(u.Practitioner), ""))
		}
	}
	p.Clinician = s.pick("select", "clinician", "With whom", "", who...)
	p.Tele = page.Field{Kind: "check", Name: "tele", Label: "By video", Value: s.get("tele")}
	p.Preparation = s.field("area", "words", "Preparation", "What to bring, to eat or not to eat. The patient reads it on their page, and the referrer too.")
	p.Late = s.field("text", "late", "Why it is after the seen-by date", "Only when it is. Triage's reason; the referrer reads it the same day.")
	p.Reached = page.Field{Kind: "check", Name: "reached", Label: "I spoke to the patient, who agreed", Hint: "It is recorded as a call that reached them.", Value: s.get("reached")}
	if s.p.Patient.Interpreter {
		p.Interpreter = page.Field{Kind: "check", Name: "interpreter", Label: "With an interpreter", Hint: "This patient needs one: a call without does not count as reached.", Value: s.get("interpreter")}
	}
}

func booked(v *visit.Visit) error { return booking(v, "booking") }
func moved(v *visit.Visit) error  { return booking(v, "rebooking") }

// moves are why a visit is moved.
var moves = []page.Opt{opt("cannot-come", "Cannot come that day", ""), opt("clinician-away", "Clinician away", ""), opt("sooner", "A sooner time came free", ""), opt("other", "Another reason", "")}

// booking takes the time, and with a move frees the old one in the same commit.
func booking(v *visit.Visit, noun string) error {
	what := map[string]string{"booking": "booked.", "rebooking": "moved. Both times are on record."}[noun]
	return press(v, noun, what, func(w *desk.Writing, f loop.Form, typed url.Values) (loop.Done, error) {
		b, err := timeOf(v, w, f, typed)
		if noun == "rebooking" {
			err = fault.All(turn.If(typed.Get("by") == "", "by", "Say who asks for the move."), turn.If(!page.Offers(moves, typed.Get("reason")), "reason", "Say why it moves."), err)
		}
		if err != nil {
			return loop.Done{}, err
		}
		if noun == "booking" {
			return loop.Book(w, f, b)
		}
		return loop.Rebook(w, f, loop.Unbooking{ByPatient: typed.Get("by") == "patient", Reason: typed.Get("reason")}, b)
	}, func(typed url.Values, wrong error) error { return book(v, noun, typed, wrong) })
}

// timeOf reads which time is meant, and refuses one that cannot be.
func timeOf(v *visit.Visit, w *desk.Writing, f loop.Form, typed url.Values) (b loop.Booking, err error) {
	b = loop.Booking{Slot: schedule.SlotID(typed.Get("slot")), Words: strings.TrimSpace(typed.Get("words")), Contacted: typed.Get("reached") != "", Interpreter: typed.Get("interpreter") != ""}
	st, err := w.Loop(f.Referral)
	if err != nil {
		return b, err
	}
	start, minutes := v.Moment(typed.Get("start")), 30
	given, length, why := typed.Get("start") != "", typed.Get("minutes"), strings.TrimSpace(typed.Get("late"))
	if length != "" {
		minutes, _ = strconv.Atoi(length)
	}
	wrong := []error{
		turn.If(!given && b.Slot == "", "slot", "Choose a free time, or record one agreed elsewhere."),
		turn.If(given && start.IsZero(), "start", "That is no time of the calendar. Write it as 2026-06-15T09:30."),
		turn.If(given && !start.IsZero() && b.Slot != "", "start", "Choose one: a free time, or a time agreed elsewhere."),
		turn.If(b.Slot == "" && (minutes < 5 || minutes > 600), "minutes", "Write the length in minutes, 5 to 600."),
		turn.If(b.Slot == "" && !start.IsZero() && start.Before(w.Now()), "start", "That time has passed. A visit that has taken place is recorded as seen."),
	}
	if b.Slot == "" {
		b.Start, b.End, b.Clinician, b.Tele = start, start.Add(time.Duration(minutes)*time.Minute), party.PractitionerID(typed.Get("clinician")), typed.Get("tele") != ""
		b.Location = w.Directory().ServicesByID[st.Recipient().Service].Location
	} else if s, ok, err := w.Slot(b.Slot); err != nil {
		return b, err
	} else if ok { // one that is taken is said by the act, after who acted meanwhile
		start = s.Start
	}
	past := late(v, start, st.SeenBy)
	if past && why != "" {
		b.Words = strings.TrimSpace(b.Words + "\n" + turn.PastSeenBy + why)
	}
	return b, fault.All(append(wrong, turn.If(past && why == "", "late", "It is after the seen-by date. Say why, or choose a time by "+v.Clock().Day(st.SeenBy)+"."))...)
}

func reachShown(v *visit.Visit) error { return reach(v, nil, nil) }

func reach(v *visit.Visit, typed url.Values, wrong error) error {
	s, err := open(v, "contact", "log a call", typed, wrong)
	if err != nil {
		return err
	}
	if wrong == nil && !contains(s.p.Acts, referral.ActContact) {
		return fault.E("clinic.reach", fault.Refused, "A call cannot be logged here now, or it is for scheduling and the referring side to log.", nil)
	}
	p := page.Reach{Shell: s.shell, Crumb: s.crumb("Log a call"), Pressing: s.pressing(), Banner: s.banner(), Asked: s.asked(), Protocol: act.Protocol(s.v, s.p), Calls: sheet.Calls(s.v, s.dir, s.p)}
	p.Phone, p.Asked.CallN = p.Banner.Phone, ""
	p.Safe = strings.Join(append([]string{sheet.Safe(s.p.Patient.Safe)}, sheet.SafeMore(s.p.Patient.Safe)...), ". ")
	p.Channel = s.pick("radio", "channel", "How", "call", opt("call", "Call", ""), opt("text", "Text", ""), opt("letter", "Letter", ""), opt("visit", "In person", ""))
	p.Outcome = s.pick("radio", "outcome", "What came of it", "", opt("reached", "Reached", "spoken to"), opt("no-answer", "No answer", ""), opt("message-left", "Message left", "it names nothing"), opt("wrong-number", "Wrong number", ""), opt("sent", "Sent", "a letter or a text"))
	check := func(name, label, hint string) page.Field {
		return page.Field{Kind: "check", Name: name, Label: label, Hint: hint, Value: s.get(name)}
	}
	p.Alternate, p.Interpreter = check("alternate", "It was the alternate contact", ""), check("interpreter", "With an interpreter", "")
	p.ByPatient, p.Words = check("by-patient", "The patient got in touch", "Any word from the patient counts as reached."), s.field("area", "words", "What was said", "")
	return v.Page(s.status(), page.ReachPage(p))
}

func reached(v *visit.Visit) error {
	return press(v, "contact", "the call is recorded.", func(w *desk.Writing, f loop.Form, typed url.Values) (loop.Done, error) {
		return loop.Log(w, f, loop.Contact{Channel: typed.Get("channel"), Outcome: typed.Get("outcome"), Alternate: typed.Get("alternate") != "", Interpreter: typed.Get("interpreter") != "", ByPatient: typed.Get("by-patient") != "", Words: typed.Get("words")})
	}, func(typed url.Values, wrong error) error { return reach(v, typed, wrong) })
}
