package store_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
)

// unscoped are the reads that show nobody's patient, each with what it shows.
var unscoped = map[string]string{
	"As": "another's rights, by the desk", "Committed": "nothing is read", "Backlog": "counts of jobs", "Credential": "a hash, to who checks it", "DirectoryVersion": "the directory is everybody's",
	"FeedEnd": "numbers", "FreeSlots": "free time", "Slots": "time without whose", "Offered": "numbers", "Slot": "time", "Guesses": "of one's own door", "Session": "by its secret", "TicketBy": "by its secret", "SessionsOf": "by the one signed in",
	"Inbound": "the house's own, and System's alone", "InboundAt": "the house's own, and System's alone", "Refused": "the house's own, and System's alone", "Climbing": "the operator's counts, by level", "Climbed": "the operator's counts, by who was told", "Cuts": "the house's own, and System's alone", "Model": "the house's own, and System's alone", "Deliveries": "the operator's counts, by organization", "Heard": "when a client last spoke",
	"LettersOf": "moments of mail, to the house", "NoticesIn": "who is told of which referral, to the house",
	"ImportMap": "what columns are called", "Stored": "the operator's counts", "WorkByKind": "counts of jobs",
	"Past": "the directory as it was", "Link": "by its secret", "Links": "who was invited, to the desk", "LinksOf": "when somebody was written a link, to the desk", "Factor": "by the desk, to who shows a code", "LyingAside": "the operator's count", "Concerns": "what was reported, by organization, to the desk", "OpenConcerns": "a count", "Factored": "who shows codes, to the desk",
	"Thing": "the directory", "Things": "the directory", "Orphans": "asked of every scope above",
}

// A read that is added is either asked of the oracle or said to be nobody's.
func TestEveryReadIsAskedOfTheOracle(t *testing.T) {
	w := &world{rows: map[referral.ID]store.Row{"a": {}}, loops: []referral.ID{"a"}, patients: []party.PatientID{"p"}, docs: map[chart.DocumentID]string{"d": "loop/a", "e": "patient/p"}, orgs: []party.OrgID{"o"}, linked: map[party.PatientID]party.PatientID{"p": "q"}}
	asked := w.expected(store.Scope{})
	view := reflect.TypeFor[*store.View]()
	for i := range view.NumMethod() {
		name := view.Method(i).Name
		if _, ok := asked[name]; !ok && unscoped[name] == "" {
			t.Errorf("View.%s is a read nobody has asked the oracle about: add it to answers and expected, or say whose it is", name)
		}
	}
	if len(slices.Collect(maps.Keys(asked))) < 25 {
		t.Errorf("only %d reads are asked", len(asked))
	}
}
