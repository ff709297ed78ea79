import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Emulator } from "../../../../lib/emulator";
import type { ArmClient } from "../../../../tools/local/stand-in/arm-client";
import type { Observation } from "../../../hook/explain-plan/observation";
import { type Ended, run, succeeded } from "../../support/processes";
import { type Config, type PlanCase, placeOf, SUBSCRIPTION } from "./case";
import { type Holdings, holdingsOf, observedItems } from "./holdings";
import { reducedPlan } from "./reduce";

const PROGRAM = resolve(__dirname, "../../../../bundle/azure-vm-backup.cjs");

/** What Terraform says if the machine is too busy for the handshake with the emulator. */
const TOO_BUSY = /TLS handshake timeout|context deadline exceeded/;

const OTHER_RESOURCE = /\/subscriptions\/[^"\\$]+\/(resourceGuards|userAssignedIdentities)\/[-\w]+(?=")/g;

/** One case in a folder of its own. */
export class CaseRun {
  private seen: (Omit<Observation, "items"> & { readonly before: Holdings; readonly after: Holdings }) | undefined;

  constructor(
    readonly one: PlanCase,
    private readonly folder: string,
    private readonly azurerm: string,
    private readonly emulator: Emulator,
    private readonly arm: ArmClient,
  ) {}

  /** Makes what the configurations take for granted: resource groups, VMs, the program of an initial backup. */
  async prepare(): Promise<void> {
    const { name, before, second, after, modules } = this.one;
    const configs = JSON.stringify([before, second, after, modules]);
    mkdirSync(this.folder);
    this.emulator.addResource(placeOf(name).groupId);
    for (const id of configs.match(OTHER_RESOURCE) ?? []) this.emulator.addResource({ id, location: "westeurope" });
    for (const group of groupsIn(configs)) this.emulator.addResource(group);
    for (const id of vmIdsIn(configs)) {
      this.emulator.addVirtualMachine({ id, location: "westeurope", dataDiskLuns: [0, 1, 2] });
    }
    for (const path of configs.match(/assets\/[^"]+azure-vm-backup\.cjs/g) ?? []) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      copyFileSync(PROGRAM, join(this.folder, path));
    }
    for (const [path, config] of Object.entries(modules)) this.write(config, join(path, "main.tf.json"), false);
    await this.initialize(before[0] ?? after);
  }

  async build(): Promise<void> {
    for (const config of this.one.before) await this.apply(config);
  }

  /** Applies the configuration of some weeks before the plan, if there is one. */
  async buildSecond(): Promise<void> {
    const { second, failsSecond = false } = this.one;
    if (second) await this.apply(second, failsSecond);
  }

  /** Plans the change, and applies that plan. */
  async change(): Promise<void> {
    const { name, after: config, args, state } = this.one;
    if (state) succeeded(await this.terraform(...state));
    await this.initialize(config);
    const now = this.emulator.now().toISOString();
    const before = await this.holdings();
    const planned = await this.plan(args);
    const shown = await this.terraform("show", "-json", "plan");
    if (shown.code !== 0) throw new Error(`${name}: ${planned.output}${shown.output}`);
    const applied = planned.code === 0 ? await this.terraform("apply", "-input=false", "plan") : planned;
    const refusal = applied.code === 0 ? undefined : errorsIn(applied.output);
    const plan = reducedPlan(JSON.parse(shown.stdout) as object, now);
    this.seen = { name, now, ...(refusal !== undefined && { refusal }), plan, before, after: await this.holdings() };
  }

  /** What was seen, with the backups that policies took since. */
  async observation(): Promise<Observation> {
    if (!this.seen) throw new Error(`${this.one.name} was not planned`);
    const { before, after, plan, ...rest } = this.seen;
    const later = this.one.watched ? await this.holdings() : undefined;
    return { ...rest, items: observedItems(before, after, later), plan };
  }

  private holdings(): Promise<Holdings> {
    return holdingsOf(this.arm, placeOf(this.one.name).groupId);
  }

  private async apply(config: Config, mustFail = false): Promise<void> {
    await this.initialize(config);
    const applied = await this.terraform("apply", "-input=false", "-auto-approve");
    const isBusy = applied.code !== 0 && TOO_BUSY.test(applied.output);
    const { code, output } = isBusy ? await this.terraform("apply", "-input=false", "-auto-approve") : applied;
    if ((code !== 0) !== mustFail) throw new Error(`${this.one.name}: ended with exit code ${String(code)}:\n${output}`);
  }

  private async initialize(config: Config): Promise<void> {
    this.write(config);
    succeeded(await this.terraform("init", "-input=false"));
  }

  private async plan(args: readonly string[]): Promise<Ended> {
    const planned = await this.terraform("plan", "-input=false", "-out=plan", ...args);
    return planned.code !== 0 && TOO_BUSY.test(planned.output) ? this.plan(args) : planned;
  }

  private write(config: Config, file = "main.tf.json", isRoot = true): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    const azurerm = { source: "hashicorp/azurerm", ...(isRoot && { version: this.azurerm }) };
    const usesAzapi = JSON.stringify(config).includes('"azapi_');
    const required = { azurerm, ...(usesAzapi && { azapi: { source: "Azure/azapi", version: "~> 2.0" } }) };
    const provider = usesAzapi && { provider: { ...config.provider, azapi: [this.azapi()] } };
    writeFileSync(path, JSON.stringify({ terraform: { required_providers: required }, ...config, ...provider }));
  }

  /** azapi does not read the endpoints from the metadata of a cloud. */
  private azapi(): object {
    const { url } = this.emulator;
    const endpoint = {
      active_directory_authority_host: `${url}/`,
      resource_manager_endpoint: `${url}/`,
      resource_manager_audience: url,
    };
    return { endpoint: [endpoint], disable_instance_discovery: true };
  }

  private terraform(...args: string[]): Promise<Ended> {
    const { ARM_PROVIDER_ENHANCED_VALIDATION: _, ...settings } = process.env;
    const emulated = { ...this.emulator.environment(), GO_AZURE_SDK_SKIP_POLLING_DELAY: "true" };
    const env = { ...settings, ...emulated, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
    const [command = "", ...rest] = args;
    const color = command === "state" || command === "taint" ? [] : ["-no-color"];
    return run("terraform", [command, ...color, ...rest], { cwd: this.folder, env });
  }
}

function vmIdsIn(json: string): string[] {
  return [...new Set(json.match(/\/subscriptions\/[^"\\$]+\/Microsoft\.Compute\/virtualMachines\/[-\w]+(?=")/g))];
}

function groupsIn(json: string): string[] {
  const names = [...json.matchAll(/"resource_group_name":"([-\w]+)"/g)].map(([, group = ""]) => group);
  return [...new Set(names)].map((group) => `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}`);
}

/** The errors of a Terraform command, each on one line and cut. */
function errorsIn(output: string): string {
  const text = output
    .replace(/\n(?:[│|] ?)?/g, " ")
    .replace(/[╷╵]/g, " ")
    .replace(/ +/g, " ");
  const errors = text.split("Error: ").slice(1);
  return errors
    .map((one) => one.trim().slice(0, 160))
    .join(" | ")
    .slice(0, 400);
}
