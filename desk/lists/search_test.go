package lists_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/store"
)

// people are on record at the home practice, in this order, beside Ada Testcase;
// the last two are another practice's.
var people = []struct{ id, org, family, given, born, phone, number string }{
	{"morales", "home", "Morales", "Elena", "1963-11-12", "(555) 010-4472", "LK 26 540"},
	{"moreno", "home", "Moreno", "Luis", "1980-05-04", "555-010-9999", "LK 30 772"},
	{"william", "home", "Smith", "William", "1955-12-11", "", ""},
	{"smithe", "home", "Smithe", "Will", "1963-12-11", "", ""},
	{"jose", "home", "Núñez Peña", "José María", "1990-05-17", "1 555 010 1234", "07"},
	{"cruz", "home", "De la Cruz", "May", "1944-01-01", "", ""},
	{"brien", "home", "O'Brien", "Mary Ann", "1970-02-14", "", ""},
	{"tran", "home", "Trần", "Minh", "1966-01-30", "", ""},
	{"wang", "home", "王", "小明", "1980-02-29", "", ""},
	{"ouyang", "home", "欧阳", "修", "1981-02-01", "", ""},
	{"kim", "home", "김", "민수", "1982-02-01", "", ""},
	{"elsewhere", "other", "Morales", "Elena", "1963-11-12", "(555) 010-4472", "LK 26 540"},
	{"zyx", "other", "Zyxwvut", "Only", "1901-01-01", "(999) 999-0000", "ZZ 1"},
}

func known(t *testing.T, h *desktest.House) {
	t.Helper()
	if err := h.Write(t.Context(), desk.System("test"), "test", func(w *desk.Writing) error {
		tx := w.Tx.As(store.Scope{System: true})
		for _, x := range people {
			p := party.Patient{ID: party.PatientID(x.id), Org: party.OrgID(x.org), Name: party.Name{Family: x.family, Given: strings.Fields(x.given)}, Born: party.Date(x.born), Sex: "unknown", Active: true}
			if x.phone != "" {
				p.Phones = []party.Phoned{{Number: "(555) 000-0000"}, {Number: x.phone}}
			}
			if x.number != "" {
				p.Identifiers = []code.Identifier{{System: "urn:first", Value: "A" + x.id}, {System: "urn:mrn", Value: x.number}}
			}
			if err := tx.PutPatient(p); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// A patient is found by whatever people type of one, the best fit first, and
// each that is not literal says why; nobody of another organization is found.
func TestSearch(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		known(t, h)
		ask := func(user party.UserID, typed string) (out lists.Hits) {
			t.Helper()
			if err := h.Read(t.Context(), h.As(user), "search", func(r *desk.Reading) (err error) { out, err = lists.Search(r, typed, 25); return err }); err != nil {
				t.Errorf("%q: %v", typed, err)
			}
			return out
		}
		for typed, want := range map[string]string{
			"morales":               "morales",
			"MORALES, elena":        "morales",
			"elena morales":         "morales",
			"mor":                   "morales moreno",
			"mor el":                "morales",
			"el mor":                "morales",
			"moralez":               "morales[“moralez” is nearly Morales]",
			"omrales elena":         "morales[“omrales” is nearly Morales]",
			"elnea moralse":         "morales[“elnea” is nearly Elena; “moralse” is nearly Morales]",
			"smith":                 "william smithe",
			"smith w":               "william smithe",
			"bill smith":            "william[Bill is William] smithe[Bill is Will]",
			"billy smyth":           "william[Billy is William; “smyth” is nearly Smith]",
			"william":               "william smithe[William is Will]",
			"nunez":                 "jose",
			"Peña José":             "jose",
			"pepe nuñes":            "jose[Pepe is José; “nunes” is nearly Núñez]",
			"jose maria pena":       "jose",
			"josemaria":             "jose",
			"de la cruz":            "cruz",
			"delacruz may":          "cruz",
			"de la Crus":            "cruz[“crus” is nearly Cruz]",
			"o brien":               "brien",
			"obrien maryann":        "brien",
			"tran minh":             "tran",
			"minh t":                "tran",
			"王小明":                   "wang",
			"小明王":                   "wang",
			"王 小明":                  "wang",
			"王小明 29-Feb-1980":       "wang",
			"王小明 1981":              "",
			"欧阳修":                   "ouyang",
			"김민수":                   "kim",
			"m":                     "",
			"zyxwvut":               "",
			"zyxwvu":                "",
			"(999) 999-0000":        "",
			"zz1":                   "",
			"01/01/1901":            "",
			"11/12/1963":            "morales(month first) smithe(day first)",
			"12.11.1963":            "morales(day first) smithe(month first)",
			"12-Nov-63":             "morales",
			"Nov 12 63":             "morales",
			"1963-11-12":            "morales",
			"smith 11/12/1963":      "smithe(day first)",
			"morales 1963":          "morales",
			"morales 1964":          "",
			"may 1944":              "cruz",
			"May 1990":              "jose",
			"4472":                  "morales +(555) 010-4472",
			"(555) 010-4472":        "morales +(555) 010-4472",
			"+1 555 010 4472":       "morales +(555) 010-4472",
			"555 010 1234":          "jose +1 555 010 1234",
			"morales 4472":          "morales +(555) 010-4472",
			"moreno 4472":           "",
			"LK 26 540":             "morales #LK 26 540",
			"lk26540":               "morales #LK 26 540",
			"26540":                 "morales #LK 26 540",
			"lk-26":                 "",
			"lk-265":                "morales #LK 26 540",
			"":                      "",
			"'; drop table found--": "",
			"% _ \\":                "",
		} {
			h := ask("moss", typed)
			var got []string
			for _, x := range h.Patients {
				line := string(x.ID)
				if len(x.Why) > 0 {
					line += "[" + strings.Join(x.Why, "; ") + "]"
				}
				if x.Order != "" {
					line += "(" + x.Order + ")"
				}
				if x.Phone != "" && x.Phone != "(555) 000-0000" {
					line += " +" + x.Phone
				}
				if x.Number != "" && x.Number[0] != 'A' {
					line += " #" + x.Number
				}
				got = append(got, line)
			}
			if s := strings.Join(got, " "); s != want || h.Of != len(h.Patients) || h.More {
				t.Errorf("%q finds %s, want %s (%d of them, more %v)", typed, s, want, h.Of, h.More)
			}
		}
		if h := ask("stranger", "morales"); len(h.Patients) != 1 || h.Patients[0].ID != "elsewhere" {
			t.Errorf("another practice finds %v", h.Patients)
		}
		if h := ask("nurse", "morales elena"); len(h.Patients) != 0 || h.Of != 0 {
			t.Errorf("a clinic that has nobody of the name finds %v", h.Patients)
		}
	})
}

// Of as good a fit those stand first whose ball the reader has, then those with
// an open loop; and a code is its loop, for who may see it.
func TestSearchShowsWhatIsOpenFirst(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		if err := h.Write(t.Context(), desk.System("test"), "test", func(w *desk.Writing) error {
			for i := range 30 {
				if err := w.Tx.As(store.Scope{System: true}).PutPatient(party.Patient{ID: party.PatientID(fmt.Sprintf("p%02d", i)), Org: "home", Name: party.Name{Family: "Same", Given: []string{fmt.Sprintf("Name%02d", i)}}, Born: "1970-01-01", Active: true, Phones: []party.Phoned{{Number: "555 010 8888"}}}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		begun := func(of party.PatientID, send bool) (d loop.Done) {
			t.Helper()
			if err := h.Write(t.Context(), h.As("doc"), "draft", func(w *desk.Writing) (err error) {
				if d, err = draft.Start(w, draft.Draft{Patient: of, Service: "cardio", Urgency: party.Routine, Clinician: "dr-doc", Question: "Is it?", Told: true, Override: "Follows"}); err != nil || !send {
					return err
				}
				_, err = draft.Send(w, loop.Form{Referral: d.ID})
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return d
		}
		away, mine := begun("p20", true), begun("p29", false)
		var order []string
		var hits lists.Hits
		if err := h.Read(t.Context(), h.As("doc"), "search", func(r *desk.Reading) (err error) {
			hits, err = lists.Search(r, "same", 25)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for _, x := range hits.Patients {
			order = append(order, string(x.ID))
		}
		if !slices.Equal(order[:4], []string{"p29", "p20", "p00", "p01"}) || len(order) != 25 || hits.Of != 30 {
			t.Errorf("%v of %d", order, hits.Of)
		}
		if x := hits.Patients[0]; len(x.Loops) != 1 || x.Loops[0].ID != mine.ID || !x.Mine[x.Loops[0].Code] {
			t.Errorf("%v, mine %v", x.Loops, x.Mine)
		}
		if x := hits.Patients[1]; len(x.Loops) != 1 || x.Mine[x.Loops[0].Code] {
			t.Errorf("%v, mine %v", x.Loops, x.Mine)
		}
		for user, want := range map[party.UserID]referral.ID{"doc": away.ID, "nurse": away.ID, "kay": away.ID, "stranger": ""} {
			var hits lists.Hits
			err := h.Read(t.Context(), h.As(user), "search", func(r *desk.Reading) (err error) {
				hits, err = lists.Search(r, strings.ToLower(strings.ReplaceAll(away.Code, "-", "")), 25)
				return err
			})
			if err != nil || hits.Loop != want {
				t.Errorf("%s finds %q, %v", user, hits.Loop, err)
			}
		}
		// The clinic has a record of its own from the delivery on, and finds that.
		if err := h.Read(t.Context(), h.As("nurse"), "search", func(r *desk.Reading) error {
			hits, err := lists.Search(r, "same name20", 25)
			if err != nil || len(hits.Patients) != 1 || hits.Patients[0].Org != "clinic" || len(hits.Patients[0].Loops) != 1 {
				t.Errorf("%v, %v", hits.Patients, err)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// A search is on record with whom it showed, and not with what was typed.
func TestASearchIsOnRecord(t *testing.T) {
	h := desktest.New(t)
	known(t, h)
	for _, typed := range []string{"morales", "nobody of that name"} {
		if err := h.Read(t.Context(), h.As("moss"), "search", func(r *desk.Reading) error { _, err := lists.Search(r, typed, 25); return err }); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
		list, err := v.Audits(access.Query{User: "moss"})
		if err != nil || len(list) != 2 || len(list[0].Patients)+len(list[1].Patients) != 1 || list[0].Kind != "search" {
			t.Errorf("%d records %v", len(list), err)
		}
		for _, x := range list {
			if strings.Contains(fmt.Sprintf("%+v", x), "orales ") || strings.Contains(fmt.Sprintf("%+v", x), "nobody") {
				t.Errorf("the words are on record: %+v", x)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := h.Read(t.Context(), h.As("moss"), "search", func(r *desk.Reading) error { _, err := lists.Patient(r, "elsewhere"); return err }); fault.Of(err) != fault.Missing {
		t.Errorf("a foreign record is shown: %v", err)
	}
}

// A service is found by what it is called, what it sees, where it is and who
// works there, with an error of typing too.
func TestServicesAreFound(t *testing.T) {
	h := desktest.New(t)
	dir, err := h.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	named := dir.ServicesByID["far-cardio"]
	named.ID, named.Name = "named", "The Disease House"
	dir.ServicesByID["named"] = named
	if list := dir.Offered("disease"); len(list) != 3 || list[0].ID != "named" {
		t.Errorf("what is called so is not before what only does it: %+v", list)
	}
	delete(dir.ServicesByID, "named")
	for typed, want := range map[string]string{"": "cardio far-cardio", "clinic": "cardio", "cardio": "cardio far-cardio", "far": "far-cardio", "heart": "cardio(heart) far-cardio(heart)", "cardiolgy clinic": "cardio", "vascular": "", "cardiovascular far": "far-cardio", "knee": "", "palpitatoins": "cardio(palpitations) far-cardio(palpitations)"} {
		var got []string
		for _, s := range dir.Offered(typed) {
			line := string(s.ID)
			if s.Why != "" {
				line += "(" + s.Why + ")"
			}
			got = append(got, line)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q finds %s, want %s", typed, s, want)
		}
	}
}
