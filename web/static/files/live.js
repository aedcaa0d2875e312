// One event stream a browser, shared by its pages: ids and numbers, never a patient.
let ports = [], wait = 2e3, down = 0;
const tell = m => ports.forEach(p => p.postMessage(m));
const hear = () => {
  const s = new EventSource("/events");
  s.onopen = () => { wait = 2e3; tell({ down: down = 0 }); };
  s.addEventListener("referral", e => tell({ id: e.data }));
  s.onmessage = e => tell(JSON.parse(e.data));
  s.onerror = () => {
    s.close();
    tell({ down: down ||= Date.now() });
    setTimeout(hear, wait = Math.min(wait * 2, 6e4));
  };
};
onconnect = ({ ports: [p] }) => {
  p.postMessage({ down });
  if (ports.push(p) < 2) hear();
};
