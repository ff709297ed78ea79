import { type Content, h, type PageElement } from "../../../page/element";

/** A cell: what it shows, and the text that a filter finds it by. */
export interface Cell {
  readonly text: string;
  /** @default - the text */
  readonly shows?: Content;
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What to say if there is no row. */
  readonly empty: string;
  /** The number of rows that are shown. */
  readonly most: number;
}

/** A table with the first rows that have every word. */
export function tableOf({ caption, columns, rows, empty, most }: Table, words: readonly string[]): PageElement {
  const found = rows.filter((cells) => hasWords(cells, words));
  const shown = found.slice(0, most);
  const body = shown.map((cells) =>
    h(
      "tr",
      null,
      cells.map((cell, index) => h("td", { "data-column": columns[index] }, contentOf(cell))),
    ),
  );
  const head = h(
    "thead",
    null,
    h(
      "tr",
      null,
      columns.map((name) => h("th", { scope: "col" }, name)),
    ),
  );
  const more = found.length - shown.length;
  return h("div", { class: "card", role: "region", "aria-label": caption, tabIndex: 0 }, [
    h("table", null, h("caption", null, caption), ...(shown.length > 0 ? [head, h("tbody", null, body)] : [])),
    ...(shown.length === 0 ? [h("p", { class: "empty" }, rows.length > 0 ? "Nothing matches the filter." : empty)] : []),
    ...(more > 0 ? [h("p", { class: "empty" }, `${more} more; filter to find them.`)] : []),
  ]);
}

/** Whether a row has every word, in any of its cells. */
export function hasWords(cells: readonly Cell[], words: readonly string[]): boolean {
  const text = cells.map((cell) => cell.text.toLowerCase()).join("\n");
  return words.every((word) => text.includes(word));
}

function contentOf({ text, shows }: Cell): PageElement {
  return h("span", null, shows ?? h("bdi", null, text));
}
