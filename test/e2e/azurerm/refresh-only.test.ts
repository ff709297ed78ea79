import { TerraformIterator, type TerraformStack } from "cdktf";
import {
  AzurermProviderVersion,
  BackupSchedule,
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryServicesVault,
  SourceVm,
  VmBackupPolicy,
  VmSelection,
} from "../../../lib";
import type { Emulator } from "../../../lib/emulator";
import { SUBSCRIPTION, itemId, vmId } from "../../support/azure";
import { describeWithAzurerm } from "../support/azurerm";
import { BareTerraform } from "../support/bare-terraform";
import { armClientOf } from "../support/protected-vms";
import { startAzure } from "./support/azure";

/** Plans of the real azurerm with -refresh-only, as in jobs that detect drift, and the check of the VM of a key. */
describeWithAzurerm("a drift check of protected VMs", () => {
  let emulator: Emulator;
  let terraform: BareTerraform;

  beforeEach(async () => {
    emulator = await startAzure();
    emulator.addResource(`/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-app`);
    for (const name of ["vm-web", "vm-db", "vm-api"]) {
      emulator.addVirtualMachine({ id: vmId(name), location: "westeurope", tags: { backup: "yes" }, dataDiskLuns: [0, 1] });
    }
    terraform = await BareTerraform.create(emulator.environment());
  });
  afterEach(async () => {
    await terraform.remove();
    await emulator.stop();
  });

  const vaultAndPolicy = (stack: TerraformStack) => {
    AzurermProviderVersion.require(stack, ">= 4.77.0, < 5.0.0");
    const place = { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" };
    const vault = new RecoveryServicesVault(stack, "Vault", place);
    const schedule = BackupSchedule.daily({ time: "22:00" });
    return { vault, policy: new VmBackupPolicy(stack, "Policy", { vault, schedule, dailyRetentionDays: 30 }) };
  };
  const [web, db] = [SourceVm.fromId(vmId("vm-web")), SourceVm.fromId(vmId("vm-db"), { excludeDiskLuns: [1] })];
  const protecting = (vms: Record<string, SourceVm>) => (stack: TerraformStack) =>
    new ProtectedVms(stack, "Vms", { ...vaultAndPolicy(stack), vms });
  const iterating = (ids: Record<string, string>) => (stack: TerraformStack) => {
    const iterator = TerraformIterator.fromMap(Object.fromEntries(Object.entries(ids).map(([key, id]) => [key, { id }])));
    const selection = VmSelection.forEach(iterator, SourceVm.fromId(iterator.getString("id")));
    new ProtectedVms(stack, "Vms", { ...vaultAndPolicy(stack), selection });
  };
  const deleteItem = async (name: string) => (await armClientOf(emulator)).write("DELETE", itemId(name), "2024-04-01");
  const ITEM = "azurerm_backup_protected_vm.Vms_B93EF0D8";

  test("succeeds before the first apply, and if a key is added, removed or names a moved VM", async () => {
    await terraform.refreshOnly(protecting({ web }));
    await terraform.apply(protecting({ web }));
    expect(await terraform.plan(protecting({ web }))).toEqual({});
    await terraform.refreshOnly(protecting({ web, db }));
    await terraform.apply(protecting({ web, db }));
    await terraform.refreshOnly(protecting({ db }));

    const moved = protecting({ db, web: SourceVm.fromId(vmId("vm-web").replace("rg-app", "rg-new")) });
    expect(await terraform.refreshOnly(moved)).toContain("Warning: Resource precondition failed");
    expect(await terraform.refusal(moved)).toContain(
      `got 'web' with ${vmId("vm-web").replace("rg-app", "rg-new")} in place of ${vmId("vm-web")}; put the old id back`,
    );
  });

  test("succeeds if the item of a key was deleted in Azure; the next plan creates it", async () => {
    const stopped = SourceVm.fromId(vmId("vm-db"), { protectionState: ProtectionState.STOPPED });
    await terraform.apply(protecting({ web, db: SourceVm.fromId(vmId("vm-db")) }));
    await terraform.apply(protecting({ web, db: stopped }));
    await deleteItem("vm-web");
    await terraform.refreshOnly(protecting({ web, db: stopped }));
    expect(await terraform.plan(protecting({ web, db: stopped }))).toEqual({ [`${ITEM}["web"]`]: "create" });
  });

  test("succeeds for VMs of an iterator and of a data source", async () => {
    await terraform.apply(iterating({ web: vmId("vm-web") }));
    await terraform.refreshOnly(iterating({ web: vmId("vm-web"), db: vmId("vm-db") }));
    await deleteItem("vm-web");
    await terraform.refreshOnly(iterating({ web: vmId("vm-web") }));
    await terraform.refreshOnly((stack) => {
      new ProtectedVms(stack, "Vms", {
        ...vaultAndPolicy(stack),
        selection: VmSelection.fromDataSource({ tags: { backup: "yes" } }),
      });
    });
  });

  test("succeeds for a single VM without an item", async () => {
    const one = (vm: SourceVm) => (stack: TerraformStack) => new ProtectedVm(stack, "Web", { ...vaultAndPolicy(stack), vm });
    await terraform.refreshOnly(one(web));
    await terraform.apply(one(web));
    expect(await terraform.refusal(one(SourceVm.fromId(vmId("vm-db"))))).toContain(`in place of ${vmId("vm-web")}`);
    await deleteItem("vm-web");
    await terraform.refreshOnly(one(web));
  });

  test("reports only the VM if its item cannot be created", async () => {
    const failure = await terraform.failure(protecting({ web, gone: SourceVm.fromId(vmId("vm-gone")) }));
    expect(failure).toContain(`${ITEM}["gone"]`);
    // Azure's own message, within that of azurerm, begins with "Error: Code".
    expect(failure.match(/Error: (?!Code)/g)).toHaveLength(1);
  });
});
