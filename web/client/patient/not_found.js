/** Where nothing is, or nothing of this patient's: why is not told. */
import { html } from "../vendor/vendor.js";
import { t } from "../lib/i18n.js";
import { Heading } from "../lib/ui.js";

export const NotFound = () => html`
  <${Heading}>${t("not-found")}<//>
  <p>${t("not-found-why")}</p>
  <p><a class="button primary" href="/app/aftaler">${t("appointments")}</a></p>`;
