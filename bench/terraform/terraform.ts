import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Sample } from "../constructs/sample";
import { measured } from "./measured";
import type { StateServer } from "./state-server";

const QUIET = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_INPUT: "0" };

/** A folder in which the real Terraform plans and applies, measured. */
export class Terraform {
  static async create(states: StateServer, env: NodeJS.ProcessEnv = {}): Promise<Terraform> {
    const directory = await mkdtemp(join(tmpdir(), "bench-terraform-"));
    await writeFile(join(directory, "backend.tf.json"), JSON.stringify(states.backend(basename(directory))));
    return new Terraform(directory, states, { ...process.env, ...QUIET, ...env });
  }

  private constructor(
    private readonly directory: string,
    private readonly states: StateServer,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  write(json: string): Promise<void> {
    return writeFile(join(this.directory, "main.tf.json"), json);
  }

  async init(): Promise<void> {
    await this.run("init");
  }

  validate(): Promise<Sample> {
    return this.run("validate");
  }

  /** A plan; its size is that of its file. */
  async plan(): Promise<Sample> {
    const sample = await this.run("plan", "-out=plan");
    return { ...sample, jsonBytes: (await stat(join(this.directory, "plan"))).size };
  }

  /** Applies the last plan; its size is that of the state. */
  async apply(): Promise<Sample> {
    const sample = await this.run("apply", "plan");
    return { ...sample, jsonBytes: this.states.bytes(basename(this.directory)) };
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }

  private run(...args: string[]): Promise<Sample> {
    return measured(["terraform", ...args], { cwd: this.directory, env: this.env });
  }
}
