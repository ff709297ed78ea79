import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ExitCode } from "../../lib/contract/exit-code";
import { startTestEmulator } from "../support/emulator";
import { run } from "./support/processes";
import { protectVms } from "./support/protected-vms";

/** The bundled program drills VMs of an emulator, as a pipeline does. */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "drill-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

test("drills ten VMs, writes the evidence in four formats, and leaves nothing", async () => {
  const emulator = await startTestEmulator({ speed: 600, scheduledBackups: false });
  const names = Array.from({ length: 10 }, (_, index) => `vm-${index + 1}`);
  const ids = await protectVms(emulator, names);
  const groups = ids.vaultId.split("/").slice(0, 4).join("/");
  emulator.addResource(`${groups}/rg-drill/providers/Microsoft.Storage/storageAccounts/stdrill`);
  const command = (...args: string[]) =>
    run(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env["PATH"], ...emulator.environment() } });
  expect((await command("backup-now", ids.vaultId, "--wait-for", "completed")).code).toBe(ExitCode.done);
  const before = emulator.journal.length;
  const files = Object.fromEntries(["json", "junit", "markdown", "html"].map((kind) => [kind, join(directory, `drill.${kind}`)]));
  const reports = Object.entries(files).flatMap(([kind, file]) => [`--report-${kind}`, file]);
  const began = Date.now();
  const check = `"${process.execPath}" -e process.exit(0)`;
  const limits = ["--max-vms", "10", "--objective", "8h", "--point-age", "7d"];
  const { code, output } = await command(
    "drill",
    ids.vaultId,
    "--scratch-group",
    "rg-drill",
    "--verify",
    check,
    ...limits,
    ...reports,
  );
  if (process.env["DRILL_FIGURES"]) {
    process.stdout.write(`${Date.now() - began} ms, ${emulator.journal.length - before} requests\n${output}\n`);
  }
  expect([code, output]).toEqual([ExitCode.done, expect.stringMatching(/10 VMs: 10 passed/) as string]);
  const record = JSON.parse(readFileSync(files["json"] ?? "", "utf8")) as { vms: { outcome: string; jobIds: string[] }[] };
  expect(record.vms.map(({ outcome }) => outcome)).toEqual(names.map(() => "passed"));
  expect(new Set(record.vms.flatMap(({ jobIds }) => jobIds)).size).toBe(10);
  expect(readFileSync(files["junit"] ?? "", "utf8")).toContain('failures="0"');
  expect(readFileSync(files["markdown"] ?? "", "utf8")).toContain("vm-10");
  expect(readFileSync(files["html"] ?? "", "utf8")).toContain("vm-10");
  const methods = emulator.journal.slice(before).filter(({ method }) => method === "DELETE");
  expect(methods.length).toBeGreaterThan(20);
});
