import { problem, throwIfInvalid } from "../private/problems";
import { requireOptions } from "../private/option-types";
import { type OptionNames, throwIfMisspelled } from "../private/option-names";

/** Options of {@link VaultImmutability.locked}. */
export interface LockedImmutabilityOptions {
  /** Must be `true`: you know that neither you nor Microsoft can unlock the vault, or delete it while it has backups. */
  readonly acknowledgeIrreversible: boolean;
}

const OPTIONS: OptionNames<LockedImmutabilityOptions> = { acknowledgeIrreversible: true };

/**
 * Whether backups can be deleted, or their retention reduced, before they expire.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-immutable-vault-concept
 */
export class VaultImmutability {
  /** Backups can be deleted before they expire. */
  public static disabled(): VaultImmutability {
    return new VaultImmutability("Disabled");
  }

  /** Backups cannot be deleted before they expire. Immutability can be turned off again. */
  public static unlocked(): VaultImmutability {
    return new VaultImmutability("Unlocked");
  }

  /**
   * Backups cannot be deleted before they expire, and immutability can never be turned off. Test with
   * {@link VaultImmutability.unlocked} first. A locked vault keeps `prevent_destroy`, because azurerm would replace the vault if its
   * immutability changed.
   * @throws if `acknowledgeIrreversible` is not `true`
   */
  public static locked(options: LockedImmutabilityOptions): VaultImmutability {
    requireOptions("VaultImmutability.locked", "options", options, "{ acknowledgeIrreversible: true }");
    throwIfMisspelled("VaultImmutability.locked", options, OPTIONS);
    const acknowledged: unknown = options.acknowledgeIrreversible;
    const rule = {
      allowed: "true, because a locked vault can never be unlocked",
      remedy: "set it to true, or use VaultImmutability.unlocked()",
    };
    throwIfInvalid(
      "VaultImmutability.locked",
      acknowledged === true ? [] : [problem("acknowledgeIrreversible", acknowledged, rule)],
    );
    return new VaultImmutability("Locked");
  }

  private constructor(private readonly state: "Disabled" | "Unlocked" | "Locked") {}

  /** @internal */
  public get _state(): string {
    return this.state;
  }

  /** Whether backups cannot be deleted before they expire, locked or not. */
  public get isImmutable(): boolean {
    return this.state !== "Disabled";
  }

  /** Whether immutability can never be turned off. */
  public get isLocked(): boolean {
    return this.state === "Locked";
  }
}
