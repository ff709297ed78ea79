import { Testing } from "cdktf";
import { QuickstartStack } from "./quickstart";

/** The synthesized stack without the provider, whose version may change. */
function synthesize() {
  const stack = new QuickstartStack(Testing.app(), "quickstart");
  const { locals, resource } = JSON.parse(Testing.synth(stack, true)) as Record<string, Record<string, object>>;
  return { locals, ...resource };
}

test("the synthesized stack matches its snapshot", () => {
  expect(synthesize()).toMatchSnapshot();
});

test("protects every VM of the application", () => {
  const [, vmIds = {}] = Object.entries(synthesize().locals ?? {}).find(([name]) => name.includes("_VmIds_")) ?? [];
  expect(Object.keys(vmIds).sort()).toEqual(["api", "db", "web"]);
});
