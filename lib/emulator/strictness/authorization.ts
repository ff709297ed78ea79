import { isSameName } from "../../azure/case-fold";
import { allows } from "../../azure/permission";
import type { Context } from "../context";
import { permissionsOf } from "../resources/permissions";
import { authorizationFailed } from "../errors/arm-errors";

/** Who asks, as their token says. */
export interface Caller {
  readonly appid: string;
  readonly oid: string;
}

const VERBS: Readonly<Record<string, string>> = { GET: "read", HEAD: "read", PUT: "write", PATCH: "write", DELETE: "delete" };

/** What a request does, and to what, in the words of role definitions. */
export interface Action {
  readonly name: string;
  readonly scope: string;
}

/** Refuses what none of a caller's roles allows. The account of the emulator owns its subscription; others have what is assigned. */
export function authorize(context: Context, caller: Caller, method: string, path: string): void {
  if (isSameName(caller.oid, context.account.objectId) || !/^\/subscriptions\/[^/]+/i.test(path)) return;
  const { name, scope } = actionOf(method, path);
  if (allows(permissionsOf(context, caller.oid, scope), name)) return;
  throw authorizationFailed(caller, name, scope);
}

/** The action of a request: its resource type and a verb; for a POST, the last segment of its path and `action`. */
export function actionOf(method: string, path: string): Action {
  const [scope = path, ...providers] = path.split(/\/providers\//i);
  const last = providers.at(-1);
  if (last === undefined) {
    const [, , , ...below] = scope.split("/");
    const type = ["Microsoft.Resources/subscriptions", ...below.filter((_, index) => index % 2 === 0)].join("/");
    return { name: `${type}/${VERBS[method] ?? "action"}`, scope: path };
  }
  const [namespace, ...segments] = last.split("/");
  // A list, or a POST's action, ends with a name of its own, for which there is no resource yet.
  const types = segments.filter((_, index) => index % 2 === 0);
  const isAction = method === "POST";
  const name = [namespace, ...types, VERBS[method] ?? "action"].join("/");
  return { name, scope: isAction ? path.slice(0, path.lastIndexOf("/")) : path };
}
