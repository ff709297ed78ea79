import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Sample } from "../constructs/sample";
import { measured } from "./measured";
import type { StateServer } from "./state-server";

const CLI = join(dirname(require.resolve("cdktf-cli/package.json")), "bundle/bin/cdktf");
const APP = `node -r "${require.resolve("ts-node/register/transpile-only")}" "${resolve(__dirname, "app.ts")}"`;

/** A folder in which the CLI of cdktf synthesizes, plans and deploys a contender, each as a whole process. */
export class CdktfProcess {
  static async create(states: StateServer, contender: string, vms: number): Promise<CdktfProcess> {
    const directory = await mkdtemp(join(tmpdir(), "bench-cdktf-"));
    const config = { language: "typescript", app: APP, projectId: "bench", sendCrashReports: "false" };
    await writeFile(join(directory, "cdktf.json"), JSON.stringify(config));
    return new CdktfProcess(directory, {
      ...process.env,
      BENCH_CONTENDER: contender,
      BENCH_VMS: `${vms}`,
      BENCH_BACKEND: JSON.stringify(states.backend(basename(directory))),
      TS_NODE_PROJECT: resolve(__dirname, "../../tsconfig.json"),
      CHECKPOINT_DISABLE: "1",
      CI: "1",
      FORCE_COLOR: "0",
    });
  }

  private constructor(
    private readonly directory: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  run(...args: string[]): Promise<Sample> {
    return measured([process.execPath, CLI, ...args], { cwd: this.directory, env: this.env });
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}
