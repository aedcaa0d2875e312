package r4

import "testing"

func BenchmarkAccept(b *testing.B) {
	raw := load(b, "testdata/taken/referral.json")
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Accept(raw, 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	raw := load(b, "testdata/taken/referral.json")
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(raw, 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadAndBytes(b *testing.B) {
	raw := load(b, "testdata/taken/referral.json")
	b.ReportAllocs()
	for b.Loop() {
		o, err := Read(raw)
		if err != nil {
			b.Fatal(err)
		}
		o.Bytes()
	}
}
