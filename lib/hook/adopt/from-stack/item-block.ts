import { isSameName } from "../../../azure/case-fold";
import { parseVirtualMachineId } from "../../../azure/resource-id";
import { camelCase, pascalCase } from "../code/names";
import { call, type Code, list, object, type Property } from "../code/printed";
import { type Arguments, numberOf, textOf } from "./arguments";
import { type Instance, refersToElement } from "./instances";
import { metaArguments, takeConditions } from "./meta-arguments";
import type { Places } from "./places";
import { referenceOf } from "./references";
import { subscriptionOf } from "./stack-json";
import { Obstacle, type Writer } from "./writer";

/** A protected VM of the stack, or the VMs of one resource whose `for_each` only a plan knows. */
export interface Item {
  readonly address: string;
  readonly key: string;
  /** The name that tells it from another VM with the same key. */
  readonly longKey: string;
  readonly vmId: string;
  readonly vm: Code;
  readonly isProtected: boolean;
  readonly vault: string;
  /** What stands in the code for its policy; undefined if it has none. */
  readonly policy: string | undefined;
  /** A policy of the vault, which a block needs even if no VM follows it. */
  readonly vaultPolicy: string;
  /** The subscription of the provider, if it is a literal. */
  readonly subscription: string | undefined;
  readonly options: readonly Property[];
  /** The expression of `for_each`. */
  readonly forEach: string | undefined;
  readonly meta: readonly Property[];
  readonly overrides: readonly (readonly [name: string, value: unknown])[];
  /** Items with the same text can be in one block. */
  readonly block: string;
}

const STATES: Readonly<Record<string, string>> = {
  Protected: "PROTECTED",
  ProtectionStopped: "STOPPED",
  BackupsSuspended: "SUSPENDED",
};

const KEY = /^[A-Za-z0-9_][-A-Za-z0-9._/]*$/;

/** Reads a protected VM. @throws Obstacle if the library cannot declare it */
export function itemOf({ address, key, label }: Instance, args: Arguments, forEach: string | undefined, from: From): Item {
  const { writer, places } = from;
  if (forEach === undefined && refersToElement(args.rest)) throw new Obstacle("it refers to each or count in another form");
  const vmId = textOf(args.take("source_vm_id"));
  if (vmId === undefined) throw new Obstacle("it has no source_vm_id");
  if (!/[$%]\{/.test(vmId) && !parseVirtualMachineId(vmId)) throw new Obstacle("its source_vm_id is not the id of a VM");
  const state = STATES[textOf(args.take("protection_state")) ?? "Protected"];
  if (state === undefined) throw new Obstacle("its protection_state is an expression");
  const policyId = textOf(args.take("backup_policy_id"));
  if (state === "PROTECTED" && policyId === undefined) throw new Obstacle("it follows no policy");
  const disks = diskOptions(args, writer);
  const place = places.vaultOf(args);
  const policy = policyId === undefined ? undefined : places.policyOf(policyId);
  const vaultPolicy = policy ?? places.anyPolicyOf(place.vault);
  if (vaultPolicy === undefined) throw new Obstacle("no policy of its vault is in the stack, and a block needs one");
  const subscription = subscriptionOf(writer.stack, args.peek("provider"));
  const conditions = takeConditions(args);
  const meta = metaArguments(args, { ignored: ["source_vm_id"], isItem: true }, writer);
  const overrides = [...place.overrides, ...args.rest, ...conditions];
  return {
    ...{ address, vmId, vm: writer.text(vmId), isProtected: state === "PROTECTED", vault: place.vault, policy, vaultPolicy },
    ...{ subscription, forEach, meta },
    ...keysOf(vmId, key, label),
    options: [...(state === "PROTECTED" ? [] : [{ key: "protectionState", value: stateCode(state, writer) }]), ...disks],
    overrides,
    block: JSON.stringify([place.vault, forEach === undefined ? "" : address, meta, overrides]),
  };
}

/** Where the items come from. */
export interface From {
  readonly writer: Writer;
  readonly places: Places;
}

function stateCode(state: string, { library }: Writer): Code {
  return library.member("ProtectionState", state);
}

/** A key in `for_each` stays. A VM of `count` gets its name, if that is a literal. */
function keysOf(vmId: string, key: string | undefined, label: string): { readonly key: string; readonly longKey: string } {
  const vm = parseVirtualMachineId(vmId);
  const reference = referenceOf(vmId);
  const isNumber = key !== undefined && /^\d+$/.test(key);
  const number = isNumber && !vm ? key : "";
  const name = camelCase(vm?.vmName ?? (reference && !reference.isData ? reference.label : label), "vm") + number;
  if (key !== undefined && !isNumber && KEY.test(key)) return { key, longKey: `${camelCase(label, "vm")}-${key}` };
  return { key: name, longKey: `${name}${pascalCase(label)}` };
}

function diskOptions(args: Arguments, writer: Writer): Property[] {
  return ["include_disk_luns", "exclude_disk_luns"].flatMap((argument) => {
    const value = args.take(argument);
    if (value === undefined || JSON.stringify(value) === "[]") return [];
    const key = argument === "include_disk_luns" ? "includeDiskLuns" : "excludeDiskLuns";
    const numbers = Array.isArray(value) ? value.map(numberOf) : [undefined];
    if (numbers.every((one) => typeof one === "number")) return [{ key, value: list(numbers.map(String)) }];
    return [{ key, value: call(`${writer.library.cdktf("Token")}.asNumberList`, [writer.value(value)]) }];
  });
}

/** Returns the items of each block, in the order of the stack. VMs of other vaults, providers or lifecycles are other blocks. */
export function blocksOf(items: readonly Item[]): Item[][] {
  const blocks = new Map<string, Item[]>();
  for (const item of items) blocks.set(item.block, [...(blocks.get(item.block) ?? []), item]);
  return [...blocks.values()];
}

/** The code of a VM. `shared` is the policy of the block, which a stopped VM does not have. */
export function sourceVm({ vm, policy, isProtected, options }: Item, shared: string, { library }: Writer): Code {
  const isShared = policy === undefined || (isProtected && policy === shared);
  const all = [...(isShared ? [] : [{ key: "policy", value: policy }]), ...options];
  return library.call("SourceVm", "fromId", [vm, ...(all.length === 0 ? [] : [object(all)])]);
}

/** Whether a VM is of another subscription than that of the provider. */
export function isElsewhere({ vmId }: Item, subscription: string | undefined): boolean {
  const own = parseVirtualMachineId(vmId)?.subscriptionId;
  return own !== undefined && subscription !== undefined && !isSameName(own, subscription);
}

/** The policy of most items; of several, the first. */
export function mostUsed(items: readonly Item[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { policy } of items) if (policy !== undefined) counts.set(policy, (counts.get(policy) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}
