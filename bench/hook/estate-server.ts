import type { IncomingMessage } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MAX_ROWS_PER_PAGE } from "../../lib/azure/resource-graph";
import { START_TIME } from "../../tools/local/start-time";
import { tlsService } from "../../test/e2e/support/slow-services";
import { estateRows, pageOf } from "./estate-rows";

/** Azure Resource Graph with the rows of a large estate, which the emulator could not be given in a few seconds. */
export interface EstateServer {
  readonly environment: NodeJS.ProcessEnv;
  /** The queries that were answered. */
  readonly queries: () => number;
  /** The number of pages that hold every row that coverage reads. */
  readonly pages: number;
  stop(): Promise<void>;
}

export async function estateServer(vms: number): Promise<EstateServer> {
  const rows = estateRows(vms);
  let [origin, queries] = ["", 0];
  const service = await tlsService((request, response) => {
    void bodyOf(request).then((body) => {
      const answer = answerTo(request.url ?? "", body);
      response.writeHead(200, { "content-type": "application/json", date: new Date(START_TIME).toUTCString() }).end(answer);
    });
  });
  const answerTo = (url: string, body: string): string => {
    if (url.startsWith("/metadata/"))
      return JSON.stringify({ resourceManager: origin, authentication: { loginEndpoint: origin, audiences: [origin] } });
    if (url.includes("/oauth2/")) return JSON.stringify({ access_token: "token", expires_in: 3_600 });
    queries++;
    return pageOf(rows, body);
  };
  origin = `https://localhost:${service.port}`;
  const directory = mkdtempSync(join(tmpdir(), "bench-estate-"));
  const certificate = join(directory, "localhost.pem");
  writeFileSync(certificate, service.certificate);
  const read = Object.entries(rows).flatMap(([name, [count]]) => (name === "pending" ? [] : [count]));
  return {
    queries: () => queries,
    pages: read.reduce((sum, count) => sum + Math.ceil(count / MAX_ROWS_PER_PAGE), 0),
    environment: {
      NODE_EXTRA_CA_CERTS: certificate,
      ARM_METADATA_HOSTNAME: origin.slice("https://".length),
      ...{ ARM_TENANT_ID: "tenant", ARM_CLIENT_ID: "client", ARM_CLIENT_SECRET: "secret" },
    },
    stop: async () => {
      rmSync(directory, { recursive: true });
      await service.stop();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
  return body;
}
