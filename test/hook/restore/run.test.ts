import { readFileSync, rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode } from "../../../lib/contract/exit-code";
import { runRestorePlan } from "../../../lib/hook/commands/restore/plan";
import { runRestore } from "../../../lib/hook/commands/restore/run";
import { HookError } from "../../../lib/hook/hook-error";
import { triggerBackup, untilJob } from "../../emulator/azurerm";
import { makeEstate, namesOf, startRestore, restoreOf, type Estate } from "../../emulator/restores/restore-client";
import { emulatedAzure } from "./emulated-azure";
import { restoreOptions } from "./restore-options";

const DISKS = "Microsoft.Compute/disks";
const MACHINES = "Microsoft.Compute/virtualMachines";

let estate: Estate;
beforeEach(async () => {
  estate = await makeEstate();
});

async function run(overrides: Parameters<typeof restoreOptions>[1] = {}, interruptAtWait = Infinity) {
  const azure = emulatedAzure(estate.client);
  azure.interruptAtWait(interruptAtWait);
  const code = await runRestore(restoreOptions(estate, overrides), azure.context);
  return { ...azure, code, text: azure.printed.join("\n") };
}

async function plan(overrides: Parameters<typeof restoreOptions>[1] = {}) {
  const azure = emulatedAzure(estate.client);
  const code = await runRestorePlan(restoreOptions(estate, overrides), azure.context);
  return { ...azure, code, text: azure.printed.join("\n") };
}

/** Runs a restore that must fail, and returns its exit code and message. */
async function failure(overrides: Parameters<typeof restoreOptions>[1]): Promise<[ExitCode, string]> {
  try {
    await run(overrides);
  } catch (error) {
    if (error instanceof HookError) return [error.exitCode, error.message];
    throw error;
  }
  throw new Error("the restore did not fail");
}

/** The requests that start a restore. */
const restores = () =>
  estate.client.emulator.journal.filter(({ method, path }) => method === "POST" && path.endsWith("/restore"));

describe("restore --to disks", () => {
  test("prints the disks, the container and the steps for Terraform", async () => {
    const { code, text } = await run();
    expect(code).toBe(ExitCode.done);
    expect(text).toMatch(/vm-web: restore requested/);
    expect(text).toMatch(/vm-web: restore job [\w-]{36} is running: Transfer data from vault/);
    expect(text).toMatch(/vm-web: restore completed after \d+ min/);
    for (const name of await namesOf(estate, estate.target, DISKS)) expect(text).toContain(name);
    expect(text).toMatch(/OS disk .*\n(.*\n)*.*data disk, LUN 3 /);
    expect(text).toMatch(/container .*strestore\/blobServices\/default\/containers\/vmweb-/);
    expect(text).toMatch(/terraform import 'azurerm_managed_disk\.<LUN 3>' '.*-datadisk-003-/);
  });

  test("prints only the disks that this restore created", async () => {
    await run();
    estate.client.emulator.advance(26 * 3_600_000);
    const first = await namesOf(estate, estate.target, DISKS);
    const { text } = await run();
    expect(await namesOf(estate, estate.target, DISKS)).toHaveLength(2 * first.length);
    for (const name of first) expect(text).not.toContain(name);
  });

  test("follows the job of an earlier run, also after its end, and does not start another", async () => {
    const interrupted = await run({}, 3);
    expect(interrupted.code).toBe(ExitCode.interrupted);
    expect(interrupted.text).toMatch(/the restore continues in Azure; to follow it again: azure-vm-backup restore "/);
    const second = await run();
    expect(second.code).toBe(ExitCode.done);
    expect(second.text).toMatch(/was started before; following it/);
    const third = await run();
    expect([third.code, restores().length]).toEqual([ExitCode.done, 1]);
    expect(third.text).toMatch(/OS disk/);
    await run({ again: true });
    expect(restores()).toHaveLength(2);
  });

  test("follows the job of an earlier run even if there is a newer recovery point", async () => {
    await run({}, 3);
    const job = await triggerBackup(estate.client, estate.item);
    await untilJob(estate.client, estate.vault, job, "Completed", 0);
    const { text } = await run({ point: { kind: "id", id: estate.point } });
    expect(text).toMatch(/was started before/);
    expect(restores()).toHaveLength(1);
  });

  test("sends the request once if its answer is lost", async () => {
    estate.client.emulator.addFault({ kind: "reset", path: "*/restore", when: "after" });
    estate.client.emulator.addFault({ kind: "error", method: "GET", path: "*/backupJobs", status: 503, code: "Busy", skip: 1 });
    const { code, text } = await run();
    expect(text).toMatch(/the answer to the restore request was lost; looking for its job/);
    expect([code, restores().length]).toEqual([ExitCode.done, 1]);
  });

  test("sends the request again after a 429", async () => {
    estate.client.emulator.addFault({ kind: "throttle", path: "*/restore", times: 2, retryAfter: 30 });
    expect((await run()).code).toBe(ExitCode.done);
    expect(restores().map(({ status }) => status)).toEqual([429, 429, 202]);
  });

  test("prints Azure's error if the job fails, and starts a new job in the next run", async () => {
    estate.client.emulator.addFault({ kind: "restore", code: "UserErrorQuotaExceeded", message: "No quota." });
    const { code, text } = await run();
    expect([code, text]).toEqual([
      ExitCode.backupFailed,
      expect.stringMatching(/restore failed: UserErrorQuotaExceeded.*No quota\./) as string,
    ]);
    expect((await run()).code).toBe(ExitCode.done);
    expect(restores()).toHaveLength(2);
  });

  test("returns 1 if the request never reaches Azure", async () => {
    estate.client.emulator.addFault({ kind: "reset", path: "*/restore", when: "before" });
    const { code, text } = await run();
    expect([code, text]).toEqual([ExitCode.backupFailed, expect.stringMatching(/no job was started/) as string]);
    expect((await run()).code).toBe(ExitCode.done);
  });

  test("returns 4 after the time-out, and prints how to follow the job", async () => {
    const azure = emulatedAzure(estate.client);
    expect(await runRestore(restoreOptions(estate), azure.context.limitedTo(0.5))).toBe(ExitCode.timedOut);
    expect(azure.printed.join("\n")).toMatch(/the restore continues in Azure; to follow it again/);
  });

  test("writes reports", async () => {
    const directory = mkdtempSync(join(tmpdir(), "restore-"));
    try {
      const [json, junit, markdown] = ["r.json", "r.xml", "r.md"].map((name) => join(directory, name));
      await run({ reports: { json, junit, markdown } });
      expect(JSON.parse(readFileSync(json ?? "", "utf8"))).toMatchObject({
        ...{ version: 1, operation: "restore", vm: "vm-web", status: "Completed", exitCode: 0, recoveryPointId: estate.point },
        made: expect.arrayContaining([expect.objectContaining({ what: "OS disk" })]) as unknown[],
      });
      expect(readFileSync(junit ?? "", "utf8")).toMatch(/testsuite name="Restore from vault".*failures="0"/);
      expect(readFileSync(markdown ?? "", "utf8")).toMatch(/## Restore: vm-web\n\n\*\*Completed\*\*/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe("restore --to vm", () => {
  test("prints the VM, its disks and its network interface", async () => {
    const { code, text } = await run({ to: "vm" });
    expect(code).toBe(ExitCode.done);
    expect(text).toMatch(/vm-web: Create the restored virtual machine/);
    expect(text).toMatch(/virtual machine .*virtualMachines\/vm-new/);
    expect(text).toMatch(/network interface .*vm-new-nic-/);
    expect(text).toMatch(/terraform import 'azurerm_linux_virtual_machine\.<name>' '.*vm-new'/);
  });

  test("prints that the disks are kept if the job fails", async () => {
    estate.client.emulator.addFault({ kind: "restore", code: "UserErrorQuotaExceeded", phase: "virtualMachine" });
    const { code, text } = await run({ to: "vm" });
    expect(code).toBe(ExitCode.backupFailed);
    expect(text).toMatch(/resources that the failed restore created are still in/);
  });

  test("throws if the VM exists, before the request", async () => {
    estate.client.emulator.addVirtualMachine(`${estate.target}/providers/${MACHINES}/vm-new`);
    expect(await failure({ to: "vm" })).toEqual([
      ExitCode.badInput,
      expect.stringMatching(/^--name must not be the name of a VM/) as string,
    ]);
    expect(restores()).toEqual([]);
  });

  test("follows a running restore to the same VM, even of another recovery point", async () => {
    await startRestore(estate, restoreOf(estate, "AlternateLocation"));
    const { text } = await run({ to: "vm" });
    expect(text).toMatch(/was started before; following it/);
    expect(restores()).toHaveLength(1);
  });
});

describe("restore --to original", () => {
  test("prints the new disks and the replaced ones", async () => {
    const { code, text } = await run({ to: "original" });
    expect(code).toBe(ExitCode.done);
    expect(text).toMatch(/gets these disks; its present disks stay/);
    expect(text).toMatch(/data disk, LUN 3 .*vm-web-datadisk-003-/);
    const again = await run({ to: "original", again: true });
    expect(again.text).toMatch(/replaced disk .*vm-web-osdisk-/);
  });

  test("throws without --replace and the name of the VM", async () => {
    expect(await failure({ to: "original", replace: undefined })).toEqual([
      ExitCode.badInput,
      expect.stringMatching(/--replace vm-web$/) as string,
    ]);
    expect(await failure({ to: "original", replace: "vm-db" })).toEqual([
      ExitCode.badInput,
      expect.stringMatching(/got --replace 'vm-db'/) as string,
    ]);
    expect(restores()).toEqual([]);
  });
});

describe("restore --plan", () => {
  test("shows the recovery point, the new resources and the validation; restores nothing", async () => {
    const { code, text } = await plan({ to: "vm" });
    expect(code).toBe(ExitCode.done);
    expect(text).toMatch(/Recovery point .*UTC, .* old \(\d+\)/);
    expect(text).toMatch(/Snapshot and Vault-Standard/);
    expect(text).toMatch(/Application consistent/);
    expect(text).toMatch(/VM 'vm-new' in 'rg-target' with a new network interface/);
    expect(text).toMatch(/strestore \(the only one in the target group that Azure accepts\)/);
    expect(text).toMatch(/Azure's validation .*no problems/);
    expect(restores()).toEqual([]);
  });

  test("shows Azure's findings with remedies, and returns 1", async () => {
    estate.client.emulator.addFault({ kind: "restoreValidation", code: "UserErrorQuotaExceeded", message: "No cores left." });
    const { code, text } = await plan();
    expect(code).toBe(ExitCode.backupFailed);
    expect(text).toMatch(/UserErrorQuotaExceeded: No cores left\. \[raise the quota/);
  });

  test("prints JSON", async () => {
    const { text } = await plan({ output: "json" });
    expect(JSON.parse(text)).toMatchObject({
      ...{ vm: "vm-web", restoresTo: "disks", recoveryPointId: estate.point, findings: [], follows: null },
      tiers: ["Snapshot", "Vault-Standard"],
    });
  });
});

test("throws if Azure's validation finds a problem, and starts nothing", async () => {
  estate.client.emulator.addFault({ kind: "restoreValidation", code: "UserErrorQuotaExceeded", message: "No cores left." });
  expect(await failure({})).toEqual([
    ExitCode.backupFailed,
    expect.stringMatching(/finds a problem .* was not started/) as string,
  ]);
  expect(restores()).toEqual([]);
});

test.each<[string, Parameters<typeof restoreOptions>[1], ExitCode, RegExp]>([
  ["a VM that the vault does not protect", { vm: "vm-other" }, ExitCode.notFound, /does not protect 'vm-other'/],
  [
    "a recovery point that does not exist",
    { point: { kind: "id", id: "123" } },
    ExitCode.notFound,
    /--point must be the id of a recovery point of 'vm-web', got '123'/,
  ],
  [
    "a time before every recovery point",
    { point: { kind: "before", point: { agoMs: 86_400_000 } } },
    ExitCode.notFound,
    /the oldest one was created at/,
  ],
  [
    "a target group that does not exist",
    { targetGroup: "rg-gone" },
    ExitCode.notFound,
    /--target-group must name a resource group that exists/,
  ],
  [
    "a subnet id that is not valid",
    { to: "vm", subnetId: "/subscriptions/s" },
    ExitCode.badInput,
    /--subnet must be the id of a subnet/,
  ],
  ["a VM name that is not valid", { to: "vm", name: "vm new" }, ExitCode.badInput, /--name must be 1 to 64/],
  [
    "a staging account that does not exist",
    { stagingAccount: "stgone" },
    ExitCode.notFound,
    /--staging-account must name a storage account that exists/,
  ],
  [
    "rehydration of a point that is not archived",
    { rehydration: { priority: "high", days: 15 } },
    ExitCode.badInput,
    /--rehydrate needs a recovery point that is only in the archive tier/,
  ],
  [
    "a secondary region without cross-region restore",
    { secondaryRegion: true },
    ExitCode.badInput,
    /--secondary-region needs a vault with cross-region/,
  ],
])("throws for %s, before the request", async (_, overrides, code, message) => {
  expect(await failure(overrides)).toEqual([code, expect.stringMatching(message) as string]);
  expect(restores()).toEqual([]);
});

test("--point latest-vaulted skips a point that is only a snapshot", async () => {
  estate = await makeEstate({ vaulted: false });
  expect(await failure({ point: { kind: "latestVaulted" } })).toEqual([
    ExitCode.notFound,
    expect.stringMatching(/is in the vault yet/) as string,
  ]);
  expect((await run({ point: { kind: "latest" } })).code).toBe(ExitCode.done);
});
