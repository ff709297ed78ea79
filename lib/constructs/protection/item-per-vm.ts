import type { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { type IResolveContext, type ITerraformIterator, Lazy, Token } from "cdktf";
import type { Construct } from "constructs";
import { expression } from "../private/expression";
import { throwIfInvalid } from "../private/problems";
import { argumentsOf, EACH_KEY, EACH_VALUE, itemResource, type ItemResourceProps } from "./item-resource";
import { duplicateVmProblems } from "./protection-rules";
import { ProtectionState } from "./protection-state";
import type { SourceVm } from "./source-vm";

/** VMs by the keys under which a resource protects them. */
export type VmsByKey = Readonly<Record<string, SourceVm>>;

/** The VMs, or a search for them whose outcome may change until the stack is synthesized. */
export type VmsOrSearch = VmsByKey | (() => VmsByKey);

/**
 * The one resource of azurerm that protects every VM of a map, an instance for each. What a VM overrides is a value of
 * this block, so that its address stays when its state, disks or policy change.
 */
export function protectMap(scope: Construct, id: string, props: ItemResourceProps, vms: VmsOrSearch): BackupProtectedVm {
  const defaultPolicyId = props.policy.policyId;
  const each = (valueOf: (vm: SourceVm) => unknown, defaultValue?: unknown) =>
    whenKnown(vms, (map) => valueOfEach(map, valueOf, defaultValue));
  const resource = itemResource(scope, id, props, {
    sourceVmId: EACH_VALUE,
    backupPolicyId: text(each((vm) => vm._policyId(props.policy), defaultPolicyId)),
    protectionState: Token.asString(each((vm) => vm._state, ProtectionState.PROTECTED)),
    includeDiskLuns: numbers(each((vm) => vm._options.includeDiskLuns)),
    excludeDiskLuns: numbers(each((vm) => vm._options.excludeDiskLuns)),
    addressLabel: `the key '${EACH_KEY}' of vms`,
  });

  // A map that cdktf wrote as an iterator would be one long expression; as a plain object each VM has a line of its own.
  const current = typeof vms === "function" ? vms : () => vms;
  const literal = once(current, idsWhereAllKnown);
  const produce = (context: IResolveContext) => {
    const ids = literal();
    // While cdktf prepares it looks for references to other stacks, of which literals have none.
    if (ids) return context.preparing ? {} : ids;
    const resolved = Object.entries(current()).map(([key, vm]) => [key, context.resolve(vm._id) as string] as const);
    throwIfInvalid(`ProtectedVms '${scope.node.path}'`, duplicateVmProblems(resolved));
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

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : Token.asString(value);
}

function numbers(value: unknown): number[] | undefined {
  return value === undefined ? undefined : Token.asNumberList(value);
}

/** The value that all VMs have if none overrides it; else an expression that looks the value up by key. */
function valueOfEach(vms: VmsByKey, valueOf: (vm: SourceVm) => unknown, defaultValue: unknown): unknown {
  const overriding = Object.entries(vms).filter(([, vm]) => vm._hasOverrides);
  const own = overriding.map(([key, vm]) => [key, valueOf(vm)] as const).filter(([, value]) => value !== defaultValue);
  if (own.length === 0) return defaultValue;
  const table = Object.fromEntries(own.map(([key, value]) => [key, value ?? null]));
  return expression`lookup(${table}, each.key, ${defaultValue ?? null})`;
}

/** The one resource of azurerm for VMs that only a plan knows; it tells all of them alike. */
export function protectForEach(
  scope: Construct,
  id: string,
  props: ItemResourceProps,
  vm: SourceVm,
  rows: ForEachSource,
): BackupProtectedVm {
  const { forEach, forEachExpression } = rows;
  const addressLabel = `the key '${EACH_KEY}' of '${scope.node.path}'`;
  const resource = itemResource(scope, id, props, { ...argumentsOf(vm, props.policy), forEach, addressLabel });
  if (forEachExpression !== undefined) resource.addOverride("for_each", forEachExpression);
  return resource;
}

/** What Terraform iterates over. */
export interface ForEachSource {
  readonly forEach?: ITerraformIterator;
  readonly forEachExpression?: unknown;
}

/** The ids of all instances. */
export function itemIds(resource: BackupProtectedVm): string[] {
  return Token.asList(expression`[ for key, val in ${resource.fqn}: val.id]`);
}

/** Those of the ids whose VMs are wanted. */
export function filterItemIds(
  ids: string[],
  resource: BackupProtectedVm,
  vms: VmsOrSearch,
  wanted: (vm: SourceVm) => boolean,
): string[] {
  return Token.asList(
    whenKnown(vms, (map) => {
      const unwanted = Object.entries(map).flatMap(([key, vm]) => (wanted(vm) ? [] : [key]));
      if (unwanted.length === 0) return ids;
      return expression`[ for key, val in ${resource.fqn}: val.id if !contains(${unwanted}, key)]`;
    }),
  );
}

/** What follows from the VMs: at once, or whenever cdktf asks where they are still searched for. */
function whenKnown(vms: VmsOrSearch, compute: (vms: VmsByKey) => unknown): unknown {
  return typeof vms === "function" ? Lazy.anyValue({ produce: once(vms, compute) }) : compute(vms);
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
