import { commandLine } from "../../lib/hook/commands/command-line";
import { failureOf } from "../../lib/hook/failure";
import type { Client } from "../emulator/client";
import { runCommand } from "../injection/runners";
import { EmulatedTime } from "../support/emulated-time";
import { DrillProcess } from "./drill/drill-process";

/** A service principal that may do what its role allows. */
export const PRINCIPAL = {
  clientId: "11111111-2222-4333-8444-555555555555",
  objectId: "11111111-2222-4333-8444-666666666666",
  clientSecret: "its-secret",
};
const AUTHORIZATION = "2022-04-01";

export interface Role {
  readonly scopes: readonly string[];
  readonly actions: readonly string[];
}

/** Azure has no role without actions. */
export const NOTHING: readonly string[] = ["Microsoft.Insights/alertRules/read"];

const guid = (index: number): string => `99999999-2222-4333-8444-${String(index).padStart(12, "0")}`;

/** Gives the principal these roles; those that it has had at the same places are replaced. */
export async function assign(client: Client, roles: readonly Role[]): Promise<void> {
  const provider = "/providers/Microsoft.Authorization";
  for (const [index, { scopes, actions }] of roles.entries()) {
    const definition = `${client.subscription}${provider}/roleDefinitions/${guid(index)}`;
    const role = { roleName: `Role ${index}`, permissions: [{ actions }], assignableScopes: [client.subscription] };
    expect((await client.arm("PUT", definition, AUTHORIZATION, { properties: role })).status).toBe(201);
    for (const [place, scope] of scopes.entries()) {
      const assignment = `${scope}${provider}/roleAssignments/${guid(index * 10 + place)}`;
      const properties = { roleDefinitionId: definition, principalId: PRINCIPAL.objectId };
      expect((await client.arm("PUT", assignment, AUTHORIZATION, { properties })).status).toBeLessThan(300);
    }
  }
}

/** A client whose requests are those of the principal. */
export function asPrincipal(client: Client): Client {
  const { clientId, clientSecret } = PRINCIPAL;
  const token = async () => {
    const { body } = await client.signIn({ client_id: clientId, client_secret: clientSecret });
    return (body as { access_token: string }).access_token;
  };
  const arm: Client["arm"] = async (method, path, _version, body, headers) =>
    client.send(method, path, body === undefined ? undefined : JSON.stringify(body), {
      ...headers,
      Authorization: `Bearer ${await token()}`,
    });
  return Object.assign(Object.create(client) as Client, { arm });
}

/** How a command ended, with everything that it has printed. */
export interface Ended {
  readonly code: number;
  readonly text: string;
}

/** Runs a command line as the principal, who has one role on a scope. */
export async function runAsPrincipal(client: Client, role: Role, words: readonly string[]): Promise<Ended> {
  await assign(client, [{ ...role, actions: [...NOTHING, ...role.actions] }]);
  const time = new EmulatedTime(client.emulator);
  const hook = new DrillProcess(asPrincipal(client), time);
  const { terminal } = hook.context;
  const run = async (): Promise<number> => {
    const invocation = await commandLine(terminal).parse(words);
    return runCommand(words[0] ?? "", invocation?.options ?? {}, hook.context);
  };
  const code = await time.until(
    run().catch((error: unknown) => {
      terminal.note(failureOf(error).message);
      return failureOf(error).exitCode;
    }),
  );
  return { code, text: [...hook.printed, ...hook.noted].join("\n") };
}
