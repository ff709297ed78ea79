import * as v from "valibot";
import type { ArmConnection, ArmRequest } from "../arm/arm-connection";
import { instant, read, requiredText } from "../arm/answer-schema";

/** The containers of a staging account, through Azure Resource Manager: a drill needs no key of the account. */

const API_VERSION = "2023-05-01";
const TYPE = "Microsoft.Storage/storageAccounts/blobServices/containers";

/** A container of a storage account. */
export interface Container {
  readonly id: string;
  readonly name: string;
  readonly modifiedAt: Date | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

const schema = v.object({
  id: requiredText,
  name: requiredText,
  properties: v.nullish(
    v.object({ lastModifiedTime: instant, metadata: v.nullish(v.record(v.string(), v.nullish(v.string()))) }),
  ),
});

export class Containers {
  constructor(
    private readonly arm: ArmConnection,
    private readonly accountId: string,
  ) {}

  idOf(name: string): string {
    return `${this.accountId}/blobServices/default/containers/${name}`;
  }

  /** A container that something names, without reading it. */
  named(name: string): Container {
    return { id: this.idOf(name), name, modifiedAt: undefined, metadata: {} };
  }

  /** The containers of the account. A list does not tell their metadata. */
  list(): Promise<Container[]> {
    const path = `${this.accountId}/blobServices/default/containers`;
    return this.arm.list(at(path, "cannot list the containers of the staging account", "read"), containerOf);
  }

  /** One container with its metadata; undefined if it does not exist. */
  get(name: string): Promise<Container | undefined> {
    return this.arm.get(at(this.idOf(name), `cannot read the container '${name}'`, "read"), containerOf);
  }

  async create(name: string, metadata: Readonly<Record<string, string>>): Promise<void> {
    const body = { properties: { publicAccess: "None", metadata } };
    await this.arm.write("PUT", at(this.idOf(name), `cannot create the container '${name}'`, "write"), body);
  }

  /** Replaces the metadata of a container. Sends one request, whose failure the caller handles. */
  async update(name: string, metadata: Readonly<Record<string, string>>): Promise<void> {
    const request = at(this.idOf(name), `cannot change the container '${name}'`, "write");
    await this.arm.write("PATCH", request, { properties: { metadata } }, { maxRetries: 0 });
  }
}

function containerOf(body: unknown): Container {
  const { id, name, properties } = read(schema, body);
  const metadata = Object.entries(properties?.metadata ?? {}).map(([key, value]) => [key.toLowerCase(), value ?? ""] as const);
  return { id, name, modifiedAt: properties?.lastModifiedTime, metadata: Object.fromEntries(metadata) };
}

function at(path: string, about: string, action: "read" | "write"): ArmRequest {
  return { path, apiVersion: API_VERSION, about, action: `${TYPE}/${action}` };
}
