import type { Context } from "../../../lib/emulator/context";
import { issueToken } from "../../../lib/emulator/identity/tokens";
import { serveExportedJobs } from "../../../lib/emulator/recovery-services/jobs/job-export";
import { RECOVERY_SERVICES } from "../../../lib/emulator/recovery-services/routes";
import type { Answer } from "../client";
import { API_VERSION, serviceOf, type Service } from "./service";

/** The api-version of recorded answers without and with the newer members. */
export const OLDER = API_VERSION;
export const NEWER = "2026-07-01";

export type Send = (method: Parameters<Service["ask"]>[0], path: string, body?: object) => Promise<Answer>;

/** Returns a function that sends a request of the emulator's account to all routes of Microsoft.RecoveryServices. */
export function served(context: Context, headers: Readonly<Record<string, string>> = {}): Send {
  const { ask } = serviceOf(context, ...RECOVERY_SERVICES, serveExportedJobs);
  const authorization = `Bearer ${issueToken(context, context.origin)}`;
  return (method, path, body) => ask(method, path, body, { headers: { authorization, ...headers } });
}

/** Returns the path and the query of a link that an answer contains. */
export function pathOfLink(link: unknown): string {
  const { pathname, search } = new URL(String(link));
  return `${decodeURIComponent(pathname)}${search}`;
}
