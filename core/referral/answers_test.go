package referral_test

import (
	"fmt"
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
)

type answer struct {
	who referral.Standing
	ev  referral.Event
}

func as(side referral.Side, j party.Job) referral.Standing {
	return referral.Standing{User: "u", Side: side, Jobs: []party.Job{j}, Accountable: true, Confirmed: true}
}

// answers is what whoever has the ball does about it.
func answers(s *referral.State, n referral.Next, step int, at time.Time) []answer {
	leg := s.Leg()
	clinician, staff := as(referral.Sender, "RC"), as(referral.Sender, "RS")
	one := func(who referral.Standing, evs ...referral.Event) (out []answer) {
		for _, ev := range evs {
			out = append(out, answer{who, ev})
		}
		return out
	}
	clinic := func(j party.Job) referral.Standing { return as(referral.Receiver, j) }
	switch n.Act {
	case referral.ActFinish:
		sent := sentTo("first")
		if s.Urgency == party.Emergency {
			sent.Urgency = party.Emergency
			return one(clinician, referral.Spoke{Note: "n"}, sent)
		}
		return one(clinician, sent)
	case referral.ActSign:
		return one(clinician, referral.Signed{Clinician: "c"})
	case referral.ActDeliver:
		return one(as("", "SY"), referral.Delivered{Leg: leg})
	case referral.ActOpen:
		return one(clinic("RX"), referral.Opened{Leg: leg})
	case referral.ActDecide:
		return one(clinic("TN"), referral.Accepted{Leg: leg})
	case referral.ActAnswer:
		i := slices.IndexFunc(s.Asks, func(a referral.Ask) bool { return a.Leg == leg && a.Answered.Before(a.Asked) })
		return one(staff, referral.Answered{Leg: leg, Ask: s.Asks[i].ID, Note: "n"})
	case referral.ActAnswerAdvice:
		return one(clinician, referral.PatientInformed{How: "call"}, referral.AdviceAnswered{Leg: leg, How: "accept"}, referral.Closed{How: "advice"})
	case referral.ActNextStep:
		return one(clinician, referral.PatientInformed{How: "call"}, referral.NextStep{Leg: leg, How: "end"}, referral.Closed{How: "decline"})
	case referral.ActBook:
		return one(clinic("SC"), referral.Booked{Leg: leg, Appointment: schedule.AppointmentID(fmt.Sprint("step", step)), Start: at.Add(time.Hour), Note: "n"})
	case referral.ActResume:
		return one(clinic("SC"), referral.Resumed{Leg: leg})
	case referral.ActReach:
		return one(clinic("SC"), referral.Contacted{Channel: "call", Outcome: "reached"})
	case referral.ActUnbook:
		a, _ := s.Live()
		return one(clinic("SC"), referral.Unbooked{Leg: leg, Appointment: a.ID, Reason: "asked"})
	case referral.ActSee:
		return one(clinic("SP"), referral.Seen{Leg: leg})
	case referral.ActReport:
		return one(clinic("SP"), referral.Reported{Leg: leg, Report: referral.ReportID(fmt.Sprint("step", step)), Kind: referral.Final, Document: "d"})
	}
	return answersAfterCare(s, n, at)
}

func answersAfterCare(s *referral.State, n referral.Next, at time.Time) []answer {
	clinician, staff := as(referral.Sender, "RC"), as(referral.Sender, "RS")
	head := func(open func(referral.Report) bool) referral.ReportID {
		heads := s.Heads()
		return heads[slices.IndexFunc(heads, open)].ID
	}
	switch n.Act {
	case referral.ActSpeak:
		unspoken := func(r referral.Report) bool {
			return r.Acknowledged.IsZero() && r.Spoken.IsZero() && r.Actionable.ByVoice()
		}
		return []answer{{as(referral.Receiver, "SP"), referral.Spoke{Note: "n", Report: head(unspoken)}}}
	case referral.ActDeliverReport:
		return []answer{{as("", "SY"), referral.ReportDelivered{Report: head(func(r referral.Report) bool { return r.Delivered.IsZero() && r.Acknowledged.IsZero() })}}}
	case referral.ActAcknowledge:
		return []answer{{clinician, referral.Acknowledged{Report: head(func(r referral.Report) bool { return r.Acknowledged.IsZero() }), Answered: "yes"}}}
	case referral.ActDoItem:
		return []answer{{staff, referral.PlanDone{Item: n.Item, Evidence: "d"}}}
	case referral.ActInform:
		return []answer{{clinician, referral.PatientInformed{Report: head(func(r referral.Report) bool { return r.Informed.IsZero() }), How: "call"}}}
	case referral.ActClose:
		return []answer{{clinician, referral.Closed{How: "proof"}}}
	case referral.ActSettle:
		facts := []referral.Key{s.Reopening()}
		for _, c := range s.Contradictions() {
			if s.Reopening() == "" && !c.Settled {
				facts = c.Facts
				break
			}
		}
		who := staff
		who.Both = true
		return []answer{{who, referral.Settled{Facts: facts}}}
	}
	panic("nobody knows how to do " + n.Act)
}
