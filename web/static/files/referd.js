// Comfort only: every page works without it.
(() => {
  const d = document, data = d.documentElement.dataset, $ = (q, a = d) => a.querySelector(q), all = (q, a = d) => [...a.querySelectorAll(q)];
  const on = (t, e, f) => t?.addEventListener(e, f), after = (ms, f, t) => () => { clearTimeout(t); t = setTimeout(f, ms); }, no = e => e.preventDefault();
  // With a body it is posted; what leads elsewhere, as to a sign-in, is no answer.
  const ask = (to, body, signal) => fetch(to, { method: body ? "POST" : "GET", body, signal, redirect: "error" }).catch(() => 0);

  // The session: it warns before its end; after it, or signed out, each page is covered.
  const over = $("#over"), soon = $("#soon"), alive = s => { if (s > 0) localStorage[data.me] = Date.now() + s * 1e3; };
  if (over) {
    alive(data.ends);
    setInterval(() => {
      const left = localStorage[data.me] - Date.now();
      if (left < 6e4) keepers.forEach(k => k());
      soon.hidden = left > 6e4 || left < 0;
      if (over.open != left < 0) over.open ? over.close() : over.showModal();
    }, 2e3);
    on(over, "cancel", no);
    on($("button", soon), "click", async () => { if ((await ask("/session/stay", " ")).ok) alive(data.idle); });
  } else if (data.out) Object.keys(localStorage).forEach(k => localStorage[k] = 0);

  // Drafts: two seconds after the last key the form is kept on the server.
  const keepers = all("form[data-keep]").map(form => {
    let dirty = 0;
    const keep = async () => {
      if (!dirty) return;
      dirty = 0;
      const typed = new FormData(form);
      // A file is no text, and a password is kept nowhere.
      for (const [k, v] of [...typed]) if (!v.trim || k == "password") typed.delete(k);
      const r = await ask(form.dataset.keep, new URLSearchParams(typed)), said = $("[data-kept]");
      if (said) said.textContent = r.ok ? await r.text() : "Not kept. Your text is still here.";
      if (r.ok) alive(data.idle); else dirty = 1, setTimeout(keep, 3e4);
    };
    const again = after(2e3, keep);
    on(form, "input", () => { dirty = 1; again(); });
    on(form, "submit", () => dirty = 0);
    return keep;
  });

  // Rows: selected, in ranges with shift; the focus comes back to the row it left.
  const rows = all("[data-row]"), boxes = all("td.c-sel input"), picked = $("[data-picked]");
  let last, at = -1;
  const count = () => { if (picked) picked.textContent = boxes.filter(b => b.checked).length; };
  boxes.forEach((b, i) => on(b, "click", e => {
    if (e.shiftKey && last >= 0) boxes.filter((_, j) => (j - i) * (j - last) <= 0).forEach(x => x.checked = b.checked);
    last = i; count();
  }));
  on($("th.c-sel input"), "change", e => { boxes.forEach(b => b.checked = e.target.checked); count(); });
  on($("#rows"), "reset", () => setTimeout(count));
  const go = n => $("a", rows[Math.max(0, n)] || rows.at(-1)).focus();
  rows.forEach((r, i) => on(r, "focusin", r.onclick = () => { at = i; sessionStorage.row = r.dataset.id; }));
  const left = rows.findIndex(r => r.dataset.id == (sessionStorage.row || 0)), wrong = $("#wrong");
  wrong ? wrong.focus() : left < 0 || go(left);
  count();

  // The palette: acts of this page and places at once, and what is found while
  // one types, the newest alone. What an arrow chooses is told to who listens.
  const pal = $("#pal"), cmd = $("#cmd"), hits = $("#hits"), press = x => { x.focus(); x.click(); };
  let n, stop;
  const lines = () => all("li:not([hidden]) a", pal), pick = i => { lines().forEach((a, k) => a.ariaCurrent = k == i || null); cmd.ariaActiveDescendantElement = lines()[n = i]; };
  const fit = () => {
    const want = cmd.value.toLowerCase();
    all("li", pal).forEach(l => l.hidden = !l.textContent.toLowerCase().includes(want));
    pick(want && lines()[0]?.matches("#hits *") == 0 ? 0 : -1);
  };
  const palette = () => {
    $("ul", pal).replaceChildren(...all("main :is(.btn,[data-key]):not([data-row] *)").map(x => {
      const li = d.createElement("li");
      li.innerHTML = "<a href=#>";
      li.firstChild.textContent = (x.labels?.[0] || x).textContent;
      on(li, "click", e => { no(e); pal.close(); press(x); });
      return li;
    }));
    pal.showModal();
    cmd.select();
    fit();
  };
  const seek = after(150, async () => {
    const r = await ask("/search/lines", new URLSearchParams(new FormData(cmd.form)), (stop = new AbortController).signal);
    if (r.ok) await r.text().then(t => hits.innerHTML = t, () => 0);
  });
  on(cmd, "input", () => { fit(); stop?.abort(); seek(); });
  on(cmd, "keydown", e => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step) pick(Math.max(-1, Math.min(lines().length - 1, n + step)));
    else if (e.key == "Enter" && n >= 0) lines()[n].click();
    else return;
    no(e);
  });

  // Keys act only outside fields; e opens a form and never completes it.
  let g;
  on(d, "keydown", e => {
    const t = e.target, f = t.closest("input:not([type=checkbox],[type=radio]),textarea,select"), k = e.key, row = rows[at], held = e.ctrlKey || e.metaKey, x = $(`[data-key="${CSS.escape(k)}"]`), box = row && $("td.c-sel input", row), act = row && $(".do", row), step = { j: 1, k: -1 }[k];
    if (held && k == "k" && pal) { no(e); palette(); }
    else if (held && k == "Enter") t.form?.requestSubmit($("#to:focus~*") || $("button.primary", t.form));
    else if (k == "Escape") f ? f.blur() : $("dialog[open]") || $(".crumb a")?.click();
    if (data.keys == "off" || f || held || e.altKey || $("dialog[open]")) return;
    const place = g && $(`#pal [data-go="${CSS.escape(k)}"]`);
    g = k == "g";
    if (place) place.click();
    else if (step && rows[0]) go(at + step);
    else if (k == "x" && box) box.click();
    else if (k == "e" && act) act.click();
    else if (x) { no(e); if (k == "c" && box && !boxes.some(b => b.checked)) box.checked = 1; press(x); }
  });

  // Of an open referral, parts are shown anew unless somebody is at them; true when all are.
  const renew = async () => {
    const r = await ask(location), now = r.ok && new DOMParser().parseFromString(await r.text(), "text/html");
    return now && all("[data-part]").reduce((whole, was) => {
      const is = $("#" + was.id, now), held = was.matches(":hover,:focus-within,:has(details[open])");
      if (is && !held) was.replaceWith(is);
      return whole && is && (!held || was.textContent == is.textContent);
    }, 1);
  };

  // News: counts come by themselves; a list never moves under the pointer.
  const news = $("#news"), dead = $("#dead"), changed = new Set();
  const put = c => { for (const to in c) all(`.to[href="${to}"] b`).forEach(b => b.textContent = c[to]); };
  const refresh = async () => { const r = await ask(data.counts); if (r.ok) put(await r.json()); };
  let live;
  if (!news) return;
  const said = after(500, async () => {
    const t = news.dataset.only ? await renew() ? "Updated." : "This changed." : changed.size + " changed.";
    news.hidden = false;
    $("b", news).textContent = t;
  });
  // While nothing comes they are asked for.
  setInterval(() => live || refresh(), 3e4);
  if (window.SharedWorker) new SharedWorker(data.live).port.onmessage = e => {
    const m = e.data, only = news.dataset.only;
    // Also once the stream is back, for what it missed.
    dead.hidden || m.down || refresh();
    live = dead.hidden = !m.down;
    $("b", dead).textContent = new Date(m.down).toTimeString().slice(0, 5);
    // Those of another organization stand under another address than this page's.
    put(m[data.counts]);
    // The feed is a moment behind: this page was made after it.
    if (!m.id || performance.now() < 2e3 || (only ? only != m.id : !rows[0])) return;
    changed.add(m.id);
    said();
  };
})();
