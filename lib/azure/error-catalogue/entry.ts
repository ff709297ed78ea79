/** What is known of an error that Azure Backup reports of a VM's backup. */
export interface CatalogueEntry {
  /** Azure's number for it, if one is documented. */
  readonly number?: number;
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
  /**
   * When the same backup may succeed without anybody doing anything: a few minutes later, or once the other backup of the VM has
   * ended.
   * @default - never: somebody has to act first
   */
  readonly retry?: "later" | "afterOtherBackup";
}

/** Entries by Azure's code. */
export type Catalogue = Readonly<Record<string, CatalogueEntry>>;
