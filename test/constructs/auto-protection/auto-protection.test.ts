import { LinuxVirtualMachine, type LinuxVirtualMachineConfig } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import type { TerraformStack } from "cdktf";
import {
  AutoProtection,
  AutoProtectionEffect,
  AutoProtectionImages,
  type AutoProtectionProps,
  ProtectedVms,
  RecoveryServicesVault,
  SourceVm,
  VmBackupPolicy,
} from "../../../lib";
import { GROUP, POLICY_ID, SUBSCRIPTION, unknownText, VAULT_ID, vmId } from "../../support/azure";
import { refusal, rendered, synth, synthesized, testStack, warnings } from "../../support/synth";

const OTHER = "22222222-2222-2222-2222-222222222222";
const IMAGE = { publisher: "Debian", offer: "debian-12", sku: "12-gen2", version: "latest" };

function protect(
  stack: TerraformStack,
  more: Partial<AutoProtectionProps> = {},
  id = "Auto",
  vaultId = VAULT_ID,
): AutoProtection {
  const vault = RecoveryServicesVault.fromVaultAttributes(stack, `${id}Vault`, { vaultId, location: "westeurope" });
  const policy = VmBackupPolicy.fromPolicyId(stack, `${id}Policy`, `${vaultId}/backupPolicies/nightly`);
  return new AutoProtection(stack, id, { vault, policy, location: "westeurope", subscriptionId: SUBSCRIPTION, ...more });
}

function declareVm(
  stack: TerraformStack,
  id: string,
  tags: Record<string, string> = {},
  image: typeof IMAGE | undefined = IMAGE,
  more: Partial<LinuxVirtualMachineConfig> = {},
): LinuxVirtualMachine {
  return new LinuxVirtualMachine(stack, id, {
    name: id,
    location: "westeurope",
    resourceGroupName: "rg-app",
    size: "Standard_B1s",
    networkInterfaceIds: [],
    osDisk: { caching: "ReadWrite", storageAccountType: "Standard_LRS" },
    sourceImageReference: "sourceImageId" in more || "osManagedDiskId" in more ? undefined : image,
    tags,
    ...more,
  });
}

const parametersOf = (stack: TerraformStack, { assignment }: AutoProtection): unknown =>
  rendered(stack, (assignment as unknown as { parametersInput: string }).parametersInput);

const include = { name: "backup", values: ["yes"] };
const exclude = { name: "backup", values: ["no"] };

test("only audits at first: without an identity, roles and a remediation", () => {
  const stack = testStack();
  const auto = protect(stack, { include });
  const { resource = {} } = synth(stack).json;
  expect(Object.keys(resource)).toEqual(["azurerm_subscription_policy_assignment"]);
  expect(Object.values(resource["azurerm_subscription_policy_assignment"] ?? {})).toMatchObject([
    {
      name: "Auto",
      location: "westeurope",
      subscription_id: `/subscriptions/${SUBSCRIPTION}`,
      policy_definition_id: "/providers/Microsoft.Authorization/policyDefinitions/345fa903-145c-4fe1-8bcd-93ec2adccde8",
    },
  ]);
  expect(parametersOf(stack, auto)).toBe(
    '${jsonencode({"vaultLocation" = {"value" = "westeurope"}, "backupPolicyId" = {"value" = "' +
      POLICY_ID +
      '"}, "inclusionTagName" = {"value" = "backup"}, "inclusionTagValue" = {"value" = ["yes"]}, "effect" = {"value" = "AuditIfNotExists"}})}',
  );
});

test("deploys under an identity, whose roles exist before the remediation", () => {
  const { json, only } = deployed({ exclude });
  expect(only("azurerm_subscription_policy_assignment")).toMatchObject({
    identity: { type: "SystemAssigned" },
    policy_definition_id: "/providers/Microsoft.Authorization/policyDefinitions/09ce66bc-1220-4153-8104-e3f51c936913",
  });
  const roles = Object.entries(json.resource?.["azurerm_role_assignment"] ?? {});
  expect(roles.map(([, { scope, role_definition_id }]) => [scope, role_definition_id])).toEqual([
    [GROUP, "/providers/Microsoft.Authorization/roleDefinitions/5e467623-bb1f-42f4-a55d-6e525e11384b"],
    [`/subscriptions/${SUBSCRIPTION}`, "/providers/Microsoft.Authorization/roleDefinitions/9980e02c-c2be-4d73-94e8-173b1dc7cf3c"],
  ]);
  const { name, depends_on: after } = only("azurerm_subscription_policy_remediation");
  expect(name).toBe("auto");
  expect([...(after as string[])].sort()).toEqual(roles.map(([name]) => `azurerm_role_assignment.${name}`));
});

function deployed(more: Partial<AutoProtectionProps>) {
  const result = synthesized((stack) => protect(stack, { effect: AutoProtectionEffect.DEPLOY, ...more }));
  return { json: result.json, only: (type: string) => result.only(type) };
}

test("remediates nothing on request", () => {
  const { json } = deployed({ remediateExisting: false });
  expect(json.resource).not.toHaveProperty("azurerm_subscription_policy_remediation");
});

test("declares a definition for every image, with both kinds of tags", () => {
  const { only } = deployed({ images: AutoProtectionImages.ALL, include, exclude: { name: "temporary", values: ["yes"] } });
  const definition = only("azurerm_policy_definition");
  expect(definition).toMatchObject({ name: "vm-backup-Auto", mode: "Indexed", policy_type: "Custom" });
  const rule = JSON.parse(definition["policy_rule"] as string) as { then: { details: { roleDefinitionIds: string[] } } };
  expect(rule.then.details.roleDefinitionIds).toHaveLength(2);
  expect(JSON.stringify(rule)).not.toContain("imageOffer");
  expect(Object.keys(JSON.parse(definition["parameters"] as string) as object)).toContain("exclusionTagValue");
  expect(only("azurerm_subscription_policy_assignment")["policy_definition_id"]).toMatch(/^\$\{azurerm_policy_definition\./);
});

test("assigns at a management group, with the definition there", () => {
  const { only, json } = deployed({
    subscriptionId: undefined,
    managementGroupName: "mg-prod",
    images: AutoProtectionImages.ALL,
    crossSubscriptionBackup: true,
  });
  const id = "/providers/Microsoft.Management/managementGroups/mg-prod";
  expect(only("azurerm_management_group_policy_assignment")["management_group_id"]).toBe(id);
  expect(only("azurerm_policy_definition")["management_group_id"]).toBe(id);
  expect(only("azurerm_management_group_policy_remediation")["management_group_id"]).toBe(id);
  expect(JSON.stringify(json.resource?.["azurerm_role_assignment"])).toContain(id);
});

test("exempts VMs by id", () => {
  const { json } = synthesized((stack) => protect(stack, { exemptVmIds: [vmId("vm-b"), vmId("vm-a")] }));
  expect(Object.values(json.resource?.["azurerm_resource_policy_exemption"] ?? {})).toMatchObject([
    { resource_id: vmId("vm-a"), exemption_category: "Waiver" },
    { resource_id: vmId("vm-b") },
  ]);
});

test.each<[string, Partial<AutoProtectionProps>, string]>([
  ["location is not the vault's", { location: "eastus" }, "location must be the vault's region westeurope, got 'eastus'"],
  ["no scope is given", { subscriptionId: undefined }, "either subscriptionId or managementGroupName must be set, got neither"],
  ["two scopes are given", { managementGroupName: "mg" }, "either subscriptionId or managementGroupName must be set, got both"],
  ["the subscription is another", { subscriptionId: OTHER }, `subscriptionId must be the vault's subscription ${SUBSCRIPTION}`],
  [
    "the built-ins get two kinds of tags",
    { include, exclude },
    "include and exclude must not both be set with the built-in definitions",
  ],
  [
    "the built-ins get a management group",
    { subscriptionId: undefined, managementGroupName: "mg", crossSubscriptionBackup: true },
    "managementGroupName must be left out with the built-in definitions, got 'mg'; set images to AutoProtectionImages.ALL",
  ],
  [
    "the VMs of a management group may not be in other subscriptions",
    { images: AutoProtectionImages.ALL, subscriptionId: undefined, managementGroupName: "mg" },
    "crossSubscriptionBackup must be true for a management group, got nothing; set it, since the VMs are in many subscriptions",
  ],
  [
    "the tags exclude all that they include",
    { images: AutoProtectionImages.ALL, include, exclude: { name: "Backup", values: ["yes", "no"] } },
    "exclude must be a tag that leaves some of yes",
  ],
  [
    "the tags exclude all that they include, in another case",
    { images: AutoProtectionImages.ALL, include, exclude: { name: "backup", values: ["YES"] } },
    "exclude must be a tag that leaves some of yes",
  ],
  ["a tag has no value", { include: { name: "backup", values: [] } }, "include.values must be at least one value"],
  ["an exempt id is none of a VM", { exemptVmIds: [VAULT_ID] }, "exemptVmIds must be"],
  ["the name is too long", { assignmentName: "a".repeat(25) }, "assignmentName must be 1 to 24 letters"],
])("throws if %s", (_, props, message) => {
  expect(refusal(() => protect(testStack(), props))).toContain(message);
});

test("throws if its id, which is the name of the assignment by default, is too long", () => {
  const id = "a".repeat(25);
  expect(refusal(() => protect(testStack(), {}, id))).toBe(
    `AutoProtection 'stack/${id}': assignmentName must be 1 to 24 letters, digits, '-' and '_', got '${id}'; ` +
      "set assignmentName to one of that kind",
  );
});

test("takes the vault of another subscription on request, tokens, and another case of the region", () => {
  const stack = testStack();
  protect(stack, { subscriptionId: OTHER, crossSubscriptionBackup: true });
  protect(stack, { subscriptionId: unknownText(stack, "subscription"), location: "West Europe" }, "Token");
  expect(() => synth(stack)).not.toThrow();
});

describe("the VMs of the app", () => {
  const builtIns = "the built-in definitions should have every image in their list, got VMs that they skip: ";

  test("are listed if the built-in definitions skip their images", () => {
    const stack = testStack();
    declareVm(stack, "vm-debian");
    declareVm(stack, "vm-ubuntu", {}, { ...IMAGE, publisher: "Canonical", offer: "ubuntu", sku: "22_04-lts-gen2" });
    declareVm(stack, "vm-gallery", {}, undefined, { sourceImageId: "/subscriptions/s/images/i" });
    declareVm(stack, "vm-disk", {}, undefined, { osManagedDiskId: "/subscriptions/s/disks/d" });
    declareVm(stack, "vm-other-region", {}, IMAGE, { location: "northeurope" });
    declareVm(stack, "vm-no", { backup: "no" });
    protect(stack, { exclude });
    synth(stack);
    expect(warnings(stack)).toEqual([
      `${builtIns}'stack/vm-debian' (Debian:debian-12:12-gen2), 'stack/vm-gallery' (an image of a gallery), 'stack/vm-disk' (no image of the marketplace); set images to AutoProtectionImages.ALL`,
    ]);
  });

  test.each<[string, Partial<AutoProtectionProps>]>([
    ["every image is taken", { images: AutoProtectionImages.ALL }],
    ["the assignment is disabled", { effect: AutoProtectionEffect.DISABLED }],
    ["another subscription is assigned", { subscriptionId: OTHER, crossSubscriptionBackup: true }],
  ])("are not listed if %s", (_, props) => {
    const stack = testStack(SUBSCRIPTION);
    declareVm(stack, "vm-debian");
    protect(stack, props);
    synth(stack);
    expect(warnings(stack)).toEqual([]);
  });

  test("are not listed if the app protects them itself", () => {
    const stack = testStack();
    const vm = declareVm(stack, "vm-debian");
    const vault = RecoveryServicesVault.fromVaultId(stack, "Own", `${VAULT_ID}-own`);
    const policy = VmBackupPolicy.fromPolicyId(stack, "OwnPolicy", `${VAULT_ID}-own/backupPolicies/p`);
    new ProtectedVms(stack, "Protected", { vault, policy, vms: { debian: SourceVm.fromConstruct(vm) } });
    protect(stack);
    synth(stack);
    expect(warnings(stack)).toEqual([]);
  });

  test("must not be enrolled in two vaults", () => {
    const [images, effect] = [AutoProtectionImages.ALL, AutoProtectionEffect.DEPLOY];
    const gold = { name: "tier", values: ["Gold"] };
    const stack = testStack(SUBSCRIPTION);
    declareVm(stack, "vm-web", { backup: "yes", tier: "gold" });
    protect(stack, { include, images, effect });
    protect(stack, { include: gold, images, effect }, "Second", `${VAULT_ID}-2`);
    expect(refusal(() => synth(stack))).toContain("a VM must be enrolled in one vault, got 'stack/vm-web' in the vault");
    const audited = testStack(SUBSCRIPTION);
    declareVm(audited, "vm-web", { backup: "yes", tier: "gold" });
    protect(audited, { include, images });
    protect(audited, { include: gold, images, effect }, "Second", `${VAULT_ID}-2`);
    synth(audited);
    expect(warnings(audited)).toEqual([
      expect.stringContaining("a VM should be enrolled in one vault, got 'stack/vm-web' in the vault"),
    ]);
  });

  test("may be in a management group or not, so two groups are a warning", () => {
    const group = (managementGroupName: string): Partial<AutoProtectionProps> => ({
      ...{ subscriptionId: undefined, managementGroupName, crossSubscriptionBackup: true },
      ...{ images: AutoProtectionImages.ALL, effect: AutoProtectionEffect.DEPLOY },
    });
    const stack = testStack(SUBSCRIPTION);
    declareVm(stack, "vm-web");
    protect(stack, group("mg-one"));
    protect(stack, group("mg-two"), "Second", `${VAULT_ID}-2`);
    synth(stack);
    expect(warnings(stack)).toEqual([expect.stringContaining("a VM should be enrolled in one vault")]);
    const same = testStack(SUBSCRIPTION);
    protect(same, group("mg-one"));
    protect(same, group("MG-one"), "Second", `${VAULT_ID}-2`);
    expect(refusal(() => synth(same))).toContain("a VM must be enrolled in one vault");
  });

  test("are counted, if there are more than expected", () => {
    const stack = testStack();
    for (let index = 0; index < 201; index++) declareVm(stack, `vm-${index}`);
    protect(stack, { images: AutoProtectionImages.ALL, expectedVms: 10 });
    synth(stack);
    expect(warnings(stack)).toEqual([expect.stringContaining("at most 200 VMs, got 201")]);
  });
});

test("throws if two assignments of a scope have one name", () => {
  const stack = testStack();
  protect(stack, { include });
  protect(stack, { include: { name: "tier", values: ["gold"] }, location: "westeurope", assignmentName: "auto" }, "Second");
  expect(refusal(() => synth(stack))).toContain(
    "assignmentName must be unique in its scope, got 'auto' here and in 'stack/Auto'",
  );
});

test("warns of more than 200 VMs", () => {
  const stack = testStack();
  protect(stack, { expectedVms: 201 });
  synth(stack);
  expect(warnings(stack)).toEqual([expect.stringContaining("an assignment should have at most 200 VMs, got 201")]);
});

test.each<[string, Partial<AutoProtectionProps>, Partial<AutoProtectionProps>, "throws" | "warns" | "takes"]>([
  ["without tags", {}, {}, "throws"],
  ["with the same tag", { include }, { include: { name: "BACKUP", values: ["yes", "maybe"] } }, "throws"],
  ["with the same tag in another case", { include }, { include: { name: "backup", values: ["YES"] } }, "throws"],
  ["with other values", { include }, { include: { ...include, values: ["no"] } }, "takes"],
  ["with other tags", { include }, { include: { name: "tier", values: ["gold"] } }, "warns"],
  ["one of which excludes the other", { include }, { exclude: include }, "takes"],
  ["in two regions", {}, { location: "northeurope" }, "takes"],
  ["in two subscriptions", {}, { subscriptionId: OTHER, crossSubscriptionBackup: true }, "takes"],
])("two assignments %s: %s", (_, first, second, expected) => {
  const stack = testStack();
  const common = { images: AutoProtectionImages.ALL, effect: AutoProtectionEffect.DEPLOY };
  protect(stack, { ...first, ...common });
  const vault = RecoveryServicesVault.fromVaultId(stack, "Third", `${VAULT_ID}-3`);
  const policy = VmBackupPolicy.fromPolicyId(stack, "ThirdPolicy", `${VAULT_ID}-3/backupPolicies/p`);
  protect(stack, { vault, policy, ...second, ...common }, "Second");
  if (expected === "throws") expect(refusal(() => synth(stack))).toContain("a VM must be enrolled in one vault");
  else {
    synth(stack);
    expect(warnings(stack)).toHaveLength(expected === "warns" ? 1 : 0);
  }
});
