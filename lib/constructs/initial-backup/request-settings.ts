import { DEFAULT_CONCURRENCY, DEFAULT_TIMEOUT_MINUTES, DEFAULT_WAIT_FOR } from "../../contract/backup-defaults";
import { type InitialBackupOptions, OnFailure } from "./initial-backup-options";
import type { InitialBackupCredential } from "./initial-backup-credential";
import type { BackupRequestSettings } from "../../contract/request";
import { withoutUndefined } from "../private/defaults";
import { REQUEST_VERSION } from "../../contract/request-envelope";

/** Returns the settings of a request, with defaults. */
export function requestSettings(options: InitialBackupOptions): BackupRequestSettings {
  const waitFor = options.waitFor ?? DEFAULT_WAIT_FOR;
  return {
    version: REQUEST_VERSION,
    retention: options.retention._retention,
    waitFor,
    timeoutMinutes: options.timeoutMinutes ?? DEFAULT_TIMEOUT_MINUTES[waitFor],
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    onFailure: options.onFailure ?? OnFailure.FAIL,
    ...withoutUndefined({ skipIfScheduledWithinMinutes: options.skipIfScheduledWithinMinutes }),
    ...withoutUndefined({ credential: options.credential && credentialSettings(options.credential) }),
  };
}

/** The settings of a credential in a request. */
export function credentialSettings({ cloud, ...credential }: InitialBackupCredential): BackupRequestSettings["credential"] {
  return withoutUndefined({ ...credential, environment: cloud });
}
