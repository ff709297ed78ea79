import { ServiceError } from "./error";

/** A resource that is kept as it was sent. */
export interface GenericResource {
  readonly id: string;
  readonly name: string;
  /** Such as `Microsoft.Compute/virtualMachines`. */
  readonly type: string;
  /** What the client sent. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Azure's refusal for a resource that is not there. */
export function resourceNotFound(type: string, name: string, resourceGroupName: string): ServiceError {
  const message = `The Resource '${type}/${name}' under resource group '${resourceGroupName}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`;
  return new ServiceError(404, "ResourceNotFound", message);
}
