import { Testing } from "cdktf";
import { SixtyVmsStack } from "./sixty-vms";

/** The synthesized stack without the provider, whose version may change. */
function synthesize(): Record<string, Record<string, object> | undefined> {
  const { locals, resource } = JSON.parse(Testing.synth(new SixtyVmsStack(Testing.app(), "sixty-vms"), true)) as Record<
    string,
    Record<string, object>
  >;
  return { locals, ...resource };
}

test("the synthesized stack matches its snapshot", () => {
  expect(synthesize()).toMatchSnapshot();
});

test("protects sixty VMs in one block, of which 32 override the policy", () => {
  const { azurerm_backup_protected_vm: items = {}, locals = {} } = synthesize();
  expect(Object.keys(items)).toHaveLength(1);
  const [, ids = {}] = Object.entries(locals).find(([name]) => name.includes("_VmIds_")) ?? [];
  const [, overrides = {}] = Object.entries(locals).find(([name]) => name.includes("_VmOverrides_")) ?? [];
  expect([Object.keys(ids).length, Object.keys(overrides).length]).toEqual([60, 32]);
});
