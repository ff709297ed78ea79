import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { ExitCode } from "../../../contract/exit-code";
import type { Context } from "../../context";
import { HookError } from "../../hook-error";
import type { Programs } from "../../live-check/steps";
import { runProgram } from "../../sign-in/run-program";

/** What the stack imports. */
const PEERS = ["cdktf", "@cdktf/provider-azurerm/package.json", "constructs"];

/** @throws HookError if something is missing without which a live check would fail half-way */
export async function requirePrograms({ stack }: Programs, { env, signal }: Context): Promise<void> {
  if (!existsSync(stack)) {
    throw wrong(
      "the stack of the live check is not beside this copy of azure-vm-backup; run it from the package cdktf-azure-vm-backup",
    );
  }
  const fromStack = createRequire(stack);
  const missing = PEERS.filter((peer) => !canResolve(fromStack, peer)).map((peer) => peer.replace("/package.json", ""));
  if (missing.length > 0) {
    throw wrong(`the live check needs ${missing.join(" and ")} beside this package, which are not installed; see docs/start.md`);
  }
  try {
    await runProgram("terraform", ["version"], signal, { ...env, CHECKPOINT_DISABLE: "1" });
  } catch {
    signal.throwIfAborted();
    throw wrong("the live check needs Terraform 1.4 or newer, and there is no 'terraform' on the PATH; install it");
  }
}

/** The subscription, which azurerm does not take from the Azure CLI. */
export function subscriptionIn(env: NodeJS.ProcessEnv): string {
  const { ARM_SUBSCRIPTION_ID: id = "" } = env;
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) return id;
  throw wrong(`ARM_SUBSCRIPTION_ID must be the id of the subscription to use, got '${id}'; set it, also after 'az login'`);
}

function canResolve(from: NodeJS.Require, name: string): boolean {
  try {
    from.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function wrong(message: string): HookError {
  return new HookError(ExitCode.badInput, message);
}
