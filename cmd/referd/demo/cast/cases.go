package cast

import "referd/core/party"

// A story is one clinical question with the answer it will get. All are
// invented; each reads like a letter a clinician would write.
type Story struct {
	Specialty string
	Urgency   party.Urgency
	Question  string
	ICD       string // ICD-10-CM
	Reason    string
	Ask       string // what the clinic is most likely to ask for
	Answer    string
	Findings  string
	Lines     []string // recommendations, each with somebody to do it
}

const (
	Cardiology  = "Cardiology"
	Neurology   = "Neurology"
	Gastro      = "Gastroenterology"
	Pulmonology = "Pulmonology"
	urology     = "Urology"
	Rheuma      = "Rheumatology"
	Orthopedics = "Orthopedics"
	endocrine   = "Endocrinology"
	dermatology = "Dermatology"
	Radiology   = "Imaging"
)

// Stories are all of them, by specialty.
var Stories = []Story{
	{Cardiology, party.Urgent, "Six weeks of exertional chest pressure and an abnormal stress ECG. Is this ischemia, and does she need an angiogram?", "R07.89", "Other chest pain",
		"Please send the stress ECG tracing itself, not only its report.",
		"Yes, this is ischemia of the anterior wall. An angiogram is booked; until then no heavy exertion.",
		"Pressure behind the breastbone on one flight of stairs, gone in three minutes. Blood pressure 146/84, no murmur. Stress ECG: 2 mm ST depression in V4 to V6 at 5 METs. Echo: normal function.",
		[]string{"Start atorvastatin 40 mg at night.", "Repeat lipids and liver enzymes in 6 weeks.", "Send her to the emergency department for pain at rest."}},
	{Cardiology, party.Routine, "Chest tightness on hills since March. Is this ischemia, and is metoprolol still needed?", "R07.89", "Other chest pain",
		"Which medicines is she taking now, and since when the metoprolol?",
		"No ischemia. Metoprolol is not needed: halve it for a week, then stop.",
		"Tightness on steep hills only, none at rest. Pulse 58, blood pressure 124/72. No murmur. ECG: sinus rhythm. CT coronary angiogram: calcium score 42, no narrowing above 30%.",
		[]string{"Stop metoprolol: halve to 12.5 mg for a week, then stop. Check the pulse after two weeks.", "Repeat lipids in 3 months, aim for LDL under 70.", "See cardiology again in a year if the tightness stays."}},
	{Cardiology, party.Routine, "Palpitations since February, a sister had a stroke. Is it atrial fibrillation, and is a blood thinner needed?", "R00.2", "Palpitations",
		"Is there an ECG during the palpitations?",
		"Yes, paroxysmal atrial fibrillation, longest 6 hours. A blood thinner is needed: CHA2DS2-VASc 3. Apixaban started today.",
		"Three-day recording: atrial fibrillation 9% of the time, rate up to 148, no pauses. Echo: normal function, left atrium 41 mm. Creatinine 0.8 mg/dL, weight 68 kg.",
		[]string{"Renew apixaban 5 mg twice daily before the first 30 days are over.", "Stop aspirin.", "Check creatinine in 6 months."}},
	{Cardiology, party.Urgent, "Fainted twice on exertion since May, loud systolic murmur. Is this severe aortic stenosis, and can he wait?", "R55", "Syncope and collapse",
		"Is there an echocardiogram anywhere? Please send the ECG tracing.",
		"Severe aortic stenosis. He cannot wait: valve team next week. He must not drive or exert himself.",
		"Blood pressure 108/84, murmur 4/6 to the neck. ECG: left ventricular hypertrophy with strain. Echo: valve area 0.7 cm², mean gradient 52 mmHg.",
		[]string{"Stop tamsulosin: it lowers the blood pressure on standing.", "Tell him not to drive until the valve is treated.", "Dental check before surgery."}},
	{Cardiology, party.Routine, "Blood pressure stays above 160 on three medicines. Is there a second cause, and what should we add?", "I10", "Essential hypertension",
		"Please send the home readings of two weeks.",
		"No second cause found. Add spironolactone 25 mg; the home readings are the ones to follow.",
		"Home mean 154/92. Aldosterone to renin ratio normal, renal arteries normal by ultrasound. Potassium 4.4.",
		[]string{"Start spironolactone 25 mg in the morning.", "Check potassium and creatinine after 2 weeks."}},
	{Neurology, party.Urgent, "First seizure last Sunday, alone in the kitchen. Is this epilepsy, and may she drive?", "R56.9", "Unspecified convulsions",
		"Did anyone see the seizure? Please add what the witness says and whether she drives.",
		"One unprovoked seizure, normal imaging and recording: not epilepsy yet. No driving for six months.",
		"Tongue bitten, confused for 20 minutes. Examination normal. MRI normal. EEG without discharges.",
		[]string{"Tell her not to drive for six months and write it down for her.", "Check sodium and glucose once more.", "See neurology at once after a second seizure."}},
	{Neurology, party.Routine, "Migraine twice a week, three drugs failed. Is an antibody next, and which?", "G43.909", "Migraine, unspecified",
		"How many headache days a month, and how many days with a triptan?",
		"Yes: 10 headache days a month, three preventives failed. Erenumab 70 mg started.",
		"No aura. Triptans on 9 days a month, close to overuse. Examination normal, no imaging needed.",
		[]string{"Keep a headache diary until the next visit.", "Limit sumatriptan to 8 days a month.", "Check blood pressure in 4 weeks."}},
	{Neurology, party.Routine, "Numb feet for a year, B12 normal. Is this neuropathy worth studying?", "G62.9", "Polyneuropathy, unspecified",
		"Please send hemoglobin A1c and the serum protein electrophoresis.",
		"A mild length-dependent neuropathy. A1c is 6.3: treat that, no further study.",
		"Vibration reduced to the ankles, reflexes absent at the ankles. Nerve conduction: mild axonal loss.",
		[]string{"Repeat A1c in 3 months.", "Foot care advice and shoes."}},
	{Neurology, party.Emergency, "New left arm weakness since this morning, lives alone. Is this a stroke?", "R53.1", "Weakness",
		"",
		"Small stroke of the right middle cerebral artery. Admitted, clopidogrel and aspirin for 21 days.",
		"Left arm drift, no neglect. CT without bleeding. MRI: small cortical infarct. Carotids without narrowing.",
		[]string{"Stop aspirin after 21 days, keep clopidogrel.", "Blood pressure under 130/80.", "Thirty days of rhythm recording."}},
	{Gastro, party.Urgent, "Iron deficiency and six kilograms lost since spring. Does he need both ends looked at?", "D50.9", "Iron deficiency anemia, unspecified",
		"Please send the blood count and ferritin with their dates.",
		"Yes. Colonoscopy found a polyp of 22 mm, removed; the stomach is normal. No cancer seen.",
		"Tubulovillous adenoma with clear margins. Ferritin 6, hemoglobin 10.1.",
		[]string{"Iron by mouth every other day for 3 months.", "Blood count in 6 weeks.", "Colonoscopy again in 3 years."}},
	{Gastro, party.Urgent, "Dysphagia to solids for two months. Is this a stricture or worse?", "R13.10", "Dysphagia, unspecified",
		"Since when, for what food, and is there weight loss?",
		"A peptic stricture, dilated to 15 mm. Biopsies show no malignancy.",
		"Ring at 36 cm, passed after dilation. Esophagitis grade B.",
		[]string{"Omeprazole 40 mg for 8 weeks, then 20 mg.", "Call if food sticks again."}},
	{Gastro, party.Routine, "Reflux every night in spite of omeprazole. Is an endoscopy due before surgery is discussed?", "K21.9", "Gastro-esophageal reflux disease",
		"What dose, and taken when?",
		"Endoscopy normal. It was taken after meals; half an hour before breakfast it works. No surgery.",
		"No esophagitis, no hernia.",
		[]string{"Omeprazole 20 mg half an hour before breakfast for 8 weeks, then stop and see."}},
	{Pulmonology, party.Urgent, "A nodule of 9 mm, it was 5 mm in 2024. Biopsy, PET or wait?", "R91.1", "Solitary pulmonary nodule",
		"Please send the images of 2024, the report is not enough.",
		"PET is positive. The nodule board suggests surgery first; agreed with the patient.",
		"Solid, 9 mm, left upper lobe, SUV 4.1. No nodes. Lung function is good enough for a lobectomy.",
		[]string{"Stop smoking: start varenicline this week.", "Spirometry with diffusion before surgery."}},
	{Pulmonology, party.Routine, "Cough for five months, chest film clear, no reflux. What are we missing?", "R05.3", "Chronic cough",
		"Any ACE inhibitor?",
		"Cough-variant asthma: methacholine positive. An inhaled steroid for 8 weeks.",
		"Eosinophils 0.6, nitric oxide 48 ppb, spirometry normal.",
		[]string{"Budesonide and formoterol twice daily for 8 weeks.", "Call after 8 weeks: if the cough is gone, halve it."}},
	{urology, party.Routine, "Second kidney stone in a year. Does he need prevention?", "N20.0", "Calculus of kidney",
		"Was the stone kept? Please send its analysis.",
		"Calcium oxalate, urine volume 1.1 liters a day. More water and less salt, no tablets yet.",
		"Urine calcium high normal, citrate low. Ultrasound without stones.",
		[]string{"Drink 2.5 liters a day.", "Collect urine again in 3 months."}},
	{urology, party.Urgent, "PSA 9.8, it was 5.1 last year. MRI first, or straight to biopsy?", "R97.20", "Elevated prostate specific antigen",
		"Is there a urine culture from the same week?",
		"MRI first: one PI-RADS 4 lesion. Biopsy: Gleason 3+3 in two cores. Active surveillance.",
		"Prostate 48 ml. Examination without nodule.",
		[]string{"PSA every 6 months.", "MRI again in 12 months."}},
	{Rheuma, party.Routine, "White fingers in the cold, ANA 1:640. Is this scleroderma?", "I73.00", "Raynaud's syndrome",
		"Is there a nailfold photo, and which vasodilators has she tried?",
		"Limited scleroderma is likely: centromere antibodies and giant capillaries. No organ is involved now.",
		"Sclerodactyly mild. Echo and lung function normal.",
		[]string{"Nifedipine 30 mg long acting from October to April.", "Echo and lung function every year.", "Blood pressure at home once a month."}},
	{Rheuma, party.Urgent, "Both shoulders stiff every morning, CRP 48, new headache. Polymyalgia or giant cells?", "M35.3", "Polymyalgia rheumatica",
		"Any jaw pain or trouble with the eyes? Please answer today.",
		"Polymyalgia with giant cell arteritis on ultrasound. Prednisone 40 mg started the same day.",
		"Temporal arteries with halo on both sides. Vision normal.",
		[]string{"Prednisone plan is with the patient: do not stop it.", "Vitamin D and calcium.", "Glucose every 2 weeks."}},
	{Orthopedics, party.Routine, "Right knee locks since a twist in April. Is this a meniscus that needs surgery?", "M25.561", "Pain in right knee",
		"Please send the MRI images.",
		"A bucket-handle tear. Yes, arthroscopy; the date is with the patient.",
		"Effusion, extension lacks 15 degrees. MRI: displaced medial meniscus.",
		[]string{"Crutches until surgery.", "Blood count before surgery."}},
	{Orthopedics, party.Routine, "Hip pain at night, walks two blocks. Is it time for a new hip?", "M16.11", "Primary osteoarthritis, right hip",
		"Please send standing films of both hips from the last six months.",
		"Yes. Fit for it, and it is wanted. Planned for the autumn.",
		"Internal rotation nil, joint space gone.",
		[]string{"Dental check before surgery.", "A1c under 7.5 before surgery."}},
	{endocrine, party.Urgent, "Thyrotoxicosis, eleven weeks pregnant. Which drug and what dose?", "E05.90", "Thyrotoxicosis, unspecified",
		"Please send the receptor antibodies.",
		"Graves disease. Propylthiouracil 50 mg three times a day, change to methimazole at 16 weeks.",
		"TSH under 0.01, free T4 3.1, antibodies 12.",
		[]string{"Free T4 every 2 weeks.", "Tell the obstetrician today."}},
	{endocrine, party.Routine, "Diabetes for twelve years, A1c 9.1 on three drugs. Insulin now?", "E11.65", "Type 2 diabetes with hyperglycemia",
		"Please send the last kidney function and the eye report.",
		"Not yet: a GLP-1 agonist first. Insulin if A1c is above 8 in four months.",
		"BMI 34, C-peptide preserved, eGFR 68.",
		[]string{"Start semaglutide 0.25 mg weekly.", "A1c in 4 months.", "Eye check this year."}},
	{dermatology, party.Urgent, "A changing mole on the back, photos attached. Excision or watch?", "D22.5", "Melanocytic nevi of trunk",
		"Please send one photo with a ruler.",
		"Excised: melanoma in situ, margins clear. No further surgery.",
		"7 mm, asymmetric. Histology: in situ.",
		[]string{"Skin check every 6 months.", "Tell first-degree relatives."}},
	{dermatology, party.Routine, "Psoriasis on the elbows, steroids no longer help. What is next?", "L40.0", "Psoriasis vulgaris",
		"Any joint pain?",
		"Calcipotriol with betamethasone for four weeks, then weekends only.",
		"3% of the body, nails normal, joints normal.",
		[]string{"Change the cream as written.", "Ask about joint pain at each visit."}},
	{Radiology, party.Routine, "Right upper quadrant pain after meals. Stones?", "R10.11", "Right upper quadrant pain",
		"Fasting, and what were the liver enzymes?",
		"Gallstones, the largest 9 mm, no thick wall, duct normal.",
		"Liver normal. Common duct 4 mm.",
		[]string{"Surgical opinion if the pain returns."}},
	{Radiology, party.Urgent, "Sudden calf swelling after a flight. Is there a clot?", "M79.661", "Pain in right lower leg",
		"A number that reaches the patient today, please.",
		"No clot from groin to ankle. A ruptured Baker cyst.",
		"Veins compress fully. Fluid behind the knee, 6 cm.",
		[]string{"Stop the blood thinner started today."}},
}
