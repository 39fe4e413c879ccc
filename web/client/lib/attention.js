/** What has to get somebody's attention, and the rules that browsers have for it. */

let context; // of sound
let ringing = 0;
let lock = null;
let title = null;

/** Call it in the handler of a tap: without one browsers play nothing. */
export async function unlockSound() {
  context ??= new AudioContext();
  await context.resume().catch(() => {});
  return canSound();
}

export const canSound = () => context?.state === "running";

function note(frequency, at, length) {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = frequency;
  tone.connect(volume).connect(context.destination);
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.35, at + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.001, at + length);
  tone.start(at);
  tone.stop(at + length);
}

/** Two tones, as of a friendly bell. */
export function chime() {
  if (!canSound()) return false;
  const at = context.currentTime + 0.02;
  note(660, at, 0.35);
  note(880, at + 0.22, 0.55);
  return true;
}

/** As the cue says: the API knows what this patient wants to hear and feel. */
export function ring({ sound, loop, vibrate }) {
  stopRinging();
  const once = () => {
    if (sound) chime();
    if (vibrate) navigator.vibrate?.([300, 150, 300]);
  };
  once();
  if (loop || vibrate) ringing = setInterval(once, 2500);
}

export function stopRinging() {
  clearInterval(ringing);
  ringing = 0;
  navigator.vibrate?.(0);
}

export const isRinging = () => ringing !== 0;

/** In the tab's title, which is all that one sees of a page in the background. */
export function flag(text) {
  title ??= document.title;
  document.title = text ? `● ${text}` : title;
  if (!text) title = null;
}

export const mayNotify = () => globalThis.Notification?.permission ?? "unsupported";
export const askToNotify = async () => ("Notification" in globalThis ? Notification.requestPermission() : "unsupported");

/** @returns {() => void} takes it away */
export function notify(heading, body) {
  if (!document.hidden || mayNotify() !== "granted") return () => {};
  try {
    const shown = new Notification(heading, { body, tag: "aleris-ready", requireInteraction: true });
    shown.onclick = () => (window.focus(), shown.close());
    return () => shown.close();
  } catch {
    return () => {}; // some phones only let installed apps do it
  }
}

async function takeLock() {
  if (lock || document.hidden) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = null));
  } catch {
    lock = null; // low battery, or not allowed: harmless
  }
}

/** Keep the screen lit, while it is wanted and the page is seen. @returns {() => void} ends it */
export function keepAwake() {
  takeLock();
  document.addEventListener("visibilitychange", takeLock);
  return () => {
    document.removeEventListener("visibilitychange", takeLock);
    lock?.release();
    lock = null;
  };
}
