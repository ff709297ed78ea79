import { Testing } from "cdktf";
import { PrivateEncryptedStack } from "./private-encrypted";

/** The synthesized stack without the provider, whose version may change. */
function synthesize() {
  const { locals, resource } = JSON.parse(
    Testing.synth(new PrivateEncryptedStack(Testing.app(), "private-encrypted"), true),
  ) as Record<string, Record<string, object>>;
  return { locals, ...resource };
}

test("the synthesized stack matches its snapshot", () => {
  expect(synthesize()).toMatchSnapshot();
});
