/** The kinds of findings, most severe first, each with its meaning and whether it fails a run unless flags say otherwise. */
export const FINDING_KINDS = {
  unprotected: { title: "Protected by no vault", fails: true },
  neverBackedUp: { title: "Protected and never backed up", fails: true },
  stale: { title: "Last recovery point older than the objective", fails: true },
  stopped: { title: "Backups stopped or suspended", fails: true },
  shortRetention: { title: "Policy keeps less than required", fails: true },
  namesake: { title: "Unprotected, with a protected VM of the same group and name elsewhere", fails: false },
  gone: { title: "Protected item of a VM that is gone", fails: false },
  vaultSoftDelete: { title: "Vault without soft delete", fails: false },
  vaultImmutability: { title: "Vault without immutability", fails: false },
  vaultGuard: { title: "Vault without a Resource Guard", fails: false },
} as const;

export type FindingKind = keyof typeof FINDING_KINDS;

/** The kinds of what has no tags of a VM, and is left out if tags choose the VMs. */
export const KINDS_WITHOUT_TAGS: readonly FindingKind[] = ["gone", "vaultSoftDelete", "vaultImmutability", "vaultGuard"];

export const KINDS = Object.keys(FINDING_KINDS) as FindingKind[];

/** One gap in the coverage of an estate. */
export interface Finding {
  readonly kind: FindingKind;
  /** The id of the VM, the protected item or the vault, in Azure's spelling. */
  readonly id: string;
  readonly name: string;
  /** The id of the VM's or the vault's subscription, in lower case. */
  readonly subscriptionId: string;
  readonly region: string | null;
  readonly text: string;
}
