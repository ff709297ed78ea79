import { parseVirtualMachineId } from "../../../azure/resource-id";
import { CoverageExitCode, ExitCode } from "../../../contract/exit-code";
import type { Context } from "../../context";
import { baselineChunks, baselineKeys } from "../../coverage/baseline";
import { type Coverage, coverageOf } from "../../coverage/coverage";
import { type CoverageRecord, coverageRecord } from "../../coverage/coverage-record";
import { type Estate, readEstate } from "../../coverage/estate";
import { ResourceGraph } from "../../estate/resource-graph";
import { HookError } from "../../hook-error";
import { type Chunks, jsonChunks } from "../../report/chunks";
import { coverageHtml } from "../../report/html";
import { uploadMarkdown } from "../../report/report-files";
import { clearFile, writeFileOrPipe } from "../../text-file";
import { jsonIn } from "../json-file";
import { reportFlags, requireConsistent } from "./contradictions";
import type { CoverageOptions, CoverageReports } from "./options";
import { coverageCsv, coverageJunit, coverageMarkdown, coverageTable } from "./view";

/** Reads the estate by Resource Graph, judges it, and reports. It changes nothing. */
export async function runCoverage(options: CoverageOptions, context: Context): Promise<ExitCode> {
  const { terminal, clock, env, signal } = context;
  const { baseline, writeBaseline, failOn, max, objectives, output } = options;
  requireConsistent(options);
  // An error while the estate is read must not leave the reports of an earlier run.
  for (const [flag, file] of reportFlags(options.reports))
    if (file !== undefined)
      await orFail(flag, file, () => {
        clearFile(file);
      });
  const known = baseline === undefined ? new Set<string>() : baselineKeys(await jsonIn(baseline, "--baseline", signal), baseline);
  const graph = new ResourceGraph(await context.connect(), context);
  const estate = await readEstate(graph, options.narrowing, objectives);
  requireVms(estate);
  const now = clock.now();
  const all = coverageOf(estate, objectives, now);
  const coverage = objectives.tags.length === 0 ? all : ofChosenVms(all);
  const record = coverageRecord(estate, coverage, { failOn, max, known }, now);
  await writeReports(record, coverage, options.reports);
  if (writeBaseline !== undefined) await writeOrFail("--write-baseline", writeBaseline, baselineChunks(coverage.findings));
  for (const chunk of chunksOf(record, coverage, output)) terminal.print(chunk.replace(/\n$/, ""));
  const command = await uploadMarkdown(() => coverageMarkdown(record), "coverage", env, output !== "table", terminal.note);
  if (command !== undefined) terminal.command(command);
  return writeBaseline === undefined ? record.exitCode : CoverageExitCode.covered;
}

/** An identity that reads vaults and no VM would find everything covered. */
function requireVms({ vms, items, subscriptions }: Estate): void {
  const chosen = new Set(subscriptions.map(({ id }) => id));
  const ofChosen = items.filter(({ vmKey = "" }) => chosen.has(parseVirtualMachineId(vmKey)?.subscriptionId ?? ""));
  if (vms.length > 0 || ofChosen.length === 0) return;
  throw new HookError(
    ExitCode.notAuthorised,
    `the identity reads ${ofChosen.length} protected VMs of its subscriptions and none of the VMs themselves, so nothing is known of those without protection; give it the role 'Reader' on the subscriptions`,
  );
}

/** Keeps the VMs with the tags, and their findings. Those of vaults and of VMs that are gone have no tags, and are left out. */
function ofChosenVms({ vms, unseenItems }: Coverage): Coverage {
  const chosen = vms.filter(({ vm }) => vm.isChosen);
  return { vms: chosen, findings: chosen.flatMap(({ findings }) => findings), unseenItems };
}

function chunksOf(record: CoverageRecord, coverage: Coverage, output: CoverageOptions["output"]): Chunks {
  switch (output) {
    case "json":
      return jsonChunks(record);
    case "markdown":
      return [coverageMarkdown(record)];
    case "csv":
      return coverageCsv(coverage.vms);
    case "table":
      return [coverageTable(record)];
  }
}

async function writeReports(record: CoverageRecord, coverage: Coverage, reports: CoverageReports): Promise<void> {
  const { reportJson, reportJunit, reportMarkdown, reportCsv, reportHtml } = reports;
  const files: readonly (readonly [string, string | undefined, () => string | Chunks])[] = [
    ["--report-json", reportJson, () => jsonChunks(record)],
    ["--report-junit", reportJunit, () => coverageJunit(record)],
    ["--report-markdown", reportMarkdown, () => coverageMarkdown(record)],
    ["--report-csv", reportCsv, () => coverageCsv(coverage.vms)],
    ["--report-html", reportHtml, () => coverageHtml(record)],
  ];
  for (const [flag, file, content] of files) if (file !== undefined) await writeOrFail(flag, file, content());
}

function writeOrFail(flag: string, file: string, text: string | Chunks): Promise<void> {
  return orFail(flag, file, async () => {
    clearFile(file);
    await writeFileOrPipe(file, text);
  });
}

async function orFail(flag: string, file: string, write: () => void | Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new HookError(
      ExitCode.badInput,
      `${flag} must name a file that can be written, got '${file}' (${code}); choose another path`,
    );
  }
}
