import type { IConstruct } from "constructs";

/** The error if a caller reads `resource` of an existing vault or policy, which the app does not declare. */
export function notDeclared(construct: IConstruct, className: string): Error {
  return new Error(
    `'${construct.node.path}': resource must be that of a ${className} which the app declares, got one that the app refers to; ` +
      `change its settings where it is declared`,
  );
}
