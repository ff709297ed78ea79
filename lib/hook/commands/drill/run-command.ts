import { parseVaultId } from "../../../azure/resource-id";
import { DRILL_VARIABLE } from "../../../contract/request-envelope";
import type { DrillRequest } from "../../../contract/drill-request";
import { ExitCode } from "../../../contract/exit-code";
import type { Context } from "../../context";
import { HookError } from "../../hook-error";
import { checkedDrillRequest, decodeDrillRequest } from "../request-from-environment";
import { jsonIn } from "../json-file";
import { resolveVault } from "../resolve-vault";
import { type VaultReference, vaultReference } from "../vault-options";
import { type DrillFlags, drillOptions } from "./flags";
import { runDrillPlan } from "./plan";
import { runDrillReported } from "./run";

/** Runs the drill that flags, a file of outputs or the environment describe; returns the exit code. */
export async function runDrillCommand(flags: DrillFlags, vault: VaultReference | undefined, context: Context): Promise<ExitCode> {
  const request = await requestOf(vault, context);
  const vaultId = request.vaultId ?? (await resolveVault(vault ?? vaultReference(undefined, flags), context.env, context.signal));
  const options = drillOptions(flags, vaultId, request, context.env);
  const limited = context.limitedTo(options.timeoutMinutes);
  if (flags.plan) return runDrillPlan(options, { output: flags.output ?? "table", credential: request.credential }, limited);
  const { reportJson: json, reportJunit: junit, reportMarkdown: markdown, reportHtml: html } = flags;
  return runDrillReported(
    {
      ...{ options, onlyCleans: flags.clean ?? false, credential: request.credential, insideDeployment: false },
      ...{ onFailure: flags.onFailure ?? request.onFailure ?? "fail", reports: { json, junit, markdown, html } },
    },
    limited,
  );
}

/** Runs the request that a deployment passes in the environment. */
export async function runDrillRequest(encoded: string, context: Context): Promise<ExitCode> {
  const request = decodeDrillRequest(encoded);
  const options = drillOptions({}, request.vaultId, request, context.env);
  const { credential, onFailure } = request;
  return runDrillReported(
    { options, onlyCleans: false, credential, onFailure, insideDeployment: true, reports: {} },
    context.limitedTo(request.timeoutMinutes),
  );
}

/** The request in the environment or in the outputs of a stack; empty if there is none. */
async function requestOf(vault: VaultReference | undefined, { env, signal }: Context): Promise<Partial<DrillRequest>> {
  const encoded = env[DRILL_VARIABLE];
  if (vault === undefined) return encoded ? decodeDrillRequest(encoded) : {};
  if (vault.by !== "outputs") return {};
  const found = [...requestsIn(await jsonIn(vault.file, "--from-outputs", signal))];
  const [request, ...others] = found;
  if (others.length > 0) {
    throw new HookError(
      ExitCode.badInput,
      `--from-outputs must name a file with the request of one drill, got '${vault.file}' with ${found.length}; write the outputs of one stack, or use flags`,
    );
  }
  return request === undefined ? {} : checkedDrillRequest(request, `--from-outputs '${vault.file}'`);
}

/** Every value of a file that is a request of a drill by its members. */
function* requestsIn(value: unknown): Generator<object> {
  if (typeof value !== "object" || value === null) return;
  if ("scratchGroupId" in value && "vaultId" in value && parseVaultId(String(value.vaultId))) yield value;
  else for (const part of Object.values(value)) yield* requestsIn(part);
}
