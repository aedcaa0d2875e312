package loop_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	corechart "referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/desktest"
	"referd/desk/kept"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/store"
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
	acts("CloseAdmin", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.CloseAdmin(w, f, "no-answer") }),
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
		return loop.EnterInError(w, f, "wrong-patient")
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
	acts("Prioritise", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Prioritise(w, f, party.Urgent, "Worse.")
	}),
	acts("Propose", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Propose(w, f, loop.Evidence{Act: referral.ActSee, Document: "d", When: desktest.Start})
	}),
	acts("Readdress", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Readdress(w, f, "dr-doc2", "") }),
	acts("Ready", loop.Ready), acts("Send", loop.Send), acts("Sign", loop.Sign),
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
		return loop.Speak(w, f, loop.Call{With: "Dr X", At: desktest.Start}, "")
	}),
	acts("Strike", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Strike(w, f, "sent", "wrong") }),
	acts("TakeOn", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.TakeOn(w, f, "i", later) }),
	acts("Tell", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Tell(w, f, referral.Asserted{What: "completed"})
	}),
	acts("Unbook", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Unbook(w, f, loop.Unbooking{Appointment: "a", Reason: "moved"})
	}),
	acts("Undo", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Undo(w, f, "sent") }),
	acts("Unreachable", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Unreachable(w, f, "Tried.") }),
	acts("Waitlist", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Waitlist(w, f, "Full.") }),
	acts("Withdraw", func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Withdraw(w, f, "“No.”") }),
	acts("Write", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Answer: "No.", Claim: "answered"})
	}),
	acts("WriteTold", func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.WriteTold(w, f, loop.Report{Answer: "No.", Kind: referral.Final})
	}),
	{name: "Save", write: func(w *desk.Writing, f loop.Form) error { return loop.Save(w, f.Referral, loop.Draft{}) }},
	{name: "Look", read: func(r *desk.Reading, of referral.ID) error { _, err := loop.Look(r, of); return err }},
	{name: "lists.Disputed", read: func(r *desk.Reading, of referral.ID) error { _, _, err := lists.Disputed(r, of); return err }},
	{name: "May", read: func(r *desk.Reading, of referral.ID) error { _, err := loop.May(r, of); return err }},
	{name: "Written", read: func(r *desk.Reading, of referral.ID) error { _, _, err := loop.Written(r, of); return err }},
	{name: "Versions", read: func(r *desk.Reading, of referral.ID) error { _, err := loop.Versions(r, of); return err }},
	{name: "KeptAt", read: func(r *desk.Reading, of referral.ID) error { _, err := loop.KeptAt(r, of); return err }},
	{name: "kept.Loop", read: func(r *desk.Reading, of referral.ID) error { _, err := kept.Loop(r, of, 0); return err }},
}

func (a asking) ask(h *desktest.House, who desk.Who, of referral.ID) error {
	if a.read != nil {
		return h.Read(ctx, who, a.name, func(r *desk.Reading) error { return a.read(r, of) })
	}
	return h.Write(ctx, who, a.name, func(w *desk.Writing) error { return a.write(w, loop.Form{Referral: of}) })
}

// audits counts the lines of the audit of a kind with an outcome about a loop.
func audits(t *testing.T, h *desktest.House, kind string, of referral.ID, o access.Outcome) (n int) {
	t.Helper()
	err := h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		list, err := v.Audits(access.Query{Limit: 5000})
		for _, r := range list {
			if r.Kind == kind && r.Referral == of && r.Outcome == o {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A foreign referral answers exactly like one that is not there, to every act
// and every read, of a stranger and of a system of another organization; and
// what was tried is in the audit.
func TestForeignIsAbsentToEverything(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	client := desk.Who{Client: "ehr", Orgs: []party.OrgID{"other"}, Zone: time.UTC}
	for _, a := range ofALoop {
		for who, w := range map[string]desk.Who{"stranger": h.As("stranger"), "client": client, "nobody": {}} {
			before := audits(t, h, a.name, of, access.Minor)
			foreign, none := a.ask(h, w, of), a.ask(h, w, absent)
			if fault.Of(foreign) != fault.Missing || fault.Of(none) != fault.Missing || fault.Public(foreign) != fault.Public(none) {
				t.Errorf("%s, %s: a foreign one %v, an absent one %v", a.name, who, foreign, none)
			}
			if audits(t, h, a.name, of, access.Minor) != before+1 {
				t.Errorf("%s, %s: what was tried is not in the audit", a.name, who)
			}
		}
	}
}

// byTheHouse is what the house itself may do (SY of loop.md's table), and what
// is a fact told rather than an act.
var byTheHouse = map[string]bool{"Tell": true, "WriteTold": true, "Propose": true, "Die": true, "Arrive": true, "Attach": true, "Authorize": true, "Book": true, "Close": true, "Confirm": true, "Give": true, "Inform": true, "Reopen": true, "See": true, "Write": true, "Rebook": true}

// Somebody of the practice without a job there sees the referral and may do
// nothing to it, and is told who may; nor does the house decide what a person does.
func TestWhoMayNotIsToldWhoMay(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	idle := desk.Who{User: "idle", Org: "home", Zone: time.UTC}
	for _, a := range ofALoop {
		if a.read != nil {
			continue
		}
		err := a.ask(h, idle, of)
		switch a.name { // what is asked for has to be there first
		case "Attach", "Propose":
			if fault.Of(err) != fault.Invalid {
				t.Errorf("%s of no document: %v", a.name, err)
			}
			continue
		case "ConfirmProposal", "RefuseProposal", "ConfirmRecall", "Save", "Release":
			if k := fault.Of(err); k != fault.Refused && k != fault.Denied {
				t.Errorf("%s of what is not there: %v", a.name, err)
			}
			continue
		}
		if fault.Of(err) != fault.Denied || len(strings.Fields(fault.Public(err))) < 4 || !strings.HasSuffix(fault.Public(err), ".") {
			t.Errorf("%s: %v", a.name, err)
		}
		if audits(t, h, a.name, of, access.Minor) != 1 {
			t.Errorf("%s: being turned away is not in the audit", a.name)
		}
		if err := a.ask(h, desk.System("test"), of); !byTheHouse[a.name] && err == nil {
			t.Errorf("the house did %s by itself", a.name)
		}
	}
}

// elsewhere are verbs that are asked of no loop, each with where it is shown to
// be authorized and audited.
var elsewhere = map[string]string{
	"loop.Start": "TestBeginningsAreAudited", "loop.Receive": "TestBeginningsAreAudited", "loop.Leave": "TestLeavingMovesEverything",
	"loop.Checks": "reads the patient through the reader's own sight", "loop.Lacks": "the checks that stop it", "loop.ToSettle": "of a state the reader has read", "loop.Above": "somebody of the directory", "lists.Find": "TestListsShowOwn", "lists.Search": "TestListsShowOwn", "lists.Lines": "TestListsShowOwn", "lists.LinesOf": "TestListsShowOwn",
	"lists.Around": "TestListsShowOwn", "lists.Others": "a foreign one is absent, like Around", "lists.Held": "TestListsShowOwn", "lists.Balls": "TestListsShowOwn", "lists.Cards": "TestListsShowOwn", "lists.ClosedSince": "TestListsShowOwn", "lists.Counts": "numbers of the reader's own lists", "lists.NextIn": "an id of the reader's own lists", "lists.NextOf": "an id of the reader's own lists",
	"lists.People": "testdata/loops/leaves.txtar: no patient is in it", "lists.Operations": "no patient is in it", "loop.SeenBy": "a date of the settings", "loop.Shut": "hours of the directory", "lists.Slots": "times without patients", "loop.Standing": "says what the asker is",
	"loop.KeepWords": "one's own words", "loop.DropWords": "one's own words", "loop.WordsOf": "one's own words",
	"loop.Escalate": "a job of the house", "loop.NoticeOf": "a job of the house", "loop.Rebuild": "a job of the operator", "loop.Undelivered": "a job of the house", "loop.Untold": "a job of the house", "loop.Offered": "of a loop that was read", "loop.DraftOf": "of a loop that was read",
	"kept.Of": "TestKeptIsForClients", "kept.Put": "TestKeptIsForClients", "kept.Heard": "TestKeptIsForClients", "kept.AddOrg": "TestKeptIsForClients", "kept.AddPractitioner": "TestKeptIsForClients", "kept.AddService": "TestKeptIsForClients", "kept.AddLocation": "TestKeptIsForClients", "kept.AddRole": "TestKeptIsForClients", "kept.AddPatient": "TestKeptIsForClients",
	"chart.Add": "TestChartIsAuthorizedAndAudited", "chart.Same": "TestChartIsAuthorizedAndAudited", "chart.Apart": "TestChartIsAuthorizedAndAudited", "chart.ConfirmGuard": "TestChartIsAuthorizedAndAudited", "chart.Hold": "TestChartIsAuthorizedAndAudited", "chart.Release": "TestChartIsAuthorizedAndAudited", "chart.Upload": "TestChartIsAuthorizedAndAudited", "chart.Document": "TestChartIsAuthorizedAndAudited",
	"people.Open": "TestAnAccountIsOpened", "people.First": "TestTheFirstAccount", "people.Renew": "TestAnAccountIsOpened", "people.Delegate": "TestDelegation", "people.Recall": "TestDelegation", "people.Admit": "TestWhoAdmits", "people.Dismiss": "TestWhoAdmits", "people.SwitchKeys": "one's own", "people.ConfirmClock": "TestWhoConfirmsTheClock", "people.Sessions": "one's own", "people.EndOne": "one's own", "people.EndAll": "TestSigningOutEverywhere",
	"people.As": "reads the directory", "people.Bearer": "TestClientComesAndGoes", "people.ClientToken": "TestClientComesAndGoes", "people.AssertedToken": "the token tests of edge/fhir", "people.Confirmed": "TestConfirmed", "people.Session": "TestSignInAndOut", "people.Glance": "TestSignInAndOut", "people.SignIn": "TestSignInAndOut", "people.SignOut": "TestSignInAndOut", "people.Sweep": "a job of the house",
}

// Every verb the rooms of the desk offer is one of those above: none is added
// without being asked about here.
func TestEveryVerbIsAskedAbout(t *testing.T) {
	known := map[string]bool{}
	for _, a := range ofALoop {
		if known["loop."+a.name] = true; strings.Contains(a.name, ".") {
			known[a.name] = true
		}
	}
	tests := testsOf(t, ".", "../chart", "../people", "../kept", "../../edge/fhir")
	for name, shown := range elsewhere {
		if known[name] = true; strings.HasPrefix(shown, "Test") && !tests[shown] {
			t.Errorf("%s is said to be shown by %s, which is not there", name, shown)
		}
	}
	n := 0
	for _, room := range []string{"loop", "lists", "chart", "people", "kept"} {
		for _, name := range verbs(t, room) {
			if n++; !known[name] {
				t.Errorf("%s is a verb of the desk that no test asks about", name)
			}
		}
	}
	if n < 90 {
		t.Errorf("only %d verbs were found", n)
	}
}

// testsOf are the names of the tests of some folders.
func testsOf(t *testing.T, dirs ...string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, dir := range dirs {
		files, _ := filepath.Glob(filepath.Join(dir, "*_test.go"))
		for _, name := range files {
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok {
					out[fn.Name.Name] = true
				}
			}
		}
	}
	return out
}

// verbs lists the exported functions of a room that take a writing, a reading
// or the desk itself: nothing else reaches the store.
func verbs(t *testing.T, room string) (out []string) {
	t.Helper()
	pkgs, err := parser.ParseDir(token.NewFileSet(), "../"+room, func(i fs.FileInfo) bool { return !strings.HasSuffix(i.Name(), "_test.go") }, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pkgs {
		for _, f := range p.Files {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.IsExported() && atTheDesk(fn) {
					out = append(out, room+"."+fn.Name.Name)
				}
			}
		}
	}
	return out
}

func atTheDesk(fn *ast.FuncDecl) bool {
	for _, p := range fn.Type.Params.List {
		star, ok := p.Type.(*ast.StarExpr)
		if !ok {
			continue
		}
		if s, ok := star.X.(*ast.SelectorExpr); ok && (s.Sel.Name == "Writing" || s.Sel.Name == "Reading" || s.Sel.Name == "Desk") {
			return true
		}
	}
	return false
}

// A referral begins for those who may begin one, and leaves a line in the audit.
func TestBeginningsAreAudited(t *testing.T) {
	h := desktest.New(t)
	start := func(who desk.Who) error {
		return h.Write(ctx, who, "begin", func(w *desk.Writing) error { _, err := loop.Start(w, loop.Draft{Patient: patient}); return err })
	}
	receive := func(who desk.Who) error {
		return h.Write(ctx, who, "receive", func(w *desk.Writing) error {
			_, err := loop.Receive(w, loop.Arrival{Patient: patient, Sender: "home", Service: "cardio", Question: "Is it?", Urgency: party.Routine, Origin: "fhir"})
			return err
		})
	}
	for _, x := range []struct {
		name string
		err  error
		want fault.Kind
	}{
		{"a stranger begins", start(h.As("stranger")), fault.Missing}, {"intake begins", start(h.As("intake")), fault.Denied}, {"an administrator begins", start(h.As("kay")), fault.Denied},
		{"a person sends as a system", receive(h.As("doc")), fault.Denied}, {"a foreign system sends", receive(desk.Who{Client: "x", Orgs: []party.OrgID{"other"}}), fault.Denied},
	} {
		if fault.Of(x.err) != x.want || x.err == nil {
			t.Errorf("%s: %v", x.name, x.err)
		}
	}
	if err := start(h.As("moss")); err != nil {
		t.Error(err)
	}
	if err := receive(desk.Who{Client: "x", Orgs: []party.OrgID{"home"}}); err != nil {
		t.Error(err)
	}
	var kinds = map[string]int{}
	h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		list, err := v.Audits(access.Query{Limit: 100})
		for _, r := range list {
			kinds[r.Kind+string(r.Outcome)]++
		}
		return err
	})
	if kinds["begin0"] != 1 || kinds["begin4"] != 3 || kinds["receive0"] != 1 || kinds["receive4"] != 2 {
		t.Errorf("the audit has %v", kinds)
	}
}

// Lists and searches show what is the reader's own, and nothing of another practice's.
func TestListsShowOwn(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	count := func(user party.UserID) (n int) {
		err := h.Read(ctx, h.As(user), "lists", func(r *desk.Reading) error {
			found, err := lists.Find(r, "Testcase")
			n += len(found)
			if err != nil {
				return err
			}
			hits, err := lists.Search(r, "Testcase")
			n += len(hits.Patients)
			if err != nil {
				return err
			}
			row, _ := r.As(store.Scope{System: true}).Row(of)
			if hits, err = lists.Search(r, row.Code); hits.Loop != "" {
				n++
			}
			if err != nil {
				return err
			}
			for _, v := range []lists.View{lists.Waiting, lists.All, lists.Unclaimed, lists.LoopsOpen, lists.ToOpen, lists.Exceptions} {
				l, err := lists.Lines(r, v, 1, nil)
				if n += len(l.Rows) + l.Total; err != nil {
					return err
				}
				around, err := lists.Around(r, v, of)
				if n += around.At; err != nil {
					return err
				}
				_, cards, err := lists.Cards(r, v, 1, nil)
				if n += len(cards); err != nil {
					return err
				}
			}
			balls, err := lists.Balls(r)
			for _, b := range balls {
				n += b.N
			}
			if err != nil {
				return err
			}
			held, err := lists.Held(r)
			if n += len(held); err != nil {
				return err
			}
			closed, err := lists.ClosedSince(r, desktest.Start.Add(-time.Hour), 10)
			n += len(closed)
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", user, err)
		}
		return n
	}
	if n := count("stranger"); n != 0 {
		t.Errorf("a stranger's lists show %d things", n)
	}
	if count("doc") == 0 || count("intake") == 0 {
		t.Error("one's own lists show nothing")
	}
}

// What other systems keep is kept by systems, for the organizations they act
// for, and is read by those who may see it.
func TestKeptIsForClients(t *testing.T) {
	h := desktest.New(t)
	mine := desk.Who{Client: "ehr", Orgs: []party.OrgID{"home"}}
	for name, f := range map[string]func(*desk.Writing) error{
		"put": func(w *desk.Writing) error {
			_, err := kept.Put(w, store.Kept{Type: "Basic", Body: []byte("{}")}, nil)
			return err
		},
		"org": func(w *desk.Writing) error { _, _, err := kept.AddOrg(w, party.Org{Name: "New"}, ""); return err },
		"practitioner": func(w *desk.Writing) error {
			_, _, err := kept.AddPractitioner(w, party.Practitioner{}, "")
			return err
		},
		"service":  func(w *desk.Writing) error { _, err := kept.AddService(w, party.Service{Org: "home"}); return err },
		"location": func(w *desk.Writing) error { _, err := kept.AddLocation(w, party.Location{Org: "home"}); return err },
		"role":     func(w *desk.Writing) error { _, err := kept.AddRole(w, party.Role{Org: "home"}); return err },
		"patient":  func(w *desk.Writing) error { _, err := kept.AddPatient(w, party.Patient{Org: "home"}); return err },
		"heard":    func(w *desk.Writing) error { return kept.Heard(w, kept.Message{Key: "k", Body: []byte("{}")}) },
	} {
		for who, want := range map[*desk.Who]bool{{User: "doc", Org: "home", Jobs: []party.Job{party.ReferringClinician}}: false, {}: false, &mine: true} {
			err := h.Write(ctx, *who, name, f)
			if want != (err == nil) || !want && fault.Of(err) != fault.Denied {
				t.Errorf("%s by %s%s: %v", name, who.User, who.Client, err)
			}
		}
	}
	for _, f := range []func(*desk.Writing) error{
		func(w *desk.Writing) error { _, err := kept.AddLocation(w, party.Location{Org: "clinic"}); return err },
		func(w *desk.Writing) error { _, err := kept.AddRole(w, party.Role{Org: "clinic"}); return err },
		func(w *desk.Writing) error { _, err := kept.AddPatient(w, party.Patient{Org: "clinic"}); return err },
		func(w *desk.Writing) error { _, err := kept.AddService(w, party.Service{Org: "clinic"}); return err },
	} {
		if err := h.Write(ctx, mine, "foreign", f); fault.Of(err) != fault.Denied {
			t.Errorf("for another organization: %v", err)
		}
	}
	var k store.Kept
	if err := h.Write(ctx, mine, "put", func(w *desk.Writing) (err error) {
		k, err = kept.Put(w, store.Kept{Type: "Basic", Org: "home", Patient: patient, Body: []byte("{}")}, nil)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	get := func(who desk.Who, id string) error {
		return h.Read(ctx, who, "get", func(r *desk.Reading) error { _, err := kept.Of(r, "Basic", id, 0); return err })
	}
	foreign, none := get(desk.Who{Client: "x", Orgs: []party.OrgID{"other"}}, k.ID), get(desk.Who{Client: "x", Orgs: []party.OrgID{"other"}}, "00000000000000000000")
	if get(mine, k.ID) != nil || fault.Of(foreign) != fault.Missing || fault.Public(foreign) != fault.Public(none) {
		t.Errorf("own %v, foreign %v, absent %v", get(mine, k.ID), foreign, none)
	}
}

// The chart's verbs: a foreign patient or document is absent, who may not is
// told who may, and each leaves its line.
func TestChartIsAuthorizedAndAudited(t *testing.T) {
	h := desktest.New(t)
	var d corechart.Document
	if err := h.Write(ctx, h.As("moss"), "upload", func(w *desk.Writing) (err error) {
		d, err = chart.Upload(w, chart.File{Patient: patient, Kind: corechart.Attachment, Name: "a.txt", Data: []byte("Ada Testcase, an ECG")})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	const second = party.PatientID("pat00000000000000002")
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.PutPatient(party.Patient{ID: second, Org: "home", Name: party.Name{Family: "Testcase", Given: []string{"A"}}, Born: "1961-11-12", Active: true})
	}); err != nil {
		t.Fatal(err)
	}
	type step struct {
		name string
		do   func(*desk.Writing) error
	}
	steps := []step{
		{"upload", func(w *desk.Writing) error {
			_, err := chart.Upload(w, chart.File{Patient: patient, Kind: corechart.Attachment, Name: "a.txt", Data: []byte("x")})
			return err
		}},
		{"confirm", func(w *desk.Writing) error { return chart.ConfirmGuard(w, d.ID, "I looked.") }},
		{"same", func(w *desk.Writing) error { return chart.Same(w, patient, second, "Same number.", false) }},
		{"apart", func(w *desk.Writing) error { return chart.Apart(w, patient, second, "Sisters.") }},
		{"hold", func(w *desk.Writing) error { return chart.Hold(w, d.ID, "A virus, says the scanner.") }},
		{"release", func(w *desk.Writing) error { return chart.Release(w, d.ID, "Scanned again, clean.") }},
	}
	idle := desk.Who{User: "idle", Org: "home"}
	by := map[string]party.UserID{"hold": "kay", "release": "kay"}
	for _, s := range steps {
		stranger := h.As("stranger")
		stranger.Jobs = append(stranger.Jobs, party.Admin, party.ReferringStaff)
		if err := h.Write(ctx, stranger, s.name, s.do); fault.Of(err) != fault.Missing {
			t.Errorf("%s by a stranger: %v", s.name, err)
		}
		if err := h.Write(ctx, idle, s.name, s.do); fault.Of(err) != fault.Denied {
			t.Errorf("%s by somebody without a job: %v", s.name, err)
		}
		who := by[s.name]
		if who == "" {
			who = "moss"
		}
		if err := h.Write(ctx, h.As(who), s.name, s.do); err != nil {
			t.Errorf("%s by %s: %v", s.name, who, err)
		}
		if audits(t, h, s.name, "", access.Minor) != 2 || audits(t, h, s.name, "", access.Success) == 0 {
			t.Errorf("%s: %d refusals, %d successes in the audit", s.name, audits(t, h, s.name, "", access.Minor), audits(t, h, s.name, "", access.Success))
		}
	}
	read := func(user party.UserID, id corechart.DocumentID) error {
		return h.Read(ctx, h.As(user), "document", func(r *desk.Reading) error { _, _, err := chart.Document(r, id); return err })
	}
	if foreign, none := read("stranger", d.ID), read("stranger", "00000000000000000000"); fault.Of(foreign) != fault.Missing || fault.Public(foreign) != fault.Public(none) {
		t.Errorf("a foreign document %v, an absent one %v", foreign, none)
	}
	if err := read("moss", d.ID); err != nil {
		t.Error(err)
	}
}

// Nothing is shown when its line in the audit cannot be kept.
func TestNothingIsShownUnaudited(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	who := h.As("doc")
	h.DB.Stop()
	var shown *loop.Picture
	err := h.Read(context.WithoutCancel(ctx), who, "loop.read", func(r *desk.Reading) (err error) { shown, err = loop.Look(r, of); return err })
	if fault.Of(err) != fault.Busy || shown == nil {
		t.Errorf("read without an audit: %v", err)
	}
}
