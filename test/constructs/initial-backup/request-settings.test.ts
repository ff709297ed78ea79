import {
  AzureCloud,
  CredentialMethod,
  type InitialBackupOptions,
  OnFailure,
  RecoveryPointRetention,
  WaitFor,
} from "../../../lib";
import { requestSettings } from "../../../lib/constructs/initial-backup/request-settings";
import { problemsOf, settingsSchema } from "../../../lib/contract/request";
import { SUBSCRIPTION } from "../../support/azure";
import { OPTIONS } from "./support";

test("writes every setting into the request", () => {
  const options: InitialBackupOptions = {
    retention: RecoveryPointRetention.until("2027-01-31"),
    waitFor: WaitFor.COMPLETED,
    timeoutMinutes: 600,
    concurrency: 8,
    onFailure: OnFailure.WARN,
    skipIfScheduledWithinMinutes: 90,
    credential: {
      tenantId: "contoso.onmicrosoft.com",
      clientId: SUBSCRIPTION,
      method: CredentialMethod.OIDC,
      cloud: AzureCloud.CHINA,
      metadataHost: "management.local:8443",
    },
  };
  expect(requestSettings(options)).toEqual({
    version: 1,
    retention: { until: "2027-01-31" },
    waitFor: "completed",
    timeoutMinutes: 600,
    concurrency: 8,
    onFailure: "warn",
    skipIfScheduledWithinMinutes: 90,
    credential: {
      tenantId: "contoso.onmicrosoft.com",
      clientId: SUBSCRIPTION,
      method: "oidc",
      environment: "china",
      metadataHost: "management.local:8443",
    },
  });
  expect(problemsOf(settingsSchema, requestSettings(options))).toEqual([]);
});

test("has only choices that the program knows", () => {
  const requests: InitialBackupOptions[] = [
    ...Object.values(WaitFor).map((waitFor) => ({ ...OPTIONS, waitFor })),
    ...Object.values(OnFailure).map((onFailure) => ({ ...OPTIONS, onFailure })),
    ...Object.values(CredentialMethod).map((method) => ({ ...OPTIONS, credential: { method } })),
    ...Object.values(AzureCloud).map((cloud) => ({ ...OPTIONS, credential: { cloud } })),
  ];
  expect(requests.flatMap((options) => problemsOf(settingsSchema, requestSettings(options)))).toEqual([]);
});

test.each([
  [WaitFor.ACCEPTED, 120],
  [WaitFor.SNAPSHOT, 120],
  [WaitFor.COMPLETED, 1_440],
])("with waitFor %s, the default time-out is %p minutes", (waitFor, minutes) => {
  expect(requestSettings({ ...OPTIONS, waitFor }).timeoutMinutes).toBe(minutes);
  expect(requestSettings({ ...OPTIONS, waitFor, timeoutMinutes: 7 }).timeoutMinutes).toBe(7);
});
