import { h, type PageElement } from "./element";

/** How something is going. */
export type Look = "good" | "busy" | "warn" | "bad" | "calm";

/** No state is told by colour alone. */
const SIGNS: Readonly<Record<Look, string>> = { good: "✓", busy: "●", warn: "!", bad: "✕", calm: "–" };

/** A state in words, with its colour and its sign. */
export function pill(look: Look, text: string, sign = SIGNS[look]): PageElement {
  return h("span", { class: `pill ${look}` }, h("span", { "aria-hidden": true }, sign), text);
}
