/** R44: the clinician is behind, and everyone who waits is told at once. */
import { html, useState } from "../vendor/vendor.js";
import { useAct } from "../lib/hooks.js";
import { t } from "../lib/i18n.js";
import { Refusal, Select } from "../lib/ui.js";

const MINUTES = [10, 20, 30, 45, 60];

export function Delay({ entries }) {
  const announced = entries.find((it) => it.delayAnnounced)?.delayAnnounced;
  const [minutes, setMinutes] = useState(20);
  const { run, busy, refusal } = useAct();
  const announce = (many) => () => run("AnnounceDelay", { minutes: many });
  return html`<details class="delay">
    <summary>${announced ? t("delay-is-announced", { n: announced.minutes }) : t("announce-delay")}</summary>
    <p class="muted">${t("announce-delay-why")}</p>
    <div class="row">
      <${Select} name="delay" label=${t("behind-by")} value=${minutes} options=${MINUTES.map((it) => [it, t("minutes", { n: it })])} onChange=${(event) => setMinutes(Number(event.target.value))} />
      <button class="primary" disabled=${busy} onClick=${announce(minutes)}>${t("tell-patients")}</button>
      ${announced && html`<button disabled=${busy} onClick=${announce(0)}>${t("take-delay-back")}</button>`}
    </div>
    <${Refusal} of=${refusal} />
  </details>`;
}
