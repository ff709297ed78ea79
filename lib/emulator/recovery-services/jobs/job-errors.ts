import type { ErrorBody } from "../../arm/error";

interface JobError {
  /** The number Azure gives it, where it is known. */
  readonly number?: number;
  readonly text: string;
  readonly recommendations: readonly string[];
}

/** What Azure says about the errors that jobs end with most. */
const ERRORS: Readonly<Record<string, JobError>> = {
  UserErrorGuestAgentStatusUnavailable: {
    text: "VM Agent unable to communicate with Azure Backup.",
    recommendations: ["Make sure that the VM agent is installed, up to date and running, and that the VM has network access."],
  },
  ExtensionSnapshotFailedNoNetwork: {
    text: "Snapshot operation failed due to no network connectivity on the virtual machine.",
    recommendations: ["Make sure that the VM has network access."],
  },
  UserErrorRpCollectionLimitReached: {
    text: "The Restore Point collection max limit has reached.",
    recommendations: ["Remove the locks on the resource groups AzureBackupRG_*, so that old restore points can be cleaned up."],
  },
  UserErrorVmNotFoundV2: {
    text: "The specified Azure Virtual Machine was not found.",
    recommendations: [
      "The VM was deleted or moved: stop its protection, or create it again with the same name and resource group.",
    ],
  },
  UserErrorBackupOperationInProgress: {
    number: 400249,
    text: "Unable to initiate backup as another backup operation is currently in progress.",
    recommendations: ["Please wait until the previous backup operation is completed."],
  },
  UserErrorJobSuccessfullyCancelled: {
    number: 400158,
    text: "Job is cancelled.",
    recommendations: [],
  },
  VMCreationTimeOutStorageErrorV2: {
    number: 400199,
    text: "Create VM took very long time and got timed out",
    recommendations: ["Retry the operation after some time."],
  },
  CloudInternalError: {
    number: 130001,
    text: "Azure Backup encountered an internal error.",
    recommendations: ["Wait for a few minutes and then try the operation again."],
  },
};

/** An entry of a job's `errorDetails`. */
export function errorDetails({ code, message }: ErrorBody): Record<string, unknown> {
  const { number = 0, recommendations = [] } = ERRORS[code] ?? {};
  return { errorCode: number, errorTitle: code, errorString: message, recommendations };
}

/** The error of a code, in Azure's words where they are known. */
export function jobError(code: string): ErrorBody {
  return { code, message: ERRORS[code]?.text ?? `The backup failed with ${code}.` };
}
