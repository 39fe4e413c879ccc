/** Whether the patient is there (R39), and what became of the text messages (R21, R33). */
import { html } from "../vendor/vendor.js";
import { time } from "../lib/format.js";
import { t } from "../lib/i18n.js";

/** As the heartbeats of the patient's clients tell it. */
export function Presence({ of: it }) {
  if (!it) return null;
  return html`<br /><small class=${it.state === "CONNECTED" ? "good" : "bad"}>${t(`presence-${it.state}`, { time: it.since && time(it.since) })}</small>`;
}

const words = { DUE: (it) => ({ time: time(it.dueAt) }), SENT: (it) => ({ time: time(it.sentAt) }) };

/** What was skipped, and the one that leads here. */
export const Messages = ({ of }) =>
  of
    .filter((it) => it.state === "SKIPPED" || it.kind === "VIDEO_LINK" || it.kind === "READY")
    .map((it) => html`<small key=${it.kind + it.dueAt} class=${it.state === "SKIPPED" ? "bad" : "muted"}><br />${t(`message-${it.kind}`)}: ${t(`message-${it.state}`, words[it.state]?.(it))}${it.skippedBecause ? ` (${t(`skip-${it.skippedBecause}`)})` : ""}</small>`);
