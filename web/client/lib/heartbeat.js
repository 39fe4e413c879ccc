/** R39: what tells the other side that this tab is there. It never keeps anybody signed in. */
import { useEffect } from "../vendor/vendor.js";
import { murmur } from "./gql.js";

const EVERY = 10_000; // milliseconds
const connectionId = crypto.randomUUID();

export function useHeartbeat(consultationId, asClinician = false) {
  useEffect(() => {
    // What one beat fails to say, the next one says.
    const beat = () => murmur("Heartbeat", { input: { consultationId, connectionId, asClinician } }).catch(() => {});
    beat();
    const timer = setInterval(beat, EVERY);
    return () => clearInterval(timer);
  }, [consultationId]);
}
