import { addMonths } from "../../../azure/calendar";
import { MAX_RETENTION_YEARS } from "../../../azure/limits";
import { isSameName } from "../../../azure/case-fold";
import { utcDayOf } from "../../../azure/utc-day";
import { ExitCode } from "../../../contract/exit-code";
import type { Context } from "../../context";
import { HookError } from "../../hook-error";
import { type Preview, previewOf, usualUntil } from "../../preview/preview";
import type { PreviewPolicy } from "../../preview/preview-policy";
import { policiesIn } from "../../preview/sources";
import { writeFileOrPipe } from "../../text-file";
import { previewMarkdown, previewRecord, previewText } from "./view";

export interface PreviewOptions {
  readonly source: string;
  readonly policy?: string;
  readonly compare?: string;
  readonly on?: string;
  readonly since?: string;
  readonly years?: number;
  readonly html?: string;
  readonly svg?: string;
  readonly output: "table" | "json" | "markdown";
}

/** What draws; it is loaded only if something is drawn. */
export type Drawing = typeof import("../../preview/drawing");

const TIMEOUT_MINUTES = 10;

/** Shows what one policy keeps, or two beside each other. */
export async function runPreview(
  options: PreviewOptions,
  unlimited: Context,
  loadDrawing: () => Promise<Drawing>,
): Promise<ExitCode> {
  const context = unlimited.limitedTo(TIMEOUT_MINUTES);
  const { clock, terminal } = context;
  const sources = [options.source, ...(options.compare === undefined ? [] : [options.compare])];
  const policies: PreviewPolicy[] = [];
  for (const source of sources) policies.push(policyOf(await policiesIn(source, context), source, options.policy));
  const previews = previewsOf(policies, options, utcDayOf(clock.now()));
  if (options.html !== undefined || options.svg !== undefined) {
    const { chartsSvg, previewPage } = await loadDrawing();
    if (options.html !== undefined) await writeOrFail("--html", options.html, previewPage(previews));
    if (options.svg !== undefined) await writeOrFail("--svg", options.svg, chartsSvg(previews));
  }
  if (options.output === "json") terminal.print(JSON.stringify(previews.map(previewRecord), undefined, 2));
  else terminal.print(options.output === "markdown" ? previewMarkdown(previews) : previewText(previews));
  return ExitCode.done;
}

function previewsOf(policies: readonly PreviewPolicy[], { on, since, years }: PreviewOptions, today: string): Preview[] {
  const first = since ?? (on !== undefined && on < today ? on : today);
  if (on !== undefined && on > addMonths(first, MAX_RETENTION_YEARS * 12)) {
    throw new HookError(
      ExitCode.badInput,
      `--on must be within ${MAX_RETENTION_YEARS} years of the first backup on ${first}, got '${on}'; choose an earlier day, or set --since`,
    );
  }
  const end = years === undefined ? usualUntil(policies, first) : addMonths(first, years * 12);
  if (end.length > first.length) {
    throw new HookError(
      ExitCode.badInput,
      `--since must end before the year 10000 with --years, got '${first}'; choose an earlier day`,
    );
  }
  const until = on !== undefined && on > end ? on : end;
  return policies.map((policy) => previewOf(policy, { on: on ?? until, since: first, until }));
}

function policyOf(policies: readonly PreviewPolicy[], source: string, name: string | undefined): PreviewPolicy {
  const named = name === undefined ? policies : policies.filter((policy) => isSameName(policy.name, name));
  const [policy, ...others] = named;
  if (policy && others.length === 0) return policy;
  const names = policies.map((one) => `'${one.name}'`).join(", ");
  throw new HookError(
    ExitCode.badInput,
    name === undefined
      ? `--policy must name one policy of '${source}', got none; choose one of ${names}`
      : `--policy must be a policy of '${source}', got '${name}'; choose one of ${names}`,
  );
}

async function writeOrFail(flag: string, file: string, text: string): Promise<void> {
  try {
    await writeFileOrPipe(file, text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new HookError(
      ExitCode.badInput,
      `${flag} must name a file that can be written, got '${file}' (${code}); choose another path`,
    );
  }
}
