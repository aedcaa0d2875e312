package fhir

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"referd/desk/people"
	"referd/edge/fhir/search"
	"referd/edge/fhir/show"
	"referd/edge/fhir/take"
	"referd/wire/r4"
	"referd/wire/r4/patch"
)

// metadata is the CapabilityStatement, made from the lists that serve.
func (s *Server) metadata() r4.Object {
	var list []any
	for _, name := range slices.Sorted(maps.Keys(take.Verbs)) {
		list = append(list, capability(name, take.Verbs[name], show.Kinds[name]))
	}
	oauth := r4.Object{"url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris", "extension": []any{r4.Extension("token", "valueUri", s.Public+"/oauth/token")}}
	rest := r4.Object{"mode": "server", "documentation": "Only JSON is spoken. A condition, of a create, an update or a reference, is identifier=system|value; nothing is patched by one. Nothing is deleted, by id or by a condition: things end by their status. Bodies are at most 16 MiB, a Binary 50 MiB, a bundle 5,000 entries.",
		"security":    r4.Object{"extension": []any{oauth}, "service": []any{r4.Concept("OAuth 2.0 client credentials", r4.Coding("http://terminology.hl7.org/CodeSystem/restful-security-service", "SMART-on-FHIR", ""))}},
		"interaction": []any{r4.Object{"code": "transaction"}, r4.Object{"code": "batch"}}, "resource": list}
	return r4.Object{"resourceType": "CapabilityStatement", "status": "active", "date": "2026-11-26", "kind": "instance", "fhirVersion": "4.0.1", "format": []any{"application/fhir+json", "json"}, "patchFormat": []any{patch.Media},
		"software": r4.Object{"name": "referd"}, "implementation": r4.Object{"description": "referd keeps the referral loop closed", "url": s.Public + base}, "rest": []any{rest}}
}

// capability says what a type can do here.
func capability(name string, v *take.Verb, k *show.Kind) r4.Object {
	can := []any{r4.Object{"code": "read"}, r4.Object{"code": "vread"}}
	if !k.Mute {
		can = append(can, r4.Object{"code": "search-type"})
	}
	if v.Create != nil {
		can = append(can, r4.Object{"code": "create"})
	}
	if v.Update != nil {
		can = append(can, r4.Object{"code": "update"}, r4.Object{"code": "patch"})
	}
	o := r4.Object{"type": name, "interaction": can, "versioning": "versioned", "readHistory": true, "updateCreate": false, "conditionalRead": "full-support", "conditionalUpdate": take.Upserts(name), "conditionalDelete": "not-supported"}
	if v.Strict {
		o["versioning"] = "versioned-update"
	}
	if k.Raw {
		o["documentation"] = "Kept as it came, byte for byte, and read by its id."
	}
	o["conditionalCreate"] = v.Create != nil && !k.Mute
	if k.Mute {
		return o
	}
	var found, include []any
	for _, p := range search.Params[name] {
		found = append(found, r4.Object{"name": p.Name, "type": p.Kind, "documentation": takes(p, name)})
		if p.Kind == "reference" {
			include = append(include, name+":"+p.Name)
		}
	}
	if len(include) > 0 {
		include = append(include, name+":*")
	}
	o["searchParam"] = found
	o.Put("searchInclude", include).Put("searchRevInclude", reverse(name))
	return o
}

// takes says how a parameter may be asked for.
func takes(p search.Param, kind string) string {
	words := "Modifiers: missing"
	for _, m := range search.Modifiers[p.Kind] {
		if p.Kind != "reference" || slices.Contains(p.Targets, m) {
			words += ", " + m
		}
	}
	for _, c := range search.Chained(kind) {
		if strings.HasPrefix(c, p.Name+".") {
			words += ". Chain: " + c
		}
	}
	return words + "."
}

// reverse lists the parameters of other types that refer to one: _revinclude.
func reverse(kind string) (out []any) {
	for _, of := range slices.Sorted(maps.Keys(search.Params)) {
		for _, p := range search.Params[of] {
			if p.Kind == "reference" && slices.Contains(p.Targets, kind) {
				out = append(out, of+":"+p.Name)
			}
		}
	}
	return out
}

// smart is the discovery document of the token endpoint (SMART App Launch 2.2,
// 3.5; backend services).
func (s *Server) smart() []byte {
	b, err := json.Marshal(map[string]any{"token_endpoint": s.Public + "/oauth/token", "grant_types_supported": []string{"client_credentials"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post", "private_key_jwt"}, "token_endpoint_auth_signing_alg_values_supported": people.Signed,
		"code_challenge_methods_supported": []string{"S256"}, "scopes_supported": []string{"system/*.cruds"}, "capabilities": []string{"client-confidential-symmetric", "client-confidential-asymmetric", "permission-v1", "permission-v2"}})
	if err != nil {
		return nil // strings alone: it cannot fail
	}
	return b
}
