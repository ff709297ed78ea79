import { isSameName } from "../../azure/case-fold";
import { allows } from "../../azure/permission";
import type { Context } from "../context";
import { permissionsOf } from "../resources/permissions";
import { authorizationFailed, linkedAuthorizationFailed } from "../errors/arm-errors";

/** The caller, from the claims of the token. */
export interface Caller {
  readonly appid: string;
  readonly oid: string;
}

const VERBS: Readonly<Record<string, string>> = { GET: "read", HEAD: "read", PUT: "write", PATCH: "write", DELETE: "delete" };

/** The action of a request and its scope, as role definitions name them. */
export interface Action {
  readonly name: string;
  readonly scope: string;
}

/**
 * Refuses an action that no role of the caller allows. The emulator's account owns the subscription; other principals have the
 * roles that are assigned to them.
 */
export function authorize(context: Context, caller: Caller, method: string, path: string): void {
  if (isSameName(caller.oid, context.account.objectId) || !/^\/subscriptions\/[^/]+/i.test(path)) return;
  const { name, scope } = actionOf(method, path);
  if (allows(permissionsOf(context, caller.oid, scope), name)) return;
  throw authorizationFailed(caller, name, scope);
}

/** Refuses a request whose caller may not do what it does to other resources. */
export function authorizeLinked(
  context: Context,
  caller: Caller,
  request: { readonly method: string; readonly path: string },
  linked: readonly Action[],
): void {
  if (isSameName(caller.oid, context.account.objectId)) return;
  const refused = linked.find(({ name, scope }) => !allows(permissionsOf(context, caller.oid, scope), name));
  if (refused) throw linkedAuthorizationFailed(caller, actionOf(request.method, request.path), refused);
}

/** Returns the action of a request: its resource type and a verb; for a POST, the last segment of its path and `action`. */
export function actionOf(method: string, path: string): Action {
  const [scope = path, ...providers] = path.split(/\/providers\//i);
  const last = providers.at(-1);
  if (last === undefined) {
    const [, , , ...below] = scope.split("/");
    const type = ["Microsoft.Resources/subscriptions", ...below.filter((_, index) => index % 2 === 0)].join("/");
    return { name: `${type}/${VERBS[method] ?? "action"}`, scope: path };
  }
  const [namespace, ...segments] = last.split("/");
  // The path of a list or of a POST's action ends with a type or action name without a resource name after it.
  const types = segments.filter((_, index) => index % 2 === 0);
  const isAction = method === "POST";
  const name = [namespace, ...types, VERBS[method] ?? "action"].join("/");
  return { name, scope: isAction ? path.slice(0, path.lastIndexOf("/")) : path };
}
