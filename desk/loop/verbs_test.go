package loop_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// elsewhere are verbs that are asked of no loop, each with where it is shown to
// be authorized and audited.
var elsewhere = map[string]string{
	"turn.Begin": "what every verb below begins with", "turn.Peek": "TestOpenDuesAreRecomputed", "turn.New": "what Start and Receive begin with", "turn.Do": "every verb below", "turn.Plain": "every verb below", "turn.Strikes": "of a loop that was read", "turn.RecordAt": "of a patient the act is about",
	"draft.Start": "TestBeginningsAreAudited", "draft.Receive": "TestBeginningsAreAudited", "chase.Leave": "TestLeavingMovesEverything",
	"draft.Checks": "reads the patient through the reader's own sight", "draft.Lacks": "the checks that stop it", "turn.ToSettle": "of a state the reader has read", "chase.Above": "somebody of the directory", "lists.Find": "TestListsShowOwn", "lists.Search": "TestListsShowOwn", "lists.Patient": "TestListsShowOwn", "lists.Lines": "TestListsShowOwn", "lists.LinesOf": "TestListsShowOwn",
	"lists.Around": "TestListsShowOwn", "lists.Chosen": "TestListsShowOwn", "lists.Settlings": "TestListsShowOwn", "lists.ToSettle": "of a state the reader has read", "lists.ClimbedTo": "TestWhatReachesALeadIsMeasured", "lists.Visits": "TestTheVisitsOfADay", "lists.InDowntime": "TestListsShowOwn", "lists.MyDay": "TestWhatOneHasToDoToday", "lists.Workload": "TestListsShowOwn", "lists.Others": "a foreign one is absent, like Around", "lists.Held": "TestListsShowOwn", "lists.Incidents": "TestAPrivacyIncident", "lists.IncidentOf": "TestAPrivacyIncident", "lists.Balls": "TestListsShowOwn", "lists.Cards": "TestListsShowOwn", "lists.ClosedSince": "TestListsShowOwn", "lists.Counts": "numbers of the reader's own lists", "lists.Signing": "ids of the reader's own lists", "lists.NextIn": "an id of the reader's own lists", "lists.NextOf": "an id of the reader's own lists",
	"lists.People": "testdata/loops/leaves.txtar: no patient is in it", "lists.Operations": "no patient is in it", "loop.SeenBy": "a date of the settings", "draft.Suggest": "TestWhatIsSuggested", "draft.Favourites": "one's own", "draft.Favour": "one's own", "draft.Live": "TestADoubleIsJoined", "draft.Earlier": "TestAnEarlierOneIsCarriedOver", "draft.Shut": "hours of the directory", "lists.Slots": "times without patients", "turn.Standing": "says what the asker is",
	"mine.KeepWords": "TestTwoWindowsOfOneForm", "mine.DropWords": "TestTwoWindowsOfOneForm", "mine.WordsOf": "TestTwoWindowsOfOneForm",
	"chase.Escalate": "a job of the house", "chase.NoticeOf": "a job of the house", "chase.Plan": "a job of the house", "chase.LetterOf": "a job of the house", "chase.Left": "a job of the house", "chase.Lost": "a job of the house", "chase.Zone": "of a directory that was read", "chase.Rebuild": "a job of the operator", "chase.Recompute": "TestOpenDuesAreRecomputed", "chase.LookAnew": "TestOpenDuesAreRecomputed", "chase.Undelivered": "a job of the house", "chase.Untold": "a job of the house", "notice.Mine": "TestTheBellCountsItsList", "notice.Unread": "TestTheBellCountsItsList", "notice.Read": "TestTheBellCountsItsList", "notice.ReadAll": "TestTheBellCountsItsList", "notice.Wishes": "one's own", "notice.Wish": "TestWishes", "notice.StopLink": "TestALinkStopsMails", "notice.Stops": "TestALinkStopsMails", "notice.Stop": "TestALinkStopsMails", "turn.Offered": "of a loop that was read", "draft.Of": "of a loop that was read",
	"kept.Of": "TestKeptIsForClients", "kept.Put": "TestKeptIsForClients", "kept.Heard": "TestKeptIsForClients", "kept.Inbound": "TestEveryInboundBodyIsKept", "kept.ByNPI": "TestManyTellOfTheSameAtOnce", "kept.OwnNPI": "TestAnNPIIsNotTakenOver", "kept.HasSent": "TestProvenanceLeadsToTheMessage", "kept.Sent": "TestProvenanceLeadsToTheMessage", "kept.ForgetRefused": "TestRefusedBodiesAreForgotten", "kept.AddOrg": "TestKeptIsForClients", "kept.AddPractitioner": "TestKeptIsForClients", "kept.AddService": "TestKeptIsForClients", "kept.AddLocation": "TestKeptIsForClients", "kept.AddRole": "TestKeptIsForClients", "kept.AddPatient": "TestKeptIsForClients",
	"chart.Add": "TestChartIsAuthorizedAndAudited", "chart.Same": "TestChartIsAuthorizedAndAudited", "chart.Apart": "TestChartIsAuthorizedAndAudited", "chart.ConfirmGuard": "TestChartIsAuthorizedAndAudited", "chart.Hold": "TestChartIsAuthorizedAndAudited", "chart.Release": "TestChartIsAuthorizedAndAudited", "chart.Upload": "TestChartIsAuthorizedAndAudited", "chart.Document": "TestChartIsAuthorizedAndAudited",
	"link.Reach": "TestHowToReachIsOnBothRecords", "link.Said": "TestHowToReachIsOnBothRecords", "link.Give": "TestWhoGetsALink", "link.Links": "TestWrongAnswersLock", "link.Renew": "TestAPatientComesIn", "link.End": "TestAPatientComesIn", "link.Post": "TestALetterIsMailedOnce", "link.Unposted": "TestALetterIsMailedOnce", "link.See": "TestAPatientComesIn", "link.Ring": "TestTheBellOfThePage", "link.Wish": "TestAWishIsConfirmedWithThem", "link.At": "TestAPatientComesIn", "link.Enter": "TestWrongAnswersLock",
	"house.Look": "TestWhoSetsUp", "house.Save": "TestWhoSetsUp", "house.Undo": "TestWhoSetsUp", "house.Past": "TestWhoSetsUp", "house.Missing": "TestWhoSetsUp", "house.Found": "TestWhoSetsUp", "house.Version": "a number of the directory", "house.LookTimes": "TestTimesAreOffered", "house.SaveTimes": "TestTimesAreOffered", "house.EndTimes": "TestTimesAreOffered", "house.TimesOf": "TestTimesAreOffered",
	"lists.Asked": "TestWhatIsAskedForIsCounted", "people.Open": "TestAnAccountIsOpened", "people.First": "TestTheFirstAccount", "people.Door": "TestTheDoorOfAnEmptyHouse", "people.Opens": "TestTheDoorOfAnEmptyHouse", "people.Begin": "TestTheDoorOfAnEmptyHouse", "people.Invite": "TestWhoInvites", "people.Invitation": "TestWhoInvites", "people.Invited": "TestAnInvitationLetsInOnce", "people.Join": "TestAnInvitationLetsInOnce", "people.Waiting": "TestWhoInvites", "people.Renew": "TestAnAccountIsOpened", "house.Delegate": "TestDelegation", "house.Accept": "TestDelegation", "house.Out": "TestALeadSaysWhoIsOut", "house.Recall": "TestDelegation", "house.Decline": "TestDelegation", "people.Admit": "TestWhoAdmits", "people.Dismiss": "TestWhoAdmits", "people.SwitchKeys": "one's own", "house.ConfirmClock": "TestWhoConfirmsTheClock", "people.Pace": "of nobody: what strangers say is counted, and no patient is in it", "people.Sessions": "one's own", "people.EndOne": "one's own", "people.EndAll": "TestSigningOutEverywhere",
	"people.Forgot": "TestTheDoorTellsNobodyWhoIsHere", "people.Reset": "TestAResetWorksOnce", "people.Resettable": "TestAResetWorksOnce", "people.Replace": "TestAResetWorksOnce",
	"people.SetUp": "one's own", "people.Enrol": "TestASecondFactor", "people.EnrolHalf": "TestCodesByJob", "people.Prove": "TestASecondFactor", "people.ProveHalf": "TestCodesByJob", "people.Halfway": "TestASecondFactor", "people.Second": "TestASecondFactor", "people.Respare": "TestRecoveryCodes", "people.Unfactor": "TestCodesByJob", "people.Rescue": "TestAnAdministratorIsLetBackIn", "people.WorkAt": "TestOneLoginForSeveralOrganizations", "people.Accept": "TestAnInvitationRevealsNoAccountElsewhere",
	"people.Issue": "TestATicketLetsIn", "people.LinkTo": "TestATicketLetsIn", "people.Prolong": "TestATicketEnds", "people.Revoke": "TestATicketEnds", "people.TicketOf": "TestCodesAndLinksAreNotGuessed", "people.Enter": "TestCodesAndLinksAreNotGuessed", "people.ByTicket": "TestATicketLetsIn", "people.SpokenLinkTo": "TestWhoGetsALink", "people.Leave": "TestAPatientComesIn",
	"bring.List": "TestWhoMayBring", "bring.Waiting": "TestPeopleAreBrought", "bring.Of": "TestWhoMayBring", "bring.Lines": "TestWhoMayBring", "bring.Faults": "TestWhoMayBring", "draft.Bring": "TestReferralsAreBrought",
	"give.Ours":       "no patient is in it",
	"partner.Tickets": "TestALinkOpensOneLoop", "partner.Knock": "TestALoopByALink", "partner.Enter": "TestALoopByALink", "partner.Come": "TestALinkOpensOneLoop", "partner.Post": "a job of the house", "partner.Posted": "a job of the house", "partner.Unposted": "a job of the house",
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
	tests := testsOf(t, ".", "../chart", "../people", "../house", "../kept", "../link", "../bring", "../partner", "../notice", "../mine", "../../edge/fhir")
	for name, shown := range elsewhere {
		if known[name] = true; strings.HasPrefix(shown, "Test") && !tests[shown] {
			t.Errorf("%s is said to be shown by %s, which is not there", name, shown)
		}
	}
	n := 0
	for _, room := range []string{"turn", "draft", "loop", "chase", "lists", "chart", "people", "house", "kept", "link", "bring", "give", "partner", "notice", "mine"} {
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
