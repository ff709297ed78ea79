import { parseVaultId } from "../../azure/resource-id";
import { ExitCode } from "../../contract/exit-code";
import type { ArmConnection } from "../arm/arm-connection";
import { HookError } from "../hook-error";
import type { ProtectedItem } from "../vault/protected-item";
import { VaultClient } from "../vault/vault-client";
import { ResourceReader } from "./resources";

/** What several restores of one vault read once: the vault, its items, the target group, the staging account and the subnet. */
export class RestoreReads {
  readonly vault: VaultClient;
  readonly resources: ResourceReader;
  private readonly known = new Map<string, Promise<unknown>>();

  constructor(
    arm: ArmConnection,
    private readonly vaultId: string,
  ) {
    this.vault = new VaultClient(arm, vaultId);
    this.resources = new ResourceReader(arm);
  }

  /** The region of the vault. @throws HookError if the vault does not exist */
  async location(): Promise<string> {
    const location = await this.once("location", () => this.vault.getLocation());
    if (location !== undefined) return location;
    const name = parseVaultId(this.vaultId)?.vaultName ?? this.vaultId;
    throw new HookError(ExitCode.notFound, `vault '${name}' does not exist; check its subscription, resource group and name`);
  }

  items(): Promise<ProtectedItem[]> {
    return this.once("items", () => this.vault.listProtectedItems());
  }

  /** Reads something for the first caller only. A failed read is not kept. */
  once<T>(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.known.get(key) as Promise<T> | undefined;
    if (known) return known;
    const reading = read();
    this.known.set(key, reading);
    reading.catch(() => this.known.delete(key));
    return reading;
  }
}
