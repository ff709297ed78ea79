import { spawnSync } from "node:child_process";
import type { Result } from "../constructs/figures";
import { machine, markdownTable } from "../constructs/report";

/** The section of the page: how it was measured, on what, and the tables. */
export function section(results: readonly Result[], waits: readonly Result[], hookSeconds: number): string {
  const { terraform_version: version } = JSON.parse(
    spawnSync("terraform", ["version", "-json"], { encoding: "utf8" }).stdout,
  ) as { terraform_version: string };
  return `\`npm run bench:terraform\` measures what Terraform does with a synthesized stack, beside one resource per VM and the cheapest
\`for_each\` by hand ([\`bench/terraform\`](../bench/terraform)), and writes this section. All of them have a program that runs after the VMs are
protected. Times are of the CPU, of each process and its children. Except for the lines with azurerm, \`terraform_data\` takes the place of each
resource in the synthesized JSON, with the same expressions, so that no provider hides what Terraform costs. The state is kept by a
backend: into a local file, Terraform writes all of it after each resource. 5,000 VMs are in five vaults of one stack.
\`npm run bench:check\` holds a part of it in CI.

${markdownTable(results)}

Terraform evaluates \`for_each\` again for each instance, also over a local value: a part of each plan that grows with the square of the
VMs, in the cheapest \`for_each\` as in that of this package. A literal map in \`for_each\` would cost the tenfold.

What a user waits for with 1,000 VMs:

${markdownTable(waits)}

The program that takes the initial backup needed ${hookSeconds.toFixed(1)} s until Azure had accepted all 1,000, most of which is waiting.
\`cdktf diff\` and \`cdktf deploy\` synthesize, initialize and plan once more before they do anything, and read every line that Terraform
prints.

Measured with Terraform ${version} on ${machine()}.
`;
}
