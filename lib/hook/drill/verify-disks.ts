import type { RecoveryPoint } from "../vault/recovery-point";
import { compare, type Expected, notChecked } from "./checks";
import type { DrillCheck } from "./drill-record";
import type { OwnResource } from "./own-resources";
import type { Source } from "./source";

const BY_POINT = "the recovery point";
const BY_SOURCE = "the source VM as it is now";
const CUSTOMER_KEY = "customer-managed key";
const PLATFORM_KEY = "platform-managed key";

/** Compares the restored disks with what the recovery point and, beyond that, the source VM tell. */
export function verifyDisks(own: readonly OwnResource[], point: RecoveryPoint, source: Source): DrillCheck[] {
  const osDisks = own.filter(({ what }) => what === "OS disk");
  const data = own.filter(({ what }) => what === "data disk");
  const osDisk = osDisks[0]?.disk;
  const luns = expectedLuns(point, source);
  return [
    compare("number of OS disks", { is: "1", from: BY_POINT }, String(osDisks.length)),
    compare(
      "number of data disks",
      mapped(luns, (known) => String(known.length)),
      String(data.length),
    ),
    compare("LUNs of the data disks", mapped(luns, lunsText), lunsText(data.flatMap(({ lun }) => lun ?? []))),
    ...sizeChecks(osDisks, data, source),
    compare("OS type", osTypeOf(point, source), osDisk?.osType),
    compare("generation", generationOf(point, source), osDisk?.generation),
    compare("security type", securityOf(point, source), osDisk && (osDisk.securityType ?? "Standard")),
    compare("zone", zoneOf(point, source), osDisk && zonesText(own.flatMap(({ disk }) => (disk ? [disk.zones] : [])))),
    encryptionCheck(own, source),
    compare(
      "encryption inside the VM",
      point.isSourceEncrypted === undefined
        ? { unknown: "the recovery point does not tell it" }
        : { is: encryptedText(point.isSourceEncrypted), from: BY_POINT },
      osDisk && encryptedText(osDisk.isEncryptedInside),
    ),
  ];
}

interface Luns {
  readonly luns: readonly number[];
  readonly from: string;
}

/** The recovery point tells its disks only if some were left out of the backup. */
function expectedLuns(point: RecoveryPoint, { vm, missing = "" }: Source): Luns | { readonly unknown: string } {
  if (point.dataDiskLuns) return { luns: point.dataDiskLuns, from: BY_POINT };
  return vm ? { luns: vm.dataDisks.map(({ lun }) => lun), from: BY_SOURCE } : { unknown: missing };
}

function mapped(luns: ReturnType<typeof expectedLuns>, text: (luns: readonly number[]) => string): Expected {
  return "unknown" in luns ? luns : { is: text(luns.luns), from: luns.from };
}

function lunsText(luns: readonly number[]): string {
  return luns.length === 0 ? "none" : [...luns].sort((one, other) => one - other).join(", ");
}

/** No recovery point tells the size of its disks. */
function sizeChecks(osDisks: readonly OwnResource[], data: readonly OwnResource[], source: Source): DrillCheck[] {
  const sizeName = (label: string): string => `size of the ${label}`;
  const expected = (sizeGB: number | undefined): Expected => {
    if (!source.vm) return { unknown: source.missing ?? "" };
    if (sizeGB === undefined) return { unknown: "Azure does not tell the size of the disk of the source VM" };
    return { is: `${sizeGB} GB`, from: `${BY_SOURCE}; a disk that was resized since the recovery point differs` };
  };
  const found = ({ disk }: OwnResource): string | undefined => (disk?.sizeGB === undefined ? undefined : `${disk.sizeGB} GB`);
  return [
    ...osDisks.map((own) => compare(sizeName("OS disk"), expected(source.osDisk?.sizeGB ?? source.vm?.osDiskSizeGB), found(own))),
    ...data.map((own) => {
      const sizeGB = source.vm?.dataDisks.find(({ lun }) => lun === own.lun)?.sizeGB;
      return compare(sizeName(`data disk, LUN ${own.lun ?? "unknown"}`), expected(sizeGB), found(own));
    }),
  ];
}

function osTypeOf({ osType }: RecoveryPoint, { vm, missing = "Azure does not tell it" }: Source): Expected {
  if (osType !== undefined) return { is: osType, from: BY_POINT };
  return vm?.osType === undefined ? { unknown: missing } : { is: vm.osType, from: BY_SOURCE };
}

function securityOf({ securityType }: RecoveryPoint, { vm, missing = "" }: Source): Expected {
  if (securityType !== undefined) return { is: securityType, from: BY_POINT };
  return vm ? { is: vm.securityType ?? "Standard", from: BY_SOURCE } : { unknown: missing };
}

/** Trusted launch and confidential VMs are of generation 2. */
function generationOf(point: RecoveryPoint, source: Source): Expected {
  const generation = source.osDisk?.generation;
  if (generation !== undefined) return { is: generation, from: "the OS disk of the source VM as it is now" };
  const security = point.securityType ?? source.vm?.securityType;
  if (security !== undefined && security !== "Standard") return { is: "V2", from: `its security type ${security}` };
  return { unknown: source.missing ?? "the OS disk of the source VM does not tell it" };
}

function zoneOf({ zones }: RecoveryPoint, { vm, missing = "" }: Source): Expected {
  if (zones !== undefined) return { is: zonesText([zones]), from: BY_POINT };
  return vm ? { is: zonesText([vm.zones]), from: BY_SOURCE } : { unknown: missing };
}

function zonesText(zones: readonly (readonly string[])[]): string {
  const all = [...new Set(zones.map((one) => one.join(" and ") || "none"))];
  return all.length === 0 ? "none" : all.join(", ");
}

function encryptionCheck(own: readonly OwnResource[], { osDisk, missing }: Source): DrillCheck {
  const name = "encryption at rest";
  const types = own.flatMap(({ disk }) => disk?.encryption ?? []);
  if (osDisk?.encryption === undefined) return notChecked(name, missing ?? "the OS disk of the source VM does not tell it");
  const found = types.length === 0 ? undefined : [...new Set(types.map(keyOf))].join(", ");
  return compare(name, { is: keyOf(osDisk.encryption), from: "the OS disk of the source VM as it is now" }, found);
}

/** The kind of key; which of the two encryptions it is part of does not matter for the data. */
function keyOf(type: string): string {
  return /CustomerKey|PlatformAndCustomer/i.test(type) ? CUSTOMER_KEY : PLATFORM_KEY;
}

function encryptedText(isEncrypted: boolean): string {
  return isEncrypted ? "encrypted" : "not encrypted";
}
