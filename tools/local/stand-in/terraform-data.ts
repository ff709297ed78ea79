import { spawn } from "node:child_process";
import * as v from "valibot";
import { argumentsOf } from "./azurerm/arguments";

const schema = v.strictObject({
  triggers_replace: v.optional(v.unknown()),
  provisioner: v.optional(
    v.tuple([
      v.strictObject({
        "local-exec": v.strictObject({
          command: v.string(),
          interpreter: v.array(v.string()),
          environment: v.optional(v.record(v.string(), v.string()), {}),
        }),
      }),
    ]),
  ),
});

/** The arguments of a `local-exec` provisioner. */
export interface LocalExec {
  readonly command: string;
  readonly interpreter: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The program that a `terraform_data` resource runs when it is created; undefined if it runs none. */
export function localExecOf(address: string, config: Record<string, unknown>): LocalExec | undefined {
  return argumentsOf(address, schema, config).provisioner?.[0]["local-exec"];
}

/** Runs the program in the stack's folder, with the stack's variables added to the environment. Throws if the program fails. */
export async function runLocalExec(
  address: string,
  { command, interpreter, environment }: LocalExec,
  directory: string,
  parentEnvironment: NodeJS.ProcessEnv,
  output: "shown" | "kept" = "shown",
): Promise<void> {
  const [program = command, ...args] = interpreter;
  const child = spawn(program, [...args, command], {
    cwd: directory,
    env: { ...parentEnvironment, ...environment },
    stdio: output === "shown" ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  const kept: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => kept.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (code !== 0) throw new Error(`local-exec of ${address} ended with exit code ${code ?? "none"}\n${kept.join("")}`);
}
