import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMANDS, estateAzure, type EstateVm } from "./estate";

/** Three VMs of one name in each state, of three resource groups. */
const GROUPS = ["rg-a", "rg-b", "rg-c"];
const VMS: EstateVm[] = [
  ...GROUPS.map((group) => ({ name: "vm-web", group, state: "pending" as const })),
  ...GROUPS.map((group) => ({ name: "vm-old", group, state: "backedUp" as const })),
  ...GROUPS.map((group) => ({ name: "vm-run", group, state: "running" as const })),
];
/** A name that no resource group follows. */
const BARE_NAME = /\b(vm-web|vm-old|vm-run)\b(?! \(rg-[abc]\)|;|"|\/|\S*-)/;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "namesakes-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const isShownByPeople = (name: string): boolean => !name.endsWith("as JSON");

test.each(Object.entries(COMMANDS).filter(([name]) => isShownByPeople(name)))(
  "%s tells VMs of one name apart wherever it names one",
  async (_, run) => {
    const reports = { json: join(folder, "run.json"), junit: join(folder, "run.xml"), markdown: join(folder, "run.md") };
    const azure = estateAzure(VMS, { env: { GITHUB_ACTIONS: "true" } });
    await run(azure.context, reports);
    const lines = [...azure.printed, ...azure.noted].flatMap((text) => text.split("\n"));
    // Job ids and the commands that go on watching name VMs by id.
    const shown = lines.map((line) => line.replace(/job-\S+/g, "job").replace(/to continue watching them: .*/, ""));
    expect(shown.filter((line) => BARE_NAME.test(line))).toEqual([]);
  },
);

test("names VMs with equal names by their resource groups in the reports", async () => {
  const reports = { json: join(folder, "run.json"), junit: join(folder, "run.xml"), markdown: join(folder, "run.md") };
  await COMMANDS["backup-now"]?.(estateAzure(VMS).context, reports);
  const junit = readFileSync(reports.junit, "utf8");
  const names = [...junit.matchAll(/<testcase name="([^"]*)"/g)].map(([, name]) => name);
  expect(new Set(names).size).toBe(VMS.length);
  expect(names).toContain("vm-web (rg-b)");
  const markdown = readFileSync(reports.markdown, "utf8");
  for (const group of GROUPS) expect(markdown).toContain(`| vm-web (${group}) |`);
  const { vms } = JSON.parse(readFileSync(reports.json, "utf8")) as {
    vms: { vm: string; resourceGroup: string; label: string }[];
  };
  expect(vms.filter(({ vm }) => vm === "vm-web").map(({ resourceGroup }) => resourceGroup)).toEqual(GROUPS);
});

test.each(Object.entries(COMMANDS).filter(([name]) => name.endsWith("as JSON") && !name.startsWith("preflight")))(
  "%s has the resource group of each VM",
  async (_, run) => {
    const azure = estateAzure(VMS);
    await run(azure.context);
    const records = JSON.parse(azure.printed.join("\n")) as { vm: string; resourceGroup: string }[];
    expect(records.length).toBeGreaterThan(2);
    for (const { resourceGroup } of records) expect(GROUPS).toContain(resourceGroup);
  },
);
