/** Text messages that patients should have got: somebody may have to call instead. */
import { html } from "../vendor/vendor.js";
import { phone, when } from "../lib/format.js";
import { t } from "../lib/i18n.js";
import { More, usePages } from "../lib/pages.js";
import { Asked, Facts, Heading } from "../lib/ui.js";

export function Skipped() {
  const pages = usePages("Skipped", {}, (data) => data.skippedMessages);
  return html`
    <${Heading}>${t("skipped")}<//>
    <${Asked} of=${pages}>${() => html`
      ${pages.nodes.length === 0 && html`<p>${t("nothing-skipped")}</p>`}
      <ul class="plain columns">${pages.nodes.map((it) => html`<li class="card">
        <h2>${it.patient.name}</h2>
        <${Facts} rows=${[
          [t("message"), t(`message-${it.kind}`)],
          [t("reason"), t(`skip-${it.reason}`)],
          [t("when"), when(it.dueAt)],
          [t("about"), when(it.appointment.startsAt)],
          [t("phone"), it.phone && html`<a href=${`tel:${it.phone}`}>${phone(it.phone)}</a>`],
        ]} />
      </li>`)}</ul>
      <${More} of=${pages} />`}<//>`;
}
