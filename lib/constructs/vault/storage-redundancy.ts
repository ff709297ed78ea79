/** Options of {@link StorageRedundancy.geo}. */
export interface GeoRedundancyOptions {
  /**
   * Whether backups can also be restored in the paired region. Once on, turning it off makes Terraform replace the vault.
   * @default - left to azurerm, which leaves it off
   */
  readonly crossRegionRestore?: boolean;
}

/**
 * How Azure replicates what a vault keeps. It is fixed once the first VM is protected.
 * @see https://learn.microsoft.com/azure/backup/backup-create-recovery-services-vault#set-storage-redundancy
 */
export class StorageRedundancy {
  /** Copies in the paired region. */
  public static geo(options: GeoRedundancyOptions = {}): StorageRedundancy {
    return new StorageRedundancy("GeoRedundant", options.crossRegionRestore);
  }

  /** Copies in the zones of the vault's region. */
  public static zone(): StorageRedundancy {
    return new StorageRedundancy("ZoneRedundant");
  }

  /** Copies in one datacenter of the vault's region. */
  public static local(): StorageRedundancy {
    return new StorageRedundancy("LocallyRedundant");
  }

  private constructor(
    private readonly storageModeType: string,
    /** @internal */
    public readonly _crossRegionRestore?: boolean,
  ) {}

  /** @internal */
  public get _storageModeType(): string {
    return this.storageModeType;
  }
}
