import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { withoutProvider } from "../../test/e2e/support/without-provider";
import { vmIds } from "../constructs/cases/vm-ids";
import { bestForEach, singleResources } from "./by-hand";
import { FORMS, literalIds } from "./forms";

/** Builds what protects VMs from an index on, of which some have disks of their own. */
export type Contender = (scope: Construct, count: number, first?: number, ownDisks?: readonly number[]) => void;

export const OURS = "this package";
export const OVERRIDES = "this package, overrides";
export const SINGLE = "single resources";
export const FOR_EACH = "the best for_each";
export const FOR_EACH_OVER_VMS = "the best for_each over VMs of the stack";

/** Who is measured, each by a name that the figures refer to. */
export const CONTENDERS: Readonly<Record<string, Contender>> = {
  [OURS]: literalIds,
  ...(FORMS["overrides"] && { [OVERRIDES]: FORMS["overrides"] }),
  [SINGLE]: singleResources,
  [FOR_EACH]: bestForEach,
};

/** The most VMs that a vault takes. */
const SHARD = 1_000;

/** A contender for more VMs than a vault takes: a part of the stack for each vault. */
export function inShards(contender: Contender): Contender {
  return (scope, count) => {
    for (let first = 0; first < count; first += SHARD) {
      contender(new Construct(scope, `vault-${first / SHARD}`), Math.min(SHARD, count - first), first);
    }
  };
}

/** A stack with azurerm, as it is synthesized. */
export function synthesized(build: (stack: TerraformStack) => void): string {
  const stack = new TerraformStack(Testing.app(), "bench");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  build(stack);
  return Testing.synth(stack, true);
}

/** The same stack for Terraform alone: `terraform_data` in place of each resource, and a program that does nothing. */
export function standIns(json: string, count: number): string {
  const found = vmIds(count).map(([name, id]) => ({ name, id, resource_group_name: "rg-app", type: "", tags: {} }));
  return withoutProvider(json, { command: "0", found });
}
