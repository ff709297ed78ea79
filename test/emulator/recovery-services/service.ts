import { createApp, type App } from "../../../lib/emulator/app";
import type { Context } from "../../../lib/emulator/context";
import type { Answer } from "../client";
import type { ProtectedItem } from "../../../lib/emulator/recovery-services/model";
import { contextOf, DAY, GROUP, ITEM_ID, itemOf, NOW } from "./records";

export const API_VERSION = "2025-02-01";

/** Azure Backup in this process, without a socket and a sign-in. */
export interface Service {
  readonly context: Context;
  readonly ask: (
    method: "GET" | "PUT" | "PATCH" | "POST" | "DELETE",
    path: string,
    body?: object,
    more?: { readonly apiVersion?: string; readonly headers?: Readonly<Record<string, string>> },
  ) => Promise<Answer>;
}

/** Serves some routes of Azure Backup. The resource group of the records exists. */
export function serviceOf(context: Context, ...routes: readonly ((app: App, context: Context) => void)[]): Service {
  const app = createApp({ key: "", cert: "" });
  for (const serve of routes) serve(app, context);
  context.state.resourceGroups.set(GROUP, { id: GROUP, name: "rg-app", location: "westeurope", tags: {} });
  return {
    context,
    ask: async (method, path, body, { apiVersion = API_VERSION, headers = {} } = {}) => {
      const versioned = /[?&]api-version=/.test(path)
        ? path
        : `${path}${path.includes("?") ? "&" : "?"}api-version=${apiVersion}`;
      const answer = await app.inject({
        method,
        url: versioned.replace(/^https:\/\/localhost:1/, "").replaceAll(" ", "%20"),
        headers: { host: "localhost", ...(body && { "content-type": "application/json" }), ...headers },
        ...(body && { payload: body }),
      });
      return {
        status: answer.statusCode,
        headers: answer.headers as Answer["headers"],
        body: answer.body === "" ? undefined : answer.json(),
      };
    },
  };
}

/** Returns the status, the code and the first detail of an error. */
export function refused({ status, body }: Answer): [number, string | undefined, string | undefined] {
  const { error } = (body ?? {}) as { error?: { code: string; message: string; details?: { message: string }[] } };
  return [status, error?.code, error?.details?.[0]?.message ?? error?.message];
}

export const SOFT_DELETED = { deletion: { at: NOW - 1, recoverableUntil: NOW + DAY } };
export const GONE = { deletion: { at: NOW - 2, recoverableUntil: NOW - 1 } };

/** Serves some routes of a vault with the VM of the records, and its item if one is given. */
export function serviceWith(
  item: Partial<ProtectedItem> | undefined,
  ...routes: readonly ((app: App, context: Context) => void)[]
): Service {
  const context = contextOf([], { item: itemOf(item) });
  if (!item) context.state.protectedItems.delete(ITEM_ID);
  return serviceOf(context, ...routes);
}

/** Adds a VM, or another resource, and returns its id. */
export function addVm(
  { context }: Service,
  name: string,
  location?: unknown,
  type = "Microsoft.Compute/virtualMachines",
): string {
  const id = `${GROUP}/providers/Microsoft.Compute/virtualMachines/${name}`;
  context.state.resources.set(id, { id, name, type, body: location === undefined ? {} : { location } });
  return id;
}
