import { type TerraformStack, Tokenization } from "cdktf";

/** What a token refers to, such as `azurerm_linux_virtual_machine.web.id`, and the stack that has it. */
export interface Reference {
  readonly identifier: string;
  readonly originStack: TerraformStack;
}

/** The reference that a text consists of; undefined if it is something else, or more than that. */
export function referenceIn(text: string): Reference | undefined {
  const { tokens, literals } = Tokenization.reverseString(text);
  const [token, ...others] = tokens as unknown as Partial<Reference>[];
  if (others.length > 0 || literals.length > 0) return undefined;
  const { identifier, originStack } = token ?? {};
  return identifier !== undefined && originStack !== undefined ? { identifier, originStack } : undefined;
}
