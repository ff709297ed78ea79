import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import type { TerraformStack } from "cdktf";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { withLiveStack } from "../../tools/local/live-stack";
import { requireTerraform } from "../../tools/local/real-terraform";
import type { StackJson } from "../../tools/local/stack-changes";
import {
  AzurermProviderVersion,
  BackupSchedule,
  ProtectedVms,
  RecoveryServiceFeatures,
  RecoveryServicesVault,
  RemovalPolicy,
  SourceVm,
  VmBackupPolicy,
} from "../../lib";
import { Client } from "../emulator/client";
import { vmId } from "../support/azure";
import { synthesized } from "../support/synth";
import { describeWithAzurerm } from "./support/azurerm";

const TIME_OUT = 300_000;
const ROOT = resolve(__dirname, "../..");
const [web, db] = [SourceVm.fromId(vmId("vm-web")), SourceVm.fromId(vmId("vm-db"))];

const isItem = ({ sourceResourceId }: { sourceResourceId: string }, name: string) => sourceResourceId.endsWith(name);

/** A vault that protects two VMs, with a provider that keeps the backups of a removed VM. */
function protecting(stack: TerraformStack, vms: Record<string, SourceVm>) {
  AzurermProviderVersion.require(stack, ">= 4.77.0, < 5.0.0");
  const place = { vaultName: "vault-app", resourceGroupName: "rg-backup", location: "westeurope" };
  const vault = new RecoveryServicesVault(stack, "Vault", place);
  const policy = new VmBackupPolicy(stack, "Policy", {
    vault,
    schedule: BackupSchedule.daily({ time: "22:00" }),
    dailyRetentionDays: 30,
  });
  const provider = new AzurermProvider(stack, "retaining", {
    alias: "retaining",
    features: [{ recoveryService: [RecoveryServiceFeatures.retainData()] }],
  });
  return { vault, policy, provider, protectedVms: new ProtectedVms(stack, "Vms", { vault, policy, vms }) };
}

const stackOf = (build: (stack: TerraformStack) => void) => synthesized(build).json as StackJson;
const both = () => stackOf((stack) => protecting(stack, { web, db }));
const withoutDb = () => stackOf((stack) => protecting(stack, { web }));
const leaving = () =>
  stackOf((stack) => {
    const { vault, policy, provider, protectedVms } = protecting(stack, { web });
    const target = new ProtectedVms(stack, "Leaving", { vault, policy, provider, vms: { db }, removal: RemovalPolicy.RETAIN });
    target.moveItemFrom("db", protectedVms.addressOf("db"));
  });

describeWithAzurerm("one VM of several, given up by a provider of its own", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(ROOT, ".start-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test(
    "keeps its backups, and the others stay protected",
    async () => {
      const directory = join(folder, "stack");
      await mkdir(directory);
      await writeFile(join(directory, "cdk.tf.json"), JSON.stringify(both()));
      await requireTerraform(directory, process.env);
      await withLiveStack(directory, async ({ terraform, emulator }) => {
        await terraform.apply(both(), ["create"]);
        await terraform.apply(leaving(), []);
        await terraform.apply(withoutDb(), ["delete"]);
        const client = new Client(emulator);
        const vault = `${client.subscription}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/vault-app`;
        const { body } = await client.arm("GET", `${vault}/backupProtectedItems`, "2025-02-01");
        client.close();
        const items = (body as { value: { properties: { sourceResourceId: string; protectionState: string } }[] }).value;
        const stateOf = (name: string) => items.find(({ properties }) => isItem(properties, name))?.properties.protectionState;
        expect([stateOf("vm-db"), stateOf("vm-web")]).toEqual(["ProtectionStopped", "IRPending"]);
      });
    },
    TIME_OUT,
  );
});
