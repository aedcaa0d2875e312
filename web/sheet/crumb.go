package sheet

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet/column"
	"referd/web/visit"
)

// crumbs are the lists a referral may be opened from: their address and name.
var crumbs = map[string][2]string{"waiting": {"/waiting", "Waiting on me"}, "loops": {"/loops", "My loops"}, "queue": {"/queue", "Queue"}}

// From names a list for the address of a page opened from it: its view, its
// order and how it was narrowed, in codes and ids; no patient is in it.
func From(list string, a lists.Asking) string {
	parts := []string{list, string(a.View), a.Order, string(a.Service), string(a.Sender), string(a.For), string(a.With)}
	return "?in=" + url.QueryEscape(strings.TrimRight(strings.Join(parts, "."), "."))
}

// came says which list a page was opened from; ok is false when from none.
func came(v *visit.Visit) (list string, a lists.Asking, ok bool) {
	at := v.R.URL.Query().Get("in")
	if at == "" && v.R.PostForm != nil {
		at = v.R.PostForm.Get("in")
	}
	part := append(strings.Split(at, "."), make([]string, 7)...)
	if _, ok = crumbs[part[0]]; !ok {
		return "", a, false
	}
	a = lists.Asking{View: lists.View(part[1]), Order: part[2], Service: party.ServiceID(part[3]), Sender: party.OrgID(part[4]), For: party.PractitionerID(part[5]), With: party.UserID(part[6])}
	if !column.Sortable(a.Order) {
		a.Order = ""
	}
	return part[0], a, true
}

// worked is the queue the reader works from, as it was asked for.
func worked(v *visit.Visit) (a lists.Asking, ok bool) {
	at := v.Worked()
	if at == "" || !v.Receiving() {
		return a, false
	}
	_, query, _ := strings.Cut(at, "?")
	q, _ := url.ParseQuery(query)
	a = lists.Asking{View: lists.View(q.Get("view")), Order: q.Get("order"), Service: party.ServiceID(q.Get("service")), Sender: party.OrgID(q.Get("sender")), With: party.UserID(q.Get("with"))}
	if a.View == "" {
		a.View = v.QueueView()
	}
	return a, column.Sortable(a.Order)
}

// Suffix keeps where the reader came from in an address.
func Suffix(v *visit.Visit) string {
	if list, a, ok := came(v); ok {
		return From(list, a)
	}
	return ""
}

// Onward is what opens after an act, so that a queue is worked without going
// back to it: the next of the queue one came from, unless what was done is
// still the reader's; of who came from no queue, the referral.
func Onward(v *visit.Visit, done loop.Done) string {
	list, a, ok := came(v)
	if !ok || !v.Receiving() {
		list = "queue"
		a, ok = worked(v)
	}
	mine := done.Ball.Holder == "" && (done.Ball.Person == v.Who.User || done.Ball.Person == "" && slices.Contains(v.Who.Teams, done.Ball.Team))
	if !ok || list != "queue" || mine && done.Phase.Open() {
		return "/referrals/" + string(done.ID) + Suffix(v)
	}
	return strings.Replace(column.Address("/queue", a, a.View, a.Order), "/queue?", "/queue/next?", 1) + "&not=" + string(done.ID)
}

// crumb says where a page stands: the list the reader came from and what lies
// beside this referral there.
func crumb(v *visit.Visit, r *desk.Reading, id referral.ID, here, act string) (page.Crumb, error) {
	home := v.Home()
	c := page.Crumb{Back: home, BackName: "My work", Here: here}
	for _, l := range crumbs {
		if l[0] == home {
			c.BackName = l[1]
		}
	}
	list, a, ok := came(v)
	if !ok {
		list = "queue"
		if a, ok = worked(v); !ok {
			return c, nil
		}
	}
	c.Back, c.BackName = column.Address(crumbs[list][0], a, a.View, a.Order), crumbs[list][1]
	n, err := lists.Around(r, a, id)
	if err != nil {
		return c, err
	}
	at := func(id referral.ID) string {
		if id == "" {
			return ""
		}
		return "/referrals/" + string(id) + act + From(list, a)
	}
	c.Previous, c.Next = at(n.Previous), at(n.Next)
	if n.At > 0 {
		c.At = fmt.Sprintf("%d of %s", n.At, n.Total())
	}
	return c, nil
}

// CrumbIn reads a crumb by itself, for pages whose picture was read before.
func CrumbIn(v *visit.Visit, id referral.ID, here, act string) (c page.Crumb, err error) {
	err = v.Desk.Read(v.R.Context(), v.Who, "list.place", func(r *desk.Reading) (err error) {
		c, err = crumb(v, r, id, here, act)
		return err
	})
	return c, err
}
