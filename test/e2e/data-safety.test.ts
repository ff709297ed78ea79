import { LinuxVirtualMachine } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import { TerraformIterator, type TerraformStack } from "cdktf";
import {
  InitialBackup,
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  RecoveryServicesVault,
  RemovalPolicy,
  SourceVm,
  type SourceVmOptions,
  VmBackupPolicy,
  VmSelection,
} from "../../lib";
import { POLICY_ID, VAULT_ID, vmId } from "../support/azure";
import { BareTerraform } from "./support/bare-terraform";
import { describeWithTerraform } from "./support/terraform";

/** Plans of the real Terraform if the VM of a key changes. `terraform_data` replaces azurerm's resources. */
describeWithTerraform("the protection of a VM", () => {
  let terraform: BareTerraform;

  beforeEach(async () => {
    terraform = await BareTerraform.create();
  });
  afterEach(() => terraform.remove());

  const vaultAndPolicy = (stack: TerraformStack) => ({
    vault: RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID),
    policy: VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID),
  });
  const protecting = (vms: Record<string, SourceVm>, removal?: RemovalPolicy) => (stack: TerraformStack) =>
    new ProtectedVms(stack, "Vms", { ...vaultAndPolicy(stack), vms, removal });
  const linuxVm = (stack: TerraformStack, name: string, size: string) =>
    new LinuxVirtualMachine(stack, "web", {
      name,
      size,
      resourceGroupName: "rg-app",
      location: "westeurope",
      networkInterfaceIds: [],
      osDisk: { caching: "ReadWrite", storageAccountType: "Standard_LRS" },
    });
  const item = (key: string): string => `terraform_data.backup_protected_vm_Vms_B93EF0D8["${key}"]`;

  test("does not change if the VM's id differs in case, and fails the plan for another VM", async () => {
    const of = (web: string) => protecting({ web: SourceVm.fromId(vmId(web)), db: SourceVm.fromId(vmId("vm-db")) });
    await terraform.apply(of("vm-web"));
    expect(await terraform.plan(of("vm-web"))).toEqual({});
    expect(await terraform.plan(of("VM-WEB"))).toEqual({});
    expect(await terraform.refusal(of("vm-web2"))).toContain(
      `ProtectedVms 'stack/Vms': each key must go on naming the VM it protects, got 'web' with ${vmId("vm-web2")} ` +
        `in place of ${vmId("vm-web")}; put the old id back, even if the VM was moved to another resource group and has a new id, ` +
        "and protect the new id under a new key",
    );
  });

  test("stays if the VM is recreated in the same plan", async () => {
    const ofSize = (size: string) => (stack: TerraformStack) => {
      return protecting({ web: SourceVm.fromConstruct(linuxVm(stack, "vm-web", size)) })(stack);
    };
    await terraform.apply(ofSize("Standard_B2s"));
    expect(await terraform.plan(ofSize("Standard_B4s"))).toEqual({
      "terraform_data.linux_virtual_machine_web": "delete+create",
    });
    await terraform.apply(ofSize("Standard_B4s"));
    expect(await terraform.plan(ofSize("Standard_B4s"))).toEqual({});
  });

  test("is updated in place, at its address, if its state, disks or policy change", async () => {
    const db = (options?: SourceVmOptions) => (stack: TerraformStack) =>
      protecting({
        web: SourceVm.fromId(vmId("vm-web")),
        api: SourceVm.fromId(vmId("vm-api"), { excludeDiskLuns: [3] }),
        db: SourceVm.fromId(vmId("vm-db"), options),
      })(stack);
    const withPolicyOfItsOwn = (stack: TerraformStack) => {
      const policy = VmBackupPolicy.fromPolicyId(stack, "Weekly", `${VAULT_ID}/backupPolicies/weekly`);
      return db({ policy })(stack);
    };
    await terraform.apply(db());
    for (const next of [
      db({ protectionState: ProtectionState.STOPPED }),
      db(),
      db({ protectionState: ProtectionState.SUSPENDED }),
      db({ protectionState: ProtectionState.PROTECTED, includeDiskLuns: [0, 1] }),
      withPolicyOfItsOwn,
    ]) {
      expect(await terraform.plan(next)).toEqual({ [item("db")]: "update" });
      await terraform.apply(next);
    }
  });

  test("is not destroyed by a change of code, unless removal allows it", async () => {
    const both = { web: SourceVm.fromId(vmId("vm-web")), db: SourceVm.fromId(vmId("vm-db")) };
    await terraform.apply(protecting(both));
    expect(await terraform.refusal(protecting({ web: both.web }))).toContain(`${item("db")} has lifecycle.prevent_destroy set`);
    expect(await terraform.plan(protecting({ web: both.web }, RemovalPolicy.DELETE))).toEqual({ [item("db")]: "delete" });
  });

  test("continues if a VM moves to its own construct", async () => {
    const web = { web: SourceVm.fromId(vmId("vm-web")) };
    await terraform.apply(protecting({ ...web, db: SourceVm.fromId(vmId("vm-db")) }));
    const moved = (stack: TerraformStack) => {
      const { resource, vault, policy } = protecting(web)(stack);
      const leaving = new ProtectedVms(stack, "Leaving", { vault, policy, vms: { db: SourceVm.fromId(vmId("vm-db")) } });
      const db = ({ friendlyUniqueId }: { friendlyUniqueId: string }) => `azurerm_backup_protected_vm.${friendlyUniqueId}["db"]`;
      stack.addOverride("moved", [{ from: db(resource), to: db(leaving.resource) }]);
    };
    expect(await terraform.plan(moved)).toEqual({ "terraform_data.Leaving_SameVmCheck_FA7C9FF7": "create" });
  });

  test("is checked for a literal id, also if the plan creates another VM", async () => {
    const webAnd = (web: string, created: string[]) => (stack: TerraformStack) => {
      const declared = created.map((name) => {
        const osDisk = { caching: "ReadWrite", storageAccountType: "Standard_LRS" };
        const place = { resourceGroupName: "rg-app", location: "westeurope", size: "Standard_B2s", networkInterfaceIds: [] };
        return [name, SourceVm.fromConstruct(new LinuxVirtualMachine(stack, name, { name, ...place, osDisk }))] as const;
      });
      return protecting({ web: SourceVm.fromId(vmId(web)), ...Object.fromEntries(declared) })(stack);
    };
    await terraform.apply(webAnd("vm-web", ["db"]));
    expect(await terraform.plan(webAnd("vm-web", ["db"]))).toEqual({});
    expect(await terraform.refusal(webAnd("vm-web2", ["db", "api"]))).toContain(`got 'web' with ${vmId("vm-web2")} in place of`);
  });

  test("delays the initial backup if only the apply can check it", async () => {
    const withBackup = (stack: TerraformStack, protectedVms: ProtectedVms) =>
      new InitialBackup(stack, "InitialBackup", { protectedVms: [protectedVms], retention: RecoveryPointRetention.days(30) });
    const named = (name: string, isBackedUp: boolean) => (stack: TerraformStack) => {
      const vm = SourceVm.fromConstruct(linuxVm(stack, name, "Standard_B2s"));
      const vms = protecting({ web: vm, db: SourceVm.fromId(vmId("vm-db")) })(stack);
      // The program is not in the folder, so a run of it would fail.
      if (isBackedUp) withBackup(stack, vms);
    };
    await terraform.apply(named("vm-web", false));
    expect(await terraform.failure(named("vm-web", true))).toContain("local-exec provisioner error");
    const failure = await terraform.failure(named("vm-web2", true));
    expect(failure).toContain(
      "each key must go on naming the VM it protects, got 'web' with /vms/vm-web2 in place of /vms/vm-web;",
    );
    expect(failure).not.toContain("local-exec provisioner error");
  });

  describe("with -refresh-only", () => {
    const web = { web: SourceVm.fromId(vmId("vm-web")) };
    const both = { ...web, db: SourceVm.fromId(vmId("vm-db"), { protectionState: ProtectionState.STOPPED }) };

    test("plans before the first apply, and if a VM is added, removed or named by another key", async () => {
      await terraform.refreshOnly(protecting(web));
      await terraform.apply(protecting(web));
      await terraform.refreshOnly(protecting(both));
      await terraform.apply(protecting(both));
      await terraform.refreshOnly(protecting(web));
      await terraform.refreshOnly(protecting({ db: both.db }));
      const moved = protecting({ ...both, web: SourceVm.fromId(vmId("vm-web").replace("rg-app", "rg-new")) });
      expect(await terraform.refreshOnly(moved)).toContain("Warning: Resource precondition failed");
      expect(await terraform.refusal(moved)).toContain("even if the VM was moved to another resource group");
    });

    test("plans if an item was deleted", async () => {
      await terraform.apply(protecting(both));
      await terraform.forget(item("web"));
      await terraform.refreshOnly(protecting(both));
      expect(await terraform.plan(protecting(both))).toEqual({ [item("web")]: "create" });
    });

    test("plans for a single VM without an item, and for one whose item was deleted", async () => {
      const one = (stack: TerraformStack) => new ProtectedVm(stack, "Web", { ...vaultAndPolicy(stack), vm: web.web });
      await terraform.refreshOnly(one);
      await terraform.apply(one);
      await terraform.forget("terraform_data.backup_protected_vm_Web_3C8945DB");
      await terraform.refreshOnly(one);
    });
  });

  test("of VMs of a data source stays with each VM, and fails the plan if one is not found", async () => {
    const build = (stack: TerraformStack) => {
      const selection = VmSelection.fromDataSource({ tags: { backup: "yes" } });
      new ProtectedVms(stack, "Vms", { ...vaultAndPolicy(stack), selection });
    };
    const vm = (name: string) => ({ name, resource_group_name: "RG-App", id: vmId(name) });
    terraform.found = [vm("vm-Web"), vm("vm-db")];
    await terraform.apply(build);
    terraform.found = [vm("vm-db"), { ...vm("VM-WEB"), resource_group_name: "rg-app" }, vm("vm-new")];
    expect(await terraform.plan(build)).toEqual({ [item("rg-app/vm-new")]: "create" });
    terraform.found = [vm("vm-db")];
    expect(await terraform.refusal(build)).toContain(`${item("rg-app/vm-web")} has lifecycle.prevent_destroy set`);
  });

  test("of VMs of an iterator follows the same rules", async () => {
    const of = (id: string) => (stack: TerraformStack) => {
      const iterator = TerraformIterator.fromMap({ web: { vm: id } });
      const selection = VmSelection.forEach(iterator, SourceVm.fromId(iterator.getString("vm")));
      new ProtectedVms(stack, "Vms", { ...vaultAndPolicy(stack), selection });
    };
    await terraform.apply(of(vmId("vm-web")));
    expect(await terraform.plan(of(vmId("VM-WEB")))).toEqual({});
    expect(await terraform.refusal(of(vmId("vm-db")))).toContain(
      `${vmId("vm-db")} in place of ${vmId("vm-web")}; put the old id back`,
    );
  });

  test("of a single VM follows the same rules", async () => {
    const one = (name: string) => (stack: TerraformStack) =>
      new ProtectedVm(stack, "Web", { ...vaultAndPolicy(stack), vm: SourceVm.fromId(vmId(name)) });
    await terraform.apply(one("vm-web"));
    expect(await terraform.plan(one("VM-web"))).toEqual({});
    expect(await terraform.refusal(one("vm-db"))).toContain(
      `${vmId("vm-db")} in place of ${vmId("vm-web")}; put the old id back`,
    );
  });
});
