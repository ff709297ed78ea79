import { azureTime } from "../../arm/times";
import type { Context } from "../../context";
import { member, propertiesOf } from "../../resources/body";
import { securityTypeOf } from "../../resources/virtual-machine-facts";
import type { ProtectedItem } from "../model";
import { usesNewerFormat } from "../newer-format";
import { parsedPolicy } from "../policies/parsed-policy";
import type { RecoveryPoint } from "./recovery-point";
import { diskConfiguration } from "../restores/backed-up-vm";
import { moveReadiness, vaultTiers } from "../restores/archive-tier";
import { isImmutable } from "../vaults/vault-rules";

/** Returns a recovery point as Azure shows it. */
export function recoveryPointView(
  context: Context,
  item: ProtectedItem,
  point: RecoveryPoint,
  apiVersion: string,
): Record<string, unknown> {
  const { name, time, instant, policyType } = point;
  return {
    id: `${item.id}/recoveryPoints/${name}`,
    name,
    type: "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints",
    properties: {
      objectType: "IaasVMRecoveryPoint",
      ...(usesNewerFormat(apiVersion) ? { threatStatus: "Unknown", threatInfo: [] } : {}),
      recoveryPointType: "AppConsistent",
      recoveryPointTime: azureTime(time),
      recoveryPointAdditionalInfo: "",
      sourceVMStorageType: "PremiumVMOnPartialPremiumStorage",
      isSourceVMEncrypted: false,
      isInstantIlrSessionActive: false,
      // A tier that holds the recovery point no longer is left out. Whether Azure lists it with another status is not known.
      recoveryPointTierDetails: [...(instant ? [{ type: "InstantRP", status: "Valid" }] : []), ...vaultTiers(point)],
      isManagedVirtualMachine: true,
      originalStorageAccountOption: false,
      ...virtualMachine(context, item),
      recoveryPointMoveReadinessInfo: {
        ArchivedRP: moveReadiness(context, point),
      },
      isPrivateAccessEnabledOnAnyDisk: false,
      ...diskConfiguration(item, point.source),
      ...(point.source?.zones ? { zones: point.source.zones } : {}),
      ...(policyType === undefined ? {} : { createdWithPolicyType: policyType }),
      ...recoveryPointProperties(context, item, point),
    },
  };
}

/** Returns the properties of the VM; none if the VM does not exist. */
function virtualMachine({ state }: Context, { vmId }: ProtectedItem): Record<string, unknown> {
  const vm = state.resources.get(vmId);
  if (!vm) return {};
  const securityType = securityTypeOf(vm);
  return {
    virtualMachineSize: member(propertiesOf(vm), "hardwareProfile")["vmSize"],
    osType: member(member(propertiesOf(vm), "storageProfile"), "osDisk")["osType"],
    securityType: securityType === "Standard" ? "None" : securityType,
  };
}

/**
 * Only for a scheduled backup does Azure show the expiry and its rule. The properties of a deleted on-demand backup are our
 * reading.
 */
function recoveryPointProperties(
  { state }: Context,
  { deletion, policyId, vaultId }: ProtectedItem,
  { expiry, scheduled }: RecoveryPoint,
): Record<string, unknown> {
  const isSoftDeleted = deletion !== undefined;
  if (!scheduled) return isSoftDeleted ? { recoveryPointProperties: { isSoftDeleted } } : {};
  const vault = state.vaults.get(vaultId);
  const policy = policyId === undefined ? undefined : state.policies.get(policyId);
  return {
    recoveryPointProperties: {
      ...(Number.isFinite(expiry) ? { expiryTime: azureTime(expiry) } : {}),
      ...(policy ? { ruleName: parsedPolicy(policy).retentionPolicy.dailySchedule ? "Daily" : "Weekly" } : {}),
      isSoftDeleted,
      immutabilityProperties: { isImmutable: vault !== undefined && isImmutable(vault) },
    },
  };
}
