import { ServiceError } from "../arm/error";
import type { ResourceType } from "./resource-type";

/** Refuses an api-version that a type's service never had. */
export function requireApiVersion({ name, apiVersions }: ResourceType, apiVersion: string | undefined): void {
  if (apiVersion !== undefined && apiVersions.includes(apiVersion.toLowerCase())) return;
  const type = name.split("/").slice(1).join("/");
  const message = `No registered resource provider found for API version '${apiVersion ?? ""}' for type '${type}'. The supported api-versions are '${apiVersions.join(", ")}'.`;
  throw new ServiceError(400, "NoRegisteredProviderFound", message);
}
