import { spawnSync } from "node:child_process";
import type { Figure, Result } from "../constructs/figures";
import { markdownTable } from "../constructs/report";
import { FOR_EACH, FOR_EACH_OVER_VMS } from "./contenders";
import { BESIDE_FOR_EACH, GROWTH, growth } from "./figures";

export function terraformVersion(): string {
  const { stdout } = spawnSync("terraform", ["version", "-json"], { encoding: "utf8" });
  return (JSON.parse(stdout) as { terraform_version: string }).terraform_version;
}

export function plansSection(results: readonly Result[]): string {
  return `\`npm run bench:terraform\` measures what Terraform does with a synthesized stack, beside one resource per VM and beside the cheapest
\`for_each\` by hand ([\`bench/terraform\`](../bench/terraform)), and writes this section and those below. All of them have a program that runs
once the VMs are protected. Times are of the CPU: of each process and its children, one contender after the other. \`terraform_data\` takes the
place of each resource in the synthesized JSON, with the same expressions, so that no provider hides what Terraform costs. A backend keeps the
state, as in a pipeline: into a local file Terraform writes all of it after each resource. \`npm run bench:check\` holds a short form in CI.

${markdownTable(results)}

Growth is held to ${GROWTH}, or to ${BESIDE_FOR_EACH} times that of the best \`for_each\` by hand if that is more. As measured, the best \`for_each\` by hand
grows as well: ${ratioOf(results, growth(FOR_EACH, "plan"))} for the plan and ${ratioOf(results, growth(FOR_EACH, "no-change plan"))} for the plan without changes.
If the VMs are resources of the same stack, Terraform keeps all of them as dependencies of each item: the best \`for_each\` by hand over such
VMs grows by ${ratioOf(results, growth(FOR_EACH_OVER_VMS, "plan"))}. [Protecting VMs](many-vms.md#in-terraform) says how to divide them.`;
}

function ratioOf(results: readonly Result[], { title }: Figure): string {
  const result = results.find((one) => one.title === title);
  if (!result) throw new RangeError(`'${title}' was not measured`);
  return result.value.toFixed(1);
}

export function shardsSection(results: readonly Result[]): string {
  return `The same for five vaults with 1,000 VMs each, in one stack.

${markdownTable(results)}`;
}

export function azurermSection(results: readonly Result[]): string {
  return `The same with azurerm, on the emulator.

${markdownTable(results)}`;
}

export function waitsSection(results: readonly Result[], hookSeconds: number): string {
  return `With 1,000 VMs, from the synthesis to the initial backup, and the commands of cdktf, each as a whole process. All but the hook is CPU time.

${markdownTable(results)}

The program that takes the initial backup, started by the apply, had all 1,000 backups accepted by the emulator ${hookSeconds.toFixed(1)} s after its start.

\`cdktf diff\` is \`cdktf synth\` and a plan; \`cdktf deploy\` is both and an apply. What they cost beyond that is cdktf's own.`;
}
