import { Testing } from "cdktf";
import { QuickstartStack } from "./quickstart";

/** What Terraform is told, without the provider: its version changes for reasons of its own. */
function synthesize() {
  const stack = new QuickstartStack(Testing.app(), "quickstart");
  const { locals, resource } = JSON.parse(Testing.synth(stack, true)) as Record<string, Record<string, object>>;
  return { locals, ...resource };
}

test("what Terraform is told does not change unnoticed", () => {
  expect(synthesize()).toMatchSnapshot();
});

test("every VM of the application is protected", () => {
  const [, vmIds = {}] = Object.entries(synthesize().locals ?? {}).find(([name]) => name.includes("_VmIds_")) ?? [];
  expect(Object.keys(vmIds).sort()).toEqual(["api", "db", "web"]);
});
