import type { ResourceType } from "./resource-type";
import { apiVersionUnknown } from "../errors/arm-errors";

/** Refuses an api-version that the resource type does not have. */
export function requireApiVersion({ name, apiVersions }: ResourceType, apiVersion: string | undefined): void {
  if (apiVersion !== undefined && apiVersions.includes(apiVersion.toLowerCase())) return;
  const type = name.split("/").slice(1).join("/");
  throw apiVersionUnknown(apiVersion ?? "", type, apiVersions);
}
