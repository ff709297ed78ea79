import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { build } from "esbuild";
import type { Sample } from "./sample";

const ROOT = resolve(__dirname, "../..");
const MODULES = join(ROOT, "node_modules");
const LINKED = ["cdktf", "constructs", "@cdktf", "@types"];

/** A folder outside the checkout in which all contenders run with the same packages, the same loader and precompiled JavaScript. */
export class Workspace {
  static async of(): Promise<Workspace> {
    const directory = await mkdtemp(join(tmpdir(), "azure-vm-backup-bench-"));
    const workspace = new Workspace(directory);
    await workspace.fill();
    return workspace;
  }

  private runs = 0;

  private constructor(private readonly directory: string) {}

  /** Synthesizes a case in a new process. */
  async synth(name: string, vms: number): Promise<Sample> {
    const outdir = join(this.directory, `out-${++this.runs}`);
    const sample = JSON.parse(await this.node(["child.js", "synth", name, `${vms}`, outdir])) as Sample;
    await rm(outdir, { recursive: true });
    return sample;
  }

  /** Imports modules, one after the other, in a new process. */
  async import(modules: readonly string[]): Promise<Sample> {
    return JSON.parse(await this.node(["child.js", "import", ...modules])) as Sample;
  }

  /** Type-checks a project; measures the whole process. */
  typecheck(project: string): Promise<Sample> {
    return this.process([join(MODULES, "typescript/bin/tsc"), "--noEmit", "-p", project]);
  }

  /** Synthesizes a project with the cdktf CLI; measures the whole process. */
  cdktfSynth(project: string): Promise<Sample> {
    return this.process([join(MODULES, "cdktf-cli/bundle/bin/cdktf"), "synth"], project);
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }

  private async process(args: readonly string[], folder = "."): Promise<Sample> {
    const start = performance.now();
    await this.node(args, folder);
    return { milliseconds: performance.now() - start, peakBytes: 0, jsonBytes: 0 };
  }

  private node(args: readonly string[], folder = "."): Promise<string> {
    const env = { ...process.env, CHECKPOINT_DISABLE: "1", CI: "1", FORCE_COLOR: "0" };
    const child = spawn(process.execPath, args, { cwd: join(this.directory, folder), env });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    return new Promise((done, fail) => {
      child.once("error", fail);
      child.once("close", (code) => {
        if (code === 0) done(Buffer.concat(output).toString());
        else fail(new Error(`node ${args.join(" ")} ended with ${code}\n${Buffer.concat([...output, ...errors]).toString()}`));
      });
    });
  }

  private async fill(): Promise<void> {
    const modules = join(this.directory, "node_modules");
    await mkdir(modules);
    for (const name of LINKED) await symlink(join(MODULES, name), join(modules, name), "junction");
    await writeFile(join(this.directory, "package.json"), JSON.stringify({ name: "bench", private: true }));
    await symlink(ROOT, join(modules, "cdktf-azure-vm-backup"), "junction");

    const cases = (await readdir(join(__dirname, "cases"))).map((name) => join(__dirname, "cases", name));
    await build({
      entryPoints: [join(__dirname, "child.ts"), ...cases],
      outbase: __dirname,
      outdir: this.directory,
      platform: "node",
      format: "cjs",
      target: "es2022",
    });
    await cp(join(__dirname, "cases"), join(this.directory, "l1/cases"), { recursive: true });
    await this.project("l1", join(__dirname, "projects/l1-quickstart.ts"));
    await this.project("quickstart", join(ROOT, "examples/quickstart.ts"));
  }

  /** A project like a user's: its own folder, with one TypeScript file that the CLI starts. */
  private async project(name: string, source: string): Promise<void> {
    const folder = join(this.directory, name);
    await cp(source, join(folder, "app/main.ts"));
    const compilerOptions = { target: "ES2022", module: "node16", strict: true, skipLibCheck: true, types: ["node"] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["app/main.ts"] }));
    const app = `"${process.execPath}" -r "${require.resolve("ts-node/register/transpile-only")}" app/main.ts`;
    const config = { language: "typescript", app, projectId: "bench", sendCrashReports: "false" };
    await writeFile(join(folder, "cdktf.json"), JSON.stringify(config));
  }
}
