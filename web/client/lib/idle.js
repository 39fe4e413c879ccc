/** "Are you still there?", before one is signed out for doing nothing. The API says when. */
import { useEffect, useState } from "../vendor/vendor.js";
import { ask, told } from "./gql.js";

const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("aleris-active") : null;
let patience = Infinity; // milliseconds of nothing, until it is asked
let timer = 0;
let warn = () => {};

function restart() {
  clearTimeout(timer);
  warn(false);
  if (patience < 2 ** 31) timer = setTimeout(() => warn(true), patience);
}

/** `warnAt` counts from when the session was last used, as the server has it. */
export function heardSession(session) {
  if (!session) return told.signedOut();
  patience = Date.parse(session.warnAt) - Date.parse(session.activeAt);
  restart();
}

told.asked = () => {
  restart();
  tabs?.postMessage("active");
};
if (tabs) tabs.onmessage = restart;

/** @param {boolean} isKept where nobody is signed out for doing nothing: in the waiting room */
export function useIdleWarning(isKept) {
  const [warned, setWarned] = useState(false);
  useEffect(() => {
    warn = setWarned;
    return () => (warn = () => {});
  }, []);
  const stay = async () => heardSession((await ask("StillHere")).session);
  return { isWarned: warned && !isKept, stay };
}
