package story

import (
	"referd/cmd/referd/demo/cast"
	"referd/core/party"
)

// someStory is a story of a specialty.
func (m *maker) someStory(kind string) cast.Story {
	for {
		if s := cast.Stories[m.r.IntN(len(cast.Stories))]; s.Specialty == kind {
			return s
		}
	}
}

// somebody is the next patient on record with who refers.
func (m *maker) somebody(from string) party.PatientID {
	org := cast.OrgOf(from)
	list := m.pats[org]
	m.turn[org]++
	return list[m.turn[org]%len(list)]
}
