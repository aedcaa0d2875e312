package loop_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/turn"
)

// doing is how an act that pages offer is done, filled in as well as it can be
// for where the loop stands.
var doing = map[referral.Act]func(w *desk.Writing, f loop.Form, s *referral.State) (loop.Done, error){
	referral.ActSend:  func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) { return draft.Send(w, f) },
	referral.ActSign:  func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) { return draft.Sign(w, f) },
	referral.ActReady: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) { return draft.Ready(w, f) },
	referral.ActAcknowledge: func(w *desk.Writing, f loop.Form, s *referral.State) (loop.Done, error) {
		a := loop.Acknowledgement{Answered: "yes"}
		if heads := s.Heads(); len(heads) > 0 {
			a.Report = heads[0].ID
		}
		for _, i := range s.Items {
			a.Lines = append(a.Lines, loop.Choice{Item: i.ID, How: "do"})
		}
		return loop.Acknowledge(w, f, a)
	},
	referral.ActNextStep: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.NextStep(w, f, loop.Step{How: "back", Words: "New."})
	},
	referral.ActAnswerAdvice: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.AnswerAdvice(w, f, "back", "It came to that.", "")
	},
	referral.ActAnswer: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Answer(w, f, "", "Yes.", nil)
	},
	referral.ActAccept: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Accept(w, f, loop.Acceptance{})
	},
	referral.ActAsk: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Ask(w, f, loop.Question{Words: "What?"})
	},
	referral.ActAdvise: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Advise(w, f, loop.Advice{Words: "Rest.", BackIf: "Worse."})
	},
	referral.ActForward: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Forward(w, f, "far-cardio", "Nearer.")
	},
	referral.ActDecline: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) { return decline(w, f) },
	referral.ActOpen:    func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) { return loop.Open(w, f) },
	referral.ActBook: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Book(w, f, loop.Booking{Start: w.Now().Add(72 * time.Hour), Clinician: "dr-chen", Words: "Triage agrees."})
	},
	referral.ActSee: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.See(w, f, "dr-chen")
	},
	referral.ActReport: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Answer: "No.", Claim: "answered"})
	},
	referral.ActMiss: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Miss(w, f, "", "")
	},
	referral.ActConfirm: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Confirm(w, f, "")
	},
	referral.ActArrive: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) { return loop.Arrive(w, f, "") },
	referral.ActUnbook: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Unbook(w, f, loop.Unbooking{Reason: "moved"})
	},
	referral.ActWaitlist: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Waitlist(w, f, "Full.")
	},
	referral.ActContact: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Log(w, f, loop.Contact{Channel: "call", Outcome: "no-answer"})
	},
	referral.ActHold: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Hold(w, f, w.Now().Add(72*time.Hour), "patient-asks", "Triage agrees.")
	},
	referral.ActResume: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) { return loop.Resume(w, f) },
	referral.ActDeskReview: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.DeskReview(w, f, "The films.")
	},
	referral.ActInform: func(w *desk.Writing, f loop.Form, s *referral.State) (loop.Done, error) {
		var of referral.ReportID
		if heads := s.Heads(); len(heads) > 0 {
			of = heads[0].ID
		}
		return loop.Inform(w, f, of, loop.Telling{How: "call"})
	},
	referral.ActDoItem: func(w *desk.Writing, f loop.Form, s *referral.State) (loop.Done, error) {
		return loop.Finish(w, f, mineOf(w, s, false), "Done.")
	},
	referral.ActRefuseItem: func(w *desk.Writing, f loop.Form, s *referral.State) (loop.Done, error) {
		return loop.Refuse(w, f, mineOf(w, s, true), "No.")
	},
	referral.ActHandOn: func(w *desk.Writing, f loop.Form, s *referral.State) (loop.Done, error) {
		return loop.HandOn(w, f, mineOf(w, s, false), "home-team", "")
	},
	referral.ActAcceptItem: func(w *desk.Writing, f loop.Form, s *referral.State) (loop.Done, error) {
		return loop.TakeOn(w, f, mineOf(w, s, true), w.Now().Add(time.Hour))
	},
	referral.ActPlan: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Recommend(w, f, "", []loop.Line{{What: "Rest.", Due: w.Now().Add(72 * time.Hour)}})
	},
	referral.ActClose: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) { return loop.Close(w, f) },
	referral.ActMessage: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Say(w, f, "", "Hello.")
	},
	referral.ActPrioritise: func(w *desk.Writing, f loop.Form, s *referral.State) (loop.Done, error) {
		return loop.Prioritise(w, f, s.Urgency, "Still so.")
	},
	referral.ActSeenBy: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.SetSeenBy(w, f, w.Now().Add(240*time.Hour), "Sooner.")
	},
	referral.ActOpenReport: func(w *desk.Writing, f loop.Form, s *referral.State) (loop.Done, error) {
		var of referral.ReportID
		if len(s.Reports) > 0 {
			of = s.Reports[0].ID
		}
		return loop.OpenReport(w, f, of)
	},
	referral.ActAuthorize: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Authorize(w, f, loop.Permit{State: "submitted"})
	},
	referral.ActClaim:   func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) { return loop.Claim(w, f) },
	referral.ActRelease: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) { return loop.Release(w, f) },
	referral.ActAssign: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Give(w, f, loop.Assign{Why: "the team's"})
	},
	referral.ActReaddress: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return draft.Readdress(w, f, "dr-doc", "")
	},
	referral.ActCancel: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Cancel(w, f, "no-longer-needed", "")
	},
	referral.ActWithdraw: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Withdraw(w, f, "“No.”")
	},
	referral.ActDeceased: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Die(w, f, loop.Death{Source: "The daughter.", Identity: loop.Identity{Born: "1961-11-12", Number: "LK 1"}})
	},
	referral.ActInError: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.EnterInError(w, f, "wrong-patient", "Two sisters.")
	},
	referral.ActReopen: func(w *desk.Writing, f loop.Form, _ *referral.State) (loop.Done, error) {
		return loop.Reopen(w, f, "reopened", "Again.")
	},
}

// content are acts that need more than a place and a role (three chases, a
// contact protocol, an entry, a file): they are asked about in tests of their own.
var content = []referral.Act{referral.ActUnreachable, referral.ActCloseAdmin, referral.ActStrike, referral.ActAttach, referral.ActDetach, referral.ActSpeak, referral.ActSettle, referral.ActRefuseProposal, referral.ActRing}

// mineOf is a line of the plan that is the asker's to act on, else any.
func mineOf(w *desk.Writing, s *referral.State, offered bool) referral.ItemID {
	var any referral.ItemID
	for _, i := range s.Items {
		if !i.Owed() {
			continue
		}
		any = i.ID
		if i.Person == w.Who().User || slices.Contains(w.Who().Teams, i.Team) || offered && slices.Contains(w.Who().Teams, i.OfferedTeam) {
			return i.ID
		}
	}
	return any
}

var errTried = fmt.Errorf("tried, and taken back")

// What is offered is never refused for who asks or where the loop stands; what
// is not offered is refused: for everybody, in every phase of a story.
func TestWhatIsOfferedIsNotRefused(t *testing.T) {
	h := desktest.New(t)
	asked, offered := 0, map[referral.Act]bool{}
	check := func(of referral.ID) {
		t.Helper()
		for _, user := range []party.UserID{"doc", "doc2", "moss", "kay", "intake", "nurse", "booker", "chen"} {
			who := h.As(user)
			var may []referral.Act
			var s referral.State
			if err := h.Read(ctx, who, "may", func(r *desk.Reading) (err error) {
				if may, err = turn.May(r, of); err != nil {
					return err
				}
				s, err = r.Loop(of)
				return err
			}); fault.Of(err) == fault.Missing && err != nil {
				continue // not sent yet: the clinic does not know of it
			} else if err != nil {
				t.Fatal(err)
			}
			for _, a := range may {
				if doing[a] == nil && !slices.Contains(content, a) {
					t.Fatalf("%s is offered and nobody here knows how it is done", a)
				}
			}
			for a, do := range doing {
				err := h.Write(ctx, who, "try", func(w *desk.Writing) error {
					if _, err := do(w, loop.Form{Referral: of}, &s); err != nil {
						return err
					}
					return errTried
				})
				asked++
				is := slices.Contains(may, a)
				offered[a] = offered[a] || is
				if is && err != errTried {
					t.Errorf("%s, %s: %s is offered and refused: %v", s.Phase(), user, a, err)
				}
				if k := fault.Of(err); !is && (err == errTried || k != fault.Denied && k != fault.Refused) {
					t.Errorf("%s, %s: %s is not offered: %v", s.Phase(), user, a, err)
				}
			}
		}
	}
	walk(t, h, check)
	if asked < 4000 || len(offered) < 35 {
		t.Errorf("only %d were asked, %d acts offered", asked, len(offered))
	}
}

// walk leads loops through the phases and looks at each.
func walk(t *testing.T, h *desktest.House, check func(referral.ID)) {
	t.Helper()
	day := 24 * time.Hour
	begun := must(t, h, "moss", referral.Draft, func(w *desk.Writing) (loop.Done, error) {
		return draft.Start(w, draft.Draft{Patient: patient, Service: "cardio", Urgency: party.Routine, Clinician: "dr-doc", Question: "Is it?", Override: "none here"})
	}).ID
	check(begun)
	must(t, h, "moss", referral.Unsigned, with(loop.Form{Referral: begun}, draft.Ready))
	check(begun)
	h.Pass(time.Minute)
	must(t, h, "doc", referral.PhaseDelivered, with(loop.Form{Referral: begun}, draft.Send))
	h.Pass(time.Minute)
	of, f := begun, loop.Form{Referral: begun}
	pass := func(user party.UserID, want referral.Phase, a referral.Act) {
		t.Helper()
		s := look(t, h, user, of).State
		must(t, h, user, want, func(w *desk.Writing) (loop.Done, error) { return doing[a](w, f, &s) })
		h.Pass(time.Minute)
	}
	step := func(user party.UserID, want referral.Phase, a referral.Act) {
		t.Helper()
		pass(user, want, a)
		check(of)
	}
	pass("intake", referral.Review, referral.ActOpen)
	step("nurse", referral.Questioned, referral.ActAsk)
	pass("moss", referral.Review, referral.ActAnswer)
	pass("intake", referral.Review, referral.ActMessage)
	step("nurse", referral.PhaseHeld, referral.ActHold)
	pass("nurse", referral.Review, referral.ActResume)
	step("nurse", referral.PhaseDeclined, referral.ActDecline)
	pass("doc", referral.Review, referral.ActNextStep)
	step("chen", referral.PhaseAdvised, referral.ActAdvise)
	pass("doc", referral.Review, referral.ActAnswerAdvice)
	step("chen", referral.PhaseAccepted, referral.ActAccept)
	step("booker", referral.PhaseWaitlisted, referral.ActWaitlist)
	step("booker", referral.PhaseBooked, referral.ActBook)
	h.Pass(4 * day)
	step("booker", referral.PhaseMissed, referral.ActMiss)
	step("booker", referral.PhaseBooked, referral.ActBook)
	h.Pass(4 * day)
	step("chen", referral.PhaseSeen, referral.ActSee)
	must(t, h, "chen", referral.PhaseReported, func(w *desk.Writing) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Answer: "No.", Claim: "answered", Lines: []loop.Line{{What: "Lipids.", Due: h.Now().Add(30 * day)}, {What: "Call back.", Due: h.Now().Add(30 * day)}}})
	})
	h.Pass(time.Minute)
	check(of)
	step("doc", referral.FollowThrough, referral.ActAcknowledge)
	pass("moss", referral.FollowThrough, referral.ActInform)
	step("doc", referral.FollowThrough, referral.ActHandOn)
	step("doc", referral.FollowThrough, referral.ActDoItem)
	step("doc", referral.PhaseClosed, referral.ActDoItem)
	step("doc", referral.FollowThrough, referral.ActReopen)
	of = sent(t, h, party.Urgent, "cardio")
	f = loop.Form{Referral: of}
	h.Pass(time.Minute)
	step("booker", referral.PhaseDelivered, referral.ActWithdraw) // proposed
	step("doc", referral.PhaseWithdrawn, referral.ActWithdraw)
	of = sentEmergency(t, h)
	f = loop.Form{Referral: of}
	h.Pass(time.Minute)
	check(of)
	pass("nurse", referral.PhaseAccepted, referral.ActAccept)
	step("intake", referral.PhaseAccepted, referral.ActDeceased) // proposed
	step("doc", referral.PhaseDeceased, referral.ActDeceased)
}
