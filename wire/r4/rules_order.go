package r4

// orderRules are those of orders, appointments and plans.
var orderRules = map[string][]rule{
	"ServiceRequest": {{"prr-1", "An order's details come with its code.", implies("orderDetail", "code")}},
	"Appointment": {
		{"app-2", "Start and end are both there, or neither.", func(n Node) bool { return has(n, "start") == has(n, "end") }},
		{"app-3", "Only a proposed, cancelled or waitlisted appointment can be without start and end.", func(n Node) bool {
			s := n.member("status").String()
			return has(n, "start") && has(n, "end") || s == "proposed" || s == "cancelled" || s == "waitlist"
		}},
		{"app-4", "Only a cancelled or missed appointment has a reason for cancelling.", func(n Node) bool {
			s := n.member("status").String()
			return !has(n, "cancelationReason") || s == "noshow" || s == "cancelled"
		}},
	},
	"Appointment.participant":    {{"app-1", "A participant has a type or an actor.", either("type", "actor")}},
	"AppointmentResponse":        {{"apr-1", "A response says who it is of: a participant type or an actor.", either("participantType", "actor")}},
	"CarePlan.activity":          {{"cpl-3", "An activity has a detail or a reference, not both.", notBoth("detail", "reference")}},
	"RequestGroup.action":        {{"rqg-1", "An action has a resource or actions, not both.", one("resource", "action")}},
	"DataRequirement.codeFilter": {{"drq-1", "A filter has a path or a search parameter, not both.", one("path", "searchParam")}},
	"DataRequirement.dateFilter": {{"drq-2", "A filter has a path or a search parameter, not both.", one("path", "searchParam")}},
	"TriggerDefinition":          {{"trd-1", "A trigger has data or a timing, not both.", notBoth("data", "timing[x]")}, {"trd-2", "A condition comes with data.", implies("condition", "data")}},
}

// formRules are those of questionnaires and their answers.
var formRules = map[string][]rule{
	"QuestionnaireResponse.item": {{"qrs-1", "An item has answers or items, not both.", notBoth("answer", "item")}},
	"Questionnaire.item": {
		{"que-1", "A group has items, and a display has none.", func(n Node) bool {
			t := n.member("type").String()
			return (t != "group" || has(n, "item")) && (t != "display" || !has(n, "item"))
		}},
		{"que-3", "A display has no code.", display("code")},
		{"que-4", "Answers are listed or of a value set, not both.", notBoth("answerOption", "answerValueSet")},
		{"que-6", "A display is not required and does not repeat.", func(n Node) bool { return display("required")(n) && display("repeats")(n) }},
		{"que-8", "Groups and displays have no initial value.", func(n Node) bool {
			t := n.member("type").String()
			return t != "group" && t != "display" || !has(n, "initial")
		}},
		{"que-9", "A display is not read-only.", display("readOnly")},
		{"que-10", "Only a simple question has a longest answer.", func(n Node) bool {
			return set("boolean decimal integer string text url open-choice")[n.member("type").String()] || !has(n, "maxLength")
		}},
		{"que-11", "With listed answers, the first one is marked among them.", notBoth("answerOption", "initial")},
		{"que-12", "More than two conditions say how they combine.", func(n Node) bool { return n.member("enableWhen").Len() <= 2 || has(n, "enableBehavior") }},
		{"que-13", "Only a question that repeats has several initial values.", func(n Node) bool { return n.member("repeats").True() || n.member("initial").Len() <= 1 }},
	},
	"Questionnaire.item.enableWhen": {{"que-7", "Whether an answer exists is true or false.", func(n Node) bool { return !n.member("operator").Is("exists") || has(n, "answerBoolean") }}},
	"Parameters.parameter": {{"inv-1", "A parameter has one of a value, a resource and parts.", func(n Node) bool {
		count := 0
		for _, x := range []string{"value[x]", "resource", "part"} {
			if there(n, x) {
				count++
			}
		}
		return count == 1
	}}},
}

func display(name string) func(Node) bool {
	return func(n Node) bool { return !n.member("type").Is("display") || !has(n, name) }
}
