import { readFileSync } from "node:fs";
import type { AdjustableClock } from "../clock";
import { ArmConnection } from "./arm-connection";
import { onceOnlyPipeline, sendThrough } from "./http";
import { repeatingReads } from "./retry";
import { cloudOf } from "../sign-in/cloud";
import { createCredential } from "../sign-in/credential";
import { chooseCredential, type CredentialSettings, describeChoice } from "../sign-in/credential-choice";

/** What a stack may say of its cloud and its credential; the rest comes from the environment. */
export interface ConnectionSettings extends CredentialSettings {
  readonly environment?: string | undefined;
  readonly metadataHost?: string | undefined;
}

export interface ConnectionOptions {
  readonly clock: AdjustableClock;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Prints the line that says who signs in where. */
  readonly print: (line: string) => void;
  /** Whether a role may have been assigned only minutes ago, as inside a deployment. */
  readonly roleMayBeNew?: boolean;
  /** When the whole run is over, in milliseconds of the clock. @default - never */
  readonly giveUpAt?: number;
}

const readBytesOf = (path: string): Buffer => readFileSync(path);

/** Azure Resource Manager, once a token has been had: who cannot sign in learns so before anything else is asked. */
export async function connect(
  settings: ConnectionSettings,
  env: NodeJS.ProcessEnv,
  options: ConnectionOptions,
): Promise<ArmConnection> {
  const { clock, signal, print, giveUpAt } = options;
  const choice = chooseCredential(settings, env, readBytesOf);
  const read = repeatingReads(sendThrough(onceOnlyPipeline()), clock, giveUpAt);
  const cloud = await cloudOf(settings, env, async (url) => {
    const answer = await read({ method: "GET", url, about: "cannot read the cloud's metadata", signal });
    return answer.status === 200 ? answer.body : undefined;
  });
  const newCredential = (): ReturnType<typeof createCredential> =>
    createCredential(choice, cloud, {
      send: read,
      sendDirectly: repeatingReads(sendThrough(onceOnlyPipeline({ proxied: false })), clock, giveUpAt),
      fetchAssertion: async (method, url, bearer) => {
        const headers = { Authorization: `Bearer ${bearer}` };
        return (await read({ method, url, about: "cannot get an OIDC token from the pipeline", headers })).body;
      },
    });
  const credential = await newCredential();
  print(`azure-vm-backup signs in by ${describeChoice(choice)}, cloud ${cloud.name}`);
  // Asked for as the pipeline does, so that the token it finds is this one.
  await credential.getToken(cloud.scope, { abortSignal: signal, enableCae: true });
  const { roleMayBeNew } = options;
  return new ArmConnection({
    cloud,
    credential,
    renewCredential: newCredential,
    clock,
    signal,
    onTime: clock.adjust,
    roleMayBeNew,
    print,
    giveUpAt,
  });
}
