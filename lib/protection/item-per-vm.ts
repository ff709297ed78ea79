import type { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { Fn, forExpression, type IResolvable, type IResolveContext, type ITerraformIterator, Lazy, ref, Token } from "cdktf";
import type { Construct } from "constructs";
import { refuse } from "../private/problems";
import { argumentsOf, EACH_KEY, EACH_VALUE, itemResource, type ItemResourceProps } from "./item-resource";
import { duplicateVmProblems } from "./protection-rules";
import { ProtectionState } from "./protection-state";
import type { SourceVm } from "./source-vm";

/** VMs by the keys under which a resource protects them. */
export type VmsByKey = Readonly<Record<string, SourceVm>>;

/**
 * The one resource of azurerm that protects every VM of a map, an instance for each. What is particular to a VM is a value of
 * this block, so that its address stays when its state, disks or policy change.
 */
export function itemPerVm(scope: Construct, id: string, props: ItemResourceProps, vms: () => VmsByKey): BackupProtectedVm {
  const usualPolicyId = props.policy.policyId;
  const particular = once(vms, (map) => Object.entries(map).filter(([, vm]) => vm._particular));
  const each = (valueOf: (vm: SourceVm) => unknown, usual?: unknown) =>
    Lazy.anyValue({ produce: once(vms, () => valueOfEach(particular(), valueOf, usual)) });
  const resource = itemResource(scope, id, props, {
    sourceVmId: EACH_VALUE,
    backupPolicyId: Token.asString(each((vm) => vm._policyId(props.policy), usualPolicyId)),
    protectionState: Token.asString(each((vm) => vm._state, ProtectionState.PROTECTED)),
    includeDiskLuns: Token.asNumberList(each((vm) => vm._options.includeDiskLuns)),
    excludeDiskLuns: Token.asNumberList(each((vm) => vm._options.excludeDiskLuns)),
    holder: `the key '${EACH_KEY}' of vms`,
  });

  // A map that cdktf wrote as an iterator would be one long expression; as a plain object each VM has a line of its own.
  const literal = once(vms, idsWhereAllKnown);
  const produce = (context: IResolveContext) => {
    const ids = literal();
    // While cdktf prepares it looks for references to other stacks, of which literals have none.
    if (ids) return context.preparing ? {} : ids;
    const resolved = Object.entries(vms()).map(([key, vm]) => [key, context.resolve(vm._id) as string] as const);
    refuse(`ProtectedVms '${scope.node.path}'`, duplicateVmProblems(resolved));
    return Object.fromEntries(resolved);
  };
  resource.addOverride("for_each", Lazy.anyValue({ produce }));
  return resource;
}

function idsWhereAllKnown(vms: VmsByKey): Record<string, string> | undefined {
  const ids: Record<string, string> = {};
  for (const [key, vm] of Object.entries(vms)) {
    if (!vm._known) return undefined;
    ids[key] = vm._id;
  }
  return ids;
}

/** What all VMs have where none is particular; else an expression that looks the value up by key. */
function valueOfEach(
  particular: readonly (readonly [key: string, vm: SourceVm])[],
  valueOf: (vm: SourceVm) => unknown,
  usual: unknown,
): unknown {
  const own = particular.map(([key, vm]) => [key, valueOf(vm)] as const).filter(([, value]) => value !== usual);
  if (own.length === 0) return usual;
  return Fn.lookup(Object.fromEntries(own.map(([key, value]) => [key, value ?? NULL])), EACH_KEY, usual ?? NULL);
}

const NULL = ref("null");

/** The one resource of azurerm for VMs that only a plan knows; it tells all of them alike. */
export function itemPerRow(scope: Construct, id: string, props: ItemResourceProps, vm: SourceVm, rows: Rows): BackupProtectedVm {
  const { forEach, forEachExpression } = rows;
  const holder = `the key '${EACH_KEY}' of '${scope.node.path}'`;
  const resource = itemResource(scope, id, props, { ...argumentsOf(vm, props.policy), forEach, holder });
  if (forEachExpression !== undefined) resource.addOverride("for_each", forEachExpression);
  return resource;
}

/** What Terraform iterates over. */
export interface Rows {
  readonly forEach?: ITerraformIterator;
  readonly forEachExpression?: unknown;
}

/** The ids of the instances, without those of VMs that are not wanted. */
export function itemIds(resource: BackupProtectedVm, vms?: () => VmsByKey, wanted?: (vm: SourceVm) => boolean): string[] {
  const all = idsOf(resource);
  if (!vms || !wanted) return Token.asList(all);
  const expression = (map: VmsByKey) => {
    const unwanted = Object.entries(map).flatMap(([key, vm]) => (wanted(vm) ? [] : [key]));
    // cdktf's for expression has no condition; what it puts last may carry one.
    return unwanted.length === 0 ? all : idsOf(resource, ` if !contains(${JSON.stringify(unwanted)}, key)`);
  };
  return Token.asList(Lazy.anyValue({ produce: once(vms, expression) }));
}

function idsOf(resource: BackupProtectedVm, condition = ""): IResolvable {
  return forExpression(resource.fqn, ref(`val.id${condition}`));
}

/** Computes once for a map: cdktf resolves a value up to twenty times, and each expression made meanwhile costs it a stack trace. */
function once<T>(vms: () => VmsByKey, compute: (vms: VmsByKey) => T): () => T {
  let last: { readonly vms: VmsByKey; readonly outcome: T } | undefined;
  return () => {
    const current = vms();
    if (last?.vms !== current) last = { vms: current, outcome: compute(current) };
    return last.outcome;
  };
}
