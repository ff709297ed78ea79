import { Testing } from "cdktf";
import { VmsInStack } from "./vms-in-stack";

/** The synthesized stack without the provider, whose version may change. */
function synthesize() {
  const { locals, resource } = JSON.parse(Testing.synth(new VmsInStack(Testing.app(), "vms-in-stack"), true)) as Record<
    string,
    Record<string, object>
  >;
  return { locals, ...resource };
}

test("the synthesized stack matches its snapshot", () => {
  expect(synthesize()).toMatchSnapshot();
});
