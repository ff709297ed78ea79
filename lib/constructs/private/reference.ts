import { type TerraformStack, Tokenization } from "cdktf";

/** The target of a token, such as `azurerm_linux_virtual_machine.web.id`, and its stack. */
export interface Reference {
  readonly identifier: string;
  readonly originStack: TerraformStack;
}

/** The reference in a text that consists of one reference; undefined for any other text. */
export function referenceIn(text: string): Reference | undefined {
  const { tokens, literals } = Tokenization.reverseString(text);
  const [token, ...others] = tokens as unknown as Partial<Reference>[];
  if (others.length > 0 || literals.length > 0) return undefined;
  const { identifier, originStack } = token ?? {};
  return identifier !== undefined && originStack !== undefined ? { identifier, originStack } : undefined;
}
