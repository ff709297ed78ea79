import { Leftovers } from "../../../lib/hook/live-check/leftovers";
import { startClient, type Client } from "../../emulator/client";
import { armOf } from "../adopt/support/emulated";
import { FakeClock } from "../fakes";

const SUBSCRIPTION = "5b5c0000-0000-4000-8000-00000000bbbb";
const group = (name: string) => `/subscriptions/${SUBSCRIPTION}/resourceGroups/${name}`;
const PLACE = { subscriptionId: SUBSCRIPTION, name: "rg-live-check-ab12cd", location: "westeurope" };

let client: Client;
let leftovers: Leftovers;
beforeEach(async () => {
  client = await startClient({
    resources: ["rg-live-check-ab12cd", "RG-live-check-ab12cd-snapshots-1", "rg-live-check-ab12cde", "rg"].map(group),
  });
  leftovers = new Leftovers(await armOf(client), PLACE);
});

test("finds the groups of its run, and no other ones", async () => {
  expect((await leftovers.groups()).sort()).toEqual(["RG-live-check-ab12cd-snapshots-1", "rg-live-check-ab12cd"]);
});

test("deletes a group, and waits until it is gone", async () => {
  const signal = new AbortController().signal;
  expect(await leftovers.deleteGroup("rg-live-check-ab12cd-snapshots-1", new FakeClock(), signal)).toBe(true);
  expect(await leftovers.groups()).toEqual(["rg-live-check-ab12cd"]);
});

test("names the soft-deleted vaults of its run, and until when they are kept", async () => {
  for (const name of [PLACE.name, "rg"]) {
    const id = `${group(name)}/providers/Microsoft.RecoveryServices/vaults/vault-of-${name}`;
    client.emulator.addResource(id);
    await client.arm("DELETE", id, "2025-08-01");
  }
  expect(await leftovers.softDeletedVaults()).toEqual([{ name: `vault-of-${PLACE.name}`, purgeAt: expect.any(Date) as Date }]);
});
