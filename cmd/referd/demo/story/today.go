package story

import (
	"time"

	"referd/cmd/referd/demo/cast"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/partner"
)

// today is the morning the demo opens on: for each who signs in, what waits for
// them and why. Hours are local; d is in working days before today.
type today struct {
	m *maker
}

// back is an hour of the working day d days before the demo opens.
func (d today) back(days int, hour float64) time.Time { return cast.Ago(d.m.now, days, hour) }

// fresh is an hour of yesterday; when yesterday was no working day, an early
// minute of today in the same order: what is urgent never waits for a weekend
// (its time is at most a day on the wall), so that it would all be late.
func (d today) fresh(hour float64) time.Time {
	if l := cast.Local(d.m.now).AddDate(0, 0, -1); cast.Works(l) {
		return cast.At(l, hour)
	}
	return cast.At(d.m.now, 8+(hour-8)/12)
}

// of begins a referral of a named patient; the rest of it is told after.
func (d today) of(who, service, from string, n int, sent time.Time) *tale {
	o := cast.OfferOf(service)
	t := &tale{m: d.m, from: from, offer: o, s: cast.StoryAt(o.Story, n), pat: d.m.named[who], full: true}
	return t.begin(sent).arrived(sent)
}

// unsent is one to a partner without a system that nobody has got to them yet.
func (d today) unsent(who, service, from string, n int, sent time.Time) *tale {
	o := cast.OfferOf(service)
	t := &tale{m: d.m, from: from, offer: o, s: cast.StoryAt(o.Story, n), pat: d.m.named[who], full: true}
	return t.begin(sent)
}

// asking is the same with a question of its own.
func (d today) asking(who, service, from string, u party.Urgency, question, icd, reason string, sent time.Time) *tale {
	o := cast.OfferOf(service)
	t := &tale{m: d.m, from: from, offer: o, s: cast.Calm(o.Story), pat: d.m.named[who], full: true}
	t.s.Urgency, t.s.Question, t.s.ICD, t.s.Reason = u, question, icd, reason
	return t.begin(sent).arrived(sent)
}

// stluke is the inbound work of the hospital: 25 to open, decide, ask and book,
// a few of them late, and what follows: visits to come, reports owed.
func (d today) stluke() {
	b, f := d.back, d.fresh
	// An emergency: spoken first, accepted, the patient is to be brought in.
	d.of("Banerjee", "stluke-neurology", "northgate", 3, b(0, 9.85)).opened(b(0, 9.9)).accepted(b(0, 10.28)).claimed(b(0, 10.3), "nair")
	// To open.
	d.of("Tran", "stluke-gastro", "rivera", 0, b(0, 9.1))
	d.of("Petrov", "stluke-urology", "cityheart", 1, b(0, 9.9))
	d.asking("Diallo", "stluke-cardiology", "park", party.Routine, "Heart murmur found at a school check, runs without trouble. Is an echo enough?", "R01.1", "Cardiac murmur", b(1, 11))
	d.asking("Hansen", "stluke-pulmonology", "northgate", party.Routine, "Sleepy by day, snores, neck 44 cm. Is it apnea, and does he need a mask before surgery?", "G47.30", "Sleep apnea", b(2, 14))
	d.asking("Kowalczyk", "stluke-rheumatology", "elm", party.Routine, "Swelling of both wrists after knee surgery, CRP 32. Is it gout or rheumatoid?", "M25.431", "Effusion, right wrist", b(0, 9))
	// To decide.
	d.of("Cohen", "stluke-pulmonology", "rivera", 0, f(15.5)).opened(f(16.2)).claimed(f(16.25), "brandt")
	d.of("Okafor", "stluke-cardiology", "rivera", 3, b(3, 11)).opened(b(3, 11.5)).claimed(b(3, 11.6), "brandt")
	d.of("Fernandez", "stluke-gastro", "rivera", 1, f(14.6)).opened(f(15.2))
	d.of("Adeyemi", "stluke-rheumatology", "park", 1, f(16.5)).opened(f(16.9))
	d.of("Rossi", "stluke-neurology", "park", 1, b(2, 9.4)).opened(b(2, 10))
	d.of("Nguyen", "stluke-orthopedics", "park", 0, b(1, 8.6)).opened(b(1, 9))
	d.of("Vargas", "stluke-orthopedics", "cityheart", 1, b(5, 9)).opened(b(4, 10))
	d.of("Ibrahim", "stluke-pulmonology", "northgate", 1, b(1, 16)).opened(b(0, 9.3))
	d.asking("Lindholm-Berg", "stluke-gastro", "valley", party.Routine, "Liver enzymes three times normal on methimazole, no pain. Is it the drug?", "R74.01", "Elevated transaminases", b(2, 15)).opened(b(1, 10))
	// An answer is awaited.
	d.of("Washington", "stluke-neurology", "rivera", 0, f(11)).opened(f(11.6)).asked(f(15.5))
	d.asking("Nakamura", "stluke-rheumatology", "pine", party.Urgent, "Purple eyelids, cracked fingers, climbs stairs with her arms. Is it dermatomyositis?", "M33.90", "Dermatopolymyositis", f(13)).opened(f(14)).asked(f(16.5))
	d.of("Silva", "stluke-rheumatology", "rivera", 0, b(5, 10)).opened(b(5, 15)).asked(b(4, 11))
	// To book: the patient is to be reached.
	d.of("Lindqvist", "stluke-endocrinology", "valley", 0, b(2, 14)).opened(b(2, 14.5)).accepted(f(13.7)).claimed(f(13.8), "nair")
	d.asking("Schmidt", "stluke-cardiology", "park", party.Urgent, "Both legs swollen for two weeks, BNP 820. Is it heart failure, and which drug first?", "R60.0", "Localized edema", b(2, 10)).opened(b(2, 11)).accepted(f(14))
	d.of("Morales", "stluke-cardiology", "rivera", 0, b(4, 9.2)).opened(b(4, 9.8)).asked(b(4, 13)).answered(b(3, 9)).accepted(f(16.6)).called(b(0, 9.2), "call", "no-answer", "Rang for a minute. An interpreter was on the line.")
	d.asking("Brown", "stluke-cardiology", "cityheart", party.Routine, "Second opinion before a valve is replaced: surgery or catheter?", "I35.0", "Aortic stenosis", b(6, 10)).opened(b(6, 15)).accepted(b(4, 11)).called(b(3, 10), "call", "message-left", "")
	d.of("Patel", "stluke-gastro", "cityheart", 2, b(4, 9)).opened(b(4, 11)).accepted(b(2, 10)).claimed(b(2, 10.5), "nair")
	d.of("Ziegler", "stluke-urology", "park", 0, b(14, 9)).opened(b(14, 10)).accepted(b(12, 10)).booked(b(11, 10), b(1, 15)).missed(b(0, 9.2))
	d.of("Osei", "stluke-orthopedics", "park", 1, b(12, 9)).opened(b(12, 10)).accepted(b(9, 10)).waitlisted(b(8, 11))
	d.visits()
	d.reports()
}

// visits are those to come, one of them today.
func (d today) visits() {
	b := d.back
	for i, x := range []struct {
		who, service, from string
		n, in              int
		hour               float64
	}{
		{"Kaya", "stluke-cardiology", "rivera", 4, 0, 14}, {"Pereira", "stluke-neurology", "park", 2, 1, 9}, {"Wozniak", "stluke-rheumatology", "rivera", 0, 2, 10.5}, {"Boateng", "stluke-gastro", "northgate", 2, 2, 13},
		{"Haas", "stluke-cardiology", "valley", 1, 4, 11}, {"Santos", "stluke-urology", "rivera", 0, 6, 9.5}, {"Eriksen", "stluke-pulmonology", "park", 1, 8, 15}, {"Yilmaz", "stluke-orthopedics", "rivera", 0, 11, 8.5},
	} {
		t := d.of(x.who, x.service, x.from, x.n, b(9+i, 9)).opened(b(9+i, 11)).accepted(b(7+i/2, 10)).booked(b(5+i/3, 14), b(-x.in, x.hour))
		t.full = i < 3
	}
}

// reports are owed by Dr Chen: four seen, one of them late.
func (d today) reports() {
	b := d.back
	d.of("Dubois", "stluke-cardiology", "rivera", 2, b(16, 9)).opened(b(16, 10)).accepted(b(14, 10)).booked(b(13, 10), b(3, 9)).seen(b(3, 9.8))
	d.asking("Hoffmann", "stluke-cardiology", "cityheart", party.Urgent, "Stent four weeks ago, pain on two stairs again. Restenosis, or another vessel?", "I20.9", "Angina pectoris", b(8, 9)).opened(b(8, 9.5)).accepted(b(8, 14)).booked(b(7, 10), b(3, 8.5)).seen(b(3, 9.2))
	d.of("Khan", "stluke-cardiology", "park", 1, b(15, 9)).opened(b(15, 10)).accepted(b(13, 10)).booked(b(12, 10), b(1, 13)).seen(b(1, 13.7))
	d.of("Torres", "stluke-cardiology", "northgate", 4, b(18, 9)).opened(b(18, 10)).accepted(b(16, 10)).booked(b(15, 10), b(4, 10)).seen(b(4, 10.8))
}

// harbor is the imaging center's morning.
func (d today) harbor() {
	b := d.back
	d.of("Green", "harbor-imaging", "park", 0, b(0, 9.5))
	d.of("Park", "harbor-imaging", "park", 0, b(2, 9)).opened(b(2, 10)).accepted(b(1, 11))
	d.of("Quispe", "harbor-imaging", "rivera", 0, b(5, 9)).opened(b(5, 10)).accepted(b(5, 11)).booked(b(4, 9), b(-1, 11))
	d.of("Weber", "harbor-imaging", "park", 0, b(6, 9)).opened(b(6, 10)).accepted(b(6, 11)).booked(b(5, 9), b(1, 14)).seen(b(1, 14.5))
	d.asking("Reyes", "harbor-imaging", "rivera", party.Urgent, "Flank pain and blood in the urine. Is there a stone, and how large?", "N20.1", "Calculus of ureter", b(1, 15)).opened(b(1, 15.3)).accepted(b(1, 15.5)).booked(b(1, 15.7), b(0, 8.5)).seen(b(0, 9))
}

// rivera is what waits on Dr Rivera, and on Sam Moss for her: nine things to
// decide beside a draft, none of them late.
func (d today) rivera() {
	b, m := d.back, d.m
	ct := d.asking("Tran", "harbor-imaging", "rivera", party.Urgent, "Iron deficiency and 6 kg weight loss, where is the blood going?", "D50.9", "Iron deficiency anemia, unspecified", b(2, 9.5))
	ct.s.Answer, ct.s.Findings, ct.s.Lines = "4 cm mass in the ascending colon, no obstruction. This is the likely source of the blood.", "CT abdomen and pelvis with contrast, portal venous phase. Irregular wall thickening of the ascending colon over 4 cm, with two nodes of 9 mm beside it. Liver without focal lesion. No free fluid, no obstruction.", []string{"Colonoscopy with biopsy this week.", "CEA and blood count before it."}
	ct.opened(b(2, 10)).accepted(b(2, 10.4)).booked(b(2, 11), b(1, 15)).seen(b(1, 15.6)).reported(b(0, 9.3), referral.WithinDays)
	chest := d.asking("Cohen", "harbor-imaging", "rivera", party.Urgent, "Cough for eight weeks, nodule of 5 mm in 2024. Has it grown?", "R91.1", "Solitary pulmonary nodule", b(4, 9.5))
	chest.s.Answer, chest.s.Findings, chest.s.Lines = "The nodule in the left upper lobe is 7 mm; it was 5 mm in 2024.", "CT chest, low dose. Solid nodule, left upper lobe, 7 mm, smooth. No nodes.", []string{"CT again in three months."}
	chest.opened(b(4, 10)).accepted(b(4, 10.4)).booked(b(4, 11), b(2, 9)).seen(b(2, 9.5)).reported(b(1, 9), "")
	chest.amended(b(0, 8.3), "The nodule is 9 mm, not 7 mm. It was 5 mm in 2024: please bring it to the nodule board this week.", "The first measurement was across, not along, the longest axis. Solid, 9 mm, left upper lobe, spiculated edge. No nodes.", referral.WithinDays, "Nodule board this week.")
	d.of("Adams", "stluke-cardiology", "rivera", 1, b(26, 9)).opened(b(26, 10)).accepted(b(25, 10)).booked(b(24, 10), b(8, 9)).seen(b(8, 9.6)).reported(b(1, 17), "")
	d.of("Novak", "stluke-orthopedics", "rivera", 1, b(4, 9)).opened(b(4, 11)).declined(b(2, 11), "He uses a frame and lives on the second floor: Elm Orthopedics operates him in the building where he can stay for rehabilitation. We would not see him before March.")
	kim := d.asking("Kim", "pine-dermatology", "rivera", party.Routine, "Patches on both shins for a year, photos attached. Is a biopsy needed?", "L30.9", "Dermatitis, unspecified", b(6, 9))
	kim.says(b(5, 9), partner.Word{What: "received", By: "phone"})
	kim.says(b(2, 14), partner.Word{What: "advised", By: "fax", Words: "A photo check in three months, no visit. Clobetasol for two weeks, then weekends. Send her again if it grows, bleeds, or an ulcer appears."})
	d.unsigned("Holm", "stluke-neurology", 2, b(1, 16.2))
	d.unsigned("Diaz", "stluke-urology", 0, b(0, 9.2))
	d.drafted("Ramos", "stluke-gastro", "rivera", 2, b(1, 12))
	d.drafted("Castillo", "elm-orthopedics", "moss", 0, b(0, 9.7))
	// Sam Moss tells a patient and looks after a line of a plan.
	aydin := d.of("Aydin", "stluke-gastro", "rivera", 2, b(20, 9))
	aydin.s.Lines = nil
	aydin.opened(b(20, 10)).accepted(b(18, 10)).booked(b(17, 10), b(6, 9)).seen(b(6, 9.6)).reported(b(4, 9), "").acknowledged(b(1, 16), false)
	aydin.claimed(b(1, 16.5), "moss")
	m.shares(b(0, 9.5))
}

// elsewhere are loops with partners, who answer as the demo runs.
func (d today) elsewhere() {
	b := d.back
	d.of("Jansen", "cityheart-cardiology", "rivera", 1, b(0, 9.4))
	d.of("Moreau", "cityheart-cardiology", "park", 2, b(1, 14)).opened(b(1, 16))
	d.of("Ortiz", "cityheart-cardiology", "rivera", 4, b(5, 9)).opened(b(4, 11)).accepted(b(2, 9.5))
	d.of("Ndiaye", "valley-endocrinology", "rivera", 1, b(0, 8.8))
	d.of("Becker", "valley-endocrinology", "park", 1, b(3, 9)).opened(b(3, 11)).accepted(b(2, 10))
	d.unsent("Saito", "pine-dermatology", "park", 1, b(0, 9.6))
	d.of("Mensah", "northgate-neurology", "rivera", 1, b(2, 9)).opened(b(1, 14))
	d.of("Keller", "northgate-neurology", "park", 2, b(0, 8.4))
	d.of("Costa", "elm-orthopedics", "rivera", 0, b(0, 9.3))
	d.of("Barros", "elm-orthopedics", "park", 1, b(0, 9.8))
}

// amended corrects the report told before.
func (t *tale) amended(at time.Time, answer, findings string, act referral.Actionable, line string) *tale {
	return t.act(at, t.here().clinic, func(w *desk.Writing, f loop.Form) error {
		s, err := w.Loop(f.Referral)
		if err != nil {
			return err
		}
		x := loop.Report{Kind: referral.Amended, Answer: answer, Findings: findings, Claim: "answered", Actionable: act, Lines: []loop.Line{{What: line, Due: w.Now().AddDate(0, 0, 9)}}}
		for _, h := range s.Heads() {
			x.Replaces = h.ID
		}
		p := t.reportPaper()
		p.title, p.answer, p.findings, p.lines = "CT report, amended", answer, findings, []string{line}
		if x.Document, err = t.letter(w, p); err != nil {
			return err
		}
		return done(loop.Write(w, f, x))
	})
}

// drafted is begun and not finished: the practice may go on with it any time.
func (d today) drafted(who, service, by string, n int, at time.Time) {
	o := cast.OfferOf(service)
	t := &tale{m: d.m, from: "rivera", offer: o, s: cast.StoryAt(o.Story, n), pat: d.m.named[who]}
	d.m.add(at, by, func(w *desk.Writing) error {
		x, err := draft.Start(w, draft.Draft{Patient: t.pat, Service: party.ServiceID(o.ID), Clinician: "dr-rivera", Question: t.s.Question, Urgency: party.Routine})
		if err != nil {
			return err
		}
		t.of = x.ID
		return done(loop.Claim(w, loop.Form{Referral: t.of}))
	})
}

// unsigned is prepared by staff and waits for the signature.
func (d today) unsigned(who, service string, n int, at time.Time) {
	o := cast.OfferOf(service)
	t := &tale{m: d.m, from: "rivera", offer: o, s: cast.StoryAt(o.Story, n), pat: d.m.named[who], full: true}
	d.m.add(at, "moss", func(w *desk.Writing) error {
		if err := t.draft(w, "rivera"); err != nil {
			return err
		}
		return done(draft.Ready(w, loop.Form{Referral: t.of}))
	})
}

// shares gives what staff can do for Dr Rivera to Sam Moss: new facts of an
// open loop are attached by staff.
func (m *maker) shares(at time.Time) {
	m.add(at, "park", func(w *desk.Writing) error {
		for _, key := range []string{"Tran", "Cohen"} {
			rows, err := w.LoopsOf([]party.PatientID{m.named[key]}, true)
			if err != nil {
				return err
			}
			for _, r := range rows {
				s, err := w.Loop(r.ID)
				if err != nil {
					return err
				}
				for _, x := range s.Duties() {
					o, _ := s.OwedFor(x.Key)
					if x.Kind != "new-facts" || o.Team != "lakeside-team" {
						continue
					}
					if _, err := loop.Give(w, loop.Form{Referral: r.ID}, loop.Assign{Duty: x.Key, Team: o.Team, Person: "moss", Why: "staff"}); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}
