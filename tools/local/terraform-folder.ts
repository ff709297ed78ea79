import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { withoutAzure } from "./real-terraform";
import { withLocalState, type StackJson } from "./stack-changes";

const execute = promisify(execFile);

/** An action of a plan on a resource. */
type Action = "no-op" | "create" | "read" | "update" | "delete";

interface PlanJson {
  resource_changes?: { address: string; type: string; change: { actions: Action[] } }[];
}

/** A folder with a stack and its state, in which Terraform runs. */
export class TerraformFolder {
  constructor(
    private readonly directory: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** Initializes the folder for a stack; it must already have the provider. */
  async init(stack: StackJson): Promise<void> {
    await this.put(stack);
    await this.run("init", "-reconfigure");
  }

  /**
   * Applies a stack, and checks that a second plan has no changes.
   * @throws Error if the apply fails, if the plan has another action on an Azure resource than the given ones, or if the second plan
   * has changes
   */
  async apply(stack: StackJson, actions: readonly Action[], ...options: readonly string[]): Promise<void> {
    await this.put(stack);
    await this.run("plan", `-out=${PLAN}`, ...options);
    const unexpected = (await this.planned()).filter((change) => change.actions.some((action) => !actions.includes(action)));
    if (unexpected.length > 0) {
      const list = unexpected.map(({ address, actions: found }) => `${found.join(", ")} ${address}`).join("; ");
      throw new Error(`expected ${actions.join(" and ")} only, got: ${list}`);
    }
    await this.run("apply", PLAN);
    await this.run("plan", "-detailed-exitcode");
  }

  /** Destroys a stack; returns Terraform's error if that fails. */
  async destroy(stack: StackJson): Promise<string | undefined> {
    await this.put(stack);
    try {
      await this.run("destroy", "-auto-approve");
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** The planned changes of Azure resources, without `terraform_data`, which is replaced to run the initial backup again. */
  private async planned(): Promise<{ address: string; actions: Action[] }[]> {
    const { resource_changes: changes = [] } = JSON.parse(await this.run("show", "-json", PLAN)) as PlanJson;
    return changes
      .filter(({ type, change }) => type !== "terraform_data" && !change.actions.includes("no-op"))
      .map(({ address, change: { actions } }) => ({ address, actions }));
  }

  private async put(stack: StackJson): Promise<void> {
    await writeFile(join(this.directory, "cdk.tf.json"), JSON.stringify(withLocalState(stack), null, 2));
  }

  private async run(command: string, ...args: string[]): Promise<string> {
    const env = { ...withoutAzure(process.env), ...this.settings, CHECKPOINT_DISABLE: "1" };
    const options = { cwd: this.directory, env, maxBuffer: 64 * 1024 * 1024 };
    const input = command === "show" ? [] : ["-input=false"];
    try {
      return (await execute("terraform", [command, "-no-color", ...input, ...args], options)).stdout;
    } catch (error) {
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      // The output of an apply is long, and its errors are on stderr.
      const reason = command === "plan" ? `${stdout}${stderr}` : stderr;
      throw new Error(`terraform ${command} failed\n${reason}`, { cause: error });
    }
  }
}

const PLAN = "changes.tfplan";
