import { checkFlags, requireOptions } from "../private/option-types";
import { throwIfInvalid } from "../private/problems";
import { type OptionNames, throwIfMisspelled } from "../private/option-names";

/** Options of {@link StorageRedundancy.geo}. */
export interface GeoRedundancyOptions {
  /**
   * Whether backups can also be restored in the paired region. To turn it off again, Terraform must replace the vault.
   * @default - off in a new vault; not changed in an existing one
   */
  readonly crossRegionRestore?: boolean;
}

const OPTIONS: OptionNames<GeoRedundancyOptions> = { crossRegionRestore: true };

/**
 * How Azure replicates the backups of a vault. It cannot change after the vault has protected its first VM.
 * @see https://learn.microsoft.com/azure/backup/backup-create-recovery-services-vault#set-storage-redundancy
 */
export class StorageRedundancy {
  /**
   * Copies in the paired region.
   * @throws if `crossRegionRestore` is neither true nor false
   */
  public static geo(options: GeoRedundancyOptions = {}): StorageRedundancy {
    requireOptions("StorageRedundancy.geo", "options", options, "{ crossRegionRestore: true }");
    throwIfMisspelled("StorageRedundancy.geo", options, OPTIONS);
    throwIfInvalid("StorageRedundancy.geo", checkFlags(options, "crossRegionRestore"));
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

  /** @internal Whether the stack does not set cross-region restore, although the redundancy allows it. */
  public get _leavesCrossRegionRestore(): boolean {
    return this.storageModeType === "GeoRedundant" && this._crossRegionRestore === undefined;
  }

  /** @internal */
  public get _storageModeType(): string {
    return this.storageModeType;
  }
}
