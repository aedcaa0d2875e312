// Comfort only: every page works without it.
(() => {
  const d = document, root = d.documentElement, data = root.dataset, $ = (q, a = d) => a.querySelector(q), all = (q, a = d) => [...a.querySelectorAll(q)];
  const on = (t, e, f) => t && t.addEventListener(e, f);

  // The session: a minute before its end it warns, after it the page is covered.
  const over = $("#over"), soon = $("#soon"), alive = s => { if (s > 0) localStorage.ends = Date.now() + s * 1e3; };
  if (over) {
    alive(data.ends);
    setInterval(() => {
      const left = localStorage.ends - Date.now();
      if (left < 6e4) keepers.forEach(k => k());
      soon.hidden = left > 6e4 || left < 0;
      if (left < 0 && !over.open) over.showModal();
      if (left > 0 && over.open) over.close();
    }, 2e3);
    on(over, "cancel", e => e.preventDefault());
    on($("button", soon), "click", async () => { if ((await fetch("/session/stay", { method: "POST" })).ok) alive(data.idle); });
  }

  // Drafts: two seconds after the last key the form is kept on the server.
  const keepers = all("form[data-keep]").map(form => {
    let timer, dirty = 0;
    const keep = async () => {
      if (!dirty) return;
      dirty = 0;
      const typed = new FormData(form);
      // A file is no text, and a password is kept nowhere.
      for (const [k, v] of [...typed]) if (!v.trim || k == "password") typed.delete(k);
      const r = await fetch(form.dataset.keep, { method: "POST", body: new URLSearchParams(typed), redirect: "error" }).catch(() => 0), said = $("[data-kept],#kept", form);
      if (said) said.textContent = r.ok ? await r.text() : "Not kept. Your text is still here.";
      if (r.ok) alive(data.idle); else dirty = 1, timer = setTimeout(keep, 3e4);
    };
    on(form, "input", () => { dirty = 1; clearTimeout(timer); timer = setTimeout(keep, 2e3); });
    on(form, "submit", () => dirty = 0);
    return keep;
  });

  // Rows: selected, in ranges with shift; the focus comes back to the row it left.
  const rows = all("[data-row]"), boxes = all("td.c-sel input"), picked = $("[data-picked]");
  let last, at = -1;
  const count = () => { if (picked) picked.textContent = boxes.filter(b => b.checked).length; };
  boxes.forEach((b, i) => on(b, "click", e => {
    if (e.shiftKey && last >= 0) boxes.slice(Math.min(i, last), Math.max(i, last) + 1).forEach(x => x.checked = b.checked);
    last = i; count();
  }));
  on($("th.c-sel input"), "change", e => { boxes.forEach(b => b.checked = e.target.checked); count(); });
  on($("#rows"), "reset", () => setTimeout(count));
  const go = n => {
    rows[at]?.classList.remove("at");
    const row = rows[at = Math.max(0, Math.min(rows.length - 1, n))];
    row.classList.add("at");
    $("a", row).focus();
  };
  rows.forEach((r, i) => on(r, "click", () => { at = i; sessionStorage.row = r.dataset.id; }));
  const left = rows.findIndex(r => r.dataset.id == (sessionStorage.row || 0)), wrong = $("#wrong");
  if (wrong) wrong.focus();
  else if (left >= 0) go(left);
  count();

  // The palette: acts of this page and places; what fits none is searched for.
  const pal = $("#pal"), cmd = $("#cmd"), press = x => x.matches("a,summary,button") ? x.click() : x.focus();
  let n;
  const lines = () => all("li:not([hidden]) a", pal), pick = i => lines().forEach((a, k) => a.ariaCurrent = k == i ? "true" : null, n = i);
  const palette = () => {
    $("ul", pal).replaceChildren(...all("main [data-key]").map(x => {
      const li = d.createElement("li"), a = d.createElement("a");
      a.href = "#";
      a.textContent = (x.labels?.[0] || x).textContent;
      on(a, "click", e => { e.preventDefault(); pal.close(); press(x); });
      li.append(a);
      return li;
    }));
    pal.showModal();
    pick(-1);
  };
  on(cmd, "input", () => {
    const want = cmd.value.toLowerCase();
    all("li", pal).forEach(l => l.hidden = !l.textContent.toLowerCase().includes(want));
    pick(want && lines().length ? 0 : -1);
  });
  on(cmd, "keydown", e => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step) pick(Math.max(-1, Math.min(lines().length - 1, n + step)));
    else if (e.key == "Enter" && n >= 0) lines()[n].click();
    else return;
    e.preventDefault();
  });

  // Keys act only outside fields; e opens a form and never completes it.
  let g;
  on(d, "keydown", e => {
    const t = e.target, f = t.closest("input:not([type=checkbox],[type=radio]),textarea,select"), k = e.key, row = rows[at], held = e.ctrlKey || e.metaKey, x = $(`[data-key="${CSS.escape(k)}"]`), box = row && $("td.c-sel input", row), form = t.form;
    if (held && k == "k" && pal) { e.preventDefault(); palette(); }
    else if (e.ctrlKey && k == "Enter") form?.requestSubmit($("button.primary", form));
    else if (k == "Escape") { if (f) f.blur(); else if (!$("dialog[open]")) $(".crumb a")?.click(); }
    if (data.keys == "off" || f || held || e.altKey || $("dialog[open]")) return;
    const place = g && $(`#pal [data-go="${CSS.escape(k)}"]`);
    g = k == "g";
    if (place) place.click();
    else if (k == "/") { e.preventDefault(); $("#q").focus(); }
    else if ((k == "j" || k == "k") && rows.length) go(at + (k == "j" ? 1 : -1));
    else if (k == "x" && box) { box.checked = !box.checked; count(); }
    else if (k == "e" && row && $(".do", row)) $(".do", row).click();
    else if (k == "?") location = "/help";
    else if (x) { e.preventDefault(); if (k == "c" && box && !boxes.some(b => b.checked)) box.checked = true; press(x); }
  });

  // News: counts refresh by themselves; a list never moves under the pointer.
  const news = $("#news"), dead = $("#dead"), changed = new Set();
  let later;
  const refresh = async () => {
    const r = await fetch("/counts", { redirect: "error" }).catch(() => 0);
    if (r.ok) for (const [to, c] of Object.entries(await r.json())) all(`.rail a[href="${CSS.escape(to)}"] b`).forEach(b => b.textContent = c);
  };
  const heard = m => {
    dead.hidden = !m.down;
    $("b", dead).textContent = new Date(m.down || 0).toTimeString().slice(0, 5);
    if (!m.id) return;
    clearTimeout(later); later = setTimeout(refresh, 1500);
    if (performance.now() < 2e3) return; // the feed is a second behind: this page was made after it
    const only = news.dataset.only;
    if (only ? only != m.id : !rows.length) return;
    changed.add(m.id);
    news.hidden = false;
    $("b", news).textContent = only ? "This changed." : changed.size + " changed.";
  };
  if (!news) return;
  if (window.SharedWorker) new SharedWorker(data.live).port.onmessage = e => heard(e.data);
  else setInterval(refresh, 3e4);
})();
