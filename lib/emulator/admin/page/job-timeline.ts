import { DAY_MS } from "../../../azure/durations";
import { h, type PageElement } from "../../../page/element";
import { percentOf, type Span, spanOf } from "../../../page/time-axis";
import { type Bar, bars, type BarLook, clockText, legend, timeAxis } from "../../../page/timeline";
import type { JobSnapshot, PhaseSnapshot } from "./snapshot";
import { operationWords, statePill } from "./state-pill";

/** Draws jobs as one row of bars each: those that ran in the last day in which a job ran. */
export function jobTimeline(id: string, jobs: readonly JobSnapshot[], now: number): PageElement {
  const span = lastDayOf(jobs, now);
  const drawn = jobs
    .map((job) => ({ job, phases: barsOf(job) }))
    .filter(({ phases }) => phases.some((bar) => isWithin(span, bar)));
  const rows = drawn.map(({ job, phases }) => {
    const operation = operationWords(job.operation);
    return h("li", { class: "job" }, [
      h("span", { class: "job-name" }, h("span", null, `${operation} `, h("bdi", null, job.vm)), statePill(job.status)),
      bars(span, id, `${operation} of ${job.vm}`, phases),
    ]);
  });
  return h("div", { class: "card", role: "region", "aria-label": "Timeline of jobs", tabIndex: 0 }, [
    h("h3", null, "Timeline of jobs"),
    h(
      "p",
      { class: "empty" },
      rows.length === 0 ? "No job to show." : `From ${clockText(span.from)} to ${clockText(span.to)} (UTC)`,
    ),
    ...(rows.length === 0
      ? []
      : [
          legend([...new Set(drawn.flatMap(({ phases }) => phases.map(({ look }) => look)))]),
          h(
            "div",
            { class: "timeline axis-row" },
            h("div", { class: "job" }, h("span", { class: "job-name" }), timeAxis(span, id)),
          ),
          h("ul", { class: "timeline", "aria-label": "Jobs" }, rows),
        ]),
  ]);
}

function lastDayOf(jobs: readonly JobSnapshot[], now: number): Span {
  const times = jobs.flatMap(({ startTime, endTime }) => [
    Date.parse(startTime),
    endTime === undefined ? now : Date.parse(endTime),
  ]);
  const { from, to } = spanOf(times);
  return { from: Math.max(from, to - DAY_MS), to };
}

function isWithin(span: Span, { to }: Bar): boolean {
  return to === undefined || percentOf(span, to) > 0;
}

function barsOf({ operation, status, startTime, endTime, phases }: JobSnapshot): Bar[] {
  if (phases.length > 0) return phases.map((phase) => ({ ...barOf(phase), look: lookOf(phase) }));
  return [{ ...barOf({ name: operationWords(operation), startTime, endTime }), look: status === "Failed" ? "failed" : "other" }];
}

function barOf({ name, startTime, endTime }: Pick<PhaseSnapshot, "name" | "startTime" | "endTime">): Omit<Bar, "look"> {
  return { name, from: Date.parse(startTime), to: endTime === undefined ? undefined : Date.parse(endTime) };
}

function lookOf({ name, status }: PhaseSnapshot): BarLook {
  if (status === "Failed") return "failed";
  if (/snapshot/i.test(name)) return "snapshot";
  return /transfer/i.test(name) ? "transfer" : "other";
}
