// Comfort only: every page works without it. Keys, drafts that keep
// themselves, and news of what changed.
(() => {
  const $ = (q, at = document) => at.querySelector(q), all = (q, at = document) => [...at.querySelectorAll(q)];
  const keys = document.documentElement.dataset.keys !== "off";

  // Drafts: two seconds after the last key the form is kept on the server.
  for (const form of all("form[data-keep]")) {
    let timer, said = $("#kept");
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const data = new FormData(form);
        for (const [k, v] of [...data]) if (v instanceof File) data.delete(k);
        try {
          const r = await fetch(form.dataset.keep, { method: "POST", body: new URLSearchParams(data) });
          if (said) said.textContent = r.ok ? await r.text() : "Not kept. Your text is still here.";
        } catch { if (said) said.textContent = "Not kept: no connection. Your text is still here."; }
      }, 2000);
    });
  }

  // Select all on this page, and ranges with shift.
  const boxes = all("td.c-sel input");
  let last = null;
  const head = $("th.c-sel input");
  if (head) head.addEventListener("change", () => boxes.forEach(b => b.checked = head.checked));
  boxes.forEach((b, i) => b.addEventListener("click", e => {
    if (e.shiftKey && last !== null) for (let k = Math.min(i, last); k <= Math.max(i, last); k++) boxes[k].checked = b.checked;
    last = i;
  }));

  // Keys act only outside fields.
  const rows = all("[data-row]");
  let at = -1, g = false;
  const go = n => { if (!rows.length) return; at = Math.max(0, Math.min(rows.length - 1, n)); const a = $("a", rows[at]); if (a) a.focus(); };
  const places = { w: "/waiting", q: "/queue", l: "/loops", o: "/ops", e: "/exceptions" };
  document.addEventListener("keydown", e => {
    const field = e.target.closest("input,textarea,select");
    if (e.ctrlKey && e.key === "Enter" && field && field.form) { field.form.requestSubmit($("button.primary", field.form) || undefined); return; }
    if (e.key === "Escape" && field) { field.blur(); return; }
    if (!keys || field || e.ctrlKey || e.metaKey || e.altKey) return;
    if (g && places[e.key]) { location.href = places[e.key]; return; }
    g = false;
    if (e.key === "g") g = true;
    else if (e.key === "/") { e.preventDefault(); const q = $("#q"); if (q) q.focus(); }
    else if (e.key === "j") go(at + 1);
    else if (e.key === "k") go(at - 1);
    else if (e.key === "x" && rows[at]) { const b = $("td.c-sel input", rows[at]); if (b) b.checked = !b.checked; }
    else if (e.key === "?") location.href = "/help";
    else { const a = $(`[data-key="${CSS.escape(e.key)}"]`); if (a) { e.preventDefault(); a.tagName === "A" ? a.click() : a.focus(); } }
  });

  // An error summary takes the focus.
  const wrong = $("#wrong");
  if (wrong) wrong.focus();

  // News: one stream, ids only. A page says that something changed; it never moves by itself.
  const news = $("#news");
  if (news && window.EventSource) {
    const s = new EventSource("/events");
    let n = 0;
    s.addEventListener("referral", e => {
      if (news.dataset.only && news.dataset.only !== e.data) return;
      n++;
      news.hidden = false;
      $("b", news).textContent = news.dataset.only ? "This referral changed." : n + " changed.";
    });
  }
})();
