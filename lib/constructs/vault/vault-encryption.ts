import type { RecoveryServicesVaultEncryption } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import { checkResourceId, canonicalId } from "../private/azure-ids";
import { checkText, throwIfInvalid } from "../private/problems";
import { USER_ASSIGNED_IDENTITY } from "./resource-types";
import { VaultIdentity } from "./vault-identity";

/** Options of {@link VaultEncryption.bySystemAssignedIdentity}. */
export interface VaultEncryptionOptions {
  /** The key's URL, `https://<key vault>/keys/<name>`, or with the version of the key after that. */
  readonly keyId: string;

  /**
   * Whether the storage beneath is encrypted a second time, by a key of Azure's. It can never change.
   * @default false
   */
  readonly infrastructureEncryptionEnabled?: boolean;
}

/** Options of {@link VaultEncryption.byUserAssignedIdentity}. */
export interface UserAssignedEncryptionOptions extends VaultEncryptionOptions {
  /** The id of the user-assigned identity that reads the key; it needs that right before the vault is made. */
  readonly userAssignedIdentityId: string;
}

/**
 * Encryption of a vault's backups with a key of your own. It has to be set before anything is registered with the vault, and cannot be
 * removed; the key can be changed.
 * @see https://learn.microsoft.com/azure/backup/encryption-at-rest-with-cmk
 */
export class VaultEncryption {
  /**
   * With a key that a user-assigned identity reads: the way that deploys in one step, because the identity can be given its
   * right on the key before the vault exists. Make the vault depend on that role assignment or access policy.
   *
   * The vault gets the identity; one that is given identities of its own must have it among them.
   * @throws if the key or the identity is not well formed
   */
  public static byUserAssignedIdentity(options: UserAssignedEncryptionOptions): VaultEncryption {
    const { userAssignedIdentityId: id } = options;
    throwIfInvalid("VaultEncryption.byUserAssignedIdentity", [
      ...checkKey(options.keyId),
      ...checkResourceId("userAssignedIdentityId", id, USER_ASSIGNED_IDENTITY),
    ]);
    return new VaultEncryption(options, canonicalId(id, USER_ASSIGNED_IDENTITY));
  }

  /**
   * With a key that the vault's own identity reads. That identity exists only once the vault does, so it takes two deployments: one
   * with `identity: VaultIdentity.systemAssigned()`, after which the identity is given its right on the key, and one that adds this.
   * @throws if the key is not well formed
   */
  public static bySystemAssignedIdentity(options: VaultEncryptionOptions): VaultEncryption {
    throwIfInvalid("VaultEncryption.bySystemAssignedIdentity", checkKey(options.keyId));
    return new VaultEncryption(options);
  }

  private constructor(
    private readonly options: VaultEncryptionOptions,
    /** @internal */
    public readonly _userAssignedIdentityId?: string,
  ) {}

  /** @internal The block of azurerm, which takes a system-assigned identity wherever it is not told otherwise. */
  public get _block(): RecoveryServicesVaultEncryption {
    const userAssignedIdentityId = this._userAssignedIdentityId;
    return {
      keyId: this.options.keyId,
      infrastructureEncryptionEnabled: this.options.infrastructureEncryptionEnabled ?? false,
      ...(userAssignedIdentityId === undefined ? {} : { userAssignedIdentityId, useSystemAssignedIdentity: false }),
    };
  }

  /** @internal The identity that it takes. */
  public get _identity(): VaultIdentity {
    const id = this._userAssignedIdentityId;
    return id === undefined ? VaultIdentity.systemAssigned() : VaultIdentity.userAssigned([id]);
  }
}

function checkKey(keyId: string): string[] {
  return checkText("keyId", keyId, /^https:\/\/[^/\s]+\/keys\/[^/\s]+(\/[^/\s]+)?\/?$/, {
    allowed: "the URL of a key, 'https://<key vault>/keys/<name>' or with '/<version>' after it",
    remedy: "copy the key identifier from the key vault, not a resource id, a secret or a certificate",
  });
}
