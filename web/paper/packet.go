package paper

import (
	"cmp"
	"net/http"
	"strings"

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
func packet(v *visit.Visit) error {
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
	for _, t := range links {
		if people.Over(t, v.Desk.Now()) == "" {
			g.Link, g.Digits, g.LinkEnds = t.Address, t.Code[:3]+" "+t.Code[3:], t.Ends
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
