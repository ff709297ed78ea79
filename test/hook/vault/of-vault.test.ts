import { ForeignId } from "../../../lib/hook/arm/answer-schema";
import { ofVault } from "../../../lib/hook/vault/of-vault";
import { itemId, VAULT_ID } from "../fakes";

const read = ofVault(VAULT_ID, VAULT_ID, (body) => body as { id?: string });
const policyId = (vault: string): object => ({ properties: { policyId: `${vault}/backupPolicies/policy` } });

test.each([
  ["an object of the vault", { id: itemId("vm-web") }],
  ["one in another case", { id: itemId("vm-web").toUpperCase() }],
  ["one without an id", {}],
  ["one with a policy of the vault", { id: itemId("vm-web"), ...policyId(VAULT_ID) }],
])("returns %s", (_, body) => {
  expect(read(body)).toBe(body);
});

test.each([
  ["an object of another vault", { id: itemId("vm-web").replace("rsv-app", "rsv-other") }],
  ["one of a vault whose name begins alike", { id: itemId("vm-web").replace("rsv-app", "rsv-app-2") }],
  ["an id that leads out of the vault", { id: `${VAULT_ID}/../rsv-other/backupJobs/1` }],
  ["an id with a query", { id: `${VAULT_ID}/backupJobs/1?x=y` }],
  ["one with a policy of another vault", { id: itemId("vm-web"), ...policyId(VAULT_ID.replace("rsv-app", "rsv-other")) }],
])("throws for %s", (_, body) => {
  expect(() => read(body)).toThrow(ForeignId);
  expect(() => read(body)).toThrow(`Azure's answer is of another object than '${VAULT_ID}': `);
});

test("does not check what the reader leaves out", () => {
  const nothing = ofVault<unknown>(VAULT_ID, VAULT_ID, () => undefined);
  expect(nothing({ id: "/subscriptions/other" })).toBeUndefined();
});
