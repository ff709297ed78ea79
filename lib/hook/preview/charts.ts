import { type EChartsCoreOption, init } from "echarts";
import { Month } from "../../azure/calendar";
import { DAY_MS } from "../../azure/durations";
import { type DayCount, KEPT_BY, type KeptBy, type PreviewPoint } from "./points";
import type { Preview } from "./preview";

/** The colours of a page. */
export type Scheme = "light" | "dark";

const WIDTH = 960;
const TIMELINE_HEIGHT = 300;
const CALENDAR_TOP = 90;
const CELL = 15;
const YEAR_HEIGHT = 7 * CELL + 45;
const WEEKDAYS = ["M", "T", "W", "T", "F", "S", "S"];
/** Colours that people who see no red or green can tell apart, on light and on dark. */
const COLOURS: Readonly<Record<KeptBy, string>> = {
  snapshot: "#8d99ae",
  daily: "#0072b2",
  weekly: "#009e73",
  monthly: "#e69f00",
  yearly: "#cc79a7",
};
const TEXT: Readonly<Record<Scheme, string>> = { light: "#1f2328", dark: "#e6edf3" };
const BACK: Readonly<Record<Scheme, string>> = { light: "#ffffff", dark: "#0d1117" };
const LINES: Readonly<Record<Scheme, string>> = { light: "#d0d7de", dark: "#444c56" };

/** Draws how many recovery points exist over time, by what keeps them, as an SVG image. */
export function timelineSvg(title: string, counts: readonly DayCount[], scheme: Scheme): string {
  const kinds = KEPT_BY.filter((kind) => counts.some(({ by }) => by[kind] > 0));
  const lines = { lineStyle: { color: LINES[scheme] } };
  return svgOf(TIMELINE_HEIGHT, {
    ...common(title, scheme),
    legend: { data: kinds, bottom: 0, textStyle: { color: TEXT[scheme] } },
    grid: { left: 60, right: 24, top: 48, bottom: 56 },
    xAxis: { type: "time", axisLine: lines, axisLabel: { color: TEXT[scheme] } },
    yAxis: { type: "value", minInterval: 1, splitLine: lines, axisLabel: { color: TEXT[scheme] } },
    series: kinds.map((kind) => ({
      ...{
        name: kind,
        type: "line",
        step: "end",
        stack: "points",
        symbol: "none",
        data: counts.map(({ day, by }) => [Date.parse(day), by[kind]]),
      },
      ...{ color: COLOURS[kind], areaStyle: { color: COLOURS[kind], opacity: 0.8 }, lineStyle: { width: 0 } },
    })),
  });
}

/** Draws the timeline and the calendar of each preview, one below the other, as one SVG image. */
export function chartsSvg(previews: readonly Preview[], scheme: Scheme = "light"): string {
  const charts = previews.flatMap(({ policy, counts, existing, days }) => [
    { height: TIMELINE_HEIGHT, svg: timelineSvg(`${policy.name}: recovery points over time`, counts, scheme) },
    calendarSvg(`${policy.name}: recovery points that exist at the end of ${days.on}`, existing, scheme),
  ]);
  let top = 0;
  const images = charts.map(({ height, svg }) => {
    const image = svg.replace("<svg ", `<svg y="${top}" `);
    top += height;
    return image;
  });
  const back = `<rect width="100%" height="100%" fill="${BACK[scheme]}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}" role="img">${back}${images.join("")}</svg>\n`;
}

/** Draws the days whose recovery points exist, by what keeps them, as a calendar for each year. */
function calendarSvg(title: string, points: readonly PreviewPoint[], scheme: Scheme): { height: number; svg: string } {
  const years = [...new Set(points.map(({ day }) => day.slice(0, 4)))].sort().reverse();
  const kindOfDay = new Map(points.map(({ day, keptBy }) => [day, KEPT_BY.indexOf(keptBy)]));
  const text = { color: TEXT[scheme] };
  const lines = { lineStyle: { color: LINES[scheme] } };
  const hidden = { axisLine: { show: false }, axisTick: { show: false } };
  const height = CALENDAR_TOP + Math.max(1, years.length) * YEAR_HEIGHT;
  const svg = svgOf(height, {
    ...common(title, scheme),
    visualMap: {
      ...{ type: "piecewise", orient: "horizontal", top: 26, left: "center", textStyle: text },
      pieces: KEPT_BY.map((kind, value) => ({ value, label: kind, color: COLOURS[kind] })),
    },
    grid: years.map((_, index) => ({ top: CALENDAR_TOP + index * YEAR_HEIGHT, left: 96, right: 24, height: 7 * CELL })),
    xAxis: years.map((year, gridIndex) => ({
      ...{ type: "category", gridIndex, position: "top", data: weekLabels(year), ...hidden },
      ...{ axisLabel: { ...text, interval: 0 }, splitLine: { show: true, ...lines } },
    })),
    yAxis: years.map((year, gridIndex) => ({
      ...{ type: "category", gridIndex, inverse: true, data: WEEKDAYS, ...hidden, axisLabel: { ...text, interval: 0 } },
      ...{ name: year, nameLocation: "middle", nameGap: 40, nameTextStyle: { ...text, fontSize: 16, fontWeight: "bold" } },
      splitLine: { show: true, ...lines },
    })),
    series: years.map((year, index) => ({
      ...{ type: "heatmap", xAxisIndex: index, yAxisIndex: index, itemStyle: { borderColor: LINES[scheme], borderWidth: 1 } },
      data: [...kindOfDay].filter(([day]) => day.startsWith(year)).map(([day, kind]) => [...cellOf(day), kind]),
    })),
  });
  return { height, svg };
}

/** The column (week) and the row (weekday, from Monday) of a day. ECharts has a calendar, but it counts in the machine's time zone. */
function cellOf(day: string): [number, number] {
  const first = `${day.slice(0, 4)}-01-01`;
  const dayOfYear = Math.round((Date.parse(day) - Date.parse(first)) / DAY_MS);
  return [Math.floor((dayOfYear + rowOf(first)) / 7), rowOf(day)];
}

function rowOf(day: string): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}

/** The name of each month at the column of its first day. */
function weekLabels(year: string): string[] {
  const labels = Array.from({ length: 54 }, () => "");
  for (const [index, month] of Object.values(Month).entries()) {
    const [week] = cellOf(`${year}-${String(index + 1).padStart(2, "0")}-01`);
    labels[week] = month.slice(0, 3);
  }
  return labels;
}

function common(title: string, scheme: Scheme): EChartsCoreOption {
  // The picture is the same in every time zone of the machine.
  return {
    animation: false,
    useUTC: true,
    title: { text: title, left: "center", textStyle: { color: TEXT[scheme], fontSize: 14 } },
  };
}

function svgOf(height: number, option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
