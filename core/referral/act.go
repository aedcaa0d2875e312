package referral

// actOf names the act an event is; empty when nobody asks for it.
func actOf(ev Event, s *State) Act {
	switch e := ev.(type) {
	case Readied:
		return ActReady
	case Signed:
		return ActSign
	case Spoke, CallbackSet:
		return ActSpeak
	case Sent:
		return ActSend
	case SeenBySet:
		return ActSeenBy
	case Opened:
		return ActOpen
	case Asked:
		return ActAsk
	case Answered:
		return ActAnswer
	case Prioritised:
		return ActPrioritise
	case Accepted:
		return ActAccept
	case Declined:
		return ActDecline
	case Advised:
		return ActAdvise
	case AdviceAnswered:
		return ActAnswerAdvice
	case NextStep:
		return ActNextStep
	case Delivered, Transmitted, DeliveryFailed:
		return ActDeliver
	case ReportDelivered:
		return ActDeliverReport
	case Forwarded:
		if s.is.answer == declined {
			return ActNextStep
		}
		return ActForward
	case SentBack:
		return ActNextStep
	case Waitlisted:
		return ActWaitlist
	case Booked:
		return ActBook
	case Confirmed:
		return ActConfirm
	case Unbooked:
		return ActUnbook
	case Missed:
		return ActMiss
	case Arrived:
		return ActArrive
	case Seen:
		return ActSee
	case DeskReviewed:
		return ActDeskReview
	case Held:
		return ActHold
	case Resumed:
		return ActResume
	case Reported:
		return ActReport
	case ReportOpened:
		return ActOpenReport
	case Acknowledged:
		return ActAcknowledge
	case PatientInformed:
		return ActInform
	case Planned:
		return ActPlan
	case Contacted:
		return ActContact
	case Rang:
		return ActRing
	case Closed:
		if e.How != "proof" && e.How != "" {
			return map[string]Act{"advice": ActAnswerAdvice, "decline": ActNextStep}[e.How]
		}
		return ActClose
	}
	return actOfRest(ev)
}

func actOfRest(ev Event) Act {
	switch ev.(type) {
	case HandedOn:
		return ActHandOn
	case ItemAccepted:
		return ActAcceptItem
	case PlanDone:
		return ActDoItem
	case PlanRefused:
		return ActRefuseItem
	case Authorization:
		return ActAuthorize
	case Claimed:
		return ActClaim
	case Released:
		return ActRelease
	case Reassigned:
		return ActAssign
	case Attached:
		return ActAttach
	case Detached:
		return ActDetach
	case Messaged:
		return ActMessage
	case Readdressed:
		return ActReaddress
	case Cancelled:
		return ActCancel
	case Withdrawn:
		return ActWithdraw
	case Unreachable:
		return ActUnreachable
	case Deceased:
		return ActDeceased
	case ClosedAdmin:
		return ActCloseAdmin
	case EnteredInError:
		return ActInError
	case Reopened:
		return ActReopen
	case Settled:
		return ActSettle
	case Struck:
		return ActStrike
	case ProposalRefused:
		return ActRefuseProposal
	case Proposed:
		return ev.(Proposed).Act
	}
	return ""
}
