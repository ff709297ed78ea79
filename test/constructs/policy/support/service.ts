import * as v from "valibot";
import { createPolicy } from "../../../../tools/local/stand-in/azurerm/backup-policy-vm";
import type { ArmClient } from "../../../../tools/local/stand-in/arm-client";
import { policySchema } from "../../../../lib/emulator/recovery-services/policies/policy-model";
import { brokenRules } from "../../../../lib/emulator/recovery-services/policies/policy-rules";

/**
 * The problems that the emulated service finds in a policy with these azurerm arguments. They are sent as azurerm sends them. The
 * rules of the emulator were written independently of those of the constructs.
 */
export async function refusedByService(config: Record<string, unknown>): Promise<string[]> {
  const parsed = v.safeParse(policySchema, await bodyOf(config));
  return parsed.success ? brokenRules(parsed.output) : parsed.issues.map(({ message }) => message);
}

/** The properties that azurerm sends for a policy. */
export async function bodyOf(config: Record<string, unknown>): Promise<unknown> {
  const bodies: { properties: unknown }[] = [];
  const arm = {
    subscriptionPath: "/subscriptions/00000000-0000-0000-0000-000000000000",
    mustNotExist: () => Promise.resolve(),
    write: (_method: string, _path: string, _apiVersion: string, body: { properties: unknown }) =>
      Promise.resolve(bodies.push(body)),
    read: () => Promise.resolve(),
  };
  const { lifecycle: _, ...policy } = config;
  await createPolicy(arm as unknown as ArmClient, "azurerm_backup_policy_vm.test", policy);
  return bodies[0]?.properties;
}
