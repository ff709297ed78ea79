import type { TerraformResource } from "cdktf";

/** Whether cdktf's `moveTo` or `moveToId` was called on a resource, which is then not synthesized. */
export function isMoved(resource: TerraformResource): boolean {
  return (resource as unknown as { readonly _hasMoved?: boolean })._hasMoved === true;
}
