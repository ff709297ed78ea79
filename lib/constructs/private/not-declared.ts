import type { IConstruct } from "constructs";

/** The error of who asks for the resource of something that exists already. */
export function notDeclared(construct: IConstruct, className: string): Error {
  return new Error(
    `'${construct.node.path}': resource must be that of a ${className} which the app declares, got one that the app refers to; ` +
      `change its settings where it is declared`,
  );
}
