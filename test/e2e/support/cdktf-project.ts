import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { run, type Ended } from "./processes";

const CLI = join(dirname(require.resolve("cdktf-cli/package.json")), "bundle/bin/cdktf");
const TS_CONFIG = resolve(__dirname, "../../../tsconfig.json");
const TS_NODE = require.resolve("ts-node/register/transpile-only");

/** A folder outside this checkout in which the real cdktf CLI runs an app of `test/e2e/apps`. */
export class CdktfProject {
  static async of(app: string, environment: NodeJS.ProcessEnv): Promise<CdktfProject> {
    const directory = await mkdtemp(join(tmpdir(), "cdktf-project-"));
    const main = resolve(__dirname, "../apps", app);
    const config = {
      language: "typescript",
      app: `node -r "${TS_NODE}" "${main}"`,
      projectId: "e2e",
      sendCrashReports: "false",
    };
    await writeFile(join(directory, "cdktf.json"), JSON.stringify(config));
    return new CdktfProject(directory, {
      ...process.env,
      TS_NODE_PROJECT: TS_CONFIG,
      CHECKPOINT_DISABLE: "1",
      CI: "1",
      FORCE_COLOR: "0",
      ...environment,
    });
  }

  private constructor(
    readonly directory: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  stack(name: string): string {
    return join(this.directory, "cdktf.out/stacks", name);
  }

  /** Runs the CLI, with settings of the app as environment variables. */
  cdktf(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return run(process.execPath, [CLI, ...args], { cwd: this.directory, env: { ...this.environment, ...environment } });
  }

  deploy(environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.cdktf(["deploy", "--auto-approve"], environment);
  }

  /** Runs a script of a pipeline in the project's folder. */
  bash(script: string, environment: NodeJS.ProcessEnv): Promise<Ended> {
    return run("bash", ["-e", "-c", script], { cwd: this.directory, env: { ...this.environment, ...environment } });
  }

  /** Runs Terraform itself in a stack's folder. */
  terraform(stack: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return run("terraform", args, { cwd: this.stack(stack), env: { ...this.environment, ...environment } });
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}
