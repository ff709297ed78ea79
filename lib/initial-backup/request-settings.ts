import { type InitialBackupOptions, OnFailure, WaitFor } from "./initial-backup-options";
import { type BackupRequestSettings, REQUEST_VERSION } from "./request";

const DEFAULT_TIMEOUT_MINUTES = 120;
const DEFAULT_CONCURRENCY = 4;

/** The settings of a request, with the defaults of what was left out. */
export function requestSettings(options: InitialBackupOptions): BackupRequestSettings {
  return {
    version: REQUEST_VERSION,
    retention: options.retention._retention,
    waitFor: options.waitFor ?? WaitFor.SNAPSHOT,
    timeoutMinutes: options.timeoutMinutes ?? DEFAULT_TIMEOUT_MINUTES,
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    onFailure: options.onFailure ?? OnFailure.FAIL,
  };
}
