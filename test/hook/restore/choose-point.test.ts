import { choosePoint } from "../../../lib/hook/restore/choose-point";
import type { PointChoice } from "../../../lib/hook/restore/restore-options";
import type { RecoveryPoint } from "../../../lib/hook/vault/recovery-point";

const NOW = new Date("2026-11-20T12:00:00Z");

function point(id: string, time: string | undefined, ...tiers: string[]): RecoveryPoint {
  return {
    id,
    time: time === undefined ? undefined : new Date(time),
    tiers,
    expires: undefined,
    consistency: "Application consistent",
    ...{ threatStatus: undefined, threats: [] },
  };
}

const POINTS = [
  point("gone", "2026-11-20T11:00:00Z"),
  point("snapshot", "2026-11-20T10:00:00Z", "Snapshot"),
  point("vaulted", "2026-11-19T10:00:00Z", "Snapshot", "Vault-Standard"),
  point("archived", "2026-05-01T10:00:00Z", "Vault-Archive"),
  point("timeless", undefined, "Vault-Standard"),
];

const before = (text: string): PointChoice => ({ kind: "before", point: { at: new Date(text) } });

test.each<[string, PointChoice, string]>([
  ["the latest with data", { kind: "latest" }, "snapshot"],
  ["the latest in the vault", { kind: "latestVaulted" }, "vaulted"],
  ["the latest before an instant", before("2026-11-19T23:00:00Z"), "vaulted"],
  ["the one at that instant", before("2026-11-19T10:00:00Z"), "vaulted"],
  ["the latest before an age", { kind: "before", point: { agoMs: 30 * 86_400_000 } }, "archived"],
  ["the one with an id", { kind: "id", id: "archived" }, "archived"],
])("returns %s", (_, choice, id) => {
  expect(choosePoint(choice, POINTS, "vm-web", NOW).id).toBe(id);
});

test.each<[string, PointChoice, RegExp]>([
  ["an unknown id", { kind: "id", id: "x" }, /got 'x'/],
  ["the id of a point without data", { kind: "id", id: "gone" }, /got 'gone'/],
  ["a time before the oldest", before("2020-01-01T00:00:00Z"), /got 'before 2020-01-01 00:00 UTC'/],
])("throws for %s", (_, choice, message) => {
  expect(() => choosePoint(choice, POINTS, "vm-web", NOW)).toThrow(message);
});

test("throws if there is no recovery point, or none in the vault", () => {
  expect(() => choosePoint({ kind: "latest" }, [], "vm-web", NOW)).toThrow(/'vm-web' has no recovery point/);
  expect(() => choosePoint({ kind: "latestVaulted" }, POINTS.slice(0, 2), "vm-web", NOW)).toThrow(/is in the vault yet/);
});
