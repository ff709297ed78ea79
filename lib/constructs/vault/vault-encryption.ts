import type { RecoveryServicesVaultEncryption } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import { checkResourceId, canonicalId } from "../private/azure-ids";
import { checkFlags, requireOptions } from "../private/option-types";
import { checkText, throwIfInvalid } from "../private/problems";
import { USER_ASSIGNED_IDENTITY } from "./resource-types";
import { VaultIdentity } from "./vault-identity";
import { type OptionNames, throwIfMisspelled } from "../private/option-names";

/** Options of {@link VaultEncryption.bySystemAssignedIdentity}. */
export interface VaultEncryptionOptions {
  /** The key's URL, `https://<key vault>/keys/<name>`, optionally followed by `/<version>`. */
  readonly keyId: string;

  /**
   * Whether Azure encrypts the storage a second time with a Microsoft-managed key. It can never change.
   * @default false
   */
  readonly infrastructureEncryptionEnabled?: boolean;
}

/** Options of {@link VaultEncryption.byUserAssignedIdentity}. */
export interface UserAssignedEncryptionOptions extends VaultEncryptionOptions {
  /** The id of the user-assigned identity that reads the key. It needs the permission before the vault is created. */
  readonly userAssignedIdentityId: string;
}

const BY_SYSTEM: OptionNames<VaultEncryptionOptions> = { keyId: true, infrastructureEncryptionEnabled: true };
const BY_USER: OptionNames<UserAssignedEncryptionOptions> = { ...BY_SYSTEM, userAssignedIdentityId: true };

/**
 * Encryption of a vault's backups with a customer-managed key. It must be set before the first item is registered with the vault. It
 * cannot be removed, but the key can change.
 * @see https://learn.microsoft.com/azure/backup/encryption-at-rest-with-cmk
 */
export class VaultEncryption {
  /**
   * Encrypts with a key that a user-assigned identity reads. It needs only one deployment, because the identity can get its
   * permission on the key before the vault exists. Make the vault depend on that role assignment or access policy.
   *
   * The vault gets the identity. If the vault has `identity`, it must include this identity.
   * @throws if the key's URL or the identity's id is invalid
   */
  public static byUserAssignedIdentity(options: UserAssignedEncryptionOptions): VaultEncryption {
    requireOptions("VaultEncryption.byUserAssignedIdentity", "options", options, "{ keyId, userAssignedIdentityId }");
    throwIfMisspelled("VaultEncryption.byUserAssignedIdentity", options, BY_USER);
    const { userAssignedIdentityId: id } = options;
    throwIfInvalid("VaultEncryption.byUserAssignedIdentity", [
      ...keyProblems(options),
      ...checkResourceId("userAssignedIdentityId", id, USER_ASSIGNED_IDENTITY),
    ]);
    return new VaultEncryption(options, canonicalId(id, USER_ASSIGNED_IDENTITY));
  }

  /**
   * Encrypts with a key that the vault's system-assigned identity reads. The identity exists only after the vault, so two deployments
   * are needed: the first with `identity: VaultIdentity.systemAssigned()`, the second with `encryption`, after the identity has got its
   * permission on the key.
   * @throws if the key's URL is invalid
   */
  public static bySystemAssignedIdentity(options: VaultEncryptionOptions): VaultEncryption {
    requireOptions("VaultEncryption.bySystemAssignedIdentity", "options", options, "{ keyId }");
    throwIfMisspelled("VaultEncryption.bySystemAssignedIdentity", options, BY_SYSTEM);
    throwIfInvalid("VaultEncryption.bySystemAssignedIdentity", keyProblems(options));
    return new VaultEncryption(options);
  }

  private constructor(
    private readonly options: VaultEncryptionOptions,
    /** @internal */
    public readonly _userAssignedIdentityId?: string,
  ) {}

  /** @internal azurerm's block. azurerm uses the system-assigned identity by default. */
  public get _block(): RecoveryServicesVaultEncryption {
    const userAssignedIdentityId = this._userAssignedIdentityId;
    return {
      keyId: this.options.keyId,
      infrastructureEncryptionEnabled: this.options.infrastructureEncryptionEnabled ?? false,
      ...(userAssignedIdentityId === undefined ? {} : { userAssignedIdentityId, useSystemAssignedIdentity: false }),
    };
  }

  /** @internal The identity that reads the key. */
  public get _identity(): VaultIdentity {
    const id = this._userAssignedIdentityId;
    return id === undefined ? VaultIdentity.systemAssigned() : VaultIdentity.userAssigned([id]);
  }
}

function keyProblems(options: VaultEncryptionOptions): string[] {
  const problems = checkText("keyId", options.keyId, /^https:\/\/[^/\s]+\/keys\/[^/\s]+(\/[^/\s]+)?\/?$/, {
    allowed: "the URL of a key, 'https://<key vault>/keys/<name>' or with '/<version>' after it",
    remedy: "copy the key identifier from the key vault, not a resource id, a secret or a certificate",
  });
  return [...problems, ...checkFlags(options, "infrastructureEncryptionEnabled")];
}
