import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { QuickstartStack } from "../../../../examples/quickstart";
import { ExitCode } from "../../../../lib/contract/exit-code";
import { commandLine } from "../../../../lib/hook/commands/command-line";
import { type PreviewOptions, runPreview } from "../../../../lib/hook/commands/preview/run";
import * as drawing from "../../../../lib/hook/preview/drawing";
import { VAULT_ID } from "../../fakes";
import { scriptedAzure } from "../../scripted-azure";

const TIME = "2026-01-01T22:00:00Z";
const POLICY_ID = `${VAULT_ID}/backupPolicies/daily`;

function policy(days: number, name = "daily"): object {
  return {
    id: `${VAULT_ID}/backupPolicies/${name}`,
    name,
    properties: {
      timeZone: "W. Europe Standard Time",
      instantRpRetentionRangeInDays: 2,
      schedulePolicy: { scheduleRunFrequency: "Daily", scheduleRunTimes: [TIME] },
      retentionPolicy: { dailySchedule: { retentionTimes: [TIME], retentionDuration: { count: days, durationType: "Days" } } },
    },
  };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "preview-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function fileOf(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

async function run(options: Partial<PreviewOptions> & Pick<PreviewOptions, "source">) {
  const azure = scriptedAzure(({ path }) => (path === POLICY_ID ? { body: policy(3) } : undefined));
  const code = await runPreview({ output: "table", since: "2026-10-20", ...options }, azure.context, () =>
    Promise.resolve(drawing),
  );
  expect(code).toBe(ExitCode.done);
  return azure;
}

test("shows the recovery points of a day, newest first, over a change of clocks", async () => {
  const source = fileOf("policy.json", policy(3));
  const { printed } = await run({ source, on: "2026-10-26" });
  expect(printed.join("\n")).toMatchInlineSnapshot(`
   "daily: 3 recovery points at the end of 2026-10-26 (3 daily)
   ┌──────────────────────┬─────────┬─────────────────────────────┬──────────────────────┐
   │ Backup               │ Kept by │ Tier                        │ Expires              │
   ├──────────────────────┼─────────┼─────────────────────────────┼──────────────────────┤
   │ 2026-10-26 21:00 UTC │ daily   │ Snapshot and Vault-Standard │ 2026-10-29 21:00 UTC │
   ├──────────────────────┼─────────┼─────────────────────────────┼──────────────────────┤
   │ 2026-10-25 21:00 UTC │ daily   │ Snapshot and Vault-Standard │ 2026-10-28 21:00 UTC │
   ├──────────────────────┼─────────┼─────────────────────────────┼──────────────────────┤
   │ 2026-10-24 20:00 UTC │ daily   │ Vault-Standard              │ 2026-10-27 20:00 UTC │
   └──────────────────────┴─────────┴─────────────────────────────┴──────────────────────┘
   at most 3 recovery points, on 2026-10-22; Azure keeps up to 9,999"
  `);
});

test("reads the policy of a synthesized stack, of a vault, and the JSON that Azure has", async () => {
  const stack = fileOf("cdk.tf.json", Testing.synth(new QuickstartStack(Testing.app(), "quickstart"), true));
  for (const source of [stack, folder, POLICY_ID]) {
    const { printed } = await run({ source, output: "json", on: "2026-12-31" });
    const [record] = JSON.parse(printed.join("\n")) as { recoveryPoints: object[]; peak: { limit: number } }[];
    expect(record?.recoveryPoints[0]).toMatchObject({ day: "2026-12-31", keptBy: "daily", tier: "Snapshot and Vault-Standard" });
    expect(record?.peak.limit).toBe(9_999);
  }
});

test("shows two policies beside each other, and the days that only one of them keeps", async () => {
  const [source, compare] = [fileOf("a.json", policy(5)), fileOf("b.json", policy(3))];
  const { printed } = await run({ source, compare, on: "2026-11-10", output: "markdown" });
  expect(printed.join("\n").split("\n").slice(2)).toEqual([
    "| Policy | Recovery points | At most |",
    "| --- | --- | --- |",
    expect.stringMatching(/^\| daily \| 5 recovery points at the end of 2026-11-10 \(5 daily\) \|/),
    expect.stringMatching(/^\| daily \| 3 recovery points at the end of 2026-11-10 \(3 daily\) \|/),
    "",
    "**Only with daily, the first**: 2026-11-07, 2026-11-06",
    "",
    "**Only with daily, the second**: none",
  ]);
});

test("writes one page and one image, in which the name of a policy is text", async () => {
  const source = fileOf("policy.json", policy(3, "<script>alert(1)</script>"));
  const [html, svg] = [join(folder, "page.html"), join(folder, "image.svg")];
  await run({ source, html, svg });
  const page = readFileSync(html, "utf8");
  expect(page).toContain("&lt;script>alert(1)&lt;/script>");
  expect(page).not.toContain("<script>alert(1)");
  expect(page).toContain("default-src 'none'");
  expect(readFileSync(svg, "utf8")).toMatch(/^<svg [^]*<\/svg>\n$/);
  expect(readFileSync(svg, "utf8")).not.toContain("<script");
});

test.each<[string, unknown, Partial<PreviewOptions>, RegExp]>([
  ["is not JSON", "<html>", {}, /^the source must name a JSON file, got '.*', which is not JSON/],
  ["has no policy", { resource: {} }, {}, /^a source must have a backup policy, got '.*' without one; name a stack/],
  [
    "has another kind of policy",
    { ...policy(3), properties: { schedulePolicy: {} } },
    {},
    /must be a policy for Azure VMs, got another/,
  ],
  [
    "has no policy of the name",
    policy(3),
    { policy: "gold" },
    /^--policy must be a policy of '.*', got 'gold'; choose one of 'daily'$/,
  ],
  [
    "has a policy with references",
    { resource: { azurerm_backup_policy_vm: { p: { name: "p", backup: { frequency: "Daily", time: "${var.time}" } } } } },
    {},
    /^policy 'p' of '.*' must have literal values, got references; preview the policy in the vault$/,
  ],
])("throws if a source %s", async (_, content, options, message) => {
  const source = fileOf("source.json", content);
  await expect(run({ source, ...options })).rejects.toMatchObject({
    exitCode: ExitCode.badInput,
    message: expect.stringMatching(message) as string,
  });
});

test("throws if a source does not exist, or a file cannot be written", async () => {
  await expect(run({ source: join(folder, "none.json") })).rejects.toThrow(
    /^the source must name a file that can be read, got .*ENOENT/,
  );
  await expect(run({ source: fileOf("policy.json", policy(3)), svg: join(folder, "none/image.svg") })).rejects.toThrow(
    /^--svg must name a file that can be written, got .*ENOENT.*; choose another path$/,
  );
});

test("throws if the day is before the first backup", async () => {
  const parsed = commandLine().parse(["preview", "policy.json", "--since", "2027-02-01", "--on", "2027-01-31"]);
  await expect(parsed).rejects.toThrow("--on must not be before --since 2027-02-01, got '2027-01-31'; choose a later day");
});

test.each([
  [
    ["--on", "9999-12-31"],
    /^--on must be within 99 years of the first backup on \d{4}-.*, got '9999-12-31'; choose an earlier day/,
  ],
  [["--since", "9990-01-01", "--years", "99"], /^--since must end before the year 10000 with --years, got '9990-01-01'/],
])("throws for %j, which it could not draw", async (flags, message) => {
  const file = join(folder, "cdk.tf.json");
  const daily = { name: "daily", backup: { frequency: "Daily", time: "23:00" }, retention_daily: { count: 30 } };
  writeFileSync(file, JSON.stringify({ resource: { azurerm_backup_policy_vm: { daily } } }));
  const options = (await commandLine().parse(["preview", file, ...flags]))?.options as PreviewOptions;
  const run = runPreview(options, scriptedAzure(() => undefined).context, () => Promise.resolve(drawing));
  await expect(run).rejects.toThrow(message);
});
