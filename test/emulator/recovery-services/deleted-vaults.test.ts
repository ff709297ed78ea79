import { serveDeletedVaults } from "../../../lib/emulator/recovery-services/vaults/deleted-vault-routes";
import { serveVaultDeletion } from "../../../lib/emulator/recovery-services/vaults/vault-deletion";
import type { ProtectedItem } from "../../../lib/emulator/recovery-services/model";
import { at, type Answer } from "../client";
import { backupOf, contextOf, DAY, GROUP, ITEM_ID, itemOf, NOW, policyOf, VAULT_ID, vaultOf } from "./records";
import { refused, serviceOf, type Service } from "./service";

const REGION = "/subscriptions/s/providers/Microsoft.RecoveryServices/locations/westeurope";
const NAME = /^rg-app_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SOFT_DELETED = { deletion: { at: NOW, recoverableUntil: NOW + 14 * DAY } };

interface Deleted {
  readonly id: string;
  readonly name: string;
  readonly properties: { readonly purgeAt: string };
}

/** A vault with a policy, a job, a discovery's neighbour and an item, which is soft-deleted unless `item` says otherwise. */
function scene(item: Partial<ProtectedItem> | undefined = SOFT_DELETED): Service {
  const context = contextOf([backupOf("j", 60)], { item: itemOf(item) });
  const policy = policyOf("daily");
  context.state.policies.set(policy.id, policy);
  const proxy = `${VAULT_ID}/backupResourceGuardProxies/p`;
  context.state.resources.set(proxy, {
    id: proxy,
    name: "p",
    type: "x",
    body: { properties: { of: `${VAULT_ID}-2`, text: VAULT_ID } },
  });
  return serviceOf(context, serveVaultDeletion, serveDeletedVaults);
}

const remove = ({ ask }: Service, apiVersion = "2025-08-01", id = VAULT_ID) => ask("DELETE", id, undefined, { apiVersion });
const listed = async ({ ask }: Service, region = REGION) => at(await ask("GET", `${region}/deletedVaults`), "value") as Deleted[];
const undelete = ({ ask }: Service, { id }: Deleted, recoveryResourceGroupId = GROUP) =>
  ask("POST", `${id}/undelete`, { properties: { recoveryResourceGroupId } });

async function deleted(s: Service): Promise<Deleted> {
  await remove(s);
  const [one] = await listed(s);
  if (!one) throw new Error("no deleted vault is listed");
  return one;
}

describe("the deletion of a vault", () => {
  test.each([
    ["2025-02-01", 200, false],
    ["2025-08-01", 202, false],
    ["2025-12-31", 202, false],
    ["2026-01-01", 202, true],
  ])("with api-version %s is answered with %d", async (version, status, signed) => {
    const s = scene();
    const answer = await remove(s, version);
    const links = [answer.headers["azure-asyncoperation"], answer.headers["location"]];
    expect([answer.status, answer.body]).toEqual([status, undefined]);
    const path = (name: string) =>
      expect.stringMatching(
        new RegExp(`^https://localhost:1${VAULT_ID}/${name}/[A-Za-z0-9]{98}==\\?api-version=${version}${signed ? "&t=" : "$"}`),
      ) as unknown;
    expect(links).toEqual(status === 200 ? [undefined, undefined] : [path("operationStatus"), path("operationResults")]);
    expect(s.context.state.vaults.get(VAULT_ID)).toBeUndefined();
    expect((await remove(s, version)).status).toBe(204);
  });

  test("is followed for three seconds", async () => {
    const s = scene();
    const { "azure-asyncoperation": status = "", location = "" } = (await remove(s)).headers;
    const { pathname: id } = new URL(status);
    const body = { id, name: id.split("/").at(-1) };
    s.context.clock.advance(2999);
    expect((await s.ask("GET", status)).body).toEqual({ ...body, status: "InProgress" });
    expect((await s.ask("GET", location)).status).toBe(202);
    s.context.clock.advance(1);
    expect((await s.ask("GET", status)).body).toEqual({ ...body, status: "Succeeded" });
    expect((await s.ask("GET", location)).status).toBe(204);
    for (const path of ["operationStatus", "operationResults"]) {
      const other = (text: string) => s.ask("GET", text.replace("operationStatus", path));
      expect((await other(`${VAULT_ID}/operationStatus/none`)).status).toBe(404);
      expect((await other(id.replace("rsv-app", "rsv-2"))).status).toBe(404);
    }
  });

  test("is refused while an item is not soft-deleted, and names its container", async () => {
    for (const item of [{}, { protectedAt: NOW + DAY }]) {
      const s = scene(item);
      expect(refused(await remove(s))).toEqual([
        400,
        "ServiceResourceNotEmptyWithContainerDetails",
        expect.stringMatching(/proceeding for deletion : iaasvmcontainerv2;rg-app;vm-web\.$/),
      ]);
      expect(await listed(s)).toEqual([]);
    }
  });

  test("is refused in a group that does not exist", async () => {
    expect((await remove(scene(), "2025-08-01", VAULT_ID.replace("rg-app", "rg-x"))).status).toBe(404);
  });
});

describe("a deleted vault", () => {
  test("is listed in its region, until its backups are purged", async () => {
    const s = scene();
    const one = await deleted(s);
    expect(one).toEqual({
      id: `${REGION}/deletedVaults/${one.name}`,
      name: expect.stringMatching(NAME) as unknown,
      type: "Microsoft.RecoveryServices/locations/deletedVaults",
      location: "westeurope",
      properties: {
        vaultId: VAULT_ID,
        vaultDeletionTime: new Date(NOW).toISOString().replace("Z", "0000Z"),
        purgeAt: new Date(NOW + 14 * DAY).toISOString().replace("Z", "0000Z"),
      },
    });
    const read = await s.ask("GET", one.id.toUpperCase());
    expect([read.status, read.body]).toEqual([200, one]);
    expect(await listed(s, REGION.replace("westeurope", "west"))).toEqual([]);
    s.context.clock.advance(14 * DAY - 1);
    expect(await listed(s)).toHaveLength(1);
    s.context.clock.advance(1);
    expect(await listed(s)).toEqual([]);
    expect(refused(await s.ask("GET", one.id))).toEqual([
      404,
      "ResourceNotFound",
      `The deleted vault '${one.name}' was not found in location 'westeurope'.`,
    ]);
  });

  test("is listed for three days if it has no backups", async () => {
    const s = scene({ deletion: { at: NOW - 2, recoverableUntil: undefined } });
    const { properties } = await deleted(s);
    expect(properties).toMatchObject({ purgeAt: new Date(NOW).toISOString().replace("Z", "0000Z") });
    s.context.clock.advance(3 * DAY - 1);
    expect(await listed(s)).toHaveLength(1);
    s.context.clock.advance(1);
    expect(await listed(s)).toEqual([]);
  });

  test("is listed by name", async () => {
    const s = scene();
    const one = await deleted(s);
    const { deletedVaults } = s.context.state;
    const record = deletedVaults.get(one.id);
    for (const name of ["c", "a", "B"]) if (record) deletedVaults.set(name, { ...record, name });
    expect((await listed(s)).map(({ name }) => name)).toEqual(["a", "B", "c", one.name]);
  });

  test("frees its name, and takes everything with it", async () => {
    const s = scene();
    await deleted(s);
    const { state } = s.context;
    for (const records of [state.policies, state.protectedItems, state.resources]) expect(records.under(VAULT_ID)).toEqual([]);
    expect(state.jobs.ofVault(VAULT_ID)).toHaveLength(0);
    state.vaults.set(VAULT_ID, vaultOf());
    state.protectedItems.set(ITEM_ID, itemOf(SOFT_DELETED));
    await remove(s);
    expect((await listed(s)).map(({ name }) => NAME.test(name))).toEqual([true, true]);
  });
});

describe("undeleting a vault", () => {
  const accepted = ({ status, headers }: Answer): string => {
    expect([status, headers["location"]]).toEqual([202, headers["azure-asyncoperation"]]);
    return headers["location"] ?? "";
  };

  test("brings back everything, in ten seconds", async () => {
    const s = scene();
    const one = await deleted(s);
    const link = accepted(await undelete(s, one));
    expect(link).toMatch(new RegExp(`^https://localhost:1${one.id}/operations/[\\w-]{36}\\?api-version=2025-02-01$`));
    const { pathname: id } = new URL(link);
    const body = { id, name: id.split("/").at(-1) };
    s.context.clock.advance(9999);
    expect((await s.ask("GET", link)).body).toEqual({ ...body, status: "InProgress" });
    s.context.clock.advance(1);
    expect((await s.ask("GET", link)).body).toEqual({ ...body, status: "Succeeded" });
    expect((await s.ask("GET", link.replace("westeurope", "eastus"))).status).toBe(404);
    expect(await listed(s)).toEqual([]);
    const { state } = s.context;
    expect(state.vaults.get(VAULT_ID)).toMatchObject({ id: VAULT_ID });
    expect(state.protectedItems.get(ITEM_ID)).toMatchObject({ id: ITEM_ID, vaultId: VAULT_ID, ...SOFT_DELETED });
    expect(state.jobs.ofItem(ITEM_ID)).toHaveLength(1);
    expect((await undelete(s, one)).status).toBe(404);
  });

  test("moves all ids to another group, and no others", async () => {
    const s = scene();
    const other = `${GROUP}-2`;
    s.context.state.resourceGroups.set(other, { id: other, name: "rg-app-2", location: "westeurope", tags: {} });
    accepted(await undelete(s, await deleted(s), other.toUpperCase().replace("/SUBSCRIPTIONS/S/", "/subscriptions/s/")));
    const id = VAULT_ID.replace(GROUP, other);
    const { state } = s.context;
    expect(state.vaults.get(id)?.id).toBe(id);
    expect(state.policies.get(`${id}/backupPolicies/daily`)?.id).toBe(`${id}/backupPolicies/daily`);
    const item = ITEM_ID.replace(VAULT_ID, id);
    expect(state.protectedItems.get(item)).toMatchObject({ id: item, vaultId: id, vmId: itemOf().vmId });
    expect(state.jobs.ofVault(id)).toMatchObject([{ vaultId: id, itemId: item }]);
    expect(state.resources.get(`${id}/backupResourceGuardProxies/p`)?.body).toEqual({
      properties: { of: `${VAULT_ID}-2`, text: id },
    });
  });

  test("is refused if the name is taken, or the group is none", async () => {
    const s = scene();
    const one = await deleted(s);
    const { vaults } = s.context.state;
    vaults.set(VAULT_ID, vaultOf());
    expect(refused(await undelete(s, one))).toEqual([
      409,
      "VaultAlreadyExists",
      `The vault '${VAULT_ID}' exists: delete it, or undelete into another resource group.`,
    ]);
    vaults.delete(VAULT_ID);
    expect(refused(await undelete(s, one, "rg-app"))).toEqual([
      400,
      "InvalidRequestContent",
      expect.stringContaining("'rg-app' is not the id of a resource group"),
    ]);
    expect(refused(await undelete(s, one, `${GROUP}-2`)).slice(0, 2)).toEqual([404, "ResourceGroupNotFound"]);
    const answer = await s.ask("POST", `${one.id}/undelete`, { properties: {} });
    expect(refused(answer)[2]).toContain("'DeletedVaultUndeleteInput'");
    expect(await listed(s)).toHaveLength(1);
  });
});
