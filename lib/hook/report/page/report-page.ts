import { h, type PageElement } from "../../../page/element";
import { pill } from "../../../page/pill";
import { spanOf } from "../../../page/time-axis";
import { bars, legend, timeAxis } from "../../../page/timeline";
import { formatInstant } from "../duration";
import { documentOf } from "./document";
import { SCRIPT, STYLE } from "./files";
import type { Fact, ReportOnPage, VmOnPage } from "./report-model";

const GRID = "grid";

/** Formats a report as one page. */
export function reportPage(report: ReportOnPage): string {
  const { title, vms, lists } = report;
  return documentOf(
    title,
    { style: STYLE, script: SCRIPT },
    h("header", null, h("h1", null, h("bdi", null, title)), summaryOf(report)),
    h(
      "main",
      null,
      section("Run", factsOf(report.facts)),
      ...(vms.some(hasReasons) ? [section("Problems", problemsOf(vms))] : []),
      ...(vms.length > 1 ? [filterOf(vms)] : []),
      ...(vms.length > 0 ? [section("Timeline", ...timelineOf(report)), tableOf(report)] : []),
      ...lists
        .filter(({ lines }) => lines.length > 0)
        .map((list) => section(list.title, linesOf(list.lines, list.code ?? false))),
    ),
    h("footer", null, `Written by ${report.tool}.`),
  );
}

function summaryOf({ summary, exitCode, error }: ReportOnPage): PageElement[] {
  const state = pill(exitCode === 0 ? "good" : "bad", `Exit code ${exitCode}`);
  return [
    h("p", { class: "summary" }, state, h("span", null, summary)),
    ...(error === null ? [] : [h("p", { class: "banner", role: "alert" }, error)]),
  ];
}

function section(title: string, ...content: PageElement[]): PageElement {
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, "-");
  return h("section", { "aria-labelledby": id }, h("h2", { id }, title), h("div", { class: "card" }, content));
}

function factsOf(facts: readonly Fact[]): PageElement {
  const rows = facts.flatMap(([term, values]) => {
    const lines = typeof values === "string" ? [values] : values;
    return lines.length === 0 ? [] : [h("dt", null, term), ...lines.map((line) => h("dd", null, h("bdi", null, line)))];
  });
  return h("dl", null, rows);
}

function hasReasons({ problem, reasons }: VmOnPage): boolean {
  return problem || reasons.length > 0;
}

/** Failures first, then what is only unusual. */
function problemsOf(vms: readonly VmOnPage[]): PageElement {
  const numbered = vms.map((vm, index) => ({ vm, index })).filter(({ vm }) => hasReasons(vm));
  const ordered = [...numbered.filter(({ vm }) => vm.problem), ...numbered.filter(({ vm }) => !vm.problem)];
  const items = ordered.map(({ vm: { label, status, look, reasons, remedies }, index }) =>
    h("li", { "data-vm": index }, [
      h("strong", null, h("bdi", null, label)),
      " ",
      pill(look, status),
      ...reasons.map((reason) => h("p", null, h("bdi", null, reason))),
      ...remedies.map((remedy) => h("p", null, h("strong", null, "Remedy: "), h("bdi", null, remedy))),
    ]),
  );
  return h("ul", { class: "problems" }, items);
}

/** Shown by the script, because nothing happens without it. */
function filterOf(vms: readonly VmOnPage[]): PageElement {
  const statuses = [...new Set(vms.map(({ status }) => status))].sort();
  return h("div", { class: "card" }, [
    h("div", { class: "filter", id: "filter", role: "search", "aria-label": "Filter VMs", hidden: true }, [
      h("label", null, "Filter VMs", h("input", { type: "search", id: "filter-text", autocomplete: "off", spellcheck: false })),
      h(
        "label",
        null,
        "Status",
        h("select", { id: "filter-status" }, [
          h("option", { value: "" }, "All"),
          h("option", { value: "!" }, "With a problem"),
          ...statuses.map((status) => h("option", { value: status }, status)),
        ]),
      ),
      h("output", { id: "filter-count", for: "filter-text filter-status" }, `${vms.length} of ${vms.length} VMs`),
    ]),
  ]);
}

function timelineOf({ vms, startTime, endTime }: ReportOnPage): PageElement[] {
  const [from, to] = [startTime, endTime].map((text) => Date.parse(text));
  const phases = vms.flatMap((vm) => vm.bars);
  const span = spanOf([from, to, ...phases.flatMap((bar) => [bar.from, bar.to ?? bar.from])].filter((at) => at !== undefined));
  const rows = vms.map(({ label, look, status, facts, bars: drawn }, index) =>
    h("li", { "data-vm": index }, [
      h("details", null, [
        h("summary", null, [
          h("span", { class: "job" }, [
            h("span", { class: "job-name" }, h("bdi", null, label), pill(look, status)),
            bars(span, GRID, label, drawn),
          ]),
        ]),
        factsOf(facts),
      ]),
    ]),
  );
  const looks = [...new Set(phases.map(({ look }) => look))];
  const [first, last] = [span.from, span.to].map((at) => formatInstant(new Date(at)));
  return [
    h("p", { class: "empty" }, `From ${first} to ${last}. Open a VM for its details.`),
    legend(looks),
    h("div", { class: "timeline axis-row" }, h("div", { class: "job" }, h("span", { class: "job-name" }), timeAxis(span, GRID))),
    h("ul", { class: "timeline", "aria-label": "VMs" }, rows),
  ];
}

function tableOf({ vms, columns }: ReportOnPage): PageElement {
  const heads = ["VM", "Status", ...columns];
  const rows = vms.map(({ label, status, look, problem, cells }, index) =>
    h("tr", { "data-vm": index, "data-status": status, "data-problem": problem ? "" : undefined }, [
      h("th", { scope: "row", "data-column": "VM" }, h("bdi", null, label)),
      h("td", { "data-column": "Status" }, h("span", null, pill(look, status))),
      ...cells.map((cell, column) => h("td", { "data-column": columns[column] }, h("bdi", null, cell))),
    ]),
  );
  return h("div", { class: "card", role: "region", "aria-label": "VMs as a table", tabIndex: 0 }, [
    h("table", null, [
      h("caption", null, "VMs"),
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          heads.map((head) => h("th", { scope: "col" }, head)),
        ),
      ),
      h("tbody", null, rows),
    ]),
  ]);
}

function linesOf(lines: readonly string[], code: boolean): PageElement {
  if (code) return h("pre", { tabIndex: 0 }, h("code", null, lines.join("\n")));
  return h(
    "ul",
    { class: "plain" },
    lines.map((line) => h("li", null, h("bdi", null, line))),
  );
}
