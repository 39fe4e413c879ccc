/** Whether the patient is there (R39), and what became of the text messages (R21, R33). */
import { html } from "../vendor/vendor.js";
import { time } from "../lib/format.js";
import { t } from "../lib/i18n.js";

const EXPECTED = ["SCHEDULED", "WAITING", "CLINICIAN_READY", "IN_PROGRESS"];

/** As the heartbeats of the patient's clients tell it, for as long as anybody waits for them. */
export function Presence({ of: it, state }) {
  if (!it || !EXPECTED.includes(state)) return null;
  return html`<small class=${`line ${it.state === "CONNECTED" ? "good" : "bad"}`}>${t(`presence-${it.state}`, { time: it.since && time(it.since) })}</small>`;
}

const LEADS_HERE = ["VIDEO_LINK", "READY"];

/** The one that led here, and what the patient should have got and did not. */
export const Messages = ({ of, state }) =>
  of.map((it) => {
    const key = it.kind + it.dueAt;
    if (it.state === "SENT" && LEADS_HERE.includes(it.kind)) return html`<small key=${key} class="line muted">${t(`message-${it.kind}`)}: ${t("message-sent", { time: time(it.sentAt) })}</small>`;
    if (it.state === "SKIPPED" && EXPECTED.includes(state) && it.skippedBecause !== "NOT_NEEDED") return html`<small key=${key} class="line bad">${t(`message-${it.kind}`)}: ${t("message-not-sent", { why: t(`skip-${it.skippedBecause}`).toLowerCase() })}</small>`;
    return null;
  });
