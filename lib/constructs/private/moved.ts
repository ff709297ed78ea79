import type { TerraformResource } from "cdktf";

/** Whether cdktf's `moveTo` or `moveToId` hands what a resource manages on to another, so that the resource itself is not synthesized. */
export function isMoved(resource: TerraformResource): boolean {
  return (resource as unknown as { readonly _hasMoved?: boolean })._hasMoved === true;
}
