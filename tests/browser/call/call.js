/** A page that does nothing but call: what a test needs to see is on `window`. */
import { startMedia } from "/client/media.js";

const api = { query, subscribe };
const asked = new URLSearchParams(location.search);
const remote = document.getElementById("remote");

window.states = [];
window.localStream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
remote.addEventListener("playing", () => (window.pictureAfter ??= performance.now() - window.startedAt));
window.call = await startMedia({
  api,
  consultationId: asked.get("consultation"),
  localStream: window.localStream,
  onRemote: (stream) => (remote.srcObject = stream),
  onState: (state, details) => {
    window.states.push(state);
    window.details = details;
    if (state === "connecting") window.startedAt ??= performance.now();
    document.getElementById("state").textContent = state;
  },
});

window.seen = async () => {
  const seen = { time: remote.currentTime, bytes: 0, audio: 0, pairs: [], width: remote.videoWidth };
  const stats = window.call.pc ? [...(await window.call.pc.getStats()).values()] : [];
  for (const it of stats) {
    if (it.type === "inbound-rtp" && it.kind === "video") seen.bytes += it.bytesReceived;
    if (it.type === "inbound-rtp" && it.kind === "audio") seen.audio += it.bytesReceived;
    if (it.type === "candidate-pair" && it.nominated)
      seen.pairs.push(stats.find((one) => one.id === it.localCandidateId)?.candidateType);
  }
  return seen;
};

async function query(query, variables) {
  const headers = { "Content-Type": "application/json", "X-Aleris-Client": "test" };
  const body = JSON.stringify({ query, variables });
  const { data, errors } = await (await fetch("/graphql", { method: "POST", headers, body })).json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

function subscribe(query, variables, onData) {
  let socket, stopped;
  const connect = () => {
    socket = new WebSocket(`${location.origin.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    const say = (message) => socket.send(JSON.stringify(message));
    socket.onopen = () => say({ type: "connection_init" });
    socket.onmessage = ({ data }) => {
      const { type, payload } = JSON.parse(data);
      if (type === "connection_ack") say({ id: "1", type: "subscribe", payload: { query, variables } });
      if (type === "next" && payload.data) onData(payload.data);
      if (type === "complete") stopped = true;
    };
    socket.onclose = () => stopped || setTimeout(connect, 300);
  };
  connect();
  window.loseTheLine = () => socket.close();
  return () => ((stopped = true), socket.close());
}
