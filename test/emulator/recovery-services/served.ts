import { createApp } from "../../../lib/emulator/app";
import type { Context } from "../../../lib/emulator/context";
import { issueToken } from "../../../lib/emulator/identity/tokens";
import { serveExportedJobs } from "../../../lib/emulator/recovery-services/jobs/job-export";
import { RECOVERY_SERVICES } from "../../../lib/emulator/recovery-services/routes";
import type { Answer } from "../client";
import { GROUP } from "./records";

/** The api-version of recorded answers without and with the newer members. */
export const OLDER = "2025-02-01";
export const NEWER = "2026-07-01";

export type Send = (method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: object) => Promise<Answer>;

/**
 * Returns a function that sends a request to the routes of Microsoft.RecoveryServices, without a socket and without the checks of
 * Azure Resource Manager that precede them. A path without an api-version gets {@link OLDER}.
 */
export function served(context: Context, headers: Readonly<Record<string, string>> = {}): Send {
  context.state.resourceGroups.set(GROUP, { id: GROUP, name: "rg-app", location: "westeurope", tags: {} });
  const app = createApp({ key: "", cert: "" });
  for (const serve of [...RECOVERY_SERVICES, serveExportedJobs]) serve(app, context);
  const authorization = `Bearer ${issueToken(context, context.origin)}`;
  return async (method, path, body) => {
    const url = `${path}${path.includes("?") ? "&" : "?"}${path.includes("api-version=") ? "" : `api-version=${OLDER}`}`;
    const answer = await app.inject({
      ...{ method, url, headers: { host: "localhost", authorization, ...headers } },
      ...(body === undefined ? {} : { payload: body }),
    });
    const text = answer.payload;
    return {
      ...{ status: answer.statusCode, headers: answer.headers as Answer["headers"] },
      body: text ? (JSON.parse(text) as unknown) : undefined,
    };
  };
}

/** Returns the path and the query of a link that an answer contains. */
export function pathOfLink(link: unknown): string {
  const { pathname, search } = new URL(String(link));
  return `${decodeURIComponent(pathname)}${search}`;
}
