import { Clock } from "../../lib/emulator/clock";
import { simulateBackup } from "../../lib/emulator/recovery-services/jobs/backup-simulation";
import { itemView } from "../../lib/emulator/recovery-services/items/item-view";
import type { ProtectedItem } from "../../lib/emulator/recovery-services/model";
import { canonicalItemId } from "../../lib/emulator/recovery-services/items/protection-state";
import { State, type SavedState } from "../../lib/emulator/state";
import { testContext } from "./context";

const GROUP = "/subscriptions/s/resourceGroups/rg";
const VAULT = `${GROUP}/providers/Microsoft.RecoveryServices/vaults/v`;
const VM = `${GROUP}/providers/Microsoft.Compute/virtualMachines/vm1`;

const VIEW = { apiVersion: "2025-02-01" };

test("returns the same state from its JSON", () => {
  const clock = new Clock(0, Date.parse("2026-11-22T12:00:00Z"));
  const state = State.empty();
  const context = testContext({ clock, state });
  state.resources.set(VM, { id: VM, name: "vm1", type: "Microsoft.Compute/virtualMachines", body: {} });
  const item: ProtectedItem = {
    ...canonicalItemId(VAULT, VM),
    vaultId: VAULT,
    vmId: VM,
    vmName: "vm1",
    policyId: undefined,
    protection: "Protected",
    extendedProperties: undefined,
    protectedAt: clock.now() - 1000,
    scheduledUntil: clock.now() - 1000,
    deletion: undefined,
  } as ProtectedItem;
  state.protectedItems.set(item.id, item);
  state.faults.add({ kind: "job", vm: "vm1", code: "CloudInternalError", phase: "transfer" });
  state.jobs.add(simulateBackup(context, item, { startTime: clock.now(), expiry: clock.now() + 86_400_000, activityId: "a" }));
  const fault = { kind: "job", vm: "vm2", code: "CloudInternalError" } as const;
  state.faults.add(fault);
  clock.advance(2 * 3_600_000);

  const restored = State.from(JSON.parse(JSON.stringify(state)) as SavedState);
  expect(JSON.stringify(restored)).toBe(JSON.stringify(state));
  const [again] = restored.protectedItems.under(VAULT);
  expect(again && itemView({ ...context, state: restored }, again, VIEW)).toEqual(itemView(context, item, VIEW));
  expect(itemView(context, item, VIEW)["properties"]).toMatchObject({ lastBackupStatus: "CompletedWithWarnings" });
  expect(restored.faults.pending).toEqual([fault]);
  expect(restored.jobs.ofVault(VAULT.toUpperCase())).toHaveLength(1);
});
