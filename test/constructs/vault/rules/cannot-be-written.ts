import {
  type RecoveryServicesVaultProps,
  StorageRedundancy,
  VaultEncryption,
  VaultIdentity,
  VaultImmutability,
} from "../../../../lib";
import { identityId, KEY_ID, MINIMAL } from "../support";

/** Mistakes that the types prevent. Nothing here runs: `@ts-expect-error` fails the compilation if the next line has no error. */
export const CANNOT_BE_WRITTEN: Record<string, () => unknown> = {
  "Cross-region restore of a vault that is not geo-redundant": () =>
    // @ts-expect-error Only geo-redundant backups can be restored in the paired region.
    StorageRedundancy.zone({ crossRegionRestore: true }),
  "A redundancy or an immutability that azurerm does not have": (): RecoveryServicesVaultProps => ({
    ...MINIMAL,
    // @ts-expect-error A redundancy is made by geo, zone or local.
    redundancy: "GeoRedundant",
    // @ts-expect-error An immutability is made by disabled, unlocked or locked.
    immutability: "locked",
  }),
  "Locked immutability without an acknowledgement": () =>
    // @ts-expect-error It cannot be undone, so it must be acknowledged.
    VaultImmutability.locked(),
  "Identity ids with a system-assigned identity alone": () =>
    // @ts-expect-error systemAndUserAssigned has both.
    VaultIdentity.systemAssigned([identityId("a")]),
  "A user-assigned identity that reads the key, with `use_system_assigned_identity` left on": () =>
    VaultEncryption.byUserAssignedIdentity({
      keyId: KEY_ID,
      userAssignedIdentityId: identityId("a"),
      // @ts-expect-error The factory turns it off.
      useSystemAssignedIdentity: true,
    }),
  "Encryption without an identity, or without a choice for infrastructure encryption": () =>
    // @ts-expect-error An encryption is made by byUserAssignedIdentity or bySystemAssignedIdentity.
    ({ ...MINIMAL, encryption: { keyId: KEY_ID } }) satisfies RecoveryServicesVaultProps,
};
