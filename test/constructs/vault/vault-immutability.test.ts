import { VaultImmutability } from "../../../lib";
import { refusal } from "../../support/synth";
import { minimalVault, vaultWith } from "./support";
import { testStack } from "../../support/synth";

test.each([
  ["Disabled", VaultImmutability.disabled(), false, false],
  ["Unlocked", VaultImmutability.unlocked(), true, false],
  ["Locked", VaultImmutability.locked({ acknowledgeIrreversible: true }), true, true],
])("passes %s to the resource, and returns it from the vault", (state, immutability, isImmutable, isLocked) => {
  expect(vaultWith({ immutability })).toMatchObject({ immutability: state, lifecycle: { prevent_destroy: true } });
  expect(minimalVault(testStack(), { immutability }).immutability).toMatchObject({ isImmutable, isLocked });
});

test("throws if locked immutability is not acknowledged", () => {
  expect(refusal(() => VaultImmutability.locked({ acknowledgeIrreversible: false }))).toBe(
    "VaultImmutability.locked: acknowledgeIrreversible must be true, because a locked vault can never be unlocked, got false; " +
      "set it to true, or use VaultImmutability.unlocked()",
  );
});

test("throws if a locked vault turns prevent_destroy off", () => {
  const immutability = VaultImmutability.locked({ acknowledgeIrreversible: true });
  expect(refusal(() => vaultWith({ immutability, lifecycle: { preventDestroy: false } }))).toBe(
    "RecoveryServicesVault 'stack/Vault': lifecycle.preventDestroy must be true if immutability is locked, got false; leave it out",
  );
  expect(vaultWith({ immutability, lifecycle: { ignoreChanges: ["tags"] } })).toMatchObject({
    lifecycle: { prevent_destroy: true, ignore_changes: ["tags"] },
  });
});

test("accepts preventDestroy false for a vault that is not locked", () => {
  const immutability = VaultImmutability.unlocked();
  expect(vaultWith({ immutability, lifecycle: { preventDestroy: false } })).toMatchObject({
    lifecycle: { prevent_destroy: false },
  });
});
