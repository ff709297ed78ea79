import { Testing } from "cdktf";
import { RestoreDrillStack } from "./restore-drill";

/** The synthesized stack without the provider, whose version may change. */
function synthesize() {
  const stack = new RestoreDrillStack(Testing.app(), "restore-drill");
  const { output, resource } = JSON.parse(Testing.synth(stack, true)) as Record<string, Record<string, object>>;
  return { output, resource };
}

test("the synthesized stack matches its snapshot", () => {
  expect(synthesize()).toMatchSnapshot();
});

test("runs no drill in the deployment", () => {
  const programs = JSON.stringify(synthesize().resource?.["terraform_data"]).match(/AZURE_VM_BACKUP_\w+/g);
  expect(programs).toEqual(["AZURE_VM_BACKUP_REQUEST"]);
});
