import { AzurermProvider, type AzurermProviderFeaturesRecoveryService } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import {
  ProtectedVm,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServiceFeatures,
  RemovalPolicy,
  SourceVm,
  VmBackup,
} from "../../../lib";
import { vmId } from "../../support/azure";
import { refusal, synth } from "../../support/synth";
import { existingPolicy, existingVault } from "./support";

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
  readonly removal: RemovalPolicy;
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
    const build = (removal: RemovalPolicy) => () => {
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

test("finds a provider that is declared after the construct", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  new ProtectedVm(stack, "Vm", {
    ...{ vault: existingVault(stack), policy: existingPolicy(stack), vm: web, removal: RemovalPolicy.RETAIN },
  });
  providerOf(stack, DELETES.features);
  expect(refusal(() => synth(stack))).toContain("removal must be RemovalPolicy.DELETE");
});
