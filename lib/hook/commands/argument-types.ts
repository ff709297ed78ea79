import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../azure/durations";
import { MAX_RETENTION_DAYS } from "../../azure/limits";
import { InvalidArgumentError } from "commander";
import { parseProtectedItemId, parseVaultId, parseVirtualMachineId, parseVmItemId } from "../../azure/resource-id";
import { canonicalResourceId, resourceIdPattern } from "../../azure/typed-id";
import { isUtcDay } from "../../azure/utc-day";
import { isPlainName } from "../arm/plain-path";
import type { Shard } from "../estate/shard";
import type { TagFilter } from "../estate/tag-filter";

/** GitHub runs at most 256 jobs of a matrix. */
const MAX_SHARDS = 256;

/** Parsers of flag and argument values. Commander prefixes each message with the flag and the value. */

export function vaultId(text: string): string {
  if (parseVaultId(text)) return text;
  requireUnconverted(text);
  const again = text.includes("/") ? "" : "; to name more than one VM, job or status, repeat the flag";
  throw new InvalidArgumentError(
    `it must be /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.RecoveryServices/vaults/<name>${again}`,
  );
}

/** Parses the name or id of a VM. A repeated flag adds VMs. */
export function vmNames(text: string, before: readonly string[] = []): string[] {
  if (parseVirtualMachineId(text) || parseVmItemId(text) || /^[^/\\]+$/.test(text)) return [...before, text];
  requireUnconverted(text);
  throw new InvalidArgumentError(
    parseProtectedItemId(text)
      ? "it is a protected item of another kind, such as a database or a file share, and only Azure VMs are backed up"
      : "it must be the name of a VM, its id (/subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Compute/virtualMachines/<name>), or the id of its protected item",
  );
}

/** Parses any text that is not empty. A repeated flag adds texts. */
export function texts(text: string, before: readonly string[] = []): string[] {
  if (text.trim() !== "") return [...before, text];
  throw new InvalidArgumentError("it must not be empty");
}

/** Parses a tag: its name, or its name and value. A repeated flag adds tags. */
export function tagFilters(text: string, before: readonly TagFilter[] = []): TagFilter[] {
  const [, name, , value] = /^([^=]+)(=(.*))?$/s.exec(text) ?? [];
  if (name !== undefined && name.trim() !== "") return [...before, value === undefined ? { name } : { name, value }];
  throw new InvalidArgumentError("it must be the name of a tag, or name=value, such as tier=gold");
}

/** Parses the number of a shard and how many there are, such as `2/4`. */
export function shard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const parsed = { index: Number(index), count: Number(count) };
  if (parsed.index >= 1 && parsed.index <= parsed.count && parsed.count <= MAX_SHARDS) return parsed;
  throw new InvalidArgumentError(`it must be a number from 1 and how many there are, at most ${MAX_SHARDS}, such as 2/4`);
}

/** Parses the name of a management group, or its id. A repeated flag adds groups. */
export function managementGroups(text: string, before: readonly string[] = []): string[] {
  const [, name = text] = /^\/providers\/Microsoft\.Management\/managementGroups\/([^/]+)$/i.exec(text) ?? [];
  if (/^[\p{L}\p{N}_().-]{1,90}$/u.test(name)) return [...before, name];
  requireUnconverted(text);
  throw new InvalidArgumentError("it must be the name of a management group, not its display name, or its id");
}

/** Parses the name or id of the only VM. */
export function oneVmName(text: string): string {
  vmNames(text);
  return text;
}

/** Git Bash treats an id as a path and prepends its installation folder. */
function requireUnconverted(text: string): void {
  if (!/^[a-z]:[\\/].*[\\/]subscriptions[\\/]/i.test(text)) return;
  throw new InvalidArgumentError("Git Bash converted the id to a Windows path; set MSYS_NO_PATHCONV=1 before the command");
}

/** Parses the name or the id of a resource group. */
export function resourceGroup(text: string): string {
  const [, name = text] = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)$/i.exec(text) ?? [];
  if (/^[\p{L}\p{N}._()-]{1,90}$/u.test(name)) return text;
  requireUnconverted(text);
  throw new InvalidArgumentError(
    "it must be the name of a resource group, or its id (/subscriptions/<id>/resourceGroups/<name>)",
  );
}

/** Parses the id of a subnet. */
export function subnetId(text: string): string {
  return resourceId(text, "Microsoft.Network/virtualNetworks/subnets");
}

/** Parses the name or the id of a storage account. */
export function storageAccount(text: string): string {
  if (/^[a-z0-9]{3,24}$/i.test(text)) return text;
  if (text.includes("/")) return resourceId(text, "Microsoft.Storage/storageAccounts");
  throw new InvalidArgumentError("it must be the name of a storage account, 3 to 24 lower-case letters and digits, or its id");
}

function resourceId(text: string, type: string): string {
  const id = canonicalResourceId(text, type);
  if (id !== undefined) return id;
  requireUnconverted(text);
  throw new InvalidArgumentError(`it must be ${resourceIdPattern(type)}`);
}

/** Parses the name of a VM to create. That of a Windows VM is shorter, which only its recovery point tells. */
export function newVmName(text: string): string {
  if (/^[A-Za-z0-9]([\w.-]*\w)?$/.test(text) && text.length <= 64) return text;
  throw new InvalidArgumentError(
    "it must be 1 to 64 letters, digits, '-', '_' and '.', 15 for Windows, beginning with a letter or a digit",
  );
}

/** Parses a calendar date. */
export function day(text: string): string {
  if (isUtcDay(text)) return text;
  throw new InvalidArgumentError("it must be a calendar date, such as 2027-01-31");
}

export function wholeNumber(max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= max) return value;
    throw new InvalidArgumentError(
      max === Number.MAX_SAFE_INTEGER ? "it must be a whole number from 1" : `it must be a whole number from 1 to ${max}`,
    );
  };
}

/** Parses one of some words in any case, and returns Azure's spelling. A repeated flag adds words. */
export function someOf(words: readonly string[]): (text: string, before: readonly string[] | undefined) => string[] {
  return (text, before = []) => [...before, wordOf(words, text)];
}

function wordOf(words: readonly string[], text: string): string {
  const plain = (word: string): string => word.toLowerCase().replaceAll(/[ -]/g, "");
  const found = words.find((word) => plain(word) === plain(text));
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`it must be one of ${words.join(", ")}`);
}

/** Parses the id of a job. A repeated flag adds jobs. */
export function jobIds(text: string, before: readonly string[] = []): string[] {
  if (isPlainName(text)) return [...before, text];
  throw new InvalidArgumentError("it must be the id of a job, such as 3b9a4f3e-8a0b-4f5e-9d27-1c9f2b7d6a10");
}

/** Returns a parser of a duration such as `90m`, `26h` or `7d`, in whole minutes. */
export function durationMinutes(text: string): number {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  const minutes = (Number(count) * (UNITS[unit ?? ""] ?? 0)) / MINUTE_MS;
  if (minutes >= 1 && minutes * MINUTE_MS <= MAX_RETENTION_DAYS * DAY_MS) return minutes;
  throw new InvalidArgumentError(`it must be a duration such as 60m, 26h or 7d, of at most ${MAX_RETENTION_DAYS} days`);
}

/** A point in time: an instant, or a time before now. A day counts from 00:00 UTC. */
export type PointInTime = { readonly at: Date } | { readonly agoMs: number };

const UNITS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

export function pointInTime(text: string): PointInTime {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return { agoMs: Number(count) * (UNITS[unit] ?? 0) };
  if (isUtcDay(text)) return { at: new Date(`${text}T00:00:00Z`) };
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) ? new Date(text) : undefined;
  if (at !== undefined && !Number.isNaN(at.getTime())) return { at };
  throw new InvalidArgumentError(
    "it must be how long ago, such as 90m, 24h or 7d, a day (UTC) such as 2026-11-20, or an instant such as 2026-11-20T10:00:00Z",
  );
}

/** Returns the instant of a point in time. */
export function instantAt(point: PointInTime, now: Date): Date {
  return "at" in point ? point.at : new Date(now.getTime() - point.agoMs);
}
