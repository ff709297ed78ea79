import type { Provenance } from "./define-error";
import type { ErrorBody } from "./service-error";

/** Azure's data on an error with which a job ends. */
export interface JobErrorFacts {
  /** Azure's number of the error, if it is known. */
  readonly number?: number;
  readonly text: string;
  readonly recommendations: readonly string[];
  readonly known: Provenance;
}

const selfHelp = { code: "documented", date: "2021-04" } as const;

/** The most frequent errors of jobs. A fault may also name another one. */
export const JOB_ERRORS: Readonly<Record<string, JobErrorFacts>> = {
  UserErrorGuestAgentStatusUnavailable: {
    text: "VM Agent unable to communicate with Azure Backup.",
    recommendations: ["Make sure that the VM agent is installed, up to date and running, and that the VM has network access."],
    known: selfHelp,
  },
  ExtensionSnapshotFailedNoNetwork: {
    text: "Snapshot operation failed due to no network connectivity on the virtual machine.",
    recommendations: ["Make sure that the VM has network access."],
    known: selfHelp,
  },
  UserErrorRpCollectionLimitReached: {
    text: "The Restore Point collection max limit has reached.",
    recommendations: ["Remove the locks on the resource groups AzureBackupRG_*, so that old restore points can be cleaned up."],
    known: selfHelp,
  },
  UserErrorVmNotFoundV2: {
    text: "The specified Azure Virtual Machine was not found.",
    recommendations: [
      "The VM was deleted or moved: stop its protection, or create it again with the same name and resource group.",
    ],
    known: selfHelp,
  },
  UserErrorBackupOperationInProgress: {
    number: 400249,
    text: "Unable to initiate backup as another backup operation is currently in progress.",
    recommendations: ["Please wait until the previous backup operation is completed."],
    known: { code: "seen", date: "2023-04" },
  },
  UserErrorJobSuccessfullyCancelled: {
    number: 400158,
    text: "Job is cancelled.",
    recommendations: [],
    known: { code: "seen", date: "2025-05" },
  },
  VMCreationTimeOutStorageErrorV2: {
    number: 400199,
    text: "Create VM took very long time and got timed out",
    recommendations: ["Retry the operation after some time."],
    known: { code: "seen", date: "2025-05" },
  },
  CloudInternalError: {
    number: 130001,
    text: "Azure Backup encountered an internal error.",
    recommendations: ["Wait for a few minutes and then try the operation again."],
    known: selfHelp,
  },
};

/** Returns an entry of a job's `errorDetails`. */
export function errorDetails({ code, message }: ErrorBody): Record<string, unknown> {
  const { number = 0, recommendations = [] } = JOB_ERRORS[code] ?? {};
  return { errorCode: number, errorTitle: code, errorString: message, recommendations };
}

/** Returns the error of a code, with Azure's text if it is known. */
export function jobError(code: string, what: "backup" | "restore" = "backup"): ErrorBody {
  return { code, message: JOB_ERRORS[code]?.text ?? `The ${what} failed with ${code}.` };
}
