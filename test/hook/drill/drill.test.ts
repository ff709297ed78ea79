import { ExitCode } from "../../../lib/contract/exit-code";
import { at } from "../../emulator/client";
import { BACKUP, vmId } from "../../emulator/azurerm";
import { contentsOf, type DrillEstate, makeDrillEstate } from "./drill-estate";
import { DrillRunner } from "./run-drill";

const MINUTE = 60_000;
const DISKS = "2023-04-02";

let estate: DrillEstate;
let runner: DrillRunner;
beforeEach(async () => {
  estate = await makeDrillEstate({ vms: ["vm-web", "vm-db"] });
  runner = new DrillRunner(estate);
});

const emulator = () => estate.client.emulator;
const restores = () => emulator().journal.filter(({ method, path }) => method === "POST" && path.endsWith("/restore"));
const deletions = () => emulator().journal.filter(({ method }) => method === "DELETE");

describe("a drill", () => {
  test.each(["disks", "vm"] as const)("restores %s, checks them and leaves nothing", async (kind) => {
    const { code, text } = await runner.run({ restores: kind });
    expect(text).toMatch(/2 VMs: 2 passed\n\d+ resources were deleted, nothing is left/);
    expect(code).toBe(ExitCode.done);
    expect(await contentsOf(estate)).toEqual([]);
  });

  test("writes its record before it restores, and deletes it last", async () => {
    await runner.run({ vms: ["vm-web"] });
    const changes = emulator().journal.filter(
      ({ method, path }) => ["PUT", "DELETE"].includes(method) || path.endsWith("/restore"),
    );
    const ofDrill = changes.slice(changes.findIndex(({ path }) => path.includes("/containers/drill-")));
    expect(ofDrill[0]?.method).toBe("PUT");
    expect([ofDrill.at(-1)?.method, ofDrill.at(-1)?.path]).toEqual(["DELETE", ofDrill[0]?.path]);
  });

  test("lists the jobs once a round, however many VMs", async () => {
    const before = emulator().journal.length;
    await runner.run();
    const lists = emulator()
      .journal.slice(before)
      .filter(({ path }) => /\/backupJobs$/.test(path));
    const ofOne = lists.length;
    const again = emulator().journal.length;
    await runner.run({ vms: ["vm-db"] });
    const lists2 = emulator()
      .journal.slice(again)
      .filter(({ path }) => /\/backupJobs$/.test(path));
    expect(ofOne).toBeLessThan(2 * lists2.length);
  });

  test("draws VMs in turn, by the jobs of the last drill", async () => {
    const first = await runner.run({ sample: 1 });
    const second = await runner.run({ sample: 1 });
    const third = await runner.run({ sample: 1 });
    const drawn = [first, second, third].map(({ text }) => /draw\): (vm-\w+)/.exec(text)?.[1]);
    expect(new Set(drawn.slice(0, 2)).size).toBe(2);
    expect(drawn[2]).toBe(drawn[0]);
  });

  test("fails if the restore takes longer than the objective, or the point is too old", async () => {
    const { code, text } = await runner.run({ vms: ["vm-web"], objectiveMinutes: 1, pointAgeHours: 0.1 });
    expect(code).toBe(ExitCode.backupFailed);
    expect(text.replaceAll(/[│\s]+/g, " ")).toMatch(/objective was not met; the recovery point is too old/);
    expect(await contentsOf(estate)).toEqual([]);
  });

  test("passes the resources to the user's check, and fails with it", async () => {
    const seen: unknown[] = [];
    const verify = (restored: unknown) => {
      seen.push(restored);
      return Promise.resolve({ name: "user's check", outcome: "failed", expected: null, found: null, detail: "no" } as const);
    };
    const { code } = await runner.run({ vms: ["vm-web"], verify });
    expect(code).toBe(ExitCode.backupFailed);
    expect(seen).toMatchObject([{ vm: "vm-web", restores: "disks", resources: [{ what: "OS disk", sizeGB: 30 }, {}, {}, {}] }]);
    expect(await contentsOf(estate)).toEqual([]);
  });
});

describe("a drill is refused, and sends nothing,", () => {
  test.each<[string, object, RegExp, number]>([
    ["for more VMs than allowed", { maxVms: 1 }, /would restore 2 VMs, and --max-vms allows 1/, ExitCode.badInput],
    ["for a VM that the vault does not protect", { vms: ["vm-x"] }, /does not protect 'vm-x'/, ExitCode.notFound],
    ["for a tag that no VM has", { tag: { name: "drill" } }, /protects no VM with the tag 'drill'/, ExitCode.notFound],
    ["without its scratch group", { scratchGroup: "rg-none" }, /--scratch-group must name a resource group/, ExitCode.notFound],
    [
      "if its scratch group holds a VM of the vault",
      { scratchGroup: "rg-app" },
      /for drills only, got that of/,
      ExitCode.badInput,
    ],
  ])("%s", async (_, overrides, message, code) => {
    const end = await runner.run(overrides);
    expect([end.code, end.error]).toEqual([code, expect.stringMatching(message) as string]);
    expect(restores()).toEqual([]);
    expect(await contentsOf(estate)).toEqual([]);
  });
});

describe("a failure", () => {
  const one = { vms: ["vm-web"] };

  test.each<[string, () => void, object, RegExp]>([
    [
      "out of quota",
      () => {
        emulator().addFault({ kind: "restore", code: "UserErrorQuotaExceeded" });
      },
      one,
      /UserErrorQuotaExceeded/,
    ],
    [
      "VM creation that leaves the disks",
      () => {
        emulator().addFault({ kind: "restore", code: "UserErrorCreateVm", phase: "virtualMachine" });
      },
      { ...one, restores: "vm" },
      /UserErrorCreateVm/,
    ],
    [
      "refused staging account",
      () => {
        emulator().addFault({ kind: "restoreValidation", code: "UserErrorStorageAccount", message: "The storage account." });
      },
      one,
      /UserErrorStorageAccount/,
    ],
    [
      "vanished point",
      () => {
        emulator().addFault({ kind: "error", method: "POST", path: "*/restore", status: 404, code: "RecoveryPointNotFound" });
      },
      one,
      /RecoveryPointNotFound/,
    ],
  ])("%s is reported, and leaves nothing", async (_, inject, overrides, reason) => {
    inject();
    const { code, text } = await runner.run(overrides);
    expect(code).not.toBe(ExitCode.done);
    expect(text.replaceAll(/[│\s]+/g, " ")).toMatch(reason);
    expect(await contentsOf(estate)).toEqual([]);
  });

  test.each<[string, () => void]>([
    [
      "a lost answer to the restore",
      () => {
        emulator().addFault({ kind: "reset", path: "*/restore", when: "after" });
      },
    ],
    [
      "throttling of the restore",
      () => {
        emulator().addFault({ kind: "throttle", path: "*/restore", times: 2, retryAfter: 30 });
      },
    ],
    [
      "a lost answer to a deletion",
      () => {
        emulator().addFault({ kind: "reset", method: "DELETE", when: "after", times: 2 });
      },
    ],
    [
      "a lost deletion",
      () => {
        emulator().addFault({ kind: "reset", method: "DELETE", when: "before", times: 2 });
      },
    ],
    [
      "a deletion that is refused for now",
      () => {
        emulator().addFault({ kind: "error", method: "DELETE", status: 409, code: "Conflict", times: 3 });
      },
    ],
    [
      "jobs that are listed late",
      () => {
        emulator().addFault({ kind: "lag", of: "jobs", seconds: 60 });
      },
    ],
  ])("%s is overcome, and nothing is restored twice", async (_, inject) => {
    inject();
    expect((await runner.run(one)).code).toBe(ExitCode.done);
    expect(restores().filter(({ status }) => status === 202).length).toBeLessThanOrEqual(1);
    expect(await contentsOf(estate)).toEqual([]);
  });

  test("a deletion that Azure forbids is left, told, and made up for by the next drill", async () => {
    emulator().addFault({
      kind: "error",
      method: "DELETE",
      path: "*/disks/*",
      status: 403,
      code: "AuthorizationFailed",
      times: 4,
    });
    const first = await runner.run(one);
    expect(first.code).toBe(ExitCode.backupFailed);
    expect(first.text).toMatch(/left:\n {2}(OS|data) disk \/subscriptions.*Azure answered 403/);
    emulator().clearFaults();
    emulator().advance(20 * MINUTE);
    expect((await runner.run({}, { onlyCleans: true })).code).toBe(ExitCode.done);
    expect(await contentsOf(estate)).toEqual([]);
  });

  test("a disk that somebody has attached is left", async () => {
    const attach = async (restored: unknown) => {
      const [disk] = (restored as { resources: { id: string }[] }).resources;
      const dataDisks = [{ lun: 9, createOption: "Attach", managedDisk: { id: disk?.id } }];
      const body = { location: "westeurope", properties: { storageProfile: { dataDisks } } };
      await runner.time.during(() => estate.client.arm("PUT", vmId(estate.client, "vm-look"), "2023-03-01", body));
      return { name: "user's check", outcome: "passed", expected: null, found: null, detail: null } as const;
    };
    const { code, text } = await runner.run({ ...one, verify: attach });
    expect(code).toBe(ExitCode.backupFailed);
    expect(text).toMatch(/left:\n {2}OS disk .*(is attached|409)/);
  });
});

describe("a killed drill", () => {
  test.each([1_000, 9_000, 30_000, 3 * MINUTE, 20 * MINUTE])("is cleaned up by the next after %i ms", async (after) => {
    await runner.kill(after, { restores: "vm" });
    const { code } = await runner.run({ vms: ["vm-web"] });
    expect(code).toBe(ExitCode.done);
    expect(await contentsOf(estate)).toEqual([]);
  });

  test("is cleaned up by --clean, which restores nothing", async () => {
    await runner.kill(4 * MINUTE);
    const sent = restores().length;
    const { code, text } = await runner.run({}, { onlyCleans: true });
    expect([code, restores().length]).toEqual([ExitCode.done, sent]);
    expect(text).toMatch(/cleaning up after drill \w{8}/);
    expect(await contentsOf(estate)).toEqual([]);
  });

  test("keeps what is not its own", async () => {
    const disk = `${estate.scratch}/providers/Microsoft.Compute/disks/vm-web-osdisk-20260101-000000`;
    const body = { location: "westeurope", properties: { timeCreated: "2026-01-01T00:00:00Z", diskSizeGB: 30 } };
    await estate.client.arm("PUT", disk, DISKS, body);
    await runner.kill(5 * MINUTE);
    await runner.run({}, { onlyCleans: true });
    expect(await contentsOf(estate)).toEqual([disk]);
  });
});

describe("two drills on one scratch group", () => {
  test("are not held at once: the second is refused", async () => {
    const first = runner.start({ vms: ["vm-db"], restores: "vm" });
    await runner.time.until(runner.time.sleep(30_000));
    const second = await runner.run({ vms: ["vm-web"] });
    expect([second.code, second.error]).toEqual([
      ExitCode.backupFailed,
      expect.stringMatching(/uses the scratch group/) as string,
    ]);
    expect((await runner.time.until(first.ended)).code).toBe(ExitCode.done);
  });

  test("that start at the same moment do not both restore", async () => {
    const both = [runner.start({ vms: ["vm-web"] }), runner.start({ vms: ["vm-web"] })];
    const codes = await runner.time.until(Promise.all(both.map(({ ended }) => ended)));
    expect(codes.filter(({ code }) => code === ExitCode.done).length).toBeLessThanOrEqual(1);
    expect(restores().length).toBeLessThanOrEqual(1);
    expect(await contentsOf(estate)).toEqual([]);
  });
});

describe("an end by a signal or the time-out", () => {
  test("cleans up before it ends", async () => {
    const { hook, ended } = runner.start({ restores: "vm" });
    await runner.time.until(runner.time.sleep(2 * MINUTE));
    hook.end("interrupted");
    const { code } = await runner.time.until(ended, 11 * MINUTE);
    expect(code).toBe(ExitCode.interrupted);
    expect(await contentsOf(estate)).toEqual([]);
  });

  test("leaves what it has no time for to the next drill", async () => {
    emulator().addFault({ kind: "error", method: "DELETE", status: 409, code: "Conflict", times: "always" });
    const { code, text } = await runner.run({ restores: "vm", timeoutMinutes: 2 });
    expect(code).toBe(ExitCode.timedOut);
    expect(text).toMatch(/left:/);
    emulator().clearFaults();
    emulator().advance(20 * MINUTE);
    expect((await runner.run({}, { onlyCleans: true })).code).toBe(ExitCode.done);
    expect(await contentsOf(estate)).toEqual([]);
  });
});

test("deletes only in the scratch group and in the staging account", async () => {
  await runner.run({ restores: "vm" });
  await runner.run();
  for (const { path } of deletions()) {
    const isOwn = [estate.scratch, estate.staging].some((place) => path.toLowerCase().startsWith(place.toLowerCase()));
    expect([path, isOwn]).toEqual([path, true]);
  }
  const points = at(await estate.client.arm("GET", `${estate.vault}/backupProtectedItems`, BACKUP), "value") as unknown[];
  expect(points).toHaveLength(2);
});
