import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { TerraformIterator, TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
  BackupSchedule,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServiceFeatures,
  RecoveryServicesVault,
  RemovalPolicy,
  SourceVm,
  VmBackup,
  type VmBackupProps,
} from "../../lib";
import { vmId } from "../support/azure";
import { refusal, synth, testStack, warnings } from "../support/synth";

/** Mistakes of first use that the compiler does not find, such as in JavaScript, with a cast, or with a value of type `any`. */

const anything = (value: unknown): never => value as never;
const vault = { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" };
const web = SourceVm.fromId(vmId("vm-web"));
const props: VmBackupProps = {
  vault,
  policy: { policyName: "daily", schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 },
  vms: { web },
  initialBackup: { retention: RecoveryPointRetention.days(60) },
};
const withProps = (given: object) => (stack: TerraformStack) => new VmBackup(stack, "Backup", { ...props, ...given });
const withVault = (given: object) => withProps({ vault: { ...vault, ...given } });
const variable = (stack: TerraformStack) => new TerraformVariable(stack, "variable", {});

test.each<[string, (stack: TerraformStack) => unknown, string]>([
  ["an unset text", withVault({ vaultName: undefined }), "got nothing; set it, or the environment variable that it comes from"],
  ["a number for a text", withVault({ vaultName: 42 }), "got 42; put it in quotes"],
  ["a promise", withVault({ vaultName: Promise.resolve("vault-app") }), "got a Promise; await it before"],
  [
    "a construct for its name",
    (stack) => withVault({ resourceGroupName: new ResourceGroup(stack, "Group", { name: "rg", location: "westeurope" }) })(stack),
    "got a ResourceGroup; pass its name, and not the construct",
  ],
  [
    "a construct for its id",
    (stack) => RecoveryServicesVault.fromVaultId(stack, "Vault", anything(new ResourceGroup(stack, "Group", anything(vault)))),
    "got a ResourceGroup; pass its id, and not the construct",
  ],
  ["a variable for a text", (stack) => withVault({ location: variable(stack) })(stack), "pass its stringValue"],
  ["a variable for a flag", (stack) => withVault({ softDeleteEnabled: variable(stack) })(stack), "pass its booleanValue"],
  ["a number in quotes", () => RecoveryPointRetention.days(anything("60")), "got '60'; write it without quotes"],
  ["a flag in quotes", withVault({ softDeleteEnabled: "true" }), "got 'true'; write it without quotes"],
  [
    "one VM without a key",
    withProps({ vms: web }),
    "vms must be a map of at least one VM, got a SourceVm; name each VM by a key",
  ],
  ["a list of VMs", withProps({ vms: [web] }), "got [a SourceVm]; name each VM by a key"],
  ["VMs in a Map", withProps({ vms: new Map([["web", web]]) }), "got a Map; name each VM by a key"],
  ["an iterator for VMs", withProps({ vms: TerraformIterator.fromList(["a"]) }), "use VmSelection.forEach(iterator, vm)"],
  ["a key that no map can have", withProps({ vms: { ["__proto__"]: web } }), "the key of vms must be"],
  ["tags in a Map", withVault({ tags: new Map([["owner", "me"]]) }), "tags must be names with values, got a Map"],
  ["a misspelled option of a VM", () => SourceVm.fromId(vmId("vm"), anything({ excludeDisks: [1] })), "write excludeDiskLuns"],
])("throws with a remedy for %s", (_, build, message) => {
  expect(refusal(() => build(testStack()))).toContain(message);
});

test("throws if the credential has a secret, which it does not show", () => {
  const credential = { clientSecret: "s3cret" };
  const message = refusal(() =>
    withProps({ initialBackup: { retention: RecoveryPointRetention.days(60), credential } })(testStack()),
  );
  expect(message).toContain("initialBackup.credential.clientSecret must be left out");
  expect(message).not.toContain("s3cret");
});

test.each([
  [withProps({ existngVault: 1 }), "existngVault", "existingVault"],
  [withVault({ publicNetworkAccess: false }), "publicNetworkAccess", "publicNetworkAccessEnabled"],
  [withVault({ soft_delete_enabled: false }), "soft_delete_enabled", "softDeleteEnabled"],
  [withProps({ policy: { ...props.policy, dailyRetention: 30 } }), "dailyRetention", "dailyRetentionDays"],
  [withProps({ initialBackup: { ...props.initialBackup, timeout: 5, timeoutMinute: 5 } }), "timeoutMinute", "timeoutMinutes"],
])("warns of a name that is similar to an option's", (build, name, option) => {
  const stack = testStack();
  build(stack);
  synth(stack);
  const text = `${name} must be the name of an option, got one that nothing reads; write ${option} if you mean that option, or remove it`;
  expect(warnings(stack).filter((one) => one.includes("nothing reads"))).toEqual([text]);
});

test("does not warn of other names", () => {
  const stack = testStack();
  withProps({ team: "a", vault: { ...vault, owner: "me" } })(stack);
  synth(stack);
  expect(warnings(stack).filter((one) => one.includes("nothing reads"))).toEqual([]);
});

test("throws if a VM's id is the value of an iterator", () => {
  const stack = testStack();
  const iterator = TerraformIterator.fromMap({ web: vmId("vm-web") });
  withProps({ vms: { web: SourceVm.fromId(iterator.value as string) } })(stack);
  expect(refusal(() => synth(stack))).toContain("vms.web must be the id of one VM, got '${each.value}'; use VmSelection.forEach");
});

function withFeatures(features: unknown, removal?: RemovalPolicy): () => unknown {
  const stack = new TerraformStack(Testing.app(), "stack");
  new AzurermProvider(stack, "azurerm", { features: anything(features) });
  const backup = new VmBackup(stack, "Backup", { ...props, removal });
  expect(backup.protectedVms).toBeInstanceOf(ProtectedVms);
  return () => synth(stack);
}

test.each([[[]], [undefined]])("throws if the provider has no features: %j", (features) => {
  expect(refusal(withFeatures(features))).toContain(
    "features must be one block, though it may be empty, got none; write features: [{}]",
  );
});

test("reads features that are an object as one block", () => {
  expect(withFeatures({})).not.toThrow();
  expect(withFeatures({ recoveryService: RecoveryServiceFeatures.retainData() }, RemovalPolicy.RETAIN)).not.toThrow();
});
