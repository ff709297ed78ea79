import { fold, parseVirtualMachineId } from "../../lib/azure/resource-id";
import type { Stack } from "./stand-in/stack";

/** The virtual machines that a stack names by id and does not make: they have to be there before it is applied. */
export function existingVirtualMachines(stack: Stack): string[] {
  const found = new Map<string, string>();
  const walk = (value: unknown): void => {
    if (typeof value === "string" && parseVirtualMachineId(value)) found.set(fold(value), value);
    if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  stack.resources.forEach(({ config }) => {
    walk(config);
  });
  return [...found.values()];
}
