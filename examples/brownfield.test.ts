import { Testing } from "cdktf";
import { BrownfieldStack } from "./brownfield";

interface Synthesized {
  readonly import: readonly { readonly to: string; readonly id: string }[];
  readonly locals: object;
  readonly resource: object;
}

/** The synthesized stack without the provider, whose version may change. */
function synthesize() {
  const stack = new BrownfieldStack(Testing.app(), "brownfield");
  const { import: imports, locals, resource } = JSON.parse(Testing.synth(stack, true)) as Synthesized;
  return { imports, locals, ...resource };
}

test("the synthesized stack matches its snapshot", () => {
  expect(synthesize()).toMatchSnapshot();
});

test("imports the vault, the policy and each VM, so that a plan creates none of them", () => {
  expect(
    synthesize()
      .imports.map(({ to }) => to.split(".")[0])
      .sort(),
  ).toEqual([
    "azurerm_backup_policy_vm",
    "azurerm_backup_protected_vm",
    "azurerm_backup_protected_vm",
    "azurerm_recovery_services_vault",
  ]);
});
