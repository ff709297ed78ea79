import { DataAzurermVirtualMachine } from "@cdktf/provider-azurerm/lib/data-azurerm-virtual-machine";
import type { LinuxVirtualMachineConfig } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformIterator, TerraformStack, Testing } from "cdktf";
import { ProtectedVm, ProtectedVms, RecoveryPointRetention, SourceVm, VmBackup, VmSelection } from "../../../lib";
import { SUBSCRIPTION, unknownText, VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, type Synthesized, testStack } from "../../support/synth";
import { declaredVm, existingPolicy, existingVault, protect } from "./support";

const OTHER = SUBSCRIPTION.replace("0", "1");
const otherId = (name: string): string => vmId(name).replace(SUBSCRIPTION, OTHER);
const spoke = (stack: TerraformStack): AzurermProvider =>
  new AzurermProvider(stack, "spoke", { alias: "spoke", subscriptionId: OTHER, features: [{}] });
const parts = (stack: TerraformStack) => ({ vault: existingVault(stack), policy: existingPolicy(stack) });

/** Returns the conditions of the check of the items. */
const conditions = ({ json }: Synthesized): string[] =>
  Object.values(json.resource?.["terraform_data"] ?? {}).flatMap(({ lifecycle }) =>
    (lifecycle as { precondition: { condition: string }[] }).precondition.map(({ condition }) => condition),
  );

describe("a VM of another subscription", () => {
  test.each([
    [
      "ProtectedVm",
      (stack: TerraformStack, vm: SourceVm, crossSubscriptionBackup?: boolean) =>
        new ProtectedVm(stack, "Vm", { ...parts(stack), vm, crossSubscriptionBackup }),
    ],
    [
      "ProtectedVms",
      (stack: TerraformStack, vm: SourceVm, crossSubscriptionBackup?: boolean) =>
        new ProtectedVms(stack, "Vms", { ...parts(stack), vms: { vm }, crossSubscriptionBackup }),
    ],
    [
      "VmBackup",
      (stack: TerraformStack, vm: SourceVm, crossSubscriptionBackup?: boolean) => {
        const { vault: existingVault, policy: existingPolicy } = parts(stack);
        const initialBackup = { retention: RecoveryPointRetention.days(30) };
        return new VmBackup(stack, "Backup", {
          existingVault,
          existingPolicy,
          vms: { vm },
          initialBackup,
          crossSubscriptionBackup,
        });
      },
    ],
  ])("is refused by %s, unless it is said to be", (_, make) => {
    const message = "set crossSubscriptionBackup to true, or protect it with a vault of its own subscription";
    for (const said of [undefined, false])
      expect(refusal(() => make(testStack(), SourceVm.fromId(otherId("vm-web")), said))).toContain(message);
    const stack = testStack();
    make(stack, SourceVm.fromId(otherId("vm-web")), true);
    const written = JSON.stringify(synth(stack));
    expect(written).toContain(otherId("vm-web"));
    expect(written).not.toContain("resourcegroups/.*");
  });

  test("throws by the provider of a VM whose id is a token", () => {
    const stack = testStack();
    const vm = SourceVm.fromConstruct(declaredVm(stack, "Web", { provider: spoke(stack) }));
    expect(refusal(() => protect({ web: vm }, {}, stack))).toContain(`the VM's subscription must be in the vault's`);
    const allowed = testStack();
    const own = SourceVm.fromConstruct(declaredVm(allowed, "Web", { provider: spoke(allowed) }));
    protect({ web: own }, { crossSubscriptionBackup: true }, allowed);
    expect(() => synth(allowed)).not.toThrow();
  });

  test("throws by the provider of a data source", () => {
    const stack = testStack();
    const found = new DataAzurermVirtualMachine(stack, "Vm", {
      name: "vm-web",
      resourceGroupName: "rg-app",
      provider: spoke(stack),
    });
    const vm = SourceVm.fromConstruct(found);
    expect(refusal(() => new ProtectedVm(stack, "One", { ...parts(stack), vm }))).toContain("the VM's subscription must be");
  });

  test("throws by the known id of a construct", () => {
    const vm = SourceVm.fromConstruct({ id: otherId("vm-web") });
    expect(refusal(() => protect({ web: vm }))).toContain(`vms.web.the VM's subscription must be in the vault's`);
  });

  test("does not throw if the subscription is not known", () => {
    const stack = testStack();
    protect(
      { web: SourceVm.fromId(unknownText(stack, "vm")), db: SourceVm.fromConstruct({ id: unknownText(stack, "db") }) },
      {},
      stack,
    );
    expect(() => synth(stack)).not.toThrow();
  });
});

test.each<[string, (stack: TerraformStack) => unknown]>([
  ["ProtectedVm", (stack) => new ProtectedVm(stack, "Vm", { ...parts(stack), vm: SourceVm.fromId(vmId("vm-web")) })],
  ["ProtectedVms", (stack) => new ProtectedVms(stack, "Vm", { ...parts(stack), vms: { web: SourceVm.fromId(vmId("vm-web")) } })],
  [
    "VMs that a plan finds",
    (stack) =>
      new ProtectedVms(stack, "Vm", {
        ...parts(stack),
        selection: VmSelection.fromDataSource({ resourceGroupName: "rg-app" }),
      }),
  ],
])("throws for %s if the provider is of another subscription than the vault", (_, make) => {
  const stack = testStack(OTHER);
  make(stack);
  expect(refusal(() => synth(stack))).toContain(
    `[stack/Vm] provider must be one for the subscription ${SUBSCRIPTION} of the vault ${VAULT_ID}, got 'stack/azurerm' for ${OTHER}; ` +
      "set a provider of the vault's subscription, in which azurerm looks up the vault",
  );
});

describe("two VMs with the same resource group and name in a vault", () => {
  const message = "VMs must have each resource group and name once in a vault";
  const crossSubscriptionBackup = true;

  test("throw in two constructs, in any case", () => {
    const stack = testStack();
    const { vault, policy } = protect({ web: SourceVm.fromId(vmId("vm-web")) }, {}, stack);
    const vm = SourceVm.fromId(otherId("VM-Web"));
    new ProtectedVm(stack, "Other", { vault, policy, vm, crossSubscriptionBackup });
    const text = refusal(() => synth(stack));
    expect(text).toContain(`${message}, because the id of a protected item has no subscription of the VM, got ${vmId("vm-web")}`);
    expect(text).toContain(`in 'stack/Vms' and ${otherId("VM-Web")} in 'stack/Other'; protect one of the two with another vault`);
  });

  test("throw in two stacks", () => {
    const app = Testing.app();
    const stacks = [vmId("vm-web"), otherId("vm-web")].map((id, index) => {
      const stack = new TerraformStack(app, `stack-${index}`);
      new AzurermProvider(stack, "azurerm", { features: [{}] });
      new ProtectedVm(stack, "Vm", { ...parts(stack), vm: SourceVm.fromId(id), crossSubscriptionBackup });
      return stack;
    }) as [TerraformStack, TerraformStack];
    expect(() => synth(stacks[0])).not.toThrow();
    expect(refusal(() => synth(stacks[1]))).toContain(message);
  });

  test("throw if the app declares one or both", () => {
    const stack = testStack();
    const web = SourceVm.fromConstruct(declaredVm(stack, "Web"));
    const other = SourceVm.fromConstruct(declaredVm(stack, "Other", { name: "vm-web", provider: spoke(stack) }));
    protect({ web, other }, { crossSubscriptionBackup }, stack);
    expect(refusal(() => synth(stack))).toContain(message);

    const mixed = testStack();
    const vms = { web: SourceVm.fromConstruct(declaredVm(mixed, "Web")), other: SourceVm.fromId(otherId("vm-web")) };
    protect(vms, { crossSubscriptionBackup }, mixed);
    expect(refusal(() => synth(mixed))).toContain(message);
  });

  test.each<[string, (stack: TerraformStack) => Partial<LinuxVirtualMachineConfig>]>([
    ["names", (stack) => ({ name: unknownText(stack, "name") })],
    ["resource groups", (stack) => ({ name: "vm-web", resourceGroupName: unknownText(stack, "group") })],
  ])("do not throw if only the deployment knows their %s", (_, propsIn) => {
    const stack = testStack();
    const props = propsIn(stack);
    const [one, other] = ["One", "Other"].map((id) => SourceVm.fromConstruct(declaredVm(stack, id, props))) as [
      SourceVm,
      SourceVm,
    ];
    protect({ one, other }, {}, stack);
    expect(() => synth(stack)).not.toThrow();
  });

  test("do not throw in two vaults", () => {
    const app = Testing.app();
    const stacks = [VAULT_ID, `${VAULT_ID}-2`].map((id, index) => {
      const stack = new TerraformStack(app, `stack-${index}`);
      new AzurermProvider(stack, "azurerm", { features: [{}] });
      const [vault, policy] = [existingVault(stack, id), existingPolicy(stack, `${id}/backupPolicies/nightly`)];
      const vm = SourceVm.fromId(index === 0 ? vmId("vm-web") : otherId("vm-web"));
      new ProtectedVm(stack, "Vm", { vault, policy, vm, crossSubscriptionBackup });
      return stack;
    });
    for (const stack of stacks) expect(() => synth(stack)).not.toThrow();
  });

  test("fail the plan if only it knows their ids", () => {
    const stack = testStack();
    protect({ web: SourceVm.fromId(unknownText(stack, "vm")) }, { crossSubscriptionBackup }, stack);
    const synthesized = synth(stack);
    const ids = `local.${Object.keys(synthesized.json.locals ?? {}).find((name) => name.startsWith("Vms_VmIds")) ?? ""}`;
    const names = `[for id in values(${ids}) : lower(regex("(?i)/resourcegroups/.*", id))]`;
    expect(conditions(synthesized).at(-1)).toBe(`\${length(distinct(${names})) == length(${ids})}`);
    expect(JSON.stringify(synthesized.only("terraform_data"))).toContain(
      `ProtectedVms 'stack/Vms': ${message}, because the id of a protected item has no subscription of the VM; ` +
        "protect one of the two with another vault",
    );

    const ofPlan = testStack();
    const iterator = TerraformIterator.fromMap({ web: { id: "x" } });
    const selection = VmSelection.forEach(iterator, SourceVm.fromId(iterator.getString("id")));
    new ProtectedVms(ofPlan, "Vms", { ...parts(ofPlan), selection, crossSubscriptionBackup });
    expect(conditions(synth(ofPlan)).filter((one) => one.includes("resourcegroups/.*"))).toHaveLength(1);
  });
});
