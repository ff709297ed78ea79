import { isSameName } from "../../../azure/case-fold";
import { nameIn, networkIdIn } from "../../../azure/id-parts";
import { isSameRegion } from "../../../azure/region";
import { isZoneRedundant, maxVmNameLength, REHYDRATION_DAYS, UNSUPPORTED_STAGING_KINDS } from "../../../azure/restore-limits";
import type { GenericResource } from "../../arm/generic-resources";
import type { Context } from "../../context";
import {
  originalVmNotFound,
  pointArchived,
  pointNotArchived,
  restoreInputInvalid,
  restoreLunUnknown,
  restoreOfDeletedItem,
  restoreSubnetNotFound,
  restoreZoneUnsupported,
  stagingAccountElsewhere,
  stagingAccountNotFound,
  stagingAccountUnsupported,
  targetGroupNotFound,
  targetVmExists,
  targetVmNameInvalid,
} from "../../errors/restore-errors";
import type { ServiceError } from "../../errors/service-error";
import { isSoftDeleted } from "../items/protection-state";
import type { ProtectedItem, Vault } from "../model";
import type { RecoveryPoint } from "../recovery-points/recovery-point";
import { rehydrationDays, stagingAccountOf, type RestoreRequest } from "./restore-request";

/** The recovery point that is restored. */
export interface RestoreSubject {
  readonly vault: Vault;
  readonly item: ProtectedItem;
  readonly point: RecoveryPoint;
  /** The region of the restore: the vault's, or its secondary region. */
  readonly region: string;
}

const STORAGE = "Microsoft.Storage/storageAccounts";

/** Returns why a restore is not possible: the errors, the most important first. */
export function restoreProblems(context: Context, subject: RestoreSubject, request: RestoreRequest): ServiceError[] {
  if (isSoftDeleted(subject.item, context.clock.now())) return [restoreOfDeletedItem()];
  return [
    ...missingMembers(request).map((member) => restoreInputInvalid(`${request.recoveryType} needs ${member}`)),
    ...stagingProblems(context, subject.region, request),
    ...targetProblems(context, subject, request),
    ...pointProblems(subject, request),
  ];
}

function missingMembers(request: RestoreRequest): string[] {
  const { recoveryType, region, targetResourceGroupId, targetVirtualMachineId, virtualNetworkId, subnetId } = request;
  const needed: Record<string, unknown> = {
    region,
    storageAccountId: stagingAccountOf(request),
    ...(recoveryType === "AlternateLocation"
      ? { targetResourceGroupId, targetVirtualMachineId, virtualNetworkId, subnetId }
      : {}),
  };
  return Object.keys(needed).filter((key) => typeof needed[key] !== "string" || needed[key] === "");
}

function stagingProblems({ state }: Context, region: string, request: RestoreRequest): ServiceError[] {
  const id = stagingAccountOf(request);
  if (id === undefined) return [];
  const account = state.resources.get(id);
  if (account?.type !== STORAGE) return [stagingAccountNotFound(id)];
  const location = String(account.body["location"]);
  if (!isSameRegion(location, region)) return [stagingAccountElsewhere(account.name, location, region)];
  const sku = String((account.body["sku"] as { name?: unknown } | undefined)?.name);
  const kind = String(account.body["kind"]);
  const isSupported = !isZoneRedundant(sku) && !UNSUPPORTED_STAGING_KINDS.includes(kind);
  return isSupported ? [] : [stagingAccountUnsupported(account.name, sku, kind)];
}

function targetProblems(context: Context, { item, point, region }: RestoreSubject, request: RestoreRequest): ServiceError[] {
  const { state } = context;
  const { recoveryType, targetResourceGroupId: group, targetVirtualMachineId: vmId, subnetId } = request;
  const problems: ServiceError[] = [];
  if (recoveryType === "OriginalLocation") {
    return state.resources.get(item.vmId) ? [] : [originalVmNotFound(item.vmName)];
  }
  if (group && !state.resourceGroups.get(group)) problems.push(targetGroupNotFound(nameIn(group)));
  if (recoveryType !== "AlternateLocation") return problems;
  if (vmId) {
    const name = nameIn(vmId);
    if (!/^[A-Za-z0-9](?:[\w.-]*\w)?$/.test(name) || name.length > maxVmNameLength(point.source?.osType))
      problems.push(targetVmNameInvalid(name));
    if (state.resources.get(vmId)) problems.push(targetVmExists(name));
  }
  if (subnetId) {
    const subnet = state.resources.get(subnetId);
    const network = state.resources.get(networkIdIn(subnetId));
    const fits = subnet && network && isInNetwork(network, request) && isSameRegion(String(network.body["location"]), region);
    if (!fits) problems.push(restoreSubnetNotFound(subnetId));
  }
  return problems;
}

function pointProblems({ vault, point }: RestoreSubject, request: RestoreRequest): ServiceError[] {
  const { restoreDiskLunList: luns, zones } = request;
  const days = rehydrationDays(request);
  const isArchivedOnly = point.archived && !point.vaulted && !point.instant;
  const problems: ServiceError[] = [];
  if (days === undefined && isArchivedOnly) problems.push(pointArchived());
  if (days !== undefined && (!isArchivedOnly || days < REHYDRATION_DAYS.min || days > REHYDRATION_DAYS.max))
    problems.push(pointNotArchived());
  const known = point.source?.dataDisks.map(({ lun }) => lun) ?? [];
  for (const lun of luns ?? []) if (!known.includes(lun)) problems.push(restoreLunUnknown(lun));
  if (zones && zones.length > 0 && !(isZonal(vault) && point.vaulted)) problems.push(restoreZoneUnsupported());
  return problems;
}

function isZonal({ properties }: Vault): boolean {
  const { standardTierStorageRedundancy: redundancy, crossRegionRestore } = (properties["redundancySettings"] ?? {}) as {
    readonly standardTierStorageRedundancy?: string;
    readonly crossRegionRestore?: string;
  };
  return redundancy === "ZoneRedundant" || crossRegionRestore === "Enabled";
}

function isInNetwork({ id }: GenericResource, { virtualNetworkId }: RestoreRequest): boolean {
  return isSameName(id, virtualNetworkId ?? "");
}
