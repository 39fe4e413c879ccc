/** Asking and following: POST for what is asked and done, one socket for all that is live. */
import { createClient } from "../vendor/vendor.js";
import { documents } from "../operations.js";
import { lang, t } from "./i18n.js";

const HEADERS = { "Content-Type": "application/json", "X-Aleris-Client": "web" };
const ACCEPT = "application/graphql-response+json, application/json";
const WITHIN = 20_000; // milliseconds
const PAUSE_AT_MOST = 4_000;

/** What went wrong, with a message to show. */
export class Fault extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Who wants to know: when one is no longer signed in, must consent anew, asks, or is cut off. */
export const told = { signedOut() {}, consentNeeded() {}, asked() {}, online() {} };

/** @returns {Promise<Record<string, any>>} the data of one of our operations */
export const ask = (name, variables) => query(documents[name], variables);

/** Ask without it counting as being there. */
export const murmur = (name, variables) => post(documents[name], variables);

/** Do something: the changed thing, or a refusal, which has a `code` and a `message` to show. */
export async function act(name, input) {
  const [result] = Object.values(await ask(name, { input }));
  if (result.code === "CONSENT_REQUIRED") told.consentNeeded();
  return result;
}

export function query(document, variables) {
  told.asked();
  return post(document, variables);
}

async function post(document, variables = {}) {
  const { data, errors } = await send(JSON.stringify({ query: document, variables }));
  if (!errors && data) return data;
  const { message, extensions } = errors?.[0] ?? {};
  const code = extensions?.code ?? "INTERNAL";
  if (code === "NOT_SIGNED_IN") told.signedOut();
  if (code === "CONSENT_REQUIRED") told.consentNeeded();
  // It says nothing that a patient could use, and only in English.
  throw new Fault(code, code === "INTERNAL" ? t("fault") : message);
}

async function send(body) {
  const headers = { ...HEADERS, Accept: ACCEPT, "Accept-Language": lang() };
  const request = { method: "POST", headers, body, signal: AbortSignal.timeout(WITHIN) };
  try {
    return await (await fetch("/graphql", request)).json();
  } catch {
    throw new Fault("OFFLINE", t("no-answer"));
  }
}

// ------------------------------------------------------------------------------------------ live

let retryNow = () => {};
let pong = 0;

/** Waits longer each time, up to a few seconds, or until something says that it may work now. */
function pause(attempt) {
  return new Promise((resolve) => {
    retryNow = resolve;
    setTimeout(resolve, Math.min(500 * 2 ** attempt, PAUSE_AT_MOST) + Math.random() * 300);
  });
}

const socket = createClient({
  url: new URL("/graphql", location.href).href.replace(/^http/, "ws"),
  connectionParams: () => ({ language: lang() }),
  keepAlive: 10_000,
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: pause,
  on: {
    connected: () => told.online(true),
    closed: ({ code }) => {
      clearTimeout(pong);
      if (code === 4403 || code === 4401) told.signedOut();
      else if (code !== 1000) told.online(false);
    },
    // A socket can be dead without anybody being told.
    ping: (received) => received || (pong = setTimeout(() => socket.terminate(), 5_000)),
    pong: (received) => received && clearTimeout(pong),
  },
});

export const tryNow = () => retryNow();
addEventListener("online", tryNow);
addEventListener("offline", () => socket.terminate());
document.addEventListener("visibilitychange", () => document.hidden || tryNow());

/** After another language was chosen: what is live is worded anew too. */
export const reconnect = () => socket.terminate();

/**
 * Follow one of our subscriptions.
 * @param {(value: any) => void} onValue
 * @param {() => void} [onEnd] there is nothing left to follow
 * @returns {() => void} stops it
 */
export function follow(name, variables, onValue, onEnd) {
  const take = (data) => onValue(Object.values(data)[0]);
  return subscribe(documents[name], variables, take, onEnd);
}

export function subscribe(document, variables, onData, onEnd) {
  let stop = () => {};
  let again = 0;
  const begin = () => {
    stop = socket.subscribe({ query: document, variables }, { next, error, complete: () => onEnd?.() });
  };
  const next = ({ data, errors }) => (errors ? error(errors) : onData(data));
  const error = (errors) => {
    const code = errors?.[0]?.extensions?.code;
    if (code === "NOT_SIGNED_IN") return told.signedOut();
    if (code === "NOT_FOUND") return onEnd?.();
    again = setTimeout(begin, PAUSE_AT_MOST);
  };
  begin();
  return () => {
    clearTimeout(again);
    stop();
  };
}
