import { ianaTimeZone } from "../../../../lib/azure/time-zone";
import type { PolicyReading } from "../../../../lib/hook/adopt/policy-reading";
import type { Reading } from "../../../../lib/hook/adopt/reading";
import type { VaultReading } from "../../../../lib/hook/adopt/vault-reading";
import { type Compared, normalized } from "./compared";

/** What was read of a vault, in azurerm's words. */
export function readAsArguments({ vault, policies, items }: Reading): Compared {
  return {
    vault: vaultArguments(vault),
    policies: Object.fromEntries(policies.map((policy) => [policy.id, policyArguments(policy)])),
    items: Object.fromEntries(
      items.map(({ id, vmId = "", policyId, protectionState, disks }) => [
        id.toLowerCase(),
        {
          vmId,
          policy: policyId,
          state: protectionState === "IRPending" ? "Protected" : protectionState,
          include: disks?.isInclusion === true ? disks.luns : undefined,
          exclude: disks?.isInclusion === false ? disks.luns : undefined,
        },
      ]),
    ),
  };
}

function vaultArguments(vault: VaultReading): Record<string, unknown> {
  const [, , subscriptionId, , group, , , , name] = vault.id.split("/");
  if (subscriptionId === undefined) throw new Error(vault.id);
  const { identity, encryption, alerts } = vault;
  const hasProp = /job_failures|critical_operation/;
  const monitoring = alerts && Object.fromEntries(Object.entries(alerts).filter(([name, isOn]) => hasProp.test(name) || !isOn));
  return {
    ...{ id: vault.id, name, resource_group_name: group, location: vault.location, sku: vault.sku, tags: vault.tags },
    storage_mode_type: vault.redundancy,
    ...(vault.crossRegionRestore && { cross_region_restore_enabled: true }),
    immutability: vault.immutability,
    ...(!vault.isPublic && { public_network_access_enabled: false }),
    ...(identity && {
      identity: { type: identity.type, ...(identity.ids.length > 0 && { identity_ids: identity.ids }) },
    }),
    ...(encryption && {
      encryption: {
        key_id: encryption.keyUri,
        infrastructure_encryption_enabled: encryption.isDouble,
        ...(encryption.userAssignedIdentity !== undefined && {
          user_assigned_identity_id: encryption.userAssignedIdentity,
          use_system_assigned_identity: false,
        }),
      },
    }),
    ...(monitoring && { monitoring }),
  };
}

function policyArguments(policy: PolicyReading): unknown {
  const { schedule, retention, timeZone, snapshotDays, isEnhanced, tiering, snapshotGroup: group } = policy;
  if (!schedule || !retention) throw new Error(`no rules in ${policy.name}`);
  const archived = tiering && {
    mode: tiering.mode,
    ...(tiering.mode === "TierAfter" && { duration: tiering.duration, duration_type: tiering.unit }),
  };
  return {
    rules: normalized({
      ...{ schedule, retention, snapshotDays, isEnhanced, archives: tiering !== undefined },
      timeZone: ianaTimeZone(timeZone) ?? "UTC",
    }),
    timeZoneName: timeZone,
    tiering: archived && { archived_restore_point: archived },
    group: group && { prefix: group.prefix, ...(group.suffix !== undefined && { suffix: group.suffix }) },
    consistency: policy.onlyCrashConsistent ? "OnlyCrashConsistent" : undefined,
  };
}
