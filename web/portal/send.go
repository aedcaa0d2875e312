package portal

import (
	"net/http"
	"net/url"
	"strconv"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/web/visit"
)

// keep saves the draft two seconds after the last key.
func keep(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	_, over, err := save(v, f)
	if err != nil {
		return err
	}
	said := "Draft kept " + v.Desk.Now().In(v.Zone()).Format("15:04") + ". "
	if over {
		said += "What somebody else, or another window, wrote here is among the earlier versions. "
	}
	v.W.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err = v.W.Write([]byte(said + "Nothing is sent until you press Send."))
	return err
}

// save keeps what is typed. Over says that it replaced what was written elsewhere
// since its page was opened, which became an earlier version.
func save(v *visit.Visit, f url.Values) (d draft.Draft, over bool, err error) {
	id := referral.ID(v.R.PathValue("id"))
	err = v.Desk.Write(v.R.Context(), v.Who, "draft", func(w *desk.Writing) error {
		was, _, err := draft.Written(w.Reading, id)
		if err != nil {
			return err
		}
		d = typedDraft(f, was)
		if err := draft.Save(w, id, d); err != nil {
			return err
		}
		now, _, err := draft.Written(w.Reading, id)
		over = now.Kept > was.Kept
		return err
	})
	return d, over, err
}

// send keeps what is typed, takes a file if there is one, and then sends, asks
// for the signature, or shows the form again. Nothing typed is ever lost.
func send(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	d, _, err := save(v, f)
	switch then := f.Get("then"); {
	case fault.Of(err) == fault.Refused && (then == "send" || then == "ready"):
		return dispatch(v, f, d) // pressed twice, it says again what became of it
	case fault.Of(err) == fault.Refused:
		return sender(v, form{over: &d, about: f, wrong: err, status: http.StatusConflict})
	case err != nil:
		return err
	}
	if err := takeFile(v, f, &d); err != nil {
		if fault.Of(err) == fault.Invalid {
			err = fault.About("portal.send", "file", fault.Invalid, fault.Public(err)+" The file was not kept: choose it again. Everything else is kept.")
			return sender(v, form{over: &d, about: f, wrong: err, status: http.StatusUnprocessableEntity})
		}
		return err
	}
	at := "/referrals/" + v.R.PathValue("id")
	switch then := f.Get("then"); {
	case f.Get("pick") != "":
		return v.Go(at + "/sending#f-question")
	case f.Get("star") != "", f.Get("unstar") != "", f.Get("join") != "", f.Get("copy") != "":
		return aside(v, f, d)
	case f.Get("version") != "":
		return revert(v, f)
	case f.Get("remove") != "", then == "attach":
		return v.Go(at + "/sending#files")
	case then == "keep", then == "enter" && f.Get("find") == "":
		return v.Go(at + "/sending")
	case then == "find", then == "enter":
		return sender(v, form{find: f.Get("find"), looked: true, status: http.StatusOK})
	}
	return dispatch(v, f, d)
}

// revert brings an earlier version back.
func revert(v *visit.Visit, f url.Values) error {
	id := referral.ID(v.R.PathValue("id"))
	n, _ := strconv.Atoi(f.Get("version")) // what is no number is no version
	if err := v.Desk.Write(v.R.Context(), v.Who, "draft", func(w *desk.Writing) error { return draft.Revert(w, id, n) }); err != nil {
		return err
	}
	v.Say("Brought back. What stood here is among the earlier versions.", loop.Done{})
	return v.Go("/referrals/" + string(id) + "/sending")
}

// dispatch sends, or makes ready for the signature.
func dispatch(v *visit.Visit, f url.Values, d draft.Draft) error {
	id := referral.ID(v.R.PathValue("id"))
	ready := f.Get("then") == "ready"
	act := loop.Form{Referral: id, Once: f.Get("once")}
	if v.Who.Practitioner == "" && len(v.Who.For) > 0 {
		act.For = v.Who.For[0]
	}
	var done loop.Done
	err := v.Desk.Write(v.R.Context(), v.Who, "sending", func(w *desk.Writing) (err error) {
		if ready {
			done, err = draft.Ready(w, act)
		} else {
			done, err = draft.Send(w, act)
		}
		return err
	})
	if k := fault.Of(err); err != nil && (k == fault.Invalid || k == fault.Refused) {
		return sender(v, form{over: &d, about: f, wrong: err, status: http.StatusUnprocessableEntity})
	}
	if err != nil {
		return err
	}
	if ready {
		v.Say("Ready. The clinician is asked to sign.", done)
		return v.Go("/waiting")
	}
	v.Say("Sent. You see every step of it here.", done)
	return v.Go("/referrals/" + string(id))
}

// takeFile keeps a file that came with the form, after it was looked at.
func takeFile(v *visit.Visit, f url.Values, d *draft.Draft) error {
	name, data, ok, err := v.File("file")
	if err != nil || !ok {
		return err
	}
	id := referral.ID(v.R.PathValue("id"))
	title := f.Get("title")
	if title == "" {
		title = name
	}
	err = v.Desk.Write(v.R.Context(), v.Who, "attachment", func(w *desk.Writing) error {
		doc, err := deskchart.Upload(w, deskchart.File{Patient: d.Patient, Referral: id, Name: name, Title: title, Data: data, Confirmed: f.Get("confirmed") != "", Kind: chart.Attachment})
		if err != nil {
			return err
		}
		if meets := f.Get("meets"); meets != "" {
			if d.Documents == nil {
				d.Documents = map[string]string{}
			}
			d.Documents[meets] = string(doc.ID)
		} else {
			d.More = append(d.More, doc.ID)
		}
		return draft.Save(w, id, *d)
	})
	for _, x := range []string{"title", "meets", "confirmed"} {
		if err == nil { // said of this file, and not of the next
			f.Del(x)
		}
	}
	return err
}
