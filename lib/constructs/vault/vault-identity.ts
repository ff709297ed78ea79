import { checkResourceIds, canonicalIds } from "../private/azure-ids";
import { throwIfInvalid } from "../private/problems";
import { USER_ASSIGNED_IDENTITY } from "./resource-types";

/**
 * The managed identities of a vault. A vault's identities can only be added to: azurerm refuses to take one away.
 * @see https://learn.microsoft.com/azure/backup/encryption-at-rest-with-cmk#enable-a-managed-identity-for-your-recovery-services-vault
 */
export class VaultIdentity {
  /** An identity of the vault's own, which exists once the vault does. */
  public static systemAssigned(): VaultIdentity {
    return new VaultIdentity(true);
  }

  /**
   * Identities that exist already.
   * @param identityIds the ids of user-assigned identities, at least one
   * @throws if an id is not that of a user-assigned identity, is there twice, or none is given
   */
  public static userAssigned(identityIds: string[]): VaultIdentity {
    return new VaultIdentity(false, checked("VaultIdentity.userAssigned", identityIds));
  }

  /**
   * Both an identity of the vault's own and some that exist already.
   * @param identityIds the ids of user-assigned identities, at least one
   * @throws if an id is not that of a user-assigned identity, is there twice, or none is given
   */
  public static systemAndUserAssigned(identityIds: string[]): VaultIdentity {
    return new VaultIdentity(true, checked("VaultIdentity.systemAndUserAssigned", identityIds));
  }

  private constructor(
    private readonly system: boolean,
    /** @internal */
    public readonly _identityIds?: string[],
  ) {}

  /** @internal Whether the vault has an identity of its own. */
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
