package story

import (
	"strings"

	"referd/cmd/referd/demo/cast"
	"referd/core/chart"
	"referd/core/party"
	"referd/desk"
	deskchart "referd/desk/chart"
)

// paper is a document before it is one.
type paper struct {
	kind             chart.Kind
	title            string
	from             string // the organization whose letterhead it has
	signed           string
	words            string // free text, or
	question         string
	answer, findings string
	lines            []string
	tracing          bool // an ECG is drawn
}

// letter files a paper on the loop: as a PDF where the story is told in full,
// else as plain words. Both name the patient, so that the guard can read it.
func (t *tale) letter(w *desk.Writing, p paper) (chart.DocumentID, error) {
	who, err := w.Patient(t.pat)
	if err != nil {
		return "", err
	}
	f := deskchart.File{Patient: t.pat, Referral: t.of, Kind: p.kind, Title: p.title, Name: "paper.txt", Data: []byte(p.plain(who, cast.Day(w.Now())))}
	if f.Kind == "" {
		f.Kind = chart.Attachment
	}
	if t.full {
		if f.Data, err = p.pdf(who, w.Now()); err != nil {
			return "", err
		}
		f.Name = "paper.pdf"
	}
	d, err := deskchart.Upload(w, f)
	return d.ID, err
}

func (p paper) plain(who party.Patient, day string) string {
	var b strings.Builder
	b.WriteString(p.title + "\nPatient: " + who.Name.Family + ", " + strings.Join(who.Name.Given, " ") + ", born " + string(who.Born) + "\nRecorded " + day + "\n\n")
	for _, part := range []string{p.words, p.question, p.answer, p.findings, strings.Join(p.lines, "\n")} {
		if part != "" {
			b.WriteString(part + "\n\n")
		}
	}
	return b.String() + "Made up for the demo.\n"
}

// needPaper answers what a service asks for.
func (t *tale) needPaper(n party.Need) paper {
	p := paper{title: n.Label, from: cast.OrgOf(t.from), signed: t.signature()}
	switch n.Code {
	case "ecg":
		p.tracing, p.words = true, "12-lead ECG, 25 mm/s, 10 mm/mV. Sinus rhythm 74 per minute, PR 162 ms, QRS 92 ms, QTc 421 ms. ST depression of 1 mm in V4 to V6. Read by "+p.signed+"."
	case "images":
		p.words = "CT chest of March 2024: solid nodule of 5 mm, left upper lobe, smooth edge. No nodes, no effusion. The images are on the disc the patient carries, and follow by courier."
	case "films":
		p.words = "Standing films of both sides, anteroposterior and lateral. Joint space narrowed to 1 mm, osteophytes, no fracture."
	default:
		p.words = answerTo(n.Code, t.s.ICD, len(t.s.Question)) + " Recorded at the practice."
	}
	return p
}

// referralPaper is the letter that goes along.
func (t *tale) referralPaper() paper {
	return paper{kind: chart.Attachment, title: "Referral letter", from: cast.OrgOf(t.from), signed: t.signature(), question: t.s.Question,
		words: "Thank you for seeing this patient. " + t.s.Reason + " (" + t.s.ICD + "). " + background(t.s.Specialty) + " Medicines: atorvastatin 20 mg at night, lisinopril 10 mg in the morning. Does not smoke. I would be glad of your answer to the question above; a visit only if it changes what we do."}
}

// reportPaper is the consult note.
func (t *tale) reportPaper() paper {
	p := paper{kind: chart.Attachment, title: "Consultation note", from: t.offer.Org, question: t.s.Question, answer: t.s.Answer, findings: t.s.Findings, lines: t.s.Lines}
	if t.s.Specialty == cast.Radiology {
		p.title = "Imaging report"
	}
	who := clinicianOf[t.offer.Org]
	if h, ok := houses[t.offer.Org]; ok {
		who = h.clinic
	}
	p.signed = called(who)
	return p
}

func (t *tale) signature() string {
	if c := clinicianOf[t.from]; c != "" {
		return called(c)
	}
	return called(t.from)
}

// called is how somebody signs.
func called(who string) string {
	for _, list := range [][]cast.Person{cast.Staff, cast.Outside} {
		for _, p := range list {
			if p.ID == who {
				return strings.TrimSpace(p.Name.Prefix + " " + p.Name.Given[0] + " " + p.Name.Family)
			}
		}
	}
	return "The clinic"
}

func background(specialty string) string {
	switch specialty {
	case cast.Cardiology:
		return "Father had an infarction at 58. Blood pressure 142/86, pulse 76 and regular, no edema."
	case cast.Neurology:
		return "Right-handed, drives to work. No fever, no head injury; examination here without focal signs."
	case cast.Gastro:
		return "Appetite fair, stools brown. Abdomen soft, no mass felt. Hemoglobin was 13.2 a year ago."
	case cast.Pulmonology:
		return "Stopped smoking in 2016 after 22 pack-years. Saturation 97%, no wheeze."
	case cast.Orthopedics:
		return "Physiotherapy for eight weeks helped little. Takes acetaminophen, tried naproxen."
	case cast.Rheuma:
		return "No rash, no mouth ulcers. Grip weaker in the morning for an hour."
	}
	return "Otherwise well. Examination here without other findings."
}
