/** Where Terraform, with azurerm, refuses a configuration. */
export enum Phase {
  VALIDATE = "`terraform validate`",
  PLAN = "`terraform plan`",
  APPLY = "`terraform apply`",
  /** The plan after the apply has something to change still. */
  NEXT_PLAN = "the next `terraform plan`",
}

/** What becomes of a configuration. */
export interface Verdict {
  /** Where it is refused; nothing where it is taken. */
  readonly phase?: Phase;
  /** What is said there. */
  readonly messages: readonly string[];
}

/** An answer of the service, with its status, that azurerm hands on: azurerm itself had nothing against the configuration. */
export function isOfService({ messages }: Verdict): boolean {
  return messages.some((message) => /unexpected status \d{3}|StatusCode=\d{3}|Code="/.test(message));
}
