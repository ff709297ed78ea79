import { checkResourceIds, canonicalIds } from "../private/azure-ids";
import { throwIfInvalid } from "../private/problems";
import { USER_ASSIGNED_IDENTITY } from "./resource-types";

/**
 * The managed identities of a vault. azurerm can add identities to a vault, but refuses to remove one.
 * @see https://learn.microsoft.com/azure/backup/encryption-at-rest-with-cmk#enable-a-managed-identity-for-your-recovery-services-vault
 */
export class VaultIdentity {
  /** A system-assigned identity, which Azure creates with the vault. */
  public static systemAssigned(): VaultIdentity {
    return new VaultIdentity(true);
  }

  /**
   * Existing user-assigned identities.
   * @param identityIds the ids of user-assigned identities, at least one
   * @throws if an id is not the id of a user-assigned identity, or if the list is empty or has an id twice
   */
  public static userAssigned(identityIds: string[]): VaultIdentity {
    return new VaultIdentity(false, checked("VaultIdentity.userAssigned", identityIds));
  }

  /**
   * A system-assigned identity and existing user-assigned identities.
   * @param identityIds the ids of user-assigned identities, at least one
   * @throws if an id is not the id of a user-assigned identity, or if the list is empty or has an id twice
   */
  public static systemAndUserAssigned(identityIds: string[]): VaultIdentity {
    return new VaultIdentity(true, checked("VaultIdentity.systemAndUserAssigned", identityIds));
  }

  private constructor(
    private readonly system: boolean,
    /** @internal */
    public readonly _identityIds?: string[],
  ) {}

  /** @internal Whether the vault has a system-assigned identity. */
  public get _hasSystemAssigned(): boolean {
    return this.system;
  }

  /** @internal */
  public get _type(): string {
    return [...(this.system ? ["SystemAssigned"] : []), ...(this._identityIds ? ["UserAssigned"] : [])].join(", ");
  }
}

function checked(subject: string, identityIds: string[]): string[] {
  throwIfInvalid(subject, checkResourceIds("identityIds", identityIds, USER_ASSIGNED_IDENTITY));
  return canonicalIds(identityIds, USER_ASSIGNED_IDENTITY);
}
