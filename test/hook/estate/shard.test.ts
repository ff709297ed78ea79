import fc from "fast-check";
import { shardOf } from "../../../lib/hook/estate/shard";

const vaultId = fc
  .tuple(fc.uuid(), fc.string({ minLength: 1 }))
  .map(([subscription, name]) => `/subscriptions/${subscription}/vaults/${name}`);

test("each vault is in exactly one shard, whatever the case of its id", () => {
  fc.assert(
    fc.property(fc.uniqueArray(vaultId), fc.integer({ min: 1, max: 256 }), (vaults, count) => {
      const shards = Array.from({ length: count }, (_, index) => vaults.filter((vault) => shardOf(vault, count) === index + 1));
      expect(shards.flat().sort()).toEqual([...vaults].sort());
      for (const vault of vaults)
        expect(shardOf(vault.toUpperCase(), count)).toBe(shardOf(vault.toLowerCase().toUpperCase(), count));
    }),
  );
});

test("the shard of a vault never changes between releases", () => {
  const vaults = ["app", "data", "web", "hub"].map(
    (name) => `/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/${name}`,
  );
  expect(vaults.map((vault) => shardOf(vault, 4))).toMatchInlineSnapshot(`
   [
     3,
     3,
     4,
     4,
   ]
  `);
  expect(vaults.map((vault) => shardOf(vault.toUpperCase(), 4))).toEqual(vaults.map((vault) => shardOf(vault, 4)));
});

test("spreads many vaults evenly", () => {
  const counts = [0, 0, 0, 0];
  for (let index = 0; index < 4_000; index++) {
    const at = shardOf(`/subscriptions/s/vaults/rsv-${index}`, 4) - 1;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(120);
});
