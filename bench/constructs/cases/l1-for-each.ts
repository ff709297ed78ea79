import type { TerraformStack } from "cdktf";
import { protectedVms } from "./l1-protected-vms";
import { vaultAndPolicy } from "./l1-vault";

/** Vault, policy and VMs in one `for_each` block, written by hand. It synthesizes to the same Terraform as `protected-vms`. */
export function build(stack: TerraformStack, vms: number): void {
  protectedVms(stack, vaultAndPolicy(stack), vms);
}
