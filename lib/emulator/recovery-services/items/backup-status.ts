import { nameIn } from "../../../azure/id-parts";
import * as v from "valibot";
import { isSameName } from "../../../azure/case-fold";
import { parseProtectedItemId, parseVaultId } from "../../../azure/resource-id";
import type { App } from "../../app";
import type { Context } from "../../context";
import { backupInputInvalid, protectedByAnotherVault } from "../../errors/item-errors";
import { checkedBody } from "../../strictness/body";
import type { ProtectedItem } from "../model";
import { REGION, type RegionParams } from "../region";
import { regionProblem } from "./protection-enable";
import { canonicalItemId, isLive, isPresent } from "./protection-state";

interface Route {
  Params: RegionParams;
  Body: unknown;
}

const statusSchema = v.strictObject({
  resourceType: v.literal("VM"),
  resourceId: v.string(),
  poLogicalName: v.nullish(v.string()),
});
const validationSchema = v.strictObject({
  resourceType: v.literal("VM"),
  resourceId: v.string(),
  vaultId: v.nullish(v.string()),
  properties: v.nullish(v.string()),
});

/** Serves the requests by which the portal and `az backup protection check-vm` ask whether a VM is, or can be, protected. */
export function serveBackupStatus(app: App, context: Context): void {
  app.post<Route>(`${REGION}/backupStatus`, ({ body }) => {
    const { resourceId } = checkedBody(statusSchema, body, "BackupStatusRequest");
    const item = itemOf(context, resourceId);
    if (!item) return { protectionStatus: "NotProtected", vaultId: "", fabricName: "", containerName: "", protectedItemName: "" };
    const { containerName, itemName } = parseProtectedItemId(item.id) ?? {};
    return {
      protectionStatus: context.clock.now() < item.protectedAt ? "Protecting" : "Protected",
      vaultId: item.vaultId,
      fabricName: "Azure",
      containerName,
      protectedItemName: itemName,
      policyName: nameIn(item.policyId ?? ""),
      registrationStatus: "Registered",
    };
  });

  app.post<Route>(`${REGION}/backupPreValidateProtection`, ({ body }) => {
    const { resourceId, vaultId } = checkedBody(validationSchema, body, "PreValidateEnableBackupRequest");
    const problem = problemOf(context, resourceId, vaultId ?? undefined);
    if (problem) return { status: "Failed", ...problem };
    const { containerName, itemName } = parseProtectedItemId(canonicalItemId(vaultId ?? "", resourceId)?.id ?? "") ?? {};
    return {
      status: "Succeeded",
      errorCode: "",
      errorMessage: "",
      recommendation: "",
      containerName,
      protectedItemName: itemName,
    };
  });
}

function itemOf({ clock, state }: Context, vmId: string): ProtectedItem | undefined {
  const now = clock.now();
  for (const item of state.protectedItems.values()) {
    if (isLive(item, now) && isSameName(item.vmId, vmId)) return item;
  }
  return undefined;
}

/** Returns why a vault cannot protect a VM. The codes are those of the errors that enabling its protection would return. */
function problemOf(context: Context, vmId: string, vaultId: string | undefined) {
  const vm = context.state.resources.get(vmId);
  if (!vm) {
    return {
      errorCode: "UserErrorVmNotFoundV2",
      errorMessage: `The virtual machine '${vmId}' was not found.`,
      recommendation: "Choose a virtual machine that exists.",
    };
  }
  const item = itemOf(context, vmId);
  if (item) {
    const isOther = vaultId !== undefined && !isSameName(item.vaultId, vaultId);
    return {
      errorCode: isOther ? protectedByAnotherVault.facts.code : "UserErrorVMAlreadyProtected",
      errorMessage: `The virtual machine is protected by vault '${parseVaultId(item.vaultId)?.vaultName ?? item.vaultId}'.`,
      recommendation: "Stop its protection and delete its backup data there first.",
    };
  }
  const namesake = context.state.protectedItems.get(canonicalItemId(vaultId ?? "", vmId)?.id ?? "");
  if (namesake && isPresent(namesake, context.clock.now()) && !isSameName(namesake.vmId, vmId)) {
    return {
      errorCode: backupInputInvalid.facts.code,
      errorMessage: `The vault protects '${namesake.vmId}', which has the same resource group and name.`,
      recommendation: "Choose another vault.",
    };
  }
  const vault = vaultId === undefined ? undefined : context.state.vaults.get(vaultId);
  const mismatch = vault && regionProblem(vm, vault);
  return (
    mismatch && {
      errorCode: "UserErrorVmVaultLocationMismatch",
      errorMessage: mismatch,
      recommendation: "Choose a vault in the region of the virtual machine.",
    }
  );
}
