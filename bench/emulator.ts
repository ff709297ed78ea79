import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { join } from "node:path";
import Table from "cli-table3";

/**
 * Measures how many requests per second one emulator answers, and how much its memory grows. The emulator runs in its own process, as
 * it does in a pipeline. Its CPU time is measured, because other load on the machine does not change it.
 */
export interface Measured {
  readonly requests: number;
  readonly clients: number;
  /** Answers per second of the emulator's CPU time. */
  readonly perCoreSecond: number;
  /** Answers per second of elapsed time. */
  readonly perSecond: number;
  /** The growth of its heap in megabytes, after the first tenth of the requests. */
  readonly growth: number;
}

interface Usage {
  readonly cpu: number;
  readonly heap: number;
}

interface Started {
  readonly url: string;
  readonly certificateFile: string;
  readonly token: string;
  readonly path: string;
}

/** Starts an emulator with a vault and sends it GETs. */
export async function measure(requests: number, clients: number): Promise<Measured> {
  const server = fork(join(__dirname, "emulator-server.ts"), {
    execArgv: ["--expose-gc", "-r", require.resolve("ts-node/register/transpile-only")],
  });
  try {
    const started = await message<Started>(server);
    const agent = new Agent({ ca: readFileSync(started.certificateFile), keepAlive: true, maxSockets: clients });
    // Warm-up: code is compiled and caches are filled.
    await send(started, agent, Math.ceil(requests / 10), clients);
    const before = await usage(server);
    const from = performance.now();
    await send(started, agent, requests, clients);
    const seconds = (performance.now() - from) / 1000;
    const after = await usage(server);
    agent.destroy();
    return {
      requests,
      clients,
      perCoreSecond: requests / (after.cpu - before.cpu),
      perSecond: requests / seconds,
      growth: (after.heap - before.heap) / 1e6,
    };
  } finally {
    await ended(server);
  }
}

/** Stops the emulator, which removes its certificate. */
async function ended(server: ChildProcess): Promise<void> {
  if (!server.connected) return;
  const exit = once(server, "exit");
  server.disconnect();
  await exit;
}

async function send(started: Started, agent: Agent, requests: number, clients: number): Promise<void> {
  let left = requests;
  const client = async (): Promise<void> => {
    while (left-- > 0) await get(started, agent);
  };
  await Promise.all(Array.from({ length: clients }, client));
}

function get({ url, path, token }: Started, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { agent, headers: { Authorization: `Bearer ${token}` } }, (answer) => {
      answer.resume().on("end", () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`GET ${path} was answered ${String(answer.statusCode)}`));
      });
    });
    sent.on("error", reject).end();
  });
}

function usage(server: ChildProcess): Promise<Usage> {
  server.send("usage");
  return message<Usage>(server);
}

function message<T>(server: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    server.once("message", (content) => {
      resolve(content as T);
    });
    server.once("exit", (code) => {
      reject(new Error(`the emulator's process ended with code ${String(code)}`));
    });
  });
}

async function main(): Promise<void> {
  const table = new Table({ head: ["GETs", "clients", "per second of one core", "per second", "heap growth"] });
  for (const [requests, clients] of [
    [10_000, 1],
    [10_000, 16],
    [100_000, 200],
  ] as const) {
    const { perCoreSecond, perSecond, growth } = await measure(requests, clients);
    table.push([requests, clients, perCoreSecond.toFixed(0), perSecond.toFixed(0), `${growth.toFixed(1)} MB`]);
  }
  process.stdout.write(`${table.toString()}\n`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
