import { caseFold } from "./case-fold";

/** What one role assignment allows: `actions` without `notActions`. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/** Whether at least one permission allows an action, such as `Microsoft.RecoveryServices/Vaults/read`. */
export function allows(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(({ actions, notActions }) => matches(actions, action) && !matches(notActions, action));
}

/** Azure's patterns: `*` stands for any text, and case does not matter. */
function matches(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => {
    const literals = caseFold(pattern)
      .split("*")
      .map((literal) => literal.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${literals.join(".*")}$`).test(caseFold(action));
  });
}
