import type { TerraformStack } from "cdktf";
import { SampleContext } from "./sample-parts";
import { VAULT_SAMPLES } from "./vault-samples";
import { VM_SAMPLES } from "./vm-samples";

export const SAMPLES = [...VAULT_SAMPLES, ...VM_SAMPLES];

/** Options that exclude another one of the same sample. */
const EXCLUSIVE: Readonly<Record<string, string>> = { ProtectedVmsOptions: "selection", SourceVmOptions: "excludeDiskLuns" };

/** The samples that use a stack, each with all options that can be combined. */
export const STACK_SAMPLES = SAMPLES.filter(({ type }) => type !== "BackupsOnOptions").map(({ type, full, build }) => ({
  type,
  /** @param change changes the options before */
  buildIn(stack: TerraformStack, change = (options: Record<string, unknown>) => options): void {
    const context = new SampleContext(stack);
    const { [EXCLUSIVE[type] ?? ""]: _excluded, ...options } = full(context) as Record<string, unknown>;
    build(change(options) as never, context);
  },
}));
