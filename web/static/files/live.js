// One event stream a browser, shared by its pages: ids only, never a patient.
let ports = [], wait = 2e3, down = 0;
const tell = m => ports.forEach(p => p.postMessage(m));
const hear = () => {
  const s = new EventSource("/events");
  s.onopen = () => { wait = 2e3; if (down) tell({ up: 1 }); down = 0; };
  s.addEventListener("referral", e => tell({ id: e.data }));
  s.onerror = () => {
    s.close();
    down = down || Date.now();
    tell({ down });
    setTimeout(hear, wait = Math.min(wait * 2, 6e4));
  };
};
onconnect = e => {
  ports.push(e.ports[0]);
  if (down) e.ports[0].postMessage({ down });
  if (ports.length < 2) hear();
};
