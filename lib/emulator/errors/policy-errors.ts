import { defineError } from "./define-error";

/** Errors of Azure Policy. */

export const policyFormUnknown = defineError({
  status: 400,
  code: "PolicyFormNotEmulated",
  when: "a policy that protects VMs has a condition, a function, a field or a template that the emulator does not evaluate",
  known: { code: "ours", date: "2026-11" },
  text: (form: string) => `The emulator does not evaluate the ${form} of a policy definition.`,
});

export const vaultMissing = defineError({
  status: 404,
  code: "ResourceNotFound",
  when: "the policy that an assignment names does not exist when the assignment deploys",
  known: { code: "documented", date: "2026-11" },
  text: (policyId: string) => `The resource '${policyId}' of the deployment was not found.`,
});
