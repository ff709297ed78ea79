import { InitialBackup, RecoveryServicesVault, WaitFor } from "../../../lib";
import { initialBackupsOf } from "../../../lib/constructs/initial-backup/initial-backup-runs";
import { VAULT_ID } from "../../support/azure";
import { testStack } from "../../support/synth";
import { existing, OPTIONS } from "./support";

test("returns the initial backups of a vault in a stack, and no others", () => {
  const stack = testStack();
  const [web, other] = [existing(stack), existing(stack, ["vm-db"], `${VAULT_ID}2`, "Other")];
  expect(initialBackupsOf(stack, web.vault)).toEqual([]);
  const one = new InitialBackup(stack, "One", { ...OPTIONS, waitFor: WaitFor.COMPLETED, protectedVms: [web] });
  expect(initialBackupsOf(stack, other.vault)).toEqual([]);
  new InitialBackup(stack, "Two", { ...OPTIONS, outputName: "request", protectedVms: [web] });
  expect(initialBackupsOf(stack, RecoveryServicesVault.fromVaultId(stack, "Same", VAULT_ID))).toEqual([
    { path: "stack/One", waitFor: "completed", resource: one.resource },
    { path: "stack/Two", waitFor: "snapshot" },
  ]);
  const elsewhere = testStack();
  expect(initialBackupsOf(elsewhere, existing(elsewhere).vault)).toEqual([]);
});
