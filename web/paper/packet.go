package paper

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/partner"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// packet is what a receiver who is not here gets on paper. That it was printed
// is on record like every look; how it left is written down on its own page.
func packet(v *visit.Visit) error { return packed(v, nil) }

// coverLink makes the link that goes on the cover, and shows the packet with it:
// this once.
func coverLink(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	var c partner.Cover
	at := "/referrals/" + v.R.PathValue("id") + "/packet"
	err = v.Desk.Write(v.R.Context(), v.Who, "packet.link", func(w *desk.Writing) (err error) {
		c, err = partner.Print(w, loop.Form{Referral: referral.ID(v.R.PathValue("id")), Once: f.Get("once")})
		return err
	})
	if err != nil && fault.Of(err) == fault.Refused {
		v.SayNot(fault.Public(err))
		return v.Go(at)
	}
	if err != nil {
		return err
	}
	return packed(v, &c)
}

func packed(v *visit.Visit, c *partner.Cover) error {
	var p *loop.Picture
	var links []people.Ticket
	var g page.Packet
	err := v.Desk.Read(v.R.Context(), v.Who, "packet", func(r *desk.Reading) (err error) {
		if p, err = loop.Look(r, referral.ID(v.R.PathValue("id"))); err != nil {
			return err
		}
		if p.Standing.Side != referral.Sender || p.State.Sent.IsZero() || p.Withheld || r.Directory().Here(p.Receiver.ID) {
			return desk.NoChart("paper.packet")
		}
		if links, err = partner.Tickets(r, p.ID); err != nil {
			return err
		}
		g.Banner, g.Asked, g.Came = sheet.Banner(v, r, p.Patient), sheet.AskedOf(v, r.Directory(), p), sheet.CameOf(r.Directory(), p)
		g.Clinician = r.Directory().ClinicianName(p.State.Clinician)
		g.Shell, err = v.Shell(r, p.Code+": packet")
		return err
	})
	if err != nil {
		return err
	}
	g.Back, g.Code, g.Urgency = "/referrals/"+string(p.ID), p.Code, string(p.State.Urgency)
	g.To, g.ToFax, g.ToAt = cmp.Or(p.Service.Name, p.Receiver.Name), p.Receiver.Fax, place(p.Receiver)
	if g.To != p.Receiver.Name {
		g.To += ", " + p.Receiver.Name
	}
	g.From, g.FromPhone, g.FromFax, g.FromAt = p.Sender.Name, p.Sender.Phone, p.Sender.Fax, place(p.Sender)
	if p.Ball.Holder == p.Receiver.ID {
		g.Due = p.Ball.Due
	}
	g.Offers, g.Once = p.State.Open() && slices.Contains(p.Acts, referral.ActHear), visit.Once()
	for _, t := range links {
		if people.Over(t, v.Desk.Now()) == "" && t.Address == "" { // on a cover that was printed
			g.Printed = t.Code[:3] + " " + t.Code[3:]
		} else if people.Over(t, v.Desk.Now()) == "" {
			g.Link, g.Digits, g.LinkEnds = t.Address, t.Code[:3]+" "+t.Code[3:], t.Ends
		}
	}
	if c != nil {
		g.Scan, g.LinkEnds = v.Public+"/a/"+c.Token, c.Ends
		if g.Square, g.Side, err = visit.Square(g.Scan); err != nil {
			return err
		}
	}
	for _, c := range g.Came {
		d := p.Files[chart.DocumentID(strings.TrimPrefix(c.Href, "/documents/"))]
		switch {
		case c.Href == "" || c.State == "held":
		case strings.HasPrefix(d.Media, "image/") && d.Media != "image/tiff":
			g.Pictures = append(g.Pictures, c)
		default:
			g.Separate = append(g.Separate, c)
		}
	}
	return v.Page(http.StatusOK, page.PacketPage(g))
}

// place is where an organization is, in a line.
func place(o party.Org) string {
	parts := append([]string{}, o.Address.Lines...)
	for _, s := range []string{o.Address.City, strings.TrimSpace(o.Address.State + " " + o.Address.PostalCode)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}
