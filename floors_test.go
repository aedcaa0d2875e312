package referd

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors is the house, from the ground up. A room may use rooms on lower
// floors and its own inner rooms; never a room above it or beside it.
var floors = [][]string{{"base"}, {"core", "wire"}, {"insight"}, {"store"}, {"desk", "work"}, {"edge", "web"}, {"cmd", "bench"}}

// open names inner rooms that may see a sister, each with its reason.
var open = map[string]string{
	"core/chart -> core/party":                        "a document is about somebody",
	"core/schedule -> core/party":                     "a slot is somebody's",
	"core/access -> core/party":                       "a right is between people",
	"core/access -> core/referral":                    "what was looked at is a referral",
	"core/search -> core/party":                       "who is looked for was born on a day",
	"core/referral -> core/party":                     "a referral is between people",
	"core/referral -> core/chart":                     "a referral carries documents",
	"core/referral -> core/schedule":                  "a visit is an appointment",
	"core/policy -> core/referral":                    "a due is about a referral",
	"core/policy -> core/party":                       "a due is somebody's",
	"core/measure -> core/referral":                   "what is measured is a referral",
	"core/measure -> core/party":                      "how it went is between people",
	"desk/loop -> desk":                               "the mechanism below every verb",
	"desk/chase -> desk":                              "the mechanism below every verb",
	"desk/chase -> desk/turn":                         "the house acts on a loop as people do",
	"desk/chase -> desk/loop":                         "who leaves gives what they have",
	"desk/chase -> desk/draft":                        "who leaves hands on what they wrote",
	"desk/draft -> desk":                              "the mechanism below every verb",
	"desk/draft -> desk/mine":                         "what is typed is of a window",
	"desk/draft -> desk/turn":                         "a verb is a turn on a loop",
	"desk/loop -> desk/draft":                         "a loop not sent yet is shown as it is written",
	"desk/lists -> desk/draft":                        "a list shows what is written of what is not sent",
	"desk/loop -> desk/turn":                          "a verb is a turn on a loop",
	"desk/turn -> desk":                               "the mechanism below every verb",
	"desk/turn -> desk/people":                        "where a way to a patient is safe no more, their links end",
	"desk/lists -> desk/turn":                         "a list shows what a turn leaves",
	"desk/lists -> desk":                              "the mechanism below every verb",
	"desk/lists -> desk/loop":                         "a list is of loops, and offers what they do",
	"desk/people -> desk":                             "the mechanism below every verb",
	"desk/notice -> desk":                             "the mechanism below every verb",
	"desk/mine -> desk":                               "the mechanism below every verb",
	"desk/mine -> desk/turn":                          "where one stands on a loop",
	"web/mine -> web/page":                            "pages are made of parts",
	"web/mine -> web/visit":                           "a route is a visit",
	"web/mine -> web/sheet":                           "it stands beside a referral",
	"web/mine -> web/act":                             "a day is read as in the forms of the acts",
	"web/paper -> web/page":                           "pages are made of parts",
	"web/paper -> web/visit":                          "a route is a visit",
	"web/paper -> web/sheet":                          "what is printed is a referral",
	"web/notice -> web/page":                          "pages are made of parts",
	"web/notice -> web/visit":                         "a route is a visit",
	"desk/measure -> desk":                            "the mechanism below every verb",
	"desk/safety -> desk":                             "the mechanism below every verb",
	"desk/safety -> desk/people":                      "who reports without an account may hold a link",
	"desk/house -> desk":                              "the mechanism below every verb",
	"desk/house -> desk/people":                       "who is set up may come in",
	"desk/chart -> desk":                              "the mechanism below every verb",
	"desk/partner -> desk":                            "the mechanism below every verb",
	"desk/partner -> desk/turn":                       "a verb is a turn on a loop",
	"desk/partner -> desk/loop":                       "a report is stored as every other is",
	"desk/partner -> desk/people":                     "who answers by a link came in by a ticket",
	"desk/loop -> desk/chart":                         "a paper is shown as the chart gives it",
	"desk/partner -> desk/chart":                      "a report is looked at as every paper is",
	"desk/kept -> desk":                               "the mechanism below every verb",
	"desk/bring -> desk":                              "the mechanism below every verb",
	"desk/bring/row -> desk":                          "the mechanism below every verb",
	"desk/bring/row -> desk/bring/said":               "a row is read in the words of other systems",
	"desk/bring/row -> desk/house":                    "a line of the directory is looked at by the rules of its page",
	"desk/bring/row -> desk/people":                   "who works here is let in by the one verb",
	"desk/bring -> desk/people":                       "who a list made is invited when its administrator says so",
	"desk/bring/row -> desk/turn":                     "what was under way is a turn on a loop",
	"desk/bring/row -> desk/draft":                    "a referral begins before it is sent, also one that began elsewhere",
	"desk/give -> desk":                               "the mechanism below every verb",
	"desk/give -> desk/chart":                         "a document is given as every other is read",
	"desk/give -> desk/bring/said":                    "what is given can be brought again",
	"desk/desktest -> desk":                           "a house for tests",
	"desk/desktest -> desk/people":                    "people at the desk of a test",
	"web/visit -> web/page":                           "an answer is a page",
	"web/live -> web/visit":                           "a stream is a visit",
	"web/portal -> web/page":                          "pages are made of parts",
	"web/portal -> web/visit":                         "a route is a visit",
	"web/portal -> web/sheet":                         "a list leads to referrals",
	"web/clinic -> web/page":                          "pages are made of parts",
	"web/clinic -> web/visit":                         "a route is a visit",
	"web/clinic -> web/sheet":                         "a list leads to referrals",
	"web/clinic -> web/act":                           "its forms are read like those of the acts",
	"web/find -> web/page":                            "what is found is a page",
	"web/find -> web/visit":                           "a route is a visit",
	"web/find -> web/sheet":                           "what is found leads to referrals",
	"web/act -> web/sheet":                            "a form is under what it is about",
	"web/act -> web/page":                             "pages are made of parts",
	"web/act -> web/visit":                            "a route is a visit",
	"web/measure -> web/page":                         "pages are made of parts",
	"web/measure -> web/visit":                        "a route is a visit",
	"web/measure -> web/sheet":                        "a case is said as on the lists",
	"web/plan -> web/page":                            "pages are made of parts",
	"web/plan -> web/visit":                           "a route is a visit",
	"web/plan -> web/setup":                           "it stands among the steps of setting up",
	"web/plan -> web/sheet":                           "what is owed is called as on a referral",
	"web/bring -> web/page":                           "pages are made of parts",
	"web/bring -> web/visit":                          "a route is a visit",
	"web/guest -> web/page":                           "pages are made of parts",
	"web/guest -> web/visit":                          "a route is a visit",
	"web/guest -> web/sheet":                          "a receiver reads the referral as others do",
	"web/admin -> web/page":                           "pages are made of parts",
	"web/admin -> web/visit":                          "a route is a visit",
	"web/admin -> web/setup":                          "who works here is a step of setting up",
	"web/setup -> web/page":                           "pages are made of parts",
	"web/setup -> web/visit":                          "a route is a visit",
	"web/patient -> web/page/phone":                   "pages are made of parts",
	"web/patient -> web/page":                         "pages are made of parts",
	"web/patient -> web/visit":                        "a route is a visit",
	"web/patient -> web/sheet":                        "a link is made on a referral",
	"desk/link -> desk":                               "the mechanism below every verb",
	"desk/link -> desk/loop":                          "a bell is rung on a loop",
	"desk/link -> desk/people":                        "a link is a ticket",
	"desk/link -> desk/turn":                          "a patient's word is a turn on a loop",
	"web/sheet/column -> web/page":                    "a head leads somewhere",
	"web/clinic -> web/sheet/column":                  "a list is narrowed and sorted",
	"web/portal -> web/sheet/column":                  "a list is narrowed and sorted",
	"web/sheet/csv -> web/page":                       "a line of a file is a line of a list",
	"web/sheet/csv -> web/sheet":                      "a line of a file is a line of a list",
	"web/sheet/csv -> web/visit":                      "a route is a visit",
	"web/clinic -> web/sheet/csv":                     "a list is given as a file",
	"web/measure -> web/sheet/csv":                    "figures are given as a file",
	"web/portal -> web/sheet/csv":                     "a list is given as a file",
	"web/sheet/climb -> web/visit":                    "it is said in the reader's words and zone",
	"web/sheet -> web/page":                           "pages are made of parts",
	"web/sheet -> web/visit":                          "a route is a visit",
	"web/page/phone -> web/static":                    "a page names its styles",
	"web/page -> web/static":                          "a page names its styles",
	"cmd/referd/demo/story -> cmd/referd/demo/cast":   "a story is of somebody",
	"cmd/referd/demo/cast -> cmd/referd/demo/partner": "a partner of the network acts",
	"store/pgtest -> store":                           "a database for tests",
	"store/archive -> store/schema":                   "a house is made anew of a schema",
	"store/archive -> store/vault":                    "and has its documents in it",
	"edge/fhir/rows -> edge/fhir/element":             "what referd told is read as it tells it",
	"edge/fhir/show -> edge/fhir/element":             "resources are made of elements",
	"edge/fhir/show -> edge/fhir/outcome":             "what is not there is said in FHIR's dialect",
	"edge/fhir/give -> edge/fhir/element":             "a resource leads to others",
	"edge/fhir/give -> edge/fhir/show":                "what is given is what is shown",
	"edge/fhir/search -> edge/fhir/element":           "a search looks at elements",
	"edge/fhir/search -> edge/fhir/outcome":           "a search may be refused",
	"edge/fhir/search -> edge/fhir/show":              "what fits is what is shown",
	"edge/fhir/take -> edge/fhir/element":             "what is asked is in elements",
	"edge/fhir/take -> edge/fhir/outcome":             "what is asked may be refused",
	"wire/r4/patch -> wire/r4":                        "a patch is of a resource",
	"edge/fhir/take -> edge/fhir/show":                "what is changed is what was shown",
}

// shut names doors that stay closed although the stairs would allow them.
var shut = map[string]string{
	"edge -> store": "every read is allowed and audited at the desk",
	"web -> store":  "every read is allowed and audited at the desk",
	"web -> wire":   "a page shows the domain, not somebody's format",
	"desk -> wire":  "a verb means the same however it was asked",
}

// ajar are the doors a decision record opens a little: values, never reads.
var ajar = map[string]string{
	"edge/fhir -> store":        "docs/decisions/0014-kept-values.md: the shape of what was kept, not a way to read it",
	"edge/fhir/show -> store":   "the same",
	"edge/fhir/search -> store": "the same",
	"edge/fhir/take -> store":   "the same",
	"edge/fhir/give -> store":   "the same",
}

func TestFloors(t *testing.T) {
	seen := 0
	walk(t, func(p string) {
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, im := range f.Imports {
			q, _ := strconv.Unquote(im.Path.Value)
			seen++
			if why := wrong(path.Dir(p), q); why != "" {
				t.Errorf("%s imports %s: %s", p, q, why)
			}
		}
	})
	if seen < 100 {
		t.Errorf("only %d imports were looked at", seen)
	}
}

// wrong says why a room may not import a path; empty when it may.
func wrong(from, q string) string {
	to, ours := strings.CutPrefix(q, "referd/")
	if !ours {
		host, _, _ := strings.Cut(q, "/")
		switch {
		case strings.Contains(host, ".") && slices.Contains([]string{"base", "core", "insight"}, top(from)):
			return "base, core and insight use the standard library only"
		case (q == "database/sql" || strings.Contains(q, "jackc/pgx") || strings.Contains(q, "go-sqlite3")) && top(from) != "store" && top(from) != "bench":
			return "only the store speaks SQL (and the floor it is measured beside)"
		}
		return ""
	}
	if ajar[from+" -> "+to] != "" {
		return ""
	}
	if why := shut[top(from)+" -> "+top(to)]; why != "" {
		return why
	}
	a, b := floor(from), floor(to)
	switch {
	case a < 0 || b < 0:
		return "a room without a floor; add it to floors"
	case b < a, strings.HasPrefix(to, from+"/"), open[from+" -> "+to] != "":
		return ""
	}
	return "imports go down only"
}

func floor(p string) int {
	return slices.IndexFunc(floors, func(rooms []string) bool { return slices.Contains(rooms, top(p)) })
}

func top(p string) string { s, _, _ := strings.Cut(p, "/"); return s }

// What stands ajar lets these through and nothing else: no edge reads or writes
// the store itself.
func TestAjarIsNarrow(t *testing.T) {
	through := []string{"Kept", "Mark", "Tip", "Find", "TaskQuery", "Fold"}
	used := map[string]bool{}
	walk(t, func(p string) {
		if top(p) != "edge" {
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "store" && x.Obj == nil {
					if used[s.Sel.Name] = true; !slices.Contains(through, s.Sel.Name) {
						t.Errorf("%s names store.%s; decision 14 does not", p, s.Sel.Name)
					}
				}
			}
			return true
		})
	})
	for _, name := range through {
		if !used[name] {
			t.Errorf("no edge names store.%s any more: take it out of decision 14", name)
		}
	}
}

// TestFloorsCanFail shows that the rules refuse what they are for.
func TestFloorsCanFail(t *testing.T) {
	for _, x := range [][2]string{{"web/portal", "referd/store"}, {"core/referral", "referd/desk"}, {"core/party", "github.com/a/b"}, {"desk/loop", "referd/wire/r4"}, {"web/clinic", "referd/web/portal"}, {"desk", "database/sql"}} {
		if wrong(x[0], x[1]) == "" {
			t.Errorf("%s may import %s", x[0], x[1])
		}
	}
}

// walk visits every Go file of the house that is no test.
func walk(t *testing.T, f func(p string)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS("."), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") || !strings.Contains(p, "/") {
			return err
		}
		f(p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
