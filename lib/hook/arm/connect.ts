import { readFileSync } from "node:fs";
import type { AdjustableClock } from "../clock";
import { type Cloud, cloudOf, METADATA_API_VERSION } from "../sign-in/cloud";
import { createCredential } from "../sign-in/credential";
import { chooseCredential, type CredentialSettings, describeChoice } from "../sign-in/credential-choice";
import { TokenSource } from "../sign-in/token-source";
import { ArmConnection } from "./arm-connection";
import { ArmError } from "./arm-error";
import { reportingTime } from "./azure-time";
import { pipelineWithoutRetries, type Send, sendThrough } from "./http";
import { refusalOf } from "./refused-answer";
import { retryTransient } from "./retry";
import { reportingWaits } from "./wait-reports";

/** The cloud and credential settings of a stack. The environment supplies the rest. */
export interface ConnectionSettings extends CredentialSettings {
  readonly environment?: string | undefined;
  readonly metadataHost?: string | undefined;
}

export interface ConnectionOptions {
  readonly clock: AdjustableClock;
  /** Ends every wait when aborted. */
  readonly signal: AbortSignal;
  /** Ends requests that change something when aborted. */
  readonly writeSignal: AbortSignal;
  /** Prints the line that names the identity and cloud, and lines about waits. */
  readonly print: (line: string) => void;
  /** Whether a role may have been assigned only minutes ago, as in a deployment. */
  readonly roleMayBeNew: boolean;
  /** The end of the whole run, in milliseconds of the clock. */
  readonly deadline: number;
}

const readBytesOf = (path: string): Buffer => readFileSync(path);

/** Connects to Azure Resource Manager and gets a token first, so that a sign-in failure is reported before any other request. */
export async function connect(
  settings: ConnectionSettings,
  env: NodeJS.ProcessEnv,
  options: ConnectionOptions,
): Promise<ArmConnection> {
  const { clock, signal, writeSignal, print, deadline, roleMayBeNew } = options;
  const policy = { clock, signal, deadline, note: print };
  const choice = chooseCredential(settings, env, readBytesOf);
  const send = sendThrough(pipelineWithoutRetries());
  const sendToAzure = reportingTime(send, clock.adjust);
  const sendWithReports = reportingWaits(sendToAzure, print);
  const cloud = await cloudOf(settings, env, (url) =>
    retryTransient(async () => {
      const about = "cannot read the cloud's metadata";
      const answer = await sendWithReports({ method: "GET", url, about, signal });
      const refusal = refusalOf(about, answer);
      if (refusal) throw refusal;
      const { status, body, unreadable } = answer;
      if (status === 429 || status >= 500 || unreadable !== undefined) {
        throw new ArmError(about, { status, detail: unreadable ?? "", unreadable: true });
      }
      return status === 200 ? body : undefined;
    }, policy),
  );
  // Requests to a pipeline's OIDC service also use this function. Their time is not Azure's.
  const sendToSignIn: Send = (request) => (request.url.startsWith(cloud.loginEndpoint) ? sendToAzure : send)(request);
  const newCredential = (): ReturnType<typeof createCredential> =>
    createCredential(choice, cloud, {
      send: sendToSignIn,
      sendDirectly: sendThrough(pipelineWithoutRetries({ proxied: false })),
      now: () => clock.now(),
    });
  const credential = await newCredential();
  print(`azure-vm-backup signs in by ${describeChoice(choice)}, cloud ${cloud.name}`);
  const tokens = new TokenSource({ credential, scope: cloud.scope, renewCredential: newCredential, note: print });
  await retryTransient(() => tokens.get(signal), policy);
  if (!clock.isAdjusted()) await readAzureTime(cloud, sendWithReports, signal);
  return new ArmConnection({ cloud, tokens, clock, signal, writeSignal, onTime: clock.adjust, roleMayBeNew, print, deadline });
}

/**
 * Reads Azure's time from an answer that needs no token. The Azure CLI and managed identities do not supply it, and the first time window
 * of a command would end at the machine's time. Without an answer, the machine's time is used.
 */
async function readAzureTime({ resourceManager }: Cloud, send: Send, signal: AbortSignal): Promise<void> {
  const url = `${resourceManager}/metadata/endpoints?api-version=${METADATA_API_VERSION}`;
  await send({ method: "GET", url, about: "cannot read the cloud's metadata", signal }).catch(() => undefined);
}
