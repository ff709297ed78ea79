import { commandLine } from "../../../../lib/hook/commands/command-line";
import { VAULT_ID } from "../../fakes";

const SUBNET = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/default";

async function options(...args: string[]): Promise<unknown> {
  return (await commandLine().parse(["restore", VAULT_ID, "--vm", "vm-web", ...args]))?.options;
}

test("restores the disks of the latest recovery point by default", async () => {
  expect(await options("--target-group", "rg")).toMatchObject({
    to: "disks",
    point: { kind: "latest" },
    timeoutMinutes: 1_440,
    plan: false,
  });
});

test.each<[string[], object]>([
  [["--point", "latest-vaulted"], { point: { kind: "latestVaulted" } }],
  [["--point", "before 2026-11-20T10:00:00Z"], { point: { kind: "before", point: { at: new Date("2026-11-20T10:00:00Z") } } }],
  [["--point", "before 7d"], { point: { kind: "before", point: { agoMs: 604_800_000 } } }],
  [["--point", "103996678573089"], { point: { kind: "id", id: "103996678573089" } }],
  [["--lun", "0", "--lun", "3"], { luns: [0, 3] }],
  [["--os-disk-only"], { luns: [] }],
  [["--rehydrate", "high"], { rehydration: { priority: "high", days: 15 } }],
  [["--rehydrate", "standard", "--rehydrate-days", "30"], { rehydration: { priority: "standard", days: 30 } }],
])("parses %j", async (flags, expected) => {
  expect(await options("--target-group", "rg", ...flags)).toMatchObject(expected);
});

test.each<[string, string[], RegExp]>([
  ["a time without quotes", ["--target-group", "rg", "--point", "before"], /put it in quotes/],
  ["an unknown choice", ["--target-group", "rg", "--point", "the best"], /must be latest/],
  ["a LUN over 63", ["--target-group", "rg", "--lun", "64"], /from 0 to 63/],
  ["fewer than 10 days", ["--target-group", "rg", "--rehydrate", "high", "--rehydrate-days", "9"], /from 10 to 30/],
  ["days without rehydration", ["--target-group", "rg", "--rehydrate-days", "12"], /--rehydrate-days needs --rehydrate/],
  ["no target group", [], /--to disks needs --target-group/],
  ["a VM without a name", ["--to", "vm", "--target-group", "rg", "--subnet", SUBNET], /--to vm needs --name/],
  ["a VM without a subnet", ["--to", "vm", "--target-group", "rg", "--name", "vm-new"], /--to vm needs --subnet/],
  ["a name for disks", ["--target-group", "rg", "--name", "vm-new"], /--name needs --to vm/],
  [
    "a target group for the original",
    ["--to", "original", "--replace", "vm-web", "--target-group", "rg"],
    /--target-group cannot be used with --to original/,
  ],
  [
    "a secondary region for the original",
    ["--to", "original", "--replace", "vm-web", "--secondary-region"],
    /--secondary-region cannot be used/,
  ],
  ["a replacement of disks", ["--target-group", "rg", "--replace", "vm-web"], /--replace needs --to original/],
  [
    "the original without its name",
    ["--to", "original"],
    /needs --replace with that name, got no --replace; add --replace vm-web/,
  ],
  ["the original with another name", ["--to", "original", "--replace", "vm-db"], /got --replace 'vm-db'; add --replace vm-web/],
  ["a subnet that is none", ["--to", "vm", "--target-group", "rg", "--name", "vm-new", "--subnet", "x"], /virtualNetworks/],
  ["a staging account that is none", ["--target-group", "rg", "--staging-account", "st-app"], /name of a storage account/],
  ["a target group that is none", ["--target-group", "/subscriptions/s/rg"], /name of a resource group/],
  [
    "a name that Azure refuses",
    ["--to", "vm", "--target-group", "rg", "--name", "vm new", "--subnet", SUBNET],
    /1 to 64 letters/,
  ],
  ["JSON without a plan", ["--target-group", "rg", "-o", "json"], /--output json needs --plan/],
])("throws for %s", async (_, flags, message) => {
  const errors = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  await expect(options(...flags)).rejects.toThrow(message);
  errors.mockRestore();
});
