/** Lists that go on: the next page is put after the one before. */
import { html, useEffect, useState } from "../vendor/vendor.js";
import { useAsk } from "./hooks.js";
import { t } from "./i18n.js";

/** @param {(data: any) => {nodes: any[], pageInfo: any}} listOf where the list is in the answer */
export function usePages(name, variables, listOf) {
  const [after, setAfter] = useState(null);
  const [pages, setPages] = useState({});
  const asked = useAsk(name, { ...variables, after });
  useEffect(() => {
    if (asked.data) setPages((before) => ({ ...(after ? before : {}), [after ?? ""]: listOf(asked.data) }));
  }, [asked.data]);
  const all = Object.values(pages);
  const last = all.at(-1)?.pageInfo;
  return {
    ...asked,
    nodes: all.flatMap((page) => page.nodes),
    more: last?.hasNextPage ? () => setAfter(last.endCursor) : null,
    again: () => (setAfter(null), asked.again()),
  };
}

export const More = ({ of }) => of.more && html`<p><button onClick=${of.more}>${t("show-more")}</button></p>`;
