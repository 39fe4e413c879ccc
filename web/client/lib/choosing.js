/** A time is chosen, and before anything is done with it one is asked. */
import { html, useEffect, useRef, useState } from "../vendor/vendor.js";
import { whenever } from "./format.js";
import { t } from "./i18n.js";
import { Alternatives } from "./slots.js";
import { Times } from "./times.js";
import { Card, Refusal } from "./ui.js";

/**
 * @param {{act: ReturnType<typeof import("./hooks.js").useAct>, ask: string, yes: string, onYes: (slot: any) => void}} given
 *   `ask` and `yes` are keys of texts; the rest is for `Times`, which stays as it was for whoever chooses another
 */
export function Choosing({ act: { busy, refusal, setRefusal }, ask, yes, onYes, ...times }) {
  const [slot, setSlot] = useState();
  const heading = useRef();
  const pressed = useRef();
  const choose = (wanted) => {
    pressed.current ??= document.activeElement;
    setRefusal();
    setSlot(wanted);
  };
  useEffect(() => {
    (slot ? heading : pressed).current?.focus();
    if (!slot) pressed.current = null;
  }, [slot]);
  return html`
    ${slot && html`<${Card} kind="strong">
      <h2 ref=${heading} tabindex="-1">${t(ask, { when: whenever(slot.startsAt) })}</h2>
      <p>${slot.clinician.name}, ${slot.clinician.title}</p>
      <${Refusal} of=${refusal} />
      <button class="primary wide" disabled=${busy} onClick=${() => onYes(slot)}>${t(yes)}</button>
      <button class="wide" onClick=${() => choose()}>${t("choose-another")}</button>
      <${Alternatives} refusal=${refusal} onChoose=${choose} busy=${busy} />
    <//>`}
    <div hidden=${Boolean(slot)}><${Times} ...${times} onChoose=${choose} busy=${busy} /></div>`;
}
