package give

import (
	"archive/zip"
	"bytes"
	"strconv"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
)

// paper is a document, and whose referral's it is.
type paper struct {
	chart.Document
	of referral.ID
}

// roomy is how much of small documents is read at one look; a larger one is
// read by itself.
const roomy = 4 << 20

var documentHeadings = []string{"Document", "File", "Referral", "Patient", "Kind", "Title", "Media type", "Bytes", "SHA-256", "Written", "Received", "Why there is no file"}

// papers gives documents as files. Their bytes are audited before they are
// written; what is held back from readers, or erased, is named and not given.
func (j *job) papers(list []paper) error {
	for len(list) > 0 {
		n, size := 1, list[0].Size
		for n < len(list) && size+list[n].Size <= roomy {
			size += list[n].Size
			n++
		}
		some := list[:n]
		list = list[n:]
		data, why := make([][]byte, n), make([]string, n)
		err := j.read(func(r *desk.Reading) error {
			for i, d := range some {
				_, b, err := deskchart.Document(r, d.ID)
				if k := fault.Of(err); err != nil && (k == fault.Refused || k == fault.Missing) {
					why[i] = fault.Public(err)
				} else if err != nil {
					return err
				}
				data[i] = b
			}
			return nil
		})
		if err != nil {
			return err
		}
		for i, d := range some {
			if err := j.paper(d, data[i], why[i]); err != nil {
				return err
			}
		}
		j.tell()
	}
	return nil
}

func (j *job) paper(d paper, data []byte, why string) error {
	name, sum := "", ""
	if why == "" {
		method := zip.Deflate
		if d.Media == "image/jpeg" || d.Media == "image/png" || d.Media == "application/zip" {
			method = zip.Store
		}
		var err error
		name = "documents/" + string(d.ID) + endings[d.Media]
		if sum, err = j.out.file(name, method, bytes.NewReader(data)); err != nil {
			return err
		}
		j.m.Documents++
	} else {
		j.m.NotGiven++
	}
	return j.docs.Row(string(d.ID), name, string(d.of), string(d.Patient), string(d.Kind), d.Title, d.Media, strconv.Itoa(len(data)), sum, day(d.Written), day(d.Received), why)
}

// endings are how files of a kind are called.
var endings = map[string]string{"application/pdf": ".pdf", "text/plain": ".txt", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif", "application/xml": ".xml", "text/xml": ".xml", "application/json": ".json", "application/fhir+json": ".json", "application/dicom": ".dcm"}

// day is a moment as the files write it; empty is none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
