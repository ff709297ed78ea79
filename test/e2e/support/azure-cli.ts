import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulator } from "../../../lib/emulator";
import { azureCliSignIn } from "../../../lib/emulator/command/environment-script";
import { run, succeeded, type Ended } from "./processes";

/** Whether the Azure CLI is installed, with its backup commands. */
export function hasAzureCli(): boolean {
  return spawnSync("az", ["backup", "--help"], { stdio: "ignore" }).status === 0;
}

/** The unmodified Azure CLI with its own configuration folder, against an emulator. */
export class AzureCli {
  readonly #directory = mkdtempSync(join(tmpdir(), "azure-cli-"));

  constructor(private readonly emulator: Emulator) {}

  /** Runs the commands that `azure-vm-backup emulator` prints. */
  async signIn(): Promise<void> {
    succeeded(await run("sh", ["-ec", azureCliSignIn(this.emulator).join("\n")], { env: this.environment() }));
  }

  run(...args: string[]): Promise<Ended> {
    return run("az", [...args, "--output", "json"], { env: this.environment() });
  }

  /** Returns the output of a command. @throws if it fails */
  async json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    const ended = await this.run(...args);
    succeeded(ended);
    return (ended.stdout.trim() === "" ? undefined : JSON.parse(ended.stdout)) as T;
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true });
  }

  /** The environment of a program that uses its sign-in. */
  environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env["PATH"],
      HOME: this.#directory,
      AZURE_CONFIG_DIR: this.#directory,
      AZURE_CORE_COLLECT_TELEMETRY: "false",
      REQUESTS_CA_BUNDLE: this.emulator.certificateFile,
    };
  }
}
