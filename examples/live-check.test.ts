import { Testing } from "cdktf";
import { LiveCheckStack } from "./live-check";

type Named = Record<string, object> | undefined;

/** The synthesized stack without the provider, whose version may change. */
function synthesize(env?: NodeJS.ProcessEnv): Record<string, Named> {
  const stack = new LiveCheckStack(Testing.app(), "live-check", env);
  const { locals, output, resource } = JSON.parse(Testing.synth(stack, true)) as Record<string, Record<string, object>>;
  return { locals, output, ...resource };
}

test("the synthesized stack matches its snapshot", () => {
  expect(synthesize()).toMatchSnapshot();
});

test("gives every name of a group and the tags the name of the run", () => {
  const groups = synthesize({ LIVE_CHECK_NAME: "rg-live-check-ab12cd", LIVE_CHECK_EXPIRES: "2027-01-16T09:00:00Z" });
  const named = Object.values(groups["azurerm_resource_group"] ?? {}) as { name: string }[];
  expect(named.sort((one, other) => one.name.localeCompare(other.name))).toMatchObject([
    { name: "rg-live-check-ab12cd", tags: { "live-check": "rg-live-check-ab12cd", expires: "2027-01-16T09:00:00Z" } },
    { name: "rg-live-check-ab12cd-drill", tags: { "live-check": "rg-live-check-ab12cd" } },
  ]);
});
