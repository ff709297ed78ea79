import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PipelineRequest } from "@azure/core-rest-pipeline";
import { ExitCode } from "../../lib/contract/exit-code";
import { commandLine } from "../../lib/hook/commands/command-line";
import { failureOf } from "../../lib/hook/failure";
import { protect, triggerBackup } from "../emulator/azurerm";
import type { Answer } from "../emulator/client";
import { type DrillEstate, makeDrillEstate } from "../hook/drill/drill-estate";
import { DrillProcess } from "../hook/drill/drill-process";
import { EmulatedTime } from "../support/emulated-time";
import { INPUTS } from "./inputs";
import { runCommand } from "./runners";

/** What one run of a command wrote. */
export interface Written {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The files, by the ends of their names. */
  readonly files: Readonly<Record<string, string>>;
}

/** How a run meets the world. */
export interface RunOptions {
  /** Changes each answer of Azure. */
  readonly change?: Change;
  readonly env?: NodeJS.ProcessEnv;
  /** Changes the content of each input file. */
  readonly file?: (text: string, name: string) => string;
  /** Further values for the command line. */
  readonly values?: Readonly<Record<string, string>>;
}

export type Change = (answer: Answer, request: PipelineRequest) => Answer;

/** Every way to run every command; `{x}` stands for a value of the scene. */
export const RUNS: Readonly<Record<string, string>> = {
  status: "status {vault}",
  "status as JSON": "status {vault} -o json",
  jobs: "jobs {vault} --since 30d",
  "jobs as JSON": "jobs {vault} --since 30d -o json",
  "recovery-points": "recovery-points {vault}",
  "recovery-points as JSON": "recovery-points {vault} -o json",
  preflight: "preflight {vault}",
  "preflight as JSON": "preflight {vault} -o json",
  "backup-now --plan": "backup-now {vault} --plan",
  "backup-now --all-pending --plan": "backup-now --all-pending --plan",
  "restore --plan": "restore {vault} --vm vm-web --to disks --target-group rg-drill --plan",
  "restore --plan as JSON": "restore {vault} --vm vm-web --to disks --target-group rg-drill --plan -o json",
  "drill --plan": "drill {vault} --scratch-group rg-drill --staging-account {staging} --point latest --plan",
  coverage: "coverage {reports} --report-csv {dir}/r.csv",
  "coverage as Markdown": "coverage -o markdown",
  "coverage as CSV": "coverage -o csv",
  "coverage as JSON": "coverage -o json",
  "preview of a policy in Azure": "preview {vault}/backupPolicies/DefaultPolicy --html {dir}/r.html --svg {dir}/r.svg",
  "preview of a policy in Azure as JSON": "preview {vault}/backupPolicies/DefaultPolicy -o json",
  "preview of a policy in Azure as Markdown": "preview {vault}/backupPolicies/DefaultPolicy -o markdown",
  "preview of a file": "preview {policyFile} --html {dir}/r.html --svg {dir}/r.svg",
  "preview of a file as Markdown": "preview {policyFile} -o markdown",
  adopt: "adopt {vault} --out {dir}/r.ts",
  "adopt to stdout": "adopt {vault}",
  "adopt --from-stack": "adopt --from-stack {stackFile} --out {dir}/r.ts",
  "explain-plan": "explain-plan {planFile}",
  "explain-plan as Markdown": "explain-plan {planFile} -o markdown",
  "explain-plan as JSON": "explain-plan {planFile} -o json",
  "fleet assign": "fleet assign --inventory {csvFile} --file {dir}/fleet.assignments --tier daily --default-tier daily",
  cancel: "cancel {vault} --vm vm-run",
  "backup-now": "backup-now {vault} --vm vm-new --wait-for completed --timeout 600 {reports}",
  restore: "restore {vault} --vm vm-web --to disks --target-group rg-drill --staging-account {staging} --timeout 60 {reports}",
  drill: "drill {vault} --vm vm-web --scratch-group rg-drill --staging-account {staging} --point latest --timeout 60 {reports}",
  "drill --clean": "drill {vault} --scratch-group rg-drill --staging-account {staging} --clean",
};

const REPORTS = ["json", "junit", "markdown", "html"];

/** A vault with VMs of every state, and a folder for files. */
export class Scene {
  private constructor(
    private readonly estate: DrillEstate,
    private readonly folder: string,
    private readonly time: EmulatedTime,
  ) {}

  static async make(): Promise<Scene> {
    const estate = await makeDrillEstate({ vms: ["vm-web", "vm-db"] });
    await protect(estate.client, "vm-new");
    await triggerBackup(estate.client, await protect(estate.client, "vm-run"));
    return new Scene(estate, mkdtempSync(join(tmpdir(), "injection-")), new EmulatedTime(estate.client.emulator));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** What the emulator has recorded. */
  get journal(): string {
    return JSON.stringify(this.estate.client.emulator.journal);
  }

  /** What the clients of the emulator sign in with. */
  get signIn(): { readonly client_secret: string } {
    return { client_secret: this.estate.client.environment["ARM_CLIENT_SECRET"] ?? "" };
  }

  /** Runs a command line in this process. */
  async run(line: string, how: RunOptions = {}): Promise<Written> {
    const directory = mkdtempSync(join(this.folder, "run-"));
    const process = new DrillProcess(this.estate.client, this.time, how.env, undefined, how.change);
    const { terminal } = process.context;
    const run = async (): Promise<number> => {
      const { program, parse } = commandLine(terminal);
      for (const command of program.commands) {
        command.exitOverride().configureOutput({ writeOut: terminal.print, writeErr: terminal.note });
      }
      const invocation = await parse(this.argumentsOf(line, directory, how));
      return runCommand(line.split(" ")[0] ?? "", invocation?.options ?? {}, process.context);
    };
    const ended = run().catch((thrown: unknown) => {
      if ((thrown as { code?: string }).code?.startsWith("commander.")) return ExitCode.badInput;
      const { exitCode, message } = failureOf(thrown);
      terminal.note(`azure-vm-backup: ${message}`);
      return exitCode;
    });
    // A run of a file waits for the disk, and not for the time of Azure.
    const code = await (line.includes("File}") ? ended : this.time.until(ended));
    const names = readdirSync(directory).filter((name) => name.startsWith("r.") || name.endsWith(".assignments"));
    const files = names.map((name) => [name.split(".").at(-1) ?? "", readFileSync(join(directory, name), "utf8")] as const);
    rmSync(directory, { recursive: true });
    return { code, stdout: process.printed.join("\n"), stderr: process.noted.join("\n"), files: Object.fromEntries(files) };
  }

  private argumentsOf(line: string, directory: string, { file = (text) => text, values = {} }: RunOptions): string[] {
    const { vault, staging } = this.estate;
    const all: Record<string, string> = { vault, staging, dir: directory, ...values };
    for (const [name, { path, content }] of Object.entries(INPUTS)) {
      if (!line.includes(`{${name}}`)) continue;
      all[name] = join(directory, path);
      writeFileSync(all[name], file(content, name));
    }
    const reports = REPORTS.map((kind) => `--report-${kind} {dir}/r.${kind}`).join(" ");
    const words = line.replace("{reports}", reports).split(" ");
    return words.map((word) => word.replace(/\{(\w+)\}/, (_, name: string) => all[name] ?? ""));
  }
}
