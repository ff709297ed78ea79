import type { IncomingMessage, ServerResponse } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopAfterwards } from "../../support/stop-afterwards";
import { tlsService } from "./slow-services";

export const VAULT_ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv";
const VM = "iaasvmcontainerv2;rg-app;vm-web";
const ITEM_ID = `${VAULT_ID}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${VM}/protectedItems/VM;${VM}`;

/** A body: a value that is sent as JSON, JSON text, or HTML. */
interface Given {
  readonly status?: number;
  readonly body?: unknown;
  readonly json?: string;
  readonly text?: string;
}

/**
 * The answer to a request: "nothing" never answers, a function writes the answer, undefined is the default answer.
 */
export type Answer = Given | "nothing" | ((response: ServerResponse) => void) | undefined;

/** A request. */
export type Asked = "metadata" | "token" | "items" | "jobs" | "backup" | "other";

export interface FakeAzure {
  readonly port: number;
  /** The requests, in order. */
  readonly asked: Asked[];
  /** The environment of a client that signs in with a secret. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Starts a minimal Azure until the end of the test: one vault that protects one VM. If `host` is given, clients need a proxy. */
export async function fakeAzure(
  answer: (asked: Asked, times: number, body: string) => Answer = () => undefined,
  host?: string,
): Promise<FakeAzure> {
  const asked: Asked[] = [];
  let origin = "";
  const usual: Readonly<Record<Asked, () => Given>> = {
    metadata: () => ({ body: { resourceManager: origin, authentication: { loginEndpoint: origin, audiences: [origin] } } }),
    token: () => ({ body: { access_token: "token", expires_in: 3_600 } }),
    items: () => ({ body: { value: [{ id: ITEM_ID, properties: { protectionState: "IRPending" } }] } }),
    jobs: () => ({ body: { value: [] } }),
    backup: () => ({ status: 202 }),
    other: () => ({ status: 404, body: { error: { code: "ResourceNotFound", message: "Not there." } } }),
  };
  const service = await tlsService((request: IncomingMessage, response: ServerResponse) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      const what = askedIn(request);
      asked.push(what);
      const given = answer(what, asked.filter((one) => one === what).length, body) ?? usual[what]();
      if (given === "nothing") return;
      if (typeof given === "function") {
        given(response);
        return;
      }
      response.writeHead(given.status ?? 200, { "content-type": given.text === undefined ? "application/json" : "text/html" });
      response.end(given.text ?? given.json ?? (given.body === undefined ? "" : JSON.stringify(given.body)));
    });
  });
  origin = `https://${host ?? `localhost:${service.port}`}`;
  const directory = mkdtempSync(join(tmpdir(), "fake-azure-"));
  const certificate = join(directory, "localhost.pem");
  writeFileSync(certificate, service.certificate);
  return stopAfterwards({
    port: service.port,
    asked,
    env: {
      PATH: process.env["PATH"],
      NODE_EXTRA_CA_CERTS: certificate,
      ARM_METADATA_HOSTNAME: origin.slice("https://".length),
      ARM_TENANT_ID: "tenant",
      ARM_CLIENT_ID: "client",
      ARM_CLIENT_SECRET: "secret",
    },
    stop: async () => {
      rmSync(directory, { recursive: true });
      await service.stop();
    },
  });
}

function askedIn({ url = "", method }: IncomingMessage): Asked {
  if (url.startsWith("/metadata/")) return "metadata";
  if (url.includes("/oauth2/")) return "token";
  if (method === "POST") return "backup";
  if (url.includes("/backupProtectedItems")) return "items";
  return url.includes("/backupJobs?") ? "jobs" : "other";
}
