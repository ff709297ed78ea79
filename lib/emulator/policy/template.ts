import { isSameName } from "../../azure/case-fold";
import { formatBackupPolicyId, parseBackupPolicyId } from "../../azure/resource-id";
import { policyFormUnknown } from "../errors/policy-errors";
import { list, member } from "../resources/body";
import type { Json } from "../resources/resource-type";
import { type Scope, textOf, valueOf } from "./expression";

/** A protected item that a template deploys. */
export interface ItemToDeploy {
  readonly policyId: string;
  readonly sourceResourceId: string;
}

const ITEM = "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems";
const DEPLOYMENT = "Microsoft.Resources/deployments";

/**
 * Returns the one protected item of the deployment of a policy. The emulator runs no other templates: a deployment may have one nested
 * deployment, in the group of the vault, and that one the item.
 */
export function deployedItem(deployment: Json, outer: Scope): ItemToDeploy {
  const scope = innerScope(deployment, outer);
  const [resource, ...others] = list(member(deployment, "template"), "resources");
  if (!resource || others.length > 0) throw policyFormUnknown(`template with ${others.length + (resource ? 1 : 0)} resources`);
  const type = String(resource["type"]);
  const properties = member(resource, "properties");
  if (isSameName(type, DEPLOYMENT)) {
    const item = deployedItem(properties, scope);
    requireGroupOfVault(resource, item, scope);
    return item;
  }
  if (!isSameName(type, ITEM)) throw policyFormUnknown(`template with a resource of the type '${type}'`);
  const policyId = textOf(properties["policyId"], scope);
  const vaultName = textOf(resource["name"], scope).split("/")[0] ?? "";
  if (!isSameName(vaultName, parseBackupPolicyId(policyId)?.vaultName ?? "")) {
    throw policyFormUnknown(`template whose item is in the vault '${vaultName}' and has the policy '${policyId}'`);
  }
  return { policyId, sourceResourceId: textOf(properties["sourceResourceId"], scope) };
}

/** An item is a child of the vault, so it must be deployed into the vault's own group. */
function requireGroupOfVault(deployment: Json, { policyId }: ItemToDeploy, scope: Scope): void {
  const policy = parseBackupPolicyId(policyId);
  const place = {
    subscriptionId: textOf(deployment["subscriptionId"], scope),
    resourceGroupName: textOf(deployment["resourceGroup"], scope),
  };
  if (!policy || isSameName(formatBackupPolicyId({ ...policy, ...place }), policyId)) return;
  throw policyFormUnknown(
    `template that deploys into ${place.subscriptionId}/${place.resourceGroupName} instead of the vault's group`,
  );
}

/** The parameters of a template are all that its expressions see. */
function innerScope(deployment: Json, outer: Scope): Scope {
  const parameters = Object.entries(member(deployment, "parameters")).map(
    ([name, one]) => [name, valueOf((one as Json)["value"], outer)] as const,
  );
  return { ...outer, parameters: Object.fromEntries(parameters) };
}
