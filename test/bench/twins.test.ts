import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { build as forEachByHand } from "../../bench/constructs/cases/l1-for-each";
import { build as vmBackupByHand } from "../../bench/constructs/cases/l1-vm-backup";
import { build as protectedVms } from "../../bench/constructs/cases/protected-vms";
import { build as vmBackup } from "../../bench/constructs/cases/vm-backup";

type Build = (stack: TerraformStack, vms: number) => void;

/** What a case synthesizes to, with the last part of each name only: the same constructs have other paths in each. */
function synthesized(build: Build, vms: number): unknown {
  const stack = new TerraformStack(Testing.app(), "bench");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  build(stack, vms);
  return JSON.parse(
    Testing.synth(stack, true)
      .replace(/\bbackup\/(?=ProtectedVms)/g, "")
      .replace(/\b(?:[A-Za-z]+_)*([A-Za-z]+)_[0-9A-F]{8}\b/g, "$1"),
  );
}

test.each([1, 3])("VmBackup of %d VMs and its twin synthesize to the same Terraform", (vms) => {
  expect(synthesized(vmBackupByHand, vms)).toEqual(synthesized(vmBackup, vms));
});

test.each([1, 3])("ProtectedVms of %d VMs and its twin synthesize to the same Terraform", (vms) => {
  expect(synthesized(forEachByHand, vms)).toEqual(synthesized(protectedVms, vms));
});
