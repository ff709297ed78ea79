import { quoted } from "../code/escaped";
import { pascalCase, uniqueNames } from "../code/names";
import { call, type Code, object, type Property, text } from "../code/printed";
import type { Section } from "../code/section";
import { blocksOf, isElsewhere, type Item, mostUsed, sourceVm } from "./item-block";
import { overrideCode, overrideNote } from "./overrides";
import type { Writer } from "./writer";

/** A block of VMs in the code. */
export interface ItemsSection extends Section {
  readonly field: string;
}

/** Declares the VMs of each block, and moves them. */
export function itemsSection(items: readonly Item[], writer: Writer): ItemsSection[] {
  const blocks = blocksOf(items);
  return blocks.map((block) => sectionOf(block, blocks.length === 1, writer));
}

function sectionOf(items: readonly Item[], isOnly: boolean, writer: Writer): ItemsSection {
  const [first] = items;
  if (!first) throw new Error("a block has no items");
  const { vault, meta, forEach, overrides, subscription } = first;
  const wished = isOnly ? "vms" : `${vault.replace(/^this\./, "")}Vms`;
  const field = writer.uniqueName(wished, forEach === undefined ? wished : `${wished}ByKey`);
  const variable = `this.${field}`;
  const shared = mostUsed(items) ?? first.vaultPolicy;
  const isForeign = items.some((one) => isElsewhere(one, subscription));
  const keys = uniqueNames(
    items,
    (one) => one.key,
    (one) => one.longKey,
  );
  const properties: Property[] = [
    { key: "vault", value: vault },
    { key: "policy", value: shared },
    ...(isForeign ? [{ key: "crossSubscriptionBackup", value: "true" }] : []),
    ...vmsOf(items, keys, shared, writer),
    ...meta,
  ];
  const created = call(`new ${writer.library.name("ProtectedVms")}`, ["this", text(pascalCase(field)), object(properties)]);
  const moves: Code[] =
    forEach === undefined
      ? items.map(({ address }, index) => [call(`${variable}.moveItemFrom`, [text(keys[index] ?? ""), text(address)]), ";"])
      : [[call(`${variable}.resource.moveFromId`, [text(first.address)]), ";"]];
  for (const [index, { address }] of items.entries()) {
    const place = `${quoted(`${field}.resource`)} of this class`;
    writer.declareBlock(address, variable);
    writer.declarePlace(address, forEach === undefined ? `${place} with the key ${quoted(keys[index] ?? "")}` : place);
  }
  return {
    field,
    notes: overrides.length === 0 ? [] : [overrideNote(`The VMs of ${quoted(field)}`, overrides)],
    statements: [[`${variable} = `, created, ";"], ...overrideCode(variable, overrides, writer), ...moves],
  };
}

function vmsOf(items: readonly Item[], keys: readonly string[], shared: string, writer: Writer): Property[] {
  const { library } = writer;
  const [first] = items;
  if (first?.forEach === undefined) {
    const vms = items.map((one, index) => ({ key: keys[index] ?? "", value: sourceVm(one, shared, writer) }));
    return [{ key: "vms", value: object(vms) }];
  }
  const iterator = call(`${library.cdktf("TerraformIterator")}.fromMap`, [
    call(`${library.cdktf("Token")}.asAnyMap`, [writer.text(first.forEach)]),
  ]);
  return [{ key: "selection", value: library.call("VmSelection", "forEach", [iterator, sourceVm(first, shared, writer)]) }];
}
