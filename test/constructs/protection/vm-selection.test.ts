import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  type DynamicListTerraformIterator,
  Fn,
  type IResolvable,
  type ListTerraformIterator,
  type MapTerraformIterator,
  TerraformIterator,
  type TerraformStack,
} from "cdktf";
import {
  InitialBackup,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  type SourceVmOptions,
  VmBackupPolicy,
  VmSelection,
} from "../../../lib";
import { GROUP, POLICY_ID, unknownText, VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";
import { protectSelection as protect } from "./support";

const TYPE = "azurerm_backup_protected_vm";

describe("a selection of VMs that only a plan knows", () => {
  test("finds VMs with tags, in a resource group, by a data source", () => {
    const stack = testStack();
    const vms = protect(stack, VmSelection.fromDataSource({ tags: { backup: "yes" }, resourceGroupName: "rg-app" }));
    new InitialBackup(stack, "Backup", { protectedVms: [vms], retention: RecoveryPointRetention.days(7) });
    const result = synth(stack);
    const [found] = Object.entries(result.json.data?.["azurerm_resources"] ?? {});
    expect(found?.[1]).toEqual({
      type: "Microsoft.Compute/virtualMachines",
      required_tags: { backup: "yes" },
      resource_group_name: "rg-app",
      lifecycle: {
        postcondition: [
          {
            condition: "${length(self.resources) > 0}",
            error_message: "selection of 'stack/Vms' must find at least one VM, got none; check its tags and resource group",
          },
        ],
      },
    });
    expect(result.local("VmIds")).toBe(
      `\${{ for key, val in data.azurerm_resources.${found?.[0] ?? ""}.resources: ` +
        'lower(join("/", [val.resource_group_name, val.name])) => val.id }}',
    );
    expect(result.only(TYPE)).toMatchObject({
      for_each: "${local.Vms_VmIds_07ED94B3}",
      source_vm_id: "${each.value}",
      protection_state: "Protected",
    });
    expect(result.only("terraform_data", "Backup").triggers_replace).toBe("${sort(local.Vms_ItemIds_FC5449CB)}");
  });

  test("iterates only over the ids of an iterator, and reads other values by key", () => {
    const stack = testStack();
    const iterator = TerraformIterator.fromMap({ web: { id: unknownText(stack, "vm") } });
    const options = { protectionState: ProtectionState.STOPPED, excludeDiskLuns: iterator.getNumberList("luns") };
    const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
    const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
    const vms = new ProtectedVms(stack, "Vms", {
      vault,
      policy,
      selection: VmSelection.forEach(iterator, SourceVm.fromId(iterator.getString("id"), options)),
      lifecycle: { precondition: [{ condition: iterator.getAny("ready"), errorMessage: `${iterator.key} is not ready` }] },
    });
    const result = synth(stack);
    expect(result.local("Rows")).toEqual({ web: { id: "${var.vm}" } });
    expect(result.local("VmIds")).toBe("${{for key, val in local.Vms_Rows_585B5272 : key => val.id}}");
    expect(result.only(TYPE)).toMatchObject({
      for_each: "${local.Vms_VmIds_07ED94B3}",
      source_vm_id: "${each.value}",
      exclude_disk_luns: "${local.Vms_Rows_585B5272[each.key].luns}",
      protection_state: "ProtectionStopped",
      lifecycle: {
        precondition: [{ condition: "${local.Vms_Rows_585B5272[each.key].ready}", error_message: "${each.key} is not ready" }],
      },
    });
    expect(vms.activeItemIds).toEqual([]);
  });

  /** The arguments of the resource, and the ids by key, of an iterator over a map. */
  function forEach(optionsOf: (iterator: MapTerraformIterator, stack: TerraformStack) => SourceVmOptions, vmId?: string) {
    const stack = testStack();
    const iterator = TerraformIterator.fromMap({ web: { id: unknownText(stack, "vm") } });
    protect(stack, VmSelection.forEach(iterator, SourceVm.fromId(vmId ?? iterator.getString("id"), optionsOf(iterator, stack))));
    const result = synth(stack);
    return { item: result.only(TYPE), ids: result.local("VmIds") };
  }

  test("reads the policy and the disks of a VM by key", () => {
    const { item } = forEach((iterator, stack) => ({
      policy: VmBackupPolicy.fromPolicyId(stack, "Own", iterator.getString("policy")),
      includeDiskLuns: iterator.getNumberList("luns"),
    }));
    expect(item).toMatchObject({
      backup_policy_id: "${local.Vms_Rows_585B5272[each.key].policy}",
      include_disk_luns: "${local.Vms_Rows_585B5272[each.key].luns}",
    });
    expect(item).not.toHaveProperty("exclude_disk_luns");
  });

  test("writes options that are the same for all VMs as they are", () => {
    const { item } = forEach(() => ({ excludeDiskLuns: [1, 2], protectionState: ProtectionState.STOPPED }));
    expect(item).toMatchObject({ exclude_disk_luns: [1, 2], protection_state: "ProtectionStopped" });
    expect(item).not.toHaveProperty("backup_policy_id");
    expect(item).not.toHaveProperty("include_disk_luns");
  });

  test("replaces each.key and each.value, but no part of another name", () => {
    const id = "${local.each.value}/${breach.key}/${each.key}/${each.value.name}/${each.values}/${each_value.key}";
    expect(forEach(() => ({}), id).ids).toBe(
      '${{for key, val in local.Vms_Rows_585B5272 : key => "${local.each.value}/${breach.key}/${key}/${val.name}/${each.values}/${each_value.key}"}}',
    );
  });

  test.each<[string, TerraformIterator, (iterator: never) => string, string, string]>([
    [
      "a list",
      TerraformIterator.fromList([vmId("vm-web")]),
      (iterator: ListTerraformIterator) => iterator.value as string,
      `\${{for key, val in toset(["${vmId("vm-web")}"]) : key => val}}`,
      "key => val}}",
    ],
    [
      "a list of objects",
      TerraformIterator.fromComplexList(Fn.jsondecode("[]") as IResolvable, "name"),
      (iterator: DynamicListTerraformIterator) => `/vms/${iterator.getString("name")}`,
      '${{for key, val in { for key, val in jsondecode("[]"): val.name => val } : key => val}}',
      'key => "/vms/${val.name}"}}',
    ],
  ])("has the ids by key for an iterator over %s", (_, iterator, idOf, rows, ids) => {
    const stack = testStack();
    protect(stack, VmSelection.forEach(iterator, SourceVm.fromId(idOf(iterator as never))));
    const result = synth(stack);
    expect(result.local("Rows")).toBe(rows);
    expect(result.local("VmIds")).toBe(`\${{for key, val in local.Vms_Rows_585B5272 : ${ids}`);
  });

  test("searches with the provider of the construct", () => {
    const stack = testStack();
    const provider = new AzurermProvider(stack, "other", { features: [{}], alias: "other" });
    const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
    const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
    new ProtectedVms(stack, "Vms", {
      vault,
      policy,
      provider,
      selection: VmSelection.fromDataSource({ resourceGroupName: "rg-app" }),
    });
    const result = synth(stack);
    const [found] = Object.values(result.json.data?.["azurerm_resources"] ?? {});
    expect([found?.provider, result.only(TYPE).provider]).toEqual(["azurerm.other", "azurerm.other"]);
  });

  test.each([
    [{}, "search must be narrowed by tags or by resourceGroupName, got {}; name a tag or a resource group"],
    [{ tags: {} }, "search must be narrowed by tags or by resourceGroupName"],
    [{ resourceGroupName: GROUP }, "resourceGroupName must be 1 to 90 letters"],
  ])("throws for %j", (search, message) => {
    expect(refusal(() => VmSelection.fromDataSource(search))).toContain(`VmSelection.fromDataSource: ${message}`);
  });
});

test("throws without vms and selection, or with both", () => {
  const stack = testStack();
  const { vault, policy } = protect(stack, VmSelection.fromDataSource({ resourceGroupName: "rg-app" }));
  const vms = { web: SourceVm.fromId(vmId("vm-web")) };
  expect(refusal(() => new ProtectedVms(stack, "None", { vault, policy }))).toBe(
    "ProtectedVms 'stack/None': either vms or selection must be set, got neither; set one of them",
  );
  expect(refusal(() => new ProtectedVms(stack, "Both", { vault, policy, vms, selection: VmSelection.inScope(stack) }))).toContain(
    "either vms or selection must be set, got both; set one of them",
  );
});
