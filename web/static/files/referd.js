// Comfort only: every page works without it.
(() => {
  const d = document, root = d.documentElement, $ = (q, a = d) => a.querySelector(q), all = (q, a = d) => [...a.querySelectorAll(q)];
  const on = (t, e, f) => t && t.addEventListener(e, f), clock = t => new Date(t).toTimeString().slice(0, 5);

  // The session: a minute before its end it warns, after it the page is covered.
  const over = $("#over"), soon = $("#soon"), alive = s => { if (s > 0) localStorage.ends = Date.now() + s * 1e3; };
  if (over) {
    alive(+root.dataset.ends);
    setInterval(() => {
      const left = localStorage.ends - Date.now();
      if (left < 6e4 && soon.hidden) keepers.forEach(k => k());
      soon.hidden = left > 6e4 || left < 0;
      if (left < 0 && !over.open) over.showModal();
      if (left > 0 && over.open) over.close();
    }, 2e3);
    on(over, "cancel", e => e.preventDefault());
    on($("button", soon), "click", async () => alive(+await (await fetch("/session/stay", { method: "POST" })).text()));
  }

  // Drafts: two seconds after the last key the form is kept on the server.
  const keepers = all("form[data-keep]").map(form => {
    let timer, dirty = 0;
    const said = $("[data-kept]", form), say = t => { if (said) said.textContent = t; };
    const keep = async () => {
      if (!dirty) return;
      dirty = 0;
      const data = new FormData(form);
      for (const [k, v] of [...data]) if (v instanceof File || k == "password") data.delete(k);
      try {
        const r = await fetch(form.dataset.keep, { method: "POST", body: new URLSearchParams(data), redirect: "error" });
        say(r.ok ? await r.text() : "Not kept. Your text is still here.");
        if (r.ok) alive(+root.dataset.idle);
      } catch { say("Not kept: no connection. Your text is still here."); }
    };
    on(form, "input", () => { dirty = 1; clearTimeout(timer); timer = setTimeout(keep, 2e3); });
    on(form, "submit", () => { dirty = 0; clearTimeout(timer); });
    return keep;
  });

  // Rows: selected, in ranges with shift; the focus comes back to the row it left.
  const rows = all("[data-row]"), boxes = all("td.c-sel input"), picked = $("[data-picked]");
  let last, at = -1;
  const count = () => {
    if (picked) picked.textContent = boxes.filter(b => b.checked).length;
    boxes.forEach(b => b.closest("tr").classList.toggle("sel", b.checked));
  };
  boxes.forEach((b, i) => on(b, "click", e => {
    if (e.shiftKey && last !== undefined) for (let k = Math.min(i, last); k <= Math.max(i, last); k++) boxes[k].checked = b.checked;
    last = i; count();
  }));
  on($("th.c-sel input"), "change", e => { boxes.forEach(b => b.checked = e.target.checked); count(); });
  on($("#rows"), "reset", () => setTimeout(count));
  const go = n => {
    if (!rows.length) return;
    if (rows[at]) rows[at].classList.remove("at");
    at = Math.max(0, Math.min(rows.length - 1, n));
    rows[at].classList.add("at");
    const a = $("a", rows[at]);
    if (a) a.focus();
  };
  rows.forEach((r, i) => on(r, "click", () => { at = i; sessionStorage.row = r.dataset.id; }));
  const left = rows.findIndex(r => r.dataset.id && r.dataset.id == sessionStorage.row);
  if (left >= 0 && !$("#wrong")) go(left);
  count();

  // The palette: acts of this page and places; what fits none is searched for.
  const pal = $("#pal"), cmd = $("#cmd"), lines = () => all("li:not([hidden]) a", pal);
  const pick = n => { const l = lines(); l.forEach((a, i) => i == n ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current")); return l[n]; };
  let n = -1;
  const palette = () => {
    const here = $("ul", pal);
    here.replaceChildren(...all("main [data-key]").map(x => {
      const li = d.createElement("li"), a = d.createElement("a");
      a.href = x.href || "#"; a.textContent = (x.labels && x.labels[0] || x).textContent.trim();
      on(a, "click", e => { e.preventDefault(); pal.close(); press(x); });
      li.append(a);
      return li;
    }));
    cmd.value = ""; n = -1; pal.showModal();
  };
  on(cmd, "input", () => { all("li", pal).forEach(l => l.hidden = !l.textContent.toLowerCase().includes(cmd.value.toLowerCase())); pick(n = lines().length && cmd.value ? 0 : -1); });
  on(cmd, "keydown", e => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step) { e.preventDefault(); n = Math.max(-1, Math.min(lines().length - 1, n + step)); pick(n); }
    if (e.key == "Enter" && n >= 0) { e.preventDefault(); lines()[n].click(); }
  });

  // Keys act only outside fields; e opens a form and never completes it.
  const press = x => x.matches("a,summary,button") ? x.click() : x.focus(), keys = root.dataset.keys != "off";
  const places = { w: "/waiting", q: "/queue", l: "/loops", o: "/ops", e: "/exceptions", s: "/queue?view=to-book" };
  let g = 0;
  on(d, "keydown", e => {
    const field = e.target.closest("input:not([type=checkbox],[type=radio]),textarea,select"), k = e.key;
    if ((e.ctrlKey || e.metaKey) && k == "k" && pal) { e.preventDefault(); palette(); return; }
    if (e.ctrlKey && k == "Enter" && e.target.form) { e.target.form.requestSubmit($("button.primary", e.target.form)); return; }
    if (k == "Escape") { if (field) field.blur(); else if (!$("dialog[open]") && $(".crumb a")) $(".crumb a").click(); return; }
    if (!keys || field || e.ctrlKey || e.metaKey || e.altKey || $("dialog[open]")) return;
    if (g && places[k]) { location.href = places[k]; return; }
    g = k == "g";
    const row = rows[at], x = $(`[data-key="${CSS.escape(k)}"]`);
    if (g) return;
    if (k == "/") { e.preventDefault(); $("#q").focus(); }
    else if (k == "j" && rows.length) go(at + 1);
    else if (k == "k" && rows.length) go(at - 1);
    else if (k == "x" && row) { const b = $("td.c-sel input", row); if (b) { b.checked = !b.checked; count(); } }
    else if (k == "e" && row && $(".do", row)) $(".do", row).click();
    else if (k == "?") location.href = "/help";
    else if (x) { e.preventDefault(); if (k == "c" && row && !boxes.some(b => b.checked)) $("td.c-sel input", row).checked = true; press(x); }
  });

  const wrong = $("#wrong");
  if (wrong) wrong.focus();

  // News: counts refresh by themselves; a list never moves under the pointer.
  const news = $("#news"), dead = $("#dead"), changed = new Set();
  let later;
  const refresh = async () => {
    const r = await fetch("/counts", { redirect: "error" }).catch(() => 0);
    if (r.ok) for (const [href, c] of Object.entries(await r.json())) { const x = $(`.rail a[href="${CSS.escape(href)}"] b`); if (x) x.textContent = c; }
  };
  const heard = m => {
    if (dead) { dead.hidden = !m.down; if (m.down) $("b", dead).textContent = clock(m.down); }
    if (!m.id) return;
    clearTimeout(later); later = setTimeout(refresh, 1500);
    const only = news.dataset.only;
    if (only && only != m.id || !only && !rows.length) return;
    changed.add(m.id);
    news.hidden = false;
    $("b", news).textContent = only ? "This referral changed." : changed.size + " changed.";
  };
  if (news && window.SharedWorker) { const w = new SharedWorker(root.dataset.live); w.port.onmessage = e => heard(e.data); }
  else if (news) setInterval(refresh, 3e4);
})();
