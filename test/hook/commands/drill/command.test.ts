import { gzipSync } from "node:zlib";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandLine } from "../../../../lib/hook/commands/command-line";
import { type DrillFlags, drillOptions } from "../../../../lib/hook/commands/drill/flags";
import { runDrillCommand, runDrillRequest } from "../../../../lib/hook/commands/drill/run-command";
import type { DrillRequest } from "../../../../lib/contract/drill-request";
import { itemId, VAULT_ID } from "../../fakes";
import { scriptedAzure } from "../../scripted-azure";

const SCRATCH = "/subscriptions/s/resourceGroups/rg-drill";
const STAGING = "/subscriptions/s/resourceGroups/rg-drill/providers/Microsoft.Storage/storageAccounts/stdrill";
const REQUEST: DrillRequest = {
  ...{ version: 1, maxVms: 7, concurrency: 2, point: "latest", restores: "disks", timeoutMinutes: 90, onFailure: "warn" },
  ...{ vaultId: VAULT_ID, protectedItemIds: [itemId("vm-web")], scratchGroupId: SCRATCH, stagingAccountId: STAGING },
  ...{ objectiveMinutes: 45, pointAgeHours: 26, sample: 1 },
};

async function flags(...args: string[]): Promise<DrillFlags> {
  return (await commandLine().parse(["drill", VAULT_ID, ...args]))?.options as DrillFlags;
}

const optionsOf = async (...args: string[]) => drillOptions(await flags(...args), VAULT_ID, {}, {});

test("restores disks of the latest vaulted point of every VM by default, and ten VMs at most", async () => {
  expect(await optionsOf("--scratch-group", "rg-drill")).toMatchObject({
    ...{ vms: undefined, restores: "disks", point: "latest-vaulted", sample: undefined, concurrency: 4 },
    ...{ objectiveMinutes: undefined, pointAgeHours: undefined, verify: undefined },
  });
});

test.each<[string[], object]>([
  [["--vm", "vm-web", "--vm", "vm-db"], { vms: ["vm-web", "vm-db"] }],
  [["--tag", "drill"], { tag: { name: "drill" } }],
  [["--tag", "drill=yes=no"], { tag: { name: "drill", value: "yes=no" } }],
  [["--tag", "drill="], { tag: { name: "drill", value: "" } }],
  [["--sample", "3", "--draw", "17"], { sample: 3, draw: { round: 17 } }],
  [["--sample", "3", "--draw", "after:0000000a"], { draw: { after: 10 } }],
  [["--sample", "12"], { maxVms: 12 }],
  [["--objective", "60m", "--point-age", "26h"], { objectiveMinutes: 60, pointAgeHours: 26 }],
  [["--objective", "1d", "--point-age", "90m"], { objectiveMinutes: 1_440, pointAgeHours: 1.5 }],
])("%j", async (args, expected) => {
  expect(await optionsOf("--scratch-group", "rg-drill", ...args)).toMatchObject(expected);
});

test.each<[string, string[], RegExp]>([
  ["no scratch group", [], /--scratch-group is needed/],
  ["a scratch group that is none", ["--scratch-group", "/subscriptions/s"], /resource group/],
  ["a VM without a subnet", ["--scratch-group", "rg", "--to", "vm"], /--subnet is needed/],
  ["a subnet that is none", ["--scratch-group", "rg", "--to", "vm", "--subnet", "x"], /virtualNetworks/],
  ["a subnet for disks", ["--scratch-group", "rg", "--to", "disks", "--subnet", subnet()], /--subnet is for --to vm/],
  ["a draw without a sample", ["--scratch-group", "rg", "--draw", "7"], /--draw needs --sample/],
  ["a draw that is none", ["--scratch-group", "rg", "--sample", "2", "--draw", "x"], /--draw must be the text/],
  ["an objective without a unit", ["--scratch-group", "rg", "--objective", "60"], /a duration such as 60m/],
  ["a command with an open quote", ["--scratch-group", "rg", "--verify", "'a"], /--verify must be a program/],
  ["JSON without a plan", ["--scratch-group", "rg", "-o", "json"], /--output json is for --plan/],
  ["a plan that cleans", ["--scratch-group", "rg", "--plan", "--clean"], /cannot be used with/],
  ["a tag without a name", ["--scratch-group", "rg", "--tag", "=x"], /the name of a tag/],
])("%s is refused", async (_, args, message) => {
  const errors = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  await expect(optionsOf(...args)).rejects.toThrow(message);
  errors.mockRestore();
});

function subnet(): string {
  return "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/default";
}

describe("a request", () => {
  test("gives the options, and flags replace them", async () => {
    expect(drillOptions({}, VAULT_ID, REQUEST, {})).toMatchObject({
      ...{ vms: REQUEST.protectedItemIds, maxVms: 7, concurrency: 2, point: "latest", scratchGroup: SCRATCH },
      ...{ stagingAccount: STAGING, objectiveMinutes: 45, pointAgeHours: 26, timeoutMinutes: 90, sample: 1 },
    });
    const replaced = drillOptions(
      await flags("--objective", "2h", "--max-vms", "1", "--point", "latest-vaulted"),
      VAULT_ID,
      REQUEST,
      {},
    );
    expect(replaced).toMatchObject({ objectiveMinutes: 120, maxVms: 1, point: "latest-vaulted", concurrency: 2 });
  });

  const encoded = (request: object): string => gzipSync(JSON.stringify(request)).toString("base64");
  /** The message with which a drill ends in a cloud in which nothing exists. */
  const endOf = async (
    run: (context: ReturnType<typeof scriptedAzure>["context"]) => Promise<unknown>,
    env: NodeJS.ProcessEnv = {},
  ) => {
    const azure = scriptedAzure(() => undefined, env);
    const message = await run(azure.context).then(() => "none", String);
    return { message, sent: azure.sent.map(({ path }) => path) };
  };

  test("of the environment is run without a vault on the command line", async () => {
    const env = { AZURE_VM_BACKUP_DRILL: encoded(REQUEST) };
    const { message, sent } = await endOf((context) => runDrillCommand({}, undefined, context), env);
    expect(message).toMatch(/vault 'rsv-app' does not exist/);
    expect(sent).toEqual([VAULT_ID]);
  });

  test("of a deployment is run", async () => {
    const { message } = await endOf((context) => runDrillRequest(encoded(REQUEST), context));
    expect(message).toMatch(/vault 'rsv-app' does not exist/);
  });

  test.each<[string, string, RegExp]>([
    ["that is no request", "abc", /AZURE_VM_BACKUP_DRILL must be the base64/],
    [
      "of another version",
      encoded({ ...REQUEST, version: 2 }),
      /AZURE_VM_BACKUP_DRILL must hold a request of version 1, got version 2/,
    ],
    ["with a wrong member", encoded({ ...REQUEST, maxVms: 0 }), /maxVms/],
  ])("%s is refused", async (_, text, message) => {
    expect((await endOf((context) => runDrillRequest(text, context))).message).toMatch(message);
  });

  test("without any is refused with the ways to name the vault", async () => {
    expect((await endOf((context) => runDrillCommand({}, undefined, context))).message).toMatch(
      /the vault must be named, got none/,
    );
  });

  describe("in the outputs of a stack", () => {
    const directory = mkdtempSync(join(tmpdir(), "drill-"));
    afterAll(() => {
      rmSync(directory, { recursive: true });
    });
    const file = (content: object): string => {
      const path = join(directory, "outputs.json");
      writeFileSync(path, JSON.stringify(content));
      return path;
    };
    const run = (content: object) => endOf((context) => runDrillCommand({}, { by: "outputs", file: file(content) }, context));

    test.each([{ drill: REQUEST }, { stack: { drill: REQUEST } }, { drill: { value: REQUEST } }])("is found", async (content) => {
      expect((await run(content)).message).toMatch(/vault 'rsv-app' does not exist/);
    });

    test("is refused if there are two", async () => {
      expect((await run({ one: REQUEST, two: REQUEST })).message).toMatch(/the request of one drill, got .* with 2/);
    });

    test("is not needed: a file with the id of a vault needs the flags", async () => {
      expect((await run({ vault: VAULT_ID })).message).toMatch(/--scratch-group is needed/);
    });
  });
});
