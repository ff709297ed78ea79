/** The step at which Terraform, with azurerm, rejects a configuration. */
export enum Phase {
  VALIDATE = "`terraform validate`",
  PLAN = "`terraform plan`",
  APPLY = "`terraform apply`",
  /** The plan after the apply has changes. */
  NEXT_PLAN = "the next `terraform plan`",
}

/** The result of a configuration. */
export interface Verdict {
  /** The step at which it is rejected; undefined if it is accepted. */
  readonly phase?: Phase;
  /** The message. */
  readonly messages: readonly string[];
}

/** Whether a message is an error answer of the service: azurerm itself accepted the configuration. */
export function isOfService({ messages }: Verdict): boolean {
  return messages.some((message) => /unexpected status \d{3}|StatusCode=\d{3}|Code="/.test(message));
}
