import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { ProtectedVm, ProtectedVms, ProtectionState, RecoveryServicesVault, ResourceGuard, SourceVm } from "../../../lib";
import { VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";
import { declaredVm, existingPolicy, existingVault, protect } from "./support";

const vmsFrom = (prefix: string, count: number): Record<string, SourceVm> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${prefix}${index}`, SourceVm.fromId(vmId(`${prefix}${index}`))]),
  );

const warningsOf = ({ node }: ProtectedVms): unknown[] => node.metadata.map(({ data }) => data as unknown);

describe("a vault that is full", () => {
  function vmsOf(first: number, second: number): ProtectedVms {
    const stack = testStack();
    const { vault, policy } = protect(vmsFrom("a", first), {}, stack);
    const again = RecoveryServicesVault.fromVaultId(
      stack,
      "Again",
      VAULT_ID.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions"),
    );
    const others = new ProtectedVms(stack, "Others", { vault: again, policy, vms: vmsFrom("b", second) });
    expect(again.vaultId).not.toBe(vault.vaultId);
    synth(stack);
    return others;
  }

  test("is warned of, whichever constructs fill it", () => {
    expect(warningsOf(vmsOf(600, 401))).toEqual([
      "the vault 'stack/Again' must protect at most 1000 VMs, got 1001; spread the VMs over more vaults",
    ]);
  });

  test("is not warned of before it is", () => {
    expect(warningsOf(vmsOf(600, 400))).toEqual([]);
  });
});

test("a stopped VM under a guard that the app does not know is warned of", () => {
  const stack = testStack();
  const vms = protect({ web: SourceVm.fromId(vmId("vm-web"), { protectionState: ProtectionState.STOPPED }) }, {}, stack);
  const id = vmId("x").replace("Microsoft.Compute/virtualMachines/x", "Microsoft.DataProtection/resourceGuards/guard");
  const resourceGuard = ResourceGuard.fromResourceGuardId(stack, "Guard", id);
  vms.vault.addResourceGuardAssociation("Guard", { resourceGuard });
  synth(stack);
  expect(warningsOf(vms)).toEqual([expect.stringContaining("the protectionState of 'web' must be ProtectionState.PROTECTED")]);
});

describe("a VM that is protected twice", () => {
  test("is found in another stack of the app", () => {
    const app = Testing.app();
    const stacks = ["one", "two"].map((id) => {
      const stack = new TerraformStack(app, id);
      new AzurermProvider(stack, "azurerm", { features: [{}] });
      const vm = SourceVm.fromId(vmId("vm-web"));
      new ProtectedVm(stack, "Vm", { vault: existingVault(stack), policy: existingPolicy(stack), vm });
      return stack;
    }) as [TerraformStack, TerraformStack];
    expect(() => synth(stacks[0])).not.toThrow();
    expect(refusal(() => synth(stacks[1]))).toContain("in 'one/Vm' and in 'two/Vm'; remove it from one of them");
  });

  test("is found by its construct", () => {
    const stack = testStack();
    const vm = SourceVm.fromConstruct(declaredVm(stack, "Web"));
    const { vault, policy } = protect({ web: vm }, {}, stack);
    new ProtectedVm(stack, "Again", { vault, policy, vm });
    expect(refusal(() => synth(stack))).toContain("a VM must be protected once, got 'stack/Web'");
  });
});
