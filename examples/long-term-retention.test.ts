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

test("the synthesized stack matches its snapshot", () => {
  expect(synthesize()).toMatchSnapshot();
});

test("declares an Enhanced policy only for the shop, with backups every four hours", () => {
  const policies = Object.values(synthesize().azurerm_backup_policy_vm ?? {});
  expect(Object.fromEntries(policies.map(({ name, policy_type }) => [name, policy_type]))).toEqual({
    "records-Standard": undefined,
    "shop-Enhanced": "V2",
  });
});
