package loop_test

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/kept"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/desk/mine"
	"referd/desk/partner"
	"referd/desk/turn"
)

const absent = referral.ID("00000000000000000000")

// asking is a verb or a read as somebody asks it of a loop.
type asking struct {
	name  string
	write func(w *desk.Writing, f loop.Form) error
	read  func(r *desk.Reading, of referral.ID) error
}

func acts(name string, f func(w *desk.Writing, f loop.Form) (loop.Done, error)) asking {
	return asking{name: name, write: func(w *desk.Writing, x loop.Form) error { _, err := f(w, x); return err }}
}

var later = desktest.Start.Add(10 * 24 * time.Hour)

// ofALoop is everything that may be asked about one referral, well filled in.
var ofALoop = []asking{
	acts("draft.Meet", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return draft.Meet(w, f) }),
	acts("draft.Remeasure", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return draft.Remeasure(w, f, "Observation/o") }),
	acts("Accept", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Accept(w, f, loop.Acceptance{}) }),
	acts("Acknowledge", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Acknowledge(w, f, loop.Acknowledgement{Report: "r", Answered: "yes"})
	}),
	acts("Advise", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Advise(w, f, loop.Advice{Words: "Rest.", BackIf: "Worse."})
	}),
	acts("Answer", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Answer(w, f, "", "Yes.", nil) }),
	acts("AnswerAdvice", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.AnswerAdvice(w, f, "back", "It came to that.", "")
	}),
	acts("Arrive", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Arrive(w, f, "a") }),
	acts("Ask", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Ask(w, f, loop.Question{Words: "What?"})
	}),
	acts("Attach", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Attach(w, f, "d", "") }),
	acts("Authorize", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Authorize(w, f, loop.Permit{State: "needed"})
	}),
	acts("Book", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Book(w, f, loop.Booking{Start: later})
	}),
	acts("Cancel", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Cancel(w, f, "no-longer-needed", "")
	}),
	acts("Claim", loop.Claim), acts("Close", loop.Close), acts("Release", loop.Release), acts("Open", loop.Open), acts("Resume", loop.Resume),
	acts("CloseAdmin", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.CloseAdmin(w, f, "no-answer", "") }),
	acts("Confirm", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Confirm(w, f, "a") }),
	acts("ConfirmProposal", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.ConfirmProposal(w, f, "p", loop.Identity{})
	}),
	acts("ConfirmRecall", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.ConfirmRecall(w, f, "Destroyed.") }),
	acts("Decide", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Decide(w, f, loop.Decision{How: "accept"})
	}),
	acts("Decline", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Decline(w, f, loop.Refusal{Reason: "capacity", Tells: "sender", Words: "Full."})
	}),
	acts("DeskReview", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.DeskReview(w, f, "Read the films.") }),
	acts("Detach", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Detach(w, f, "d", "wrong") }),
	acts("Die", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Die(w, f, loop.Death{Source: "The daughter, by phone."})
	}),
	acts("EnterInError", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.EnterInError(w, f, "wrong-patient", "Two sisters.")
	}),
	acts("Finish", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Finish(w, f, "i", "Done.") }),
	acts("Forward", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Forward(w, f, "far-cardio", "Nearer.")
	}),
	acts("Give", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Give(w, f, loop.Assign{Person: "intake", Why: "hers"})
	}),
	acts("HandOn", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.HandOn(w, f, "i", "wards", "") }),
	acts("Hold", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Hold(w, f, later, "patient-asks", "")
	}),
	acts("Inform", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Inform(w, f, "r", loop.Telling{How: "call"})
	}),
	acts("Join", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Join(w, f, "other") }),
	acts("Log", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Log(w, f, loop.Contact{Channel: "call", Outcome: "no-answer"})
	}),
	acts("Miss", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Miss(w, f, "a", "") }),
	acts("NextStep", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.NextStep(w, f, loop.Step{How: "back", Words: "New."})
	}),
	acts("OpenReport", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.OpenReport(w, f, "r") }),
	acts("partner.Deliver", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return partner.Deliver(w, f, partner.Handing{How: "post", Words: "Letter 4711"})
	}),
	acts("partner.Hear", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return partner.Hear(w, f, partner.Word{What: "accepted", Who: "Kate Bell", By: "phone"})
	}),
	acts("partner.Link", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return partner.Link(w, f, "desk@far.example") }),
	acts("partner.Print", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		_, err := partner.Print(w, f)
		return loop.Done{}, err
	}),
	acts("partner.Prolong", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return partner.Prolong(w, f, "t") }),
	acts("partner.End", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return partner.End(w, f, "t") }),
	acts("partner.Book", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return partner.Book(w, f, later, "") }),
	acts("partner.Report", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return partner.Report(w, f, partner.Answer{Seen: desktest.Start, Words: "Well."})
	}),
	acts("Prioritise", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Prioritise(w, f, party.Urgent, "Worse.")
	}),
	acts("Propose", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Propose(w, f, loop.Evidence{Act: referral.ActSee, Document: "d", When: desktest.Start})
	}),
	acts("draft.Readdress", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return draft.Readdress(w, f, "dr-doc2", "") }),
	acts("draft.Ready", draft.Ready), acts("draft.Send", draft.Send), acts("draft.Sign", draft.Sign),
	acts("draft.SignRead", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return draft.SignRead(w, f, "mark") }),
	acts("draft.GiveBack", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return draft.GiveBack(w, f, "Ask about the stairs.")
	}),
	acts("Rebook", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Rebook(w, f, loop.Unbooking{Appointment: "a", Reason: "moved"}, loop.Booking{Start: later})
	}),
	acts("Recommend", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Recommend(w, f, "", []loop.Line{{What: "Rest.", Due: later}})
	}),
	acts("Refuse", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Refuse(w, f, "i", "No.") }),
	acts("RefuseProposal", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.RefuseProposal(w, f, "p", "No.") }),
	acts("Reopen", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Reopen(w, f, "reopened", "Again.") }),
	acts("Ring", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Ring(w, f, "nothing", "“Nobody called.”")
	}),
	acts("Say", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Say(w, f, "", "Hello.") }),
	acts("See", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.See(w, f, "dr-chen") }),
	acts("SetCallback", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.SetCallback(w, f, "(555) 010-2222", "the ward")
	}),
	acts("SetSeenBy", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.SetSeenBy(w, f, later, "Sooner.") }),
	acts("Settle", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Settle(w, f, []referral.Key{"k"}, "So.")
	}),
	acts("Speak", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Speak(w, f, turn.Call{With: "Dr X", At: desktest.Start}, "")
	}),
	acts("Strike", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Strike(w, f, "sent", "wrong") }),
	acts("TakeOn", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.TakeOn(w, f, "i", later) }),
	acts("Tell", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Tell(w, f, referral.Asserted{What: "completed"})
	}),
	acts("Unbook", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Unbook(w, f, loop.Unbooking{Appointment: "a", Reason: "moved"})
	}),
	acts("turn.Undo", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return turn.Undo(w, f, "sent") }),
	acts("Unreachable", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Unreachable(w, f, "Tried.") }),
	acts("Waitlist", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Waitlist(w, f, "Full.") }),
	acts("Withdraw", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Withdraw(w, f, "“No.”") }),
	acts("Write", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Answer: "No.", Claim: "answered"})
	}),
	acts("WriteTold", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.WriteTold(w, f, loop.Report{Answer: "No.", Kind: referral.Final})
	}),
	{name: "draft.Save", write: func(w *desk.Writing, f loop.Form) error { return draft.Save(w, f.Referral, draft.Draft{}) }},
	{name: "draft.Copy", write: func(w *desk.Writing, f loop.Form) error { _, err := draft.Copy(w, f.Referral, "x"); return err }},
	{name: "mine.AddNote", write: func(w *desk.Writing, f loop.Form) error { return mine.AddNote(w, f.Referral, "For us.", false) }},
	{name: "mine.NotesOf", read: func(r *desk.Reading, of referral.ID) error { _, err := mine.NotesOf(r, of); return err }},
	{name: "mine.LookAgain", write: func(w *desk.Writing, f loop.Form) error {
		return mine.LookAgain(w, f.Referral, mine.Again{Day: later, Words: "Did it come?"})
	}},
	{name: "mine.Looked", write: func(w *desk.Writing, f loop.Form) error { return mine.Looked(w, f.Referral, "l", "", nil) }},
	{name: "mine.Pin", write: func(w *desk.Writing, f loop.Form) error { return mine.Pin(w, f.Referral, true) }},
	{name: "mine.PutAside", write: func(w *desk.Writing, f loop.Form) error { return mine.PutAside(w, f.Referral, "", later, "Full.") }},
	{name: "mine.TakeUp", write: func(w *desk.Writing, f loop.Form) error { return mine.TakeUp(w, f.Referral, "") }},
	{name: "mine.Asides", read: func(r *desk.Reading, of referral.ID) error { _, _, err := mine.Asides(r, of); return err }},
	{name: "mine.LooksOf", read: func(r *desk.Reading, of referral.ID) error { _, err := mine.LooksOf(r, of); return err }},
	{name: "Look", read: func(r *desk.Reading, of referral.ID) error { _, err := loop.Look(r, of); return err }},
	{name: "lists.Disputed", read: func(r *desk.Reading, of referral.ID) error { _, _, err := lists.Disputed(r, of); return err }},
	{name: "turn.May", read: func(r *desk.Reading, of referral.ID) error { _, err := turn.May(r, of); return err }},
	{name: "draft.Written", read: func(r *desk.Reading, of referral.ID) error { _, _, err := draft.Written(r, of); return err }},
	{name: "draft.Versions", read: func(r *desk.Reading, of referral.ID) error { _, err := draft.Versions(r, of); return err }},
	{name: "draft.Revert", write: func(w *desk.Writing, f loop.Form) error { return draft.Revert(w, f.Referral, 1) }},
	{name: "kept.Loop", read: func(r *desk.Reading, of referral.ID) error { _, err := kept.Loop(r, of, 0); return err }},
}

func (a asking) ask(h *desktest.House, who desk.Who, of referral.ID) error {
	if a.read != nil {
		return h.Read(ctx, who, a.name, func(r *desk.Reading) error { return a.read(r, of) })
	}
	return h.Write(ctx, who, a.name, func(w *desk.Writing) error { return a.write(w, loop.Form{Referral: of}) })
}
