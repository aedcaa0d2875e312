package r4

import (
	"slices"
	"strings"
)

// bundleRules are those of Bundle.
var bundleRules = map[string][]rule{
	"Bundle": {
		{"bdl-1", "Only a searchset or a history has a total.", func(n Node) bool { return !has(n, "total") || bundleIs(n, "searchset", "history") }},
		{"bdl-2", "Only a searchset's entries say how they were found.", func(n Node) bool { return bundleIs(n, "searchset") || !inEntries(n, "search") }},
		{"bdl-3", "Each entry of a batch, a transaction or a history has a request, and no other's has.", everyEntry("request", "batch", "transaction", "history")},
		{"bdl-4", "Each entry of a response or a history has a response, and no other's has.", everyEntry("response", "batch-response", "transaction-response", "history")},
		{"bdl-7", "A fullUrl is there once, or with another version.", distinctURLs},
		{"bdl-9", "A document has an identifier, with its system.", func(n Node) bool {
			return !bundleIs(n, "document") || has(n.member("identifier"), "system") && has(n.member("identifier"), "value")
		}},
		{"bdl-10", "A document has its time.", func(n Node) bool { return !bundleIs(n, "document") || n.member("timestamp").Exists() }},
		{"bdl-11", "A document begins with a Composition.", first("document", "Composition")},
		{"bdl-12", "A message begins with a MessageHeader.", first("message", "MessageHeader")},
	},
	"Bundle.entry": {
		{"bdl-5", "An entry has a resource, a request or a response.", either("resource", "request", "response")},
		{"bdl-8", "A fullUrl names no version.", func(n Node) bool { return !strings.Contains(n.member("fullUrl").String(), "/_history/") }},
	},
}

func bundleIs(n Node, types ...string) bool { return slices.Contains(types, n.member("type").String()) }

func everyEntry(name string, types ...string) func(Node) bool {
	return func(n Node) bool {
		want := bundleIs(n, types...)
		for e := range n.member("entry").Each() {
			if has(e, name) != want {
				return false
			}
		}
		return true
	}
}

func distinctURLs(n Node) bool {
	if bundleIs(n, "history") {
		return true
	}
	seen := map[string]bool{}
	for e := range n.member("entry").Each() {
		u := e.member("fullUrl").String()
		if u == "" {
			continue
		}
		u += e.Get("resource", "meta", "versionId").String()
		if seen[u] {
			return false
		}
		seen[u] = true
	}
	return true
}

func first(bundle, kind string) func(Node) bool {
	return func(n Node) bool { return !bundleIs(n, bundle) || n.Get("entry", "resource").Type() == kind }
}
