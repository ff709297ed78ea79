import { problem, throwIfInvalid } from "../private/problems";

/** Options of {@link VaultImmutability.locked}. */
export interface LockedImmutabilityOptions {
  /** `true`, which says that you know: neither you nor Microsoft can ever unlock, or delete, the vault while it holds backups. */
  readonly acknowledgeIrreversible: boolean;
}

/**
 * Whether backups can be deleted, or their retention cut, before they expire.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-immutable-vault-concept
 */
export class VaultImmutability {
  /** Backups can be deleted before they expire. */
  public static disabled(): VaultImmutability {
    return new VaultImmutability("Disabled");
  }

  /** Backups cannot be deleted before they expire; that can be turned off again. */
  public static unlocked(): VaultImmutability {
    return new VaultImmutability("Unlocked");
  }

  /**
   * Backups cannot be deleted before they expire, for good. Try it out with {@link VaultImmutability.unlocked} first. A vault that is
   * locked keeps `prevent_destroy`, because azurerm would answer any other immutability with its replacement.
   * @throws if `acknowledgeIrreversible` is not `true`
   */
  public static locked(options: LockedImmutabilityOptions): VaultImmutability {
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

  /** Whether backups are safe from deletion, locked or not. */
  public get isImmutable(): boolean {
    return this.state !== "Disabled";
  }

  /** Whether it can never be turned off. */
  public get isLocked(): boolean {
    return this.state === "Locked";
  }
}
