/** The camera and microphone of this tab, from the check to the end of the conversation. */

/** @type {MediaStream | null} */
let stream = null;

const PICTURE = { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 720 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const DENIED = ["NotAllowedError", "SecurityError"];
const MISSING = ["NotFoundError", "OverconstrainedError"];

export const current = () => stream;
export const has = (kind) => Boolean(stream?.getTracks().some((it) => it.kind === kind && it.readyState === "live"));

const result = (name) => (DENIED.includes(name) ? "DENIED" : MISSING.includes(name) ? "MISSING" : "FAILED");

/** `deviceId`s, when one has chosen; trust the call itself, never what a browser says it would do. */
async function open(wanted) {
  if (!navigator.mediaDevices) throw new DOMException("no https", "SecurityError");
  const video = wanted.video && { ...PICTURE, ...(wanted.camera && { deviceId: { exact: wanted.camera } }) };
  const audio = wanted.audio && { ...SOUND, ...(wanted.microphone && { deviceId: { exact: wanted.microphone } }) };
  return navigator.mediaDevices.getUserMedia({ video, audio });
}

/**
 * Ask for both; when that fails, for each alone, so as to know which one it is.
 * @returns how it went with each: PASSED, DENIED, MISSING or FAILED, as the API names it
 */
export async function start({ camera, microphone, soundOnly = false } = {}) {
  stop();
  const found = { camera: "PASSED", microphone: "PASSED" };
  const both = { audio: true, video: !soundOnly, camera, microphone };
  try {
    stream = await open(both);
    if (soundOnly) found.camera = "MISSING";
    return found;
  } catch (error) {
    if (soundOnly) return { camera: "MISSING", microphone: result(error.name) };
    if (DENIED.includes(error.name)) return { camera: "DENIED", microphone: "DENIED" };
  }
  const sound = await open({ ...both, video: false }).catch((error) => error);
  const picture = await open({ ...both, audio: false }).catch((error) => error);
  if (sound instanceof Error) found.microphone = result(sound.name);
  if (picture instanceof Error) found.camera = result(picture.name);
  const tracks = [sound, picture].flatMap((it) => (it instanceof MediaStream ? it.getTracks() : []));
  stream = tracks.length ? new MediaStream(tracks) : null;
  return found;
}

export function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
}

/** What there is to choose from: names are only known once permission is given. */
export async function devices() {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const of = (kind) => all.filter((it) => it.kind === kind && it.deviceId);
  return { cameras: of("videoinput"), microphones: of("audioinput") };
}

/** How loud it is, from 0 to 1, many times a second. @returns {() => void} ends it */
export function listen(onLevel) {
  const heard = stream?.getAudioTracks().length ? stream : null;
  if (!heard) return () => {};
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  const wave = new Uint8Array(analyser.fftSize);
  context.createMediaStreamSource(heard).connect(analyser);
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(wave);
    onLevel(Math.min(1, (Math.max(...wave) - 128) / 64));
  }, 100);
  return () => {
    clearInterval(timer);
    context.close();
  };
}

/** R51: what one holds. */
export function deviceClass() {
  const touches = matchMedia("(pointer: coarse)").matches;
  if (!touches) return "DESKTOP";
  return Math.min(screen.width, screen.height) < 600 ? "PHONE" : "TABLET";
}
