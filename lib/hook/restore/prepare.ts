import { isSameName } from "../../azure/case-fold";
import { parseVaultId, parseVirtualMachineId } from "../../azure/resource-id";
import { groupIdIn, networkIdIn } from "../../azure/id-parts";
import { maxVmNameLength } from "../../azure/restore-limits";
import { ExitCode } from "../../contract/exit-code";
import type { ArmConnection } from "../arm/arm-connection";
import { findItem } from "../backup-now/targets";
import type { Clock } from "../clock";
import { HookError } from "../hook-error";
import type { ProtectedItem } from "../vault/protected-item";
import type { RecoveryPoint } from "../vault/recovery-point";
import { vmLabels } from "../vault/vm-label";
import { VmIndex } from "../vault/vm-matcher";
import { choosePoint, isArchivedOnly, isVaulted } from "./choose-point";
import { type EarlierRestore, findEarlier } from "./earlier-restore";
import type { ResourceReader, VirtualMachine } from "./resources";
import { RestoreReads } from "./restore-reads";
import { restoreBody, type RestoreBody } from "./restore-body";
import type { RestoreOptions } from "./restore-options";
import type { RestoreRegion } from "./restore-region";
import { readTarget, restoreRegion } from "./restore-target";
import type { Staging } from "./staging-account";

/** A restore that can be started, with everything that was read for it. */
export interface PreparedRestore {
  readonly item: ProtectedItem;
  /** The VM's name, with its resource group if the vault has another VM of that name. */
  readonly label: string;
  readonly point: RecoveryPoint;
  readonly region: RestoreRegion;
  readonly staging: Staging;
  readonly targetGroupId: string;
  readonly targetVmId: string | undefined;
  /** The VM whose disks are replaced, before the restore. */
  readonly original: VirtualMachine | undefined;
  readonly body: RestoreBody;
  readonly earlier: EarlierRestore;
  readonly resources: ResourceReader;
}

export interface PrepareContext {
  readonly arm: ArmConnection;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What restores of the same vault share. @default - everything is read for this restore */
  readonly reads?: RestoreReads;
  /** The id of the request of a VM, if the caller knows that nothing was started before. @default - looks for an earlier restore */
  readonly requestIdOf?: (item: ProtectedItem) => string;
}

/**
 * Reads everything that a restore depends on, and checks the options, before the restore is requested.
 * @throws HookError if the restore is not possible, or would change a resource that exists
 */
export async function prepareRestore(options: RestoreOptions, context: PrepareContext): Promise<PreparedRestore> {
  const { arm, clock, signal, reads = new RestoreReads(arm, options.vaultId) } = context;
  const { vault, resources } = reads;
  const region = await restoreRegion(options, reads, { arm, clock, signal });
  const items = await reads.items();
  const item = restorableItem(findItem(options.vm, new VmIndex(items), options.vaultId), options);
  const label = vmLabels(items)(item);
  const sourceVmId = item.vmId;
  const points = await vault.listRecoveryPoints(item);
  const point = choosePoint(options.point, points, label, clock.now());
  requireFittingPoint(options, point);

  const original = options.to === "original" ? await originalVm(options, item, resources) : undefined;
  const { targetGroupId, staging } = await readTarget(options, original && groupIdIn(original.id), region.region, reads);
  const targetVmId =
    options.to === "vm" ? `${targetGroupId}/providers/Microsoft.Compute/virtualMachines/${vmName(options, point)}` : undefined;
  const body = restoreBody({
    ...{
      to: options.to,
      pointId: point.id,
      sourceVmId,
      region: region.region,
      stagingId: staging.account.id,
      targetGroupId,
      targetVmId,
    },
    ...{ subnetId: options.subnetId, networkId: options.subnetId === undefined ? undefined : networkIdIn(options.subnetId) },
    ...{ zone: options.zone, luns: options.luns, rehydration: options.rehydration },
  });
  const requestId = context.requestIdOf?.(item);
  const earlier =
    requestId === undefined
      ? await findEarlier({ options, item, body, region, targetGroupId, now: clock.now() })
      : { job: undefined, requestId };
  if (earlier.job === undefined && targetVmId !== undefined && (await resources.virtualMachine(targetVmId))) {
    throw wrong(
      `--name must not be the name of a VM in the target group, got '${options.name ?? ""}', which exists; choose another name, or delete that VM first`,
    );
  }
  return { ...{ item, label, point, region, staging, targetGroupId, targetVmId, original, body, earlier, resources } };
}

function restorableItem(item: ProtectedItem | undefined, options: RestoreOptions): ProtectedItem {
  if (!item) {
    throw notFound(
      `vault '${vaultName(options)}' does not protect '${options.vm}'; check the name with 'azure-vm-backup status'`,
    );
  }
  if (item.classic) throw wrong(`'${item.vmName}' is a classic VM, which Azure has retired; its backups cannot be restored here`);
  if (item.softDeleted) throw wrong(`the backup of '${item.vmName}' is soft-deleted; undelete it first`);
  return item;
}

function requireFittingPoint({ rehydration, zone, secondaryRegion }: RestoreOptions, point: RecoveryPoint): void {
  if (isArchivedOnly(point) && !rehydration) {
    throw wrong(
      `recovery point '${point.id}' is in the archive tier and must be rehydrated first; add --rehydrate standard (up to 15 hours) or --rehydrate high (about 1 hour, at a higher price)`,
    );
  }
  if (rehydration && !isArchivedOnly(point)) {
    throw wrong(
      `--rehydrate needs a recovery point that is only in the archive tier, got '${point.id}', which is not; leave the flag out`,
    );
  }
  const needsVault = secondaryRegion ? "--secondary-region" : zone === undefined ? undefined : "--zone";
  if (needsVault !== undefined && !isVaulted(point)) {
    throw wrong(
      `${needsVault} needs a recovery point in the vault, got '${point.id}', which is only a snapshot; use --point latest-vaulted`,
    );
  }
}

async function originalVm({ replace }: RestoreOptions, { vmName: name, vmId }: ProtectedItem, resources: ResourceReader) {
  if (replace === undefined || !isSameName(replace, name)) {
    throw wrong(
      `--to original replaces the disks of '${name}' and needs --replace with that name, got ${replace === undefined ? "no --replace" : `--replace '${replace}'`}; add --replace ${name}`,
    );
  }
  const vm = vmId === undefined || !parseVirtualMachineId(vmId) ? undefined : await resources.virtualMachine(vmId);
  if (vm) return vm;
  throw notFound(`'${name}' does not exist any more, so its disks cannot be replaced; use --to vm`);
}

function vmName({ name = "" }: RestoreOptions, { osType }: RecoveryPoint): string {
  const longest = maxVmNameLength(osType);
  if (/^[A-Za-z0-9]([\w.-]*\w)?$/.test(name) && name.length <= longest) return name;
  throw wrong(
    `--name must be 1 to ${longest} letters, digits, '-', '_' and '.', beginning with a letter or a digit, got '${name}'; choose another name`,
  );
}

function vaultName({ vaultId }: RestoreOptions): string {
  return parseVaultId(vaultId)?.vaultName ?? vaultId;
}

function wrong(message: string): HookError {
  return new HookError(ExitCode.badInput, message);
}

function notFound(message: string): HookError {
  return new HookError(ExitCode.notFound, message);
}
