package draft

import (
	"slices"

	"referd/base/code"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
)

// papers are the draft's documents, each with what the file check says of it.
// One that may not go blocks a routine referral, and is left out of an urgent one.
func (c *checking) papers() error {
	docs, err := c.r.Documents(attached(c.d))
	if err != nil {
		return err
	}
	stop, left := "blocks", ""
	if c.pressing() {
		stop, left = "look", " It is left out."
	}
	for _, id := range attached(c.d) {
		x, ok := docs[id]
		name := "doc-" + string(id)
		switch {
		case !ok || x.Patient != c.d.Patient:
			c.add(name, stop, "A document is not this patient's. Take it out."+left, "file check")
		case x.Held != "":
			c.add(name, stop, x.Title+" is held: "+x.Held+left, "file check")
		case x.Guard == chart.Differs:
			c.add(name, stop, x.Title+" names someone else. Take it out, or confirm whose it is."+left, "file check")
		case x.Guard == chart.Unread:
			c.add(name, "look", x.Title+" could not be read for a name: not checked. Look at it.", "file check")
		case x.Guard == chart.Accepted:
			c.add(name, "ok", x.Title+" was looked at by a person, who says it is this patient's", "file check")
		default:
			c.add(name, "ok", x.Title+" names this patient", "file check")
		}
	}
	return nil
}

// reasons looks whether what stands for a code is one. Words in its place stop a
// routine referral, and go along as words with an urgent one.
func (c *checking) reasons() {
	for i, x := range c.d.Reasons {
		field := []string{"icd", "icd2"}[min(i, 1)]
		switch {
		case !uncoded(x):
		case c.pressing():
			c.add(field, "look", "“"+x.Code+"” is no ICD-10-CM code: it goes along in words.", "")
		default:
			c.add(field, "blocks", "“"+x.Code+"” is no ICD-10-CM code. Write one, such as R07.89, or put the words into the question.", "")
		}
	}
}

// uncoded reports whether a reason that was typed as a code is none.
func uncoded(x code.Concept) bool { return x.System == code.ICD10 && !code.Diagnosis(x.Code) }

// goes reports whether a document of the draft may go with it.
func goes(d chart.Document, ok bool, p party.PatientID) bool {
	return ok && d.Patient == p && d.Held == "" && d.Guard != chart.Differs
}

// similar says, as soon as it can be known, that the same problem is on its way
// already: another live referral of this person to the same service, the same
// specialty, or for the same reason.
func (c *checking) similar() error {
	same, err := c.r.SamePerson(c.d.Patient)
	if err != nil {
		return err
	}
	live, err := c.r.LoopsOf(same, true)
	if err != nil {
		return err
	}
	none := true
	for _, x := range live {
		if x.ID == c.s.ID {
			continue
		}
		var s referral.State
		if len(c.d.Reasons) > 0 { // only then is the other's reason asked for
			if s, err = c.r.Loop(x.ID); err != nil {
				return err
			}
		}
		other := c.r.Directory().ServicesByID[x.Service]
		switch {
		case c.known && x.Service == c.d.Service:
			c.add("similar", "look", "Referral "+x.Code+" to "+other.Name+" is open already. Add to it, or say that this is another matter.", "loops of your practice")
		case c.known && other.Specialty.Code != "" && other.Specialty.Code == c.sv.Specialty.Code:
			c.add("similar", "look", "Referral "+x.Code+" goes to the same specialty. Is this a second one?", "loops of your practice")
		case overlap(s.Reasons, c.d.Reasons):
			c.add("similar", "look", "Referral "+x.Code+" is open for the same reason. Is this a second one?", "loops of your practice")
		default:
			continue
		}
		none = false
	}
	switch {
	case none && !c.known && len(c.d.Reasons) == 0:
		c.add("similar", "unchecked", "Other open referrals: looked at when the service is chosen.", "")
	case none:
		c.add("similar", "ok", "No other open referral for the same", "loops of your practice")
	}
	return nil
}

func overlap(a, b []code.Concept) bool {
	return slices.ContainsFunc(a, func(x code.Concept) bool {
		return slices.ContainsFunc(b, func(y code.Concept) bool { return x.Code != "" && x.Code == y.Code && x.System == y.System })
	})
}
