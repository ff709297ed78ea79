import { createHash } from "node:crypto";
import { caseFold } from "../../azure/case-fold";

/** One part of the vaults, of `count` parts that processes work on side by side. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

/**
 * Returns the shard of a vault, from 1 to `count`. It depends on the vault's id and the count alone, so that processes that see different
 * vaults, or see them minutes apart, never work on the same one.
 */
export function shardOf(vaultId: string, count: number): number {
  const hash = createHash("sha256").update(caseFold(vaultId)).digest();
  return (hash.readUIntBE(0, 6) % count) + 1;
}
