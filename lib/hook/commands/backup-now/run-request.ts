import type { ExitCode } from "../../../contract/exit-code";
import type { Context } from "../../context";
import { decodeRequest } from "../request-from-environment";
import { runBackup } from "./run";

/** Runs the request that a deployment passes in the environment; returns the exit code. */
export function runRequest(encoded: string, context: Context): Promise<ExitCode> {
  const request = decodeRequest(encoded);
  const limited = context.limitedTo(request.timeoutMinutes);
  return runBackup({ ...request, vms: request.protectedItemIds, insideDeployment: true }, limited);
}
