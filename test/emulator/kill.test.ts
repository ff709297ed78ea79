import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulator } from "../../lib/emulator";
import { GROUPS, groupId } from "./azurerm";
import { START_TIME } from "../../tools/local/start-time";
import { Client } from "./client";

const directory = mkdtempSync(join(tmpdir(), "emulator-kill-"));
let server: ChildProcess | undefined;
afterAll(() => {
  server?.kill("SIGKILL");
  rmSync(directory, { recursive: true });
});

/** Starts an emulator in its own process, which can be killed. */
async function start(): Promise<Client> {
  server = fork(join(__dirname, "killable-emulator.ts"), [join(directory, "state.json"), START_TIME], {
    execArgv: ["-r", require.resolve("ts-node/register/transpile-only")],
    env: { ...process.env, TMPDIR: directory },
  });
  const [started] = (await once(server, "message")) as [
    { url: string; certificateFile: string; environment: Record<string, string> },
  ];
  return new Client({ ...started, environment: () => started.environment } as unknown as Emulator);
}

test("keeps every answered change after kill -9 during requests", async () => {
  let client = await start();
  await client.arm("GET", client.subscription, GROUPS);
  const answered: string[] = [];
  const put = async (name: string): Promise<void> => {
    const id = groupId(client, name);
    const answer = await client.arm("PUT", id, GROUPS, { location: "westeurope" });
    if (answer.status === 201) answered.push(id);
    if (answered.length === 25) server?.kill("SIGKILL");
  };
  await Promise.allSettled(Array.from({ length: 50 }, (_, n) => put(`rg-${n}`)));
  client.close();
  expect(answered.length).toBeGreaterThanOrEqual(25);

  client = await start();
  for (const id of answered) expect((await client.arm("GET", id, GROUPS)).status).toBe(200);
  client.close();
});
