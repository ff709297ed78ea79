import { type Command, InvalidArgumentError, Option } from "commander";
import { DAY_MS, MINUTE_MS } from "../../../azure/durations";
import { COVERAGE_EXIT_CODE_MEANINGS } from "../../../contract/exit-code";
import { type FindingKind, KINDS } from "../../coverage/finding";
import type { TagFilter } from "../../estate/tag-filter";
import { durationMinutes, managementGroups, tagFilters, texts, wholeNumber } from "../argument-types";
import type { CommandDefinition } from "../command-definition";
import { examplesText } from "../common-options";
import type { CoverageOptions, CoverageReports } from "./options";

interface CoverageFlags extends CoverageReports {
  readonly subscription?: readonly string[];
  readonly managementGroup?: readonly string[];
  readonly tag?: readonly TagFilter[];
  readonly rpo: number;
  readonly rpoFor?: CoverageOptions["objectives"]["rpoFor"];
  readonly minRetention?: number;
  readonly exempt?: readonly TagFilter[];
  readonly reasonTag?: string;
  readonly failOn?: readonly (FindingKind | "none")[];
  readonly max?: Readonly<Partial<Record<FindingKind, number>>>;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly timeout: number;
  readonly output: CoverageOptions["output"];
}

const EXAMPLES = [
  "coverage --rpo 26h --exempt backup-exempt",
  "coverage --management-group mg-prod --rpo-for tier=gold:5h --min-retention 30d --report-html coverage.html",
  "coverage --baseline coverage-baseline.json --max unprotected=5 --report-junit coverage.xml",
].map((example) => `azure-vm-backup ${example}`);

const DEFAULT_RPO_MINUTES = 26 * 60;

export const coverage: CommandDefinition = {
  name: "coverage",
  description: "find the VMs of all subscriptions that nobody backs up, or not well enough, and what their vaults lack",
  declare: (command) => {
    withScope(command);
    withObjectives(command);
    withThresholds(command);
    for (const [kind, format] of Object.entries(REPORTS))
      command.addOption(new Option(`--report-${kind} <file>`, `write the result as ${format}`));
    command
      .addOption(new Option("--timeout <minutes>", "give up after this time").argParser(wholeNumber()).default(10))
      .addOption(
        new Option("-o, --output <format>", "print a table, JSON, Markdown, or CSV with a line for each VM")
          .choices(["table", "json", "markdown", "csv"])
          .default("table"),
      )
      .addHelpText("after", `${examplesText(EXAMPLES)}\n\nExit codes:\n${exitCodes()}`);
  },
  // Of a command without an argument, the flags come first.
  parse: (flags) => {
    const options = optionsOf(flags as CoverageFlags);
    return {
      options,
      run: async (context) => (await import("./run.js")).runCoverage(options, context.limitedTo(options.timeoutMinutes)),
    };
  },
};

const REPORTS = {
  json: "JSON",
  junit: "a JUnit file",
  markdown: "a Markdown summary",
  csv: "CSV, with a line for each VM",
  html: "a web page with pictures by subscription, region and age",
};

function withScope(command: Command): void {
  command
    .addOption(
      new Option(
        "--subscription <id-or-name>",
        "only VMs of this subscription; repeat the flag for more (default: all)",
      ).argParser(texts),
    )
    .addOption(
      new Option("--management-group <name>", "only VMs below this management group; repeat the flag for more").argParser(
        managementGroups,
      ),
    )
    .addOption(new Option("--tag <name[=value]>", "only VMs with this tag; repeat the flag for more tags").argParser(tagFilters));
}

function withObjectives(command: Command): void {
  command
    .addOption(
      new Option("--rpo <duration>", "the longest age of the last recovery point, such as 26h or 2d (default: 26h)")
        .argParser(durationMinutes)
        .default(DEFAULT_RPO_MINUTES, "26h"),
    )
    .addOption(
      new Option(
        "--rpo-for <name[=value]:duration>",
        "another age for VMs with a tag, such as tier=gold:5h; repeat for more",
      ).argParser(rpoFor),
    )
    .addOption(
      new Option(
        "--min-retention <duration>",
        "a policy must keep each recovery point of its schedule for so long, such as 30d",
      ).argParser(durationMinutes),
    )
    .addOption(
      new Option("--exempt <name[=value]>", "VMs with this tag need no backup; repeat the flag for more").argParser(tagFilters),
    )
    .addOption(new Option("--reason-tag <name>", "the tag that says why (default: the value of the tag that exempts)"));
}

function withThresholds(command: Command): void {
  command
    .addOption(
      new Option(
        "--fail-on <kind>",
        `the kinds of findings that fail the run: ${KINDS.join(", ")}, or none; repeat for more (default: the first five)`,
      ).argParser(failOn),
    )
    .addOption(
      new Option("--max <kind=count>", "so many new findings of a kind are allowed; repeat for more kinds").argParser(maxOf),
    )
    .addOption(new Option("--baseline <file>", "findings in this file are known, and fail nothing"))
    .addOption(new Option("--write-baseline <file>", "write the present findings as a baseline, and exit with 0"));
}

function optionsOf(flags: CoverageFlags): CoverageOptions {
  const {
    subscription: subscriptions,
    managementGroup,
    tag: tags = [],
    rpo: rpoMinutes,
    minRetention,
    exempt = [],
    reasonTag,
  } = flags;
  const {
    reportJson,
    reportJunit,
    reportMarkdown,
    reportCsv,
    reportHtml,
    failOn: kinds,
    max = {},
    baseline,
    writeBaseline,
  } = flags;
  return {
    narrowing: { subscriptions, managementGroups: managementGroup },
    objectives: {
      ...{ tags, rpoMinutes, rpoFor: flags.rpoFor ?? [], exempt, reasonTag },
      minRetentionDays: minRetention === undefined ? undefined : Math.ceil((minRetention * MINUTE_MS) / DAY_MS),
    },
    failOn: kinds?.flatMap((kind) => (kind === "none" ? [] : [kind])),
    ...{ max, baseline, writeBaseline, output: flags.output, timeoutMinutes: flags.timeout },
    reports: { reportJson, reportJunit, reportMarkdown, reportCsv, reportHtml },
  };
}

function rpoFor(text: string, before: CoverageOptions["objectives"]["rpoFor"] = []): CoverageOptions["objectives"]["rpoFor"] {
  const at = text.lastIndexOf(":");
  const [tag] = at < 1 ? [] : tagFilters(text.slice(0, at));
  if (tag) return [...before, { tag, minutes: durationMinutes(text.slice(at + 1)) }];
  throw new InvalidArgumentError("it must be a tag and a duration, such as tier=gold:5h");
}

function failOn(text: string, before: readonly (FindingKind | "none")[] = []): (FindingKind | "none")[] {
  const all = [...before, text.toLowerCase() === "none" ? ("none" as const) : kindOf(text)];
  if (all.length === 1 || !all.includes("none")) return all;
  throw new InvalidArgumentError("none must stand alone, without other kinds");
}

function maxOf(text: string, before: Readonly<Partial<Record<FindingKind, number>>> = {}): Partial<Record<FindingKind, number>> {
  const [, kind = "", count] = /^(\w+)=(\d+)$/.exec(text) ?? [];
  if (count !== undefined) return { ...before, [kindOf(kind)]: Number(count) };
  throw new InvalidArgumentError("it must be a kind of findings and a whole number, such as unprotected=5");
}

function kindOf(text: string): FindingKind {
  const kind = KINDS.find((one) => one.toLowerCase() === text.toLowerCase());
  if (kind) return kind;
  throw new InvalidArgumentError(`it must be one of ${KINDS.join(", ")}`);
}

function exitCodes(): string {
  return COVERAGE_EXIT_CODE_MEANINGS.map(([code, meaning]) => `${String(code).padStart(5)}  ${meaning}`).join("\n");
}
