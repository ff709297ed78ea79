import type { ArmConnection } from "../../../lib/hook/arm/arm-connection";
import { vmCreationsIn } from "../../../lib/hook/vault/vm-creations";
import { type Answer, scriptedAzure } from "../scripted-azure";

const groupOf = (name: string): string => `/subscriptions/s/resourceGroups/${name}/providers/Microsoft.Compute/virtualMachines`;
const vm = (id: string, properties?: object): object => ({ id, properties });
const TIME = "2026-11-15T08:00:00.000Z";

async function creations(ids: readonly string[], answer: (path: string) => Answer) {
  const { context, sent, clock, noted } = scriptedAzure(({ path }) => answer(path));
  const found = await vmCreationsIn(await context.connect())(ids);
  return {
    found: Object.fromEntries([...found].map(([id, time]) => [id, time.toISOString()])),
    paths: sent.map(({ path }) => path),
    clock,
    noted,
  };
}

test("reads each resource group once, in any case, and leaves out what is no VM id", async () => {
  const [a, b] = [groupOf("rg-a"), groupOf("rg-b")];
  const answer = (path: string): Answer => ({
    body: { value: [vm(`${path}/VM-1`, { timeCreated: TIME }), vm(`${path}/vm-2`), vm(`${path}/vm-3`, {})] },
  });
  const { found, paths } = await creations([`${a}/vm-1`, `${a.toUpperCase()}/vm-2`, `${b}/vm-1`, "vm-1"], answer);
  expect(paths.map((path) => path.toLowerCase()).sort()).toEqual([a, b].map((path) => path.toLowerCase()));
  expect(Object.keys(found).sort()).toEqual([`${a}/vm-1`, `${b}/vm-1`].map((id) => id.toLowerCase()));
  expect(Object.values(found)).toEqual([TIME, TIME]);
});

test("knows the VMs of the other groups if one may not be read", async () => {
  const answer = (path: string): Answer =>
    path.includes("rg-a")
      ? { status: 403, body: { error: { code: "AuthorizationFailed", message: "No." } } }
      : { body: { value: [vm(`${path}/vm-1`, { timeCreated: TIME })] } };
  const { found } = await creations([`${groupOf("rg-a")}/vm-1`, `${groupOf("rg-b")}/vm-1`], answer);
  expect(found).toEqual({ [`${groupOf("rg-b")}/vm-1`.toLowerCase()]: TIME });
});

test("repeats the read once, after at most five seconds, for it may be left out", async () => {
  const { found, paths, clock } = await creations([`${groupOf("rg-a")}/vm-1`], () => ({
    status: 503,
    headers: { "Retry-After": "600" },
  }));
  expect(found).toEqual({});
  expect(paths.length).toBeLessThanOrEqual(2);
  expect(clock.elapsed()).toBeLessThanOrEqual(5_000);
});

test("throws on a defect of this program", async () => {
  const arm = { list: () => Promise.reject(new TypeError("a defect")) } as unknown as ArmConnection;
  await expect(vmCreationsIn(arm)([`${groupOf("rg-a")}/vm-1`])).rejects.toThrow("a defect");
});
