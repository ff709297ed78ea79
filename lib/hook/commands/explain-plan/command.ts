import { Option } from "commander";
import { ExitCode, PLAN_EXIT_CODE_MEANINGS } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";
import { type PointInTime, pointInTime, wholeNumber } from "../argument-types";
import type { CommandDefinition } from "../command-definition";
import { examplesText } from "../common-options";
import type { PlanSource } from "./plan-text";
import type { ExplainPlanOptions } from "./run";

interface ExplainPlanFlags {
  readonly stack?: string;
  readonly now?: PointInTime;
  readonly output: ExplainPlanOptions["output"];
  readonly timeout: number;
}

const EXAMPLES = [
  "explain-plan plan.json",
  "terraform show -json plan | azure-vm-backup explain-plan - --output markdown",
  "explain-plan --stack backup",
].map((example) => example.replace(/^(?!terraform)/, "azure-vm-backup "));

export const explainPlan: CommandDefinition = {
  name: "explain-plan",
  description:
    "say what a Terraform plan does to recovery points: which are lost, what the apply will be refused, and what to do",
  declare: (command) => {
    command
      .argument("[plan]", "file of 'terraform show -json PLAN'; - reads standard input")
      .addOption(
        new Option(
          "--stack <name>",
          "plan this stack of cdktf.out with Terraform, in the environment as it is, and explain that plan",
        ),
      )
      .addOption(
        new Option("--now <time>", "count from this time, an instant or a day (default: when the plan was made)").argParser(
          pointInTime,
        ),
      )
      .addOption(new Option("--timeout <minutes>", "give up after this time, with --stack").argParser(wholeNumber()).default(30))
      .addOption(
        new Option("-o, --output <format>", "print a table, JSON, or Markdown for a pull request")
          .choices(["table", "json", "markdown"])
          .default("table"),
      )
      .addHelpText("after", `${examplesText(EXAMPLES)}\n\nExit codes:\n${exitCodes()}`);
  },
  parse: (argument, given) => {
    const flags = given as ExplainPlanFlags;
    const options: ExplainPlanOptions = {
      source: sourceOf(argument as string | undefined, flags.stack),
      now: flags.now,
      output: flags.output,
      timeoutMinutes: flags.timeout,
    };
    return {
      options,
      run: async (context) => (await import("./run.js")).runExplainPlan(options, context.limitedTo(options.timeoutMinutes)),
    };
  },
};

function sourceOf(file: string | undefined, stack: string | undefined): PlanSource {
  if (file !== undefined && stack === undefined) return { by: "file", file };
  if (stack !== undefined && file === undefined) return { by: "stack", stack };
  const got = file === undefined ? "neither" : "both";
  throw new HookError(
    ExitCode.badInput,
    `explain-plan takes a file of 'terraform show -json' or --stack, got ${got}; write 'azure-vm-backup explain-plan plan.json'`,
  );
}

function exitCodes(): string {
  return PLAN_EXIT_CODE_MEANINGS.map(([code, meaning]) => `${String(code).padStart(5)}  ${meaning}`).join("\n");
}
