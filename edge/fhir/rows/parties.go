package rows

import (
	"cmp"
	"strings"

	"referd/base/code"
	"referd/desk/bring/said"
	"referd/wire/r4"
)

// parties are who sent it and who receives it, by the names of the resources they
// are and by their references.
func (x *request) parties() error {
	if err := x.requester(); err != nil {
		return err
	}
	to, display, err := x.f.first(x.o, x.o.List("performer"), "HealthcareService", "PractitionerRole", "Organization", "Practitioner", "CareTeam")
	if err != nil {
		return err
	}
	service, role := to["HealthcareService"], to["PractitionerRole"]
	if role.is != nil && service.kind == "" {
		if service, err = x.sole(role.is, "healthcareService", "HealthcareService"); err != nil {
			return err
		}
	}
	org := to["Organization"]
	for _, by := range []struct {
		from    r4.Object
		element string
	}{{service.is, "providedBy"}, {role.is, "organization"}} {
		if by.from != nil && org.kind == "" {
			if org, err = x.f.follow(by.from, by.from.Sub(by.element), "Organization"); err != nil {
				return err
			}
		}
	}
	x.has["receiver"] = styled(org)
	kindOf := cmp.Or(concept(x.o.Sub("performerType")), concept(role.is.Sub("specialty")))
	switch {
	case service.kind != "":
		x.has["service"] = styled(service)
	case kindOf != "":
		x.has["service"] = kindOf
	case org.kind == "":
		x.has["service"] = cmp.Or(concept(x.o.Sub("code")), display)
	default:
		x.has["service"] = concept(x.o.Sub("code"))
	}
	return nil
}

// requester is who sent it: a clinician, with the organization they sent it for.
func (x *request) requester() error {
	from, display, err := x.f.first(x.o, []r4.Object{x.o.Sub("requester")}, "Practitioner", "PractitionerRole", "Organization")
	if err != nil {
		return err
	}
	who, role, org := from["Practitioner"], from["PractitionerRole"], from["Organization"]
	if role.is != nil {
		if who, err = x.sole(role.is, "practitioner", "Practitioner"); err != nil {
			return err
		}
	}
	if who.kind != "" && role.is == nil { // where they work, if that is one place
		if at := x.f.on["PractitionerRole Practitioner/"+who.id]; len(at) == 1 {
			if role.is, err = x.f.read(at[0]); err != nil {
				return err
			}
		}
	}
	if role.is != nil && org.kind == "" {
		if org, err = x.sole(role.is, "organization", "Organization"); err != nil {
			return err
		}
	}
	if x.has["sender"] = styled(org); who.kind != "" {
		x.has["clinician"] = styled(who)
	} else if org.kind == "" {
		x.has["clinician"] = display
	}
	return nil
}

// sole follows the first reference of an element.
func (x *request) sole(within r4.Object, element, kind string) (to, error) {
	if within.Sub(element) == nil {
		return to{}, nil
	}
	return x.f.follow(within, within.Sub(element), kind)
}

// styled is how a row names somebody or something of the directory: by its name,
// its NPI where it is a clinician, and its reference.
func styled(t to) string {
	name := t.display
	switch {
	case t.is == nil:
	case t.kind == "Practitioner":
		n := map[string]string{}
		named(t.is, n)
		name = strings.TrimSuffix(n["family"]+", "+n["given"], ", ")
	default:
		name = cmp.Or(t.is.Text("name"), name)
	}
	npi := ""
	if t.is != nil {
		h := map[string]string{}
		about(t.is, h)
		npi = h["npi"]
	} else if system, value, ok := strings.Cut(strings.TrimPrefix(t.key, t.kind+"?"), "|"); ok && system == code.NPI {
		npi = value
	}
	switch {
	case npi != "" && t.kind == "Practitioner":
		name = strings.TrimSpace(name + " [" + npi + "]")
	case npi != "" && name == "":
		name = npi
	}
	return said.Refer(name, t.kind, t.id)
}

// concept is a concept in words.
func concept(c r4.Object) string {
	return cmp.Or(c.Text("text"), c.Text("coding", "display"), c.Text("coding", "code"))
}
