import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../lib/emulator";
import { START_TIME } from "../../tools/local/start-time";
import { armRequests, protectFleet } from "./fleet";
import { runHook, runProgram } from "./program";
import { atLeast, type Figure } from "./table";

const VMS = 10;

/** Ten VMs, beside a loop of `az backup protection backup-now`; undefined if there is no Azure CLI. */
export async function besideAzureCli(): Promise<Figure[] | undefined> {
  if (spawnSync("az", ["version"]).status !== 0) return undefined;
  const [ours, theirs] = [await measure(hookOnce), await measure(azureCliLoop)];
  return [
    { what: `${VMS} VMs by the hook: requests`, value: ours.requests },
    { what: `${VMS} VMs by az: requests`, value: theirs.requests },
    { what: `${VMS} VMs by the hook: wall time, s`, value: ours.seconds },
    { what: `${VMS} VMs by az: wall time, s`, value: theirs.seconds },
    atLeast(`${VMS} VMs: times as fast as az`, theirs.seconds / ours.seconds, 20),
  ];
}

async function measure(
  start: (emulator: Emulator, vaultId: string) => Promise<number>,
): Promise<{ requests: number; seconds: number }> {
  const emulator = await startEmulator({ startTime: START_TIME, speed: 60 });
  try {
    const vaultId = await protectFleet(emulator, VMS);
    const before = armRequests(emulator);
    const seconds = await start(emulator, vaultId);
    return { requests: armRequests(emulator) - before, seconds };
  } finally {
    await emulator.stop();
  }
}

async function hookOnce(emulator: Emulator, vaultId: string): Promise<number> {
  const { code, seconds, output } = await runHook(["backup-now", vaultId, "--wait-for", "accepted"], emulator.environment());
  if (code !== 0) throw new Error(output);
  return seconds;
}

/** Signing in and choosing the cloud is done before, and not counted. */
async function azureCliLoop(emulator: Emulator): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "bench-az-"));
  const settings = emulator.environment();
  const { url } = emulator;
  const environment = {
    REQUESTS_CA_BUNDLE: emulator.certificateFile,
    AZURE_CONFIG_DIR: directory,
    AZURE_CORE_COLLECT_TELEMETRY: "false",
  };
  const az = async (...args: string[]): Promise<number> => {
    const { code, seconds, output } = await runProgram("az", args, environment);
    if (code !== 0) throw new Error(`az ${args.slice(0, 3).join(" ")} ended with ${String(code)}:\n${output}`);
    return seconds;
  };
  try {
    const endpoints = [
      "resource-manager",
      "management",
      "gallery",
      "active-directory-resource-id",
      "active-directory-graph-resource-id",
    ];
    await az(
      "cloud",
      "register",
      "-n",
      "bench",
      ...endpoints.flatMap((name) => [`--endpoint-${name}`, `${url}/`]),
      "--endpoint-active-directory",
      `${url}/adfs`,
    );
    await az("cloud", "set", "-n", "bench");
    const [client = "", secret = "", tenant = ""] = ["ARM_CLIENT_ID", "ARM_CLIENT_SECRET", "ARM_TENANT_ID"].map(
      (name) => settings[name] ?? "",
    );
    await az("login", "--service-principal", "-u", client, "-p", secret, "--tenant", tenant);
    let seconds = 0;
    for (let index = 1; index <= VMS; index++) {
      const vm = `iaasvmcontainerv2;rg-app;vm-${String(index).padStart(4, "0")}`;
      const names = ["-g", "rg-backup", "-v", "rsv-e2e", "-c", `IaasVMContainer;${vm}`, "-i", `VM;${vm}`];
      const kind = ["--backup-management-type", "AzureIaasVM", "--workload-type", "VM"];
      seconds += await az("backup", "protection", "backup-now", ...names, ...kind, "--retain-until", lastDay(emulator));
    }
    return seconds;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Thirty days ahead, as az wants it: day, month, year. */
function lastDay(emulator: Emulator): string {
  return new Date(emulator.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10).split("-").reverse().join("-");
}
