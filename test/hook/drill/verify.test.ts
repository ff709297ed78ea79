import { compare } from "../../../lib/hook/drill/checks";
import { DeleteGuard, sourcesInGroup } from "../../../lib/hook/drill/guard";
import type { OwnResource } from "../../../lib/hook/drill/own-resources";
import type { Source } from "../../../lib/hook/drill/source";
import { splitCommand } from "../../../lib/hook/drill/split-command";
import { RESTORED_FILE_VARIABLE, verifyBy } from "../../../lib/hook/drill/verify-command";
import { verifyDisks } from "../../../lib/hook/drill/verify-disks";
import type { Disk } from "../../../lib/hook/restore/resources";
import type { RecoveryPoint } from "../../../lib/hook/vault/recovery-point";

const SCRATCH = "/subscriptions/s/resourceGroups/rg-drill";
const STAGING = "/subscriptions/s/resourceGroups/rg-staging/providers/Microsoft.Storage/storageAccounts/stdrill";

describe("verifyDisks", () => {
  const point: RecoveryPoint = {
    ...{ id: "1", time: undefined, tiers: ["Snapshot"], expires: undefined, consistency: "", osType: "Linux" },
    ...{ threatStatus: undefined, threats: [], securityType: "TrustedLaunch", zones: ["1"], isSourceEncrypted: false },
  };
  const disk = (name: string, more: Partial<Disk> = {}): Disk => ({
    ...{ id: `${SCRATCH}/providers/Microsoft.Compute/disks/${name}`, name, createdAt: undefined, sizeGB: 30, osType: "Linux" },
    ...{ generation: "V2", securityType: "TrustedLaunch", zones: ["1"], encryption: "EncryptionAtRestWithPlatformKey" },
    ...{ isEncryptedInside: false, managedBy: undefined },
    ...more,
  });
  const restored = (os: Partial<Disk> = {}, data: Partial<Disk> = {}, lun = 3): OwnResource[] => [
    { what: "OS disk", id: "os", disk: disk("os", os) },
    { what: "data disk", id: "data", lun, disk: disk("data", { osType: undefined, generation: undefined, ...data }) },
    { what: "container", id: "container" },
  ];
  const source: Source = {
    vm: {
      ...{ id: "vm", name: "vm-web", osType: "Linux", osDiskId: "os-source", osDiskSizeGB: 30, nicIds: [], tags: {} },
      ...{ dataDisks: [{ lun: 3, id: "data-source", sizeGB: 30 }], securityType: "TrustedLaunch", zones: ["1"] },
    },
    osDisk: disk("os-source"),
    missing: undefined,
  };
  const outcomes = (own: readonly OwnResource[], of: RecoveryPoint = point, from: Source = source) =>
    Object.fromEntries(verifyDisks(own, of, from).map(({ name, outcome }) => [name, outcome]));

  test("passes every check if all is as it was", () => {
    expect([...new Set(Object.values(outcomes(restored())))]).toEqual(["passed"]);
  });

  test.each<[string, OwnResource[]]>([
    ["number of data disks", restored().slice(0, 1)],
    ["number of OS disks", restored().slice(1)],
    ["LUNs of the data disks", restored({}, {}, 4)],
    ["size of the OS disk", restored({ sizeGB: 29 })],
    ["size of the data disk, LUN 3", restored({}, { sizeGB: 64 })],
    ["OS type", restored({ osType: "Windows" })],
    ["generation", restored({ generation: "V1" })],
    ["security type", restored({ securityType: undefined })],
    ["zone", restored({ zones: [] })],
    ["zone", restored({}, { zones: ["2"] })],
    ["encryption at rest", restored({ encryption: "EncryptionAtRestWithCustomerKey" })],
    ["encryption inside the VM", restored({ isEncryptedInside: true })],
  ])("fails the %s", (name, own) => {
    expect(outcomes(own)[name]).toBe("failed");
  });

  test("checks nothing against a source that is gone, except what the recovery point tells", () => {
    const gone: Source = { vm: undefined, osDisk: undefined, missing: "the source VM does not exist any more" };
    const found = outcomes(restored(), point, gone);
    expect(found).toMatchObject({ "OS type": "passed", "security type": "passed", zone: "passed", generation: "passed" });
    expect(found).toMatchObject({ "number of data disks": "not checked", "size of the OS disk": "not checked" });
    expect(found["encryption at rest"]).toBe("not checked");
  });

  test("counts the data disks that the recovery point holds, if some were left out", () => {
    expect(outcomes(restored(), { ...point, dataDiskLuns: [3, 4] })["number of data disks"]).toBe("failed");
    expect(outcomes(restored().slice(0, 1), { ...point, dataDiskLuns: [] })["number of data disks"]).toBe("passed");
  });

  test("passes nothing that Azure does not tell", () => {
    expect(outcomes(restored({ osType: undefined, sizeGB: undefined }))).toMatchObject({
      "OS type": "not checked",
      "size of the OS disk": "not checked",
    });
    expect(compare("x", { unknown: "why" }, "found")).toMatchObject({ outcome: "not checked", detail: "why" });
  });
});

describe("DeleteGuard", () => {
  const vmId = `${SCRATCH}/providers/Microsoft.Compute/virtualMachines/vm-source`;
  const guard = new DeleteGuard({ scratchGroupId: SCRATCH, stagingAccountId: STAGING }, [{ vmId }]);

  test.each([
    `${SCRATCH.toUpperCase()}/providers/Microsoft.Compute/disks/d`,
    `${SCRATCH}/providers/microsoft.compute/virtualMachines/vm`,
    `${SCRATCH}/providers/Microsoft.Network/networkInterfaces/nic`,
    `${STAGING}/blobServices/default/containers/drill-abcdefgh`,
  ])("allows %s", (id) => {
    expect(guard.check(id).apiVersion).toMatch(/^20/);
  });

  test.each([
    vmId.toUpperCase(),
    SCRATCH,
    `${SCRATCH}2/providers/Microsoft.Compute/disks/d`,
    `${SCRATCH}/providers/Microsoft.Compute/snapshots/s`,
    `${SCRATCH}/providers/Microsoft.Compute/disks/d/extra`,
    `${SCRATCH}/providers/Microsoft.Compute/disks/`,
    "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/disks/d",
    "/subscriptions/t/resourceGroups/rg-drill/providers/Microsoft.Compute/disks/d",
    STAGING,
    `${STAGING}2/blobServices/default/containers/c`,
    `${STAGING}/blobServices/default/containers/`,
    `${STAGING}/blobServices/default/containers/../x`,
    `${SCRATCH}/providers/Microsoft.RecoveryServices/vaults/v`,
  ])("refuses %s", (id) => {
    expect(() => guard.check(id)).toThrow(/a drill (never )?deletes/);
  });

  test("finds the VMs of a vault in the scratch group", () => {
    expect(sourcesInGroup([{ vmId }, { vmId: undefined }, { vmId: vmId.replace("rg-drill", "rg-app") }], SCRATCH)).toEqual([
      { vmId },
    ]);
  });
});

describe("splitCommand", () => {
  test.each<[string, string[]]>([
    ["./check.sh", ["./check.sh"]],
    ["  node  check.js --strict ", ["node", "check.js", "--strict"]],
    [`"/a folder/check" 'a b' c"d e"f ""`, ["/a folder/check", "a b", "cd ef", ""]],
    ["echo $HOME | cat; rm", ["echo", "$HOME", "|", "cat;", "rm"]],
  ])("splits %j at its spaces", (text, words) => {
    expect(splitCommand(text)).toEqual(words);
  });

  test.each(["", "   ", '"open', "a 'b", '""'])("refuses %j", (text) => {
    expect(() => splitCommand(text)).toThrow(/--verify must be a program/);
  });
});

describe("verifyBy", () => {
  const run = async (script: string, signal = new AbortController().signal) => {
    const lines: string[] = [];
    const verify = verifyBy([process.execPath, "-e", script], { ...process.env, AZURE_VM_BACKUP_DRILL: "request" });
    return { check: await verify({ vm: "vm-web" }, signal, (line) => lines.push(line)), lines };
  };

  test("passes if the program exits with 0, and prints its output", async () => {
    const { check, lines } = await run("console.log('all is well')");
    expect(check).toMatchObject({ outcome: "passed", detail: "its last line: all is well" });
    expect(lines).toEqual(["all is well"]);
  });

  test("passes what was restored on the input and in a file, and not the request", async () => {
    const file = `process.env.${RESTORED_FILE_VARIABLE}`;
    const { check } = await run(
      `const fs = require("fs"); const text = fs.readFileSync(0, "utf8");
       const same = text === fs.readFileSync(${file}, "utf8") && !process.env.AZURE_VM_BACKUP_DRILL;
       process.exit(same && JSON.parse(text).vm === "vm-web" ? 0 : 1)`,
    );
    expect(check.outcome).toBe("passed");
  });

  test("fails with the exit code and the last line", async () => {
    const { check } = await run("console.error('no boot'); process.exit(3)");
    expect(check).toMatchObject({ outcome: "failed", found: "exit code 3", detail: "its last line: no boot" });
  });

  test("fails if the program does not exist", async () => {
    const check = await verifyBy(["/does/not/exist"], {})({}, new AbortController().signal, () => undefined);
    expect(check).toMatchObject({ outcome: "failed", detail: expect.stringMatching(/cannot be run \(ENOENT\)/) as string });
  });

  test("ends the program when the run ends", async () => {
    const controller = new AbortController();
    const running = run("setInterval(() => {}, 1000); console.log('started')", controller.signal);
    setTimeout(() => {
      controller.abort();
    }, 300);
    expect((await running).check).toMatchObject({
      outcome: "failed",
      detail: expect.stringMatching(/the run ended before/) as string,
    });
  });
});
