import { Aspects, Testing, type TerraformStack } from "cdktf";
import { RequireProtection } from "cdktf-azure-vm-backup";
import { LinuxVirtualMachine } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import { VmsInStack } from "./vms-in-stack";

/** A VM that nobody protects. */
function addForgottenVm(stack: TerraformStack): void {
  new LinuxVirtualMachine(stack, "forgotten", {
    name: "vm-forgotten",
    resourceGroupName: "rg-shop",
    location: "westeurope",
    size: "Standard_D2s_v5",
    networkInterfaceIds: [],
    adminUsername: "operator",
    osDisk: { caching: "ReadWrite", storageAccountType: "Premium_LRS" },
  });
}

function stackWith(aspect: RequireProtection): VmsInStack {
  const stack = new VmsInStack(Testing.app(), "vms-in-stack");
  Aspects.of(stack).add(aspect);
  return stack;
}

test("accepts a stack whose VMs are all protected", () => {
  expect(() => Testing.synth(stackWith(new RequireProtection()), true)).not.toThrow();
});

test("throws if a VM is not protected, and names it", () => {
  const stack = stackWith(new RequireProtection());
  addForgottenVm(stack);
  expect(() => Testing.synth(stack, true)).toThrow(/forgotten/);
});

test("accepts a VM that is exempt by its name", () => {
  const stack = stackWith(new RequireProtection({ exempt: ["vm-forgotten"] }));
  addForgottenVm(stack);
  expect(() => Testing.synth(stack, true)).not.toThrow();
});
