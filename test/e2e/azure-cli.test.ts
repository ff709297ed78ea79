import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulator } from "../../lib/emulator";
import { AzureCli, hasAzureCli } from "./support/azure-cli";
import { protectVms } from "./support/protected-vms";
import { startTestEmulator } from "../support/emulator";

/** The unmodified Azure CLI against the emulator: an answer that it refuses is a defect of the emulator. */

const installed = hasAzureCli();
if (!installed) console.warn("skipped: the Azure CLI (az) with its backup commands is not installed");

const DAY = 86_400_000;
const IN_VAULT = ["-g", "rg", "-v", "vault"];
const OF_VM = [...IN_VAULT, "-c", "vm-web", "--backup-management-type", "AzureIaasVM", "--workload-type", "VM"];
const ITEM = [...OF_VM, "-n", "vm-web"];
const PROTECTION = [...OF_VM, "-i", "vm-web"];

interface Resource<P = Record<string, unknown>> {
  readonly id: string;
  readonly name: string;
  readonly properties: P;
}
type Job = Resource<{ status: string; operation: string; entityFriendlyName: string }>;
type Item = Resource<{
  protectionState: string;
  policyId: string;
  friendlyName: string;
  isScheduledForDeferredDelete: boolean | null;
}>;

(installed ? describe : describe.skip)("the Azure CLI, unmodified", () => {
  let emulator: Emulator;
  let az: AzureCli;
  let directory: string;
  let vmId: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "azure-cli-test-"));
    emulator = await startTestEmulator({ speed: 600 });
    const { ARM_SUBSCRIPTION_ID: subscription = "" } = emulator.environment();
    vmId = `/subscriptions/${subscription}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web`;
    emulator.addVirtualMachine({ id: vmId, location: "westeurope" });
    az = new AzureCli(emulator);
    await az.signIn();
  });
  afterAll(async () => {
    az.remove();
    await rm(directory, { recursive: true });
  });

  const itemState = async () => (await az.json<Item>("backup", "item", "show", ...ITEM)).properties.protectionState;

  const protect = async (policy: string) => {
    const { id: vault } = await az.json<Resource>("backup", "vault", "show", "-g", "rg", "-n", "vault");
    const name = "iaasvmcontainerv2;rg-app;vm-web";
    const item = `${vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${name}/protectedItems/VM;${name}`;
    const properties = {
      protectedItemType: "Microsoft.Compute/virtualMachines",
      policyId: `${vault}/backupPolicies/${policy}`,
      sourceResourceId: vmId,
    };
    await az.json("rest", "--method", "put", "--url", `${item}?api-version=2023-02-01`, "--body", JSON.stringify({ properties }));
    emulator.advance(60_000);
  };

  test("signs in, and lists the subscription", async () => {
    const account = await az.json<{ id: string; tenantId: string; environmentName: string }>("account", "show");
    const { ARM_SUBSCRIPTION_ID: id, ARM_TENANT_ID: tenantId } = emulator.environment();
    expect(account).toMatchObject({ id, tenantId, environmentName: "AzureEmulator" });
  });

  test("creates a group and a vault, and sets the vault's properties", async () => {
    expect(await az.json("group", "create", "-n", "rg", "-l", "westeurope")).toMatchObject({
      name: "rg",
      location: "westeurope",
    });
    const vault = await az.json<Resource>("backup", "vault", "create", "-g", "rg", "-n", "vault", "-l", "westeurope");
    expect(vault).toMatchObject({ name: "vault", properties: { provisioningState: "Succeeded" } });
    expect(await az.json("backup", "vault", "show", "-g", "rg", "-n", "vault")).toMatchObject({ id: vault.id });
    expect(await az.json("backup", "vault", "list", "-g", "rg")).toMatchObject([{ id: vault.id }]);
    expect(await az.json("backup", "vault", "list")).toMatchObject([{ id: vault.id }]);

    const properties = ["backup", "vault", "backup-properties"];
    await az.json(...properties, "set", "-g", "rg", "-n", "vault", "--backup-storage-redundancy", "LocallyRedundant");
    await az.json(...properties, "set", "-g", "rg", "-n", "vault", "--soft-delete-feature-state", "Enable");
    const [storage, config] = await az.json<[Resource, Resource]>(...properties, "show", "-g", "rg", "-n", "vault");
    expect(storage.properties).toMatchObject({ storageModelType: "LocallyRedundant" });
    expect(config.properties).toMatchObject({ softDeleteFeatureState: "Enabled" });
  });

  test("lists policies, creates one from the default, and changes it", async () => {
    const policies = await az.json<Resource[]>(
      "backup",
      "policy",
      "list",
      ...IN_VAULT,
      "--backup-management-type",
      "AzureIaasVM",
    );
    expect(policies.map(({ name }) => name)).toEqual(["DefaultPolicy", "EnhancedPolicy"]);
    const standard = await az.json<Resource>("backup", "policy", "get-default-for-vm", ...IN_VAULT);
    const file = join(directory, "policy.json");
    writeFileSync(file, JSON.stringify(standard));
    const create = ["--policy", `@${file}`, "--backup-management-type", "AzureIaasVM", "-n", "nightly"];
    expect(await az.json("backup", "policy", "create", ...IN_VAULT, ...create)).toMatchObject({ name: "nightly" });
    const made = await az.json<Resource>("backup", "policy", "show", ...IN_VAULT, "-n", "nightly");
    writeFileSync(file, JSON.stringify({ ...made, properties: { ...made.properties, instantRpRetentionRangeInDays: 3 } }));
    const set = await az.json<Resource>("backup", "policy", "set", ...IN_VAULT, "--policy", `@${file}`);
    expect(set.properties).toMatchObject({ instantRpRetentionRangeInDays: 3 });
    const shown = await az.json<Resource>("backup", "policy", "show", ...IN_VAULT, "-n", "nightly");
    expect(shown.properties).toMatchObject({ instantRpRetentionRangeInDays: 3 });
  });

  test("protects a VM with its own command's request, and finds the item and its container", async () => {
    await protect("DefaultPolicy");
    expect(await az.json("backup", "item", "list", ...IN_VAULT)).toMatchObject([{ properties: { friendlyName: "vm-web" } }]);
    expect(await itemState()).toBe("IRPending");
    const list = ["backup", "container", "list", ...IN_VAULT, "--backup-management-type", "AzureIaasVM"];
    expect(await az.json(...list)).toMatchObject([{ properties: { friendlyName: "vm-web" } }]);
  });

  test("changes the policy of an item", async () => {
    await az.json("backup", "item", "set-policy", ...ITEM, "-p", "nightly");
    emulator.advance(60_000);
    const { properties } = await az.json<Item>("backup", "item", "show", ...ITEM);
    expect(properties.policyId).toMatch(/\/backupPolicies\/nightly$/i);
  });

  test("backs up the VM, follows the job to its end and finds the recovery point", async () => {
    const until = new Date(emulator.now().getTime() + 60 * DAY).toISOString().slice(0, 10).split("-").reverse().join("-");
    const job = await az.json<Job>("backup", "protection", "backup-now", ...PROTECTION, "--retain-until", until);
    expect(job.properties).toMatchObject({ operation: "Backup", entityFriendlyName: "vm-web" });
    emulator.advance(4 * 3_600_000);
    await az.json("backup", "job", "wait", ...IN_VAULT, "-n", job.name);
    const shown = await az.json<Job>("backup", "job", "show", ...IN_VAULT, "-n", job.name);
    expect(shown.properties).toMatchObject({ status: "Completed", operation: "Backup" });
    const jobs = await az.json<Job[]>("backup", "job", "list", ...IN_VAULT, "--operation", "Backup", "--status", "Completed");
    expect(jobs.map(({ name }) => name)).toContain(job.name);
    const points = await az.json<Resource[]>("backup", "recoverypoint", "list", ...PROTECTION);
    expect(points.length).toBeGreaterThan(0);
    expect(await itemState()).toBe("Protected");
  });

  test("stops and resumes protection, cannot delete the vault, deletes and undeletes backups", async () => {
    await az.json("backup", "protection", "disable", ...PROTECTION, "--yes");
    emulator.advance(60_000);
    expect(await itemState()).toBe("ProtectionStopped");
    await az.json("backup", "protection", "resume", ...PROTECTION, "-p", "nightly");
    emulator.advance(60_000);
    expect(await itemState()).toBe("Protected");

    const refused = await az.run("backup", "vault", "delete", "-g", "rg", "-n", "vault", "--yes");
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("(ServiceResourceNotEmptyWith");
    await az.json("backup", "protection", "disable", ...PROTECTION, "--delete-backup-data", "true", "--yes");
    emulator.advance(60_000);
    const deleted = await az.json<Item>("backup", "item", "show", ...ITEM);
    expect(deleted.properties).toMatchObject({ isScheduledForDeferredDelete: true, protectionState: "ProtectionStopped" });
    await az.json("backup", "protection", "undelete", ...PROTECTION);
    emulator.advance(60_000);
    expect(await itemState()).toBe("ProtectionStopped");
  });

  test("deletes the vault with its soft-deleted backups", async () => {
    await az.json("backup", "protection", "disable", ...PROTECTION, "--delete-backup-data", "true", "--yes");
    emulator.advance(60_000);
    await az.json("backup", "vault", "delete", "-g", "rg", "-n", "vault", "--yes");
    expect(await az.json("backup", "vault", "list")).toEqual([]);
    await az.json("group", "delete", "-n", "rg", "--yes");
    expect(await az.json("group", "exists", "-n", "rg")).toBe(false);
  });
});

(installed ? test : test.skip)("the Azure CLI, unmodified, stops a job while its snapshot is being taken", async () => {
  // Slow enough for two commands of the Azure CLI within one snapshot.
  const emulator = await startTestEmulator({ speed: 20 });
  const az = new AzureCli(emulator);
  try {
    await protectVms(emulator, ["vm-web"]);
    await az.signIn();
    const vault = ["-g", "rg-backup", "-v", "rsv-e2e"];
    const vm = ["-c", "vm-web", "-i", "vm-web", "--backup-management-type", "AzureIaasVM", "--workload-type", "VM"];
    const job = await az.json<Job>("backup", "protection", "backup-now", ...vault, ...vm, "--retain-until", "31-03-2027");
    await az.json("backup", "job", "stop", ...vault, "-n", job.name);
    emulator.advance(3_600_000);
    const { properties } = await az.json<Job>("backup", "job", "show", ...vault, "-n", job.name);
    expect(properties.status).toBe("Cancelled");
  } finally {
    az.remove();
  }
});
