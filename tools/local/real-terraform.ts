import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/**
 * Checks that Terraform is installed and can load the providers of a synthesized stack.
 * @throws Error if Terraform or a provider is missing, with what to do
 */
export async function requireTerraform(directory: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const env = { ...environment, CHECKPOINT_DISABLE: "1" };
  try {
    await execute("terraform", ["version"], { env });
  } catch {
    throw new Error("this needs Terraform 1.4 or newer, which is not on the PATH: install it and run this again");
  }
  try {
    await execute("terraform", [`-chdir=${directory}`, "init", "-backend=false", "-input=false", "-no-color"], { env });
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    throw new Error(
      `this needs the azurerm provider, and 'terraform init' could not load it (${reasonOf(stderr)}): run it where the Terraform registry or a mirror of it can be reached`,
      { cause: error },
    );
  }
}

/** The reason in Terraform's error, without box characters and line breaks. */
function reasonOf(stderr: string): string {
  const text = stderr.replace(/[╷│╵]/g, " ").replace(/\s+/g, " ");
  return /Error: (.{0,200}?)(?=[.,;]? (?:Error:|Could not|$)|\.)/.exec(text)?.[1]?.trim() ?? "no reason given";
}

/** Runs a program, passes its output through, and returns its exit code. */
export function runVisibly(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", reject).once("close", (code) => {
      resolve(code ?? 1);
    });
  });
}

/** An environment without the Azure account of this shell. */
export function withoutAzure(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(ARM|AZURE)_/.test(name)));
}
