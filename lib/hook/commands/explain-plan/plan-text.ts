import { existsSync, readFileSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { addAbortSignal } from "node:stream";
import { buffer } from "node:stream/consumers";
import { ExitCode } from "../../../contract/exit-code";
import { parseForeignJson } from "../../arm/foreign-json";
import type { Context } from "../../context";
import { decodedText } from "../../decoded-text";
import { objectOf } from "../../explain-plan/attributes";
import { HookError } from "../../hook-error";
import { excerptOf } from "../../outgoing/foreign-text";
import { runProgram } from "../../sign-in/run-program";
import { readFileOrPipe } from "../../text-file";

/** Where the plan is. */
export type PlanSource = { readonly by: "file"; readonly file: string } | { readonly by: "stack"; readonly stack: string };

/** The JSON of a plan. */
export interface PlanText {
  readonly text: string;
  /** What it is called in messages. */
  readonly name: string;
}

/** The largest plan that is read. */
const MAX_OUTPUT = 256 * 1024 * 1024;

export async function planText(source: PlanSource, context: Context): Promise<PlanText> {
  if (source.by === "stack") return stackPlan(source.stack, context);
  const { file } = source;
  if (file === "-") return { text: decodedText(await standardInput(context.signal)), name: "standard input" };
  try {
    return { text: decodedText(await readFileOrPipe(file, context.signal)), name: `'${file}'` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw wrong(`the plan must be a file that can be read, got '${file}' (${code}); check the path`);
  }
}

async function standardInput(signal: AbortSignal | undefined): Promise<Uint8Array> {
  const stdin = process.stdin;
  if (stdin.isTTY)
    throw wrong("- reads the plan from a pipe, got a terminal; use 'terraform show -json PLAN | azure-vm-backup explain-plan -'");
  return buffer(signal ? addAbortSignal(signal, stdin) : stdin);
}

/** Plans a synthesized stack with Terraform. A plan that Terraform could not finish is explained too. */
async function stackPlan(stack: string, { env, signal, terminal }: Context): Promise<PlanText> {
  const directory = stackDirectory(stack);
  // cdktf uses the same variable, for OpenTofu.
  const program = env["TERRAFORM_BINARY_NAME"] ?? "terraform";
  const folder = await mkdtemp(join(tmpdir(), "azure-vm-backup-"));
  const file = join(folder, "plan");
  const terraform = async (...args: string[]) => {
    try {
      return await runProgram(program, [`-chdir=${directory}`, ...args], signal, { ...env, TF_IN_AUTOMATION: "1" }, MAX_OUTPUT);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      throw wrong(`--stack needs '${program}' on the PATH; install Terraform, or give the file of 'terraform show -json PLAN'`);
    }
  };
  try {
    if (!existsSync(join(directory, ".terraform"))) {
      const init = await terraform("init", "-input=false", "-no-color");
      if (init.exitCode !== 0) throw wrong(`'${program} init' failed in '${directory}': ${errorIn(init)}`);
    }
    // The plan is not applied: it must not hold up a deployment, nor need to write to the backend.
    const planned = await terraform("plan", "-lock=false", "-input=false", "-no-color", `-out=${file}`);
    if (planned.exitCode !== 0) {
      if (!existsSync(file)) throw wrong(`'${program} plan' failed in '${directory}': ${errorIn(planned)}`);
      terminal.note(`azure-vm-backup: '${program} plan' failed: ${errorIn(planned)}`);
    }
    const shown = await terraform("show", "-json", file);
    if (shown.exitCode !== 0) throw wrong(`'${program} show' failed in '${directory}': ${errorIn(shown)}`);
    return { text: shown.stdout, name: `the plan of '${stack}'` };
  } finally {
    // The file of a plan holds secrets.
    await rm(folder, { recursive: true, force: true });
  }
}

/** Finds the folder of a stack by its name, as cdktf writes it, or by its path. */
function stackDirectory(stack: string): string {
  const stacks = resolve(outputFolder(), "stacks");
  const found = [join(stacks, stack), resolve(stack)].find(
    (folder) => existsSync(folder) && readdirSync(folder).some((name) => /\.tf(\.json)?$/.test(name)),
  );
  if (found !== undefined) return found;
  const names = existsSync(stacks) ? readdirSync(stacks).map((name) => `'${name}'`) : [];
  const remedy = names.length > 0 ? `use one of ${names.join(", ")}` : "run 'cdktf synth' first";
  throw wrong(`--stack must name a synthesized stack, got '${stack}'; ${remedy}`);
}

/** The folder to which cdktf synthesizes, by `cdktf.json`. */
function outputFolder(): string {
  const usual = "cdktf.out";
  try {
    const { output } = objectOf(parseForeignJson(decodedText(readFileSync("cdktf.json"))));
    return typeof output === "string" && output !== "" ? output : usual;
  } catch {
    return usual;
  }
}

function errorIn({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  const text = `${stderr}\n${stdout}`.replaceAll(/[╷│╵]/g, " ");
  const [, error] = /Error: ([\s\S]*)/.exec(text) ?? [];
  return excerptOf(error ?? (text.trim() || "no output"), 500);
}

function wrong(message: string): HookError {
  return new HookError(ExitCode.badInput, message);
}
