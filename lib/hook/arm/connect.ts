import { readFileSync } from "node:fs";
import type { AdjustableClock } from "../clock";
import { type Cloud, cloudOf, METADATA_API_VERSION } from "../sign-in/cloud";
import { createCredential } from "../sign-in/credential";
import { chooseCredential, type CredentialSettings, describeChoice } from "../sign-in/credential-choice";
import { TokenSource } from "../sign-in/token-source";
import { ArmConnection } from "./arm-connection";
import { ArmError } from "./arm-error";
import { tellingTime } from "./azure-time";
import { onceOnlyPipeline, type Send, sendThrough } from "./http";
import { refusalOf } from "./refused-answer";
import { retryTransient } from "./retry";
import { tellingSilence } from "./silence";

/** What a stack may say of its cloud and its credential; the rest comes from the environment. */
export interface ConnectionSettings extends CredentialSettings {
  readonly environment?: string | undefined;
  readonly metadataHost?: string | undefined;
}

export interface ConnectionOptions {
  readonly clock: AdjustableClock;
  /** Gives up every wait if aborted. */
  readonly signal: AbortSignal;
  /** Gives up what changes something if aborted. */
  readonly writeSignal: AbortSignal;
  /** Prints the line that says who signs in where, and what is waited for. */
  readonly print: (line: string) => void;
  /** Whether a role may have been assigned only minutes ago, as inside a deployment. */
  readonly roleMayBeNew: boolean;
  /** When the whole run is over, in milliseconds of the clock. */
  readonly deadline: number;
}

const readBytesOf = (path: string): Buffer => readFileSync(path);

/** Azure Resource Manager, once a token has been had: who cannot sign in learns so before anything else is asked. */
export async function connect(
  settings: ConnectionSettings,
  env: NodeJS.ProcessEnv,
  options: ConnectionOptions,
): Promise<ArmConnection> {
  const { clock, signal, writeSignal, print, deadline, roleMayBeNew } = options;
  const policy = { clock, signal, deadline, note: print };
  const choice = chooseCredential(settings, env, readBytesOf);
  const send = sendThrough(onceOnlyPipeline());
  const sendToAzure = tellingTime(send, clock.adjust);
  const sendAloud = tellingSilence(sendToAzure, print);
  const cloud = await cloudOf(settings, env, (url) =>
    retryTransient(async () => {
      const about = "cannot read the cloud's metadata";
      const answer = await sendAloud({ method: "GET", url, about, signal });
      const refusal = refusalOf(about, answer);
      if (refusal) throw refusal;
      const { status, body, unreadable } = answer;
      if (status === 429 || status >= 500 || unreadable !== undefined) {
        throw new ArmError(about, { status, detail: unreadable ?? "", unreadable: true });
      }
      return status === 200 ? body : undefined;
    }, policy),
  );
  // A pipeline's service for OIDC tokens is asked by the same means, and its time is not Azure's.
  const sendToSignIn: Send = (request) => (request.url.startsWith(cloud.loginEndpoint) ? sendToAzure : send)(request);
  const newCredential = (): ReturnType<typeof createCredential> =>
    createCredential(choice, cloud, {
      send: sendToSignIn,
      sendDirectly: sendThrough(onceOnlyPipeline({ proxied: false })),
      now: () => clock.now(),
    });
  const credential = await newCredential();
  print(`azure-vm-backup signs in by ${describeChoice(choice)}, cloud ${cloud.name}`);
  const tokens = new TokenSource({ credential, scope: cloud.scope, renewCredential: newCredential, note: print });
  await retryTransient(() => tokens.get(signal), policy);
  if (!clock.isAdjusted()) await askTheTime(cloud, sendAloud, signal);
  return new ArmConnection({ cloud, tokens, clock, signal, writeSignal, onTime: clock.adjust, roleMayBeNew, print, deadline });
}

/**
 * Asks Azure Resource Manager for what needs no token, for the time in its answer: the Azure CLI and managed identities do not tell
 * it, and the first window of a command would end at the machine's now. Without an answer, the machine's time stands until one comes.
 */
async function askTheTime({ resourceManager }: Cloud, send: Send, signal: AbortSignal): Promise<void> {
  const url = `${resourceManager}/metadata/endpoints?api-version=${METADATA_API_VERSION}`;
  await send({ method: "GET", url, about: "cannot read the cloud's metadata", signal }).catch(() => undefined);
}
