import { stackFileCode } from "../../../../lib/hook/adopt/from-stack/stack-file-code";
import { SUBSCRIPTION } from "../../../support/azure";
import { synthesizedConstruct } from "../support/run-generated";

type Json = Record<string, unknown>;

const VM = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web`;
const PLACE = { resource_group_name: "rg-backup", recovery_vault_name: "${azurerm_recovery_services_vault.main.name}" };
const VAULT = { name: "vault-app", resource_group_name: "rg-backup", location: "westeurope", sku: "Standard" };
const POLICY = { name: "daily", backup: { frequency: "Daily", time: "23:00" }, retention_daily: { count: 30 }, ...PLACE };
const ITEM = { source_vm_id: VM, backup_policy_id: "${azurerm_backup_policy_vm.daily.id}", ...PLACE };

function codeOf({
  vault = {},
  policy = {},
  item = {},
  ...rest
}: {
  vault?: Json;
  policy?: Json;
  item?: Json;
  [kind: string]: unknown;
}) {
  return stackFileCode({
    resource: {
      azurerm_recovery_services_vault: { main: { ...VAULT, ...vault } },
      azurerm_backup_policy_vm: { daily: { ...POLICY, ...policy } },
      azurerm_backup_protected_vm: { web: { ...ITEM, ...item } },
    },
    ...rest,
  });
}

test.each<[string, Parameters<typeof codeOf>[0], RegExp]>([
  ["a vault with an unknown count", { vault: { count: "${var.n}" } }, /_vault\.main' stays .* its count is not a literal/],
  ["a vault with an unknown for_each", { vault: { for_each: "${var.n}" } }, /_vault\.main' stays .* its for_each is not/],
  [
    "a policy with unknown weekdays",
    { policy: { backup: { frequency: "Weekly", time: "23:00", weekdays: "${var.d}" } } },
    /its weekdays are an/,
  ],
  [
    "a policy with a dynamic block",
    { policy: { retention_daily: undefined, dynamic: { retention_daily: {} } } },
    /retention does not fit/,
  ],
  ["a policy with an unknown argument of a block", { policy: { backup: { ...POLICY.backup, minute: 1 } } }, /backup has minute/],
  [
    "a policy with the hours of another frequency",
    { policy: { backup: { ...POLICY.backup, hour_interval: 4 } } },
    /do not belong/,
  ],
  ["a policy with an unknown type", { policy: { policy_type: "${var.t}" } }, /its policy_type is an expression/],
  [
    "a VM with an unknown count",
    { item: { count: "${length(var.ids)}", source_vm_id: "${var.ids[count.index]}" } },
    /its count is not/,
  ],
  ["a VM with an unknown state", { item: { protection_state: "${var.s}" } }, /its protection_state is an expression/],
  ["a VM without a policy", { item: { backup_policy_id: null } }, /it follows no policy/],
  [
    "a VM of a vault by key",
    { item: { for_each: "${var.vms}", recovery_vault_name: "${each.value.vault}" } },
    /its vault differs/,
  ],
  [
    "a VM whose id is an object",
    { item: { for_each: { a: { b: 1 } }, source_vm_id: "${each.value}" } },
    /it has no source_vm_id/,
  ],
  ["a VM with an odd id", { item: { source_vm_id: "/subscriptions/x" } }, /not the id of a VM/],
  ["a text that is a token for CDKTF", { vault: { location: "${TfToken[TOKEN.0]}" } }, /token of its own/],
  ["an odd lifecycle", { vault: { lifecycle: { prevent_destroy: "${var.p}" } } }, /lifecycle has prevent_destroy in a form/],
])("leaves %s as it is, and says so", (_, stack, note) => {
  const { text, notes } = codeOf(stack);
  expect(notes).toContainEqual(expect.stringMatching(note));
  const comments = text.replace(/\n\s*\/\/ /g, " ").replace(/\s+/g, " ");
  for (const one of notes) expect(comments).toContain(one.replace(/\s+/g, " "));
  expect(() => synthesizedConstruct(text, SUBSCRIPTION)).not.toThrow();
});

test.each<[string, Parameters<typeof codeOf>[0], Json]>([
  ["timeouts of a policy", { policy: { timeouts: { create: "2h" } } }, { timeouts: { create: "2h" } }],
  ["tags of an expression", { vault: { tags: "${var.tags}" } }, { tags: "${var.tags}" }],
  ["a flag of an expression", { vault: { soft_delete_enabled: "${var.s}" } }, { soft_delete_enabled: "${var.s}" }],
  [
    "an encryption without its identity",
    { vault: { encryption: { key_id: "${var.k}" } } },
    { encryption: { key_id: "${var.k}" } },
  ],
  ["an argument of a newer azurerm", { vault: { shiny: true } }, { shiny: true }],
  ["the case of a resource group", { item: { resource_group_name: "RG-backup" } }, { resource_group_name: "RG-backup" }],
  [
    "a provisioner",
    { vault: { provisioner: [{ "local-exec": { command: "x" } }] } },
    { provisioner: [{ "local-exec": { command: "x" } }] },
  ],
])("keeps %s by an override, and says so", (_, stack, kept) => {
  const { text, notes } = codeOf(stack);
  expect(notes).toContainEqual(expect.stringContaining("an override keeps it"));
  const { resource } = synthesizedConstruct(text, SUBSCRIPTION);
  expect(Object.values(resource).flatMap((named) => Object.values(named))).toContainEqual(expect.objectContaining(kept));
});

test("names what refers to a resource that moves", () => {
  const { notes } = codeOf({
    output: { id: { value: "${azurerm_recovery_services_vault.main.id}" } },
    import: [{ to: "azurerm_backup_protected_vm.web", id: "x" }],
    locals: { ids: ["${azurerm_backup_policy_vm.daily.id}"], text: "azurerm_backup_policy_vm.daily" },
  });
  expect(notes).toEqual([
    "'output.id' refers to 'azurerm_recovery_services_vault.main': use 'vault.resource' of this class there.",
    "'locals.ids' refers to 'azurerm_backup_policy_vm.daily': use 'daily.resource' of this class there.",
    "'import blocks' refers to 'azurerm_backup_protected_vm.web': use 'vms.resource' of this class with the key 'vmWeb' there.",
  ]);
});

test("writes the new address of a resource into the expressions of another", () => {
  const { text } = codeOf({ policy: { name: "${azurerm_recovery_services_vault.main.name}-`daily`" } });
  const { resource } = synthesizedConstruct(text, SUBSCRIPTION);
  const [policy] = Object.values(resource["azurerm_backup_policy_vm"] ?? {});
  const [vault] = Object.keys(resource["azurerm_recovery_services_vault"] ?? {});
  expect(policy?.["name"]).toBe(`\${azurerm_recovery_services_vault.${vault ?? ""}.name}-\`daily\``);
});

test("refers to a vault and a policy of another stack", () => {
  const { text, notes } = stackFileCode({
    resource: {
      azurerm_backup_protected_vm: {
        web: { ...ITEM, recovery_vault_name: "vault-hub", backup_policy_id: "${data.azurerm_backup_policy_vm.hub.id}" },
        db: { ...ITEM, source_vm_id: "${var.db}", recovery_vault_name: "${data.azurerm_recovery_services_vault.other.name}" },
      },
      azurerm_backup_policy_vm: {},
    },
  });
  const [kept, ...others] = notes;
  expect(kept).toContain("no prop for 'resource_group_name' with this value");
  expect(others).toEqual([]);
  expect(text).toContain('RecoveryServicesVault.fromLookup(this, "VaultHub", {');
  expect(text).toContain('VmBackupPolicy.fromPolicyId(this, "HubPolicy", "${data.azurerm_backup_policy_vm.hub.id}")');
  expect(() => synthesizedConstruct(text, SUBSCRIPTION)).not.toThrow();
});

test.each(["</script>*/ // \u2028 process.exit(1)", "`${process.exit(1)}`", "');process.exit(1);('", "\\"])(
  "cannot be made to write code by a text such as %j",
  (hostile) => {
    const tags = { [hostile.replace(/[<>%&\\?/]/g, "")]: hostile };
    const { text } = codeOf({
      vault: { tags, note: hostile, provisioner: { [hostile]: hostile } },
      "//": { metadata: { stackName: hostile } },
    });
    expect(() => synthesizedConstruct(text, SUBSCRIPTION)).not.toThrow();
  },
);
