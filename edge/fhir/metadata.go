package fhir

import (
	"encoding/json"
	"maps"
	"slices"

	"referd/wire/r4"
)

// metadata is the CapabilityStatement, made from the lists that serve.
func (s *Server) metadata() r4.Object {
	var list []any
	for _, name := range slices.Sorted(maps.Keys(verbs)) {
		list = append(list, capability(name, verbs[name]))
	}
	return r4.Object{"resourceType": "CapabilityStatement", "status": "active", "date": "2026-11-26", "kind": "instance", "fhirVersion": "4.0.1", "format": []any{"application/fhir+json", "json"},
		"software": r4.Object{"name": "referd"}, "implementation": r4.Object{"description": "referd keeps the referral loop closed", "url": s.Public + base},
		"rest": []any{r4.Object{"mode": "server", "security": r4.Object{"service": []any{r4.Object{"coding": []any{r4.Object{"system": "http://terminology.hl7.org/CodeSystem/restful-security-service", "code": "OAuth"}}}}},
			"interaction": []any{r4.Object{"code": "transaction"}, r4.Object{"code": "batch"}}, "resource": list}}}
}

// capability says what a type can do here.
func capability(name string, v *verb) r4.Object {
	can := []any{r4.Object{"code": "read"}, r4.Object{"code": "vread"}}
	if v.searched() {
		can = append(can, r4.Object{"code": "search-type"})
	}
	if v.create != nil {
		can = append(can, r4.Object{"code": "create"})
	}
	if v.update != nil {
		can = append(can, r4.Object{"code": "update"})
	}
	o := r4.Object{"type": name, "interaction": can, "versioning": "versioned"}
	if v.strict {
		o["versioning"] = "versioned-update"
	}
	if !v.searched() {
		return o
	}
	o["conditionalCreate"] = v.create != nil
	var found []any
	for _, p := range params[name] {
		found = append(found, r4.Object{"name": p.name, "type": p.kind})
	}
	o["searchParam"] = found
	return o
}

// smart is the discovery document of the token endpoint (SMART App Launch,
// backend services).
func (s *Server) smart() []byte {
	b, err := json.Marshal(map[string]any{"token_endpoint": s.Public + "/oauth/token", "grant_types_supported": []string{"client_credentials"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post"}, "scopes_supported": []string{"system/*.cruds"}, "capabilities": []string{"permission-v2"}})
	if err != nil {
		return nil // strings alone: it cannot fail
	}
	return b
}
