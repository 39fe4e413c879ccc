/** R39: what tells the other side that this tab is there. It never keeps anybody signed in. */
import { useEffect, useRef } from "../vendor/vendor.js";
import { murmur, reconnect } from "./gql.js";

const EVERY = 10_000; // milliseconds

/** What this tab calls itself, for as long as it is open. */
export const connectionId = crypto.randomUUID();

/** @param {number} version of the consultation, as it is on the screen */
export function useHeartbeat(consultationId, version, asClinician = false) {
  const shown = useRef(version);
  shown.current = version;
  useEffect(() => {
    let behind = 0;
    const beat = async () => {
      const input = { consultationId, connectionId, asClinician, ackVersion: shown.current };
      const { heartbeat } = await murmur("Heartbeat", { input });
      // Once, it may be on its way. Twice, the socket is dead and nobody has told us.
      behind = heartbeat.version > shown.current ? behind + 1 : 0;
      if (behind === 2) reconnect();
    };
    // What one beat fails to say, the next one says.
    const trying = () => beat().catch(() => {});
    trying();
    const timer = setInterval(trying, EVERY);
    return () => clearInterval(timer);
  }, [consultationId]);
}
