import { backUp, plan } from "../../../lib/hook/backup-now/backup-now";
import { exitCodeOf } from "../../../lib/hook/backup-now/outcome";
import { ExitCode } from "../../../lib/contract/exit-code";
import { ArmError } from "../../../lib/hook/arm/arm-error";
import { runPlan } from "../../../lib/hook/commands/backup-now/plan";
import type { ProtectedItem } from "../../../lib/hook/vault/protected-item";
import { backupContext, backupOptions, FakeClock, FakeVault, item, itemId, job, START } from "../fakes";
import { type Answer, scriptedAzure } from "../scripted-azure";

const GROUP = "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines";
const LAST = new Date("2026-11-10T02:00:00Z");
const OLD = item("vm-web", { protectionState: "Protected", lastRecoveryPoint: LAST, vmId: `${GROUP}/vm-web` });
const NEWER = new Date("2026-11-15T08:00:00Z");
const SAID =
  "the VM was created at 2026-11-15 08:00 UTC, after its last recovery point of 2026-11-10 02:00 UTC, which is of a VM of the same name before it";

function scene(created: Date | undefined, items: ProtectedItem[] = [OLD]) {
  const clock = new FakeClock();
  const vault = new FakeVault(clock, items);
  const creations = (ids: readonly string[]): Promise<Map<string, Date>> =>
    Promise.resolve(new Map(created ? ids.map((id) => [id.toLowerCase(), created]) : []));
  return { vault, context: { ...backupContext(vault, clock), creations } };
}

test("backs up a VM that was created after its last recovery point, and logs why", async () => {
  const { vault, context } = scene(NEWER);
  const result = await backUp(backupOptions(), context);
  expect(exitCodeOf(result)).toBe(ExitCode.done);
  expect(vault.triggers).toHaveLength(1);
  expect(context.lines[0]).toBe(`vm-web: ${SAID}; it is backed up again`);
});

test.each([
  ["it is older than its last recovery point", new Date("2026-11-01T08:00:00Z")],
  ["nobody knows when it was created", undefined],
])("a VM that is backed up is left alone if %s", async (_, created) => {
  const { vault, context } = scene(created);
  const { runs } = await plan(backupOptions(), context);
  expect(runs[0]?.progress).toMatchObject({ kind: "skipped", reason: "already backed up" });
  expect(vault.calls).toEqual(["listProtectedItems", "listJobs"]);
});

test("skips a re-created VM whose protection is stopped, with the reason", async () => {
  const { context } = scene(NEWER, [{ ...OLD, protectionState: "ProtectionStopped" }]);
  const { runs } = await plan(backupOptions(), context);
  const reason = `already backed up; protection is stopped; but ${SAID}`;
  expect(runs[0]?.progress).toEqual({ kind: "skipped", cause: "alreadyBackedUp", reason, warn: true });
});

/** The plan for two VMs that are backed up, given what the list of the VMs answers. */
async function planned(vms: () => Answer): Promise<{ actions: string[]; lists: number; reason: string }> {
  let lists = 0;
  const properties = { protectionState: "Protected", lastRecoveryPoint: LAST.toISOString() };
  const element = (vm: string): object => ({
    id: itemId(vm),
    properties: { ...properties, friendlyName: vm, virtualMachineId: `${GROUP}/${vm}` },
  });
  const { context, printed } = scriptedAzure(({ path }) => {
    if (path === GROUP) lists++;
    if (path === GROUP) return vms();
    return { body: { value: path.endsWith("/backupProtectedItems") ? [element("vm-db"), element("vm-web")] : [] } };
  });
  await runPlan({ ...backupOptions(), output: "json" }, context);
  const steps = JSON.parse(printed.join("")) as { action: string; reason: string }[];
  return { actions: steps.map(({ action }) => action), lists, reason: steps.at(-1)?.reason ?? "" };
}

test("reads the VMs of a resource group by one list", async () => {
  const vm = { id: `${GROUP}/VM-WEB`, properties: { timeCreated: NEWER.toISOString(), vmId: "0" } };
  expect(await planned(() => ({ body: { value: [vm] } }))).toEqual({
    actions: ["leave alone", "back up"],
    lists: 1,
    reason: SAID,
  });
});

test.each([401, 403, 404])("nothing is known if that list is answered by %d", async (status) => {
  const answer = { status, body: { error: { code: "AuthorizationFailed", message: "no" } } };
  expect(await planned(() => answer)).toMatchObject({ actions: ["leave alone", "leave alone"], reason: "already backed up" });
});

test("throws on a defect of this program", async () => {
  const { context } = scene(undefined);
  const creations = (): Promise<never> => Promise.reject(new TypeError("a defect"));
  await expect(plan(backupOptions(), { ...context, creations })).rejects.not.toBeInstanceOf(ArmError);
});

test("asks only for the VMs whose backup may be of an earlier one", async () => {
  const items = [
    OLD,
    item("vm-new", { vmId: `${GROUP}/vm-new` }),
    item("vm-nameless", { protectionState: "Protected", lastRecoveryPoint: LAST }),
    item("vm-empty", { protectionState: "Protected", vmId: `${GROUP}/vm-empty` }),
  ];
  const { context } = scene(NEWER, items);
  const asked: (readonly string[])[] = [];
  const creations = (ids: readonly string[]): Promise<Map<string, Date>> => (asked.push(ids), context.creations(ids));
  const { runs } = await plan(backupOptions(), { ...context, creations });
  expect(asked).toEqual([[OLD.vmId]]);
  expect(runs.map(({ recreated }) => recreated)).toEqual([SAID, undefined, undefined, undefined]);
  await plan(backupOptions({ vms: ["vm-new"] }), { ...context, creations });
  expect(asked).toHaveLength(1);
});

test("does not ask for a VM whose first backup runs, though it has a recovery point", async () => {
  const running = { ...OLD, lastRecoveryPoint: new Date("2026-11-21T00:00:00Z") };
  const { vault, context } = scene(NEWER, [running]);
  vault.jobs.push(job("vm-web"));
  const creations = (): Promise<never> => Promise.reject(new Error("not asked for"));
  const { runs } = await plan(backupOptions(), { ...context, creations });
  expect(runs[0]?.progress.kind).toBe("running");
});

test("a VM that was created at the time of its last recovery point is the same", async () => {
  const { context } = scene(LAST);
  expect((await plan(backupOptions(), context)).runs[0]?.recreated).toBeUndefined();
});

test("backs up a re-created VM although a backup of the earlier one completed today", async () => {
  const { vault, context } = scene(NEWER);
  const times = [90, 60].map((minutes) => new Date(START.getTime() - minutes * 60_000));
  vault.jobs.push(job("vm-web", { id: "earlier", status: "Completed", startTime: times[0], endTime: times[1] }));
  const trigger = vault.triggerBackup.bind(vault);
  let refusals = 0;
  vault.triggerBackup = (request) =>
    refusals++ === 0
      ? Promise.reject(new ArmError("cannot start", { status: 409, code: "BMSUserErrorObjectLocked", detail: "" }))
      : trigger(request);
  expect(exitCodeOf(await backUp(backupOptions(), context))).toBe(ExitCode.done);
  expect(vault.triggers).toHaveLength(1);
});
