import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { startEmulator, type Emulator } from "../lib/emulator";
import { START_TIME } from "../tools/local/start-time";

/** The emulator of the bench as a child process: it sends its address, and its CPU and memory usage when asked. */
async function main(): Promise<void> {
  const emulator = await startEmulator({ startTime: START_TIME });
  const settings = emulator.environment();
  const group = `/subscriptions/${settings["ARM_SUBSCRIPTION_ID"] ?? ""}/resourceGroups/rg`;
  const path = `${group}/providers/Microsoft.RecoveryServices/vaults/vault?api-version=2025-02-01`;
  const { access_token: token } = (await send(
    emulator,
    "POST",
    `/${settings["ARM_TENANT_ID"] ?? ""}/oauth2/v2.0/token`,
    new URLSearchParams({
      grant_type: "client_credentials",
      client_id: settings["ARM_CLIENT_ID"] ?? "",
      client_secret: settings["ARM_CLIENT_SECRET"] ?? "",
      scope: `${emulator.url}/.default`,
    }).toString(),
    { "Content-Type": "application/x-www-form-urlencoded" },
  )) as { access_token: string };
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const location = "westeurope";
  await send(emulator, "PUT", `${group}?api-version=2023-07-01`, JSON.stringify({ location }), headers);
  await send(emulator, "PUT", path, JSON.stringify({ location, sku: { name: "Standard" }, properties: {} }), headers);
  process.send?.({ url: emulator.url, certificateFile: emulator.certificateFile, token, path });
  process.on("message", () => {
    globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: (user + system) / 1e6, heap: process.memoryUsage().heapUsed });
  });
  process.on("disconnect", () => void emulator.stop());
}

function send(emulator: Emulator, method: string, path: string, body: string, headers: Record<string, string>): Promise<unknown> {
  const agent = new Agent({ ca: readFileSync(emulator.certificateFile) });
  return new Promise((resolve, reject) => {
    const sent = request(`${emulator.url}${path}`, { method, headers, agent }, (answer) => {
      let text = "";
      answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
      answer.on("end", () => {
        resolve(JSON.parse(text));
      });
    });
    sent.on("error", reject).end(body);
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
