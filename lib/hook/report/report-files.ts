import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseVaultId } from "../../azure/resource-id";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { clearFile, writeFileOrPipe } from "../text-file";
import { runHtml } from "./html";
import { junitOf } from "./junit";
import { markdownOf } from "./markdown";
import { pipelineOf } from "./pipeline";
import type { RunRecord } from "./run-record";

/** The paths of the report files. */
export interface ReportFiles {
  readonly json?: string | undefined;
  readonly junit?: string | undefined;
  readonly markdown?: string | undefined;
  readonly html?: string | undefined;
}

/** The environment variables that name the files if no flag does, as in a deployment. */
export const REPORT_VARIABLES = {
  json: "AZURE_VM_BACKUP_REPORT_JSON",
  junit: "AZURE_VM_BACKUP_REPORT_JUNIT",
  markdown: "AZURE_VM_BACKUP_REPORT_MARKDOWN",
  html: "AZURE_VM_BACKUP_REPORT_HTML",
} as const;

/** The same for a drill. A deployment may run both, and each writes its own files. */
export const DRILL_REPORT_VARIABLES = {
  json: "AZURE_VM_BACKUP_DRILL_REPORT_JSON",
  junit: "AZURE_VM_BACKUP_DRILL_REPORT_JUNIT",
  markdown: "AZURE_VM_BACKUP_DRILL_REPORT_MARKDOWN",
  html: "AZURE_VM_BACKUP_DRILL_REPORT_HTML",
} as const;

const KINDS = ["json", "junit", "markdown", "html"] as const;
type Kind = (typeof KINDS)[number];

/**
 * Returns the files named by flags, or else by the environment. `{vault}` in a path becomes the vault's name, so that several vaults of a
 * deployment write separate files. Reports of an earlier run are deleted.
 * @throws HookError if a file cannot be written, before a backup is started
 */
export function reportFiles(
  flags: ReportFiles,
  env: NodeJS.ProcessEnv,
  vaultId: string,
  variables: Readonly<Record<Kind, string>> = REPORT_VARIABLES,
): ReportFiles {
  const vault = parseVaultId(vaultId)?.vaultName ?? "vault";
  const files: Partial<Record<Kind, string>> = {};
  for (const kind of KINDS) {
    const path = flags[kind] ?? env[variables[kind]];
    if (!path) continue;
    files[kind] = writableFile(
      path.replaceAll("{vault}", vault),
      flags[kind] === undefined ? variables[kind] : `--report-${kind}`,
    );
  }
  return files;
}

/** Returns the absolute path of a file. Fails if the current folder no longer exists. */
function writableFile(path: string, name: string): string {
  try {
    const file = resolve(path);
    clearFile(file);
    return file;
  } catch (error) {
    throw new HookError(
      ExitCode.badInput,
      `${name} must name a file that can be written, got '${path}' (${codeOf(error)}); choose another path`,
    );
  }
}

/** Writes the reports. A failed write is only reported, because the result of the backups does not change. */
export async function writeReports(record: RunRecord, files: ReportFiles, note: (line: string) => void): Promise<void> {
  const contents = {
    json: () => `${JSON.stringify(record, undefined, 2)}\n`,
    junit: () => junitOf(record),
    markdown: () => markdownOf(record),
    html: () => runHtml(record),
  };
  await writeReportFiles(files, contents, note);
}

/** Writes the files that are wanted; whatever cannot be written is told. */
export async function writeReportFiles(
  files: ReportFiles,
  contents: Partial<Readonly<Record<Kind, () => string>>>,
  note: (line: string) => void,
): Promise<void> {
  for (const kind of KINDS) {
    const file = files[kind];
    const content = contents[kind];
    if (file !== undefined && content) await attempt(() => writeFileOrPipe(file, content()), file, note);
  }
}

/**
 * Adds the summary to the pipeline. Returns the command that must be printed for it, if any. In a deployment Azure DevOps would not see the
 * command, and reads the file that {@link REPORT_VARIABLES} names.
 */
export async function uploadSummary(
  record: RunRecord,
  env: NodeJS.ProcessEnv,
  insideDeployment: boolean,
  note: (line: string) => void,
): Promise<string | undefined> {
  return uploadMarkdown(() => markdownOf(record), record.vault, env, insideDeployment, note);
}

/** Adds a text to the pipeline's summary, as {@link uploadSummary} does. @param name a part of the file's name */
export async function uploadMarkdown(
  markdown: () => string,
  name: string,
  env: NodeJS.ProcessEnv,
  insideDeployment: boolean,
  note: (line: string) => void,
): Promise<string | undefined> {
  const pipeline = pipelineOf(env);
  const summary = env["GITHUB_STEP_SUMMARY"];
  if (pipeline === "github" && summary) {
    await attempt(() => writeFileOrPipe(summary, `${markdown()}\n`, { append: true }), summary, note);
  }
  if (pipeline !== "azureDevOps" || insideDeployment) return undefined;
  const file = join(env["AGENT_TEMPDIRECTORY"] ?? tmpdir(), `azure-vm-backup-${name}-${process.pid}.md`);
  const written = await attempt(() => writeFileOrPipe(file, markdown()), file, note);
  return written ? `##vso[task.uploadsummary]${file}` : undefined;
}

async function attempt(write: () => Promise<void>, file: string, note: (line: string) => void): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    note(`cannot write the report '${file}' (${codeOf(error)})`);
    return false;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
