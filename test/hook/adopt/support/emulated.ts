import { createHttpHeaders, type HttpClient } from "@azure/core-rest-pipeline";
import { ArmConnection } from "../../../../lib/hook/arm/arm-connection";
import { TokenSource } from "../../../../lib/hook/sign-in/token-source";
import type { Client } from "../../../emulator/client";
import { FakeClock } from "../../fakes";

/** A connection to an emulator. */
export async function armOf(client: Client): Promise<ArmConnection> {
  const { access_token: token } = (await client.signIn()).body as { access_token: string };
  const resourceManager = client.emulator.url;
  const httpClient: HttpClient = {
    sendRequest: async (request) => {
      const headers = { Authorization: request.headers.get("authorization") ?? "" };
      const { status, text, headers: answered } = await client.exchange(request.method, request.url, undefined, headers);
      const known = Object.entries(answered).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
      return { request, status, bodyAsText: text, headers: createHttpHeaders(Object.fromEntries(known)) };
    },
  };
  const scope = `${resourceManager}/.default`;
  const credential = { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Infinity }) };
  return new ArmConnection({
    cloud: { name: "emulator", resourceManager, loginEndpoint: resourceManager, scope, instanceDiscovery: false },
    tokens: new TokenSource({ credential, scope }),
    clock: new FakeClock(),
    httpClient,
  });
}
