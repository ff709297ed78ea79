import { AzurermProvider, type AzurermProviderFeaturesRecoveryService } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  RecoveryServiceFeatures,
  RemovalPolicy,
  SourceVm,
  VaultImmutability,
  VmBackup,
} from "../../../lib";
import { vmId } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";
import { declaredPolicy, declaredVault, existingPolicy, existingVault, protect } from "./support";

/** The rule guards backups from being deleted, so each construct and each kind of provider is checked. */

const web = SourceVm.fromId(vmId("vm-web"));
const DELETES = { features: RecoveryServiceFeatures.deleteData(), wrong: RemovalPolicy.RETAIN, right: RemovalPolicy.DELETE };
const KEEPS = { features: RecoveryServiceFeatures.retainData(), wrong: RemovalPolicy.DELETE, right: RemovalPolicy.RETAIN };
const SUSPENDS = { ...KEEPS, features: RecoveryServiceFeatures.suspendBackups() };
const SAYS_NOTHING = { ...DELETES, features: undefined };

interface Case {
  readonly features: AzurermProviderFeaturesRecoveryService | undefined;
  readonly wrong: RemovalPolicy;
  readonly right: RemovalPolicy;
}

interface Given {
  readonly removal?: RemovalPolicy;
  readonly provider?: AzurermProvider;
}

const CONSTRUCTS: [string, (stack: TerraformStack, given: Given) => unknown][] = [
  [
    "ProtectedVm",
    (stack, given) =>
      new ProtectedVm(stack, "Vm", { vault: existingVault(stack), policy: existingPolicy(stack), vm: web, ...given }),
  ],
  [
    "ProtectedVms",
    (stack, given) =>
      new ProtectedVms(stack, "Vms", { vault: existingVault(stack), policy: existingPolicy(stack), vms: { web }, ...given }),
  ],
  [
    "VmBackup",
    (stack, { removal }) =>
      new VmBackup(stack, "Backup", {
        ...{ existingVault: existingVault(stack), existingPolicy: existingPolicy(stack), vms: { web }, removal },
        initialBackup: { retention: RecoveryPointRetention.days(30) },
      }),
  ],
];

function providerOf(stack: TerraformStack, features: Case["features"], alias?: string): AzurermProvider {
  return new AzurermProvider(stack, alias ?? "azurerm", { alias, features: [features ? { recoveryService: [features] } : {}] });
}

const CASES: [string, Case][] = [
  ["deletes backups", DELETES],
  ["keeps backups", KEEPS],
  ["suspends backups", SUSPENDS],
  ["says nothing", SAYS_NOTHING],
];

describe.each(CONSTRUCTS)("%s", (name, make) => {
  test.each(CASES)("is checked with the stack's provider if that %s", (_, { features, wrong, right }) => {
    const build = (removal: RemovalPolicy | undefined) => () => {
      const stack = new TerraformStack(Testing.app(), "stack");
      providerOf(stack, features);
      make(stack, { removal });
      return synth(stack);
    };
    expect(refusal(build(wrong))).toContain(
      `removal must be RemovalPolicy.${right === RemovalPolicy.RETAIN ? "RETAIN" : "DELETE"}`,
    );
    expect(build(right)).not.toThrow();
    expect(build(RemovalPolicy.REFUSE)).not.toThrow();
    expect(build(undefined)).not.toThrow();
  });

  if (name === "VmBackup") return;
  test.each(CASES)("is checked with its own provider if that %s", (_, { features, wrong, right }) => {
    const build = (removal: RemovalPolicy) => () => {
      const stack = new TerraformStack(Testing.app(), "stack");
      providerOf(stack, right === RemovalPolicy.RETAIN ? DELETES.features : KEEPS.features);
      make(stack, { removal, provider: providerOf(stack, features, "other") });
      return synth(stack);
    };
    expect(refusal(build(wrong))).toContain("removal must be");
    expect(build(right)).not.toThrow();
  });
});

const { RETAIN, DELETE } = RemovalPolicy;
const DELETES_SENTENCE =
  "[stack/Vm] removal must be RemovalPolicy.DELETE with a provider that deletes backups, got 'retain'; " +
  "say so, or use a provider whose features have RecoveryServiceFeatures.retainData()";
const KEEPS_SENTENCE =
  "[stack/Vm] removal must be RemovalPolicy.RETAIN with a provider that keeps backups, got 'delete'; " +
  "say so, or use a provider whose features have RecoveryServiceFeatures.deleteData()";

/** Builds a VM whose provider has these features, which the types may not allow. */
function withFeatures(removal: RemovalPolicy, featuresOf: (stack: TerraformStack) => unknown): () => unknown {
  return () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    new AzurermProvider(stack, "azurerm", { features: featuresOf(stack) as never });
    new ProtectedVm(stack, "Vm", { vault: existingVault(stack), policy: existingPolicy(stack), vm: web, removal });
    return synth(stack);
  };
}

test.each([
  ["a list of blocks", (block: object) => [block]],
  ["an object, as in Terraform's JSON", (block: object) => block],
])("throws with a remedy if recovery_service is %s", (_, blockOf) => {
  const keeps = () => [{ recoveryService: blockOf(KEEPS.features) }];
  const deletes = () => [{ recoveryService: blockOf(DELETES.features) }];
  expect(refusal(withFeatures(DELETE, keeps))).toContain(KEEPS_SENTENCE);
  expect(refusal(withFeatures(RETAIN, deletes))).toContain(DELETES_SENTENCE);
  expect(withFeatures(RETAIN, keeps)).not.toThrow();
});

test.each<[string, (stack: TerraformStack) => unknown]>([
  ["the features", (stack) => new TerraformVariable(stack, "features", {}).value as unknown],
  ["recovery_service", (stack) => [{ recoveryService: new TerraformVariable(stack, "service", {}).value as unknown }]],
])("does not throw if only the deployment knows %s", (_, featuresOf) => {
  expect(withFeatures(RETAIN, featuresOf)).not.toThrow();
  expect(withFeatures(DELETE, featuresOf)).not.toThrow();
});

test("says only that the provider is missing if there is none", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  new ProtectedVm(stack, "Vm", { vault: existingVault(stack), policy: existingPolicy(stack), vm: web, removal: RETAIN });
  const text = refusal(() => synth(stack));
  expect(text).toContain("without a matching provider");
  expect(text).not.toContain("removal must be");
});

test("finds a provider that is declared after the construct", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  new ProtectedVm(stack, "Vm", {
    ...{ vault: existingVault(stack), policy: existingPolicy(stack), vm: web, removal: RemovalPolicy.RETAIN },
  });
  providerOf(stack, DELETES.features);
  expect(refusal(() => synth(stack))).toContain("removal must be RemovalPolicy.DELETE");
});

test.each<[string, VaultImmutability, boolean]>([
  ["unlocked", VaultImmutability.unlocked(), true],
  ["locked", VaultImmutability.locked({ acknowledgeIrreversible: true }), true],
  ["disabled", VaultImmutability.disabled(), false],
])("judges deletion and suspension in a vault whose immutability is %s", (_, immutability, isImmutable) => {
  const build = (removal: RemovalPolicy, protectionState: ProtectionState) => () => {
    const vault = declaredVault(testStack(), { immutability });
    const vm = SourceVm.fromId(vmId("vm-web"), { protectionState });
    return protect({ web: vm }, { vault, policy: declaredPolicy(vault), removal }, TerraformStack.of(vault));
  };
  const deletes = build(DELETE, ProtectionState.PROTECTED);
  const suspends = build(RETAIN, ProtectionState.SUSPENDED);
  expect(refusal(isImmutable ? deletes : suspends)).toContain(isImmutable ? "removal must be" : "protectionState must be");
  expect(isImmutable ? suspends : deletes).not.toThrow();
});
