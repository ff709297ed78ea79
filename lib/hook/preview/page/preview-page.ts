import { addDays } from "../../../azure/utc-day";
import { weekdayOf, Weekday } from "../../../azure/calendar";
import { h, type PageElement } from "../../../page/element";
import { formatInstant } from "../../report/duration";
import { documentOf } from "../../report/page/document";
import { VERSION } from "../../version";
import { timelineSvg } from "../charts";
import { endOf, KEPT_BY, type PreviewPoint } from "../points";
import { countText, MAX_RECOVERY_POINTS, type Preview } from "../preview";
import { tierOf } from "../tier";
import { SCRIPT, STYLE } from "./files";

/** Formats previews as one page, with a day that its reader can move. */
export function previewPage(previews: readonly Preview[]): string {
  const [first] = previews;
  if (!first) throw new RangeError("a page needs a preview");
  const { on } = first.days;
  const title = `Retention: ${previews.map(({ policy }) => policy.name).join(" and ")}`;
  return documentOf(
    title,
    { style: STYLE, script: SCRIPT },
    h("header", null, h("h1", null, h("bdi", null, title))),
    h(
      "main",
      null,
      h("div", { class: "card padded", id: "move", role: "group", "aria-label": "Choose the day", hidden: true }, [
        h(
          "label",
          null,
          "Day ",
          h("input", { type: "date", id: "day", value: on, min: first.days.since, max: first.days.until }),
        ),
        " ",
        h("input", {
          ...{
            type: "range",
            id: "slider",
            min: 0,
            max: first.counts.length - 1,
            "aria-label": "Move the day",
            "aria-valuetext": on,
          },
          value: first.counts.findIndex(({ day }) => day === on),
        }),
      ]),
      h("div", { class: "policies" }, previews.map(sectionOf)),
      h("script", { type: "application/json", id: "points", dangerouslySetInnerHTML: { __html: dataOf(previews) } }),
    ),
    h("footer", null, `Written by azure-vm-backup ${VERSION}.`),
  );
}

function sectionOf(preview: Preview, index: number): PageElement {
  const { policy, existing, peak, days } = preview;
  const id = `policy-${index}`;
  return h("section", { "aria-labelledby": id }, [
    h("h2", { id }, h("bdi", null, policy.name)),
    h("div", { class: "card padded" }, [
      pictureOf(preview),
      h(
        "p",
        null,
        `At most ${peak.total.toLocaleString("en")} recovery points, on ${peak.day}; Azure keeps up to ${MAX_RECOVERY_POINTS.toLocaleString("en")}.`,
      ),
    ]),
    h("div", { class: "card padded" }, [
      h("p", { id: `count-${index}`, "aria-live": "polite" }, `${existing.length} recovery points at the end of ${days.on}`),
      h(
        "p",
        null,
        KEPT_BY.flatMap((kind) => [h("span", { class: `key ${kind}`, "aria-hidden": true }), ` ${kind} `]),
      ),
      h("div", { id: `calendar-${index}`, "aria-hidden": true }, yearsOf(preview)),
    ]),
    h("div", { class: "card", role: "region", "aria-label": `Recovery points of ${policy.name}`, tabIndex: 0 }, [
      h("table", null, [
        h("caption", null, `Recovery points, newest first`),
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            ["Backup", "Kept by", "Tier", "Expires"].map((head) => h("th", { scope: "col" }, head)),
          ),
        ),
        h(
          "tbody",
          { id: `rows-${index}` },
          existing.map((point) => rowOf(point, endOf(policy, days.on))),
        ),
      ]),
    ]),
  ]);
}

function rowOf(point: PreviewPoint, end: number): PageElement {
  const [time, expires] = [point.time, point.expires].map((at) => formatInstant(new Date(at)));
  return h(
    "tr",
    null,
    h("th", { scope: "row" }, time),
    ...[point.keptBy, tierOf(point, end), expires].map((text) => h("td", null, text)),
  );
}

/** An image may have styles of its own, which the policy of the page refuses to a part of it. */
function pictureOf({ policy, counts, existing, days }: Preview): PageElement {
  const [light, dark] = (["light", "dark"] as const).map(
    (scheme) =>
      `data:image/svg+xml;base64,${Buffer.from(timelineSvg("Recovery points over time", counts, scheme)).toString("base64")}`,
  );
  const alt = `Recovery points of ${policy.name} over time, from ${days.since} to ${days.until}; at the end of ${days.on}: ${countText(existing)}`;
  return h(
    "picture",
    null,
    h("source", { media: "(prefers-color-scheme: dark)", srcset: dark }),
    h("img", { class: "chart", src: light, alt }),
  );
}

/** A grid for each year, of a column for each week and a cell for each day. */
function yearsOf({ days, existing }: Preview): PageElement[] {
  const kept = new Map(existing.map(({ day, keptBy }) => [day, keptBy]));
  const years: PageElement[] = [];
  for (let year = Number(days.since.slice(0, 4)); year <= Number(days.until.slice(0, 4)); year++) {
    const first = `${year}-01-01`;
    const before = Object.values(Weekday).indexOf(weekdayOf(first) ?? Weekday.SUNDAY);
    const cells = Array.from({ length: before }, () => h("i", { class: "outside" }));
    for (let day = first; day.startsWith(String(year)); day = addDays(day, 1)) {
      cells.push(h("i", { "data-day": day, "data-kept": kept.get(day) ?? "" }));
    }
    years.push(h("p", null, String(year)), h("div", { class: "year" }, cells));
  }
  return years;
}

/** The data of the script. A text cannot end the element that holds it. */
function dataOf(previews: readonly Preview[]): string {
  const seconds = (instant: number): number => Math.round(instant / 1_000);
  const data = {
    days: previews[0]?.counts.map(({ day }) => day),
    kinds: KEPT_BY,
    policies: previews.map(({ policy, counts, points }) => ({
      ends: counts.map(({ day }) => seconds(endOf(policy, day))),
      points: points.map(({ time, expires, snapshotUntil, keptBy, vaulted, day }) => [
        ...[seconds(time), seconds(expires), seconds(snapshotUntil), KEPT_BY.indexOf(keptBy), vaulted ? 1 : 0],
        day,
      ]),
    })),
  };
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}
