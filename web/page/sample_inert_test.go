package page

import (
	"bytes"
	"context"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Every form of the clinic shows what is stale and what is refused, and the
// list every state a list can have.
func TestFormsAndListsShowTheirStates(t *testing.T) {
	states := map[string][]string{}
	for _, s := range Samples() {
		states[s.Page] = append(states[s.Page], s.State)
	}
	for _, form := range []string{"Decide", "Decline", "Book", "Compose"} {
		for _, want := range []string{FirstUse, StaleOne, Refused} {
			if !slices.Contains(states[form], want) {
				t.Errorf("%s does not show %q", form, want)
			}
		}
	}
	for _, want := range []string{FirstUse, Nothing, ManyOf, Long, Partly, StaleOne} {
		if !slices.Contains(states["List"], want) {
			t.Errorf("List does not show %q", want)
		}
	}
}

// leads is a script in the place of an address; address are the fields that
// hold the house's own.
const leads = `javascript:alert(1)`

var address = regexp.MustCompile(`(Href|Action|Back|Keep|Next|Previous|Clear|CSV|SaveView|Undo|LogAt|DeclineAt|Say|Ask)$`)

// poison puts a script in every text of a page's struct.
func poison(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString(text)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			fresh := reflect.New(v.Type().Elem())
			fresh.Elem().Set(v.Elem())
			poison(fresh.Elem(), text)
			v.Set(fresh)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if text == leads && address.MatchString(v.Type().Field(i).Name) {
				continue // made by the house of codes and ids, never typed
			}
			if v.Type().Field(i).IsExported() && v.Type().Field(i).Type.PkgPath() != "time" {
				poison(v.Field(i), text)
			}
		}
	case reflect.Slice:
		if v.Len() > 0 {
			fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(fresh, v)
			for i := range fresh.Len() {
				poison(fresh.Index(i), text)
			}
			v.Set(fresh)
		}
	case reflect.Map:
		if v.Type().Elem().Kind() == reflect.String {
			fresh := reflect.MakeMap(v.Type())
			for _, k := range v.MapKeys() {
				fresh.SetMapIndex(k, reflect.ValueOf(text).Convert(v.Type().Elem()))
			}
			if v.Len() > 0 {
				v.Set(fresh)
			}
		}
	}
}

// Script in any text of any page is words: nothing runs, nothing is an
// attribute it was not, no link leads out of http.
func TestScriptInEveryTextIsInert(t *testing.T) {
	for _, text := range []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, leads, `' onfocus='alert(1)' autofocus='`, `</textarea></title><svg onload=alert(1)>`} {
		for _, s := range append(Samples(), referringSamples()...) {
			f, ok := s.Show.(filled)
			if !ok {
				continue // the same page is among the others
			}
			data := reflect.New(reflect.TypeOf(f.data)).Elem()
			data.Set(reflect.ValueOf(f.data))
			poison(data, text)
			var b bytes.Buffer
			if err := f.render(data.Interface()).Render(context.Background(), &b); err != nil {
				t.Fatalf("%s, %s: %v", s.Page, s.State, err)
			}
			doc, err := html.Parse(&b)
			if err != nil {
				t.Fatal(err)
			}
			for n := range doc.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				src := ""
				for _, a := range n.Attr {
					if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
						t.Errorf("%s, %s: <%s %s=%q>", s.Page, s.State, n.Data, a.Key, a.Val)
					}
					if (a.Key == "href" || a.Key == "action" || a.Key == "formaction" || a.Key == "src") && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
						t.Errorf("%s, %s: %s leads to a script", s.Page, s.State, a.Key)
					}
					if a.Key == "src" {
						src = a.Val
					}
				}
				if n.Data == "script" && !strings.HasPrefix(src, "/static/") || n.Data == "img" || n.Data == "iframe" {
					t.Errorf("%s, %s: a <%s> that is not ours", s.Page, s.State, n.Data)
				}
			}
		}
	}
}

// A queue of fifty rows and the page of a decision, as the server renders them.
func BenchmarkRender(b *testing.B) {
	for _, s := range append(Samples(), referringSamples()...) {
		if s.State != ManyOf || s.Page != "List" && s.Page != "Decide" && s.Page != "Loop" {
			continue
		}
		b.Run(s.Page, func(b *testing.B) {
			for b.Loop() {
				if err := s.Show.Render(context.Background(), io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
