import { Testing } from "cdktf";
import { LongTermRetentionStack } from "./long-term-retention";

interface Resource {
  readonly name: string;
  readonly policy_type?: string;
}

function synthesize() {
  const stack = new LongTermRetentionStack(Testing.app(), "long-term-retention");
  const { resource } = JSON.parse(Testing.synth(stack, true)) as { resource: Record<string, Record<string, Resource>> };
  return resource;
}

test("what Terraform is told does not change unnoticed", () => {
  expect(synthesize()).toMatchSnapshot();
});

test("only the shop, which is backed up every four hours, has an Enhanced policy", () => {
  const policies = Object.values(synthesize().azurerm_backup_policy_vm ?? {});
  expect(Object.fromEntries(policies.map(({ name, policy_type }) => [name, policy_type]))).toEqual({
    "records-Standard": undefined,
    "shop-Enhanced": "V2",
  });
});
