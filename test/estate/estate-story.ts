import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import type { TerraformStack } from "cdktf";
import {
  AutoProtection,
  AutoProtectionEffect,
  AzurermProviderVersion,
  RecoveryServicesVault,
  VaultImmutability,
  VmBackupPolicy,
  VmBackupPolicyPreset,
} from "../../lib";
import { GUARDED_OPERATIONS } from "../../lib/azure/guarded-operations";
import { CoverageExitCode, ExitCode } from "../../lib/contract/exit-code";
import { runAllPending } from "../../lib/hook/commands/backup-now/run-all-pending";
import type { CoverageOptions } from "../../lib/hook/commands/coverage/options";
import { runCoverage } from "../../lib/hook/commands/coverage/run";
import type { CoverageRecord } from "../../lib/hook/coverage/coverage-record";
import { at, type Client } from "../emulator/client";
import { DrillProcess } from "../hook/drill/drill-process";
import { SUBSCRIPTION } from "../support/azure";
import { EmulatedTime } from "../support/emulated-time";

/** An estate whose VMs others create, protected by Azure Policy and backed up by a schedule. */

export const SUBSCRIPTIONS = [
  SUBSCRIPTION,
  "5b5c0000-0000-4000-8000-00000000eeee",
  "5b5c0000-0000-4000-8000-00000000ffff",
] as const;
export const OPTIONS = { scheduledBackups: false, softDelete: "AlwaysON", account: { subscriptionId: SUBSCRIPTION } } as const;

const MINUTE = 60_000;
const LOCATION = "westeurope";
const WINDOWS = { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku: "2022-datacenter-g2", version: "latest" };
const DEBIAN = { publisher: "Debian", offer: "debian-12", sku: "12-gen2", version: "latest" };

/** The stack that the platform team deploys in each subscription. */
export const autoProtection =
  (subscriptionId: string, azurerm?: string) =>
  (stack: TerraformStack): void => {
    if (azurerm !== undefined) AzurermProviderVersion.require(stack, azurerm);
    const { name: resourceGroupName } = new ResourceGroup(stack, "group", { name: "rg-backup", location: LOCATION });
    const vault = new RecoveryServicesVault(stack, "Vault", {
      ...{ vaultName: `rsv-${subscriptionId.slice(-4)}`, resourceGroupName, location: LOCATION },
      immutability: VaultImmutability.unlocked(),
    });
    const policy = new VmBackupPolicy(stack, "Daily", { vault, ...VmBackupPolicyPreset.daily30Days({ time: "22:00" }) });
    new AutoProtection(stack, "AutoProtection", {
      ...{ vault, policy, location: LOCATION, subscriptionId },
      include: { name: "backup", values: ["yes"] },
      effect: AutoProtectionEffect.DEPLOY,
    });
  };

interface NewVms {
  readonly prefix: string;
  readonly count: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly image?: object;
}

/** What happens in the estate, and what the commands say of it. */
export class EstateStory {
  private readonly time: EmulatedTime;

  constructor(readonly client: Client) {
    this.time = new EmulatedTime(client.emulator);
    for (const id of SUBSCRIPTIONS) client.emulator.addResource(`/subscriptions/${id}/resourceGroups/rg-app`);
  }

  /** Somebody creates VMs by Azure Resource Manager; returns their ids. */
  async createVms(
    subscriptionId: string,
    { prefix, count, tags = { backup: "yes" }, image = WINDOWS }: NewVms,
  ): Promise<string[]> {
    const ids = Array.from(
      { length: count },
      (_, index) =>
        `/subscriptions/${subscriptionId}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/${prefix}-${index}`,
    );
    const properties = { storageProfile: { imageReference: image, osDisk: { createOption: "FromImage" } } };
    for (const id of ids) {
      const { status } = await this.client.arm("PUT", id, "2024-07-01", { location: LOCATION, tags, properties });
      expect(status).toBe(201);
    }
    this.client.emulator.advance(MINUTE);
    return ids;
  }

  /** The security team guards the vaults, but for the deletion of items and the immutability. */
  async guardVaults(): Promise<void> {
    for (const id of SUBSCRIPTIONS) {
      const group = `/subscriptions/${id}/resourceGroups/rg-backup`;
      const guard = `${group}/providers/Microsoft.DataProtection/resourceGuards/guard`;
      const excluded = [GUARDED_OPERATIONS.deleteProtection, GUARDED_OPERATIONS.reduceImmutability];
      const guarded = { location: LOCATION, properties: { vaultCriticalOperationExclusionList: excluded } };
      expect((await this.client.arm("PUT", guard, "2024-04-01", guarded)).status).toBeLessThan(300);
      const proxy = `${vaultOf(id)}/backupResourceGuardProxies/VaultProxy`;
      const properties = { resourceGuardResourceId: guard };
      expect((await this.client.arm("PUT", proxy, "2023-02-01", { properties })).status).toBe(200);
    }
  }

  /** Azure Policy evaluates what was created, and its deployments end. */
  async evaluatePolicies(): Promise<void> {
    for (const minutes of [11, 2]) {
      this.client.emulator.advance(minutes * MINUTE);
      await this.client.arm("GET", "/subscriptions", "2022-12-01");
    }
  }

  /** Runs `azure-vm-backup backup-now --all-pending --wait-for completed`. */
  async backUpAllPending(): Promise<{ code: ExitCode; text: string }> {
    const run = new DrillProcess(this.client, this.time);
    const code = await this.time.until(
      runAllPending(
        {
          ...{ selection: {}, retention: { days: 30 }, waitFor: "completed", timeoutMinutes: 2_880, concurrency: 4 },
          ...{ plan: false, output: "table" },
        },
        run.context.limitedTo(2_880),
      ),
    );
    return { code, text: run.text };
  }

  /** Runs `azure-vm-backup coverage --min-retention 30d --output json`. */
  async coverage(): Promise<{ code: ExitCode; record: CoverageRecord }> {
    const run = new DrillProcess(this.client, this.time);
    const options: CoverageOptions = {
      ...{ narrowing: {}, failOn: undefined, max: {}, baseline: undefined, writeBaseline: undefined, reports: {} },
      objectives: { tags: [], rpoMinutes: 26 * 60, rpoFor: [], exempt: [], reasonTag: undefined, minRetentionDays: 30 },
      ...{ output: "json", timeoutMinutes: 10 },
    };
    const code = await this.time.until(runCoverage(options, run.context.limitedTo(10)));
    return { code, record: JSON.parse(run.text) as CoverageRecord };
  }

  /** The number of backups that were started, by the name of the VM and its subscription. */
  startedBackups(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { method, path } of this.client.emulator.journal) {
      const [, subscriptionId, vm] = /^\/subscriptions\/([^/]+)\/.*;([^;/]+)\/backup$/i.exec(path) ?? [];
      if (method !== "POST" || subscriptionId === undefined || vm === undefined) continue;
      const key = `${subscriptionId}/${vm}`.toLowerCase();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  }

  /** Somebody deletes the backups of a VM, and turns immutability off for it and on again. */
  async loseItem(vmId: string): Promise<void> {
    const [, , subscriptionId = "", , group = ""] = vmId.split("/");
    const name = `iaasvmcontainerv2;${group};${vmId.split("/").at(-1) ?? ""}`;
    const item = `${vaultOf(subscriptionId)}/backupFabrics/Azure/protectionContainers/iaasvmcontainer;${name}/protectedItems/vm;${name}`;
    await this.setImmutability(subscriptionId, "Disabled");
    const answer = await this.client.arm("DELETE", item, "2023-02-01");
    expect([answer.status, at(answer, "error")]).toEqual([202, undefined]);
    await this.client.follow(answer);
    await this.setImmutability(subscriptionId, "Unlocked");
  }

  private async setImmutability(subscriptionId: string, state: string): Promise<void> {
    const properties = { securitySettings: { immutabilitySettings: { state } } };
    const answer = await this.client.arm("PATCH", vaultOf(subscriptionId), "2024-04-01", { properties });
    expect([answer.status, at(answer, "error")]).toEqual([200, undefined]);
  }
}

/** Tells what happens in the estate, with what the commands must say of it. `deploy` deploys the stack of a subscription. */
export async function tellStory(story: EstateStory, deploy: (subscriptionId: string) => Promise<void>): Promise<void> {
  await protectEstate(story, deploy);
  await backUpOnce(story);
  const green = await story.coverage();
  expect(green.record.findings).toEqual([]);
  expect([green.code, green.record.vms, green.record.covered]).toEqual([CoverageExitCode.covered, 300, 300]);
  await nameGaps(story);
}

/** Most of the VMs exist before the deployment, and some are created after it. */
async function protectEstate(story: EstateStory, deploy: (subscriptionId: string) => Promise<void>): Promise<void> {
  for (const id of SUBSCRIPTIONS) await story.createVms(id, { prefix: "old", count: 90 });
  await story.evaluatePolicies();
  await Promise.all(SUBSCRIPTIONS.map(deploy));
  await story.guardVaults();
  for (const id of SUBSCRIPTIONS) await story.createVms(id, { prefix: "new", count: 10 });
  await story.evaluatePolicies();
}

async function backUpOnce(story: EstateStory): Promise<void> {
  const first = await story.backUpAllPending();
  expect(first.text.split("\n", 1)).toEqual(["300 VMs in 3 vaults have no backup yet"]);
  expect(first.code).toBe(ExitCode.done);
  const started = story.startedBackups();
  expect([started.size, new Set(started.values())]).toEqual([300, new Set([1])]);
  const again = await story.backUpAllPending();
  expect([again.code, again.text]).toEqual([ExitCode.done, "0 VMs in 0 vaults have no backup yet"]);
  expect(story.startedBackups()).toEqual(started);
}

/** Seven VMs appear that no assignment takes, and a vault loses an item whose VM has namesakes in the other subscriptions. */
async function nameGaps(story: EstateStory): Promise<void> {
  const [one, two, three] = SUBSCRIPTIONS;
  const untagged = await story.createVms(one, { prefix: "untagged", count: 5, tags: {} });
  const unsupported = await story.createVms(two, { prefix: "debian", count: 2, image: DEBIAN });
  const lost = `/subscriptions/${three}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/old-7`;
  await story.loseItem(lost);
  await story.evaluatePolicies();
  const { code, record } = await story.coverage();
  const namesake = `the VM of that group and name in subscription ${two} is protected, and this one is not`;
  const expected = [
    ...[...untagged, ...unsupported].map((id) => ["unprotected", id, "no vault protects it"]),
    ["unprotected", lost, "no vault protects it; vault 'rsv-ffff' has soft-deleted backups of it"],
    ["namesake", lost, namesake],
  ];
  expect(new Set(record.findings.map(({ kind, id, text }) => [kind, id, text]))).toEqual(new Set(expected));
  expect([code, record.vms, record.covered]).toEqual([CoverageExitCode.gaps, 307, 299]);
}

function vaultOf(subscriptionId: string): string {
  const name = `rsv-${subscriptionId.slice(-4)}`;
  return `/subscriptions/${subscriptionId}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/${name}`;
}
