import type { ExitCode } from "../../../contract/exit-code";
import type { Context } from "../../context";
import { explain } from "../../explain-plan/explain";
import { planOf } from "../../explain-plan/plan";
import { readPlan } from "../../explain-plan/plan-json";
import { keepSensitiveValues } from "../../explain-plan/sensitive-values";
import { uploadMarkdown } from "../../report/report-files";
import { instantAt, type PointInTime } from "../argument-types";
import { type PlanSource, planText } from "./plan-text";
import { explanationOf, explanationMarkdown, explanationTable } from "./view";

export interface ExplainPlanOptions {
  readonly source: PlanSource;
  readonly now: PointInTime | undefined;
  readonly output: "table" | "json" | "markdown";
  readonly timeoutMinutes: number;
}

/** Explains a plan; sends no request to Azure. */
export async function runExplainPlan({ source, now, output }: ExplainPlanOptions, context: Context): Promise<ExitCode> {
  const { terminal, clock, env } = context;
  const { text, name } = await planText(source, context);
  const plan = planOf(readPlan(text, name));
  const time = now ? instantAt(now, clock.now()) : (plan.timestamp ?? clock.now());
  const explanation = explanationOf(explain(plan, time), time);
  keepSensitiveValues(plan.json, explanation);
  const markdown = (): string => explanationMarkdown(explanation);
  switch (output) {
    case "json":
      terminal.print(JSON.stringify(explanation, undefined, 2));
      break;
    case "markdown":
      terminal.print(markdown());
      break;
    case "table":
      terminal.print(explanationTable(explanation));
      break;
  }
  const command = await uploadMarkdown(markdown, "plan", env, output !== "table", terminal.note);
  if (command !== undefined) terminal.command(command);
  return explanation.exitCode;
}
