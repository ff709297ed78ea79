import * as v from "valibot";
import { isSameName } from "../../../azure/case-fold";
import { catalogueEntryOf } from "../../../azure/error-catalogue";
import { regionName } from "../../../azure/region";
import { parseVaultId, parseVirtualMachineId } from "../../../azure/resource-id";
import { ExitCode } from "../../../contract/exit-code";
import type { ArmConnection } from "../../arm/arm-connection";
import { BACKUP_API_VERSION } from "../../vault/vault-client";
import { read, requiredText, text } from "../../arm/answer-schema";
import type { Finding } from "./finding";

const VM_API_VERSION = "2024-07-01";

const vmSchema = v.object({ location: text });
const statusSchema = v.object({ protectionStatus: requiredText, vaultId: text });
const validationSchema = v.object({ status: requiredText, errorCode: text, errorMessage: text, recommendation: text });

/** The facts about the vault that decide whether it can protect a VM. */
export interface VaultPlace {
  readonly vaultId: string;
  readonly location: string;
  /** The id of a protected VM of the vault with the same resource group and name, if there is one. */
  readonly namesakeId?: string | undefined;
}

/**
 * Checks whether a vault protects a VM or can: the VM exists in the vault's region, no other vault protects it, no other item has its
 * resource group and name, and Azure's validation accepts it. The VM may be in another subscription.
 */
export async function protectabilityOf(arm: ArmConnection, vmId: string, vault: VaultPlace): Promise<Finding> {
  const vm = parseVirtualMachineId(vmId);
  const name = vm?.vmName ?? vmId;
  const about = `cannot read the VM '${name}'`;
  const request = { path: vmId, apiVersion: VM_API_VERSION, about, action: "Microsoft.Compute/virtualMachines/read" };
  const found = await arm.get(request, (body) => read(vmSchema, body));
  if (!found) return problem(name, "does not exist in this subscription and resource group; check its id");
  // A VM without a location, possible in the emulator, counts as in the vault's region.
  const location = regionName(found.location ?? vault.location);
  if (location !== regionName(vault.location)) {
    return problem(name, `is in ${location} and the vault in ${regionName(vault.location)}; choose a vault in the VM's region`);
  }

  if (vault.namesakeId !== undefined) {
    return problem(
      name,
      `has the resource group and name of '${vault.namesakeId}', which the vault protects, so both would have the same protected item id; ` +
        "choose another vault",
    );
  }

  const subscription = `/subscriptions/${vm?.subscriptionId ?? ""}/providers/Microsoft.RecoveryServices/locations/${location}`;
  const locations = "Microsoft.RecoveryServices/locations";
  const ask = <T extends v.GenericSchema>(call: string, body: object, schema: T): Promise<v.InferOutput<T>> => {
    const about = `cannot ask whether '${name}' can be protected`;
    const request = {
      path: `${subscription}/${call}`,
      apiVersion: BACKUP_API_VERSION,
      about,
      action: `${locations}/${call}/action`,
    };
    return arm.postQuery(request, body, (answer) => read(schema, answer));
  };

  const status = await ask("backupStatus", { resourceType: "VM", resourceId: vmId }, statusSchema);
  const { vaultId: protecting, protectionStatus: protection } = status;
  if (protecting !== undefined && protection !== "NotProtected") {
    if (isSameName(protecting, vault.vaultId))
      return { level: "ok", text: `VM '${name}' is protected by this vault (${protection})` };
    return problem(name, `is protected by another vault, '${protecting}'; stop its protection there first, or use that vault`);
  }
  const asked = { resourceType: "VM", resourceId: vmId, vaultId: vault.vaultId, properties: "" };
  const validation = await ask("backupPreValidateProtection", asked, validationSchema);
  if (validation.status === "Succeeded")
    return unprotected(name, vm?.subscriptionId, parseVaultId(vault.vaultId)?.subscriptionId);
  const said = [validation.errorCode, validation.errorMessage, validation.recommendation].filter(Boolean);
  const remedy = catalogueEntryOf(validation.errorCode)?.remedy;
  const text = `cannot be protected: ${said.join(": ") || "Azure gives no reason"}`;
  return problem(name, remedy === undefined ? text : `${text}; ${remedy}`);
}

/**
 * Returns the finding for a VM that can be protected. A VM of another subscription is a warning, because the stack needs an option for it.
 */
function unprotected(vmName: string, ofVm: string | undefined, ofVault: string | undefined): Finding {
  const text = `VM '${vmName}' is not protected yet, and can be`;
  if (ofVm === undefined || ofVault === undefined || isSameName(ofVm, ofVault)) return { level: "ok", text };
  return {
    level: "warning",
    text: `${text}; it is in subscription ${ofVm} and the vault in ${ofVault}, so set crossSubscriptionBackup in the stack`,
  };
}

function problem(vmName: string, text: string): Finding {
  return { level: "problem", exitCode: ExitCode.backupFailed, text: `VM '${vmName}' ${text}` };
}
