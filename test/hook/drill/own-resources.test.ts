import { restoredVmName } from "../../../lib/hook/drill/drill-id";
import { type Contents, ownResources } from "../../../lib/hook/drill/own-resources";
import type { Disk } from "../../../lib/hook/restore/resources";
import type { RestoreJob } from "../../../lib/hook/restore/restore-job";
import type { BackupJob } from "../../../lib/hook/vault/backup-job";
import { job } from "../fakes";

const GROUP = "/subscriptions/s/resourceGroups/rg-drill/providers";
const CONTAINERS =
  "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st/blobServices/default/containers";
const START = Date.parse("2026-11-20T10:00:00Z");
const MINUTE = 60_000;
const at = (minutes: number): Date => new Date(START + minutes * MINUTE);
const FACTS: RestoreJob["facts"] = {
  ...{ kind: undefined, targetVm: undefined, targetGroup: undefined, stagingAccount: undefined },
  ...{ pointTime: undefined, container: undefined, templateUri: undefined },
};
const HEX = "0123456789abcdef".repeat(2);

function restore(from: number, to: number, overrides: Partial<RestoreJob> = {}): RestoreJob {
  return {
    ...job("vm-web", { operation: "Restore", status: "Failed", startTime: at(from), endTime: at(to) }),
    facts: FACTS,
    ...overrides,
  };
}

/** A disk as Azure names it, made some minutes after the start. */
function disk(kind: string, stamp: number, made: number, vm = "vm-web"): Disk {
  const time = at(stamp).toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return named(`${vm}-${kind}-${time}`, made);
}

function named(name: string, made: number | undefined): Disk {
  return {
    ...{ id: `${GROUP}/Microsoft.Compute/disks/${name}`, name, createdAt: made === undefined ? undefined : at(made) },
    ...{ sizeGB: 30, osType: "Linux", generation: "V2", securityType: undefined, zones: [], encryption: undefined },
    ...{ isEncryptedInside: false, managedBy: undefined },
  };
}

function container(name: string, modified: number | undefined) {
  return { id: `${CONTAINERS}/${name}`, name, modifiedAt: modified === undefined ? undefined : at(modified), metadata: {} };
}

function proof(
  of: RestoreJob,
  contents: Partial<Contents>,
  others: readonly BackupJob[] = [],
  restores: "disks" | "vm" = "disks",
) {
  const { own, unproven } = ownResources(
    { drillId: "abcdefgh", job: of, others, restores },
    { disks: [], interfaceIds: [], virtualMachines: [], containers: [], ...contents },
  );
  const nameOf = ({ id }: { readonly id: string }): string => id.split("/").at(-1) ?? "";
  return { own: own.map(nameOf), unproven: unproven.map(nameOf), luns: own.map(({ lun }) => lun) };
}

describe("restored disks", () => {
  const os = disk("osdisk", 0, 3);
  const data = disk("datadisk-003", 0, 3);

  test("are those of one time that were made while the job ran", () => {
    expect(proof(restore(0, 4), { disks: [os, data] })).toEqual({
      own: [os.name, data.name],
      unproven: [],
      luns: [undefined, 3],
    });
  });

  test.each<[string, Disk]>([
    ["of another VM", disk("osdisk", 0, 3, "vm-web2")],
    ["of a VM whose name begins alike", named("vm-web-old-osdisk-20261120-100000", 3)],
    ["without a time in its name", named("vm-web-osdisk-mine", 3)],
    ["made before the job", disk("osdisk", -30, -30)],
    ["made long after it", disk("osdisk", 0, 60)],
    ["whose time Azure does not tell", named("vm-web-osdisk-20261120-100000", undefined)],
    ["whose name has the time of an earlier restore", disk("osdisk", -1_000, 3)],
  ])("are not a disk %s", (_, foreign) => {
    expect(proof(restore(0, 4), { disks: [foreign] })).toMatchObject({ own: [], unproven: [] });
  });

  test("are told from those of another time by the start of the job", () => {
    const foreign = disk("osdisk", 3, 3);
    expect(proof(restore(0, 4), { disks: [os, data, foreign] })).toMatchObject({ own: [os.name, data.name], unproven: [] });
  });

  test("are unproven if two times fit equally", () => {
    const foreign = disk("osdisk", 0.5, 3);
    expect(proof(restore(0, 4), { disks: [os, foreign] })).toMatchObject({ own: [], unproven: [os.name, foreign.name] });
  });

  test("are unproven if another restore of the VM began at the same time", () => {
    expect(proof(restore(0, 4), { disks: [os] }, [restore(-0.5, 5)])).toMatchObject({ own: [], unproven: [os.name] });
  });

  test("are proven if another restore of the VM ended before", () => {
    expect(proof(restore(0, 4), { disks: [os] }, [restore(-10, -1)])).toMatchObject({ own: [os.name], unproven: [] });
  });
});

describe("the container of a restore", () => {
  const own = container(`vmweb-${HEX}`, 0);

  test("is the one that the job names, whatever its name", () => {
    const told = container("iaasvm-1", undefined);
    const of = restore(0, 4, { facts: { ...FACTS, container: "iaasvm-1" } });
    expect(proof(of, { containers: [told, own] })).toMatchObject({ own: ["iaasvm-1"], unproven: [] });
  });

  test("is the only one of its name that was changed while the job ran", () => {
    const old = container(`vmweb-${HEX.replace("0", "1")}`, -60);
    expect(proof(restore(0, 4), { containers: [own, old, container("vmweb", 1)] })).toMatchObject({
      own: [own.name],
      unproven: [],
    });
  });

  test.each<[string, Partial<Contents>, BackupJob[]]>([
    ["two were changed then", { containers: [own, container(`vmweb-${HEX.replace("0", "1")}`, 2)] }, []],
    ["another restore of the VM ran then", { containers: [own] }, [restore(-1, 2)]],
    ["Azure does not tell when it was changed", { containers: [container(own.name, undefined)] }, []],
  ])("is unproven if %s", (_, contents, others) => {
    const found = proof(restore(0, 4), contents, others);
    expect(found.own).toEqual([]);
    expect(found.unproven).toContain(own.name);
  });
});

describe("a restored VM", () => {
  const name = restoredVmName("abcdefgh", restore(0, 1).vmKey);
  const idOf = (type: string, text: string): string => `${GROUP}/${type}/${text}`;

  test("has a name of 15 letters and digits with the id of the drill", () => {
    expect(name).toMatch(/^dabcdefgh[0-9a-z]{6}$/);
  });

  test("is known with everything that is named after it", () => {
    const disks = [named(`${name}-osdisk-20261120-100000`, 3), named(`${name}-datadisk-001-20261120-100000`, 3)];
    const nic = idOf("Microsoft.Network/networkInterfaces", `${name}-nic-1`);
    const vm = { id: idOf("Microsoft.Compute/virtualMachines", name), osDiskId: undefined, dataDisks: [] };
    const found = proof(restore(0, 4), { disks, interfaceIds: [nic], virtualMachines: [vm] }, [], "vm");
    expect(found.own).toEqual([name, `${name}-nic-1`, ...disks.map((one) => one.name)]);
  });

  test("has a disk of another name only if it was made while the job ran", () => {
    const [made, attached] = [named("renamed", 3), named("attached-by-hand", 60)];
    const dataDisks = [made, attached].map(({ id }, lun) => ({ lun, id, sizeGB: 30 }));
    const vm = { id: idOf("Microsoft.Compute/virtualMachines", name), osDiskId: undefined, dataDisks };
    const found = proof(restore(0, 4), { disks: [made, attached], virtualMachines: [vm] }, [], "vm");
    expect(found.own).toEqual([name, "renamed"]);
  });

  test("is not one of another drill", () => {
    const other = restoredVmName("abcdefgi", restore(0, 1).vmKey);
    const vm = { id: idOf("Microsoft.Compute/virtualMachines", other), osDiskId: undefined, dataDisks: [] };
    const nic = idOf("Microsoft.Network/networkInterfaces", `${other}-nic-1`);
    expect(proof(restore(0, 4), { virtualMachines: [vm], interfaceIds: [nic] }, [], "vm").own).toEqual([]);
  });
});
