import { TerraformIterator } from "cdktf";
import { isSameName } from "../../azure/case-fold";
import {
  formatProtectedItemId,
  formatVirtualMachineId,
  parseProtectedItemId,
  parseVirtualMachineId,
  parseVmItemId,
  protectedItemIdOf,
} from "../../azure/resource-id";
import { checkList, checkMember, isLiteral, memberPath, prefixed, problem } from "../private/problems";
import { isChecked } from "../private/checked-props";
import { checkFlags, isMap } from "../private/option-types";
import { checkId } from "../private/azure-ids";
import { checkPolicy } from "../policy/check-policy";
import { checkVault } from "../vault/check-vault";
import type { ItemResourceProps } from "./item-resource";
import type { ProtectedItemReferences, ProtectedVmProps, ProtectedVmsOptions, ProtectedVmsProps } from "./protected-vms-props";
import { RemovalPolicy } from "./removal-policy";
import { checkSourceVm, isSourceVm, type SourceVm } from "./source-vm";
import { immutabilityOf, isImmutable } from "./vault-facts";
import { formatVault, isOtherVault } from "../vault/same-vault";
import type { IRecoveryServicesVault } from "../vault/vault";
import { checkSelection } from "./vm-selection";
import { nameInId, ONE_ITEM_NAME, OTHER_VAULT_REMEDY } from "./vm-names";
import { policyVaultProblems, vmRules } from "./vm-rules";

/*
 * Written twice on purpose: lib/emulator/recovery-services/items/protection-enable.ts has the same rules,
 * and neither imports a limit from the other, because test/e2e/azurerm/agreement.test.ts compares the two.
 */

const ITERATOR_REMEDY = "use VmSelection.forEach(iterator, vm) as the selection";

/** A map in JavaScript cannot have the key `__proto__`. */
const KEY = /^[A-Za-z0-9_][-A-Za-z0-9._/]*$/;

/** Returns the problems of a map of VMs, without those of the vault. */
export function vmsProblems({ vms, selection }: ProtectedVmsOptions): string[] {
  if ((vms === undefined) === (selection === undefined)) {
    return [`either vms or selection must be set, got ${vms ? "both" : "neither"}; set one of them`];
  }
  if (vms === undefined) return checkSelection("selection", selection);
  const map = { allowed: "a map of at least one VM", remedy: "name each VM by a key of its own, such as { web: vm }" };
  if (!isMap(vms)) return [problem("vms", vms, isIterator(vms) ? { ...map, remedy: ITERATOR_REMEDY } : map)];
  const entries = Object.entries(vms);
  if (entries.length === 0) {
    return [problem("vms", vms, { ...map, remedy: "name a VM, or leave the construct out" })];
  }
  const rule = {
    allowed: "letters, digits, '.', '_', '/' and '-', starting with a letter, a digit or '_'",
    remedy: "choose a key that is known while the stack is synthesized",
  };
  const keys: string[] = [];
  const classProblems: string[] = [];
  const ids: [key: string, vmId: string][] = [];
  for (const [key, vm] of entries) {
    if (!KEY.test(key) || key === "__proto__") keys.push(problem("the key of vms", key, rule));
    if (!isSourceVm(vm)) classProblems.push(...checkSourceVm(memberPath("vms", key), vm));
    else ids.push([key, vm._id]);
  }
  return [...keys, ...(classProblems.length > 0 ? classProblems : duplicateVmProblems(ids))];
}

function isIterator(value: unknown): boolean {
  return value instanceof TerraformIterator;
}

/** Returns the problems of VMs, their vault and their policy. */
export function protectedVmsProblems(props: ProtectedVmsProps): string[] {
  const problems = isChecked(props) ? [] : [...vmsProblems(props), ...shapeProblems(props)];
  if (problems.length > 0) return problems;
  problems.push(...blockProblems(props));
  const problemsOf = vmRules(props);
  for (const [key, vm] of Object.entries(props.vms ?? {})) {
    const own = problemsOf(vm);
    if (own.length > 0) problems.push(...prefixed(memberPath("vms", key), own));
  }
  return problems;
}

/** Returns the problems of one VM, its vault and its policy. */
export function protectedVmProblems(props: ProtectedVmProps): string[] {
  const problems = [...shapeProblems(props), ...checkSourceVm("vm", props.vm)];
  return problems.length > 0 ? problems : [...blockProblems(props), ...prefixed("vm", vmRules(props)(props.vm))];
}

function shapeProblems(props: ItemResourceProps): string[] {
  const { vault, policy, removal } = props;
  return [
    ...checkFlags(props, "crossSubscriptionBackup"),
    ...checkVault("vault", vault),
    ...checkPolicy("policy", policy),
    ...checkMember("removal", removal, RemovalPolicy, "RemovalPolicy"),
  ];
}

function blockProblems({ vault, policy, removal }: ItemResourceProps): string[] {
  const problems = policyVaultProblems("policy", policy, vault);
  if (removal === RemovalPolicy.DELETE && isImmutable(vault)) {
    const rule = {
      allowed: `RemovalPolicy.REFUSE or RemovalPolicy.RETAIN in a vault whose immutability is ${String(immutabilityOf(vault))}`,
      remedy: "keep the backups, which Azure refuses to delete before they expire",
    };
    problems.push(problem("removal", removal, rule));
  }
  return problems;
}

/** Returns a problem for each VM that has a second key, or whose item would have the id of another item. */
export function duplicateVmProblems(ids: readonly (readonly [key: string, vmId: string])[]): string[] {
  const firstOf = new Map<string, readonly [key: string, vmId: string]>();
  const problems: string[] = [];
  for (const vm of ids) {
    const [key, vmId] = vm;
    // Azure compares ids without case; Terraform compares references with case.
    const identity = vmId.startsWith("/") ? nameInId(vmId) : vmId;
    const first = firstOf.get(identity);
    if (first === undefined) firstOf.set(identity, vm);
    else {
      problems.push(
        isSameName(first[1], vmId)
          ? `vms must name each VM once, got ${vmId} as '${first[0]}' and as '${key}'; remove one of the keys`
          : `vms must ${ONE_ITEM_NAME}, got ${first[1]} as '${first[0]}' and ${vmId} as '${key}'; ${OTHER_VAULT_REMEDY}`,
      );
    }
  }
  return problems;
}

/** Returns an item's id in azurerm's case, the only one that it accepts. */
export function canonicalItemId(id: string): string {
  const item = isLiteral(id) ? parseProtectedItemId(id) : undefined;
  return item ? formatProtectedItemId(item) : id;
}

/** Returns the problems of an item that a VM's resource imports. */
export function importedItemProblems(vault: IRecoveryServicesVault, protectedItemId: string, vm: SourceVm | undefined): string[] {
  const problems = itemIdProblems("protectedItemId", protectedItemId, vault);
  if (problems.length > 0) return problems;
  const item = isLiteral(protectedItemId) ? parseProtectedItemId(protectedItemId) : undefined;
  const source = vm?._known ? parseVirtualMachineId(vm._id) : undefined;
  if (!item || !source) return [];
  const expected = formatProtectedItemId(protectedItemIdOf(item, source));
  if (isSameName(expected, protectedItemId)) return [];
  const rule = { allowed: `that of the VM ${formatVirtualMachineId(source)}, '${expected}'`, remedy: "name the item of that VM" };
  return [problem("protectedItemId", protectedItemId, rule)];
}

/** Returns the problems of the ids of existing items. */
export function protectedItemProblems({ vault, protectedItemIds }: ProtectedItemReferences): string[] {
  const problems = checkVault("vault", vault);
  if (problems.length > 0) return problems;
  if (!isLiteral(protectedItemIds)) return [];
  if (!Array.isArray(protectedItemIds)) return checkList("protectedItemIds", protectedItemIds, "ids");
  if (protectedItemIds.length === 0) {
    const rule = { allowed: "at least one id", remedy: "name the items, or leave the construct out" };
    return [problem("protectedItemIds", protectedItemIds, rule)];
  }
  return protectedItemIds.flatMap((id) => itemIdProblems("protectedItemIds", id, vault));
}

function itemIdProblems(path: string, id: string, vault: IRecoveryServicesVault): string[] {
  if (!isLiteral(id)) return [];
  const item = typeof id === "string" ? parseProtectedItemId(id) : undefined;
  const rule = {
    allowed: "'<id of the vault>/backupFabrics/Azure/protectionContainers/<container>/protectedItems/<item>'",
    remedy: "copy the id that azurerm_backup_protected_vm has, or that 'az backup item list' prints",
  };
  const problems = checkId(path, id, () => item !== undefined, rule);
  if (problems.length > 0 || !item) return problems;
  if (!parseVmItemId(id)) {
    const allowed = "items of Azure VMs, whose names begin with 'VM;iaasvmcontainerv2;'";
    return [problem(path, id, { allowed, remedy: "leave out the items of databases and file shares" })];
  }
  if (!isOtherVault(vault, item)) return [];
  const allowed = `items of the vault ${formatVault(vault)}`;
  return [problem(path, id, { allowed, remedy: "give the items' own vault" })];
}
