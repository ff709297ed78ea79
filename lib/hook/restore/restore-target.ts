import { pairedRegionOf } from "../../azure/paired-region";
import { isSameRegion } from "../../azure/region";
import { parseVaultId } from "../../azure/resource-id";
import { canonicalResourceId } from "../../azure/typed-id";
import { ExitCode } from "../../contract/exit-code";
import type { ArmConnection } from "../arm/arm-connection";
import type { Clock } from "../clock";
import { HookError } from "../hook-error";
import type { ResourceReader } from "./resources";
import type { RestoreOptions } from "./restore-options";
import type { RestoreReads } from "./restore-reads";
import { PrimaryRegion, type RestoreRegion, SecondaryRegion } from "./restore-region";
import { findStaging, type Staging } from "./staging-account";

/** Where a restore puts what it makes. */
export interface RestoreDestination {
  readonly targetGroupId: string;
  readonly staging: Staging;
}

type TargetOptions = Pick<RestoreOptions, "vaultId" | "to" | "targetGroup" | "stagingAccount" | "subnetId"> & {
  /** The flag that names the target group, for error messages. @default --target-group */
  readonly groupFlag?: string;
};

/** @throws HookError if the vault does not exist, or is not copied to a region that is asked for */
export async function restoreRegion(
  { vaultId, secondaryRegion }: Pick<RestoreOptions, "vaultId" | "secondaryRegion">,
  reads: RestoreReads,
  { arm, clock, signal }: { readonly arm: ArmConnection; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<RestoreRegion> {
  const location = await reads.location();
  if (!secondaryRegion) return new PrimaryRegion(arm, vaultId, location, { sleep: (ms) => clock.sleep(ms, signal) });
  const paired = pairedRegionOf(location);
  if (paired !== undefined && (await reads.resources.isCopied(vaultId))) return new SecondaryRegion(arm, vaultId, paired);
  throw wrong(
    `--secondary-region needs a vault with cross-region restore in a paired region, got one in '${location}' without it; leave the flag out`,
  );
}

/**
 * Finds the target group, the staging account and the subnet.
 * @param originalGroupId the group of the VM whose disks are replaced, which is the target
 * @throws HookError if one of them does not exist or does not fit
 */
export async function readTarget(
  options: TargetOptions,
  originalGroupId: string | undefined,
  region: string,
  reads: RestoreReads,
): Promise<RestoreDestination> {
  const { resources } = reads;
  const { targetGroup: named = "", stagingAccount, subnetId = "", to } = options;
  const targetGroupId = originalGroupId ?? (await reads.once(`group ${named}`, () => targetGroup(options, resources)));
  const place = { subscriptionId: targetGroupId.split("/")[2] ?? "", groupId: targetGroupId, region };
  const staging = await reads.once(`staging ${JSON.stringify([stagingAccount, place])}`, () =>
    findStaging(stagingAccount, place, resources),
  );
  if (to === "vm") await reads.once(`subnet ${subnetId}`, () => requireSubnet(subnetId, region, resources));
  return { targetGroupId, staging };
}

async function targetGroup(
  { targetGroup: named = "", vaultId, groupFlag = "--target-group" }: TargetOptions,
  resources: ResourceReader,
): Promise<string> {
  const subscriptionId = parseVaultId(vaultId)?.subscriptionId ?? "";
  const match = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)$/i.exec(named);
  const [subscription, group] = match ? [match[1], match[2]] : [subscriptionId, named];
  if (!group || !/^[\p{L}\p{N}._()-]+$/u.test(group) || !subscription) {
    throw wrong(`${groupFlag} must be the name or the id of a resource group, got '${named}'; check it`);
  }
  const id = `/subscriptions/${subscription}/resourceGroups/${group}`;
  if ((await resources.group(id)) !== undefined) return id;
  throw notFound(`${groupFlag} must name a resource group that exists, got '${named}'; create it first, or check the name`);
}

async function requireSubnet(subnetId: string, region: string, resources: ResourceReader): Promise<void> {
  const id = canonicalResourceId(subnetId, "Microsoft.Network/virtualNetworks/subnets");
  if (id === undefined) throw wrong(`--subnet must be the id of a subnet, got '${subnetId}'; check it`);
  const location = await resources.subnet(id);
  if (location === undefined) throw notFound(`--subnet must name a subnet that exists, got '${subnetId}'; check it`);
  if (isSameRegion(location, region)) return;
  throw wrong(`--subnet must be in ${region}, the region of the restore, got one in ${location}; choose another subnet`);
}

function wrong(message: string): HookError {
  return new HookError(ExitCode.badInput, message);
}

function notFound(message: string): HookError {
  return new HookError(ExitCode.notFound, message);
}
