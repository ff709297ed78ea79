import { h, type PageElement } from "./element";
import { percentOf, type Span, ticksOf } from "./time-axis";

/** How a bar looks: by the phase, or that the phase failed. */
export type BarLook = "waiting" | "snapshot" | "transfer" | "other" | "failed";

/** A phase of a job. */
export interface Bar {
  readonly name: string;
  readonly look: BarLook;
  readonly from: number;
  /** Undefined while the phase runs. */
  readonly to: number | undefined;
}

/** The width of a bar, in percent, below which it cannot be seen. */
const NARROWEST = 0.4;
const AXIS_HEIGHT = 20;
const BAR_HEIGHT = 16;

/** The line of times above the bars, with the grid of all rows. Screen readers skip it, because each row says its times. */
export function timeAxis(span: Span, gridId: string): PageElement {
  const labels = ticksOf(span).map(({ at, text }) => {
    const percent = percentOf(span, at);
    const side = percent < 8 ? "first" : percent > 92 ? "last" : "middle";
    return h("text", { x: `${percent}%`, y: AXIS_HEIGHT - 6, class: `tick ${side}` }, text);
  });
  return h(
    "svg",
    { class: "axis", height: AXIS_HEIGHT, width: "100%", "aria-hidden": true },
    h("g", { id: gridId }, grid(span)),
    labels,
  );
}

/** The phases of one job as bars. All rows of a timeline have the same span. A phase that ended when it began is left out. */
export function bars(span: Span, gridId: string, label: string, all: readonly Bar[]): PageElement {
  const phases = all.filter(({ from, to }) => to === undefined || to > from);
  const drawn = phases.map((phase) => {
    const start = percentOf(span, phase.from);
    const width = Math.max(NARROWEST, percentOf(span, phase.to ?? span.to) - start);
    const x = Math.min(start, 100 - width);
    const look = `bar ${phase.look}${phase.to === undefined ? " running" : ""}`;
    return h("rect", { class: look, x: `${x}%`, width: `${Number(width.toFixed(3))}%`, y: 2, height: BAR_HEIGHT - 4, rx: 2 }, [
      h("title", null, phaseText(phase)),
    ]);
  });
  const name = `${label}: ${phases.length === 0 ? "no job" : phases.map(phaseText).join("; ")}`;
  return h(
    "svg",
    { class: "bars", height: BAR_HEIGHT, width: "100%", role: "img", "aria-label": name },
    h("use", { href: `#${gridId}` }),
    drawn,
  );
}

/** What the colours mean. */
export function legend(looks: readonly BarLook[]): PageElement {
  const items = looks.map((look) =>
    h(
      "li",
      null,
      h(
        "svg",
        { class: "key", width: 14, height: 12, "aria-hidden": true },
        h("rect", { class: `bar ${look}`, width: 14, height: 12, rx: 2 }),
      ),
      WORDS[look],
    ),
  );
  return h("ul", { class: "legend" }, items);
}

const WORDS: Readonly<Record<BarLook, string>> = {
  waiting: "Waiting",
  snapshot: "Snapshot",
  transfer: "Transfer",
  other: "Other step",
  failed: "Failed step",
};

function grid(span: Span): PageElement[] {
  return ticksOf(span).map(({ at }) => {
    const x = `${percentOf(span, at)}%`;
    return h("line", { class: "grid", x1: x, x2: x, y1: 0, y2: "100%" });
  });
}

function phaseText({ name, look, from, to }: Bar): string {
  const failed = look === "failed" ? " (failed)" : "";
  return to === undefined
    ? `${name}${failed} since ${clockText(from)}`
    : `${name}${failed} ${clockText(from)} to ${clockText(to)}`;
}

/** `2026-11-20 10:09:05` */
export function clockText(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace("T", " ");
}
