import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode } from "../../../../lib/contract/exit-code";
import { commandLine } from "../../../../lib/hook/commands/command-line";
import { type AssignFlags, runAssign } from "../../../../lib/hook/commands/fleet/run";
import { scriptedAzure } from "../../scripted-azure";

const ONE = "11111111-1111-1111-1111-111111111111";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function inventory(...names: string[]): void {
  const id = (name: string) => `/subscriptions/${ONE}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/${name}`;
  writeFileSync(
    join(folder, "vms.csv"),
    `id,location,tag:backup-tier\n${names.map((name) => `${id(name)},westeurope,gold\n`).join("")}`,
  );
}

async function run(flags: Partial<AssignFlags> = {}): Promise<string> {
  const azure = scriptedAzure(() => undefined);
  const files = { inventory: join(folder, "vms.csv"), file: join(folder, "fleet.assignments") };
  expect(await runAssign({ ...files, tier: ["gold"], tierTag: "backup-tier", slots: 10, ...flags }, azure.context)).toBe(
    ExitCode.done,
  );
  expect(azure.sent).toEqual([]);
  return azure.printed.join("\n");
}

const written = (name = "fleet.assignments"): string => readFileSync(join(folder, name), "utf8");

test("writes the file, prints what has changed, and asks nothing of Azure", async () => {
  inventory("vm-a", "vm-b");
  expect(await run()).toMatch(
    /^2 VMs in 1 vaults: 2 added, 0 removed, 0 with another tier, 0 moved\n\+ .*vm-a: vault .* westeurope 1, gold, slot 1/,
  );
  const first = written();
  inventory("vm-b", "vm-c");
  const printed = await run();
  expect(printed).toContain(`+ ${ONE}/rg/vm-c`);
  expect(printed).toContain(`- ${ONE}/rg/vm-a`);
  expect(
    written()
      .split("\n")
      .filter((line) => first.includes(line)),
  ).toContain(`${ONE}/rg/vm-b westeurope 1 gold 1`);
});

test("fails with --check if the file would change, and leaves it", async () => {
  inventory("vm-a");
  await run();
  await run({ check: true });
  const before = written();
  inventory("vm-a", "vm-b");
  await expect(run({ check: true })).rejects.toMatchObject({ exitCode: ExitCode.badInput });
  expect(written()).toBe(before);
});

test("writes the file that a link names", async () => {
  inventory("vm-a");
  writeFileSync(join(folder, "real"), "");
  symlinkSync(join(folder, "real"), join(folder, "fleet.assignments"));
  await run();
  expect(written("real")).toContain("vm-a");
});

test.each<[string, Partial<AssignFlags>, RegExp]>([
  ["the inventory is empty", {}, /must have at least one VM, got none/],
  ["the default tier is unknown", { defaultTier: "silver" }, /--default-tier must be one of the tiers gold, got 'silver'/],
  [
    "the inventory is not there",
    { inventory: "nowhere.csv" },
    /--inventory must name a file that can be read, got 'nowhere.csv'/,
  ],
  ["the deployed file is not there", { deployed: "nowhere" }, /--deployed must name a file that can be read/],
])("throws if %s", async (_, flags, message) => {
  inventory(
    ...(flags.inventory === undefined && flags.defaultTier === undefined && flags.deployed === undefined ? [] : ["vm-a"]),
  );
  await expect(run(flags)).rejects.toThrow(message);
});

test("throws for each thing that is wrong, and writes nothing", async () => {
  writeFileSync(join(folder, "vms.csv"), "id,location\nvm-a,westeurope\n");
  writeFileSync(join(folder, "fleet.assignments"), "cut li");
  await expect(run()).rejects.toThrow(/line 1 must be .*restore the line/);
  rmSync(join(folder, "fleet.assignments"));
  await expect(run()).rejects.toThrow(/the inventory must have ids of VMs, got vm-a/);
});

test("parses its flags", async () => {
  const flags = ["--tier", "gold", "--tier", "silver", "--slots", "12", "--location", "eastus"];
  const parsed = await commandLine().parse(["fleet", "assign", "--inventory", "a", "--file", "b", ...flags]);
  expect(parsed).toMatchObject({
    options: { tier: ["gold", "silver"], slots: 12, location: ["eastus"], tierTag: "backup-tier" },
  });
});
