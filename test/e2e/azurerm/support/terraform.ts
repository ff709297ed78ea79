import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, type Ended } from "../../support/processes";
import { type Case, partOf } from "./configuration";
import { changesIn, type Diagnostic, diagnosticsIn, errorsByCase } from "./diagnostics";
import { Phase, type Verdict } from "./verdict";

/** High enough to apply all cases together, since azurerm waits in each of them. */
const PARALLELISM = 500;

/** Terraform with one version of azurerm. It runs each command once for many configurations. */
export class Terraform {
  /** Returns undefined if Terraform cannot install this version. */
  static with(azurerm: string): Terraform | undefined {
    const terraform = new Terraform(mkdtempSync(join(tmpdir(), "azurerm-")), azurerm);
    terraform.write("main", {
      terraform: { required_providers: { azurerm: { source: "hashicorp/azurerm", version: azurerm } } },
      provider: { azurerm: [{ features: [{}] }] },
    });
    const init = spawnSync("terraform", ["init", "-input=false"], {
      cwd: terraform.directory,
      env: terraform.settings(),
      timeout: 120_000,
    });
    if (init.status === 0) return terraform;
    terraform.remove();
    return undefined;
  }

  /** The environment of Azure. */
  environment: Readonly<Record<string, string>> = {};

  private readonly written = new Set<string>();

  private constructor(
    private readonly directory: string,
    readonly azurerm: string,
  ) {}

  /**
   * Returns the verdict of each case, by name. It validates all cases, plans the valid ones, and applies those that could be planned and
   * plans them again.
   */
  async judge(cases: readonly Case[], isApplied: (one: Case) => boolean): Promise<Map<string, Verdict>> {
    const verdicts = new Map<string, Verdict>(cases.map(({ name }) => [name, { messages: [] }]));
    for (const one of cases) this.write(one.name, partOf(one));
    const refuse = (phase: Phase, errors: Map<string, string[]>): boolean => {
      for (const [name, messages] of errors) {
        verdicts.set(name, { phase, messages });
        this.drop(name);
      }
      return errors.size > 0;
    };
    // Terraform does not call azurerm if it cannot read a configuration.
    let diagnostics = await this.validate();
    while (refuse(Phase.VALIDATE, errorsByCase(diagnostics)) && !diagnostics.some(({ address }) => address !== undefined)) {
      diagnostics = await this.validate();
    }
    refuse(Phase.PLAN, await this.plan());
    for (const one of cases) if (!isApplied(one)) this.drop(one.name);
    if (this.written.size > 0) {
      refuse(Phase.APPLY, await this.apply());
      refuse(Phase.NEXT_PLAN, await this.nextPlan());
    }
    this.clear();
    return verdicts;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Removes the cases and their state. */
  private clear(): void {
    for (const name of this.written) this.drop(name);
    rmSync(join(this.directory, "terraform.tfstate"), { force: true });
  }

  private async validate(): Promise<Diagnostic[]> {
    const { stdout } = await this.run("validate", "-json");
    return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
  }

  private async plan(): Promise<Map<string, string[]>> {
    const { stdout } = await this.run("plan", "-json", `-parallelism=${PARALLELISM}`);
    return errorsByCase(diagnosticsIn(stdout));
  }

  private async apply(): Promise<Map<string, string[]>> {
    const { stdout } = await this.run("apply", "-json", "-auto-approve", `-parallelism=${PARALLELISM}`);
    return errorsByCase(diagnosticsIn(stdout));
  }

  private async nextPlan(): Promise<Map<string, string[]>> {
    const { stdout } = await this.run("plan", "-json", `-parallelism=${PARALLELISM}`);
    const errors = errorsByCase(diagnosticsIn(stdout));
    for (const { address, action } of changesIn(stdout)) {
      const name = [...this.written].find((one) => address.replace(/\[.*/, "").endsWith(`_${one.replace(/\W/g, "_")}`));
      // Resources of a case that was rejected before are destroyed.
      if (name !== undefined) errors.set(name, [...(errors.get(name) ?? []), `${action} ${address}`]);
    }
    return errors;
  }

  private write(name: string, content: object): void {
    writeFileSync(this.file(name), JSON.stringify(content));
    if (name !== "main") this.written.add(name);
  }

  private drop(name: string): void {
    rmSync(this.file(name), { force: true });
    this.written.delete(name);
  }

  private file(name: string): string {
    return join(this.directory, `${name}.tf.json`);
  }

  private run(command: string, ...args: readonly string[]): Promise<Ended> {
    const input = command === "validate" ? [] : ["-input=false"];
    const options = { cwd: this.directory, env: this.settings() };
    return run("terraform", [command, "-no-color", ...input, ...args], options);
  }

  private settings(): NodeJS.ProcessEnv {
    const { ARM_PROVIDER_ENHANCED_VALIDATION: validation, ...settings } = { ...process.env, ...this.environment };
    // azurerm 5 rejects this argument.
    const older = this.azurerm.startsWith("4.") && { ARM_PROVIDER_ENHANCED_VALIDATION: validation };
    return { ...settings, ...older, CHECKPOINT_DISABLE: "1" };
  }
}
