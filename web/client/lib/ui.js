/** The few things that all screens are made of. */
import { html, useEffect, useRef } from "../vendor/vendor.js";
import { phone } from "./format.js";
import { t } from "./i18n.js";
import { hasMoved } from "./router.js";

/** The heading of a screen: the page is named after it, and focus goes to it when one comes here. */
export function Heading({ children, name }) {
  const ref = useRef();
  const text = name ?? String(children);
  useEffect(() => {
    document.title = `${text} – Aleris Online`;
  }, [text]);
  useEffect(() => {
    if (!hasMoved) return;
    ref.current.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  return html`<h1 ref=${ref} tabindex="-1">${children}</h1>`;
}

export const Card = ({ children, kind = "", ...rest }) => html`<section class=${`card ${kind}`} ...${rest}>${children}</section>`;

/** What a screen reader is to say at once (`alert`) or when there is time (`status`). */
export const Notice = ({ children, kind = "", role = "status" }) =>
  html`<div class=${`notice ${kind}`} role=${role}>${children}</div>`;

export const Refusal = ({ of }) => of && html`<${Notice} kind="bad" role="alert"><p>${of.message}</p><//>`;

export const Waiting = () => html`<p class="muted" role="status">${t("loading")}</p>`;

export const Call = ({ number }) =>
  number && html`<a class="button" href=${`tel:${number}`}><${Icon} name="phone" />${t("call-us")} ${phone(number)}</a>`;

export const Failed = ({ fault, again }) => html`
  <${Notice} kind="bad" role="alert"><p>${fault.message}</p><//>
  <button onClick=${again}>${t("try-again")}</button>`;

/** What was asked for, or that it is on its way, or that it did not come. */
export function Asked({ of: { data, fault, again }, children }) {
  if (data) return children(data, again);
  return fault ? html`<${Failed} fault=${fault} again=${again} />` : html`<${Waiting} />`;
}

export const Chip = ({ kind = "", children }) => html`<span class=${`chip ${kind}`}>${children}</span>`;

/** `rows` are pairs of what and what it is; those without a value are left out. */
export const Facts = ({ rows }) => html`
  <dl>${rows.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

export const Advice = ({ pieces }) =>
  pieces.map((it) => html`<div key=${it.key}><h3>${it.title}</h3><p>${it.body}</p></div>`);

export function Field({ label, error, name, hint, area = false, ...rest }) {
  const about = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ") || undefined;
  const attributes = { id: name, name, "aria-invalid": Boolean(error), "aria-describedby": about, ...rest };
  return html`<div class="field">
    <label for=${name}>${label}</label>
    ${hint && html`<p class="muted" id=${`${name}-hint`}>${hint}</p>`}
    ${area ? html`<textarea rows="3" ...${attributes}></textarea>` : html`<input ...${attributes} />`}
    ${error && html`<p class="bad" id=${`${name}-error`}>${error}</p>`}
  </div>`;
}

export const Select = ({ label, name, options, ...rest }) => html`<div class="field">
  <label for=${name}>${label}</label>
  <select id=${name} name=${name} ...${rest}>
    ${options.map(([value, text]) => html`<option value=${value} selected=${value === rest.value}>${text}</option>`)}
  </select>
</div>`;

/** A dialog that has the focus. `onClose` is for Escape; without it, one has to answer. */
export function Dialog({ title, children, onClose, kind = "" }) {
  const ref = useRef();
  useEffect(() => {
    const before = document.activeElement;
    ref.current.showModal();
    return () => before?.focus?.();
  }, []);
  const cancel = (event) => (event.preventDefault(), onClose?.());
  return html`<dialog ref=${ref} class=${kind} aria-labelledby="dialog-title" onCancel=${cancel}>
    <h2 id="dialog-title">${title}</h2>${children}
  </dialog>`;
}

export function Picture({ stream, label, kind = "", muted = false }) {
  const ref = useRef();
  useEffect(() => {
    if (ref.current.srcObject !== (stream ?? null)) ref.current.srcObject = stream ?? null;
    if (stream) ref.current.play().catch(() => {});
  });
  return html`<video ref=${ref} class=${kind} muted=${muted} playsinline autoplay aria-label=${label}></video>`;
}

const PATHS = {
  HEART: "M12 20.5S3.500 15.600 3.500 9.700C3.500 6.700 5.800 4.500 8.400 4.500c1.500 0 2.800.7 3.600 1.900.8-1.200 2.100-1.900 3.600-1.900 2.600 0 4.900 2.200 4.900 5.200 0 5.900-8.500 10.800-8.500 10.800z",
  CALENDAR: "M7 2.500v3H4.500A1.500 1.500 0 0 0 3 7v12.500A1.500 1.500 0 0 0 4.500 21h15a1.500 1.500 0 0 0 1.500-1.500V7a1.500 1.500 0 0 0-1.500-1.500H17v-3h-2v3H9v-3zM5 10h14v9H5z",
  PERSON: "M12 12a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zm-8.500 9c0-4.200 4.200-6.500 8.500-6.500s8.500 2.300 8.500 6.500z",
  phone: "M6.600 2.800 9 8.200 7 10c1.200 2.900 3.500 5.300 6.500 6.600l2-1.900 5.200 2.300-1 3.600C12 21.700 2.500 13 3 3.800z",
};
export const Icon = ({ name }) => html`<svg aria-hidden="true" viewBox="0 0 24 24"><path fill="currentColor" d=${PATHS[name]} /></svg>`;
