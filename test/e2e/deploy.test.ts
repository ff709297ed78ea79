import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Emulator } from "../../lib/emulator";
import { REQUEST_VARIABLE } from "../../lib/contract/request";
import { CdktfProject } from "./support/cdktf-project";
import { run, succeeded, type Ended } from "./support/processes";
import { protectVms } from "./support/protected-vms";
import { describeWithTerraform } from "./support/terraform";
import { startTestEmulator } from "../support/emulator";

describeWithTerraform("cdktf deploy of a stack with an initial backup", () => {
  let emulator: Emulator;
  let project: CdktfProject;

  beforeEach(async () => {
    emulator = await startTestEmulator({ speed: 3000, scheduledBackups: false });
    project = await CdktfProject.of("initial-backup.ts", emulator.environment());
  });
  afterEach(() => project.remove());

  const triggers = (): number =>
    emulator.journal.filter(({ method, path }) => method === "POST" && path.endsWith("/backup")).length;

  const hook = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    run(process.execPath, [resolve(__dirname, "../../bundle/azure-vm-backup.cjs"), ...args], {
      env: { ...process.env, ...emulator.environment(), ...environment },
    });

  test("backs up once; the next deployment changes nothing", async () => {
    const { vaultId, itemIds } = await protectVms(emulator, ["vm-web", "vm-app"]);
    const settings = { E2E_VAULT_ID: vaultId, E2E_ITEM_IDS: itemIds.join(",") };

    const first = await project.deploy(settings);
    succeeded(first);
    expect(first.output).toMatch(/vm-web.*Completed/);
    expect(first.output).toMatch(/vm-app.*Completed/);
    expect(triggers()).toBe(2);

    const second = await project.deploy(settings);
    succeeded(second);
    expect(second.output).toContain("No changes");

    const otherRetention = await project.deploy({ ...settings, E2E_RETENTION_DAYS: "90" });
    succeeded(otherRetention);
    expect(otherRetention.output).toContain("No changes");
    expect(triggers()).toBe(2);
  });

  test("backs up an added VM, and nothing if a VM was removed", async () => {
    const { vaultId, itemIds } = await protectVms(emulator, ["vm-web", "vm-app"]);
    const [web = "", app = ""] = itemIds;
    succeeded(await project.deploy({ E2E_VAULT_ID: vaultId, E2E_ITEM_IDS: web }));
    expect(triggers()).toBe(1);

    succeeded(await project.deploy({ E2E_VAULT_ID: vaultId, E2E_ITEM_IDS: `${web},${app}` }));
    expect(triggers()).toBe(2);

    const removed = await project.deploy({ E2E_VAULT_ID: vaultId, E2E_ITEM_IDS: app });
    succeeded(removed);
    expect(removed.output).toContain("already backed up");
    expect(triggers()).toBe(2);
  });

  test("fails with the failed job, in GitHub's job summary too; the next deployment repairs it", async () => {
    const { vaultId, itemIds } = await protectVms(emulator, ["vm-web"]);
    const settings = { E2E_VAULT_ID: vaultId, E2E_ITEM_IDS: itemIds.join(",") };
    emulator.failNextBackup("vm-web", { code: "UserErrorGuestAgentStatusUnavailable", phase: "snapshot" });

    const summary = join(project.directory, "summary.md");
    await writeFile(summary, "");
    const failed = await project.deploy({ ...settings, GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary });
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain("UserErrorGuestAgentStatusUnavailable");
    expect(await readFile(summary, "utf8")).toMatch(/\| vm-web \| Failed \|/);

    succeeded(await project.deploy(settings));
    expect(triggers()).toBe(2);
    expect(await project.deploy(settings)).toMatchObject({ output: expect.stringContaining("No changes") as string });
  });

  test("does not fail with onFailure warn; the printed command repairs it", async () => {
    const { vaultId, itemIds } = await protectVms(emulator, ["vm-web"]);
    const settings = { E2E_VAULT_ID: vaultId, E2E_ITEM_IDS: itemIds.join(","), E2E_ON_FAILURE: "warn" };
    emulator.failNextBackup("vm-web", { code: "UserErrorGuestAgentStatusUnavailable", phase: "snapshot" });

    const warned = succeeded(await project.deploy(settings));
    expect(warned).toContain("UserErrorGuestAgentStatusUnavailable");
    expect(warned).toContain("because onFailure is 'warn'");
    expect(await project.deploy(settings)).toMatchObject({ output: expect.stringContaining("No changes") as string });
    expect(triggers()).toBe(1);

    const [, command = ""] = /azure-vm-backup (backup-now .*)/.exec(warned) ?? [];
    expect(command).toContain("vm-web");
    const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
    expect(succeeded(await hook(args))).toMatch(/vm-web.*Completed/);
    expect(triggers()).toBe(2);
  });

  test("runs nothing with an output; the program needs only the output", async () => {
    const { vaultId, itemIds } = await protectVms(emulator, ["vm-web", "vm-app"]);
    const [web = ""] = itemIds;
    succeeded(await project.deploy({ E2E_VAULT_ID: vaultId, E2E_ITEM_IDS: web, E2E_OUTPUT_NAME: "initial_backup" }));
    expect(triggers()).toBe(0);

    const { stdout: request } = await project.terraform("initial-backup", ["output", "-json", "initial_backup"]);
    const packed = gzipSync(request.slice(request.indexOf("{"))).toString("base64");
    expect(succeeded(await hook([], { [REQUEST_VARIABLE]: packed }))).toMatch(/vm-web.*Completed/);
    expect(triggers()).toBe(1);
  });

  test("needs only the folder of the stack on another machine", async () => {
    const { vaultId, itemIds } = await protectVms(emulator, ["vm-web"]);
    succeeded(await project.cdktf(["synth"], { E2E_VAULT_ID: vaultId, E2E_ITEM_IDS: itemIds.join(",") }));
    const chdir = `-chdir=${project.stack("initial-backup")}`;
    succeeded(await project.terraform("..", [chdir, "init"]));
    succeeded(await project.terraform("..", [chdir, "apply", "-auto-approve"]));
    expect(triggers()).toBe(1);
  });
});
