/** An error that Azure Backup reports for the backup of a VM. */
export interface CatalogueEntry {
  /** The error number, if Azure documents one. */
  readonly number?: number;
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
  /**
   * When a retry may succeed without a change: a few minutes later, or after the other backup of the VM has ended.
   * @default - never: the cause must be removed first
   */
  readonly retry?: "later" | "afterOtherBackup";
  /** Whether the VM does not exist under its id any more. @default false */
  readonly vmIsGone?: true;
}

/** Entries by Azure's code. */
export type Catalogue = Readonly<Record<string, CatalogueEntry>>;
