import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing, type TerraformStack } from "cdktf";
import { testStack } from "../../support/synth";
import { run, succeeded, type Ended } from "./processes";
import { withoutProvider } from "./without-provider";

const QUIET = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };

/** A folder in which the real Terraform plans and applies stacks, one after another, without any provider. */
export class BareTerraform {
  static async create(): Promise<BareTerraform> {
    return new BareTerraform(await mkdtemp(join(tmpdir(), "bare-terraform-")));
  }

  /** What data sources for resources find. */
  found: readonly object[] | undefined;

  private initialized = false;

  private constructor(private readonly directory: string) {}

  /** What the next plan would do to each resource that it changes, such as `{ "terraform_data.x": "update" }`; ends well or fails. */
  async plan(build: (stack: TerraformStack) => unknown): Promise<Record<string, string>> {
    await this.write(build);
    succeeded(await this.terraform("plan", "-out=plan"));
    const { resource_changes: changes = [] } = JSON.parse((await this.terraform("show", "-json", "plan")).stdout) as {
      resource_changes?: { address: string; change: { actions: string[] } }[];
    };
    const planned = changes.map(({ address, change }) => [address, change.actions.join("+")] as const);
    return Object.fromEntries(planned.filter(([, actions]) => actions !== "no-op"));
  }

  /** Everything a plan that must fail says, on one line. */
  async refusal(build: (stack: TerraformStack) => unknown): Promise<string> {
    await this.write(build);
    const { code, output } = await this.terraform("plan");
    if (code === 0) throw new Error(`the plan was not refused:\n${output}`);
    return output.replace(/\n(?:[│|] ?)?/g, " ").replace(/ +/g, " ");
  }

  /** What a plan that only refreshes says; it ends well or fails. */
  async refreshOnly(build: (stack: TerraformStack) => unknown): Promise<string> {
    await this.write(build);
    return succeeded(await this.terraform("plan", "-refresh-only"));
  }

  /** Takes a resource out of the state, as a refresh does if it is gone. */
  async forget(address: string): Promise<void> {
    succeeded(await this.terraform("state", "rm", address));
  }

  /** Applies the stack. */
  async apply(build: (stack: TerraformStack) => unknown): Promise<void> {
    await this.write(build);
    succeeded(await this.terraform("apply", "-auto-approve"));
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }

  private async write(build: (stack: TerraformStack) => unknown): Promise<void> {
    const stack = testStack();
    build(stack);
    await writeFile(
      join(this.directory, "main.tf.json"),
      withoutProvider(Testing.synth(stack, true), { ...(this.found && { found: this.found }) }),
    );
    if (!this.initialized) succeeded(await this.terraform("init"));
    this.initialized = true;
  }

  private terraform(...args: string[]): Promise<Ended> {
    const [command = "", ...rest] = args;
    const color = command === "show" || command === "state" ? [] : ["-no-color"];
    return run("terraform", [command, ...color, ...rest], { cwd: this.directory, env: { ...process.env, ...QUIET } });
  }
}
