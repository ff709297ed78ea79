import { CoverageExitCode, ExitCode } from "../../../lib/contract/exit-code";
import { commandLine } from "../../../lib/hook/commands/command-line";
import type { CoverageRecord } from "../../../lib/hook/coverage/coverage-record";
import type { CoverageOptions } from "../../../lib/hook/commands/coverage/options";
import { runCoverage } from "../../../lib/hook/commands/coverage/run";
import { type EstateRows, estateAnswers, itemRow, policyRow, subscriptionRow, vaultIdOf, vmIdOf, vmRow } from "./estate-answers";

/** An hour before the tests' clock starts, and 30 hours before. */
const FRESH = "2026-11-20T09:00:00Z";
const OLD = "2026-11-19T04:00:00Z";
const SAFE_VAULT = {
  id: vaultIdOf("rsv"),
  location: "westeurope",
  security: {
    softDeleteSettings: { softDeleteState: "AlwaysON" },
    immutabilitySettings: { state: "Unlocked" },
    multiUserAuthorization: "Enabled",
  },
};
const BASE: EstateRows = { subscriptions: [subscriptionRow("S1"), subscriptionRow("s2")], vaults: [SAFE_VAULT] };

async function run(rows: EstateRows, ...flags: string[]) {
  const azure = estateAnswers({ ...BASE, ...rows });
  const { options } =
    (await commandLine({ print: () => undefined, note: () => undefined }).parse(["coverage", "-o", "json", ...flags])) ?? {};
  const code = await runCoverage(options as CoverageOptions, azure.context);
  const record = JSON.parse(azure.printed.join("")) as CoverageRecord;
  return { ...azure, code, record, kinds: record.findings.map(({ kind, name }) => `${kind} ${name}`) };
}

test("finds nothing if every VM has a recent recovery point in a safe vault", async () => {
  const { record, code, kinds } = await run({ vms: [vmRow("web")], items: [itemRow("web", { point: FRESH })] });
  expect([code, kinds, record.summary]).toEqual([CoverageExitCode.covered, [], "1 VM: 1 covered"]);
});

describe("the join", () => {
  test("is by the id of the VM, whatever its case and wherever the vault is", async () => {
    const items = [itemRow("web", { vmId: vmIdOf("WEB", "S1", "RG-App"), vault: vaultIdOf("hub", "s2"), point: FRESH })];
    expect((await run({ vms: [vmRow("web")], items })).kinds).toEqual([]);
  });

  test("is never by name: a namesake in another subscription or group is unprotected", async () => {
    const vms = [vmRow("web"), vmRow("web", { subscription: "s2" }), vmRow("web", { group: "rg-other" })];
    const { record, kinds, code } = await run({ vms, items: [itemRow("web", { point: FRESH })] });
    expect(kinds).toEqual(["unprotected web", "namesake web", "unprotected web"]);
    expect(record.findings.map(({ id }) => id)).toEqual([
      vmIdOf("web", "s2"),
      vmIdOf("web", "s2"),
      vmIdOf("web", "s1", "rg-other"),
    ]);
    expect(code).toBe(CoverageExitCode.gaps);
  });

  test("takes the item that protects the VM, if another vault has stopped or soft-deleted backups", async () => {
    const items = [
      itemRow("web", { vault: vaultIdOf("old"), state: "SoftDeleted", point: FRESH }),
      itemRow("web", { point: FRESH }),
      itemRow("web", { vault: vaultIdOf("older"), state: "ProtectionStopped", point: FRESH }),
    ];
    expect((await run({ vms: [vmRow("web")], items })).kinds).toEqual([]);
    const { record } = await run({ vms: [vmRow("web")], items: items.slice(0, 1) });
    expect(record.findings.map(({ text }) => text)).toEqual(["no vault protects it; vault 'old' has soft-deleted backups of it"]);
  });
});

describe("the findings", () => {
  test("tell never backed up, stale, stopped and suspended apart", async () => {
    const names = ["pending", "stale", "stopped", "suspended", "failed", "fresh"];
    const items = [
      itemRow("pending"),
      itemRow("stale", { point: OLD }),
      itemRow("stopped", { point: FRESH, state: "ProtectionStopped" }),
      itemRow("suspended", { point: FRESH, state: "BackupsSuspended" }),
      itemRow("failed", { state: "ConfiguringProtectionFailed" }),
      itemRow("fresh", { point: FRESH }),
    ];
    const { kinds } = await run({ vms: names.map((name) => vmRow(name)), items });
    expect(kinds).toEqual(["neverBackedUp pending", "stale stale", "stopped stopped", "stopped suspended", "unprotected failed"]);
  });

  test.each(["0001-01-01T00:00:00", "2001-01-01T00:00:00Z", "", null])("take the recovery point %j as none", async (point) => {
    expect((await run({ vms: [vmRow("web")], items: [itemRow("web", { point })] })).kinds).toEqual(["neverBackedUp web"]);
  });

  test("count a VM that was created after its last recovery point as never backed up", async () => {
    const vms = [vmRow("web", { createdAt: "2026-11-20T09:30:00Z" })];
    const { record } = await run({ vms, items: [itemRow("web", { point: FRESH })] });
    expect(record.findings).toMatchObject([{ kind: "neverBackedUp", text: expect.stringContaining("an earlier VM") as unknown }]);
  });

  test("use the shortest objective that fits the tags of the VM", async () => {
    const vms = [
      vmRow("gold", { tags: { Tier: "gold" } }),
      vmRow("both", { tags: { tier: "gold", env: "prod" } }),
      vmRow("none"),
    ];
    const items = ["gold", "both", "none"].map((name) => itemRow(name, { point: "2026-11-20T04:00:00Z" }));
    const flags = ["--rpo", "7h", "--rpo-for", "tier=gold:8h", "--rpo-for", "env:5h"];
    expect((await run({ vms, items }, ...flags)).kinds).toEqual(["stale both"]);
    expect((await run({ vms, items }, "--rpo", "359m")).kinds).toEqual(["stale gold", "stale both", "stale none"]);
  });

  test("compare what a policy keeps with what is required, and name one that cannot be read", async () => {
    const duration = (count: number, durationType: string) => ({ retentionDuration: { count, durationType } });
    const policies = [
      policyRow("short", { dailySchedule: duration(7, "Days"), yearlySchedule: duration(10, "Years") }),
      policyRow("weekly", { weeklySchedule: { daysOfTheWeek: ["Sunday"], ...duration(5, "Weeks") } }),
      policyRow("long", { dailySchedule: duration(30, "Days") }),
    ];
    const names = ["short", "weekly", "long", "unread"];
    const items = names.map((policy) => itemRow(policy, { point: FRESH, policy }));
    const rows = { vms: names.map((name) => vmRow(name)), items, policies };
    expect((await run(rows, "--min-retention", "30d")).kinds).toEqual(["shortRetention short", "shortRetention unread"]);
    expect((await run(rows)).kinds).toEqual([]);
  });

  test("name the items of VMs that are gone, not those of subscriptions that were not chosen", async () => {
    const items = [
      itemRow("web", { point: FRESH }),
      itemRow("gone", { point: FRESH }),
      itemRow("deleted", { state: "SoftDeleted" }),
      itemRow("far", { vmId: vmIdOf("far", "s9"), point: FRESH }),
    ];
    const { kinds, record, code } = await run({ vms: [vmRow("web")], items });
    expect([kinds, code]).toEqual([["gone gone"], CoverageExitCode.covered]);
    expect(record.notes).toEqual([expect.stringMatching(/^1 protected items are of VMs in subscriptions/)]);
    expect((await run({ vms: [vmRow("web")], items }, "--subscription", "s2")).kinds).toEqual([]);
  });

  test("name what the vaults in use lack, and no other vault", async () => {
    const vaults = [
      {
        ...SAFE_VAULT,
        security: { softDeleteSettings: { softDeleteState: "Disabled" }, immutabilitySettings: { state: "Disabled" } },
      },
      { id: vaultIdOf("unused"), location: "westeurope", security: null },
    ];
    const { kinds, code } = await run({ vms: [vmRow("web")], items: [itemRow("web", { point: FRESH })], vaults });
    expect(kinds).toEqual(["vaultSoftDelete rsv", "vaultImmutability rsv", "vaultGuard rsv"]);
    expect(code).toBe(CoverageExitCode.covered);
  });
});

test("exempts VMs by tag, with the reason", async () => {
  const vms = [
    vmRow("a", { tags: { "Backup-Exempt": "rebuilt every night" } }),
    vmRow("b", { tags: { backup: "none", why: "build agent" } }),
    vmRow("c", { tags: { backup: "None" } }),
    vmRow("d", { tags: { "backup-exempt": " " } }),
  ];
  const first = await run({ vms }, "--exempt", "backup-exempt");
  expect(first.record.exempt.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
    "a: rebuilt every night",
    "d: no reason is given",
  ]);
  const second = await run({ vms }, "--exempt", "backup=none", "--reason-tag", "why");
  expect(second.record.exempt).toMatchObject([{ name: "b", reason: "build agent" }]);
  expect(second.kinds).toEqual(["unprotected a", "unprotected c", "unprotected d"]);
});

describe("the verdict", () => {
  const rows = { vms: [vmRow("a"), vmRow("b"), vmRow("c")], items: [itemRow("c"), itemRow("gone", { point: FRESH })] };

  test.each<[string[], number]>([
    [[], CoverageExitCode.gaps],
    [["--max", "unprotected=2"], CoverageExitCode.gaps],
    [["--max", "unprotected=2", "--max", "neverBackedUp=1"], CoverageExitCode.covered],
    [["--fail-on", "stale"], CoverageExitCode.covered],
    [["--fail-on", "stale", "--fail-on", "GONE"], CoverageExitCode.gaps],
    [["--fail-on", "none"], CoverageExitCode.covered],
  ])("of the flags %j is %d", async (flags, expected) => {
    expect((await run(rows, ...flags)).code).toBe(expected);
  });
});

test("throws if the identity sees protected items and no VM, or no subscription", async () => {
  const refused = { exitCode: ExitCode.notAuthorised, message: expect.stringContaining("'Reader'") as unknown };
  await expect(run({ items: [itemRow("web")] })).rejects.toMatchObject(refused);
  await expect(run({ subscriptions: [] })).rejects.toMatchObject(refused);
});

test("reads each 1,000 rows by one request, and nothing else", async () => {
  const names = Array.from({ length: 2_500 }, (_, index) => `vm${index}`);
  const items = names.map((name) => itemRow(name, { point: FRESH }));
  const { sent, record } = await run({ vms: names.map((name) => vmRow(name)), items });
  expect(record.covered).toBe(2_500);
  expect(sent).toHaveLength(1 + 3 + 3 + 1 + 1);
});
