import { Testing } from "cdktf";
import { QuickstartStack } from "./quickstart";

/** What Terraform is told, without the provider: its version changes for reasons of its own. */
function synthesize() {
  const stack = new QuickstartStack(Testing.app(), "quickstart");
  const { resource } = JSON.parse(Testing.synth(stack, true)) as { resource: Record<string, Record<string, unknown>> };
  return resource;
}

test("what Terraform is told does not change unnoticed", () => {
  expect(synthesize()).toMatchSnapshot();
});

test("every VM of the application is protected", () => {
  const [protectedVms] = Object.values(synthesize().azurerm_backup_protected_vm ?? {}) as { for_each: object }[];
  expect(Object.keys(protectedVms?.for_each ?? {}).sort()).toEqual(["api", "db", "web"]);
});
