import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Testing, TerraformStack } from "cdktf";
import { testStack } from "../../support/synth";
import { run, succeeded, type Ended } from "./processes";
import { withoutProvider } from "./without-provider";

const BUNDLE = resolve(__dirname, "../../../bundle/azure-vm-backup.cjs");
const QUIET = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };

/** A folder in which the real Terraform plans and applies stacks, one after another: without any provider, or with azurerm. */
export class BareTerraform {
  /** @param azurerm the environment of azurerm; if it is undefined, `terraform_data` replaces its resources */
  static async create(azurerm?: NodeJS.ProcessEnv): Promise<BareTerraform> {
    return new BareTerraform(await mkdtemp(join(tmpdir(), "bare-terraform-")), azurerm);
  }

  /** The resources that data sources find. */
  found: readonly object[] | undefined;

  private initialized = false;

  private constructor(
    private readonly directory: string,
    private readonly azurerm: NodeJS.ProcessEnv | undefined,
  ) {}

  /** Returns the actions of the next plan, such as `{ "terraform_data.x": "update" }`. @throws if the plan fails */
  async plan(build: (stack: TerraformStack) => unknown): Promise<Record<string, string>> {
    await this.write(build);
    succeeded(await this.terraform("plan", "-out=plan"));
    const { resource_changes: changes = [] } = JSON.parse((await this.terraform("show", "-json", "plan")).stdout) as {
      resource_changes?: { address: string; change: { actions: string[] } }[];
    };
    const planned = changes.map(({ address, change }) => [address, change.actions.join("+")] as const);
    return Object.fromEntries(planned.filter(([, actions]) => actions !== "no-op"));
  }

  /** Returns the output of a plan that must fail, on one line. */
  refusal(build: (stack: TerraformStack) => unknown): Promise<string> {
    return this.failing(build, "plan");
  }

  /** Returns the output of an apply that must fail, on one line. */
  failure(build: (stack: TerraformStack) => unknown): Promise<string> {
    return this.failing(build, "apply", "-auto-approve");
  }

  /** Returns the output of a plan and an apply with -refresh-only. @throws if one fails */
  async refreshOnly(build: (stack: TerraformStack) => unknown): Promise<string> {
    await this.write(build);
    return (
      succeeded(await this.terraform("plan", "-refresh-only")) +
      succeeded(await this.terraform("apply", "-refresh-only", "-auto-approve"))
    );
  }

  /** Removes a resource from the state, as a refresh does if it was deleted. */
  async forget(address: string): Promise<void> {
    succeeded(await this.terraform("state", "rm", address));
  }

  /** Imports an existing resource into the state. */
  async import(address: string, id: string): Promise<void> {
    succeeded(await this.terraform("import", address, id));
  }

  /** Writes the stack without running anything. */
  prepare(build: (stack: TerraformStack) => unknown): Promise<void> {
    return this.write(build);
  }

  /** Runs a line of a shell in the folder of the stack. */
  async bash(line: string): Promise<void> {
    succeeded(await run("bash", ["-c", line], { cwd: this.directory, env: { ...process.env, ...QUIET, ...this.azurerm } }));
  }

  /** Writes the outputs of the stack to a file; returns its path. */
  async outputs(): Promise<string> {
    const file = join(this.directory, "outputs.json");
    const { code, stdout, output } = await this.terraform("output", "-json");
    succeeded({ code, stdout, output });
    await writeFile(file, stdout);
    return file;
  }

  /** Destroys the stack. */
  async destroy(build: (stack: TerraformStack) => unknown): Promise<void> {
    await this.write(build);
    succeeded(await this.terraform("destroy", "-auto-approve"));
  }

  /** Applies the stack. */
  async apply(build: (stack: TerraformStack) => unknown): Promise<void> {
    await this.write(build);
    succeeded(await this.terraform("apply", "-auto-approve"));
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }

  /** Returns the output of a destroy that must fail, on one line. */
  destroyRefusal(build: (stack: TerraformStack) => unknown): Promise<string> {
    return this.failing(build, "destroy", "-auto-approve");
  }

  private async failing(build: (stack: TerraformStack) => unknown, ...args: string[]): Promise<string> {
    await this.write(build);
    const { code, output } = await this.terraform(...args);
    if (code === 0) throw new Error(`${args.join(" ")} did not fail:\n${output}`);
    return output.replace(/\n(?:[│|] ?)?/g, " ").replace(/ +/g, " ");
  }

  /** @param build fills the stack, or returns another one */
  private async write(build: (stack: TerraformStack) => unknown): Promise<void> {
    const stack = testStack();
    const built = build(stack);
    const synthesized = Testing.synth(TerraformStack.isStack(built) ? built : stack, true);
    if (this.azurerm) await this.writePrograms(synthesized);
    const standIns = () => withoutProvider(synthesized, { ...(this.found && { found: this.found }) });
    await writeFile(join(this.directory, "main.tf.json"), this.azurerm ? synthesized : standIns());
    if (!this.initialized) succeeded(await this.terraform("init"));
    this.initialized = true;
  }

  /** Copies the program of the package to where the stack runs it. Stand-ins for resources run none. */
  private async writePrograms(synthesized: string): Promise<void> {
    for (const [, path = ""] of synthesized.matchAll(/\$\{path\.module\}\/(assets\/[^"]+)/g)) {
      const file = join(this.directory, path);
      await mkdir(dirname(file), { recursive: true });
      await copyFile(BUNDLE, file);
    }
  }

  private terraform(...args: string[]): Promise<Ended> {
    const [command = "", ...rest] = args;
    const color = ["show", "state", "output"].includes(command) ? [] : ["-no-color"];
    return run("terraform", [command, ...color, ...rest], {
      cwd: this.directory,
      env: { ...process.env, ...QUIET, ...this.azurerm },
    });
  }
}
