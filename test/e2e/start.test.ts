import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { run, succeeded, type Ended } from "./support/processes";

const ROOT = resolve(__dirname, "../..");
const TS_NODE = require.resolve("ts-node/register/transpile-only");

let project: string;
beforeEach(async () => {
  // Inside the checkout, so that the quickstart's imports resolve.
  project = await mkdtemp(join(ROOT, ".start-"));
  const config = {
    language: "typescript",
    app: `node -r "${TS_NODE}" quickstart.ts`,
    projectId: "start",
    sendCrashReports: "false",
  };
  await writeFile(join(project, "cdktf.json"), JSON.stringify(config));
});
afterEach(() => rm(project, { recursive: true, force: true }));

/** Runs `npm start` with a changed quickstart. */
async function start(change: (quickstart: string) => string = (same) => same): Promise<Ended> {
  const quickstart = await readFile(join(ROOT, "examples/quickstart.ts"), "utf8");
  const changed = change(quickstart);
  await writeFile(join(project, "quickstart.ts"), changed);
  return run(process.execPath, ["-r", TS_NODE, "tools/local/start.ts", project], {
    cwd: ROOT,
    env: { ...process.env, ARM_CLIENT_SECRET: "of somebody's real account", NO_COLOR: "1" },
  });
}

/** The text that a change replaces. The quickstart must contain it. */
const replacing =
  (from: string, to: string) =>
  (quickstart: string): string => {
    expect(quickstart).toContain(from);
    return quickstart.replace(from, to);
  };

test("applies the quickstart and ends with every job completed", async () => {
  const output = succeeded(await start());
  expect(output).toContain("This is not Terraform");
  for (const vm of ["vm-web", "vm-api", "vm-db"]) expect(output).toMatch(new RegExp(`│ ${vm} +│ Backup +│ Completed +│`));
});

test("backs up another VM with another retention", async () => {
  const change = replacing("vm-api`", "vm-batch`");
  const output = succeeded(await start((quickstart) => replacing("days(60)", 'until("2031-05-31")')(change(quickstart))));
  expect(output).toMatch(/│ vm-batch +│ Backup +│ Completed +│.*│ 2031-05-31 +│/);
  expect(output).not.toContain("vm-api");
});

test("fails before the first backup if the retention date is past", async () => {
  const { code, output } = await start(replacing("days(60)", 'until("2020-05-31")'));
  expect(code).toBe(1);
  expect(output).toContain("2020-05-31");
  expect(output).not.toContain("backup requested");
});

test("prints why the service refuses a policy", async () => {
  const override = `
      .policy.node.findChild("Resource") as unknown as { addOverride(path: string, value: unknown): void }).addOverride("timezone", "Not A Zone");`;
  const { code, output } = await start((quickstart) =>
    replacing(
      "waitFor: WaitFor.COMPLETED },\n    });",
      `waitFor: WaitFor.COMPLETED },\n    })${override}`,
    )(replacing("    new VmBackup(this", "    (new VmBackup(this")(quickstart)),
  );
  expect(code).toBe(1);
  expect(output).toContain("BMSUserErrorInvalidPolicyInput");
});

test("prints why synthesis fails", async () => {
  const { code, output } = await start(replacing("dailyRetentionDays: 30", "dailyRetentionDays: 3"));
  expect(code).toBe(1);
  expect(output).toMatch(/dailyRetentionDays.*7/);
});

test("fails if a stack uses an unsupported feature", async () => {
  const data = 'this.addOverride("data.azurerm_client_config.me", {});\n    new AzurermProvider';
  const { code, output } = await start(replacing("new AzurermProvider", data));
  expect(code).toBe(1);
  expect(output).toContain('does not support the section "data"');
});
