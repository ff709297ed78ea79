import * as v from "valibot";
import { parseProtectedItemId } from "../../azure/resource-id";
import { read, requiredText, text } from "../arm/answer-schema";
import { type ProtectedItem, readProtectedItem } from "../vault/protected-item";

/** Which data disks Azure backs up of a VM. */
export interface DiskSelection {
  readonly luns: readonly number[];
  /** Whether only these disks are backed up, beside the OS disk; else all but these. */
  readonly isInclusion: boolean;
}

/** A protected VM with its selection of disks. */
export interface ItemReading extends ProtectedItem {
  /** Undefined if every disk is backed up. */
  readonly disks: DiskSelection | undefined;
  /** Whether the answer tells of the disks. An element of a list need not. */
  readonly hasDisks: boolean;
}

/** An item of another workload, such as a database. */
export interface OtherItem {
  readonly name: string;
  readonly workload: string;
}

const schema = v.object({
  properties: v.object({
    extendedProperties: v.nullish(
      v.object({
        diskExclusionProperties: v.nullish(
          v.object({ diskLunList: v.nullish(v.array(v.number()), []), isInclusionList: v.nullish(v.boolean(), false) }),
        ),
      }),
    ),
  }),
});

const otherSchema = v.object({
  id: requiredText,
  properties: v.object({ friendlyName: text, backupManagementType: text, workloadType: text }),
});

export function isVmItem(item: ItemReading | OtherItem): item is ItemReading {
  return "vmKey" in item;
}

/** Reads the item in an answer or an element of a list. @throws UnreadableAnswer */
export function readItem(body: unknown): ItemReading | OtherItem {
  const item = readProtectedItem(body);
  if (item === undefined) {
    const { id, properties } = read(otherSchema, body);
    const name = properties.friendlyName ?? parseProtectedItemId(id)?.itemName ?? id;
    return { name, workload: properties.workloadType ?? properties.backupManagementType ?? "an unknown workload" };
  }
  const { extendedProperties: extended } = read(schema, body).properties;
  const { diskLunList = [], isInclusionList = false } = extended?.diskExclusionProperties ?? {};
  const selects = isInclusionList || diskLunList.length > 0;
  return {
    ...item,
    disks: selects ? { luns: [...diskLunList].sort((one, other) => one - other), isInclusion: isInclusionList } : undefined,
    hasDisks: extended != null,
  };
}
