import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** A name for what a construct declares, made of the construct's path in its stack. */
export function defaultName(construct: IConstruct): string {
  const { scopes } = construct.node;
  const path = scopes.slice(scopes.indexOf(TerraformStack.of(construct)) + 1).map((scope) => scope.node.id);
  return path.join("-").replace(/[^-_a-zA-Z0-9]/g, "-");
}
