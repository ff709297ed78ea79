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

export const assignmentFormUnknown = defineError({
  status: 400,
  code: "PolicyFormNotEmulated",
  when: "a policy assignment has an identity, a scope or a property that the emulator does not evaluate",
  known: { code: "ours", date: "2026-11" },
  text: (form: string) => `The emulator does not evaluate a policy assignment with the ${form}.`,
});

export const definitionUnknown = defineError({
  status: 400,
  code: "PolicyDefinitionNotEmulated",
  when: "an assignment names a built-in definition or an initiative that the emulator does not have",
  known: { code: "ours", date: "2026-11" },
  text: (id: string) =>
    `The emulator does not have the policy definition '${id}'; it has those that docs/emulator-fidelity.md names.`,
});

export const definitionNotFound = defineError({
  status: 404,
  code: "PolicyDefinitionNotFound",
  when: "an assignment names a definition that does not exist",
  known: { code: "documented", text: "ours", date: "2026-11" },
  text: (id: string) => `The policy definition '${id}' could not be found.`,
});

export const definitionOutOfScope = defineError({
  status: 400,
  code: "InvalidCreatePolicyAssignmentRequest",
  when: "an assignment names a definition that is not at or above its scope",
  known: { code: "documented", text: "ours", date: "2026-11" },
  text: (id: string, assignment: string) =>
    `The policy definition '${id}' specified in policy assignment '${assignment}' is out of scope: it must be at or above the scope of the assignment.`,
});

export const parametersUndefined = defineError({
  status: 400,
  code: "UndefinedPolicyParameter",
  when: "an assignment has parameters that its definition does not declare",
  known: { code: "documented", text: "ours", date: "2026-11" },
  text: (assignment: string, names: readonly string[], definition: string) =>
    `The policy assignment '${assignment}' has the parameters '${names.join(",")}', which the policy definition '${definition}' does not declare.`,
});

export const parametersMissing = defineError({
  status: 400,
  code: "MissingPolicyParameter",
  when: "an assignment lacks parameters of its definition that have no default",
  known: { code: "documented", text: "ours", date: "2026-11" },
  text: (assignment: string, names: readonly string[], definition: string) =>
    `The policy assignment '${assignment}' lacks the parameters '${names.join(",")}' of the policy definition '${definition}'.`,
});

export const parameterValueInvalid = defineError({
  status: 400,
  code: "PolicyParameterValueNotAllowed",
  when: "a parameter of an assignment has a value that its definition does not allow",
  known: { code: "ours", date: "2026-11" },
  text: (name: string, value: string, allowed: readonly string[]) =>
    `The value '${value}' of the policy parameter '${name}' is none of '${allowed.join(",")}'.`,
});

export const remediationInvalid = defineError({
  status: 400,
  code: "InvalidCreateRemediationRequest",
  when: "a remediation is of an assignment whose effect deploys nothing",
  known: { code: "documented", text: "ours", date: "2026-11" },
  text: (assignment: string, effect: string) =>
    `The policy assignment '${assignment}' cannot be remediated, because its effect is '${effect}'.`,
});
