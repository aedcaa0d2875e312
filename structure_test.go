package referd

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A file has one subject: 500 lines are refused; generated files are exempt.
func TestFilesAreSmall(t *testing.T) {
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "node_modules":
			return filepath.SkipDir
		case !strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, ".templ") || generated(p):
			return nil
		}
		b, err := os.ReadFile(p)
		if n := bytes.Count(b, []byte("\n")); n > 500 {
			t.Errorf("%s has %d lines", p, n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A package is split by subject past 2,500 lines, templates counted, unless a
// decision says why not.
func TestPackagesAreSmall(t *testing.T) {
	past := map[string]string{"core/referral": "0015", "store": "0028", "wire/r4": "0028", "web/page": "0028"}
	lines := map[string]int{}
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return err
		}
		if source := strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, "_test.go") && !generated(p); !source && !strings.HasSuffix(p, ".templ") {
			return nil
		}
		b, err := os.ReadFile(p)
		lines[path.Dir(filepath.ToSlash(p))] += bytes.Count(b, []byte("\n"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for room, n := range lines {
		if large := n > 2500; large != (past[room] != "") {
			t.Errorf("%s has %d lines, and the decision about it is %q", room, n, past[room])
		}
	}
	for room, number := range past {
		if list, _ := filepath.Glob("docs/decisions/" + number + "-*.md"); len(list) != 1 {
			t.Errorf("there is no decision %s about %s", number, room)
		}
	}
}

func generated(p string) bool {
	return strings.HasSuffix(p, "_templ.go") || strings.HasSuffix(p, "_gen.go")
}

// Every package says once what it is.
func TestEachPackageHasOneDoc(t *testing.T) {
	docs := map[string]int{}
	walk(t, func(p string) {
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		docs[path.Dir(p)] += 0
		if f.Doc != nil && !generated(p) {
			docs[path.Dir(p)]++
		}
	})
	for dir, n := range docs {
		if n != 1 {
			t.Errorf("%s has %d package comments, want 1", dir, n)
		}
	}
}

// README's table names every room, and no room that is not there.
func TestReadmeNamesTheRooms(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(b), "| room |")
	table, _, _ = strings.Cut(table, "\n\n")
	rooms, named := map[string]bool{}, map[string]bool{}
	walk(t, func(p string) { rooms[path.Base(path.Dir(p))] = true })
	rooms["base"] = true // a floor, with rooms only
	for _, m := range regexp.MustCompile("`([a-z0-9/]+)`").FindAllStringSubmatch(table, -1) {
		if named[path.Base(m[1])] = true; !rooms[path.Base(m[1])] {
			t.Errorf("README names %s, which is no room", m[1])
		}
	}
	for room := range rooms {
		if !named[room] {
			t.Errorf("README does not name %s", room)
		}
	}
}

// Decisions are numbered one after another, each number once, and a page's
// heading says the number its name does.
func TestDecisionsAreNumbered(t *testing.T) {
	list, err := filepath.Glob("docs/decisions/*.md")
	if err != nil || len(list) < 20 {
		t.Fatalf("%d decisions: %v", len(list), err)
	}
	for i, name := range list {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("%04d-", i+1); !strings.HasPrefix(filepath.Base(name), want) || !strings.HasPrefix(string(b), fmt.Sprintf("# %d. ", i+1)) {
			t.Errorf("%s is the decision after %d", name, i)
		}
		for _, part := range []string{"**What.**", "**Why.**", "**Given up.**", "**Revisit**"} {
			if !strings.Contains(string(b), part) {
				t.Errorf("%s has no %s", name, part)
			}
		}
	}
}

// Time is an argument in the core: it reads no clock.
func TestCoreReadsNoClock(t *testing.T) {
	walk(t, func(p string) {
		if top(p) != "core" && top(p) != "insight" {
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && (s.Sel.Name == "Now" || s.Sel.Name == "Since") {
					t.Errorf("%s reads the clock", p)
				}
			}
			return true
		})
	})
}

// Only the route registry registers handlers: no page can be served around it.
func TestOnlyTheRegistryServes(t *testing.T) {
	walk(t, func(p string) {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if p != "web/server.go" && top(p) == "web" && regexp.MustCompile(`\.(Handle|HandleFunc)\(`).Match(b) {
			t.Errorf("%s registers a handler; routes are listed in web/routes.go", p)
		}
	})
}

// A fault says where it is from: its operation begins with the room that made
// it, or one around that room, so that a line of the log leads to the code.
func TestFaultsSayTheirRoom(t *testing.T) {
	op := regexp.MustCompile(`(?:fault\.(?:E|About)|desk\.(?:Denied|NoChart)|\bt\.stale)\("([a-z0-9]+)\.|const op = "([a-z0-9]+)\.`)
	seen := 0
	walk(t, func(p string) {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range op.FindAllSubmatch(b, -1) {
			seen++
			if room := string(m[1]) + string(m[2]); !slices.Contains(strings.Split(path.Dir(p), "/"), room) {
				t.Errorf("%s says that a fault is from %q", p, room)
			}
		}
	})
	if seen < 100 {
		t.Errorf("only %d faults were looked at", seen)
	}
}

// docs/dependencies.md and go.mod name the same libraries.
func TestDependenciesAreListed(t *testing.T) {
	listed := map[string]bool{}
	b, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(string(b), -1) {
		listed[m[1]] = true
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(mod)) {
		f := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(f) >= 2 && strings.HasPrefix(f[1], "v") && !strings.Contains(line, "// indirect") {
			if !listed[f[0]] {
				t.Errorf("%s is required and not in docs/dependencies.md", f[0])
			}
			delete(listed, f[0])
		}
	}
	for l := range listed {
		t.Errorf("%s is in docs/dependencies.md and not required", l)
	}
}

// script reports whether a claim names a whole-house script, or a transcript of
// the core, that is there.
func script(name string) bool {
	_, err := os.Stat(name)
	return err == nil && (path.Dir(name) == "testdata/loops" && path.Ext(name) == ".txtar" || path.Dir(name) == "core/referral/testdata" && path.Ext(name) == ".txt")
}

// Each line of docs/features.tsv, docs/defects.tsv and docs/hazards.tsv names
// tests, scripts or transcripts that exist, with a comma between; a hazard has its
// cause, effect, severity, control, what is left of it and an owner too.
func TestClaimsHaveTests(t *testing.T) {
	tests := map[string]bool{}
	named := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)[A-Za-z0-9_]+)\(`)
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "node_modules":
			return filepath.SkipDir
		}
		if !strings.HasSuffix(p, "_test.go") {
			return nil
		}
		b, err := os.ReadFile(p)
		for _, m := range named.FindAllSubmatch(b, -1) {
			tests[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, columns := range map[string]int{"docs/features.tsv": 3, "docs/defects.tsv": 4, "docs/hazards.tsv": 9} {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		n, claimed := 0, map[string]bool{}
		for s := bufio.NewScanner(f); s.Scan(); {
			col := strings.Split(s.Text(), "\t")
			if n++; n == 1 {
				continue
			}
			if len(col) != columns || slices.ContainsFunc(col, func(c string) bool { return strings.TrimSpace(c) == "" }) {
				t.Errorf("%s line %d has %d columns, or an empty one", name, n, len(col))
				continue
			}
			by := col[min(columns-1, 6)]
			if columns == 9 { // a hazard: what it is to a patient, and what is left of it
				if !slices.Contains([]string{"minor", "considerable", "major", "catastrophic"}, col[4]) {
					t.Errorf("%s line %d: %q is no severity", name, n, col[4])
				}
			}
			if claimed[col[0]] {
				t.Errorf("%s line %d: %s is claimed before", name, n, col[0])
			}
			claimed[col[0]] = true
			for shown := range strings.SplitSeq(by, ", ") {
				if !tests[shown] && !script(shown) {
					t.Errorf("%s line %d: there is no test or script %q", name, n, shown)
				}
			}
		}
	}
}

// The repository speaks of the product alone.
func TestTheRepositorySpeaksOfTheProduct(t *testing.T) {
	words := `/` + `work/|/` + `tmp/research|sub` + `agent|this work` + `place`
	out, err := exec.Command("git", "grep", "-nIE", words, "--", ".").Output()
	if none := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &none) && none.ExitCode() == 1) {
		t.Skip("not a git checkout:", err) // 1 is nothing found
	}
	if len(out) > 0 {
		t.Errorf("words that are not the product's:\n%s", out)
	}
}

// Each migration has a number of its own: two made side by side would stop every
// house at its start.
func TestMigrationsHaveTheirOwnNumbers(t *testing.T) {
	for _, folder := range []string{"store/schema", "store/schema/reads"} {
		names, err := filepath.Glob(folder + "/*.sql")
		if err != nil || len(names) == 0 {
			t.Fatal(folder, err)
		}
		taken := map[string]string{}
		for _, name := range names {
			n, _, _ := strings.Cut(filepath.Base(name), "_")
			if other := taken[n]; other != "" {
				t.Errorf("%s and %s have one number: give the one that is not released the next", other, name)
			}
			taken[n] = name
		}
	}
}

// Everybody who works here has one page of what their day is.
func TestEachJobHasItsPage(t *testing.T) {
	text, err := os.ReadFile("core/party/party.go")
	if err != nil {
		t.Fatal(err)
	}
	jobs := regexp.MustCompile(`(\w+) +Job = "`).FindAllStringSubmatch(string(text), -1)
	if len(jobs) < 12 {
		t.Fatalf("%d jobs", len(jobs))
	}
	for _, j := range jobs {
		switch j[1] {
		case "PatientSelf", "System", "LinkHolder": // no one at a desk
			continue
		}
		name := "docs/start/aids/" + strings.ToLower(regexp.MustCompile(`(.)([A-Z])`).ReplaceAllString(j[1], "$1-$2")) + ".md"
		page, err := os.ReadFile(name)
		if err != nil || len(strings.Fields(string(page))) > 400 {
			t.Errorf("%s: %v, or more than a page", name, err)
		}
	}
}
