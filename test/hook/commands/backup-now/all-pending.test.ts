import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode } from "../../../../lib/contract/exit-code";
import { type AllPendingOptions, runAllPending } from "../../../../lib/hook/commands/backup-now/run-all-pending";
import { itemId, makeVault, protect, vmId } from "../../../emulator/azurerm";
import { type Client, startClient } from "../../../emulator/client";
import { EmulatedTime } from "../../../support/emulated-time";
import { DrillProcess } from "../../drill/drill-process";

const COMPUTE = "2024-07-01";

let client: Client;
let directory: string;
beforeEach(async () => {
  client = await startClient({ scheduledBackups: false });
  directory = mkdtempSync(join(tmpdir(), "all-pending-"));
  await makeVault(client);
  for (const name of ["vm-a", "vm-b", "vm-gone"]) await protect(client, name);
  await client.arm("DELETE", vmId(client, "vm-gone"), COMPUTE);
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

async function run(overrides: Partial<AllPendingOptions> = {}) {
  const time = new EmulatedTime(client.emulator);
  const azure = new DrillProcess(client, time);
  const options: AllPendingOptions = {
    ...{ selection: {}, retention: { days: 30 }, waitFor: "completed", timeoutMinutes: 1_440, concurrency: 4 },
    ...{ plan: false, output: "table" },
    ...overrides,
  };
  const code = await time.until(runAllPending(options, azure.context.limitedTo(options.timeoutMinutes)));
  return { code, text: azure.text };
}

const started = (): (string | undefined)[] =>
  client.emulator.journal.flatMap(({ method, path }) =>
    method === "POST" && path.endsWith("/backup") ? [/;([^;/]+)\/backup$/.exec(path)?.[1]] : [],
  );

test("names a VM that is gone, backs up the others, and exits with the code of a warning", async () => {
  const { code, text } = await run({ reports: { junit: join(directory, "{vault}.xml") } });
  expect(code).toBe(ExitCode.completedWithWarnings);
  expect(started().sort()).toEqual(["vm-a", "vm-b"]);
  expect(text).toContain(
    "Azure has no VM any more for 1 protected item without a backup, which are skipped: 'vm-gone' of group 'rg-app'",
  );
  expect(text).toMatch(/^vault: vm-gone: Azure has no such VM, and its protected item remains \[the VM was deleted or moved: /m);
  expect(readFileSync(join(directory, "vault.xml"), "utf8")).toMatch(
    /name="vm-gone"[^>]*>\s*<skipped message="Azure has no such VM/,
  );
  const again = await run();
  expect(again.code).toBe(ExitCode.completedWithWarnings);
  expect(started()).toHaveLength(2);
});

test("exits with 0 although a VM is gone if failures only warn", async () => {
  expect((await run({ onFailure: "warn" })).code).toBe(ExitCode.done);
});

test("exits with the failure of a backup although a VM is gone too", async () => {
  client.emulator.addFault({ kind: "job", vm: "vm-a", code: "UserErrorGuestAgentStatusUnavailable", times: "always" });
  expect((await run()).code).toBe(ExitCode.backupFailed);
});

test("plans no backup of a VM that is gone", async () => {
  const { code, text } = await run({ plan: true, output: "json" });
  const steps = JSON.parse(text) as { vm: string; action: string }[];
  expect(Object.fromEntries(steps.map(({ vm, action }) => [vm, action]))).toEqual({
    "vm-a": "back up",
    "vm-b": "back up",
    "vm-gone": "leave alone",
  });
  expect([code, started()]).toEqual([ExitCode.done, []]);
});

test("starts no backup of a VM that is gone in a vault of which nothing else is pending", async () => {
  for (const name of ["vm-a", "vm-b"]) await client.follow(await client.arm("DELETE", itemId(client, name), "2025-02-01"));
  const { code } = await run({ reports: { json: join(directory, "{vault}.json") } });
  expect([code, started()]).toEqual([ExitCode.completedWithWarnings, []]);
  expect(existsSync(join(directory, "vault.json"))).toBe(true);
});

test("ignores a VM that is gone if tags are asked for, and does not call it unreadable", async () => {
  const { code, text } = await run({ selection: { tags: [{ name: "env", value: "prod" }] } });
  expect([code, started()]).toEqual([ExitCode.done, []]);
  expect(text).not.toContain("cannot be read");
});
