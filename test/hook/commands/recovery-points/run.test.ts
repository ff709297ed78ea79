import { ExitCode } from "../../../../lib/contract/exit-code";
import { runRecoveryPoints, type RecoveryPointsOptions } from "../../../../lib/hook/commands/recovery-points/run";
import { itemId, VAULT_ID } from "../../fakes";
import { scriptedAzure } from "../../scripted-azure";

const item = (vmName: string): unknown => ({
  id: itemId(vmName),
  properties: { friendlyName: vmName, protectionState: "Protected" },
});

function point(
  name: string,
  recoveryPointType: string,
  tiers: readonly (readonly [string, string])[],
  expiryTime?: string,
): unknown {
  const recoveryPointTierDetails = tiers.map(([type, status]) => ({ type, status }));
  const properties = { recoveryPointType, recoveryPointTime: `2026-11-${name}T22:10:00Z`, recoveryPointTierDetails };
  return { name, properties: { ...properties, recoveryPointProperties: { expiryTime } } };
}

const POINTS: Readonly<Record<string, unknown[]>> = {
  "vm-web": [
    point(
      "18",
      "FileSystemConsistent",
      [
        ["InstantRP", "Deleted"],
        ["HardenedRP", "Valid"],
      ],
      "2026-12-18T23:59:59Z",
    ),
    point(
      "19",
      "AppConsistent",
      [
        ["InstantRP", "Valid"],
        ["HardenedRP", "Valid"],
      ],
      "2026-12-19T23:59:59Z",
    ),
  ],
  "vm-db": [point("19", "CrashConsistent", [["InstantRP", "Valid"]])],
  "vm-new": [],
};

async function run(overrides: Partial<RecoveryPointsOptions> = {}, points: typeof POINTS = POINTS) {
  const azure = scriptedAzure(({ path }) => {
    if (path.endsWith("/backupProtectedItems")) return { body: { value: Object.keys(points).map(item) } };
    const vmName = Object.keys(points).find((name) => path === `${itemId(name)}/recoveryPoints`);
    return vmName === undefined ? undefined : { body: { value: points[vmName] } };
  });
  const code = await runRecoveryPoints(
    { vaultId: VAULT_ID, vms: undefined, output: "table", timeoutMinutes: 10, ...overrides },
    azure.context,
  );
  return { ...azure, code };
}

test("prints the recovery points of each VM, latest first", async () => {
  const { code, printed } = await run();
  expect(code).toBe(ExitCode.done);
  expect(printed.join("\n")).toMatchInlineSnapshot(`
   "┌────────┬──────────────────────┬─────────────────────────────┬──────────────────────┬────────────────────────┐
   │ VM     │ Recovery point       │ Tier                        │ Expires              │ Consistency            │
   ├────────┼──────────────────────┼─────────────────────────────┼──────────────────────┼────────────────────────┤
   │ vm-db  │ 2026-11-19 22:10 UTC │ Snapshot                    │ -                    │ Crash consistent       │
   ├────────┼──────────────────────┼─────────────────────────────┼──────────────────────┼────────────────────────┤
   │ vm-web │ 2026-11-19 22:10 UTC │ Snapshot and Vault-Standard │ 2026-12-19 23:59 UTC │ Application consistent │
   ├────────┼──────────────────────┼─────────────────────────────┼──────────────────────┼────────────────────────┤
   │ vm-web │ 2026-11-18 22:10 UTC │ Vault-Standard              │ 2026-12-18 23:59 UTC │ File system consistent │
   └────────┴──────────────────────┴─────────────────────────────┴──────────────────────┴────────────────────────┘"
  `);
});

test("crash consistency and no recovery point at all are warned of, apart from the answer", async () => {
  const { noted } = await run();
  expect(noted).toEqual([
    expect.stringMatching(/^warning: the latest recovery point of 'vm-db' is crash consistent only/),
    expect.stringMatching(/^warning: 'vm-new' has no recovery point/),
  ]);
  expect((await run({ vms: ["vm-web"] })).noted).toEqual([]);
});

test("JSON", async () => {
  const { printed } = await run({ vms: ["vm-db"], output: "json" });
  expect(JSON.parse(printed.join("\n"))).toEqual([
    {
      vm: "vm-db",
      resourceGroup: "rg-app",
      protectedItemId: itemId("vm-db"),
      recoveryPointId: "19",
      time: "2026-11-19T22:10:00.000Z",
      tiers: ["Snapshot"],
      expires: null,
      threatStatus: null,
      threats: [],
      consistency: "Crash consistent",
    },
  ]);
});

test.each(["UnHealthy", "Warning"])("a recovery point that Azure marks as %s is warned of, and shown", async (threatStatus) => {
  const { name, properties } = point("19", "AppConsistent", [["HardenedRP", "Valid"]]) as { name: string; properties: object };
  const infected = { name, properties: { ...properties, threatStatus, threatInfo: [{ threatTitle: "Ransomware" }] } };
  const numbered = point("18", "AppConsistent", [["HardenedRP", "Valid"]]) as { properties: object };
  const older = { ...numbered, properties: { ...numbered.properties, threatStatus: 0 } };
  const { printed, noted } = await run({}, { "vm-web": [infected, older] });
  expect(printed.join("\n")).toContain("Threat status");
  expect(noted).toEqual([
    `warning: Azure marks the recovery point 2026-11-19 22:10 UTC of 'vm-web' as ${threatStatus} (Ransomware); ` +
      "restore an older one, or into an isolated network",
  ]);
  const json = await run({ output: "json" }, { "vm-web": [infected, older] });
  expect(JSON.parse(json.printed.join("\n"))).toMatchObject([
    { threatStatus, threats: ["Ransomware"] },
    { threatStatus: null, threats: [] },
  ]);
});
