import type { VmRun } from "../../../../lib/hook/backup-now/progress";
import { resumeCommand } from "../../../../lib/hook/commands/backup-now/resume-command";
import { item, itemId, job, backupOptions, VAULT_ID } from "../../fakes";

const running = (vmName: string, overrides = {}): VmRun => ({
  item: item(vmName, overrides),
  label: vmName,
  retainedUntil: undefined,
  progress: { kind: "running", job: job(vmName), snapshotTaken: false },
});
const done: VmRun = { ...running("vm-done"), progress: { kind: "completed", job: job("vm-done"), note: undefined } };

test("returns a command with only the VMs whose backup still runs", () => {
  expect(
    resumeCommand(backupOptions({ vms: ["vm-web", "vm-done"], retention: { until: "2027-01-31" } }), [running("vm-web"), done]),
  ).toBe(`azure-vm-backup backup-now "${VAULT_ID}" --vm "vm-web" --retain-until 2027-01-31 --wait-for completed`);
});

test("returns a command with ids for two VMs of one name", () => {
  const one = { ...running("vm-web"), label: "vm-web (rg-app)" };
  const twin = { ...running("vm-web", { id: itemId("vm-web", "rg-b") }), label: "vm-web (rg-b)" };
  expect(resumeCommand(backupOptions({ vms: ["vm-web"] }), [one, twin])).toContain(
    `--vm "${itemId("vm-web")}" --vm "${itemId("vm-web", "rg-b")}"`,
  );
});

test("returns undefined if no backup runs", () => {
  expect(resumeCommand(backupOptions(), [done])).toBeUndefined();
});

test("returns no names for the whole vault, and a read-only command for many names", () => {
  const fleet = Array.from({ length: 21 }, (_, index) => running(`vm-${index}`));
  expect(resumeCommand(backupOptions(), fleet)).toBe(
    `azure-vm-backup backup-now "${VAULT_ID}" --retain-days 30 --wait-for completed`,
  );
  const vms = fleet.map(({ item: { id } }) => id);
  expect(resumeCommand(backupOptions({ vms }), fleet)).toBe(`azure-vm-backup jobs "${VAULT_ID}" --operation Backup --watch`);
  expect(resumeCommand(backupOptions({ vms }), fleet.slice(1))).toContain('--vm "vm-20"');
});

test.each(["x'; touch P; echo '", "$(touch P)", "`touch P`", "%PATH%", 'a"b', "a b", "a\nb"])(
  "a name that a shell would act on is not part of the command: %j",
  (vmName) => {
    const command = resumeCommand(backupOptions({ vms: [vmName] }), [running(vmName, { vmName, id: itemId("vm-web") })]);
    expect(command).toContain(`--vm "${itemId("vm-web")}"`);
    expect(command).not.toContain(vmName);
    const nameless = running(vmName, { vmName, id: vmName });
    expect(resumeCommand(backupOptions({ vms: [vmName] }), [nameless])).toBe(
      `azure-vm-backup jobs "${VAULT_ID}" --operation Backup --watch`,
    );
  },
);
