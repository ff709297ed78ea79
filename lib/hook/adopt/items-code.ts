import { caseFold, isSameName } from "../../azure/case-fold";
import {
  formatProtectedItemId,
  parseVaultId,
  parseVirtualMachineId,
  parseVmItemId,
  protectedItemIdOf,
} from "../../azure/resource-id";
import { camelCase, pascalCase, uniqueNames } from "./code/names";
import { quoted } from "./code/escaped";
import type { Library } from "./code/library";
import { call, type Code, list, object, type Property, text } from "./code/printed";
import type { Section } from "./code/section";
import type { ItemReading } from "./item-reading";

const STATES: Readonly<Record<string, string | undefined>> = {
  IRPending: "PROTECTED",
  Protected: "PROTECTED",
  ProtectionError: "PROTECTED",
  ProtectionStopped: "STOPPED",
  BackupsSuspended: "SUSPENDED",
};

/** What stands in the code for a policy's id. */
export type PolicyVariables = (policyId: string) => string;

/** The items that the library can declare, and notes on the others. */
export interface AdoptableItems {
  readonly items: readonly ItemReading[];
  readonly notes: readonly string[];
}

/** Separates the items that the library can declare. Each must follow one of the policies, or none while it is stopped. */
export function adoptableItems(all: readonly ItemReading[], policyIds: readonly string[]): AdoptableItems {
  const known = new Set(policyIds.map(caseFold));
  const items: ItemReading[] = [];
  const notes: string[] = [];
  for (const item of all) {
    const obstacle = itemObstacle(item, known);
    if (obstacle === undefined) items.push(item);
    else notes.push(`The VM ${quoted(item.vmName)} is left out, because ${obstacle}. Its backups stay as they are.`);
  }
  return { items, notes };
}

/** Declares and imports the protected VMs, as one block whose policy is the shared one. */
export function itemsSection(
  items: readonly ItemReading[],
  vaultId: string,
  shared: string,
  policyOf: PolicyVariables,
  library: Library,
): Section {
  if (items.length === 0) return { notes: [], statements: [] };
  const keys = uniqueNames(items, keyOf, longKeyOf);
  const subscription = parseVaultId(vaultId)?.subscriptionId ?? "";
  const isElsewhere = ({ vmId = "" }: ItemReading): boolean =>
    !isSameName(parseVirtualMachineId(vmId)?.subscriptionId ?? "", subscription);
  const vms = items.map((item, index) => ({ key: keys[index] ?? "", value: vmOf(item, shared, policyOf, library) }));
  const properties: Property[] = [
    { key: "vault", value: "vault" },
    { key: "policy", value: policyOf(shared) },
    ...(items.some(isElsewhere) ? [{ key: "crossSubscriptionBackup", value: "true" }] : []),
    { key: "vms", value: object(vms) },
    { key: "lifecycle", value: object([{ key: "postcondition", value: "[]" }], CHECK_COMMENT) },
  ];
  const created = call(`new ${library.name("ProtectedVms")}`, ["this", text("Vms"), object(properties)]);
  const imports: Code[] = items.map((item, index) => [call("vms.importItem", [text(keys[index] ?? ""), text(item.id)]), ";"]);
  return { notes: [], statements: [["const vms = ", created, ";"], ...imports] };
}

const CHECK_COMMENT = ["After the first apply, remove the lifecycle: the next plan then adds the check that a key keeps its VM."];

function itemObstacle(item: ItemReading, policyIds: ReadonlySet<string>): string | undefined {
  if (item.classic) return "it is of the classic deployment model, which Azure has retired";
  if (item.softDeleted) return `its backups are soft-deleted (${item.deletedIn ?? "for an unknown time"} left)`;
  const state = STATES[item.protectionState];
  if (state === undefined) return `its protection state is ${quoted(item.protectionState)}`;
  const vm = item.vmId === undefined ? undefined : parseVirtualMachineId(item.vmId);
  const id = parseVmItemId(item.id);
  if (!vm || !id) return "Azure does not name its VM";
  if (!isSameName(formatProtectedItemId(protectedItemIdOf(id, vm)), item.id)) {
    return `its item has another name than the VM ${quoted(item.vmId ?? "")}, which may have been moved`;
  }
  if (state === "PROTECTED" && item.policyId === undefined) return "it follows no policy";
  if (policyIds.size === 0) return "the vault has no policy for VMs, and a block needs one";
  if (item.policyId !== undefined && !policyIds.has(caseFold(item.policyId))) return "Azure does not list its policy";
  if (item.disks?.luns.length === 0) return "it backs up the OS disk alone, and azurerm has no argument for that";
  return undefined;
}

function vmOf(
  { vmId = "", policyId, protectionState, disks }: ItemReading,
  shared: string,
  policyOf: PolicyVariables,
  library: Library,
): Code {
  const state = STATES[protectionState] ?? "PROTECTED";
  const isShared = state === "PROTECTED" ? isSameName(policyId ?? "", shared) : policyId === undefined;
  const policy = isShared || policyId === undefined ? undefined : policyOf(policyId);
  const options: Property[] = [
    ...(policy === undefined ? [] : [{ key: "policy", value: policy }]),
    ...(state === "PROTECTED" ? [] : [{ key: "protectionState", value: library.member("ProtectionState", state) }]),
    ...(disks === undefined
      ? []
      : [{ key: disks.isInclusion ? "includeDiskLuns" : "excludeDiskLuns", value: list(disks.luns.map(String)) }]),
  ];
  return library.call("SourceVm", "fromId", [text(vmId), ...(options.length === 0 ? [] : [object(options)])]);
}

/** The policy of most VMs; of several, the first by name; undefined if no VM has one. */
export function mostUsedPolicy(items: readonly ItemReading[]): string | undefined {
  const uses = new Map<string, { readonly id: string; count: number }>();
  for (const { policyId: id } of items) {
    if (id === undefined) continue;
    const use = uses.get(caseFold(id)) ?? { id, count: 0 };
    use.count += 1;
    uses.set(caseFold(id), use);
  }
  const [first] = [...uses.values()].sort((one, other) => other.count - one.count || (one.id < other.id ? -1 : 1));
  return first?.id;
}

function keyOf({ vmName, vmId = "" }: ItemReading): string {
  return camelCase(parseVirtualMachineId(vmId)?.vmName ?? vmName, "vm");
}

function longKeyOf(item: ItemReading): string {
  return keyOf(item) + pascalCase(parseVirtualMachineId(item.vmId ?? "")?.resourceGroupName ?? "");
}
