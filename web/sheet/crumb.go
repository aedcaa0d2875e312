package sheet

import (
	"fmt"
	"net/url"
	"strings"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/web/page"
	"referd/web/visit"
)

// crumbs are the lists a referral may be opened from: their address and name.
var crumbs = map[string][2]string{"waiting": {"/waiting", "Waiting on me"}, "loops": {"/loops", "My loops"}, "queue": {"/queue", "Queue"}}

// From names a list and its view for the address of a page opened from it; no
// patient is in it.
func From(list string, view lists.View) string { return "?in=" + list + "." + string(view) }

// came says which list a page was opened from; ok is false when from none.
func came(v *visit.Visit) (list string, view lists.View, ok bool) {
	at := v.R.URL.Query().Get("in")
	if at == "" && v.R.PostForm != nil {
		at = v.R.PostForm.Get("in")
	}
	list, name, _ := strings.Cut(at, ".")
	_, ok = crumbs[list]
	return list, lists.View(name), ok
}

// Suffix keeps where the reader came from in an address.
func Suffix(v *visit.Visit) string {
	if list, view, ok := came(v); ok {
		return From(list, view)
	}
	return ""
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
	list, view, ok := came(v)
	if at := v.Worked(); !ok && v.Receiving() && at != "" {
		_, q, _ := strings.Cut(at, "?")
		vals, _ := url.ParseQuery(q)
		list, view, ok = "queue", lists.View(vals.Get("view")), true
	}
	if !ok {
		return c, nil
	}
	c.Back, c.BackName = crumbs[list][0]+"?view="+string(view), crumbs[list][1]
	n, err := lists.Around(r, view, id)
	if err != nil {
		return c, err
	}
	at := func(id referral.ID) string {
		if id == "" {
			return ""
		}
		return "/referrals/" + string(id) + act + From(list, view)
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
