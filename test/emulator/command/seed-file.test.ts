import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSeed } from "../../../lib/emulator/command/seed-file";

const VM = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "seed-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function seedOf(content: unknown): ReturnType<typeof readSeed> {
  const file = join(directory, "seed.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return readSeed(file);
}

test("returns VMs, resources, the account and the start time of a seed file", () => {
  const seed = {
    account: { subscriptionId: "s" },
    startTime: "2027-01-15T09:00:00Z",
    virtualMachines: [VM, { id: VM, location: "westeurope" }],
    resources: ["/subscriptions/s/resourceGroups/rg", { id: "/subscriptions/s/resourceGroups/other", tags: { a: "b" } }],
  };
  expect(seedOf(seed)).toEqual(seed);
});

test.each([
  [{ virtualMachine: [VM] }, /virtualMachine is not a part of a seed/],
  [{ startTime: 1_800_000_000 }, /startTime is 1800000000: must be a string/],
  [{ virtualMachines: VM }, /virtualMachines is ".*must be a list/],
  [{ virtualMachines: [{ location: "westeurope" }] }, /virtualMachines\.0.* must be a VM's id/],
  [{ resources: [{ id: "/subscriptions/s/resourceGroups/rg", place: "here" }] }, /resources\.0.* must be an id, or/],
  [{ account: { password: "x" } }, /account\.password is not a part of a seed/],
  [[], /must be a JSON object/],
  ["{", /cannot be read/],
])("throws if the seed is %j", (content, message) => {
  expect(() => seedOf(content)).toThrow(message);
});

test("throws if the file does not exist", () => {
  expect(() => readSeed(join(directory, "none.json"))).toThrow(/seed file '.*none\.json' cannot be read \(.*ENOENT/);
});
