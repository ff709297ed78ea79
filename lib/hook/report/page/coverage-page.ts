import { h, type PageElement } from "../../../page/element";
import { pill } from "../../../page/pill";
import type { CoverageRecord, FindingRecord, Tally } from "../../coverage/coverage-record";
import { FINDING_KINDS } from "../../coverage/finding";
import { formatInstant } from "../duration";
import { documentOf } from "./document";
import { SCRIPT, STYLE } from "./files";

const BAR_HEIGHT = 16;

/** The parts of a bar, from left to right, with the colours of the timeline. */
interface Part {
  readonly word: string;
  readonly look: "transfer" | "waiting" | "failed" | "snapshot";
  readonly count: number;
}

/** How many there are, of which the page may show the first ones only. */
export interface Totals {
  readonly findings: number;
  readonly exempt: number;
}

/** Formats the coverage of an estate as one page. */
export function coveragePage(record: CoverageRecord, totals: Totals): string {
  const { summary, exitCode, time, tool, subscriptions, regions, ages, notes, findings } = record;
  const state = pill(exitCode === 0 ? "good" : "bad", `Exit code ${exitCode}`);
  const ageBars = ages.map(({ name, vms }) => ({ name, parts: [{ word: "VMs", look: "snapshot", count: vms }] as const }));
  const most = Math.max(1, ...ages.map(({ vms }) => vms));
  return documentOf(
    "Backup coverage",
    { style: STYLE, script: SCRIPT },
    h("header", null, h("h1", null, "Backup coverage"), h("p", { class: "summary" }, state, h("span", null, summary))),
    h(
      "main",
      null,
      section("Findings by kind", kindsTable(record), h("p", { class: "empty" }, `Read at ${formatInstant(new Date(time))}.`)),
      section("By subscription", ...talliesBars(subscriptions)),
      section("By region", ...talliesBars(regions)),
      section("Age of the last recovery point", barsOf(ageBars, most)),
      ...(findings.length > 0 ? [section("Findings", findingsTable(findings, totals.findings))] : []),
      ...(record.exempt.length > 0 ? [section("Exempt", exemptTable(record, totals.exempt))] : []),
      ...(notes.length > 0
        ? [
            section(
              "Notes",
              h(
                "ul",
                { class: "plain" },
                notes.map((note) => h("li", null, note)),
              ),
            ),
          ]
        : []),
    ),
    h("footer", null, `Written by ${tool}.`),
  );
}

function section(title: string, ...content: PageElement[]): PageElement {
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, "-");
  return h("section", { "aria-labelledby": id }, h("h2", { id }, title), h("div", { class: "card" }, content));
}

function kindsTable({ kinds }: CoverageRecord): PageElement {
  const rows = kinds.map(({ title, count, newCount, fails }) => [
    title,
    String(count),
    String(newCount),
    fails ? pill("bad", "Fails") : count > 0 ? pill("warn", "Allowed") : pill("good", "None"),
  ]);
  return table("Findings by kind", ["Finding", "Count", "New", "Verdict"], rows);
}

function talliesBars(tallies: readonly Tally[]): PageElement[] {
  const most = Math.max(1, ...tallies.map(({ vms }) => vms));
  const rows = tallies.map(({ name, vms, covered, exempt }) => ({
    name,
    parts: [
      { word: "covered", look: "transfer", count: covered },
      { word: "exempt", look: "waiting", count: exempt },
      { word: "with a finding", look: "failed", count: vms - covered - exempt },
    ] as const,
  }));
  return [legend(), barsOf(rows, most)];
}

function legend(): PageElement {
  const looks = [
    ["transfer", "Covered"],
    ["waiting", "Exempt"],
    ["failed", "With a finding"],
  ] as const;
  const items = looks.map(([look, word]) => {
    const key = h("rect", { class: `bar ${look}`, width: 14, height: 12, rx: 2 });
    return h("li", null, h("svg", { class: "key", width: 14, height: 12, "aria-hidden": true }, key), word);
  });
  return h("ul", { class: "legend" }, items);
}

/** One bar a row, all to the same scale. The numbers stand beside it, because a narrow part cannot be seen. */
function barsOf(rows: readonly { readonly name: string; readonly parts: readonly Part[] }[], most: number): PageElement {
  const items = rows.map(({ name, parts }) => {
    let from = 0;
    const drawn = parts.map(({ word, look, count }) => {
      const [x, width] = [(from / most) * 100, (count / most) * 100];
      from += count;
      const place = { x: `${x.toFixed(3)}%`, width: `${width.toFixed(3)}%`, y: 2, height: BAR_HEIGHT - 4, rx: 2 };
      return h("rect", { class: `bar ${look}`, ...place }, h("title", null, `${count} ${word}`));
    });
    const words = parts.map(({ word, count }) => `${count} ${word}`).join(", ");
    const label = `${name}: ${words}`;
    return h("li", null, [
      h("div", { class: "job" }, [
        h("span", { class: "job-name" }, h("bdi", null, name), h("span", { class: "label" }, words)),
        h("svg", { class: "bars", height: BAR_HEIGHT, width: "100%", role: "img", "aria-label": label }, drawn),
      ]),
    ]);
  });
  return h("ul", { class: "timeline" }, items);
}

function findingsTable(findings: readonly FindingRecord[], total: number): PageElement {
  const rows = findings.map(({ kind, name, subscription, region, text, isNew }) => [
    FINDING_KINDS[kind].title,
    name,
    subscription,
    region ?? "",
    isNew ? pill("warn", "New") : pill("calm", "Known"),
    text,
  ]);
  const heads = ["Finding", "Name", "Subscription", "Region", "Since", "Why"];
  return table(`${total} findings${moreText(total - findings.length)}`, heads, rows);
}

function exemptTable({ exempt }: CoverageRecord, total: number): PageElement {
  const rows = exempt.map(({ name, reason }) => [name, reason]);
  return table(`${total} exempt VMs${moreText(total - exempt.length)}`, ["VM", "Reason"], rows);
}

function moreText(count: number): string {
  return count > 0 ? `, ${count} more are in the other reports` : "";
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly (string | PageElement)[])[]): PageElement {
  return h("table", null, [
    h("caption", null, caption),
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        heads.map((head) => h("th", { scope: "col" }, head)),
      ),
    ),
    h(
      "tbody",
      null,
      rows.map((cells) =>
        h(
          "tr",
          null,
          cells.map((cell, at) => h("td", { "data-column": heads[at] }, h("bdi", null, cell))),
        ),
      ),
    ),
  ]);
}
