import { ExitCode } from "../../../../lib/contract/exit-code";
import { runPlan } from "../../../../lib/hook/commands/backup-now/plan";
import type { BackupOptions } from "../../../../lib/hook/backup-now/backup-context";
import { FakeVault, item, itemId, job, backupOptions, VAULT_ID } from "../../fakes";
import { scriptedAzure } from "../../scripted-azure";

const POLICY = `${VAULT_ID}/backupPolicies/daily`;
const ITEMS = [
  item("vm-new", { policyId: POLICY }),
  item("vm-run"),
  item("vm-web", { protectionState: "Protected", lastRecoveryPoint: new Date("2026-11-19T22:00:00Z") }),
  item("vm-stop", { protectionState: "ProtectionStopped" }),
];

async function run(overrides: Partial<BackupOptions> = {}, output: "table" | "json" = "table") {
  const azure = scriptedAzure(() => undefined);
  const policy = { id: POLICY, name: "daily", timeZone: "UTC", schedule: { kind: "daily" as const, times: ["22:00"] } };
  const vault = new FakeVault(azure.clock, ITEMS, {}, [job("vm-run")], [], [policy]);
  const code = await runPlan({ ...backupOptions(overrides), output }, azure.context, vault);
  return { ...azure, code, vault };
}

test("prints the planned action of each VM with its reason, and does nothing", async () => {
  const { code, printed, vault } = await run();
  expect(code).toBe(ExitCode.done);
  expect(printed.join("\n")).toMatchInlineSnapshot(`
   "┌─────────┬─────────────┬──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┬────────────────┬───────────────────────┐
   │ VM      │ Would       │ Why                                                                                                                  │ Retained until │ Next scheduled backup │
   ├─────────┼─────────────┼──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┼────────────────┼───────────────────────┤
   │ vm-new  │ back up     │ initial backup pending                                                                                               │ 2026-12-20     │ 2026-11-20 22:00 UTC  │
   ├─────────┼─────────────┼──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┼────────────────┼───────────────────────┤
   │ vm-run  │ follow      │ a backup is running already (job job-vm-run); it keeps the retention it was started with, not the one asked for here │ -              │ -                     │
   ├─────────┼─────────────┼──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┼────────────────┼───────────────────────┤
   │ vm-stop │ leave alone │ protection is stopped and no recovery point exists; resume its protection first                                      │ -              │ -                     │
   ├─────────┼─────────────┼──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┼────────────────┼───────────────────────┤
   │ vm-web  │ leave alone │ already backed up                                                                                                    │ -              │ -                     │
   └─────────┴─────────────┴──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┴────────────────┴───────────────────────┘
   4 VMs, 1 to back up; nothing was changed"
  `);
  expect(vault.triggers).toEqual([]);
});

test("force and VMs that were named change the plan", async () => {
  const vms = ["vm-web", itemId("vm-stop")];
  const { printed } = await run({ force: true, vms }, "json");
  expect(JSON.parse(printed.join(""))).toEqual([
    expect.objectContaining({ vm: "vm-stop", action: "fail", retainedUntil: null }),
    expect.objectContaining({
      vm: "vm-web",
      action: "back up",
      reason: "already backed up, and forced",
      retainedUntil: "2026-12-20",
    }),
  ]);
});

test("throws for a past date as the run does", async () => {
  await expect(run({ retention: { until: "2020-01-01" } })).rejects.toMatchObject({ exitCode: ExitCode.badInput });
});
