/**
 * Picture and sound of a consultation, for any page and any framework; see docs/frontends.md, "Video".
 *
 *   const call = await startMedia({ api, consultationId, localStream, onRemote, onState });
 *
 *   api            query(document, variables): a promise of the data; subscribe(document, variables,
 *                  onData): a function that stops it. It may subscribe anew after a lost connection
 *   participant    "PATIENT" or "CLINICIAN", only for a browser that is signed in as both
 *   onRemote       called with the other's MediaStream; onState with (state, details): see STATES
 *
 *   call.mute("audio", true), call.replace(track): another camera or microphone, or (null, kind);
 *   call.restart() for a button "Try again"; call.stop(): the consultation goes on without
 */

import { Signalling, join } from "./media_signalling.js";

export const STATES = {
  waiting: "the other is not there yet, or has left",
  connecting: "both are there",
  connected: "picture and sound come",
  interrupted: "they do not, and it is being mended",
  failed: "it could not be mended so far: offer the phone; it is still tried",
  superseded: "one has joined in another tab or on another device: this one has stopped",
  ended: "the consultation is over",
  stopped: "one has left",
  refused: "one cannot join; details is the refusal, with a message to show",
  livekit: "details has the url and the token for LiveKit's own client",
};

export const CONNECT_WITHIN = 10_000; // milliseconds; then it is tried anew
export const MEND_AFTER = 4_000; // "disconnected" often passes by itself
const FRESH_FOR = 300_000; // credentials are good for twice as long
const REPORT_EVERY = 60_000; // keeps whoever only talks signed in

export async function startMedia({ api, consultationId, participant, localStream, ...to }) {
  const media = await join(api, { consultationId, participant });
  const call = new Call(api, media, localStream, to);
  if (media.__typename === "PeerMedia") call.listen();
  else call.over(media.__typename === "LiveKitMedia" ? "livekit" : "refused", media);
  return call;
}

class Call {
  constructor(api, media, localStream, { onRemote, onState }) {
    const own = (localStream?.getTracks() ?? []).map((track) => [track.kind, track]);
    Object.assign(this, { onRemote, onState, tracks: Object.fromEntries(own), muted: {} });
    Object.assign(this, { pc: null, round: 0, attempts: 0, early: [], senders: {} });
    this.hearing = Promise.resolve(); // one after the other
    this.line = new Signalling(api, media, (it) => this.next(() => this.hear(it)), (no) => this.heed(no));
    this.online = () => this.mendIn(0);
  }

  mute(kind, muted) {
    this.muted[kind] = muted;
    if (this.tracks[kind]) this.tracks[kind].enabled = !muted;
  }

  async replace(track, kind = track.kind) {
    this.tracks[kind] = track;
    this.mute(kind, this.muted[kind] ?? false);
    await this.senders[kind]?.replaceTrack(track);
  }

  restart() {
    if (!this.pc || this.state === "connected") return;
    this.attempts = 0;
    this.say("connecting");
    this.mendIn(0);
  }

  stop() {
    if (this.pc) this.line.bye(this.round);
    this.over("stopped");
  }

  listen() {
    this.say("waiting");
    addEventListener("online", this.online);
    this.again = setInterval(() => this.state === "connected" && this.line.report(true), REPORT_EVERY);
    this.line.listen();
  }

  next(work) {
    this.hearing = this.hearing.then(() => this.stopped || work()).catch(() => this.mendIn(MEND_AFTER));
  }

  async hear({ kind, round, payload }) {
    if (kind === "SUPERSEDED" || kind === "ENDED") return this.over(kind.toLowerCase());
    if (kind === "START") return this.start(round);
    if (round !== this.round || !this.pc) return; // of a round that is no more
    if (kind === "CANDIDATE") return this.add(JSON.parse(payload));
    if (kind === "RESTART") return this.offerAnew();
    if (kind === "BYE") return this.close("waiting");
    if (kind === "OFFER" && this.pc.remoteDescription) await this.line.refresh(0, this.pc);
    await this.pc.setRemoteDescription({ type: kind.toLowerCase(), sdp: payload });
    for (const candidate of this.early.splice(0)) await this.add(candidate);
    if (kind === "OFFER") await this.describe("ANSWER");
  }

  /** Both are there, for the first time or again: what was agreed before no longer counts. */
  async start(round) {
    this.close("connecting");
    Object.assign(this, { round, early: [], attempts: 0 });
    await this.line.refresh(FRESH_FOR).catch(() => {}); // the former may still do
    if (this.stopped) return;
    const pc = (this.pc = new RTCPeerConnection(this.line.configuration));
    const remote = new MediaStream();
    pc.ontrack = ({ track }) => (remote.addTrack(track), this.onRemote?.(remote));
    pc.onicecandidate = ({ candidate: found }) =>
      found?.candidate && this.line.send(round, "CANDIDATE", JSON.stringify(found));
    pc.onconnectionstatechange = () => this.pc === pc && this.watch(pc.connectionState);
    this.mendIn(CONNECT_WITHIN);
    if (this.line.media.initiator) await this.describe("OFFER");
  }

  async describe(kind) {
    await this.addTrack("audio");
    await this.addTrack("video");
    await this.pc.setLocalDescription();
    this.line.send(this.round, kind, this.pc.localDescription.sdp);
  }

  /** In the place that the offer has for it; also without a track one can see and hear. */
  async addTrack(kind) {
    if (this.senders[kind]) return;
    const offered = this.pc.getTransceivers().find((it) => it.receiver.track.kind === kind);
    const place = offered ?? this.pc.addTransceiver(kind);
    place.direction = "sendrecv";
    this.senders[kind] = place.sender;
    await place.sender.replaceTrack(this.tracks[kind] ?? null);
  }

  async add(candidate) {
    if (!this.pc.remoteDescription) return this.early.push(candidate);
    await this.pc.addIceCandidate(candidate).catch(() => {}); // of an offer that was overtaken
  }

  watch(connection) {
    if (connection === "disconnected") this.mendIn(MEND_AFTER);
    if (["failed", "closed"].includes(connection)) this.mendIn(0);
    if (connection !== "connected") return;
    clearTimeout(this.timer);
    this.attempts = 0;
    this.say("connected");
  }

  mendIn(time) {
    if (!this.pc) return;
    const unconnected = () => this.pc?.connectionState !== "connected";
    if (this.state === "connected" && unconnected()) this.say("interrupted");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => unconnected() && this.mend(), time);
  }

  /** Again and again; only after the second time one is told that it has failed. */
  mend() {
    if (this.attempts++ > 0 && this.state !== "failed") this.say("failed");
    this.mendIn(CONNECT_WITHIN);
    if (this.line.media.initiator) this.next(() => this.offerAnew());
    else this.line.send(this.round, "RESTART");
  }

  async offerAnew() {
    await this.line.refresh(0, this.pc);
    if (!this.pc) return;
    this.pc.restartIce();
    await this.describe("OFFER");
  }

  heed({ code, ...refusal }) {
    if (code === "MEDIA_SESSION_SUPERSEDED") this.over("superseded");
    if (code === "NOT_POSSIBLE_NOW") this.over("ended");
    if (code === "VIDEO_UNAVAILABLE") this.say("failed", refusal);
  }

  close(state, details) {
    clearTimeout(this.timer);
    this.pc?.close();
    Object.assign(this, { pc: null, senders: {} });
    this.say(state, details);
  }

  over(state, details) {
    if (this.stopped) return;
    this.stopped = true;
    clearInterval(this.again);
    removeEventListener("online", this.online);
    this.line.close();
    this.close(state, details);
  }

  say(state, details) {
    const connected = state === "connected";
    if (connected !== (this.state === "connected") || state === "failed") this.line.report(connected);
    this.onState?.((this.state = state), details);
  }
}
