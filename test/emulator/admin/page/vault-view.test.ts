import type { JobSnapshot, Snapshot, VaultSnapshot } from "../../../../lib/emulator/admin/page/snapshot";
import { vaultsHtml, vaultsSummary } from "../../../../lib/emulator/admin/page/vault-view";

const HOSTILE = `<script>alert(1)</script>"'&`;

function job(vm: string, overrides: Partial<JobSnapshot> = {}): JobSnapshot {
  return {
    ...{ id: `job-${vm}`, vm, operation: "Backup", status: "Completed", progress: 1, detail: "" },
    ...{ startTime: "2027-01-15T09:00:00.0000000Z", endTime: "2027-01-15T10:00:00.0000000Z" },
    phases: [
      { name: "Take Snapshot", status: "Completed", startTime: "2027-01-15T09:00:00Z", endTime: "2027-01-15T09:15:00Z" },
      { name: "Transfer data to vault", status: "Completed", startTime: "2027-01-15T09:15:00Z", endTime: "2027-01-15T10:00:00Z" },
    ],
    ...overrides,
  };
}

const item = (vm: string, state = "Protected") => ({
  ...{ id: `item-${vm}`, vm, state, policy: "daily", lastBackupStatus: "Completed", lastBackupTime: "2027-01-15T09:00:00Z" },
});

function snapshot(vault: Partial<VaultSnapshot>): Snapshot {
  const none = { items: [], jobs: [], recoveryPoints: [], recoveryPointCount: 0 };
  const place = { id: "/vaults/v", name: "rsv-app", location: "westeurope", softDelete: "Enabled" };
  return { now: "2027-01-15T10:00:00Z", speed: 1, vaults: [{ ...place, ...none, ...vault }] };
}

const rowsOf = (html: string, caption: string): string[] => {
  const [, table = ""] = html.split(`<caption>${caption}</caption>`);
  return (table.split("</table>")[0]?.match(/<tr><td.*?<\/tr>/g) ?? []).map((row) => row.replaceAll(/<[^>]+>/g, " "));
};
const timelineOf = (html: string): string[] =>
  [...html.matchAll(/<svg class="bars"[^>]*aria-label="([^"]*)"/g)].map(([, label = ""]) => label);

test("draws a job with its phases, and says them in words", () => {
  const html = vaultsHtml(snapshot({ jobs: [job("vm-web")] }), "");
  expect(timelineOf(html)).toEqual([
    "Backup of vm-web: Take Snapshot 2027-01-15 09:00:00 to 2027-01-15 09:15:00; " +
      "Transfer data to vault 2027-01-15 09:15:00 to 2027-01-15 10:00:00",
  ]);
  expect(html).toContain('<rect class="bar snapshot" x="0%" width="25%"');
  expect(html).toContain('<rect class="bar transfer" x="25%" width="75%"');
});

test("draws a job without phases as one bar, failed or still running", () => {
  const failed = job("vm-a", { operation: "ConfigureBackup", status: "Failed", phases: [] });
  const running = job("vm-b", { status: "InProgress", endTime: undefined, phases: [] });
  const html = vaultsHtml(snapshot({ jobs: [failed, running] }), "");
  expect(timelineOf(html)).toEqual([
    "Configure backup of vm-a: Configure backup (failed) 2027-01-15 09:00:00 to 2027-01-15 10:00:00",
    "Backup of vm-b: Backup since 2027-01-15 09:00:00",
  ]);
  expect(html).toContain('<rect class="bar other running" x="0%" width="100%"');
});

test("leaves jobs out of the timeline that ended a day before the last one", () => {
  const old = job("vm-old", { startTime: "2027-01-10T09:00:00Z", endTime: "2027-01-10T10:00:00Z", phases: [] });
  const html = vaultsHtml(snapshot({ jobs: [job("vm-web"), old] }), "");
  expect(timelineOf(html)).toHaveLength(1);
  expect(rowsOf(html, "Jobs")).toHaveLength(2);
});

test("shows the rows that have every word of the filter, in any case and any cell", () => {
  const items = [item("vm-web-1"), item("vm-web-2", "IRPending"), item("vm-db-1", "IRPending")];
  const jobs = [job("vm-web-2", { status: "Failed", detail: "NoNetwork" }), job("vm-db-1")];
  const recoveryPoints = [{ name: "p", vm: "vm-db-1", time: "2027-01-15T09:15:00Z", expiry: undefined, tier: "Vault" }];
  const html = vaultsHtml(snapshot({ items, jobs, recoveryPoints, recoveryPointCount: 1 }), "  WEB pending ");
  expect(rowsOf(html, "Protected items")).toEqual([expect.stringContaining("vm-web-2")]);
  expect(html.match(/Nothing matches the filter/g)).toHaveLength(2);
  expect(html).toContain("<b>3</b><span>protected VMs</span>");
  expect(timelineOf(vaultsHtml(snapshot({ jobs }), "nonetwork"))).toEqual([expect.stringContaining("vm-web-2")]);
  expect(rowsOf(vaultsHtml(snapshot({ recoveryPoints }), "db until"), "Recovery points")).toHaveLength(1);
});

test("shows 100 of 1,000 VMs, and finds each by the filter", () => {
  const items = Array.from({ length: 1_000 }, (_, index) => item(`vm-${String(index).padStart(4, "0")}`));
  const html = vaultsHtml(snapshot({ items }), "");
  expect(rowsOf(html, "Protected items")).toHaveLength(100);
  expect(html).toContain("900 more; filter to find them.");
  expect(rowsOf(vaultsHtml(snapshot({ items }), "vm-0987"), "Protected items")).toHaveLength(1);
});

test("escapes every text", () => {
  const hostile = { operation: HOSTILE, status: HOSTILE, detail: HOSTILE, phases: [] };
  const vault = { name: HOSTILE, id: HOSTILE, items: [item(HOSTILE, HOSTILE)], jobs: [job(HOSTILE, hostile)] };
  const html = vaultsHtml(snapshot(vault), "");
  expect(html).not.toContain("<script");
  expect(html.match(/&lt;script>/g)?.length).toBeGreaterThanOrEqual(8);
});

test("says what to do without a vault, and what is empty in a new one", () => {
  expect(vaultsHtml({ ...snapshot({}), vaults: [] }, "x")).toContain("No vault yet. Create one");
  const html = vaultsHtml(snapshot({}), "");
  expect(html).toContain("No VM is protected by this vault.");
  expect(html).not.toContain("<svg");
  expect(vaultsSummary(snapshot({ items: [item("a", "IRPending")] }))).toBe(
    "rsv-app: 1 VMs, 1 pending, 0 jobs in progress, 0 recovery points",
  );
});
