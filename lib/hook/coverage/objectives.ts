import { type TagFilter, hasTag, tagValue } from "../estate/tag-filter";
import type { Tags } from "../estate/rows";

/** What a VM's backups have to meet. */
export interface Objectives {
  /** Only VMs with all of these tags. */
  readonly tags: readonly TagFilter[];
  /** The longest age of the last recovery point, in minutes. */
  readonly rpoMinutes: number;
  /** Other ages for VMs with a tag. If several fit, the shortest counts. */
  readonly rpoFor: readonly { readonly tag: TagFilter; readonly minutes: number }[];
  /** The days for which a policy must keep each recovery point of its schedule. @default - policies are not checked */
  readonly minRetentionDays?: number | undefined;
  /** A VM with one of these tags needs no backup. */
  readonly exempt: readonly TagFilter[];
  /** The tag that says why. @default - the value of the tag that exempts the VM */
  readonly reasonTag?: string | undefined;
}

/** What the tags of a VM ask of its backups. The tags themselves are not kept: in a large estate they are most of what is read. */
export interface VmObjectives {
  readonly rpoMinutes: number;
  /** Why it needs no backup. */
  readonly exempt: string | undefined;
  /** Whether it has the tags of the VMs that the command is about. */
  readonly isChosen: boolean;
}

export function vmObjectives(tags: Tags, objectives: Objectives): VmObjectives {
  return {
    rpoMinutes: rpoMinutesOf(tags, objectives),
    exempt: exemptionOf(tags, objectives),
    isChosen: objectives.tags.every((tag) => hasTag(tags, tag)),
  };
}

function rpoMinutesOf(tags: Tags, { rpoMinutes, rpoFor }: Objectives): number {
  const fitting = rpoFor.filter(({ tag }) => hasTag(tags, tag)).map(({ minutes }) => minutes);
  return fitting.length === 0 ? rpoMinutes : Math.min(...fitting);
}

/** Returns why a VM needs no backup; undefined if it needs one. */
function exemptionOf(tags: Tags, { exempt, reasonTag }: Objectives): string | undefined {
  const tag = exempt.find((one) => hasTag(tags, one));
  if (tag === undefined) return undefined;
  const reason = tagValue(tags, reasonTag ?? tag.name)?.trim();
  return reason === undefined || reason === "" ? "no reason is given" : reason;
}
