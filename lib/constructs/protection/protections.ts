import { Annotations, type TerraformResource, TerraformStack, Token } from "cdktf";
import type { IConstruct } from "constructs";
import { caseFold } from "../../azure/case-fold";
import { MAX_VMS_PER_VAULT } from "../../azure/limits";
import { isLiteral } from "../private/problems";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import { vaultKey } from "../vault/same-vault";
import { isMoved } from "../private/moved";
import { SynthIndex } from "../private/synth-index";
import type { IRecoveryServicesVault } from "../vault/vault";
import { DataDisks } from "./data-disks";
import { diskProblems, diskWarnings } from "./disk-rules";
import { warnIfGuarded } from "./guard-rules";
import type { SourceVm } from "./source-vm";
import { instanceIdProblems, referencedVm } from "./vm-instances";
import { hasNoImageDisks } from "./vm-facts";
import { itemNameOf, ONE_ITEM_NAME, OTHER_VAULT_REMEDY } from "./vm-names";
import { isStandard } from "./vm-rules";

/** The constructs of an app that protect VMs, for the rules that concern more than one of them. */

interface Protection {
  readonly construct: IConstruct;
  readonly resource: TerraformResource;
  readonly vault: IRecoveryServicesVault;
  /** The policy of VMs without their own policy. */
  readonly policy: IVmBackupPolicy;
  /** The VMs by key. */
  readonly vms: () => Readonly<Record<string, SourceVm>>;
  /** The resource of which every instance is protected. */
  readonly instancesOf?: IConstruct;
  /** VMs that are left unprotected on purpose. */
  readonly exempt?: () => readonly IConstruct[];
}

const byApp = new WeakMap<IConstruct, Protection[]>();

function protectionsOf(app: IConstruct): readonly Protection[] {
  return byApp.get(app.node.root) ?? [];
}

const checkedStacks = new WeakSet<TerraformStack>();

/** Registers a construct that protects VMs, and the checks of its stack. */
export function registerProtection(protection: Protection): void {
  const { construct } = protection;
  const { root } = construct.node;
  const protections = byApp.get(root) ?? [];
  byApp.set(root, protections);

  const stack = TerraformStack.of(construct);
  if (!checkedStacks.has(stack)) {
    checkedStacks.add(stack);
    stack.node.addValidation({
      validate: () => {
        const own = protections.filter((one) => !isMoved(one.resource) && TerraformStack.of(one.construct) === stack);
        for (const one of own) warnIfGuarded(one.construct, one.vault, one.vms());
        return [
          ...(problemsOfApp.of(root, stack).get(stack) ?? []),
          ...wrongDisks(own, stack),
          ...own.flatMap((one) => instanceIdProblems(one.construct, one.vms())),
        ];
      },
    });
  }
  protections.push(protection);
}

/** What is wrong between the constructs of an app, by stack: found once for all stacks, since an app may have many. */
const problemsOfApp = new SynthIndex(([root]) => {
  const all = protectionsOf(root as IConstruct).filter(({ resource }) => !isMoved(resource));
  warnIfVaultsFull(all);
  const byStack = new Map<TerraformStack, string[]>();
  const found = [...(all.length < 2 ? [] : protectedTwice(all)), ...(isComparedBefore(all) ? [] : namesakes(all))];
  for (const [construct, problem] of found) {
    const stack = TerraformStack.of(construct);
    byStack.set(stack, [...(byStack.get(stack) ?? []), problem]);
  }
  return byStack;
});

/** A problem, and the construct in whose stack it is. */
type Found = readonly [construct: IConstruct, problem: string];

/** Whether the VMs are those of one block, which has compared the ids that it knows. */
function isComparedBefore([first, ...others]: readonly Protection[]): boolean {
  return others.length === 0 && Object.values(first?.vms() ?? {}).every(({ _known }) => _known);
}

/** A set of VMs, by construct and by id. */
export class VmSet {
  constructor(private readonly members: ReadonlySet<unknown>) {}

  /** Whether the set contains a VM that the app declares. */
  has(vm: IConstruct): boolean {
    const { id } = vm as { readonly id?: unknown };
    if (this.members.has(vm)) return true;
    return typeof id === "string" && this.members.has(isLiteral(id) ? caseFold(id) : referencedVm(id));
  }
}

/** Returns the VMs that the app protects. */
export function protectedVms(app: IConstruct): VmSet {
  return new VmSet(new Set(protectionsOf(app).flatMap(membersOf)));
}

/** Returns the VMs that the app protects, or leaves unprotected on purpose. */
export function coveredVms(app: IConstruct): VmSet {
  return new VmSet(new Set(protectionsOf(app).flatMap((one) => [...membersOf(one), ...(one.exempt?.() ?? [])])));
}

function membersOf({ vms, instancesOf }: Protection): unknown[] {
  const ids = ({ _construct, _known, _id }: SourceVm) => _construct ?? (_known ? caseFold(_id) : referencedVm(_id));
  return [...Object.values(vms()).map(ids), instancesOf].filter((one) => one !== undefined);
}

/** Returns a problem for each VM that is protected more than once in the app. */
function protectedTwice(protections: readonly Protection[]): Found[] {
  const first = new Map<unknown, IConstruct>();
  return protections.flatMap(({ construct, vms }) => {
    const stack = TerraformStack.of(construct);
    return Object.values(vms()).flatMap((vm): Found[] => {
      const identity = identityOf(vm, stack);
      const other = first.get(identity) ?? construct;
      first.set(identity, other);
      if (other === construct) return [];
      const where = `${formatVm(vm)} in '${other.node.path}' and in '${construct.node.path}'`;
      return [[construct, `a VM must be protected once, got ${where}; remove it from one of them`]];
    });
  });
}

/**
 * Returns a problem for two VMs of a vault that have the same resource group and name: they would be the same item. Each construct compares
 * its own literal ids.
 */
function namesakes(protections: readonly Protection[]): Found[] {
  const first = new Map<string, Map<string, VmOfConstruct>>();
  return protections.flatMap(({ construct, vault, vms }) => {
    const ofVault = first.get(vaultKey(vault)) ?? new Map<string, VmOfConstruct>();
    first.set(vaultKey(vault), ofVault);
    return Object.values(vms()).flatMap((vm): Found[] => {
      const name = itemNameOf(vm);
      if (name === undefined) return [];
      const other = ofVault.get(name);
      if (!other) ofVault.set(name, { vm, construct });
      if (!other || isSameVm(other, { vm, construct })) return [];
      const where = `in '${other.construct.node.path}' and ${formatVm(vm)} in '${construct.node.path}'`;
      return [[construct, `VMs must ${ONE_ITEM_NAME}, got ${formatVm(other.vm)} ${where}; ${OTHER_VAULT_REMEDY}`]];
    });
  });
}

interface VmOfConstruct {
  readonly vm: SourceVm;
  readonly construct: IConstruct;
}

/** Whether the two are one VM, which another rule reports. */
function isSameVm(one: VmOfConstruct, other: VmOfConstruct): boolean {
  return identityOf(one.vm, TerraformStack.of(one.construct)) === identityOf(other.vm, TerraformStack.of(other.construct));
}

/** A template in the user's code, such as `${var.vm_id}`, has another meaning in each stack; a token of cdktf has not. */
function identityOf(vm: SourceVm, stack: TerraformStack): unknown {
  if (vm._known) return caseFold(vm._id);
  return vm._construct ?? (Token.isUnresolved(vm._id) ? vm._id : `${stack.node.path} ${vm._id}`);
}

function wrongDisks(protections: readonly Protection[], stack: TerraformStack): string[] {
  const disks = new DataDisks(stack);
  if (disks.isEmpty) return [];
  return protections.flatMap(({ construct, vms, policy }) =>
    Object.entries(vms()).flatMap(([key, vm]) => {
      const standard = isStandard(vm._options.policy ?? policy);
      const attached = disks.of(vm._id);
      const warnings = hasNoImageDisks(vm._construct) ? diskWarnings(attached, vm._options) : [];
      for (const warning of warnings) Annotations.of(construct).addWarning(`VM '${key}': ${warning}`);
      const problems = diskProblems(attached, vm._options, standard);
      return problems.map((one) => `'${construct.node.path}', VM '${key}': ${one}`);
    }),
  );
}

function formatVm({ _construct: construct, _id: id }: SourceVm): string {
  const path = (construct as Partial<IConstruct> | undefined)?.node?.path;
  return path === undefined ? id : `'${path}'`;
}

/** Warns only: azurerm has no such limit, and Azure may have raised it for a subscription. */
function warnIfVaultsFull(protections: readonly Protection[]): void {
  const counts = new Map<string, number>();
  for (const { construct, vault, vms } of protections) {
    const identity = vaultKey(vault);
    const before = counts.get(identity) ?? 0;
    const count = before + Object.keys(vms()).length;
    counts.set(identity, count);
    if (before <= MAX_VMS_PER_VAULT && count > MAX_VMS_PER_VAULT) {
      Annotations.of(construct).addWarning(
        `the vault '${vault.node.path}' must protect at most ${MAX_VMS_PER_VAULT} VMs, got ${count}; spread the VMs over more vaults`,
      );
    }
  }
}
