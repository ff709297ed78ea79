import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ExitCode } from "../../../contract/exit-code";
import { ADOPTED_TYPES, declaredOf } from "../../adopt/from-stack/stack-json";
import { HookError } from "../../hook-error";
import { jsonIn } from "../json-file";

const STACK_FILE = "cdk.tf.json";

/**
 * Reads a stack with backup resources: a file of Terraform's JSON, the folder of a stack, or a cdktf.out with one such stack.
 * @throws HookError if there is none, or more than one
 */
export async function stackWithBackups(path: string, signal: AbortSignal | undefined): Promise<unknown> {
  const files = stackFiles(path);
  const stacks: { readonly file: string; readonly json: unknown }[] = [];
  for (const file of files) {
    // The code has each text as it is; whatever is printed is made harmless then.
    const json = await jsonIn(file, "--from-stack", signal, (text) => text);
    if (ADOPTED_TYPES.some((type) => declaredOf(json, type).length > 0)) stacks.push({ file, json });
  }
  const [stack, ...others] = stacks;
  if (stack === undefined) {
    throw wrong(
      `a stack with ${ADOPTED_TYPES.join(", ")}`,
      path,
      "none of them",
      "name another stack, or adopt the vault by its id",
    );
  }
  if (others.length > 0) {
    throw wrong("one stack", path, `${stacks.length}`, `name one of ${stacks.map(({ file }) => `'${file}'`).join(", ")}`);
  }
  return stack.json;
}

function stackFiles(path: string): string[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) {
    if (/\.tf$/.test(path)) throw wrong("a JSON file", path, "HCL", "name the cdk.tf.json that 'cdktf synth' writes");
    return [path];
  }
  const folders = [path, ...namesIn(join(path, "stacks")).map((name) => join(path, "stacks", name))];
  const files = folders.map((folder) => join(folder, STACK_FILE)).filter((file) => existsSync(file));
  if (files.length > 0) return files;
  const others = namesIn(path).filter((name) => name.endsWith(".tf.json"));
  if (others.length > 0) return others.map((name) => join(path, name));
  throw wrong("a synthesized stack", path, `no ${STACK_FILE}`, "run 'cdktf synth' first, or name the file");
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function wrong(allowed: string, path: string, got: string, remedy: string): HookError {
  return new HookError(ExitCode.badInput, `--from-stack must name ${allowed}, got ${got} in '${path}'; ${remedy}`);
}
