import { builtInPolicies } from "../../../lib/emulator/recovery-services/policies/built-in-policies";
import { putPolicy, servePolicies } from "../../../lib/emulator/recovery-services/policies/policies";
import { recoveryPointsOf } from "../../../lib/emulator/recovery-services/recovery-points/recovery-points";
import { at } from "../client";
import { backupOf, contextOf, dailyRetention, GROUP, itemOf, policyOf, refusalOf, vaultOf, VAULT_ID } from "./records";
import { refused, serviceOf, type Service } from "./service";

const TIME = "2026-11-20T23:00:00Z";
const URL = `${VAULT_ID}/backupPolicies`;
const INVALID = "BMSUserErrorInvalidPolicyInput";

const retained = (count: number, times = [TIME]) => ({
  retentionPolicyType: "LongTermRetentionPolicy",
  dailySchedule: { retentionTimes: times, retentionDuration: { count, durationType: "Days" } },
});
const V1 = {
  backupManagementType: "AzureIaasVM",
  schedulePolicy: { schedulePolicyType: "SimpleSchedulePolicy", scheduleRunFrequency: "Daily", scheduleRunTimes: [TIME] },
  retentionPolicy: retained(30),
};
const WEEKLY = {
  backupManagementType: "AzureIaasVM",
  schedulePolicy: {
    ...V1.schedulePolicy,
    ...{ scheduleRunFrequency: "Weekly", scheduleRunDays: ["Sunday"] },
  },
  retentionPolicy: {
    retentionPolicyType: "LongTermRetentionPolicy",
    weeklySchedule: {
      daysOfTheWeek: ["Sunday"],
      retentionTimes: [TIME],
      retentionDuration: { count: 4, durationType: "Weeks" },
    },
  },
};
const V2 = {
  ...V1,
  policyType: "V2",
  schedulePolicy: {
    schedulePolicyType: "SimpleSchedulePolicyV2",
    scheduleRunFrequency: "Daily",
    dailySchedule: { scheduleRunTimes: [TIME] },
  },
};

const service = (context = contextOf()): Service => serviceOf(context, servePolicies);
const put = ({ ask }: Service, name: string, properties: object) => ask("PUT", `${URL}/${name}`, { properties });
const names = async ({ ask }: Service, filter?: string) => {
  const { body } = await ask("GET", filter === undefined ? URL : `${URL}?$filter=${filter}`);
  return (body as { value: { name: string }[] }).value.map(({ name }) => name);
};

/** A vault with a guard that protects every operation. */
function guard({ context }: Service): string {
  const [proxy, id] = [
    `${VAULT_ID}/backupResourceGuardProxies/p`,
    `${GROUP}/providers/Microsoft.DataProtection/resourceGuards/g`,
  ];
  const type = "Microsoft.RecoveryServices/vaults/backupResourceGuardProxies";
  context.state.resources.set(proxy, { id: proxy, name: "p", type, body: { properties: { resourceGuardResourceId: id } } });
  return id;
}

test("stores a policy with Azure's defaults, and returns it by name and in the list", async () => {
  const s = service();
  const stored = {
    id: `${URL}/nightly`,
    name: "nightly",
    type: "Microsoft.RecoveryServices/vaults/backupPolicies",
    properties: {
      ...V1,
      ...{ instantRPDetails: {}, timeZone: "UTC", policyType: "V1", instantRpRetentionRangeInDays: 2, protectedItemsCount: 0 },
    },
  };
  const answer = await put(s, "nightly", V1);
  expect([answer.status, answer.body]).toEqual([200, stored]);
  expect((await s.ask("GET", `${URL}/NIGHTLY`)).body).toEqual(stored);
  expect((await s.ask("GET", URL)).body).toEqual({ value: [stored] });
});

test("keeps what is sent, and the id and the name of an existing policy", async () => {
  const s = service();
  await put(s, "Nightly", V1);
  const sent = { ...V1, timeZone: "W. Europe Standard Time", instantRPDetails: { azureBackupRGNamePrefix: "rg" } };
  expect((await put(s, "nightly", sent)).body).toMatchObject({ id: `${URL}/Nightly`, name: "Nightly", properties: sent });
  expect(await names(s)).toEqual(["Nightly"]);
});

test.each<[string, object, number]>([
  ["Standard", V1, 2],
  ["weekly", WEEKLY, 5],
  ["Enhanced", V2, 7],
  ["Standard, if it says 5", { ...V1, instantRpRetentionRangeInDays: 5 }, 5],
])("keeps the snapshots of a policy that is %s", async (_, properties, days) => {
  const s = service();
  const path = "properties.instantRpRetentionRangeInDays";
  expect(at(await put(s, "daily", properties), path)).toBe(days);
  await put(s, "other", { ...V1, instantRpRetentionRangeInDays: 4 });
  expect(at(await put(s, "other", V1), path)).toBe(4);
});

test.each([
  ["x", 400],
  ["1st", 400],
  ["nightly_backup!", 200],
])("a new policy with the name %s is answered with %d", async (name, status) => {
  const answer = await put(service(), name, V1);
  expect(answer.status).toBe(status);
  if (status === 400) expect(refused(answer)[1]).toBe("InvalidResourceName");
});

test("changes a policy whose name a new one could not have", async () => {
  const context = contextOf();
  context.state.policies.set(`${URL}/x`, policyOf("x"));
  expect((await put(service(context), "x", V1)).status).toBe(200);
});

test.each<[string, object, string]>([
  ["a broken rule", { ...V1, retentionPolicy: retained(3) }, "daily retention is 3: use 7 to 9999"],
  ["an unknown property", { ...V1, colour: "red" }, "colour: "],
  ["a wrong type", { ...V1, policyType: "V3" }, "policyType: "],
  ["a wrong value below", { ...V1, retentionPolicy: { ...retained(7), retentionPolicyType: "x" } }, "retentionPolicy."],
])("refuses %s, and says which", async (_, properties, reason) => {
  const s = service();
  const answer = await put(s, "bad", properties);
  expect(refused(answer)).toEqual([400, INVALID, expect.stringContaining(reason)]);
  expect(await names(s)).toEqual([]);
});

test("refuses properties that are none, and names them", async () => {
  const answer = await service().ask("PUT", `${URL}/bad`, { properties: "x" });
  expect(refused(answer)).toEqual([400, INVALID, expect.stringMatching(/^properties: /)]);
});

test("refuses a request without properties", async () => {
  const s = service();
  for (const body of [undefined, {}]) expect(refused(await s.ask("PUT", `${URL}/bad`, body)).slice(0, 2)).toEqual([400, INVALID]);
});

test.each<[string, string[]]>([
  ["backupManagementType eq 'azureiaasvm'", ["alpha", "Beta"]],
  ["backupManagementType eq 'AzureStorage'", []],
  ["workloadType eq 'VM'", ["alpha", "Beta"]],
  ["policyName eq 'BETA'", ["Beta"]],
  ["policyName eq 'gamma'", []],
  ["backupManagementType eq 'AzureStorage' and policyName eq 'Beta'", []],
])("lists the policies with %s", async (filter, expected) => {
  const s = service();
  await put(s, "Beta", V1);
  await put(s, "alpha", V1);
  expect(await names(s, filter)).toEqual(expected);
  expect(await names(s)).toEqual(["alpha", "Beta"]);
});

test("refuses a filter with an unknown key", async () => {
  const answer = await service().ask("GET", `${URL}?$filter=name eq 'x'`);
  expect(refused(answer)).toEqual([
    400,
    "BMSUserErrorInvalidInput",
    expect.stringContaining("backupManagementType, workloadType, policyName"),
  ]);
});

test("returns 404 for a policy and a vault that do not exist", async () => {
  const s = service();
  expect(refused(await s.ask("GET", `${URL}/none`))).toEqual([
    404,
    "ResourceNotFound",
    "The backup policy 'none' was not found in vault 'rsv-app'.",
  ]);
  for (const method of ["GET", "PUT", "DELETE"] as const)
    expect(
      (await s.ask(method, `${VAULT_ID}-2/backupPolicies/none`, method === "PUT" ? { properties: V1 } : undefined)).status,
    ).toBe(404);
});

test("deletes a policy that no item uses", async () => {
  const s = service();
  await put(s, "nightly", V1);
  s.context.state.protectedItems.set(itemOf().id, itemOf({ policyId: `${URL}/NIGHTLY` }));
  expect(at(await s.ask("GET", `${URL}/nightly`), "properties.protectedItemsCount")).toBe(1);
  expect(refused(await s.ask("DELETE", `${URL}/nightly`)).slice(0, 2)).toEqual([400, "BMSUserErrorPolicyObjectInUse"]);
  s.context.state.protectedItems.set(itemOf().id, itemOf({ policyId: `${URL}/other` }));
  expect((await s.ask("DELETE", `${URL}/nightly`)).status).toBe(200);
  expect((await s.ask("DELETE", `${URL}/nightly`)).status).toBe(204);
  expect(await names(s)).toEqual([]);
});

test.each<[string, string[], string]>([
  ["its own date", [TIME], TIME],
  ["today's date if no time has one", ["23:00:00Z"], "today"],
])("a time has %s", async (_, times, expected) => {
  const s = service();
  const schedulePolicy = { ...V1.schedulePolicy, scheduleRunTimes: times };
  const answer = await put(s, "daily", { ...V1, schedulePolicy, retentionPolicy: retained(30, times) });
  const today = new Date(s.context.clock.now()).toISOString().slice(0, 10);
  const stored = expected === "today" ? `${today}T23:00:00Z` : expected;
  expect(at(answer, "properties.schedulePolicy.scheduleRunTimes")).toEqual([stored]);
  expect(at(answer, "properties.retentionPolicy.dailySchedule.retentionTimes")).toEqual([stored]);
});

test("a time without a date has that of the others, and only a time of day is one", async () => {
  const s = service();
  const schedulePolicy = { ...V1.schedulePolicy, scheduleRunTimes: ["23:00:00Z"] };
  const answer = await put(s, "daily", { ...V1, schedulePolicy });
  expect(at(answer, "properties.schedulePolicy.scheduleRunTimes")).toEqual([TIME]);
  for (const text of ["x23:00:00Z", "23:00:00Zx", "3:00:00Z"]) {
    const named = { ...V1, instantRPDetails: { azureBackupRGNamePrefix: text } };
    expect(at(await put(s, "daily", named), "properties.instantRPDetails.azureBackupRGNamePrefix")).toBe(text);
  }
});

test("an Enhanced policy cannot become Standard, and a Standard one can become Enhanced", async () => {
  const s = service();
  await put(s, "daily", V1);
  expect((await put(s, "daily", V2)).status).toBe(200);
  expect(refused(await put(s, "daily", V1))).toEqual([400, INVALID, "policyType is V2, and cannot go back to V1"]);
  expect((await put(s, "daily", { ...V2, retentionPolicy: retained(60) })).status).toBe(200);
});

test("an immutable vault keeps the retention of a policy that an item uses", async () => {
  const vault = vaultOf({ securitySettings: { immutabilitySettings: { state: "Unlocked" } } });
  const s = service(contextOf([], { vault, item: itemOf({ policyId: `${URL}/used` }) }));
  await put(s, "used", V1);
  await put(s, "unused", V1);
  const shorter = { ...V1, retentionPolicy: retained(10) };
  expect(refused(await put(s, "used", shorter)).slice(0, 2)).toEqual([400, "UserErrorOperationDeniedOnImmutableItem"]);
  expect((await put(s, "used", { ...V1, retentionPolicy: retained(31) })).status).toBe(200);
  expect((await put(s, "unused", shorter)).status).toBe(200);
});

test("a guard protects less retention, and nothing else of a policy", async () => {
  const s = service();
  const id = guard(s);
  expect((await put(s, "daily", V1)).status).toBe(200);
  expect((await put(s, "daily", { ...V1, retentionPolicy: retained(31) })).status).toBe(200);
  const shorter = { ...V1, retentionPolicy: retained(10) };
  expect(refused(await put(s, "daily", shorter))).toEqual([
    400,
    "BMSUserErrorInvalidInput",
    "the vault's Resource Guard protects Microsoft.RecoveryServices/vaults/backupPolicies/write",
  ]);
  const requests = { resourceGuardOperationRequests: [`${id}/updateProtectionPolicyRequests/default`] };
  expect((await put(s, "daily", { ...shorter, ...requests })).status).toBe(200);
});

test("longer retention does not bring back what has expired", async () => {
  const scheduled = { snapshotDays: 2, sizeInMegabytes: 1, scheduled: { day: "2026-11-01", isLast: true } };
  const item = itemOf({ policyId: `${URL}/daily` });
  const context = contextOf([backupOf("old", 20 * 24 * 60, { backup: scheduled })], { item });
  context.state.policies.set(`${URL}/daily`, policyOf("daily", { retentionPolicy: dailyRetention(10) }));
  expect(recoveryPointsOf(context, item)).toEqual([]);
  await put(service(context), "daily", V1);
  expect(recoveryPointsOf(context, item)).toEqual([]);
});

test("a new vault has a Standard and an Enhanced policy that Azure accepts again", () => {
  const [standard, enhanced] = builtInPolicies(VAULT_ID);
  expect(standard).toMatchObject({
    id: `${URL}/DefaultPolicy`,
    name: "DefaultPolicy",
    properties: {
      ...{ backupManagementType: "AzureIaasVM", policyType: "V1", timeZone: "UTC", instantRpRetentionRangeInDays: 2 },
      schedulePolicy: { schedulePolicyType: "SimpleSchedulePolicy", scheduleRunFrequency: "Daily", scheduleWeeklyFrequency: 0 },
      retentionPolicy: { dailySchedule: { retentionDuration: { count: 30, durationType: "Days" } } },
      tieringPolicy: { ArchivedRP: { tieringMode: "DoNotTier", duration: 0, durationType: "Invalid" } },
    },
  });
  expect(enhanced).toMatchObject({
    id: `${URL}/EnhancedPolicy`,
    properties: {
      policyType: "V2",
      schedulePolicy: {
        schedulePolicyType: "SimpleSchedulePolicyV2",
        scheduleRunFrequency: "Hourly",
        hourlySchedule: { interval: 4, scheduleWindowDuration: 12 },
      },
      retentionPolicy: { dailySchedule: { retentionDuration: { count: 30, durationType: "Days" } } },
      instantRpRetentionRangeInDays: 2,
    },
  });
  for (const { name, properties } of builtInPolicies(VAULT_ID))
    expect(refusalOf(() => putPolicy(contextOf(), vaultOf(), name, properties))).toBeUndefined();
});
